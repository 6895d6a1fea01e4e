import { fundCap } from "lab/portfolio";
import { equal, ok } from "node:assert/strict";

Deno.test("fundCap() is what assets allow, no further from what is held than a day's volume", () => {
  const near = (a: number, b: number) => ok(Math.abs(a - b) <= 2.1e-9, `${a} is not ${b}`);
  near(fundCap(0, 0.2, 0.06), 0.06);
  near(fundCap(0, 0.04, 0.06), 0.04);
  near(fundCap(0.1, 0.2, 0.06), 0.16);
  // The fund shrank: down by a day's volume, and at once where that is enough.
  near(fundCap(0.1, 0.02, 0.06), 0.04);
  near(fundCap(0.1, 0.02, 0.09), 0.02);
  // What is held may stay to the last digit, and no more than nothing can be had of the other side.
  equal(fundCap(0.123456789, 0.2, 0), 0.123456789);
  equal(fundCap(-0.1, 0.2, 0.06), 0);
  ok(fundCap(0, 0.2, 0.06) < 0.06, "rounding to 1e-9 leads to no breach");
});
