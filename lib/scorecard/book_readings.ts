import { TRADING_DAYS_A_YEAR } from "../days.ts";
import { type BookStyles, STYLE_NAMES } from "../hedging/mod.ts";
import { factorRegression, rollingBeta } from "../performance/mod.ts";
import {
  maxDrawdown,
  percentileInterval,
  quantile,
  stationaryBootstrap,
  studentQuantile,
} from "../stats/mod.ts";
import { number } from "../words.ts";
import type { BarReading } from "./judged_bar.ts";

/** Largest beta to the market, either way (the book's bar). */
const BETA = 0.1;
/** Deepest fall against the benchmark (the book's bar). */
const DRAWDOWN = 0.05;
/** Largest loading on a style (the book's bar). */
const STYLE = 0.05;
/** Fewest trading days for a realised beta, three months; over 21 chance alone puts it off by 0.07. */
const BETA_DAYS = 63;
/** Fewest periods of any regression or bootstrap here. */
const LEAST_PERIODS = 12;
/** Draws of the drawdown's bootstrap: its percentiles move by some hundredths of a point. */
const DRAWS = 2000;

/** Net returns of a book with what it is held against, one per period. */
export interface BookReturns {
  readonly net: readonly number[];
  readonly market: readonly number[];
  readonly cash: readonly number[];
  readonly periodsPerYear: number;
  /** What periods are called, such as "weeks". */
  readonly periods: string;
  readonly source: string;
}

function checked({ net, market, cash, periodsPerYear }: BookReturns): void {
  if (net.length !== market.length || net.length !== cash.length) {
    throw new RangeError(
      `Cannot judge a book: need one return of book, market and cash per period, got ` +
        `${net.length}, ${market.length} and ${cash.length}`,
    );
  }
  const at = net.findIndex((_, t) => ![net[t], market[t], cash[t]].every(Number.isFinite));
  if (at >= 0) {
    throw new RangeError(
      `Cannot judge a book: every return must be a finite number, got ` +
        `${net[at]}, ${market[at]} and ${cash[at]} in period ${at + 1}`,
    );
  }
  if (!(periodsPerYear > 0)) {
    throw new RangeError(
      `Cannot judge a book: periodsPerYear must be above 0, got ${periodsPerYear}`,
    );
  }
}

/**
 * Realised beta of the book's net returns to the market, over the whole record, beside the bar of 0.1.
 *
 * Least squares beyond cash with Newey and West's errors. At least 63 trading days: over 21 the sample
 * alone puts a realised beta off by 0.07 on average. The record's mean can hide stretches, so the
 * middle nine tenths of them, chance included, stand in the convention.
 *
 * @throws {RangeError} If lengths differ or a return is not finite.
 *
 * @example Three months are thirteen weeks
 * ```ts
 * import { betaReading } from "lab/scorecard";
 * import { equal } from "node:assert/strict";
 *
 * const weeks = [0.01, -0.02, 0.03];
 * const book = {
 *   net: weeks, market: weeks, cash: [0, 0, 0], periodsPerYear: 52, periods: "weeks", source: "",
 * };
 * equal(betaReading(book, 0.95).reason, "3 weeks are fewer than 63 trading days");
 * ```
 */
export function betaReading(book: BookReturns, level: number): BarReading {
  checked(book);
  const { net, market, cash, periodsPerYear, periods, source } = book, n = net.length;
  const least = Math.max(
    LEAST_PERIODS,
    Math.ceil(BETA_DAYS * periodsPerYear / TRADING_DAYS_A_YEAR),
  );
  const named = {
    name: "|Beta|",
    side: "within",
    bar: BETA,
    unit: "ratio",
    level,
    n,
    of: periods,
    source,
    convention:
      "net returns on the market's, both beyond cash, over the whole record; Newey–West; " +
      `at least ${BETA_DAYS} trading days, for over 21 sampling alone is off by 0.07 on average`,
  } as const;
  if (n < least) {
    return {
      ...named,
      reason: `${n} ${periods} are fewer than ${BETA_DAYS} trading days`,
      needed: `at least ${least} ${periods}`,
    };
  }
  const own = net.map((value, t) => value - cash[t]);
  const index = market.map((value, t) => value - cash[t]);
  const { betas: [beta] } = factorRegression(own, [{ name: "market", returns: index }], {
    periodsPerYear,
    level,
  });
  if (beta.value === undefined) return { ...named, reason: beta.reason };
  const { low, high } = beta.interval;
  if (low === undefined) {
    return { ...named, figure: beta.value, reason: "the fit is exact and has no error" };
  }
  const stretches = rollingBeta(own, index, { window: least, periodsPerYear })
    .flatMap(({ measure }) => measure.value === undefined ? [] : [measure.value]);
  const end = (share: number) => number(quantile(stretches, share));
  const range = stretches.length === 0
    ? ""
    : `; in nine of ten stretches of ${least} ${periods}, chance included, ${end(0.05)} to ${
      end(0.95)
    }`;
  return { ...named, figure: beta.value, low, high, convention: named.convention + range };
}

/**
 * Deepest fall of the book's value in units of a benchmark, beside the bar of 5 %.
 *
 * The path of Π(1 + r)/(1 + b), from its highest point so far. The interval is the middle of the same
 * figure over resampled records of the same length (stationary bootstrap): what might as well have
 * happened. A longer record does not narrow it, for the deepest fall only grows.
 *
 * @param against `market` as the book has it, or `cash`, which is what a book without beta stands
 *   beside.
 * @throws {RangeError} If lengths differ or a return is not finite.
 *
 * @example A book that stands still while the market gains a tenth
 * ```ts
 * import { drawdownReading } from "lab/scorecard";
 * import { ok } from "node:assert/strict";
 *
 * const still = new Array(12).fill(0), market = still.with(5, 0.1);
 * const book = {
 *   net: still, market, cash: still, periodsPerYear: 52, periods: "weeks", source: "",
 * };
 * const { figure } = drawdownReading(book, "market", { level: 0.95, seed: 1 });
 * ok(Math.abs(figure! - (1 - 1 / 1.1)) < 1e-12);
 * ```
 */
export function drawdownReading(
  book: BookReturns,
  against: "market" | "cash",
  options: { readonly level: number; readonly seed: number },
): BarReading {
  checked(book);
  const { net, periods, source } = book, { level, seed } = options;
  const named = {
    name: `Drawdown against ${against === "market" ? "the market" : "cash"}`,
    side: "at most",
    bar: DRAWDOWN,
    unit: "share",
    level,
    n: net.length,
    of: periods,
    source,
    convention: `deepest fall of the net value in units of ${
      against === "market" ? "the index" : "cash, the benchmark of a book without beta"
    }; interval over resampled records of this length (stationary bootstrap)`,
    needed: "no longer record: the deepest fall grows with it; a bar needs a horizon",
  } as const;
  const relative = net.map((value, t) => (1 + value) / (1 + book[against][t]) - 1);
  if (relative.length < LEAST_PERIODS) return { ...named, reason: `only ${net.length} ${periods}` };
  if (relative.every((value) => value === relative[0])) {
    return {
      ...named,
      figure: -maxDrawdown(relative),
      reason: "it never changes, so there is nothing to resample",
    };
  }
  const figure = -maxDrawdown(relative);
  const { values } = stationaryBootstrap(relative, (sample) => -maxDrawdown(sample), {
    seed,
    draws: DRAWS,
  });
  const { low, high } = percentileInterval(values, { level });
  return { ...named, figure, low: Math.min(low, figure), high: Math.max(high, figure) };
}

/**
 * The style loading that decides, beside the bar of 0.05.
 *
 * All three styles are judged together (Bonferroni). With eleven sectors the error of a loading over a
 * year is 0.03 to 0.25 by itself, so that a year never shows one to be below 0.05.
 *
 * @param styles From `bookStyles`.
 *
 * @example A day without style returns
 * ```ts
 * import { styleReading } from "lab/scorecard";
 * import { equal } from "node:assert/strict";
 *
 * equal(styleReading({ styles: undefined, reason: "none" }, 0.95, "").figure, undefined);
 * ```
 */
export function styleReading(styles: BookStyles, level: number, source: string): BarReading {
  const named = {
    name: "Style exposure",
    side: "within",
    bar: STYLE,
    unit: "ratio",
    level,
    n: "periods" in styles ? styles.periods : 0,
    of: "unit" in styles ? styles.unit : "days",
    source,
  } as const;
  const convention =
    "loading of the newest book on size, value or momentum beside the market, the one " +
    "that decides; all three judged together; below 0.05 is not reachable with eleven sectors";
  if (styles.styles === undefined) return { ...named, convention, reason: styles.reason };
  // An intercept and a slope for the market and each style.
  const degrees = styles.periods - 2 - Object.keys(styles.styles).length;
  const quantile = studentQuantile(1 - (1 - level) / STYLE_NAMES.length / 2, degrees);
  const readings = STYLE_NAMES.map((style) => {
    const { loading, standardError } = styles.styles[style], half = quantile * standardError;
    return {
      ...named,
      convention: `${convention}; this one: ${style}`,
      figure: loading,
      low: loading - half,
      high: loading + half,
    };
  });
  // A style wholly outside decides; else the one that reaches furthest.
  const outside = readings.filter(({ low, high }) => low > STYLE || high < -STYLE);
  const reach = ({ low, high }: { low: number; high: number }) => Math.max(-low, high);
  return (outside.length > 0 ? outside : readings).reduce((a, b) => reach(b) > reach(a) ? b : a);
}
