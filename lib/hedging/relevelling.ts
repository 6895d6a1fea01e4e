import { TRADING_DAYS_A_YEAR } from "../days.ts";
import { checkFields, checkObject, checkWord } from "../arguments.ts";
import { dailyReturn, type FundTerms, fundTerms } from "./fund_terms.ts";

const ACTION = "follow a re-levelled position";
const BPS = 1e4;
/**
 * By so many standard deviations of a day a barrier that is looked at once a day lies further out:
 * −ζ(½)/√(2π) (Broadie, Glasserman and Kou, Mathematical Finance 7, 1997).
 */
const DAILY_LOOK = 0.5826;

/** Deviation of an exposure from its target at which it is set anew, a share (design section 9). */
const RELEVEL_BAND = 0.1;

/** When a position in a fund is brought back to its target. */
export type RelevelRule =
  | { readonly kind: "none" }
  /** After every so many days. */
  | { readonly kind: "calendar"; readonly days: number }
  /** Once |exposure/target − 1| exceeds the band. */
  | { readonly kind: "band"; readonly band: number };

/** An evening of a position held through a fund. */
export interface RelevelledDay {
  /** Signed exposure before the trade of that evening, share of the equity at the start. */
  readonly before: number;
  /** After it. */
  readonly after: number;
  /** Value of the fund bought or sold, share of equity, at least 0. */
  readonly traded: number;
  /** Gains and costs so far, share of equity. */
  readonly gain: number;
  /** What an exposure that is constant each morning would have gained so far. */
  readonly constantGain: number;
}

/** A position held through a fund, day by day. */
export interface RelevelledPath {
  readonly days: readonly RelevelledDay[];
  /** Evenings with a trade, the purchase not counted. */
  readonly trades: number;
  /** Value traded after the purchase, bp of equity, each trade counted once. */
  readonly turnoverBps: number;
  /** Cost of those trades, bp of equity. */
  readonly costBps: number;
  /** gain − constantGain at the end, bp of equity: what holding a fund added or took. */
  readonly differenceBps: number;
}

/**
 * A short held through an inverse fund that is brought back to its size by a rule.
 *
 * Left alone, the exposure grows when it wins and shrinks when it loses. The measure is an exposure that
 * is constant: its gain is exposure × Σ returns. With fat tails a band of 10 % has less error than a
 * calendar at equal turnover, which is why it is the default.
 *
 * @param indexReturns Daily returns of the index, oldest first; no gaps.
 * @param options.exposure Signed target exposure, share of equity: −0.1 for a short of 10 %.
 * @param options.leverage Of the fund, of the sign of the exposure: −1 or −2 for a short.
 * @param options.rule When to trade; a band of 10 % by default.
 * @param options.costBps Half the spread and what else a trade costs, bp of the value traded; 0.
 * @returns The path, and its turnover, cost and difference.
 * @throws {RangeError} If a return or an option is out of range.
 *
 * @example The index falls a tenth: −6 % has become −7.2 %, and is set back
 * ```ts
 * import { relevelledPath } from "lab/hedging";
 * import { equal } from "node:assert/strict";
 *
 * const { days } = relevelledPath([-0.1], { exposure: -0.06, leverage: -2 });
 * equal(days[0].before.toFixed(4), "-0.0720");
 * equal(days[0].after, -0.06);
 * equal(days[0].traded.toFixed(4), "0.0060");
 * ```
 */
export function relevelledPath(
  indexReturns: readonly (number | undefined)[],
  options: FundTerms & {
    readonly exposure: number;
    readonly rule?: RelevelRule;
    readonly costBps?: number;
  },
): RelevelledPath {
  const { leverage, ratePerYear, feePerYear } = fundTerms(options, ACTION);
  const { exposure, rule = { kind: "band", band: RELEVEL_BAND }, costBps = 0 } = options;
  if (!Number.isFinite(exposure) || exposure === 0 || Math.sign(exposure) !== Math.sign(leverage)) {
    throw new RangeError(
      `Cannot ${ACTION}: exposure must be a share of equity of the leverage's sign, ` +
        `got ${exposure} at leverage ${leverage}`,
    );
  }
  if (!(costBps >= 0 && costBps < BPS)) {
    throw new RangeError(`Cannot ${ACTION}: costBps must be at least 0, got ${costBps}`);
  }
  const isDue = dueBy(rule);
  const cash = ((1 - leverage) * ratePerYear - feePerYear) / TRADING_DAYS_A_YEAR;
  const target = exposure / leverage;
  const days: RelevelledDay[] = [];
  let value = target, gain = 0, constantGain = 0, traded = 0, trades = 0;
  indexReturns.forEach((one, day) => {
    const r = dailyReturn(one, day, ACTION);
    const next = value * Math.max(0, 1 + leverage * r + cash);
    gain += next - value;
    constantGain += exposure * r;
    const trade = isDue(next / target, day) ? Math.abs(next - target) : 0;
    gain -= trade * costBps / BPS;
    traded += trade;
    if (trade > 0) trades++;
    value = trade > 0 ? target : next;
    days.push({
      before: next * leverage,
      after: trade > 0 ? exposure : next * leverage,
      traded: trade,
      gain,
      constantGain,
    });
  });
  return {
    days,
    trades,
    turnoverBps: traded * BPS,
    costBps: traded * costBps,
    differenceBps: (gain - constantGain) * BPS,
  };
}

function dueBy(rule: RelevelRule): (ratio: number, day: number) => boolean {
  checkObject(`Cannot ${ACTION}`, "the rule", rule, "a kind");
  checkWord(`Cannot ${ACTION}`, "the kind of the rule", rule.kind, ["none", "calendar", "band"]);
  const field = { none: [], calendar: ["days"], band: ["band"] }[rule.kind];
  checkFields(`Cannot ${ACTION}`, `the rule ${rule.kind}`, rule, ["kind", ...field]);
  switch (rule.kind) {
    case "none":
      return () => false;
    case "calendar":
      if (!Number.isInteger(rule.days) || rule.days < 1) {
        throw new RangeError(
          `Cannot ${ACTION}: a calendar needs a whole number of days from 1, got ${rule.days}`,
        );
      }
      return (_, day) => (day + 1) % rule.days === 0;
    case "band":
      if (!(rule.band > 0 && rule.band < 1)) {
        throw new RangeError(
          `Cannot ${ACTION}: a band must be a share between 0 and 1, 0.1 for 10 %, got ${rule.band}`,
        );
      }
      return (ratio) => Math.abs(ratio - 1) > rule.band;
  }
}

/**
 * Trading days until a fund's exposure leaves its band for the first time, expected, without drift:
 * `−ln(1 − δ)·ln(1 + δ)/(L²σ²)·252`.
 *
 * The exit time of a Brownian motion from an interval (Karlin and Taylor, A First Course in Stochastic
 * Processes, 2nd edition, 1975, chapter 7). Looked at only each evening, the exposure may leave and come
 * back unseen; each barrier then lies 0.5826·|L|σ/√252 further out.
 *
 * @param options.leverage L, such as −2.
 * @param options.volatility σ of the index, per year, above 0.
 * @param options.band δ, between 0 and 1; 0.1 by default.
 * @returns The days by the formula, and with the correction for daily closes.
 * @throws {RangeError} If an option is out of range.
 *
 * @example About 16 days for a −2x fund at 20 %
 * ```ts
 * import { daysToRelevel } from "lab/hedging";
 * import { equal } from "node:assert/strict";
 *
 * const { continuous } = daysToRelevel({ leverage: -2, volatility: 0.2 });
 * equal(continuous.toFixed(1), "15.8");
 * ```
 */
export function daysToRelevel(options: {
  readonly leverage: number;
  readonly volatility: number;
  readonly band?: number;
}): { readonly continuous: number; readonly atDailyCloses: number } {
  const action = "expect the days to a re-levelling";
  const { volatility, band = RELEVEL_BAND } = options;
  const { leverage } = fundTerms({ leverage: options.leverage }, action);
  if (!(volatility > 0 && volatility < 5)) {
    throw new RangeError(
      `Cannot ${action}: volatility must be a share per year above 0, got ${volatility}`,
    );
  }
  if (!(band > 0 && band < 1)) {
    throw new RangeError(`Cannot ${action}: band must lie between 0 and 1, got ${band}`);
  }
  const daily = Math.abs(leverage) * volatility / Math.sqrt(TRADING_DAYS_A_YEAR);
  const low = -Math.log1p(-band), high = Math.log1p(band), further = DAILY_LOOK * daily;
  return {
    continuous: low * high / (daily * daily),
    atDailyCloses: (low + further) * (high + further) / (daily * daily),
  };
}
