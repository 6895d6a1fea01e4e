import type { Day } from "../units.ts";

export function refuse(what: string): never {
  throw new RangeError(`Cannot analyse a signal: ${what}`);
}

/** One row per date, one entry per name; `undefined` where there is nothing, never zero. */
export type Rows = readonly (readonly (number | undefined)[])[];

/**
 * Scores and the returns that followed, on equally spaced dates: what a signal is judged by.
 *
 * A name that is not listed yet has `undefined` in both. Returns are steps, not horizons, so that one
 * table gives the outcomes of every horizon.
 */
export interface SignalTable {
  /** Decision days, ascending, each once: last trading days of weeks, or of months. */
  readonly days: readonly Day[];
  /** The names, such as sectors, in the order of the entries. */
  readonly names: readonly string[];
  /** Scores as they stood on the day; any scale on which more is better. */
  readonly scores: Rows;
  /**
   * Simple returns from a day to the next day of the table. The last row, whose next day is not in the
   * table, holds nothing, unless the caller knows it.
   */
  readonly returns: Rows;
}

/** Fewest names among which an order can be right or wrong. */
export const LEAST_TABLE_NAMES = 3;

/** Rows of another kind that go with a table, such as confidences or the scores of one pillar. */
export function checkedRows(table: SignalTable, what: string, rows: Rows): Rows {
  const { days, names } = table;
  if (rows.length !== days.length) {
    refuse(`need one row of ${what} per day, got ${rows.length} rows and ${days.length} days`);
  }
  rows.forEach((row, d) => {
    if (row.length !== names.length) {
      refuse(
        `need one of ${what} per name on ${days[d]}, got ${row.length} for ${names.length} names`,
      );
    }
    for (let i = 0; i < row.length; i++) {
      if (row[i] !== undefined && !Number.isFinite(row[i])) {
        refuse(
          `need finite ${what}, or undefined where there is none, ` +
            `got ${row[i]} of ${names[i]} on ${days[d]}`,
        );
      }
    }
  });
  return rows;
}

/**
 * The table as it came in, if it can be analysed.
 *
 * @throws {RangeError} If days are unsorted or doubled, names doubled or fewer than three, rows of a
 *   wrong length, a number is not finite, or a return lies below −1.
 */
export function checkedTable(table: SignalTable): SignalTable {
  const { days, names, scores, returns } = table;
  if (names.length < LEAST_TABLE_NAMES) {
    refuse(
      `need at least ${LEAST_TABLE_NAMES} names to put in order, ` +
        `got ${names.length === 1 ? `only ${names[0]}` : names.length}`,
    );
  }
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) refuse(`need each name once, got ${twice} twice`);
  for (let d = 1; d < days.length; d++) {
    if (days[d] === days[d - 1]) refuse(`need each day once, got ${days[d]} twice`);
    if (days[d] < days[d - 1]) refuse(`need days in order, got ${days[d]} after ${days[d - 1]}`);
  }
  checkedRows(table, "scores", scores);
  checkedRows(table, "returns", returns);
  returns.forEach((row, d) => {
    const i = row.findIndex((value) => value !== undefined && value < -1);
    if (i >= 0) {
      refuse(`need returns from -1 (all lost), got ${row[i]} of ${names[i]} after ${days[d]}`);
    }
  });
  return table;
}
