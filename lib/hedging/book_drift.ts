import { checkFields, checkList, checkObject } from "../arguments.ts";
// Not by the folder's own index: a panel runs this in the browser.
import type { Scope } from "../market/instrument.ts";
import { type Sector, SECTORS } from "../market/sectors.ts";
import type { Day } from "../units.ts";
import { fundTerms } from "./fund_terms.ts";

/** What is held in one fund. */
export interface HeldFund {
  readonly ticker: string;
  /** The sector that it serves, or the market. */
  readonly scope: Scope;
  /** 1, −1 or −2. */
  readonly leverage: number;
  /** Signed. */
  readonly shares: number;
}

/** A whole account on an evening, nothing traded since the first. Shares of that evening's equity. */
export interface DriftedBook {
  readonly day: Day;
  /** Dollars. */
  readonly equityUsd: number;
  /** Signed exposure by sector; a sector without a fund is absent. */
  readonly weights: Readonly<Partial<Record<Sector, number>>>;
  /** Signed exposure to the market as a whole. */
  readonly hedge: number;
  /** Σ|exposure|, the hedge included. */
  readonly gross: number;
  /** Σ exposure, the hedge included. */
  readonly net: number;
  readonly long: number;
  readonly short: number;
  /** Σ exposure × beta, the hedge with 1; absent where a held sector has none. */
  readonly beta?: number;
  /** Equity over its highest so far, less 1: −0.05 is a fall of 5 %. */
  readonly drawdown: number;
}

/** An evening on which the account could not be valued. */
export interface UnvaluedBook {
  readonly day: Day;
  /** Funds that are held and have no price. */
  readonly missing: readonly string[];
}

const ACTION = "Cannot let a book drift";

/**
 * An account followed evening by evening while nothing is traded: what its funds and cash are worth, what
 * they expose to, and how far the equity lies under its highest.
 *
 * Exposures move with the funds' own prices, so that the daily reset of an inverse fund, its carry and its
 * fee are in them. An evening without a price of a held fund has no figures, and none are filled in; the
 * highest equity is that of the evenings that have.
 *
 * @param account.funds Each ticker once.
 * @param account.cashUsd Dollars that lie idle; they earn nothing here.
 * @param options.days Evenings, in order.
 * @param options.closes Price of each held fund on these evenings, dollars; `undefined` or NaN where none.
 * @param options.betas Betas of the held sectors to the market, as measured on the last evening.
 * @returns One entry per evening.
 * @throws {RangeError} If a figure is out of range, a series is missing or of another length, or the
 *   equity is not above 0.
 *
 * @example A fall of a tenth: the short through a −2x fund has grown, and so has gross
 * ```ts
 * import { bookDrift } from "lab/hedging";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const [, after] = bookDrift(
 *   { funds: [{ ticker: "DUG", scope: "XLE", leverage: -2, shares: 100 }], cashUsd: 9000 },
 *   {
 *     days: [day("2024-03-14"), day("2024-03-15")],
 *     closes: new Map([["DUG", [10, 12]]]),
 *     betas: { XLE: 0.8 },
 *   },
 * );
 * equal("equityUsd" in after && after.weights.XLE!.toFixed(4), "-0.2353");
 * ```
 */
export function bookDrift(
  account: { readonly funds: readonly HeldFund[]; readonly cashUsd: number },
  options: {
    readonly days: readonly Day[];
    readonly closes: ReadonlyMap<string, ArrayLike<number | undefined>>;
    readonly betas?: Readonly<Partial<Record<Sector, number>>>;
  },
): readonly (DriftedBook | UnvaluedBook)[] {
  checkObject(ACTION, "the account", account, "funds and cashUsd");
  checkFields(ACTION, "the account", account, ["funds", "cashUsd"]);
  checkFields(ACTION, "the options", options, ["days", "closes", "betas"]);
  checkList(ACTION, "funds", account.funds, "funds that are held");
  const { funds, cashUsd } = account, { days, closes, betas = {} } = options;
  if (!Number.isFinite(cashUsd)) {
    throw new RangeError(`${ACTION}: cash must be a number of dollars, got ${cashUsd}`);
  }
  const held = funds.map((fund, i) => {
    const { ticker, scope, leverage, shares } = fund, series = closes.get(ticker);
    fundTerms({ leverage }, "let a book drift");
    if (!Number.isFinite(shares)) {
      throw new RangeError(`${ACTION}: ${ticker} needs a number of shares, got ${shares}`);
    }
    if (scope !== "market" && !SECTORS.includes(scope)) {
      throw new RangeError(
        `${ACTION}: ${ticker} serves ${scope}, which is no sector and no market`,
      );
    }
    if (funds.findIndex((one) => one.ticker === ticker) !== i) {
      throw new RangeError(`${ACTION}: ${ticker} is held twice; add its shares up`);
    }
    if (series === undefined || series.length !== days.length) {
      throw new RangeError(
        `${ACTION}: ${ticker} needs ${days.length} closes, got ${series?.length ?? "none"}`,
      );
    }
    return { ...fund, series };
  });
  let highest = 0;
  return days.map((day, t) => {
    const missing = held.filter(({ series }) => !isPrice(series[t])).map(({ ticker }) => ticker);
    if (missing.length > 0) return { day, missing };
    const values = held.map(({ shares, series }) => shares * series[t]!);
    const equityUsd = values.reduce((sum, value) => sum + value, cashUsd);
    if (!(equityUsd > 0)) {
      throw new RangeError(
        `${ACTION}: equity is ${equityUsd} dollars on ${day}, and must be above 0`,
      );
    }
    highest = Math.max(highest, equityUsd);
    return {
      day,
      equityUsd,
      ...exposures(held, values, equityUsd, betas),
      drawdown: equityUsd / highest - 1,
    };
  });
}

const isPrice = (price: number | undefined) => price !== undefined && price > 0 && price < Infinity;

function exposures(
  held: readonly HeldFund[],
  values: readonly number[],
  equityUsd: number,
  betas: Readonly<Partial<Record<Sector, number>>>,
): Omit<DriftedBook, "day" | "equityUsd" | "drawdown"> {
  const weights: Partial<Record<Sector, number>> = {};
  let hedge = 0;
  held.forEach(({ scope, leverage }, i) => {
    const exposure = values[i] * leverage / equityUsd;
    if (scope === "market") hedge += exposure;
    else weights[scope] = (weights[scope] ?? 0) + exposure;
  });
  let long = Math.max(hedge, 0), short = Math.max(-hedge, 0), beta: number | undefined = hedge;
  for (const [sector, weight] of Object.entries(weights) as [Sector, number][]) {
    if (weight > 0) long += weight;
    else short -= weight;
    const own: number | undefined = weight === 0 ? 0 : betas[sector];
    beta = beta === undefined || own === undefined || !Number.isFinite(own)
      ? undefined
      : beta + weight * own;
  }
  return {
    weights,
    hedge,
    gross: long + short,
    net: long - short,
    long,
    short,
    ...(beta === undefined ? {} : { beta }),
  };
}
