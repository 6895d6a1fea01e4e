import { counted } from "../words.ts";

/** A figure of a record with its interval, or the sentence that says why there is none. */
export interface RecordFigure {
  readonly value?: number;
  /** Both ends at the level of the summary; absent, with `reason`, where the record is too short. */
  readonly low?: number;
  readonly high?: number;
  /** How much it rests on, and of what, such as `calls`. */
  readonly n: number;
  readonly of: string;
  /** Decision days behind it. */
  readonly days: number;
  /** Why value or interval is absent. */
  readonly reason?: string;
}

/** The sentence of a record that is too short. */
export function notYet(n: number, of: string, days: number, needed?: string): string {
  const what = n === 1 && of.endsWith("s") ? `1 ${of.slice(0, -1)}` : `${n} ${of}`;
  return `not testable yet: ${what} on ${counted(days, "day")}` +
    (needed === undefined ? "" : `, ${needed}`);
}
