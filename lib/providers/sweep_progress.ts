import { outsideLine } from "../outside_text.ts";
import type { Balance } from "./ledger.ts";

/** How far a sweep has come. */
export interface SweepProgress {
  readonly total: number;
  /** Answered, or given up. */
  readonly done: number;
  /** Calls at a provider now. */
  readonly running: number;
  readonly waiting: number;
  /** Of those done: failed ballots, and questions without any answer. */
  readonly failed: number;
  readonly unanswered: number;
  /** Of the whole sweep, runs before this one included; absent without paid calls. */
  readonly spent?: Balance;
  readonly elapsedMs: number;
  /** By the pace so far of the slowest analyst; absent while one has answered nothing. */
  readonly leftMs?: number;
  /** Why calls wait that would otherwise be made: a provider that rests, another program. */
  readonly heldUp?: string;
}

const minutes = (milliseconds: number) =>
  milliseconds < 90_000
    ? `${Math.max(1, Math.round(milliseconds / 1000))} s`
    : milliseconds < 7_200_000
    ? `${Math.round(milliseconds / 60_000)} min`
    : `${(milliseconds / 3_600_000).toFixed(1)} h`;

/** Characters of the reason of a wait that a line of progress shows. */
const REASON_WIDTH = 160;

/**
 * Progress as one line: done, running, waiting, spent, time left, and what holds calls up.
 *
 * @example
 * ```ts
 * import { progressLine } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   progressLine({
 *     total: 22, done: 7, running: 8, waiting: 7, failed: 1, unanswered: 0,
 *     spent: { settledUsd: 0.0123, openUsd: 0.05 }, elapsedMs: 4000, leftMs: 8571,
 *   }),
 *   "7 of 22 done (1 failed), 8 running, 7 waiting; $0.0123 spent, at most $0.0623; 9 s left",
 * );
 * ```
 */
export function progressLine(progress: SweepProgress): string {
  const { total, done, running, waiting, failed, unanswered, spent, leftMs, heldUp } = progress;
  const bad = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(unanswered > 0 ? [`${unanswered} without an answer`] : []),
  ];
  return [
    `${done} of ${total} done${bad.length > 0 ? ` (${bad.join(", ")})` : ""}, ` +
    `${running} running, ${waiting} waiting`,
    ...(spent
      ? [
        `$${spent.settledUsd.toFixed(4)} spent` +
        (spent.openUsd > 0 ? `, at most $${(spent.settledUsd + spent.openUsd).toFixed(4)}` : ""),
      ]
      : []),
    ...(leftMs === undefined || done === total ? [] : [`${minutes(leftMs)} left`]),
    ...(heldUp === undefined ? [] : [`waits: ${outsideLine(heldUp, REASON_WIDTH)}`]),
  ].join("; ");
}
