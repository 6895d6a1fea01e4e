import { checkOptions, checkWord } from "../arguments.ts";
import { hysteresis } from "./hysteresis.ts";

/** Volatility per year at which fear begins (design section 9). */
const FEAR_FROM = 0.25;
/** Volatility per year at which it ends. Two thresholds, so that a trigger does not chatter. */
const FEAR_UNTIL = 0.18;

/** An evening of the trigger. */
export interface FearDay {
  readonly volatility: number | undefined;
  readonly state: "calm" | "fear";
  /** Factor on the book's gross, in (0, 1]. */
  readonly scale: number;
}

/**
 * Whether the market is in a state of fear, evening by evening, and by how much gross is then scaled.
 *
 * Fear begins when volatility reaches 25 % and ends when it has fallen to 18 %; in between, things stay
 * as they are. With one threshold the state would flip with every small move around it. In fear gross is
 * scaled by 18 % ÷ volatility, so that the book keeps the risk it may have at the threshold of calm and
 * nothing jumps when fear ends; this scale is the lab's own choice. A gap keeps the state and the scale.
 *
 * @param volatilities Per year, one per evening, such as those of `rollingVolatility`.
 * @param options.from Threshold of fear; 0.25 by default.
 * @param options.until Threshold of calm, at most `from`; 0.18 by default.
 * @param options.start State before the first evening; calm by default.
 * @returns One entry per evening; each depends on the past only.
 * @throws {RangeError} If a volatility is negative or not finite, or the thresholds are out of order.
 *
 * @example
 * ```ts
 * import { volatilityTrigger } from "lab/hedging";
 * import { deepEqual } from "node:assert/strict";
 *
 * const days = volatilityTrigger([0.2, 0.25, 0.2, 0.18, 0.2]);
 * deepEqual(days.map(({ state }) => state), ["calm", "fear", "fear", "calm", "calm"]);
 * deepEqual(days.map(({ scale }) => scale.toFixed(2)), ["1.00", "0.72", "0.90", "1.00", "1.00"]);
 * ```
 */
export function volatilityTrigger(
  volatilities: readonly (number | undefined)[],
  options: {
    readonly from?: number;
    readonly until?: number;
    readonly start?: FearDay["state"];
  } = {},
): readonly FearDay[] {
  checkOptions("Cannot watch for fear", options, ["from", "until", "start"]);
  const { from = FEAR_FROM, until = FEAR_UNTIL, start = "calm" } = options;
  checkWord("Cannot watch for fear", "start", start, ["calm", "fear"]);
  if (!(until > 0 && from >= until && from < Infinity)) {
    throw new RangeError(
      `Cannot watch for fear: need 0 < until ≤ from, shares per year, got ${until} and ${from}`,
    );
  }
  volatilities.forEach((volatility, day) => {
    if (volatility === undefined || (volatility >= 0 && volatility < Infinity)) return;
    throw new RangeError(
      `Cannot watch for fear: need volatilities of at least 0 or undefined, ` +
        `got ${volatility} at position ${day}`,
    );
  });
  const afraid = hysteresis(volatilities, { enter: from, leave: until, start: start === "fear" });
  let scale = 1;
  return volatilities.map((volatility, day): FearDay => {
    const state = afraid[day] ? "fear" : "calm";
    if (volatility !== undefined) scale = state === "fear" ? Math.min(1, until / volatility) : 1;
    return { volatility, state, scale };
  });
}
