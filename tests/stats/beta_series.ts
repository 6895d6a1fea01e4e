import type { BetaWithInterval } from "lab/stats";
import { ok } from "node:assert/strict";

export const close = (a: number | undefined, b: number, tolerance = 1e-12) =>
  ok(
    a !== undefined && Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)),
    `${a} is not ${b}`,
  );

export function measured<T extends { readonly beta: number | undefined }>(
  fit: T,
): Extract<T, { readonly beta: number }> {
  ok(fit.beta !== undefined, "there should be a beta");
  return fit as Extract<T, { readonly beta: number }>;
}

export const estimate = (beta: number, standardError: number, pairs = 252): BetaWithInterval => ({
  beta,
  pairs,
  standardError,
  low: beta - 2 * standardError,
  high: beta + 2 * standardError,
  level: 0.95,
});
