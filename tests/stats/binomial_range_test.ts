import { binomialRange } from "lab/stats";
import { deepEqual, throws } from "node:assert/strict";

Deno.test("binomialRange() has SciPy's quantiles", () => {
  // scipy.stats.binom.ppf([.0005, .9995], n, p)
  deepEqual(binomialRange(50, 0.95), { least: 41, most: 50 });
  deepEqual(binomialRange(50, 0.05), { least: 0, most: 9 });
  deepEqual(binomialRange(500, 0.95), { least: 458, most: 489 });
  throws(() => binomialRange(50, 95), /share and level must lie in \(0, 1\), got 95/);
});
