import { type Scope, SECTOR_LABELS } from "../market/mod.ts";
import { checkPlan } from "./check_arguments.ts";
import type { Plan } from "./plan.ts";

/** One position before and after the orders, for a table or a chart. */
export interface TradeRow {
  readonly scope: Scope;
  /** `Energy`, or `Hedge` for the market. */
  readonly label: string;
  /** Exposures as shares of equity; negative is short. */
  readonly before: number;
  readonly after: number;
  /** after − before. */
  readonly trade: number;
  /** Funds that are traded for it; empty where nothing is. */
  readonly funds: readonly string[];
  /** Cost of its orders, bp of equity; `undefined` where it is not known. */
  readonly costBps: number | undefined;
}

/**
 * Every position before and after the orders, in the order of the sectors, the hedge last. What is not
 * held before nor after is left out.
 *
 * @param plan From `rebalance`. Without orders nothing changes, whatever the book is.
 *
 * @example A first book begins at nothing
 * ```ts
 * import { rebalance, tradeRows } from "lab/desk";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { deepEqual, ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7 });
 * const rows = tradeRows(rebalance(snapshot(market, market.prices.days.at(-1)!), [
 *   { sector: "XLK", score: 5, confidence: 1 },
 *   { sector: "XLE", score: 1, confidence: 1 },
 * ]));
 * deepEqual(rows.slice(0, 2).map(({ label, before }) => [label, before]), [
 *   ["Energy", 0],
 *   ["Technology", 0],
 * ]);
 * ok(rows.every(({ trade, after }) => trade === after));
 * ```
 */
export function tradeRows(plan: Plan): readonly TradeRow[] {
  checkPlan("Cannot list trades", plan);
  const { account, trades, book } = plan;
  const scopes: readonly Scope[] = [...book.sectors, "market"];
  return scopes.flatMap((scope): readonly TradeRow[] => {
    const before = scope === "market" ? account.hedge : account.weights[scope] ?? 0;
    const after = scope === "market" ? trades.hedge : trades.weights[book.sectors.indexOf(scope)];
    if (before === 0 && after === 0) return [];
    const orders = trades.orders.filter((order) => order.scope === scope);
    let costUsd: number | undefined = 0;
    for (const { cost: { totalUsd } } of orders) {
      costUsd = costUsd === undefined || totalUsd === undefined ? undefined : costUsd + totalUsd;
    }
    return [{
      scope,
      label: scope === "market" ? "Hedge" : SECTOR_LABELS[scope],
      before,
      after,
      trade: after - before,
      funds: [...new Set(orders.map(({ ticker }) => ticker))],
      costBps: costUsd === undefined ? undefined : 1e4 * costUsd / account.equityUsd,
    }];
  });
}
