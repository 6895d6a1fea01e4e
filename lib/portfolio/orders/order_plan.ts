import { fundLiquidity, type Instrument, type Scope } from "../../market/mod.ts";
import { fundVolatility, tradeCost } from "./costs.ts";
import type { FundChoice } from "./fund_choice.ts";
import { heldCapital, heldExposure, type OrderItem } from "./order_items.ts";
import type { Order, OrderPlan, OrdersOptions, TargetBook } from "./order.ts";

const BPS = 1e4;

/** A change of one fund's position, by value. */
interface Change {
  readonly fund: Instrument;
  readonly heldUsd: number;
  readonly wantedUsd: number;
  /** Shares traded and their price; absent for an order in dollars. */
  readonly shares?: number;
  readonly price?: number;
  readonly reason?: Order["reason"];
  readonly note?: string;
  /** How far the liquidity figures can be trusted. */
  readonly approximate?: string;
}

function orderOf(change: Change, options: OrdersOptions): Order {
  const { account: { equityUsd }, snapshot, rules, costs } = options;
  const { fund, heldUsd, wantedUsd, approximate, shares, price, reason, note } = change;
  const dollars = Math.abs(wantedUsd - heldUsd);
  const trust = [
    approximate ?? `spread approximate, as of ${fund.asOf}`,
    ...(fund.spreadAssumed ? [`spread of ${fund.spreadBps} bp is an assumption`] : []),
  ];
  return {
    ticker: fund.ticker,
    action: wantedUsd > heldUsd ? "buy" : "sell",
    ...(shares === undefined ? {} : { shares, price }),
    dollars,
    scope: fund.sector!,
    leverage: fund.leverage,
    exposureBefore: heldUsd * fund.leverage / equityUsd,
    exposureAfter: wantedUsd * fund.leverage / equityUsd,
    cost: tradeCost({
      tradedUsd: dollars,
      equityUsd,
      spreadBps: fund.spreadBps,
      // By the figure that sizes are judged by, the thinnest peer's where none is known.
      advUsd: fundLiquidity(fund, rules).advUsd,
      dailyVolatility: fundVolatility(snapshot, fund),
    }, costs),
    liquidity: trust.join("; "),
    ...(reason === undefined ? {} : { reason }),
    ...(note === undefined ? {} : { note }),
  };
}

/** Positions that are sold out: their scope is left, or is held through another fund from now on. */
function closings(items: readonly OrderItem[], options: OrdersOptions): readonly Change[] {
  const { account, rules } = options;
  return account.positions.flatMap((held): Change[] => {
    const item = items.find(({ scope }) => scope === held.scope);
    if (item && (item.fixed || item.fund.ticker === held.ticker)) return [];
    const { instrument: fund } = held;
    return [{
      fund,
      heldUsd: held.valueUsd,
      wantedUsd: 0,
      shares: Math.abs(held.shares),
      price: held.price,
      note: item ? `closed out, ${item.fund.ticker} is held instead` : "closed out",
      ...(rules?.liquidity?.(fund.ticker)?.advUsd === undefined
        ? {
          approximate: fund.adv === undefined
            ? "volume not known, taken as the least known"
            : `approximate, as of ${fund.asOf}`,
        }
        : {}),
    }];
  });
}

/** Changes of the positions of the target. */
function openings(
  items: readonly OrderItem[],
  shares: ReadonlyMap<OrderItem, number>,
  equityUsd: number,
): readonly Change[] {
  return items.flatMap((item): Change[] => {
    if (item.fixed) return [];
    const { fund, choice, price } = item;
    const about = { fund, note: choice.reason, approximate: choice.liquidity };
    const wanted = shares.get(item)!;
    if (price === undefined) {
      if (wanted === 0) return [];
      // Nothing of a fund without a price can be held: `heldExposures` refuses to value it.
      const wantedUsd = wanted * equityUsd / fund.leverage;
      return [{ ...about, heldUsd: 0, wantedUsd, reason: item.reason }];
    }
    if (wanted === item.heldShares) return [];
    return [{
      ...about,
      heldUsd: item.heldShares * price,
      wantedUsd: wanted * price,
      shares: Math.abs(wanted - item.heldShares),
      price,
    }];
  });
}

/** Exposure and capital of an item after its order, shares of equity. */
function positionAfter(item: OrderItem, shares: number | undefined, options: OrdersOptions) {
  const { account } = options;
  if (item.fixed) return { exposure: item.heldExposure, capital: heldCapital(item, account) };
  const exposure = item.price === undefined
    ? shares!
    : shares! * item.price * item.fund.leverage / account.equityUsd;
  return { exposure, capital: Math.abs(exposure / item.fund.leverage) };
}

/**
 * Orders, costs and the book they lead to, from items and their whole shares.
 *
 * @param shares Shares to be held, for the items that move; exposures for those in dollars.
 */
export function orderPlan(
  target: TargetBook,
  options: OrdersOptions,
  found: {
    readonly items: readonly OrderItem[];
    readonly shares: ReadonlyMap<OrderItem, number>;
    readonly distance: number;
    readonly gaveWay: OrderPlan["gaveWay"];
    readonly notes: readonly string[];
  },
): OrderPlan {
  const { account } = options;
  const { items, shares, distance } = found;
  const place = (scope: Scope) =>
    scope === "market" || !target.sectors.includes(scope)
      ? target.sectors.length
      : target.sectors.indexOf(scope);
  const orders = [...closings(items, options), ...openings(items, shares, account.equityUsd)]
    .map((change) => orderOf(change, options))
    .sort((a, b) =>
      Number(a.action === "buy") - Number(b.action === "buy") || place(a.scope) - place(b.scope) ||
      (a.ticker < b.ticker ? -1 : 1)
    );

  const after = new Map<Scope, number>();
  let capitalUsed = 0;
  for (const item of items) {
    const { exposure, capital } = positionAfter(item, shares.get(item), options);
    after.set(item.scope, exposure);
    capitalUsed += capital;
  }
  let cashUsd = account.cashUsd, knownCostUsd = 0;
  for (const order of orders) {
    cashUsd += order.action === "sell" ? order.dollars : -order.dollars;
    knownCostUsd += order.cost.knownUsd;
  }
  let turnover = 0;
  for (const scope of new Set([...after.keys(), ...account.positions.map((held) => held.scope)])) {
    turnover += Math.abs((after.get(scope) ?? 0) - heldExposure(account, scope));
  }
  const unknown = orders.filter((order) => order.cost.unknown !== undefined);
  const costUsd = unknown.length === 0 ? knownCostUsd : undefined;
  return {
    status: orders.length > 0 ? "orders" : "no trade",
    orders,
    weights: target.sectors.map((sector) => after.get(sector) ?? 0),
    hedge: after.get("market") ?? 0,
    funds: items.map((item) => item.choice),
    closed: [],
    cashUsd: cashUsd - knownCostUsd,
    capitalUsed,
    turnover,
    costUsd,
    knownCostUsd,
    costBps: costUsd === undefined ? undefined : costUsd / account.equityUsd * BPS,
    distance,
    gaveWay: found.gaveWay,
    notes: [
      ...found.notes,
      ...unknown.map((order) =>
        `The cost of ${order.ticker} is not known (${order.cost.unknown}): ` +
        `at least $${order.cost.knownUsd.toFixed(2)}.`
      ),
    ],
  };
}

/** A plan without orders, with its reason: the account stays as it is. */
export function planWithoutOrders(
  target: TargetBook,
  { account }: OrdersOptions,
  facts: Pick<OrderPlan, "status"> & {
    readonly funds: readonly FundChoice[];
    readonly closed?: readonly FundChoice[];
    readonly reason?: string;
    readonly smallestAccountUsd?: number;
    readonly narrow?: OrderPlan["narrow"];
  },
): OrderPlan {
  return {
    orders: [],
    weights: target.sectors.map((sector) => account.weights[sector] ?? 0),
    hedge: account.hedge,
    cashUsd: account.cashUsd,
    capitalUsed: account.capitalUsed,
    turnover: 0,
    costUsd: 0,
    knownCostUsd: 0,
    costBps: 0,
    distance: 0,
    gaveWay: [],
    closed: [],
    notes: [],
    ...facts,
  };
}
