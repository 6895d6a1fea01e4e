import { decimals, inPercent } from "../../words.ts";

/** What a limit's figures are; `sum` is a weighted sum of exposures in weights of the reader's own. */
export type LimitUnit =
  | "share of equity"
  | "share of a day's volume"
  | "share of a fund's assets"
  | "beta"
  | "loading"
  | "sum"
  | "per year"
  | "bp"
  | "days"
  | "times its share";

/** What a percentage is of, where it is not of equity. */
const OF: Readonly<Partial<Record<LimitUnit, string>>> = {
  "share of a day's volume": " of a day's volume",
  "share of a fund's assets": " of the fund's assets",
  "per year": " a year",
};

/** The least share that a percentage of two decimals shows. */
const LEAST_SHOWN = 1e-4;

/** Decimals of a figure in a sentence, where it is not a percentage of two. */
const DECIMALS: Readonly<Partial<Record<LimitUnit, number>>> = {
  beta: 3,
  loading: 3,
  sum: 4,
  bp: 1,
  days: 0,
  "times its share": 2,
};

/** A figure in a limit's unit, for a sentence: shares as percent. */
export function inUnit(value: number, unit: LimitUnit): string {
  const digits = DECIMALS[unit];
  switch (unit) {
    case "days":
      return `${decimals(value, 0)} ${Math.abs(value) === 1 ? "day" : "days"}`;
    case "bp":
      return `${decimals(value, 1)} bp`;
    case "times its share":
      return `${Number(value.toFixed(2))} times its share`;
    default:
      if (digits !== undefined) return decimals(value, digits);
  }
  const of = OF[unit] ?? "";
  // A small order in a large fund is some share of it, not none.
  const isSize = unit === "share of a day's volume" || unit === "share of a fund's assets";
  return isSize && value > 0 && value < LEAST_SHOWN
    ? `less than ${inPercent(LEAST_SHOWN)}${of}`
    : `${inPercent(value)}${of}`;
}

/** A bound rounded to what a sentence shows of it, away from what is inside it. */
export function outward(value: number, unit: LimitUnit, sign: 1 | -1): number {
  const steps = 10 ** (DECIMALS[unit] ?? 4);
  return sign * Math.ceil(sign * value * steps - 1e-6) / steps + 0;
}
