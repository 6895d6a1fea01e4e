import {
  type Analyst,
  type AnalystAnswer,
  type Brief,
  DEFAULT_RUBRIC,
  type NoAnswer,
  type PollOptions,
  type PollResult,
} from "../committee/mod.ts";
import { BudgetError, DataError, LabError } from "../errors.ts";
import type { Balance } from "./ledger.ts";
import type { PaidCalls } from "./paid_calls.ts";
import { CallError, type CallFault } from "./provider.ts";
import { StoreError } from "./store_error.ts";
import { answerWithinGrace } from "./answer_within_grace.ts";
import type { SweepProgress } from "./sweep_progress.ts";

/** Questions under way at once; how many reach a provider is decided at its gate. */
const QUESTIONS_AT_ONCE = 64;

/** Faults that would meet every question to the same analyst, if they are what they say. */
const ENDS_AN_ANALYST: ReadonlySet<CallFault> = new Set([
  "missing key",
  "refused key",
  "unknown model",
  "quota",
  "bad request",
]);

/** Progress is told again after so long, also where nothing has ended, milliseconds. */
const TELL_EVERY_MS = 1000;

/** So many of them in a row, without an answer between, and the analyst is asked no more. */
const MOST_STRIKES = 3;

/** A question that got no answer, with the reason. */
export type Unanswered = Omit<NoAnswer, "kind" | "costUsd">;

/** What a sweep brought, whole or in part; ordered by brief, analyst and sample. */
export interface SweepResult extends Pick<PollResult, "ballots" | "failed"> {
  /** Empty when the sweep is complete. */
  readonly unanswered: readonly Unanswered[];
  readonly isStopped: boolean;
  readonly spent?: Balance;
}

/** How to sweep. */
export interface SweepOptions
  extends Pick<PollOptions, "askedAt" | "rubric" | "source" | "samples"> {
  /** Milliseconds of a clock that is never set back, for times that are told. */
  readonly now: () => number;
  /** The calls that the analysts make, for what is spent, running and held up. */
  readonly calls?:
    & Pick<PaidCalls, "spent" | "running">
    & Partial<Pick<PaidCalls, "heldUp" | "begin" | "finish">>;
  /** Stops the sweep; what is answered by then is the result. */
  readonly signal?: AbortSignal;
  /** Called at each beginning and end of a question, and from time to time between. */
  readonly onProgress?: (progress: SweepProgress) => void;
  /** Milliseconds between two such calls; 1,000 by default. */
  readonly tellEveryMs?: number;
}

interface Question {
  readonly at: number;
  readonly brief: Brief;
  readonly analyst: Analyst;
  readonly sample: number;
}

/** The questions in the order of the result: by brief, analyst and sample. */
function questionsOf(
  analysts: readonly Analyst[],
  briefs: readonly Brief[],
  samples: number,
): readonly Question[] {
  if (!Number.isInteger(samples) || samples < 1) {
    throw new RangeError(`Cannot sweep: need a whole number of samples from 1, got ${samples}`);
  }
  const names = analysts.map(({ name }) => name);
  if (names.length === 0) throw new RangeError("Cannot sweep: need at least one analyst, got none");
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new RangeError(`Cannot sweep: need analysts of different names, got ${twice} twice`);
  }
  return briefs.flatMap((brief) =>
    analysts.flatMap((analyst) =>
      Array.from({ length: samples }, (_, sample) => ({ brief, analyst, sample }))
    )
  ).map((question, at) => ({ at, ...question }));
}

/** Milliseconds left by the pace of the slowest analyst; none while one has answered nothing. */
function leftMs(
  doneBy: ReadonlyMap<string, number>,
  perAnalyst: number,
  elapsed: number,
): number | undefined {
  const lefts = [...doneBy.values()].map((count) => elapsed * (perAnalyst - count) / count);
  return lefts.every(Number.isFinite) ? Math.max(...lefts) : undefined;
}

/** Asks all of a list, so many at once, until it is stopped; the first error stops the others. */
async function inLanes(
  list: readonly Question[],
  atOnce: number,
  { heard, fault }: { readonly heard: AbortSignal; readonly fault: AbortController },
  ask: (question: Question) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < list.length && !heard.aborted) await ask(list[next++]);
  };
  const lanes = Array.from({ length: Math.min(atOnce, list.length) }, lane);
  try {
    await Promise.all(lanes);
  } catch (error) {
    fault.abort(error);
    await Promise.allSettled(lanes);
    throw error;
  }
}

/**
 * A poll that may be stopped anywhere and started again, and brings what it has.
 *
 * Where `poll` ends with the first error, a sweep goes on: a question that meets an error has none
 * but its reason, an analyst whose key or model is refused three times in a row is asked no more, and
 * the others are. A question that a cap or such a refusal met is asked once more when all others have
 * ended, for their reservations are settled by then. With analysts that make `paidCalls`, the same
 * sweep started again pays only for what is missing, until it has all its answers.
 *
 * @param analysts One or more, each under a name of its own.
 * @param briefs The questions, one per sector.
 * @throws {RangeError} If there is no analyst, two share a name, or `samples` is no whole number.
 *
 * @example Stopped before it began
 * ```ts
 * import { briefs, rulesAnalyst } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { sweep } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days[400]);
 * const { unanswered, isStopped } = await sweep([rulesAnalyst()], briefs(view), {
 *   askedAt: view.decidedAt,
 *   now: () => 0,
 *   signal: AbortSignal.abort(),
 * });
 * equal(unanswered.length, 11);
 * equal(isStopped, true);
 * ```
 */
export async function sweep(
  analysts: readonly Analyst[],
  briefs: readonly Brief[],
  options: SweepOptions,
): Promise<SweepResult> {
  // Long because each end of a question moves the same few counts, and any may be the last.
  const { askedAt, now, rubric = DEFAULT_RUBRIC, source, calls, signal, onProgress } = options;
  const samples = options.samples ?? 1;
  const questions = questionsOf(analysts, briefs, samples);
  const began = now();
  const answers = new Array<AnalystAnswer | undefined>(questions.length);
  const reasons = new Array<string | undefined>(questions.length);
  const doneBy = new Map(analysts.map(({ name }) => [name, 0]));
  const strikes = new Map<string, number>();
  const givenUp = new Map<string, string>();
  const deferred: Question[] = [];
  const fault = new AbortController();
  const heard = signal ? AbortSignal.any([signal, fault.signal]) : fault.signal;
  const stops = { heard, fault };
  let underWay = 0, done = 0, failed = 0, unanswered = 0;

  function tell(): void {
    if (!onProgress) return;
    const left = leftMs(doneBy, briefs.length * samples, now() - began);
    const heldUp = calls?.heldUp;
    const running = Math.min(calls?.running ?? underWay, questions.length - done);
    onProgress({
      total: questions.length,
      done,
      running,
      waiting: questions.length - done - running,
      failed,
      unanswered,
      elapsedMs: now() - began,
      ...(calls ? { spent: calls.spent() } : {}),
      ...(left === undefined ? {} : { leftMs: left }),
      ...(heldUp === undefined ? {} : { heldUp }),
    });
  }
  function end(question: Question, outcome: AnalystAnswer | string): void {
    done++;
    doneBy.set(question.analyst.name, doneBy.get(question.analyst.name)! + 1);
    if (typeof outcome === "string") {
      reasons[question.at] = outcome;
      unanswered++;
    } else {
      answers[question.at] = outcome;
      if (outcome.kind === "failed") failed++;
    }
  }

  async function ask(question: Question, mayDefer: boolean): Promise<void> {
    const { analyst, sample } = question;
    const reason = givenUp.get(analyst.name);
    if (reason !== undefined) return end(question, reason);
    underWay++;
    tell();
    try {
      const answer = await answerWithinGrace(question, rubric, {
        askedAt,
        sample,
        signal: heard,
        ...(source === undefined ? {} : { source }),
      });
      end(question, answer.kind === "unanswered" ? answer.reason : answer);
      strikes.delete(analyst.name);
    } catch (error) {
      if (heard.aborted) return;
      if (!(error instanceof LabError)) throw error;
      const isForAll = error instanceof CallError && ENDS_AN_ANALYST.has(error.fault);
      const struck = (strikes.get(analyst.name) ?? 0) + (isForAll ? 1 : 0);
      strikes.set(analyst.name, struck);
      if (error instanceof DataError || struck >= MOST_STRIKES) {
        givenUp.set(analyst.name, error.message);
      } else if (mayDefer && (isForAll || error instanceof BudgetError)) {
        deferred.push(question);
        return;
      }
      end(question, error.message);
    } finally {
      underWay--;
      tell();
    }
  }

  calls?.begin?.();
  const ticks = onProgress && setInterval(tell, options.tellEveryMs ?? TELL_EVERY_MS);
  try {
    await inLanes(questions, QUESTIONS_AT_ONCE, stops, (one) => ask(one, true));
    const later = deferred.toSorted((a, b) => a.at - b.at);
    await inLanes(later, 1, stops, (one) => ask(one, false));
  } finally {
    clearInterval(ticks);
  }
  const isStopped = signal?.aborted ?? false;
  if (questions.every(({ at }) => answers[at] !== undefined)) {
    try {
      calls?.finish?.();
    } catch (error) {
      // What stays kept for longer is no loss.
      if (!(error instanceof StoreError)) throw error;
    }
  }
  return {
    ballots: answers.flatMap((answer) => answer?.kind === "ballot" ? [answer.ballot] : []),
    failed: answers.flatMap((answer) => answer?.kind === "failed" ? [answer] : []),
    unanswered: questions.flatMap(({ at, analyst, brief: { sector, day }, sample }) =>
      answers[at] ? [] : [{
        analyst: analyst.name,
        sector,
        day,
        sample,
        reason: reasons[at] ?? "The sweep was stopped before the answer came.",
      }]
    ),
    isStopped,
    ...(calls ? { spent: calls.spent() } : {}),
  };
}
