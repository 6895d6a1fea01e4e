import {
  type Analyst,
  type AnalystAnswer,
  type AnalystRequest,
  type Asked,
  type Brief,
  type CastBallot,
  DEFAULT_RUBRIC,
  type FailedBallot,
  type NoAnswer,
  type PollOptions,
  type PollResult,
} from "../committee/mod.ts";
import { BudgetError, DataError, LabError } from "../errors.ts";
import type { Day } from "../units.ts";
import { answerWithinGrace } from "./answer_within_grace.ts";
import type { DayAsked } from "./day_asked.ts";
import type { Balance } from "./ledger.ts";
import type { PaidCalls } from "./paid_calls.ts";
import { pace } from "./pace.ts";
import { CallError, type CallFault } from "./provider.ts";
import { StoreError } from "./store_error.ts";
import type { SweepProgress } from "./sweep_progress.ts";

/** Questions under way at once; how many reach a provider is decided at its gate. */
const QUESTIONS_AT_ONCE = 64;

/**
 * Days that are open beside those whose questions are under way: so far may the others run ahead of a
 * question that takes long, and so many days' answers are held.
 */
const DAYS_AHEAD = 10;

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

/** Why a question has no answer that nobody was asked. */
const STOPPED = "The sweep was stopped before the answer came.";

/** A question that got no answer, with the reason. */
export type Unanswered = Omit<NoAnswer, "kind" | "costUsd">;

/** An answer as it came, with all that a record keeps of it. */
export interface AskedAnswer {
  readonly request: AnalystRequest;
  readonly answer: CastBallot | FailedBallot;
  /** The moment, wording and time, each as far as anybody knows it. */
  readonly asked: Asked & { readonly askedAt: string };
}

/** What a day of a sweep brought, whole or in part; ordered by brief, analyst and sample. */
export interface SweptDay extends Pick<PollResult, "ballots" | "failed"> {
  readonly day: Day;
  readonly sectors: DayAsked["sectors"];
  /** Empty when the day is complete. */
  readonly unanswered: readonly Unanswered[];
}

/** How a sweep over days ended. */
export interface SweepEnd {
  readonly isStopped: boolean;
  /** Questions without an answer, of all days. */
  readonly unanswered: number;
  readonly spent?: Balance;
}

/** How to sweep days. */
export interface SweepDaysOptions extends Pick<PollOptions, "rubric" | "source" | "samples"> {
  /** Milliseconds of a clock that is never set back, for times that are told. */
  readonly now: () => number;
  /** Milliseconds since 1970, for the moment of asking; `Date.now` by default. */
  readonly wallNow?: () => number;
  /** The calls that the analysts make, for what is spent, running and held up. */
  readonly calls?:
    & Pick<PaidCalls, "spent" | "running">
    & Partial<Pick<PaidCalls, "heldUp" | "begin" | "finish">>;
  /** Stops the sweep; what is answered by then is the result. */
  readonly signal?: AbortSignal;
  /** Called with each answer as it comes, so that none is lost however the sweep ends. */
  readonly onAnswer?: (answer: AskedAnswer) => void;
  /** Called with each day once, in order, as soon as it and all before it have ended. */
  readonly onDay?: (day: SweptDay) => void | Promise<void>;
  /** Called at each beginning and end of a question, and from time to time between. */
  readonly onProgress?: (progress: SweepProgress) => void;
  /** Milliseconds between two such calls; 1,000 by default. */
  readonly tellEveryMs?: number;
}

interface Question {
  readonly of: OpenDay;
  readonly at: number;
  readonly brief: Brief;
  readonly analyst: Analyst;
  readonly sample: number;
}

interface OpenDay {
  readonly about: DayAsked;
  readonly questions: readonly Question[];
  readonly answers: (AnalystAnswer | undefined)[];
  readonly reasons: (string | undefined)[];
  /** Neither ended nor put off. */
  left: number;
  putOff: Question[];
}

/** @throws {RangeError} If there is no analyst, two share a name, or `samples` is no whole number. */
function checkSweep(analysts: readonly Analyst[], samples: number): void {
  if (!Number.isInteger(samples) || samples < 1) {
    throw new RangeError(`Cannot sweep: need a whole number of samples from 1, got ${samples}`);
  }
  const names = analysts.map(({ name }) => name);
  if (names.length === 0) throw new RangeError("Cannot sweep: need at least one analyst, got none");
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new RangeError(`Cannot sweep: need analysts of different names, got ${twice} twice`);
  }
}

/** A day with its questions by brief, analyst and sample. */
function openedDay(about: DayAsked, analysts: readonly Analyst[], samples: number): OpenDay {
  const questions: Question[] = [];
  const of: OpenDay = { about, questions, answers: [], reasons: [], left: 0, putOff: [] };
  for (const brief of about.briefs()) {
    for (const analyst of analysts) {
      for (let sample = 0; sample < samples; sample++) {
        questions.push({ of, at: questions.length, brief, analyst, sample });
      }
    }
  }
  of.left = questions.length;
  return of;
}

/** An answer without what a record alone keeps of it. */
function plain(answer: FailedBallot): FailedBallot {
  const { asked: _, ...rest } = answer;
  return rest;
}

/** What an open day brought. */
function sweptDay({ about, questions, answers, reasons }: OpenDay): SweptDay {
  return {
    day: about.day,
    sectors: about.sectors,
    ballots: answers.flatMap((answer) => answer?.kind === "ballot" ? [answer.ballot] : []),
    failed: answers.flatMap((answer) => answer?.kind === "failed" ? [plain(answer)] : []),
    unanswered: questions.flatMap(({ at, analyst, brief: { sector, day }, sample }) =>
      answers[at]
        ? []
        : [{ analyst: analyst.name, sector, day, sample, reason: reasons[at] ?? STOPPED }]
    ),
  };
}

/** What a day brought that was never opened. */
function unopened(
  { day, sectors }: DayAsked,
  analysts: readonly Analyst[],
  samples: number,
): SweptDay {
  const unanswered = sectors.flatMap((sector) =>
    analysts.flatMap(({ name }) =>
      Array.from({ length: samples }, (_, sample) => ({
        analyst: name,
        sector,
        day,
        sample,
        reason: STOPPED,
      }))
    )
  );
  return { day, sectors, ballots: [], failed: [], unanswered };
}

/** A moment for signals and timers, which answers that need none of them would keep from their turn. */
const turn = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/**
 * A sweep over many days that may be stopped anywhere and started again.
 *
 * Questions go on from one day to the next without a pause between, so that the limits of a provider are
 * used to the end; but only a few days are open at once: briefs are made when their day is opened, and
 * answers are handed on with `onDay` and held by nobody here, so that memory does not grow with the days.
 *
 * Where `poll` ends with the first error, a sweep goes on: a question that meets an error has none
 * but its reason, an analyst whose key or model is refused three times in a row is asked no more, and
 * the others are. A question that a cap or such a refusal met is asked once more when all others of the
 * open days have ended, for their reservations are settled by then. With analysts that make `paidCalls`,
 * the same sweep started again pays only for what is missing, until it has all its answers.
 *
 * @param analysts One or more, each under a name of its own.
 * @param days In order; see `daysAsked`.
 * @throws {RangeError} If there is no analyst, two share a name, or `samples` is no whole number.
 *
 * @example Two decisions four weeks apart
 * ```ts
 * import { rulesAnalyst } from "lab/committee";
 * import { simulatedMarket, weeklyDays } from "lab/market";
 * import { daysAsked, sweepDays } from "lab/providers";
 * import { deepEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const weeks = weeklyDays(market.prices.days);
 * const counts: number[] = [];
 * await sweepDays([rulesAnalyst()], daysAsked(market, [weeks[60], weeks[64]]), {
 *   now: () => 0,
 *   onDay: ({ ballots }) => void counts.push(ballots.length),
 * });
 * deepEqual(counts, [11, 11]);
 * ```
 */
export async function sweepDays(
  analysts: readonly Analyst[],
  days: readonly DayAsked[],
  options: SweepDaysOptions,
): Promise<SweepEnd> {
  // Long because each end of a question moves the same few counts, and any may be the last.
  const { now, wallNow = Date.now, rubric = DEFAULT_RUBRIC, source, calls, signal } = options;
  const { samples = 1, onAnswer, onDay, onProgress } = options;
  checkSweep(analysts, samples);
  const perAnalyst = samples * days.reduce((sum, { sectors }) => sum + sectors.length, 0);
  const total = perAnalyst * analysts.length, perDay = total / Math.max(1, days.length);
  const mostOpen = Math.ceil(QUESTIONS_AT_ONCE / Math.max(1, perDay)) + DAYS_AHEAD;
  const began = now(), begunAt = new Date(wallNow()).toISOString();
  const left = pace(analysts.map(({ name }) => name), perAnalyst);
  const strikes = new Map<string, number>();
  const givenUp = new Map<string, string>();
  const fault = new AbortController();
  const heard = signal ? AbortSignal.any([signal, fault.signal]) : fault.signal;
  const open: OpenDay[] = [], queue: Question[] = [];
  let next = 0, underWay = 0, done = 0, failed = 0, unanswered = 0, missing = 0;
  let opening: Promise<void> | undefined;
  let told = Promise.resolve(), moved = Promise.withResolvers<void>();

  function tell(): void {
    if (!onProgress) return;
    const leftMs = left.ms(now());
    const heldUp = calls?.heldUp;
    const running = Math.min(calls?.running ?? underWay, total - done);
    onProgress({
      total,
      done,
      running,
      waiting: total - done - running,
      failed,
      unanswered,
      elapsedMs: now() - began,
      ...(calls ? { spent: calls.spent() } : {}),
      ...(leftMs === undefined ? {} : { leftMs }),
      ...(heldUp === undefined ? {} : { heldUp }),
    });
  }
  function handOn(day: SweptDay): void {
    missing += day.unanswered.length;
    if (!onDay) return;
    told = told.then(() => onDay(day));
    // Whoever waits for it hears of a fault; while all are asking nobody does.
    told.catch(() => {});
  }
  /** Hands on the first days, as far as all their questions have ended. */
  function close(): void {
    while (open.length > 0 && open[0].left === 0 && open[0].putOff.length === 0) {
      handOn(sweptDay(open.shift()!));
    }
  }
  function end(
    { of, at, analyst, brief, sample }: Question,
    outcome: AnalystAnswer | string,
  ): void {
    done++;
    of.left--;
    const isKept = typeof outcome === "object" && outcome.kind !== "unanswered" &&
      (outcome.asked?.askedAt ?? begunAt) < begunAt;
    left.ended(analyst.name, now(), isKept);
    if (typeof outcome === "string") {
      of.reasons[at] = outcome;
      unanswered++;
    } else {
      of.answers[at] = outcome;
      if (outcome.kind === "failed") failed++;
      if (outcome.kind !== "unanswered") {
        const { costUsd } = outcome;
        onAnswer?.({
          request: { analyst: analyst.name, brief, rubric, sample },
          answer: outcome,
          asked: {
            askedAt: new Date(wallNow()).toISOString(),
            ...(costUsd === undefined ? {} : { costUsd }),
            ...outcome.asked,
          },
        });
      }
    }
    close();
  }

  async function ask(question: Question, mayPutOff: boolean): Promise<void> {
    const { of, analyst, sample } = question;
    const reason = givenUp.get(analyst.name);
    if (reason !== undefined) return end(question, reason);
    underWay++;
    left.began(analyst.name, now());
    tell();
    try {
      const answer = await answerWithinGrace(question, rubric, {
        askedAt: of.about.askedAt,
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
      } else if (mayPutOff && (isForAll || error instanceof BudgetError)) {
        of.left--;
        of.putOff.push(question);
        return;
      }
      end(question, error.message);
    } finally {
      underWay--;
      moved.resolve();
      moved = Promise.withResolvers();
      tell();
    }
  }

  /** The next question; days are opened one after the other, with a moment for signals between. */
  async function nextQuestion(): Promise<Question | undefined> {
    while (queue.length === 0 && next < days.length && open.length < mostOpen && !heard.aborted) {
      opening ??= turn().then(() => {
        opening = undefined;
        if (heard.aborted) return;
        const day = openedDay(days[next++], analysts, samples);
        open.push(day);
        queue.push(...day.questions);
        close();
      });
      await opening;
    }
    return queue.shift();
  }

  async function lane(): Promise<void> {
    while (!heard.aborted) {
      const question = await nextQuestion();
      if (heard.aborted) return;
      if (question) await ask(question, true);
      // Others may put an end to a day, so that the next one can be opened.
      else if (underWay > 0) await moved.promise;
      else return;
      await told;
    }
  }

  /** Asks all until nothing but what was put off is left of the open days; the first error stops all. */
  async function lanes(): Promise<void> {
    const all = Array.from({ length: Math.min(QUESTIONS_AT_ONCE, total) }, lane);
    try {
      await Promise.all(all);
    } catch (error) {
      fault.abort(error);
      await Promise.allSettled(all);
      throw error;
    }
  }

  calls?.begin?.();
  const ticks = onProgress && setInterval(tell, options.tellEveryMs ?? TELL_EVERY_MS);
  try {
    do {
      await lanes();
      const later = open.flatMap(({ putOff }) => putOff).sort((a, b) =>
        a.of === b.of ? a.at - b.at : a.of.about.day < b.of.about.day ? -1 : 1
      );
      for (const day of open) {
        day.left += day.putOff.length;
        day.putOff = [];
      }
      for (const question of later) {
        if (heard.aborted) break;
        await ask(question, false);
        await told;
      }
    } while (!heard.aborted && (next < days.length || open.length > 0));
    for (const day of open.splice(0)) handOn(sweptDay(day));
    for (const day of days.slice(next)) handOn(unopened(day, analysts, samples));
    await told;
  } finally {
    clearInterval(ticks);
  }
  if (missing === 0) {
    try {
      calls?.finish?.();
    } catch (error) {
      // What stays kept for longer is no loss.
      if (!(error instanceof StoreError)) throw error;
    }
  }
  return {
    isStopped: signal?.aborted ?? false,
    unanswered: missing,
    ...(calls ? { spent: calls.spent() } : {}),
  };
}
