import { timelineTicks, timelineTicksTitle } from "lab/charts";
import { equal, match } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  timeline_ticks: () =>
    timelineTicks([
      { row: "filings", at: "2023-11-03T07:30", asOf: "2023-09-30", used: false },
      { row: "filings", at: "2024-02-08T16:30", asOf: "2023-12-31", used: true },
      { row: "filings", at: "2024-05-10T16:30", asOf: "2024-03-31" },
      { row: "headlines", at: "2024-05-03T13:15", label: "lab:headlines/XLE/1" },
      { row: "closes", at: "2024-05-10T16:00" },
      { row: "closes", at: "2024-05-13" },
    ], { decision: "2024-05-10T16:00", guess: { row: "filings", count: 1 }, source }),
});

Deno.test("a datum of the very minute of the decision is known", () => {
  const at = (minute: string) => [{ at: `2024-05-03T${minute}` }];
  const decision = "2024-05-03T16:00";
  equal(timelineTicksTitle(at("16:00"), decision), "All of these data were known at the decision");
  match(timelineTicksTitle(at("16:01"), decision), /^1 of these 1 data was not yet known/);
});
