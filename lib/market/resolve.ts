import { type Day, day as checkedDay, type Usd, usd } from "../units.ts";
import { MAX_ADV_SHARE, MAX_AUM_SHARE } from "./fund_shares.ts";
import { type Instrument, instrument, INSTRUMENTS, listedOn, type Scope } from "./instruments.ts";
import { isSector, SECTORS } from "./sectors.ts";

/** Dollars a fund trades per day and its assets, where they are known for the day of a trade. */
export interface Liquidity {
  readonly advUsd?: number;
  readonly aumUsd?: number;
}

/** What `resolve` is told about a position besides what, which way and when. */
export interface ResolveOptions {
  /** Size of the position, dollars of exposure, at least 0. */
  readonly exposureUsd: number;
  /** Exposure to be traded today; the whole position by default. */
  readonly tradeUsd?: number;
  /** Whether a SPDR fund itself may be sold short where no inverse fund serves; false by default. */
  readonly shortSpdr?: boolean;
  /** Figures known for the day, by ticker; the master's approximate ones serve where it has none. */
  readonly liquidity?: (ticker: string) => Liquidity | undefined;
  /**
   * What to do where neither the day nor the master knows a fund's volume or assets: take the
   * smallest figure known of its peers (an assumption, and reported as one), or pass the fund over.
   */
  readonly unknownLiquidity?: "thinnest peer" | "closed";
  /** Largest order, share of the dollars traded per day; `MAX_ADV_SHARE` by default. */
  readonly maxAdvShare?: number;
  /** Largest position, share of the fund's assets; `MAX_AUM_SHARE` by default. */
  readonly maxAumShare?: number;
}

/** A fund that was looked at and passed over. */
export interface PassedOver {
  readonly ticker: string;
  readonly cause: "not listed" | "volume" | "assets" | "unknown liquidity";
  readonly reason: string;
}

/** How a position can be held: by which fund, or why it cannot. */
export type Resolution =
  | {
    readonly status: "first choice" | "fallback";
    readonly instrument: Instrument;
    /**
     * Dollars of the fund for the whole position, exposure over |leverage|. An exposure x is
     * x / leverage of the fund: an inverse fund is bought for a short.
     */
    readonly capitalUsd: Usd;
    /** Whether shares are borrowed and sold, which only a SPDR fund is, and only when allowed. */
    readonly soldShort: boolean;
    /** Why it is not the first choice. */
    readonly reason?: string;
    /** Absent if the liquidity of that day was known; otherwise `approximate, as of …`. */
    readonly approximate?: string;
    readonly passedOver: readonly PassedOver[];
  }
  | {
    readonly status: "closed";
    readonly instrument: undefined;
    /** Why, in a sentence. */
    readonly reason: string;
    /** `size` if a smaller position would have found a fund. */
    readonly cause: "none exists" | "not listed" | "size";
    readonly passedOver: readonly PassedOver[];
  };

/** The cheaper fund first; both follow the S&P 500 at −1. SDS is no hedge here: −2 resets daily. */
const MARKET_SHORTS = ["SPDN", "SH"];

/** Sector inverse funds, whose thinnest member stands in for one without a figure. */
const PEERS = INSTRUMENTS.filter((fund) => fund.leverage < 0 && fund.sector !== "market");

/** The smallest known figure, with the fund it belongs to. */
function smallest(field: "adv" | "aum"): { readonly ticker: string; readonly value: number } {
  return PEERS
    .flatMap((fund) =>
      fund[field] === undefined ? [] : [{ ticker: fund.ticker, value: fund[field] }]
    )
    .reduce((least, next) => next.value < least.value ? next : least);
}
const THINNEST = { adv: smallest("adv"), aum: smallest("aum") };

function dollars(value: number): string {
  return `$${Math.round(value).toLocaleString("en-US")}`;
}

interface Figure {
  readonly value: number | undefined;
  /** Words to be shown with it; none where it is known for the day. */
  readonly note?: string;
}

function figure(
  fund: Instrument,
  field: "adv" | "aum",
  today: number | undefined,
  unknown: "thinnest peer" | "closed",
): Figure {
  if (today !== undefined) return { value: today };
  const known = fund[field];
  if (known !== undefined) return { value: known, note: `approximate, as of ${fund.asOf}` };
  if (unknown === "closed") return { value: undefined };
  const { ticker, value } = THINNEST[field];
  const what = field === "adv" ? "volume" : "assets";
  return {
    value,
    note: `${what} not known, taken as ${ticker}'s ${dollars(value)}, the least known`,
  };
}

/**
 * The volume and assets of a fund by which `resolve` judges sizes: the day's where they are known,
 * else the master's, else the least known of its peers (an assumption), unless that is not wanted.
 *
 * @param options As for `resolve`.
 *
 * @example
 * ```ts
 * import { fundLiquidity, instrument } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * equal(fundLiquidity(instrument("SZK")).advUsd, 55_000);
 * ```
 */
export function fundLiquidity(
  fund: Instrument,
  options: Pick<ResolveOptions, "liquidity" | "unknownLiquidity"> = {},
): Liquidity {
  const { unknownLiquidity: unknown = "thinnest peer" } = options;
  const known = options.liquidity?.(fund.ticker);
  return {
    advUsd: figure(fund, "adv", known?.advUsd, unknown).value,
    aumUsd: figure(fund, "aum", known?.aumUsd, unknown).value,
  };
}

function sides(scope: Scope, side: "long" | "short"): readonly Instrument[] {
  if (side === "long") return [instrument(scope === "market" ? "SPY" : scope)];
  if (scope === "market") return MARKET_SHORTS.map(instrument);
  // In the master's order, which puts SEF and REK (−1) before SKF and SRS (−2).
  return PEERS.filter((fund) => fund.sector === scope);
}

function checked(value: number, name: string): number {
  if (typeof value === "number" && value >= 0 && Number.isFinite(value)) return value;
  throw new RangeError(
    `Cannot resolve an instrument: ${name} must be a number of dollars of at least 0, got ${value}`,
  );
}

function share(value: number, name: string): number {
  if (value > 0 && value <= 1) return value;
  throw new RangeError(`Cannot resolve an instrument: ${name} must lie in (0, 1], got ${value}`);
}

/**
 * The fund by which a position can be held on a day.
 *
 * A long is the sector's SPDR fund, or SPY. A short is the sector's inverse fund, if it was listed
 * that day and is large enough (order at most 10 % of the dollars traded per day, position at most
 * 10 % of the fund's assets, both of the fund's own dollars, exposure over |leverage|); else another
 * fund on the same index; else the SPDR fund sold short, if allowed; else the sector is closed for
 * shorts that day. A short of the market is SPDN or SH.
 *
 * @param scope A sector, or `"market"` for the hedge.
 * @param side `"long"` or `"short"`.
 * @param day The day of the trade.
 * @param options.exposureUsd Size of the position in dollars; see `ResolveOptions` for the others.
 * @returns A fund with its capital, or the reason why there is none. Closed is a value, no error.
 * @throws {RangeError} If a name, a day or a number is not what it should be.
 *
 * @example Half the capital at −2x; too large for a small fund; no fund at all
 * ```ts
 * import { resolve } from "lab/market";
 * import { day } from "lab/units";
 * import { deepEqual, equal, match } from "node:assert/strict";
 *
 * const on = day("2026-08-03");
 * const energy = resolve("XLE", "short", on, { exposureUsd: 30_000 });
 * deepEqual(
 *   energy.status === "closed" ? energy.reason : [energy.instrument.ticker, energy.capitalUsd],
 *   ["DUG", 15_000],
 * );
 * const staples = resolve("XLP", "short", on, { exposureUsd: 30_000 });
 * match(staples.reason ?? "", /10 % of the \$55,000 it trades a day/);
 * equal(resolve("XLC", "short", on, { exposureUsd: 1_000 }).status, "closed");
 * ```
 */
export function resolve(
  scope: Scope,
  side: "long" | "short",
  day: Day,
  options: ResolveOptions,
): Resolution {
  if (scope !== "market" && !isSector(scope)) {
    throw new RangeError(
      `Cannot resolve an instrument: need "market" or a sector (${SECTORS.join(" ")}), got ${
        JSON.stringify(scope)
      }`,
    );
  }
  if (side !== "long" && side !== "short") {
    throw new RangeError(
      `Cannot resolve an instrument: need side "long" or "short", got ${JSON.stringify(side)}`,
    );
  }
  const on = checkedDay(day);
  const exposureUsd = checked(options.exposureUsd, "exposureUsd");
  const tradeUsd = checked(options.tradeUsd ?? exposureUsd, "tradeUsd");
  const maxAdvShare = share(options.maxAdvShare ?? MAX_ADV_SHARE, "maxAdvShare");
  const maxAumShare = share(options.maxAumShare ?? MAX_AUM_SHARE, "maxAumShare");
  const unknown = options.unknownLiquidity ?? "thinnest peer";
  const label = scope === "market" ? "The market" : scope;
  const direct = instrument(scope === "market" ? "SPY" : scope);

  if (!listedOn(direct, on)) {
    const reason =
      `${label} cannot be held on ${on}: ${direct.ticker} was listed on ${direct.listedFrom}.`;
    return { status: "closed", instrument: undefined, reason, cause: "not listed", passedOver: [] };
  }

  const passedOver: PassedOver[] = [];
  const own = sides(scope, side);
  const candidates = side === "short" && options.shortSpdr ? [...own, direct] : own;

  for (const fund of candidates) {
    const { ticker } = fund;
    const pass = (cause: PassedOver["cause"], reason: string) =>
      passedOver.push({ ticker, cause, reason });
    if (!listedOn(fund, on)) {
      pass("not listed", `${ticker} was not listed on ${on} (first day ${fund.listedFrom})`);
      continue;
    }
    const known = options.liquidity?.(ticker);
    const adv = figure(fund, "adv", known?.advUsd, unknown);
    const aum = figure(fund, "aum", known?.aumUsd, unknown);
    if (adv.value === undefined || aum.value === undefined) {
      const what = adv.value === undefined ? "daily volume" : "assets";
      pass(
        "unknown liquidity",
        `the ${what} of ${ticker} ${what === "assets" ? "are" : "is"} not known`,
      );
      continue;
    }
    const times = Math.abs(fund.leverage);
    const capitalUsd = exposureUsd / times;
    const orderUsd = tradeUsd / times;
    if (orderUsd > maxAdvShare * adv.value) {
      pass(
        "volume",
        `an order of ${dollars(orderUsd)} in ${ticker} is more than ${
          percent(maxAdvShare)
        } of the ` +
          `${dollars(adv.value)} it trades a day${noted(adv.note)}`,
      );
      continue;
    }
    if (capitalUsd > maxAumShare * aum.value) {
      pass(
        "assets",
        `a position of ${dollars(capitalUsd)} in ${ticker} is more than ${
          percent(maxAumShare)
        } of its ` +
          `assets of ${dollars(aum.value)}${noted(aum.note)}`,
      );
      continue;
    }
    const notes = [...new Set([adv.note, aum.note].filter((note) => note !== undefined))];
    return {
      status: passedOver.length > 0 || (side === "short" && fund.leverage > 0)
        ? "fallback"
        : "first choice",
      instrument: fund,
      capitalUsd: usd(capitalUsd),
      soldShort: side === "short" && fund.leverage > 0,
      ...(passedOver.length > 0
        ? { reason: `${ticker} instead: ${reasons(passedOver)}.` }
        : side === "short" && fund.leverage > 0
        ? { reason: `${ticker} itself is sold short: no inverse fund on ${label} exists.` }
        : {}),
      ...(notes.length > 0 ? { approximate: notes.join("; ") } : {}),
      passedOver,
    };
  }

  if (candidates.length === 0) {
    const reason = `${label} is closed for shorts: no inverse fund on its index exists` +
      (scope === "XLC" ? " (CCON, often named, was a long fund and was liquidated in 2021)." : ".");
    return { status: "closed", instrument: undefined, reason, cause: "none exists", passedOver };
  }
  const verb = scope === "market"
    ? `No ${side} hedge on ${on}`
    : `${label} is closed for ${side === "short" ? "shorts" : "longs"} on ${on}`;
  return {
    status: "closed",
    instrument: undefined,
    reason: `${verb}: ${reasons(passedOver)}.`,
    cause: passedOver.every((one) => one.cause === "not listed") ? "not listed" : "size",
    passedOver,
  };
}

function reasons(passedOver: readonly PassedOver[]): string {
  return passedOver.map((one) => one.reason).join("; ");
}

function percent(value: number): string {
  return `${Number((100 * value).toPrecision(6))} %`;
}

function noted(note: string | undefined): string {
  return note === undefined ? "" : ` (${note})`;
}
