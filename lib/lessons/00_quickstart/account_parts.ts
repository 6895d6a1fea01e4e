import type { AccountPart } from "../../charts/mod.ts";
import type { Sector } from "../../market/mod.ts";

/** What an order says about the position it leaves. */
interface LeftPosition {
  readonly scope: Sector | "market";
  readonly leverage: number;
  /** Signed exposure after the order, share of equity. */
  readonly exposureAfter: number;
}

/**
 * Where the money of a new account goes: long funds, capital of the shorts, the hedge, cash.
 *
 * A short held through an inverse fund costs its exposure divided by the fund's leverage: half of
 * it for a −2x fund. What is spent on the trades themselves counts as cash here.
 *
 * @param orders The first orders of an account, one per position.
 * @param equityUsd The account, dollars; the parts add up to it.
 *
 * @example A short of 20 % through a −2x fund costs 10 %
 * ```ts
 * import { accountParts } from "lab/lesson/00";
 * import { deepEqual } from "node:assert/strict";
 *
 * const parts = accountParts(
 *   [
 *     { scope: "XLK", leverage: 1, exposureAfter: 0.3 },
 *     { scope: "XLE", leverage: -2, exposureAfter: -0.2 },
 *   ],
 *   1000,
 * );
 * deepEqual(parts.map((part) => part.dollars), [300, 100, 0, 600]);
 * ```
 */
export function accountParts(orders: readonly LeftPosition[], equityUsd: number): AccountPart[] {
  const capital = (belongs: (order: LeftPosition) => boolean) =>
    orders.filter(belongs).reduce(
      (sum, { exposureAfter, leverage }) => sum + Math.abs(exposureAfter / leverage) * equityUsd,
      0,
    );
  const long = capital(({ scope, leverage }) => scope !== "market" && leverage > 0);
  const short = capital(({ scope, leverage }) => scope !== "market" && leverage < 0);
  const hedge = capital(({ scope }) => scope === "market");
  return [
    { label: "long funds", dollars: long, kind: "long" },
    { label: "capital of the shorts", dollars: short, kind: "short" },
    { label: "hedge", dollars: hedge, kind: "hedge" },
    { label: "cash", dollars: Math.max(0, equityUsd - long - short - hedge), kind: "cash" },
  ];
}
