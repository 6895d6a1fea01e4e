import { driftBars, driftBarsTitle, lostShare } from "lab/charts";
import { equal, match } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  drift_bars: () =>
    driftBars([
      { label: "Energy", kept: 4.5, drifted: 3.75 },
      { label: "Staples", kept: 2.5, drifted: 2.25 },
      { label: "Utilities", kept: 3, drifted: 3 },
    ], { guess: 0.4, source }),
});

Deno.test("driftBarsTitle() names a loss, a gain and nothing at all", () => {
  const title = (drifted: number) => driftBarsTitle([{ label: "Energy", kept: 4, drifted }]);
  match(title(3.5), /would cost 50 % of the distance/);
  match(title(4.5), /would add 50 % to the distance/);
  match(title(4), /would change no distance/);
  equal(lostShare([{ label: "Energy", kept: 3, drifted: 4 }]), undefined);
  match(driftBarsTitle([{ label: "Energy", kept: 3, drifted: 3 }]), /Every score is a 3/);
});
