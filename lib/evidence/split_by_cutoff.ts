/** The day up to which a model's training may reach, or that there is none to remember. */
export type Cutoff = string | "no memory";

/** Part of a result by what its analysts may remember. */
export interface CutoffSplit<T> {
  /** Decided after the cutoff of everyone who answered: what a headline may use. */
  readonly after: readonly T[];
  /** Decided on or before a cutoff, or by a model whose cutoff is unknown. */
  readonly contaminated: readonly T[];
  /** Per model its cutoff (`undefined`: unknown) and the rows it answered on each side. */
  readonly models: readonly {
    readonly model: string;
    readonly cutoff: Cutoff | undefined;
    readonly after: number;
    readonly contaminated: number;
  }[];
}

/**
 * Whether a model could not know what came after a day.
 *
 * @example
 * ```ts
 * import { isAfterCutoff } from "lab/evidence";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(
 *   ["2025-06-01", "no memory", undefined].map((cutoff) => isAfterCutoff("2025-09-05", cutoff)),
 *   [true, true, false],
 * );
 * ```
 */
export function isAfterCutoff(day: string, cutoff: Cutoff | undefined): boolean {
  return cutoff === "no memory" || (cutoff !== undefined && day > cutoff);
}

/**
 * Rows before and after the knowledge cutoff of the models that answered.
 *
 * A row counts as after only if its day lies after the cutoff of every model that took part: one that
 * remembers is enough to spoil a committee. An unknown cutoff counts as contaminated; rules remember
 * nothing (`"no memory"`). A model that may search the web knows the future whatever its cutoff is: give
 * it no cutoff.
 *
 * @param rows Each with its day and the model or models that really answered, not those that were asked.
 * @param cutoffOf The last day a model may know of; `knowledgeCutoff` of `lab/providers` for models.
 *
 * @example A rule, a known model, an unknown one
 * ```ts
 * import { splitByCutoff } from "lab/evidence";
 * import { deepEqual } from "node:assert/strict";
 *
 * const cutoffs: Record<string, string> = { rules: "no memory", m: "2025-08-31" };
 * const rows = [
 *   { day: "2024-01-05", answeredBy: "rules" },
 *   { day: "2025-08-31", answeredBy: ["rules", "m"] },
 *   { day: "2025-09-05", answeredBy: "m" },
 *   { day: "2026-01-09", answeredBy: "x" },
 * ];
 * const { after, contaminated } = splitByCutoff(rows, (model) => cutoffs[model]);
 * deepEqual(after.map(({ day }) => day), ["2024-01-05", "2025-09-05"]);
 * deepEqual(contaminated.map(({ day }) => day), ["2025-08-31", "2026-01-09"]);
 * ```
 */
export function splitByCutoff<
  T extends { readonly day: string; readonly answeredBy: string | readonly string[] },
>(
  rows: readonly T[],
  cutoffOf: (model: string) => Cutoff | undefined,
): CutoffSplit<T> {
  const after: T[] = [], contaminated: T[] = [];
  const models = new Map<
    string,
    { model: string; cutoff: Cutoff | undefined; after: number; contaminated: number }
  >();
  rows.forEach((row, i) => {
    const names = typeof row.answeredBy === "string" ? [row.answeredBy] : row.answeredBy;
    if (names.length === 0) {
      throw new RangeError(
        `Cannot split by cutoff: need a model that answered, got none in row ${i} (${row.day})`,
      );
    }
    const clean = names.map((model) => {
      const one = models.get(model) ??
        { model, cutoff: cutoffOf(model), after: 0, contaminated: 0 };
      models.set(model, one);
      const free = isAfterCutoff(row.day, one.cutoff);
      if (free) one.after++;
      else one.contaminated++;
      return free;
    });
    (clean.every(Boolean) ? after : contaminated).push(row);
  });
  return { after, contaminated, models: [...models.values()] };
}
