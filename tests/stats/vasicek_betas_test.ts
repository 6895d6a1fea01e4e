import { randomStream, vasicekBetas } from "lab/stats";
import { deepEqual, ok, throws } from "node:assert/strict";
import { close, estimate, measured } from "./beta_series.ts";

Deno.test("vasicekBetas() weighs by precision, as worked by hand", () => {
  // Prior 1 with variance 0.04, estimate 1.6 with se 0.1: (1/0.04 + 1.6/0.01)/(25 + 100) = 1.48,
  // variance 1/125, weight 100/125.
  const [fit] = vasicekBetas([estimate(1.6, 0.1)], { prior: { mean: 1, variance: 0.04 } });
  const row = measured(fit);
  close(row.beta, 1.48);
  close(row.standardError, Math.sqrt(1 / 125));
  close(row.weight, 0.8);
});

Deno.test("vasicekBetas() takes mean and variance of the cross-section as its prior", () => {
  // Betas 0.5, 1, 1.5: mean 1, variance 0.25. The third with se 0.5: (1/0.25 + 1.5/0.25)/8 = 1.25.
  const rows = vasicekBetas([estimate(0.5, 0), estimate(1, 0.5), estimate(1.5, 0.5)]).map(measured);
  deepEqual(rows.map((row) => row.beta), [0.5, 1, 1.25]);
  deepEqual(rows.map((row) => row.weight), [1, 0.5, 0.5]);
});

Deno.test("vasicekBetas() lies between estimate and prior, never less sure than either", () => {
  const stream = randomStream(8);
  for (let draw = 0; draw < 200; draw++) {
    const rows = Array.from(
      { length: 11 },
      () => estimate(1 + 0.4 * stream.normal(), 0.01 + stream.uniform()),
    );
    const mean = rows.reduce((sum, row) => sum + row.beta, 0) / 11;
    vasicekBetas(rows).forEach((fit, i) => {
      const { beta, standardError } = measured(fit);
      ok(beta >= Math.min(mean, rows[i].beta) - 1e-12);
      ok(beta <= Math.max(mean, rows[i].beta) + 1e-12);
      ok(standardError <= rows[i].standardError);
    });
  }
});

Deno.test("vasicekBetas() passes a reason on, and needs three betas for a cross-section", () => {
  const none = { beta: undefined, pairs: 6, reason: "only 6 pairs" } as const;
  const rows = vasicekBetas([estimate(1, 0.1), none, estimate(2, 0.1), estimate(0, 0.1)]);
  deepEqual(rows[1], none);
  ok(rows[0].beta !== undefined);
  const few = vasicekBetas([estimate(1, 0.1), none, estimate(2, 0.1)]);
  ok("reason" in few[0] && /no cross-section/.test(few[0].reason));
  throws(
    () => vasicekBetas([estimate(1, 0.1)], { prior: { mean: 1, variance: -1 } }),
    /variance of at least 0, got 1 and -1/,
  );
});
