import { checkOptions } from "../arguments.ts";
import type { Snapshot, StyleFactorReturn } from "../market/mod.ts";
import type { Day } from "../units.ts";
import { INTERVAL_LEVEL, leastSquares, MINIMUM_PAIRS, studentQuantile } from "../stats/mod.ts";
import { MINIMUM_MONTHS, WINDOW_DAYS, WINDOW_MONTHS } from "./betas.ts";

/** A style factor that every market with styles has. */
export type StyleName = "size" | "value" | "momentum";

/** The three, in the one order; a reader's file may bring further ones under their own names. */
export const STYLE_NAMES: readonly StyleName[] = ["size", "value", "momentum"];

/** How much of a style factor something carries, with its uncertainty. */
export interface StyleLoading {
  /** Its return per unit of the factor's return, market and other styles held still. */
  readonly loading: number;
  readonly standardError: number;
  /** 95 % interval by Student's t. */
  readonly low: number;
  readonly high: number;
}

/** Something for each style: the three, and those that the data have beside them. */
export type ByStyle<Value> = Readonly<Record<StyleName, Value> & Record<string, Value>>;

/** A regression on the market and the styles. */
export interface StyleFit {
  /** Loading on the market beside the styles; not the beta that a book is hedged with. */
  readonly market: number;
  readonly styles: ByStyle<StyleLoading>;
  /** Days or months used. */
  readonly periods: number;
}

/** What `styleLoadings` and `bookStyles` look back on. */
export interface StyleLoadingsOptions {
  /** Trading days looked back; 252 by default, 60 months where the market is monthly. */
  readonly windowDays?: number;
}

/** The returns of market and styles over a window, as far as a day knows them. */
interface StyleHistory {
  readonly days: readonly Day[];
  readonly window: number;
  readonly unit: "days" | "months";
  /** Fewest periods from which a loading is worked out. */
  readonly least: number;
  /** Names of the styles, the three first. */
  readonly names: readonly string[];
  /** Market and styles on each of `days`; `undefined` where one is missing. */
  readonly factors: readonly (readonly number[] | undefined)[];
  /** Days on which all are known. */
  readonly together: number;
}

const returnOf = (style: StyleFactorReturn, name: string) =>
  (STYLE_NAMES as readonly string[]).includes(name)
    ? style[name as StyleName]
    : style.further?.[name] ?? NaN;

/** Market and styles of each day; `undefined` where one is missing. */
function factorRows(
  styles: readonly (StyleFactorReturn | undefined)[],
  market: readonly (number | undefined)[],
  names: readonly string[],
): readonly (readonly number[] | undefined)[] {
  return styles.map((style, t) => {
    const index = market[t];
    if (style === undefined || index === undefined) return undefined;
    const row = [index, ...names.map((name) => returnOf(style, name))];
    return row.some(Number.isNaN) ? undefined : row;
  });
}

/**
 * The three styles and further ones of the data, by name, as long as enough days have all of them: one that
 * would leave too few for the others is left out.
 */
function namesTogether(
  styles: readonly (StyleFactorReturn | undefined)[],
  market: readonly (number | undefined)[],
  least: number,
): readonly string[] {
  const further = new Set(styles.flatMap((style) => Object.keys(style?.further ?? {})));
  return [...further].sort().reduce<readonly string[]>((names, name) => {
    const more = [...names, name];
    const together = factorRows(styles, market, more).filter((row) => row !== undefined).length;
    return together < least ? names : more;
  }, STYLE_NAMES);
}

/**
 * The factors of a window, or the reason why there are too few of them.
 *
 * @throws {RangeError} If the window is no whole number from 2.
 */
export function styleHistory(
  snapshot: Snapshot,
  options: StyleLoadingsOptions,
): StyleHistory | { readonly factors: undefined; readonly reason: string } {
  checkOptions("Cannot measure style loadings", options, ["windowDays"]);
  const monthly = snapshot.frequency === "monthly", unit = monthly ? "months" : "days";
  const window = options.windowDays ?? (monthly ? WINDOW_MONTHS : WINDOW_DAYS);
  if (!Number.isInteger(window) || window < 2) {
    throw new RangeError(
      `Cannot measure style loadings: windowDays must be a whole number from 2, got ${window}`,
    );
  }
  const least = monthly ? MINIMUM_MONTHS : MINIMUM_PAIRS;
  const reason = (why: string) => ({
    factors: undefined,
    reason: `Style loadings are unknown on ${snapshot.day}: ${why}`,
  });
  if (snapshot.styles.length === 0) return reason("the data have no returns of style factors");
  const days = snapshot.tradingDays(window), market = snapshot.returns(snapshot.index, window);
  // In the order of publication: of two figures for one day the later one stands.
  const published = new Map(
    snapshot.styles.filter(({ day }) => day >= days[0]).map((style) => [style.day, style]),
  );
  const daily = days.map((day) => published.get(day));
  const names = namesTogether(daily, market, least), factors = factorRows(daily, market, names);
  const together = factors.filter((row) => row !== undefined).length;
  if (together < least) {
    return reason(
      `only ${together} of the last ${window} ${unit} have a return of the styles and of ` +
        `${snapshot.index}, ${least} are needed`,
    );
  }
  return { days, window, unit, least, names, factors, together };
}

/** Something for each of some styles, among which the three are. */
export function byStyle<Value>(
  names: readonly string[],
  valueOf: (name: string, place: number) => Value,
): ByStyle<Value> {
  return Object.fromEntries(names.map((name, i) => [name, valueOf(name, i)])) as ByStyle<Value>;
}

/**
 * The regression of a series of returns on the history's factors.
 *
 * @param returns One per day of the history; `undefined` for a gap.
 * @returns The fit, the word `short` where fewer periods than `least` are complete, or `singular` where
 *   the factors cannot be told apart.
 */
export function styleFit(
  returns: readonly (number | undefined)[],
  { factors, names, least }: StyleHistory,
): StyleFit | "short" | "singular" {
  const own: number[] = [], rows: (readonly number[])[] = [];
  factors.forEach((row, t) => {
    const value = returns[t];
    if (row === undefined || value === undefined) return;
    own.push(value);
    rows.push(row);
  });
  if (own.length < least) return "short";
  const columns = ["market", ...names].map((_, column) => rows.map((row) => row[column]));
  const fit = leastSquares(own, columns);
  if (!fit) return "singular";
  const quantile = studentQuantile((1 + INTERVAL_LEVEL) / 2, fit.degreesOfFreedom);
  const loading = (k: number): StyleLoading => {
    const value = fit.coefficients[k], standardError = Math.sqrt(fit.covariance[k][k]);
    const half = quantile * standardError;
    return { loading: value, standardError, low: value - half, high: value + half };
  };
  return {
    market: fit.coefficients[0],
    styles: byStyle(names, (_, i) => loading(1 + i)),
    periods: own.length,
  };
}
