import { number, percent } from "../words.ts";

/** What the data say of a bar. Too little data is an answer of its own, and never a pass. */
export type BarVerdict = "met" | "not met" | "not testable with this much data";

/** On which side of the bar the true figure should lie; `within` means ± the bar. */
type BarSide = "at least" | "at most" | "within";

/** What a bar counts in. */
type BarUnit = "share" | "ratio" | "minutes" | "USD per bp";

/** A figure beside its bar, before it is judged. */
export interface BarReading {
  readonly name: string;
  readonly side: BarSide;
  readonly bar: number;
  readonly unit: BarUnit;
  /** Our figure; absent, with `reason`, where there is none. */
  readonly figure?: number;
  /** The interval; an end that the data leave open is absent. */
  readonly low?: number;
  readonly high?: number;
  /** Two-sided confidence of the interval. */
  readonly level: number;
  /** How much the figure rests on, and of what, such as "weekly dates". */
  readonly n: number;
  readonly of: string;
  /** What was computed, and what a reader should know of it. */
  readonly convention: string;
  /** Where the figure comes from. */
  readonly source: string;
  /** Why the figure cannot be judged, whatever its interval says. */
  readonly reason?: string;
  /** How much data a judgement would take, where the rule of {@linkcode judgedBar} does not fit. */
  readonly needed?: string;
}

/** A bar with its judgement. */
export interface BarRow extends BarReading {
  readonly verdict: BarVerdict;
}

/**
 * A bar judged by its interval: `met` only where the whole interval lies on the right side, `not met`
 * where it lies wholly on the wrong one, else not testable with this much data.
 *
 * An end that the data leave open reaches to infinity, so that it can lie on one side only. A reading
 * with a `reason` is not testable. Where the interval decides nothing, `needed` says for how many
 * observations it would, if the figure stayed: an error falls with the root of their number, so
 * n·(reach/distance)², where reach is how far the interval goes from the figure towards the bar.
 *
 * @throws {RangeError} If a number is not finite, the interval does not hold the figure, or the level
 *   lies outside (0, 1).
 *
 * @example A hit rate above one half, and a bar at 60 %
 * ```ts
 * import { judgedBar } from "lab/scorecard";
 * import { equal, match } from "node:assert/strict";
 *
 * const row = judgedBar({
 *   name: "Hit rate", side: "at least", bar: 0.6, unit: "share", figure: 0.55, low: 0.45, high: 0.65,
 *   level: 0.95, n: 100, of: "calls", convention: "", source: "",
 * });
 * equal(row.verdict, "not testable with this much data");
 * match(row.needed!, /^about 400 calls at this figure/);
 * ```
 */
export function judgedBar(reading: BarReading): BarRow {
  const { name, figure, low, high, bar, level, n, reason } = reading;
  const ends = [figure, low, high, bar, n].filter((one) => one !== undefined);
  if (!ends.every(Number.isFinite) || !(level > 0 && level < 1)) {
    throw new RangeError(
      `Cannot judge ${name}: need finite figures and a level inside (0, 1), got ` +
        `${ends.join(", ")} and ${level}`,
    );
  }
  if (figure === undefined && reason === undefined) {
    throw new RangeError(`Cannot judge ${name}: need a figure, or the reason why there is none`);
  }
  if (figure !== undefined && ((low ?? figure) > figure || (high ?? figure) < figure)) {
    throw new RangeError(
      `Cannot judge ${name}: the interval must hold the figure, got ${low} to ${high} for ${figure}`,
    );
  }
  const verdict = figure === undefined || reason !== undefined ? UNTESTABLE : verdictOf(reading);
  const needed = verdict === UNTESTABLE ? reading.needed ?? neededText(reading) : undefined;
  const { needed: _, ...given } = reading;
  return { ...given, verdict, ...(needed === undefined ? {} : { needed }) };
}

const UNTESTABLE = "not testable with this much data";

function verdictOf({ side, bar, low = -Infinity, high = Infinity }: BarReading): BarVerdict {
  if (side === "at least") return low >= bar ? "met" : high < bar ? "not met" : UNTESTABLE;
  if (side === "at most") return high <= bar ? "met" : low > bar ? "not met" : UNTESTABLE;
  if (low >= -bar && high <= bar) return "met";
  return low > bar || high < -bar ? "not met" : UNTESTABLE;
}

/** Reach over distance towards each edge that must be cleared; the largest decides. */
function neededText({ side, bar, figure, low, high, n, of, reason }: BarReading) {
  if (figure === undefined || low === undefined || high === undefined || reason || n === 0) {
    return undefined;
  }
  const clear = (edge: number) =>
    (figure > edge ? figure - low : high - figure) / Math.abs(figure - edge);
  const within = side === "within";
  const ratio = within && Math.abs(figure) <= bar
    ? Math.max(clear(bar), clear(-bar))
    : clear(within && figure < 0 ? -bar : bar);
  if (!Number.isFinite(ratio)) return `no number of ${of} decides while the figure lies on the bar`;
  return `about ${roundedUp(n * ratio * ratio)} ${of} at this figure`;
}

/** Two digits are all that such a forecast can hold. */
export function roundedUp(count: number): string {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  // A product may end a hair above a round number.
  return number(Math.ceil(count / step - 1e-9) * step, { digits: 0 });
}

/**
 * A value in the unit of its bar: 60.0 %, 0.051, 5 min, $10.00 per bp.
 *
 * @example
 * ```ts
 * import { barValue } from "lab/scorecard";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([barValue(0.6, "share"), barValue(10, "USD per bp")], ["60.0 %", "$10.00 per bp"]);
 * ```
 */
export function barValue(value: number | undefined, unit: BarUnit): string {
  switch (unit) {
    case "share":
      return percent(value);
    case "ratio":
      return number(value, { digits: 3 });
    case "minutes":
      return value === undefined ? number(value) : `${number(value, { digits: 0 })} min`;
    case "USD per bp":
      return value === undefined ? number(value) : `$${number(value)} per bp`;
  }
}
