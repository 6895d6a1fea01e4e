import { cosineMean } from "lab/stats";
import { ok } from "node:assert/strict";

const values = [0.3, -0.1, 0.2, 0.5, 0.1, -0.4, 0, 0.2, 0.6, -0.2, 0.1, 0.3];
const close = (a: number, b: number) => ok(Math.abs(a - b) < 1e-14, `${a} and ${b}`);

Deno.test("cosineMean() has NumPy's errors, and Student's t with as many degrees as cosines", () => {
  // lam = [np.sqrt(2/n)*np.sum((x - x.mean())*np.cos(np.pi*j*(np.arange(1, n + 1) - .5)/n)) for j in (1, 2, 3)]
  // np.sqrt(np.mean(np.square(lam))/n); scipy.stats.t.interval(.9, 3, x.mean(), se)
  const found = cosineMean(values, { terms: 3, level: 0.9 });
  close(found.standardError, 0.0327813230216335);
  ok(Math.abs(found.low - 0.056186966389793785) < 1e-9);
});
