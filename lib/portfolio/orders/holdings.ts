import {
  checkFields,
  checkFlag,
  checkList,
  checkObject,
  checkOptions,
  shown,
} from "../../arguments.ts";
import { DataError } from "../../errors.ts";
import {
  calendarDaysBetween,
  type Instrument,
  instrument,
  isInstrument,
  listedOn,
  type Scope,
  type Sector,
  SECTORS,
  type TradePrice,
} from "../../market/mod.ts";
import { type Day, day as checkedDay } from "../../units.ts";
import type { HeldName } from "../book_problem.ts";

/** The ticker under which cash is listed; its `shares` are dollars. */
export const CASH = "CASH";
/** Calendar days over which the turnover budget counts (design section 8). */
export const TURNOVER_WINDOW_DAYS = 30;
/** Account and holdings may differ by this share of equity before they contradict each other. */
const EQUITY_TOLERANCE = 1e-4;

/** A line of the account: a fund and its shares, or `CASH` and its dollars. */
export interface Holding {
  readonly ticker: string;
  /** Whole shares; for `CASH` dollars. Negative only for a SPDR fund sold short. */
  readonly shares: number;
  /** Day on which the position was opened, where it is known. */
  readonly since?: Day;
}

/** A holding with what it is worth and what it exposes to. */
export interface Position {
  readonly ticker: string;
  readonly instrument: Instrument;
  readonly scope: Scope;
  readonly shares: number;
  readonly price: number;
  readonly valueUsd: number;
  /** Signed economic exposure, share of equity: value × leverage ÷ equity. */
  readonly exposure: number;
  readonly since: Day | undefined;
}

/** An account on a day, mapped to the exposures that limits speak of. */
export interface HeldExposures {
  readonly day: Day;
  /** Equity with everything in it: funds and cash, dollars. */
  readonly equityUsd: number;
  readonly cashUsd: number;
  /** In the order of the sectors, then the market; within one of them in the order given. */
  readonly positions: readonly Position[];
  /** Drifted exposure by sector, share of equity; a sector that is not held is absent. */
  readonly weights: Readonly<Partial<Record<Sector, number>>>;
  /** Drifted exposure to the market as a whole, share of equity. */
  readonly hedge: number;
  /** Σ|value| of all funds, share of equity. */
  readonly capitalUsed: number;
  /**
   * Calendar days since the newest position of each sector, or of the hedge, was opened; absent where
   * one of them does not say.
   */
  readonly heldDays: Readonly<Partial<Record<HeldName, number>>>;
  /**
   * Turnover of the last 30 calendar days as far as the holdings tell, share of equity; see
   * {@linkcode heldExposures} for what it assumes.
   */
  readonly recentTurnover: number;
}

/** What `heldExposures` is told about the day. */
export interface HeldExposuresOptions {
  readonly day: Day;
  /** Price of a fund that day, or why there is none; `snapshot.tradePrice` is one. */
  readonly priceOf: (ticker: string) => TradePrice;
  /** Equity of the account in dollars, holdings included; needed unless `CASH` is listed. */
  readonly equityUsd?: number;
  /** Whether a SPDR sector fund may be held short; false by default. */
  readonly shortSpdr?: boolean;
}

const ACTION = "Cannot value the holdings";

function refuse(what: string, facts: { column?: string; value?: unknown; day?: Day }): never {
  throw new DataError(`${ACTION}: ${what}`, { where: "holdings", ...facts });
}

function fundOf(ticker: string, on: Day): Instrument {
  if (!isInstrument(ticker)) {
    const meant = typeof ticker === "string" ? ticker.trim().toUpperCase() : "";
    const hint = meant !== ticker && (meant === CASH || isInstrument(meant))
      ? `, write ${meant}`
      : ", the lab knows the sector funds, their inverse funds, SPY SH SPDN SDS, and CASH";
    refuse(`${shown(ticker)} is no ticker of the instrument master${hint}`, {
      column: "ticker",
      value: ticker,
    });
  }
  const fund = instrument(ticker);
  if (fund.sector === undefined) {
    refuse(
      `${ticker} (${fund.name}) serves no sector here` +
        (fund.listedTo ? `, it last traded on ${fund.listedTo}` : "") +
        "; take it out and count its value as CASH",
      { column: "ticker", value: ticker },
    );
  }
  if (!listedOn(fund, on)) {
    refuse(`${ticker} was not listed on ${on}, its first day is ${fund.listedFrom}`, {
      column: "ticker",
      value: ticker,
      day: on,
    });
  }
  return fund;
}

function priceFor(ticker: string, on: Day, priceOf: (ticker: string) => TradePrice): number {
  const found = priceOf(ticker);
  checkObject(ACTION, `what priceOf says of ${ticker}`, found, "a price or a reason");
  if ("price" in found) {
    if (found.price > 0 && Number.isFinite(found.price)) return found.price;
    refuse(`${ticker} needs a price above 0 on ${on}, got ${found.price}`, {
      column: ticker,
      value: found.price,
      day: on,
    });
  }
  refuse(
    found.reason === "no price"
      ? `${ticker} has no price on ${on}; give a price file with a column ${ticker} and a value that day`
      : `${ticker} has only an adjusted price on ${on}, which is not what a share cost; ` +
        `decide on the last day of the price file, or give the account without holdings`,
    { column: ticker, day: on },
  );
}

function checkShares(fund: Instrument, shares: number, shortSpdr: boolean): void {
  const facts = { column: "shares", value: shares };
  if (!Number.isInteger(shares)) {
    refuse(
      `${fund.ticker} needs whole shares, got ${shares}; count a fraction's value as CASH`,
      facts,
    );
  }
  if (shares >= 0) return;
  if (fund.leverage < 0) {
    refuse(
      `${fund.ticker} has ${shares} shares: an inverse fund is bought to be short, ` +
        `so its shares are positive`,
      facts,
    );
  }
  if (!shortSpdr) {
    refuse(
      `${fund.ticker} has ${shares} shares: selling a fund short is not allowed here; ` +
        `a short is held through an inverse fund`,
      facts,
    );
  }
}

/**
 * Turnover that the holdings themselves give away.
 *
 * A position opened less than 30 calendar days ago counts as traded, with its exposure of today. A
 * position without `since` counts as old; sales, and additions to an older position, leave no mark.
 * If every position was opened within the 30 days, the ones of the earliest day are the first book,
 * which is exempt.
 */
function recentTurnoverOf(positions: readonly Position[], on: Day): number {
  const isRecent = (since: Day | undefined): since is Day =>
    since !== undefined && calendarDaysBetween(since, on) < TURNOVER_WINDOW_DAYS;
  const days = positions.map((position) => position.since);
  const firstBook = days.every(isRecent) ? [...days].sort()[0] : undefined;
  let turnover = 0;
  for (const { since, exposure } of positions) {
    if (isRecent(since) && since !== firstBook) turnover += Math.abs(exposure);
  }
  return turnover;
}

/**
 * The exposures an account has drifted to: what its funds and its cash mean on a day.
 *
 * A fund of leverage L worth v exposes to its sector with v·L; several funds may serve one sector.
 * SPY, SH, SPDN and SDS are the hedge. Equity is everything together: either it is given, and cash is
 * what the funds leave of it, or `CASH` is listed and equity follows; if both are known they must
 * agree. A position opened within the last 30 calendar days counts as turnover already used, unless
 * it belongs to the first book; sales and additions cannot be seen in holdings.
 *
 * @param holdings Lines of the account, each ticker once; none means all cash.
 * @param options Day, prices and equity; see {@linkcode HeldExposuresOptions}.
 * @returns Exposures as shares of equity.
 * @throws {DataError} If a ticker is unknown, stands twice, was not listed, or has no trade price;
 *   if shares are not whole or wrongly negative; if `since` lies after the day; if equity and
 *   holdings contradict each other. The message says which line and what would be right.
 *
 * @example Twenty percent short through a −1x fund, ten percent through a −2x fund
 * ```ts
 * import { heldExposures } from "lab/portfolio";
 * import { day } from "lab/units";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * const held = heldExposures(
 *   [{ ticker: "SEF", shares: 200 }, { ticker: "DUG", shares: 50 }, { ticker: "CASH", shares: 7500 }],
 *   { day: day("2026-08-03"), priceOf: (ticker) => ({ price: ticker === "SEF" ? 7.5 : 20 }) },
 * );
 * equal(held.equityUsd, 10_000);
 * deepEqual(held.weights, { XLE: -0.2, XLF: -0.15 });
 * ```
 */
export function heldExposures(
  holdings: readonly Holding[],
  options: HeldExposuresOptions,
): HeldExposures {
  checkList(ACTION, "what is given", holdings, "lines");
  checkOptions(ACTION, options, ["day", "priceOf", "equityUsd", "shortSpdr"]);
  if (options.shortSpdr !== undefined) checkFlag(ACTION, "shortSpdr", options.shortSpdr);
  if (typeof options.priceOf !== "function") {
    throw new TypeError(
      `${ACTION}: priceOf must be a function from ticker to price, such as snapshot.tradePrice, ` +
        `got ${shown(options.priceOf)}`,
    );
  }
  const on = checkedDay(options.day);
  const { lines, listedCash } = valuedLines(holdings, on, options);
  let valueUsd = 0, capitalUsd = 0;
  for (const line of lines) {
    valueUsd += line.valueUsd;
    capitalUsd += Math.abs(line.valueUsd);
  }
  const equityUsd = equityOf(valueUsd, listedCash, options.equityUsd);
  const order = (scope: Scope) => scope === "market" ? SECTORS.length : SECTORS.indexOf(scope);
  const positions = lines
    .map((line): Position => ({
      ...line,
      exposure: line.valueUsd * line.instrument.leverage / equityUsd,
    }))
    .sort((a, b) => order(a.scope) - order(b.scope));

  const weights: Partial<Record<Sector, number>> = {};
  const heldDays: Partial<Record<HeldName, number>> = {};
  const undated = new Set<HeldName>();
  let hedge = 0;
  for (const position of positions) {
    const { scope, exposure } = position;
    if (scope === "market") hedge += exposure;
    else weights[scope] = (weights[scope] ?? 0) + exposure;
    const name: HeldName = scope === "market" ? "hedge" : scope;
    if (position.since === undefined) undated.add(name);
    else {
      const days = calendarDaysBetween(position.since, on);
      heldDays[name] = Math.min(heldDays[name] ?? days, days);
    }
  }
  for (const name of undated) delete heldDays[name];

  return {
    day: on,
    equityUsd,
    cashUsd: equityUsd - valueUsd,
    positions,
    weights,
    hedge,
    capitalUsed: capitalUsd / equityUsd,
    heldDays,
    recentTurnover: recentTurnoverOf(positions, on),
  };
}

/** Every line with its fund and what it is worth, the cash apart. */
function valuedLines(
  holdings: readonly Holding[],
  on: Day,
  options: HeldExposuresOptions,
): { readonly lines: readonly Omit<Position, "exposure">[]; readonly listedCash?: number } {
  const seen = new Set<string>();
  let listedCash: number | undefined;
  const lines: Omit<Position, "exposure">[] = [];

  for (const line of holdings) {
    checkFields(ACTION, "a line", line, ["ticker", "shares", "since"]);
    const { ticker, shares, since } = line;
    if (seen.has(ticker)) {
      refuse(`${ticker} stands there twice; add the lines up`, { column: "ticker", value: ticker });
    }
    seen.add(ticker);
    if (typeof shares !== "number" || !Number.isFinite(shares)) {
      refuse(`${shown(ticker)} needs a number of shares, got ${shown(shares)}`, {
        column: "shares",
        value: shares,
      });
    }
    if (since !== undefined && checkedDay(since) > on) {
      refuse(`${ticker} is held since ${since}, which lies after ${on}`, {
        column: "since",
        value: since,
        day: on,
      });
    }
    if (ticker === CASH) {
      if (shares < 0) {
        refuse(`CASH must be at least 0 dollars, got ${shares}; the lab holds no loan`, {
          column: "shares",
          value: shares,
        });
      }
      listedCash = shares;
      continue;
    }
    const fund = fundOf(ticker, on);
    checkShares(fund, shares, options.shortSpdr ?? false);
    if (shares === 0) continue;
    const price = priceFor(ticker, on, options.priceOf);
    lines.push({
      ticker,
      instrument: fund,
      scope: fund.sector!,
      shares,
      price,
      valueUsd: shares * price,
      since,
    });
  }
  return { lines, ...(listedCash === undefined ? {} : { listedCash }) };
}

function equityOf(valueUsd: number, cashUsd: number | undefined, given: number | undefined) {
  if (given !== undefined && !(Number.isFinite(given) && given > 0)) {
    throw new RangeError(`${ACTION}: equity must be above 0 dollars, got ${shown(given)}`);
  }
  if (given === undefined && cashUsd === undefined) {
    throw new RangeError(
      "Cannot value the holdings: need the equity of the account, or a line CASH with its dollars",
    );
  }
  const counted = cashUsd === undefined ? undefined : cashUsd + valueUsd;
  const money = (value: number) => `${value < 0 ? "−" : ""}$${Math.abs(value).toFixed(2)}`;
  if (counted !== undefined && given !== undefined) {
    if (Math.abs(counted - given) > EQUITY_TOLERANCE * given) {
      refuse(
        `funds (${money(valueUsd)}) and CASH (${money(cashUsd!)}) make ${money(counted)}, ` +
          `but the account is given as ${money(given)}; correct one, or leave one of them out`,
        { column: "shares", value: given },
      );
    }
  }
  const equityUsd = counted ?? given!;
  if (!(equityUsd > 0)) {
    refuse(`funds and CASH make ${money(equityUsd)}; equity must be above 0`, { value: equityUsd });
  }
  if (equityUsd - valueUsd < -EQUITY_TOLERANCE * equityUsd) {
    refuse(
      `the funds are worth ${money(valueUsd)}, more than the account's ${money(equityUsd)}; ` +
        `the equity of an account includes its holdings`,
      { value: equityUsd },
    );
  }
  return equityUsd;
}
