import { icBars, icBarsTitle } from "lab/charts";
import { equal } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  ic_bars: () =>
    icBars([
      { label: "from the quarter's end", ic: 0.15, low: 0.09, high: 0.21, looksAhead: true },
      { label: "from the filing", ic: -0.02, low: -0.08, high: 0.04 },
      { label: "one date", ic: 0.03 },
    ], { planted: 0.1, source }),
});

Deno.test("icBarsTitle() compares what the reader sees", () => {
  const title = (ahead: number, honest: number) =>
    icBarsTitle([{ label: "a", ic: ahead, looksAhead: true }, { label: "b", ic: honest }], {
      planted: 0.1,
    });
  equal(
    title(0.0501, 0.0499),
    "Looking ahead changes nothing here: an IC of 0.050 both ways; planted were 0.100",
  );
  equal(
    title(0.02, 0.06),
    "Looking ahead shows an IC of 0.020, not even the 0.060 of the filings; planted were 0.100",
  );
  equal(
    title(0.1001, 0.05),
    "Looking ahead shows an IC of 0.100 instead of 0.050; planted were 0.100",
  );
  equal(icBarsTitle([]), "There is no IC to show");
});
