import { quotedValue } from "../outside_text.ts";
import { type HoldoutMark, openingsOf } from "./holdout_mark.ts";
import type { HoldoutEntry } from "./trial_log.ts";
import type { TrialTally } from "./trial_tally.ts";

function refuse(what: string): never {
  throw new RangeError(`Cannot hold out: ${what}`);
}

/** What is written down of an opening. */
export type OpeningEntry = Omit<HoldoutEntry, "kind">;

/** The last part of a record, put away until it is opened with its key. Its rows cannot be read. */
export interface SealedHoldout<T> {
  readonly name: string;
  /** Number of rows put away. */
  readonly rows: number;
  /** First and last day put away. */
  readonly from: string;
  readonly to: string;
  /** By which openings of other commands are recognised; absent for rows without a market. */
  readonly mark?: HoldoutMark;
  /** For the type alone: what is inside. */
  readonly of?: T;
}

/** Rows to work with, and rows put away. */
export interface Holdout<T> {
  readonly known: readonly T[];
  readonly sealed: SealedHoldout<T>;
}

/** Fewest letters of a key: long enough not to be typed by accident. */
const LEAST_KEY = 8;

// Beside the objects rather than in them: no listing, printing or copying of a holdout shows its rows.
const contents = new WeakMap<
  SealedHoldout<unknown>,
  { readonly rows: readonly unknown[]; readonly key: string }
>();

/**
 * Splits a record into what may be looked at and a last part that is put away.
 *
 * Do it before the first look, and choose by what is known alone. The rows put away can be had from
 * `openHoldout` only, with the key, and each opening is recorded. This guards against haste, not against
 * malice: who reads the file again has the rows.
 *
 * @param rows In order of days.
 * @param options.name Of the holdout, for a reader.
 * @param options.mark Market and scores by which openings are counted, whatever they are called.
 * @param options.key What must be given to open it, at least eight letters: a sentence that says what
 *   has been decided.
 * @param options.share Share of the rows to put away, above 0 and below 1; or
 * @param options.from the first day to put away.
 * @throws {RangeError} If an option is out of range, days are unsorted or doubled, or a part is empty.
 *
 * @example The last fifth, and no way to it without the key
 * ```ts
 * import { holdout, openHoldout } from "lab/evidence";
 * import { deepEqual, rejects } from "node:assert/strict";
 *
 * const rows = ["2026-01-02", "2026-01-09", "2026-01-16", "2026-01-23", "2026-01-30"]
 *   .map((day, i) => ({ day, r: i }));
 * const key = "weights are chosen";
 * const { known, sealed } = holdout(rows, { name: "06", key, share: 0.2 });
 * deepEqual(known.length, 4);
 * const look = (rows: readonly { r: number }[]) => rows.map(({ r }) => r);
 * const opening = { at: "2026-02-01", because: "the weights are 50/25/25", record: () => 1, look };
 * await rejects(openHoldout(sealed, "please", opening), /another key/);
 * deepEqual((await openHoldout(sealed, key, opening)).found, [4]);
 * ```
 */
export function holdout<T extends { readonly day: string }>(
  rows: readonly T[],
  options:
    & {
      readonly name: string;
      readonly key: string;
      readonly mark?: Pick<HoldoutMark, "market" | "scores">;
    }
    & ({ readonly share: number } | { readonly from: string }),
): Holdout<T> {
  const { name, key } = options;
  if (typeof name !== "string" || name.trim() === "") {
    refuse(`need a name, got ${quotedValue(name)}`);
  }
  if (typeof key !== "string" || key.trim().length < LEAST_KEY) {
    refuse(`need a key of at least ${LEAST_KEY} letters, got ${quotedValue(key)}`);
  }
  rows.forEach(({ day }, i) => {
    if (i > 0 && !(day > rows[i - 1].day)) {
      refuse(`need days in order and once each, got ${day} after ${rows[i - 1].day}`);
    }
  });
  let first: number;
  if ("share" in options) {
    if (!(options.share > 0 && options.share < 1)) {
      refuse(`share must lie in (0, 1), got ${options.share}`);
    }
    first = rows.length - Math.max(1, Math.round(options.share * rows.length));
  } else {
    const { from } = options;
    first = rows.findIndex(({ day }) => day >= from);
    if (first < 0) refuse(`no row lies on or after ${from}`);
  }
  if (first < 1) refuse(`nothing would be left to work with, of ${rows.length} rows`);
  const away = rows.slice(first), { mark } = options;
  const range = { from: away[0].day, to: away[away.length - 1].day };
  const sealed: SealedHoldout<T> = Object.freeze({
    name,
    rows: away.length,
    ...range,
    ...(mark ? { mark: { market: mark.market, scores: mark.scores, ...range } } : {}),
  });
  contents.set(sealed, { rows: away, key });
  return { known: rows.slice(0, first), sealed };
}

/**
 * What a look at a holdout found, once the look has succeeded and the opening is on record.
 *
 * A look that fails has shown nothing: it is not recorded, and the holdout stays shut. What it found is
 * handed out after the opening was written down; if that fails, nothing is.
 *
 * @param key As given to `holdout`.
 * @param options.at When; the caller's "now".
 * @param options.because Why, in words that stay in the log.
 * @param options.look Works out all that will be shown of the rows, and shows nothing yet.
 * @param options.record Writes the opening down and returns the count of openings:
 *   `openingsBy(trialsFile)`.
 * @returns What was found and how often this holdout has been opened; from the second time on it holds
 *   nothing out any more, and every headline says so.
 * @throws {RangeError} If the key is another one, the reason is missing, or the object is no holdout of
 *   this kernel.
 *
 * @example
 * ```ts
 * import { holdout, openHoldout } from "lab/evidence";
 * import { deepEqual } from "node:assert/strict";
 *
 * const rows = ["2026-01-02", "2026-01-09", "2026-01-16"].map((day, i) => ({ day, r: i }));
 * const key = "weights are chosen";
 * const { sealed } = holdout(rows, { name: "06", key, from: "2026-01-16" });
 * const opened = await openHoldout(sealed, key, {
 *   at: "2026-02-01", because: "the weights are 50/25/25",
 *   look: (rows) => rows.map(({ r }) => r),
 *   record: () => 1,
 * });
 * deepEqual(opened, { found: [2], openings: 1 });
 * ```
 */
export async function openHoldout<T, Found>(
  sealed: SealedHoldout<T>,
  key: string,
  options: {
    readonly at: string;
    readonly because: string;
    readonly look: (rows: readonly T[]) => Found | Promise<Found>;
    readonly record: (entry: OpeningEntry) => number;
  },
): Promise<{ readonly found: Found; readonly openings: number }> {
  const { at, because, look, record } = options;
  const inside = contents.get(sealed);
  if (inside === undefined) {
    throw new RangeError("Cannot open a holdout: need one that holdout() made in this kernel");
  }
  const { name, mark } = sealed;
  if (key !== inside.key) {
    throw new RangeError(`Cannot open the holdout of ${name}: it was sealed with another key`);
  }
  if (typeof because !== "string" || because.trim() === "") {
    throw new RangeError(
      `Cannot open the holdout of ${name}: need a reason, got ${quotedValue(because)}`,
    );
  }
  const found = await look(inside.rows as readonly T[]);
  return { found, openings: record({ at, holdout: name, because, ...mark }) };
}

/**
 * Writes openings of holdouts into a trials file and counts them: those of the same scores on days that
 * touch, whichever command opened them and whatever the holdout was called.
 *
 * @example
 * ```ts
 * import { openingsBy } from "lab/evidence";
 * import { equal } from "node:assert/strict";
 *
 * const openings = { "06": [{ at: "2026-02-01", because: "chosen" }] };
 * const tally = {
 *   families: {}, life: 0, repeats: 0, resets: [], openings, lostTrials: 0, gaps: [],
 *   problems: [],
 * };
 * const record = openingsBy({ recordOpening: () => tally });
 * equal(record({ at: "2026-02-01", holdout: "06", because: "chosen" }), 1);
 * ```
 */
export function openingsBy(
  file: { recordOpening(entry: OpeningEntry): TrialTally },
): (entry: OpeningEntry) => number {
  return (entry) => {
    const tally = file.recordOpening(entry);
    const { market, scores, from, to, holdout } = entry;
    return market === undefined || scores === undefined || from === undefined || to === undefined
      ? tally.openings[holdout].filter(({ isBeforeReset }) => !isBeforeReset).length
      : openingsOf(tally, { market, scores, from, to }).same.length;
  };
}
