import { blumeBeta } from "lab/stats";
import { close, estimate, measured } from "./beta_series.ts";

Deno.test("blumeBeta() keeps a beta of one and moves all others a third of the way", () => {
  close(measured(blumeBeta(estimate(1, 0.3))).beta, 1);
  const low = measured(blumeBeta(estimate(0.4, 0.3)));
  close(low.beta, 0.6);
  close(low.standardError, 0.2);
  close(low.high, 1 / 3 + 2 / 3 * 1);
});
