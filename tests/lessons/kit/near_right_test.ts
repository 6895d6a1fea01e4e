import { exactInterval } from "../../../lib/lessons/02_ensemble_comparison/exact_interval.ts";
import { nearRight } from "../../../lib/lessons/kit/near_right.ts";
import { numberInText } from "../../../lib/lessons/kit/number_in_text.ts";
import { equal, match } from "node:assert/strict";

const said = (given: number, right: number, quantity: "share" | "return" | "number" = "share") =>
  nearRight([given], [right], { tolerance: 0.0005, quantity });

Deno.test("nearRight() knows each form at its edge, and nothing a step beyond it", () => {
  match(said(60, 0.6)!, /60 % is 0\.6/);
  match(said(6000, 0.6)!, /6000 bp are 0\.6/);
  for (const account of [1e5, 1e6, 1e7]) match(said(0.6 * account, 0.6)!, /in dollars/);
  equal(said(600, 0.6), undefined, "a tenth of basis points is no form");
  match(said(-0.6, 0.6)!, /the sign is the other one/);
  match(said(-60, 0.6)!, /60 % is -0\.6.*other sign/);
  // What one becomes is known for returns alone.
  match(said(1.2, 0.2, "return")!, /1\.2 is what one becomes, 0\.2 is the return/);
  match(said(120, 0.2, "return")!, /what a hundred become/);
  equal(said(1.2, 0.2), undefined);
  match(said(160, 1.6, "number")!, /hundred times too large/);
  equal(said(160_000, 1.6, "number"), undefined);
});

Deno.test("nearRight() calls a rounding one as far as the reader's decimals reach, and no further", () => {
  match(said(3.3, 3.25, "number")!, /rounded too far/);
  equal(said(3.4, 3.25, "number"), undefined);
  // 0.2 for 0.171 is rounded; 0 for it is not, for it says nothing.
  match(said(0.2, 0.171)!, /rounded/);
  equal(said(0, 0.171), undefined);
  // A tolerance that is large beside the value recognises nothing by itself.
  equal(nearRight([7], [0.097], { tolerance: 0.06, quantity: "number" }), undefined);
  // Within the tolerance a number is right as it stands.
  equal(said(0.6004, 0.6), undefined);
});

Deno.test("nearRight() wants every number right or written in the same form", () => {
  const both = (a: number, b: number) =>
    nearRight([a, b], [0.6, -0.4], { tolerance: 0.0005, quantity: "share" });
  match(both(60, -40)!, /60 % is 0\.6/);
  match(both(0.6, -40)!, /-40 % is -0\.4/);
  equal(both(60, 0.1), undefined);
  equal(both(60, -40_000), undefined, "percent and dollars are two slips");
});

Deno.test("numberInText() reads numbers as people write them, and leaves words alone", () => {
  equal(numberInText("1.600,5")?.value, 1600.5);
  equal(numberInText("1,600")?.value, 1600);
  equal(numberInText("0,829")?.value, 0.829);
  equal(numberInText("−0.5")?.value, -0.5);
  equal(numberInText("-$5")?.value, -5);
  equal(numberInText("12,5 %")?.value, 0.125);
  for (const text of ["", "half", "1.2.3", "1 of 2", "--5", "5 % or 6 %"]) {
    equal(numberInText(text), undefined, text);
  }
});

Deno.test("exactInterval() is that of R's binom.test", () => {
  // R: binom.test(1, 10)$conf.int is 0.002529 to 0.445016; binom.test(15, 20): 0.508954 to 0.913429.
  const { low, high } = exactInterval(1, 10);
  equal(`${low.toFixed(6)} ${high.toFixed(6)}`, "0.002529 0.445016");
  const other = exactInterval(15, 20);
  equal(`${other.low.toFixed(6)} ${other.high.toFixed(6)}`, "0.508954 0.913429");
});
