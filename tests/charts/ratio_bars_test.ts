import { type RatioBar, ratioBars, ratioBarsTitle } from "lab/charts";
import { equal, throws } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.", subtitle = "Net Sharpe ratio a year";

const rows: readonly RatioBar[] = [
  { label: "15/15/70", value: 0.472 },
  { label: "50/25/25", value: -0.068, isBase: true },
];

figureTests({ ratio_bars: () => ratioBars(rows, { subtitle, source }) });

Deno.test("ratioBarsTitle() takes the difference of the figures that are shown", () => {
  // 0.47 and −0.07 are shown: 0.54, also where the difference itself rounds to 0.53.
  equal(ratioBarsTitle(rows), "15/15/70 lies 0.54 above 50/25/25");
  equal(
    ratioBarsTitle([{ label: "a", value: 0.4651 }, { label: "b", value: -0.0651, isBase: true }]),
    "a lies 0.54 above b",
  );
  equal(
    ratioBarsTitle([{ label: "a", value: -0.3 }, { label: "b", value: 0.1, isBase: true }]),
    "a lies 0.40 below b",
  );
  equal(
    ratioBarsTitle([{ label: "a", value: 0.101 }, { label: "b", value: 0.099, isBase: true }]),
    "a is as good as b to two decimals",
  );
  equal(ratioBarsTitle([{ label: "b", value: 0.1, isBase: true }]), "b stands alone");
  equal(ratioBarsTitle([{ label: "a", value: 0.1 }]), "There is nothing to compare with");
});

Deno.test("ratioBars() refuses what is no figure", () => {
  throws(() => ratioBars([], { subtitle, source }), /at least one, got none/);
  throws(
    () => ratioBars([{ label: "a", value: NaN }], { subtitle, source }),
    /a number for a, got NaN/,
  );
});
