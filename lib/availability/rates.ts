import { checkFields, checkNumber, checkObject, shown } from "../arguments.ts";

/** What goes wrong in a week, how often and for how long. Shares are of weeks unless said otherwise. */
export interface FaultRates {
  /** A provider that is out; each provider by itself. */
  readonly outage: {
    /** Of days. An outage is laid over the run, anywhere: it is never one that nobody would notice. */
    readonly share: number;
    readonly minutes: number;
    /** Of outages in which calls hang until their deadline; the others are refused at once. */
    readonly hangs: number;
  };
  /** Of calls that take `times` as long. */
  readonly slow: { readonly share: number; readonly times: number };
  /** Of calls that fail with a fault that passes: busy, reset, rate limit. */
  readonly passing: { readonly share: number };
  /** Of answers that cannot be read, each time. */
  readonly unreadable: { readonly share: number };
  /** The day's prices come late, by up to so many minutes, all alike. */
  readonly latePrices: { readonly share: number; readonly minutes: number };
  /** Up to three sectors have no price that day. */
  readonly partialPrices: { readonly share: number };
  /** The newest prices are older than one trading day. */
  readonly noPrices: { readonly share: number };
  /** The run dies while it asks, and is started again after so many seconds. */
  readonly crash: { readonly share: number; readonly restartSeconds: number };
  /** The disk is full between two stages, until somebody frees it within so many minutes. */
  readonly fullDisk: { readonly share: number; readonly minutes: number };
}

/**
 * Rates that are stated and not measured: nobody has kept a record of these faults yet. The first three
 * of outage, late prices and crash are what the lab's bar is asked against; the others are guesses on the
 * dark side.
 */
export const STATED_RATES: FaultRates = Object.freeze<FaultRates>({
  outage: { share: 0.02, minutes: 30, hangs: 0.5 },
  slow: { share: 0.03, times: 8 },
  passing: { share: 0.02 },
  unreadable: { share: 0.01 },
  latePrices: { share: 0.05, minutes: 120 },
  partialPrices: { share: 0.01 },
  noPrices: { share: 0.001 },
  crash: { share: 0.01, restartSeconds: 30 },
  fullDisk: { share: 0.002, minutes: 60 },
});

const ACTION = "Cannot simulate faults";

/**
 * The same faults so many times as often; how long each takes stays.
 *
 * @throws {RangeError} If a share would pass 1.
 *
 * @example
 * ```ts
 * import { STATED_RATES, timesAsOften } from "lab/availability";
 * import { equal } from "node:assert/strict";
 *
 * equal(timesAsOften(STATED_RATES, 3).outage.share, 0.06);
 * ```
 */
export function timesAsOften(rates: FaultRates, times: number): FaultRates {
  checkNumber(ACTION, "how many times", times);
  const scaled = Object.entries(rates).map(([name, rate]) => [
    name,
    { ...rate, share: rate.share * times },
  ]);
  return checkedRates(Object.fromEntries(scaled));
}

/** Rates that make sense: every share from 0 to 1, every length above 0. */
export function checkedRates(rates: FaultRates): FaultRates {
  const names = Object.keys(STATED_RATES) as (keyof FaultRates)[];
  checkFields(ACTION, "the rates", rates, names);
  for (const name of names) {
    const rate: unknown = rates[name], fields = Object.keys(STATED_RATES[name]);
    checkObject(ACTION, name, rate, fields);
    checkFields(ACTION, name, rate, fields);
    for (const field of fields) {
      const value = (rate as Record<string, unknown>)[field];
      const isShare = field === "share" || field === "hangs";
      const isRight = typeof value === "number" &&
        (isShare ? value >= 0 && value <= 1 : value > 0 && value < Infinity);
      if (isRight) continue;
      const need = isShare ? "a share from 0 to 1" : "above 0";
      throw new RangeError(`${ACTION}: ${name}.${field} must be ${need}, got ${shown(value)}`);
    }
  }
  return rates;
}
