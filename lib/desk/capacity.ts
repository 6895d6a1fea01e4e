import { checkList, shown } from "../arguments.ts";
import type { SectorView } from "../committee/mod.ts";
import { daysToLiquidate } from "../hedging/mod.ts";
import {
  dollarVolume,
  fundLiquidity,
  type Scope,
  SECTOR_LABELS,
  type Snapshot,
} from "../market/mod.ts";
import type { BookStatus, LimitReading, OrderPlan } from "../portfolio/mod.ts";
import { type Settings, settings as defaultSettings } from "../settings.ts";
import { checkArguments } from "./check_arguments.ts";
import type { Plan } from "./plan.ts";
import { rebalance } from "./rebalance.ts";

/** Account sizes that are compared where none are given, dollars. */
const CAPACITY_ACCOUNTS_USD: readonly number[] = [1e4, 1e5, 1e6, 1e7];
/** An account for which no fund is too small: only what does not exist at all is closed. */
const NO_SIZE_USD = 1;

/**
 * What becomes of a position at some size: held through the `first choice`, or through another fund
 * (`falls back`); `capped by size`, held as far as its fund can carry it; `closed`, because what the fund
 * carries is less than the smallest trade, or because there is `no fund`; or the book has no use for it.
 */
export type CapacityFate =
  | "first choice"
  | "falls back"
  | "capped by size"
  | "closed"
  | "no fund"
  | "not in the book";

/** One position at one size. */
export interface CapacityRow {
  readonly scope: Scope;
  /** `Energy`, or `Hedge` for the market. */
  readonly label: string;
  readonly accountUsd: number;
  readonly fate: CapacityFate;
  /** Why it falls back, is capped or closed. */
  readonly reason?: string;
  /** Fund used; absent where there is none. */
  readonly ticker?: string;
  /** Exposure that the book would have if no fund were too small, share of equity. */
  readonly wanted: number;
  /** Exposure that the book has, share of equity. */
  readonly kept: number;
  /** Largest size that funds can carry on the side of it, share of equity; absent without a side. */
  readonly cap?: number;
  /**
   * Price of the cap where it binds: how many points nearer to its aims the book would come with one
   * more point of it, at the margin.
   */
  readonly pointsNearer?: number;
  /** Money in the fund, dollars. */
  readonly positionUsd: number;
  /** Trading days to sell it at a tenth of the fund's volume; absent where the volume is not known. */
  readonly daysToLiquidate?: number;
  /** Cost of its order, bp of equity; absent where it is not known, or nothing is ordered. */
  readonly costBps?: number;
}

/** The whole book at one size. */
export interface CapacityBook {
  readonly accountUsd: number;
  readonly status: BookStatus;
  readonly ordersStatus: OrderPlan["status"];
  /** Gross of the book, share of equity. */
  readonly gross: number;
  /** Cost of all orders, bp of equity; absent where a part is not known. */
  readonly costBps?: number;
  /** The part that is known, a floor. */
  readonly knownCostBps: number;
  /** Days until the slowest position is sold; absent where a volume is not known. */
  readonly daysToLiquidate?: number;
  /** For an account that is too small, the first size that would do, dollars. */
  readonly smallestAccountUsd?: number;
  /** Why there are no orders. */
  readonly reason?: string;
}

/** The same views at several sizes of account. */
export interface Capacity {
  /** The sizes, ascending, dollars. */
  readonly accountsUsd: readonly number[];
  /** One row per position and size: by sector, the hedge last, then by size. */
  readonly rows: readonly CapacityRow[];
  /** One per size. */
  readonly books: readonly CapacityBook[];
}

/** The fate of a position, with its fund and the reason. */
function fateOf(
  plan: Plan,
  { scope, kept, reading }: {
    readonly scope: Scope;
    readonly kept: number;
    readonly reading: LimitReading | undefined;
  },
) {
  const choice = plan.trades.funds.find((one) => one.scope === scope);
  if (kept !== 0 && choice?.fund !== undefined) {
    const { fund, reason } = choice, held = { ticker: fund.ticker, fund };
    if (reading?.binds) {
      return { fate: "capped by size" as const, ...held, reason: reading.sentence };
    }
    return reason === undefined
      ? { fate: "first choice" as const, ...held }
      : { fate: "falls back" as const, ...held, reason };
  }
  const at = plan.book.sectors.findIndex((sector) => sector === scope);
  const closed = plan.closedShorts.find(({ sector }) => sector === scope);
  if (closed === undefined) return { fate: "not in the book" as const };
  const fate = plan.fundCaps.short[at] > 0 ? "closed" as const : "no fund" as const;
  return { fate, reason: closed.reason };
}

/** Largest size that funds can carry on a side. */
function capOf({ book, fundCaps }: Plan, scope: Scope, side: number): number {
  const { long, short, hedge } = fundCaps;
  if (scope === "market") return side < 0 ? hedge.short : hedge.long;
  return (side < 0 ? short : long)[book.sectors.indexOf(scope)];
}

function rowOf(snapshot: Snapshot, plan: Plan, reference: Plan, scope: Scope): CapacityRow {
  const { account: { equityUsd }, trades, book } = plan;
  const heldIn = ({ book }: Plan) =>
    scope === "market" ? book.hedge : book.weights[book.sectors.indexOf(scope)];
  const kept = heldIn(plan),
    wanted = heldIn(reference),
    side = Math.sign(kept) || Math.sign(wanted);
  const of = scope === "market" ? "hedge" : scope;
  const reading = book.readings.find(({ id }) => id.kind === "fund" && id.of === of);
  const { fund, ...fate } = { fund: undefined, ...fateOf(plan, { scope, kept, reading }) };
  const isPriced = fate.fate === "capped by size" && reading!.multiplier > 0;
  const positionUsd = fund === undefined ? 0 : Math.abs(kept / fund.leverage) * equityUsd;
  const volume = fund && dollarVolume(snapshot, fund.ticker);
  const advUsd = fund &&
    fundLiquidity(fund, { liquidity: () => volume === undefined ? {} : { advUsd: volume } }).advUsd;
  const orders = trades.orders.filter((order) => order.scope === scope);
  const costs = orders.map(({ cost }) => cost.totalUsd);
  const costUsd = costs.every((cost) => cost !== undefined)
    ? costs.reduce((sum, cost) => sum + cost, 0)
    : undefined;
  return {
    scope,
    label: scope === "market" ? "Hedge" : SECTOR_LABELS[scope],
    accountUsd: equityUsd,
    ...fate,
    wanted,
    kept,
    ...(side === 0 ? {} : { cap: capOf(plan, scope, side) }),
    // d√(2Gf) = G·df/√(2Gf), as a sentence of the reading has it.
    ...(isPriced ? { pointsNearer: reading!.multiplier * book.grossAimed / book.distance } : {}),
    positionUsd,
    ...(advUsd !== undefined && advUsd > 0
      ? { daysToLiquidate: daysToLiquidate({ positionUsd, advUsd }) }
      : {}),
    ...(orders.length > 0 && costUsd !== undefined ? { costBps: 1e4 * costUsd / equityUsd } : {}),
  };
}

function bookOf(plan: Plan, rows: readonly CapacityRow[]): CapacityBook {
  const { account: { equityUsd }, book, trades } = plan;
  const held = rows.filter(({ ticker }) => ticker !== undefined);
  const slowest = held.every((row) => row.daysToLiquidate !== undefined)
    ? Math.max(0, ...held.map((row) => row.daysToLiquidate!))
    : undefined;
  return {
    accountUsd: equityUsd,
    status: book.status,
    ordersStatus: trades.status,
    gross: book.gross,
    ...(trades.costBps === undefined ? {} : { costBps: trades.costBps }),
    knownCostBps: 1e4 * trades.knownCostUsd / equityUsd,
    ...(slowest === undefined ? {} : { daysToLiquidate: slowest }),
    ...(trades.smallestAccountUsd === undefined
      ? {}
      : { smallestAccountUsd: trades.smallestAccountUsd }),
    ...(trades.reason === undefined ? {} : { reason: trades.reason }),
  };
}

/**
 * What the same views come to in accounts of different size: how much funds can carry, which fall back,
 * what each cap costs in nearness to the aims, what trading costs, and how long it would take to get out.
 *
 * Each size is one run of the desk on the same day, as a first book. A fund takes an order of at most a
 * tenth of a day's volume and a position of at most a tenth of its assets (the mandate says how much): as
 * shares of equity these caps fall as the account grows, and the book with them, little by little. Only
 * where a cap falls below the smallest trade is the sector closed for shorts. The exposure that is kept
 * stands beside the one of a book for which no fund is too small.
 *
 * @param snapshot The day.
 * @param views Scores and confidences.
 * @param options.settings Complete settings; their account is not used.
 * @param options.accountsUsd Sizes in dollars, each once; 10 k, 100 k, 1 M and 10 M by default.
 * @throws {RangeError} If there is no size, or one is not above 0 or stands twice.
 *
 * @example A fund carries less of a larger account
 * ```ts
 * import { capacity } from "lab/desk";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { deepEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7 });
 * const { rows } = capacity(snapshot(market, market.prices.days.at(-1)!), [
 *   { sector: "XLP", score: 1, confidence: 1 },
 *   { sector: "XLK", score: 5, confidence: 1 },
 * ]);
 * deepEqual(
 *   rows.filter(({ scope }) => scope === "XLP").map(({ fate }) => fate),
 *   ["first choice", "capped by size", "capped by size", "closed"],
 * );
 * ```
 */
export function capacity(
  snapshot: Snapshot,
  views: readonly SectorView[],
  options: { readonly settings?: Settings; readonly accountsUsd?: readonly number[] } = {},
): Capacity {
  checkArguments("Cannot compare accounts", snapshot, options, ["settings", "accountsUsd"]);
  const { settings = defaultSettings(), accountsUsd: given = CAPACITY_ACCOUNTS_USD } = options;
  checkList("Cannot compare accounts", "accountsUsd", given, "sizes in dollars");
  if (given.length === 0) throw new RangeError("Cannot compare accounts: need at least one size");
  given.forEach((usd, i) => {
    if (!(Number.isFinite(usd) && usd > 0)) {
      throw new RangeError(
        `Cannot compare accounts: a size must be above 0 dollars, got ${shown(usd)}`,
      );
    }
    if (given.indexOf(usd) !== i) {
      throw new RangeError(`Cannot compare accounts: ${usd} dollars stand there twice`);
    }
  });
  const accountsUsd = given.toSorted((a, b) => a - b);
  const at = (equityUsd: number) => rebalance(snapshot, views, { settings, equityUsd });
  const reference = at(NO_SIZE_USD), plans = accountsUsd.map(at);
  const scopes: readonly Scope[] = [...reference.book.sectors, "market"];
  const rows = scopes.flatMap((scope) =>
    plans.map((plan) => rowOf(snapshot, plan, reference, scope))
  );
  return {
    accountsUsd,
    rows,
    books: plans.map((plan, i) =>
      bookOf(plan, rows.filter(({ accountUsd }) => accountUsd === accountsUsd[i]))
    ),
  };
}
