import { checkList } from "../arguments.ts";
import { DataError } from "../errors.ts";
import {
  bookDrift,
  bookHistoryBeta,
  correlationClusters,
  type DriftedBook,
  hysteresis,
  sectorBetas,
} from "../hedging/mod.ts";
import {
  addCalendarDays,
  calendarDaysBetween,
  type Sector,
  type Snapshot,
  tradingDaysFrom,
  weeklyDays,
} from "../market/mod.ts";
import {
  exposureReadings,
  GROSS_ROUNDING,
  type HeldExposures,
  heldExposures,
  type Holding,
  type LimitReading,
} from "../portfolio/mod.ts";
import { type Settings, settings as defaultSettings } from "../settings.ts";
import type { Day } from "../units.ts";
import { checkArguments } from "./check_arguments.ts";
import { measuredRisk } from "./measured_risk.ts";
import { monitorFields, type MonitorRules, type Watched } from "./monitor_rules.ts";

/** One figure with its alarm. */
export interface WatchedFigure {
  readonly measure: Watched;
  /** On the last evening. */
  readonly value?: number;
  /** Of a 95 % interval; beta alone has one, from the book's own past. */
  readonly low?: number;
  readonly high?: number;
  readonly enter: number;
  readonly leave: number;
  readonly isOn: boolean;
  /** First evening of the alarm that is on. */
  readonly since?: Day;
}

/** Sectors that move together, and what is held in them. */
export interface WatchedCluster {
  readonly name: string;
  /** Σ|exposure|, share of equity. */
  readonly gross: number;
  readonly net: number;
}

/** A book between two decisions. */
export interface WatchedBook {
  readonly day: Day;
  readonly account: HeldExposures;
  /** The account evening by evening since it was last changed; those that cannot be valued are left out. */
  readonly path: readonly DriftedBook[];
  /** Evenings of that time that cannot be valued: before a gap in the prices of a held fund nothing is known. */
  readonly unvalued: readonly { readonly day: Day; readonly missing: readonly string[] }[];
  readonly figures: readonly WatchedFigure[];
  /** Every limit of the mandate, as what is held stands to it. */
  readonly readings: readonly LimitReading[];
  /** Absent where the history is too short; the reason stands there. */
  readonly clusters: readonly WatchedCluster[] | { readonly reason: string };
  /** The next weekly decision, and trading days until it. */
  readonly next: { readonly day: Day; readonly tradingDays: number };
}

const ACTION = "Cannot watch a book";
/** Evenings looked at where the holdings do not say since when they are held. */
const UNDATED_DAYS = 63;
/** Trading days in which a week surely ends. */
const WEEK_AHEAD = 8;

const MEASURES: Readonly<Record<Watched, (book: DriftedBook) => number | undefined>> = {
  beta: ({ beta }) => beta === undefined ? undefined : Math.abs(beta),
  gross: ({ gross }) => gross,
  net: ({ net }) => Math.abs(net),
  side: ({ long, short }) => Math.max(long, short),
  sector: ({ weights }) => Math.max(0, ...Object.values(weights).map((one) => Math.abs(one!))),
  drawdown: ({ drawdown }) => -drawdown,
};

/**
 * What has become of a book that nobody traded since its last change: its figures with alarms, each limit
 * of the mandate, clusters, and the days to the next decision.
 *
 * It is a function of holdings and prices: the alarms are followed evening by evening from the last change
 * on, so that two runs on the same files say the same. Betas are those of the last evening all along.
 *
 * @param snapshot The evening.
 * @param holdings What the account holds; `since` says from when on, and without it the last 63 trading
 *   days are looked at.
 * @param options.rules When an alarm goes on and off; see `monitorFields`.
 * @returns Figures in shares of equity.
 * @throws {DataError} If a holding has no price that day, as `heldExposures` does.
 *
 * @example A first book, on its own evening
 * ```ts
 * import { rebalance, watchedBook } from "lab/desk";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { holdingsAfter } from "lab/portfolio";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7 });
 * const today = snapshot(market, market.prices.days.at(-1)!);
 * const plan = rebalance(today, [{ sector: "XLK", score: 5, confidence: 1 }]);
 * const { figures } = watchedBook(today, holdingsAfter([], plan.trades, plan.account));
 * equal(figures.some(({ isOn }) => isOn), false);
 * ```
 */
export function watchedBook(
  snapshot: Snapshot,
  holdings: readonly Holding[],
  options: {
    readonly settings?: Settings;
    readonly rules?: MonitorRules;
    readonly equityUsd?: number;
  } = {},
): WatchedBook {
  checkArguments(ACTION, snapshot, options, ["settings", "rules", "equityUsd"]);
  checkList(ACTION, "holdings", holdings, "lines");
  const { settings = defaultSettings(), rules = monitorFields.parse({}), equityUsd } = options;
  const { day, sectors } = snapshot, { mandate, trading: { shortSpdr }, betas: window } = settings;
  if (snapshot.frequency === "monthly") {
    throw new DataError(`${ACTION}: it is watched by the day, and these data are monthly`);
  }
  const listsCash = holdings.some(({ ticker }) => ticker === "CASH");
  const account = heldExposures(holdings, {
    day,
    priceOf: snapshot.tradePrice,
    equityUsd: equityUsd ?? (listsCash ? undefined : settings.accountUsd),
    shortSpdr,
  });
  const betas = sectorBetas(snapshot, window);
  const book = {
    sectors,
    weights: sectors.map((sector) => account.weights[sector] ?? 0),
    hedge: account.hedge,
  };
  const { path, unvalued } = pathOf(snapshot, account, betas);
  return {
    day,
    account,
    path,
    unvalued,
    figures: figuresOf(path, rules, bookHistoryBeta(snapshot, book)),
    readings: exposureReadings({
      sectors,
      betas: betas.map(({ beta }) => beta ?? NaN),
      limits: mandate,
      risk: measuredRisk(snapshot, mandate).risk,
      grossTolerance: GROSS_ROUNDING,
    }, book),
    clusters: clustersOf(snapshot, account),
    next: nextDecision(day),
  };
}

/** The account since its newest position was opened, valued by prices that meet what is paid today. */
function pathOf(
  snapshot: Snapshot,
  account: HeldExposures,
  betas: ReturnType<typeof sectorBetas>,
): Pick<WatchedBook, "path" | "unvalued"> {
  const { day } = snapshot, dated = account.positions.flatMap(({ since }) => since ?? []);
  const isDated = dated.length > 0 && dated.length === account.positions.length;
  const first = isDated ? dated.toSorted().at(-1)! : undefined;
  const length = first === undefined
    ? UNDATED_DAYS
    : Math.max(1, calendarDaysBetween(first, day) + 1);
  const days = snapshot.tradingDays(length).filter((on) => first === undefined || on >= first);
  const closes = new Map(
    account.positions.map(({ ticker, price }) => [ticker, pricesTo(snapshot, ticker, price, days)]),
  );
  const books = bookDrift({
    cashUsd: account.cashUsd,
    funds: account.positions.map(({ ticker, scope, shares, instrument: { leverage } }) => ({
      ticker,
      scope,
      leverage,
      shares,
    })),
  }, {
    days,
    closes,
    betas: Object.fromEntries(betas.map(({ sector, beta }) => [sector, beta])),
  });
  return {
    path: books.filter((one): one is DriftedBook => "equityUsd" in one),
    unvalued: books.flatMap((one) => "missing" in one ? [one] : []),
  };
}

/** Prices of a fund that end with today's, by its total returns backwards; from a gap on there are none. */
function pricesTo(
  snapshot: Snapshot,
  ticker: string,
  price: number,
  days: readonly Day[],
): readonly (number | undefined)[] {
  const returns = snapshot.returns(ticker, days.length);
  const prices: (number | undefined)[] = new Array(days.length);
  prices[days.length - 1] = price;
  for (let t = days.length - 1; t > 0; t--) {
    const r = returns[t], after = prices[t];
    prices[t - 1] = r === undefined || after === undefined ? undefined : after / (1 + r);
  }
  return prices;
}

function figuresOf(
  path: readonly DriftedBook[],
  rules: MonitorRules,
  own: { readonly low: number; readonly high: number } | undefined,
): readonly WatchedFigure[] {
  return (Object.keys(MEASURES) as Watched[]).map((measure) => {
    const values = path.map(MEASURES[measure]), { enter, leave } = rules[measure];
    const states = hysteresis(values, { enter, leave }), isOn = states.at(-1) ?? false;
    const value = measure === "beta" ? path.at(-1)?.beta : values.at(-1);
    const from = isOn ? states.lastIndexOf(false) + 1 : undefined;
    return {
      measure,
      ...(value === undefined ? {} : { value }),
      ...(measure === "beta" && own ? { low: own.low, high: own.high } : {}),
      enter,
      leave,
      isOn,
      ...(from === undefined ? {} : { since: path[from].day }),
    };
  });
}

function clustersOf(snapshot: Snapshot, { weights }: HeldExposures): WatchedBook["clusters"] {
  const found = correlationClusters(snapshot);
  if (found.clusters === undefined) return { reason: found.reason };
  return found.clusters.map(({ name, sectors }) => {
    const held = sectors.map((sector: Sector) => weights[sector] ?? 0);
    return {
      name,
      gross: held.reduce((sum, weight) => sum + Math.abs(weight), 0),
      net: held.reduce((sum, weight) => sum + weight, 0),
    };
  });
}

/** The next last trading day of a week, by the rule of holidays. */
function nextDecision(day: Day): WatchedBook["next"] {
  const ahead = tradingDaysFrom(addCalendarDays(day, 1), WEEK_AHEAD);
  const [next] = weeklyDays(ahead);
  return { day: next, tradingDays: ahead.indexOf(next) + 1 };
}
