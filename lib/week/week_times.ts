/** The stages of a week, in order. */
export const WEEK_STAGES = [
  "fetch",
  "quote",
  "poll",
  "verdict",
  "book",
  "check",
  "approval",
  "orders",
] as const;

/** A stage by its name. */
export type WeekStage = typeof WEEK_STAGES[number];

/** A stretch of a stage, as a run wrote it down: a run that was killed has no end. */
export interface StageTime {
  readonly stage: WeekStage;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to?: number;
  /** What came of it, in a few words. */
  readonly note?: string;
}

/** A stretch as a chart draws it; see `stageSpans` of `lab/charts`. */
export interface WeekSpan {
  readonly stage: string;
  /** Minutes since the first run began. */
  readonly from: number;
  readonly to: number;
  readonly kind: "work" | "wait" | "cut off";
  readonly note?: string;
}

const MS_A_MINUTE = 60_000;
/** Stages that wait for somebody else: servers and models for an answer, a person for a yes. */
const WAITING: readonly WeekStage[] = ["fetch", "poll", "approval"];

/** Showing orders and deciding on them, however many runs it took, as one stretch. */
function approval(times: readonly StageTime[]): readonly StageTime[] {
  if (times.length === 0) return [];
  const decided = times.findLast(({ to }) => to !== undefined);
  return [{
    stage: "approval",
    from: Math.min(...times.map(({ from }) => from)),
    to: decided?.to ?? Math.max(...times.map(({ from }) => from)),
    ...(decided?.note === undefined ? {} : { note: decided.note }),
  }];
}

/**
 * The times of a week as stretches on one line of minutes, stages in their order.
 *
 * A stage that did not end was cut off: its end is nobody's, and it is drawn up to the next thing that is
 * known to have begun, at the latest a minute on. Approval is one stretch, from the first time that orders
 * were shown to the decision, or to the last time they were shown while there is none.
 *
 * @param times As the runs of a week wrote them, in any order.
 * @throws {RangeError} If a time is no number, or ends before it begins.
 *
 * @example A poll that was killed and went on
 * ```ts
 * import { weekSpans } from "lab/week";
 * import { deepEqual } from "node:assert/strict";
 *
 * const spans = weekSpans([
 *   { stage: "quote", from: 0, to: 6_000 },
 *   { stage: "poll", from: 6_000 },
 *   { stage: "poll", from: 30_000, to: 90_000, note: "22 answers" },
 * ]);
 * deepEqual(spans.map(({ stage, kind, from, to }) => [stage, kind, from, to]), [
 *   ["Quote", "work", 0, 0.1],
 *   ["Poll", "cut off", 0.1, 0.5],
 *   ["Poll", "wait", 0.5, 1.5],
 * ]);
 * ```
 */
export function weekSpans(times: readonly StageTime[]): readonly WeekSpan[] {
  for (const { stage, from, to } of times) {
    if (Number.isFinite(from) && (to === undefined || (Number.isFinite(to) && to >= from))) {
      continue;
    }
    throw new RangeError(
      `Cannot lay out a week: ${stage} needs a beginning and an end not before it, got ${from} and ${to}`,
    );
  }
  const start = Math.min(...times.map(({ from }) => from));
  const minutes = (ms: number) => (ms - start) / MS_A_MINUTE;
  const begun = times.map(({ from }) => from).sort((a, b) => a - b);
  const inOrder = [
    ...times.filter(({ stage }) => stage !== "approval"),
    ...approval(times.filter(({ stage }) => stage === "approval")),
  ].sort((a, b) => WEEK_STAGES.indexOf(a.stage) - WEEK_STAGES.indexOf(b.stage) || a.from - b.from);
  return inOrder.map(({ stage, from, to, note }): WeekSpan => {
    const next = begun.find((one) => one > from) ?? Infinity;
    return {
      stage: stage[0].toUpperCase() + stage.slice(1),
      from: minutes(from),
      to: minutes(to ?? Math.min(next, from + MS_A_MINUTE)),
      kind: to === undefined ? "cut off" : WAITING.includes(stage) ? "wait" : "work",
      ...(note === undefined ? {} : { note }),
    };
  });
}
