import { dollars, plainPercent } from "../words.ts";
import { quotedValue } from "../outside_text.ts";
import { type Day, day as checkedDay } from "../units.ts";
import type { Instrument, Scope } from "./instrument.ts";
import { instrument, INSTRUMENTS, listedOn } from "./instruments.ts";
import { isSector, SECTORS } from "./sectors.ts";

/** Largest order as a share of the dollars a fund trades per day (design section 4). */
export const MAX_ADV_SHARE = 0.10;
/** Largest position as a share of a fund's assets (design section 4). */
export const MAX_AUM_SHARE = 0.10;
/** Decimals of such a share at most, in percent: none is so small that it would read as nothing. */
const DIGITS = 6;

/** Dollars a fund trades per day and its assets, where they are known for the day of a trade. */
export interface Liquidity {
  readonly advUsd?: number;
  readonly aumUsd?: number;
}

/** By what a fund's size is judged, and which funds may serve. */
export interface CarrierOptions {
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

/** A fund that can hold one side of a scope on a day, and how much of it. */
export interface Carrier {
  readonly fund: Instrument;
  /** Whether shares are borrowed and sold, which only a SPDR fund is, and only when allowed. */
  readonly soldShort: boolean;
  /** Largest position, dollars of exposure: its share of the fund's assets times |leverage|. */
  readonly positionUsd: number;
  /** Largest order of the day, dollars of exposure: its share of the volume times |leverage|. */
  readonly tradeUsd: number;
  /** Absent if the liquidity of that day was known; otherwise `approximate, as of …`. */
  readonly approximate?: string;
  /** Why it cannot hold a position of so many dollars of exposure, so many of them traded today. */
  tooSmallFor(positionUsd: number, tradeUsd: number): PassedOver | undefined;
}

/** The funds for one side of a scope, in the order in which they are taken. */
export interface Carriers {
  readonly carriers: readonly Carrier[];
  readonly passedOver: readonly PassedOver[];
  /** Why there is none, where there is none. */
  readonly closed?: {
    readonly reason: string;
    /** `size` where a fund is listed, but is not known to be large enough for anything. */
    readonly cause: "none exists" | "not listed" | "size";
  };
}

/** The cheaper fund first; both follow the S&P 500 at −1. SDS is no hedge here: −2 resets daily. */
const MARKET_SHORTS = ["SPDN", "SH"];

/**
 * Sector inverse funds. Found when they are asked for, or a panel that takes a share from this file
 * would carry the whole master of funds into the browser.
 */
function peers(): readonly Instrument[] {
  return INSTRUMENTS.filter((fund) => fund.leverage < 0 && fund.sector !== "market");
}

/** The smallest known figure of them, with its fund: it stands in for one without a figure. */
function smallest(field: "adv" | "aum"): Figure {
  const { ticker, value } = peers()
    .flatMap((fund) =>
      fund[field] === undefined ? [] : [{ ticker: fund.ticker, value: fund[field] }]
    )
    .reduce((least, next) => next.value < least.value ? next : least);
  const what = field === "adv" ? "volume" : "assets";
  return {
    value,
    note: `${what} not known, taken as ${ticker}'s ${dollars(value)}, the least known`,
  };
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
  return unknown === "closed" ? { value: undefined } : smallest(field);
}

/**
 * The volume and assets of a fund by which sizes are judged: the day's where they are known, else the
 * master's, else the least known of its peers (an assumption), unless that is not wanted.
 *
 * @param options As for `carriers`.
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
  options: Pick<CarrierOptions, "liquidity" | "unknownLiquidity"> = {},
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
  return peers().filter((fund) => fund.sector === scope);
}

function refuse(what: string): never {
  throw new RangeError(`Cannot resolve an instrument: ${what}`);
}

function share(value: number, name: string): number {
  if (value > 0 && value <= 1) return value;
  refuse(`${name} must lie in (0, 1], got ${value}`);
}

/**
 * The funds that can hold one side of a scope on a day, the first choice first, and how much each can
 * carry.
 *
 * A long is the sector's SPDR fund, or SPY. A short is the sector's inverse fund, then another fund on
 * the same index, then the SPDR fund sold short, if allowed. A short of the market is SPDN or SH. Only
 * funds listed that day count. A fund carries at most 10 % of its assets, and takes an order of at most
 * 10 % of the dollars it trades a day; both are dollars of the fund, so times |leverage| of exposure.
 *
 * @param scope A sector, or `"market"` for the hedge.
 * @param side `"long"` or `"short"`.
 * @param day The day of the trade.
 * @returns The funds; none where the side is closed, with the reason. That is a value, no error.
 * @throws {RangeError} If a name, a day or a number is not what it should be.
 *
 * @example Real estate short: the −1x fund first, the −2x fund carries more
 * ```ts
 * import { carriers } from "lab/market";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const found = carriers("XLRE", "short", day("2026-08-03")).carriers;
 * deepEqual(found.map(({ fund, tradeUsd }) => [fund.ticker, tradeUsd]), [
 *   ["REK", 7_000],
 *   ["SRS", 67_800],
 * ]);
 * ```
 */
export function carriers(
  scope: Scope,
  side: "long" | "short",
  day: Day,
  options: CarrierOptions = {},
): Carriers {
  if (scope !== "market" && !isSector(scope)) {
    refuse(`need "market" or a sector (${SECTORS.join(" ")}), got ${quotedValue(scope)}`);
  }
  if (side !== "long" && side !== "short") {
    refuse(`need side "long" or "short", got ${quotedValue(side)}`);
  }
  const on = checkedDay(day);
  const maxAdvShare = share(options.maxAdvShare ?? MAX_ADV_SHARE, "maxAdvShare");
  const maxAumShare = share(options.maxAumShare ?? MAX_AUM_SHARE, "maxAumShare");
  const unknown = options.unknownLiquidity ?? "thinnest peer";
  const label = scope === "market" ? "The market" : scope;
  const direct = instrument(scope === "market" ? "SPY" : scope);
  if (!listedOn(direct, on)) {
    const reason =
      `${label} cannot be held on ${on}: ${direct.ticker} was listed on ${direct.listedFrom}.`;
    return { carriers: [], passedOver: [], closed: { reason, cause: "not listed" } };
  }

  const own = sides(scope, side);
  const candidates = side === "short" && options.shortSpdr ? [...own, direct] : own;
  const found: Carrier[] = [], passedOver: PassedOver[] = [];
  for (const fund of candidates) {
    const { ticker } = fund;
    const passed = (cause: PassedOver["cause"], reason: string) => ({ ticker, cause, reason });
    if (!listedOn(fund, on)) {
      passedOver.push(
        passed("not listed", `${ticker} was not listed on ${on} (first day ${fund.listedFrom})`),
      );
      continue;
    }
    const known = options.liquidity?.(ticker);
    const adv = figure(fund, "adv", known?.advUsd, unknown);
    const aum = figure(fund, "aum", known?.aumUsd, unknown);
    if (adv.value === undefined || aum.value === undefined) {
      const what = adv.value === undefined ? "daily volume" : "assets";
      const is = what === "assets" ? "are" : "is";
      passedOver.push(passed("unknown liquidity", `the ${what} of ${ticker} ${is} not known`));
      continue;
    }
    const times = Math.abs(fund.leverage);
    const tradeUsd = maxAdvShare * adv.value * times;
    const positionUsd = maxAumShare * aum.value * times;
    const notes = [...new Set([adv.note, aum.note].filter((note) => note !== undefined))];
    found.push({
      fund,
      soldShort: side === "short" && fund.leverage > 0,
      positionUsd,
      tradeUsd,
      ...(notes.length > 0 ? { approximate: notes.join("; ") } : {}),
      tooSmallFor: (position, trade) =>
        trade > tradeUsd
          ? passed(
            "volume",
            `an order of ${dollars(trade / times)} in ${ticker} is more than ` +
              `${plainPercent(maxAdvShare, DIGITS)} of the ${dollars(adv.value!)} it trades a day${
                noted(adv.note)
              }`,
          )
          : position > positionUsd
          ? passed(
            "assets",
            `a position of ${dollars(position / times)} in ${ticker} is more than ` +
              `${plainPercent(maxAumShare, DIGITS)} of its assets of ${dollars(aum.value!)}${
                noted(aum.note)
              }`,
          )
          : undefined,
    });
  }
  if (found.length > 0) return { carriers: found, passedOver };
  if (candidates.length === 0) {
    const reason = `${label} is closed for shorts: no inverse fund on its index exists` +
      (scope === "XLC" ? " (CCON, often named, was a long fund and was liquidated in 2021)." : ".");
    return { carriers: [], passedOver, closed: { reason, cause: "none exists" } };
  }
  const reason = closedReason(scope, side, on, passedOver);
  const isUnlisted = passedOver.every((one) => one.cause === "not listed");
  return {
    carriers: [],
    passedOver,
    closed: { reason, cause: isUnlisted ? "not listed" : "size" },
  };
}

/**
 * That a side is closed on a day, and why each of its funds was passed over, as a sentence.
 *
 * @example
 * ```ts
 * import { closedReason } from "lab/market";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const tooSmall = { ticker: "SZK", cause: "assets", reason: "SZK is too small" } as const;
 * equal(
 *   closedReason("XLP", "short", day("2024-01-05"), [tooSmall]),
 *   "XLP is closed for shorts on 2024-01-05: SZK is too small.",
 * );
 * ```
 */
export function closedReason(
  scope: Scope,
  side: "long" | "short",
  on: Day,
  passedOver: readonly PassedOver[],
): string {
  const verb = scope === "market"
    ? `No ${side} hedge on ${on}`
    : `${scope} is closed for ${side}s on ${on}`;
  return `${verb}: ${passedOver.map(({ reason }) => reason).join("; ")}.`;
}

function noted(note: string | undefined): string {
  return note === undefined ? "" : ` (${note})`;
}
