import { fundLiquidity, type Sector } from "../../market/mod.ts";
import type { Matrix } from "../../stats/mod.ts";
import { jointRules } from "../limits/catalogue.ts";
import { capitalPerExposure, capitalRule } from "../limits/capital_limit.ts";
import { HEDGE_DIRECTION, HEDGE_RULE, SECTOR_RULES } from "../limits/exposure_limits.ts";
import { limitName } from "../limits/limit_id.ts";
import type { LimitRule } from "../limits/limit_rule.ts";
import type { Limits } from "../limits/limits.ts";
import { GROSS_ROUNDING, type OrderItem, positionsWithoutItem } from "./order_items.ts";
import type { OrdersOptions } from "./order.ts";
import type { NormLimit } from "./norm_limit.ts";
import type { RoundingLimit, RoundingProblem } from "./rounding_problem.ts";

/** What a rule makes of one unit of exposure; rounding never changes the sign of a position. */
function coefficientOf(rule: LimitRule, item: OrderItem, limits: Limits): number {
  const sign = Math.sign(item.target);
  return item.scope === "market"
    ? rule.onHedge(sign, limits)
    : rule.onSector(item.scope, sign, item.beta, limits);
}

/** The limit on capital for the funds of the items. */
function capitalOf(items: readonly OrderItem[]): LimitRule {
  const sectors = items.flatMap(({ scope }) => scope === "market" ? [] : [scope]);
  const use = sectors.map((sector) =>
    capitalPerExposure(items.find(({ scope }) => scope === sector)!.fund)
  );
  return capitalRule(sectors, { long: use, short: use });
}

/** Every limit as a sum over items: those of the mandate, the hedge's direction, and capital. */
function rowsOf(
  items: readonly OrderItem[],
  rules: readonly LimitRule[],
  limits: Limits,
  gross: number,
  reserve: number,
): readonly RoundingLimit[] {
  // A book that reached its gross but for held shares is measured against the limit itself.
  const reaches = !limits.grossByConviction && gross > limits.gross - GROSS_ROUNDING;
  const grossWanted = reaches ? limits.gross : gross;
  const rowOf = (rule: LimitRule, side?: number): RoundingLimit => ({
    name: limitName(rule.id),
    coefficients: items.map((item) => coefficientOf(rule, item, limits)),
    // Gross is the one limit that whole shares may miss, and by so much only.
    low: rule.id.kind === "gross" ? grossWanted - GROSS_ROUNDING : rule.low(limits),
    high: rule.id.kind === "gross" ? grossWanted + GROSS_ROUNDING : rule.high(limits, side),
  });
  const rows = [
    ...rules.map((rule) => rowOf(rule)),
    ...items.map(({ scope, target }) =>
      rowOf(scope === "market" ? HEDGE_RULE : SECTOR_RULES[scope], Math.sign(target))
    ),
  ];
  const hedge = items.find((item) => item.scope === "market");
  if (hedge) rows.push(rowOf(HEDGE_DIRECTION[Math.sign(hedge.target) as -1 | 1]));
  const capital = rowOf(capitalOf(items));
  rows.push({ ...capital, high: Math.min(capital.high, 1 - reserve) });
  return rows;
}

/** The turnover budget as a row; what is sold out anyway is taken from it. */
function turnoverRow(
  items: readonly OrderItem[],
  options: OrdersOptions,
  budget: number,
): RoundingLimit {
  let soldOut = 0, wanted = 0;
  for (const held of positionsWithoutItem(items, options.account)) {
    soldOut += Math.abs(held.exposure);
  }
  for (const item of items) wanted += Math.abs(item.solved - item.heldExposure);
  return {
    name: "turnover",
    coefficients: items.map(() => 1),
    from: items.map((item) => item.heldExposure),
    low: 0,
    // Where limits forced the solved book beyond the budget, its own turnover is the bound.
    high: Math.max(budget - soldOut, wanted),
  };
}

/** A row without the items that are not rounded: what they use of it is taken from its bounds. */
function withoutConstants(
  row: RoundingLimit,
  constants: readonly (number | undefined)[],
): RoundingLimit {
  let used = 0;
  constants.forEach((exposure, i) => {
    if (exposure === undefined) return;
    used += row.coefficients[i] * (row.from ? Math.abs(exposure - row.from[i]) : exposure);
  });
  const free = <T>(values: readonly T[]) => values.filter((_, i) => constants[i] === undefined);
  return {
    name: row.name,
    coefficients: free(row.coefficients),
    ...(row.from ? { from: free(row.from) } : {}),
    low: row.low - used,
    high: row.high - used,
  };
}

/** The volatility limit on the items that move; the others are constants in it. */
function volatilityNorm(
  items: readonly OrderItem[],
  covariance: Matrix,
  sectors: readonly Sector[],
  constants: readonly (number | undefined)[],
  high: number,
): NormLimit {
  const at = items.map(({ scope }) => scope === "market" ? sectors.length : sectors.indexOf(scope));
  const free = items.flatMap((_, i) => constants[i] === undefined ? [at[i]] : []);
  const still = items.flatMap((_, i) => constants[i] === undefined ? [] : [[at[i], constants[i]]]);
  const added = (row: number) => still.reduce((sum, [j, e]) => sum + covariance[row][j] * e, 0);
  return {
    name: "volatility",
    matrix: free.map((i) => free.map((j) => covariance[i][j])),
    linear: free.map(added),
    constant: still.reduce((sum, [i, e]) => sum + e * added(i), 0),
    high,
  };
}

/** Shares on the right side of zero, and no more than the liquidity of their fund allows. */
function shareBounds(
  item: OrderItem,
  lot: number,
  limits: Limits,
  options: OrdersOptions,
): readonly [number, number] {
  const away = Math.sign(item.target / lot), size = Math.abs(item.target / lot);
  const { advUsd = 0, aumUsd = 0 } = fundLiquidity(item.fund, options.rules);
  // What is held of the fund already needs no trade; held on the other side, it is traded too.
  const byVolume = limits.advShare * advUsd / item.price! + away * item.heldShares;
  const byAssets = limits.fundShare * aumUsd / item.price!;
  // The fund was chosen for the target; a position that is made smaller may still be beyond.
  const most = Math.max(Math.floor(size), Math.floor(Math.min(byVolume, byAssets)));
  return away > 0 ? [0, most] : [-most, 0];
}

/**
 * The exposures that an order in dollars may lead to: on the target's side of zero, traded the same way
 * as the target and by no less than the minimum trade, and within the liquidity of the fund.
 */
function dollarBounds(
  item: OrderItem,
  limits: Limits,
  options: OrdersOptions,
  minimumTrade: number,
): readonly [number, number] {
  const away = Math.sign(item.target), size = Math.abs(item.target);
  const { advUsd = 0, aumUsd = 0 } = fundLiquidity(item.fund, options.rules);
  // Nothing of a fund without a price is held: all of the position is traded in it.
  const inFund = Math.min(limits.advShare * advUsd, limits.fundShare * aumUsd);
  const held = away * item.heldExposure, change = size - held;
  const smallest = Math.min(Math.abs(change), minimumTrade);
  const largest = Math.max(
    size,
    inFund * Math.abs(item.fund.leverage) / options.account.equityUsd,
  );
  const [least, most] = change >= 0
    ? [Math.max(0, held + smallest), largest]
    : [0, Math.min(largest, held - smallest)];
  return away > 0 ? [least, most] : [-most, -least];
}

/**
 * The rounding problem of the items that are free to move, in whole shares where they have a price and
 * in dollars where they have none; positions that stay are constants in its limits.
 *
 * @param sectors The order of the risk figures in the options.
 * @param gross Gross of the solved book, share of equity.
 * @param reserve Cash to be left, share of equity.
 * @param turnoverBudget Turnover still allowed; absent for none.
 * @param minimumTrade Smallest order in dollars, share of equity; 0 where that rule gives way.
 */
export function orderRounding(
  items: readonly OrderItem[],
  options: OrdersOptions,
  limits: Limits,
  { sectors, gross, reserve, turnoverBudget, minimumTrade }: {
    readonly sectors: readonly Sector[];
    readonly gross: number;
    readonly reserve: number;
    readonly turnoverBudget: number | undefined;
    readonly minimumTrade: number;
  },
): { readonly free: readonly OrderItem[]; readonly problem: RoundingProblem } {
  const constants = items.map((item) => item.fixed ? item.heldExposure : undefined);
  const free = items.filter((_, i) => constants[i] === undefined);
  const rows = [
    ...rowsOf(
      items,
      jointRules(limits, { sectors, risk: options.risk ?? {} }),
      limits,
      gross,
      reserve,
    ),
    ...(turnoverBudget === undefined ? [] : [turnoverRow(items, options, turnoverBudget)]),
  ];
  const inDollars = free.map((item) => item.price === undefined);
  const lots = free.map(({ price, fund }) =>
    price === undefined ? 1 : price * fund.leverage / options.account.equityUsd
  );
  const bounds = free.map((item, i) =>
    inDollars[i]
      ? dollarBounds(item, limits, options, minimumTrade)
      : shareBounds(item, lots[i], limits, options)
  );
  const { volatility } = limits, covariance = options.risk?.covariance;
  const norms = volatility === undefined || covariance === undefined
    ? []
    : [volatilityNorm(items, covariance, sectors, constants, volatility.max)];
  return {
    free,
    problem: {
      norms,
      targets: free.map((item) => item.target),
      lots,
      minimum: bounds.map(([least]) => least),
      maximum: bounds.map(([, most]) => most),
      limits: rows.map((row) => withoutConstants(row, constants)),
      held: free.map((item) => item.heldShares),
      inDollars,
    },
  };
}
