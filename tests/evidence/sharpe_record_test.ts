import { sharpeRecord } from "lab/evidence";
import { equal, ok } from "node:assert/strict";
import { lehmerReturns } from "./lehmer_returns.ts";

const near = (a: number, b: number, within: number) =>
  ok(Math.abs(a - b) <= within, `${a} is not within ${within} of ${b}`);

Deno.test("sharpeRecord() has SciPy's moments", () => {
  const record = sharpeRecord(lehmerReturns()[0]);
  // x.mean()/x.std(ddof=1), scipy.stats.skew(x), scipy.stats.kurtosis(x, fisher=False)
  near(record.sharpe, 0.13941191214879292, 1e-12);
  near(record.skewness, -0.23569576149421126, 1e-11);
  near(record.kurtosis, 2.139275169974681, 1e-11);
  equal(record.periods, 150);
});

Deno.test("sharpeRecord() minds neither order nor size, and turns with the sign", () => {
  const returns = lehmerReturns()[1], plain = sharpeRecord(returns);
  const turned = sharpeRecord(returns.map((value) => -3 * value).reverse());
  near(turned.sharpe, -plain.sharpe, 1e-12);
  near(turned.skewness, -plain.skewness, 1e-10);
  near(turned.kurtosis, plain.kurtosis, 1e-10);
});
