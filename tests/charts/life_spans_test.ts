import { lifeSpans, lifeSpansTitle } from "lab/charts";
import { equal, match } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const lives = [
  { label: "Energy", fund: { name: "DUG −2x", from: "2007-02-01", isInverse: true } },
  {
    label: "Communication",
    fund: { name: "CCON +1x", from: "2020-08-31", to: "2021-09-17", isInverse: false },
  },
  { label: "Communication" },
];

figureTests({ life_spans: () => lifeSpans(lives, { until: "2026-08-03", source }) });

Deno.test("lifeSpansTitle() counts no long fund and no fund that is gone", () => {
  equal(lifeSpansTitle(lives, "2021-01-04"), "One of 2 has no inverse fund: Communication");
  equal(lifeSpansTitle(lives.slice(0, 1), "2026-08-03"), "Energy has an inverse fund");
  match(lifeSpansTitle(lives, "2006-01-03"), /^Two of 2 have no inverse fund/);
});
