import { stressBars, stressBarsTitle } from "lab/charts";
import { equal, match } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const stress = [
  { label: "Covid crash", group: "Crashes", pnl: 0.031 },
  { label: "Late 2018", group: "Crashes", pnl: -0.012 },
  { label: "Dot-com", group: "Crashes", pnl: -0.06, missing: "without XLRE" },
  { label: "Covid rebound", group: "Rebounds", pnl: -0.046 },
];

figureTests({ stress_bars: () => stressBars(stress, { source }) });

Deno.test("stressBarsTitle() counts complete windows only", () => {
  // A hollow bar may be longer than the worst that is counted, so the title says what it counts.
  equal(
    stressBarsTitle(stress),
    "The book loses in 2 of 3 complete windows, most in Covid rebound: −4.6 %",
  );
  equal(
    stressBarsTitle(stress.filter(({ missing }) => missing === undefined)),
    "The book loses in 2 of 3 windows, most in Covid rebound: −4.6 %",
  );
  equal(stressBarsTitle(stress.slice(0, 1)), "The book does not lose in the one window");
  match(stressBarsTitle(stress.slice(2, 3)), /^No window has a return for every position/);
});
