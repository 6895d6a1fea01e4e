import { BallotError } from "../errors.ts";
import type { Source } from "../market/mod.ts";
import type { Instant } from "../units.ts";
import type { Analyst, AnalystAnswer, AskOptions, FailedBallot, NoAnswer } from "./analyst.ts";
import type { Ballot } from "./ballot.ts";
import type { Brief } from "./brief.ts";
import { heldToBrief } from "./held_to_brief.ts";
import { DEFAULT_RUBRIC, type Rubric } from "./rubric.ts";

/** Questions under way at once; providers have limits of their own, which come on top. */
const DEFAULT_CONCURRENCY = 8;

/** How far a poll has come. */
export interface PollProgress {
  readonly done: number;
  readonly total: number;
  /** The answer that just came in. */
  readonly answer: AnalystAnswer;
}

/** How to poll. */
export interface PollOptions {
  /** When the questions are asked, from the caller; a poll reads no clock. */
  readonly askedAt: Instant;
  readonly rubric?: Rubric;
  /** Where the briefs' data come from; told to every analyst. */
  readonly source?: Source;
  /** How often each analyst is asked about each sector; once by default. */
  readonly samples?: number;
  /** Questions under way at once; 8 by default. */
  readonly concurrency?: number;
  /** Ends the poll: no new question is asked, and those under way are told. */
  readonly signal?: AbortSignal;
  /** Called with each answer as it comes, so that none is lost when the poll ends early. */
  readonly onAnswer?: (progress: PollProgress) => void;
}

/** All answers of a poll, in an order that does not depend on who was quick. */
export interface PollResult {
  /** By brief, then analyst, then sample. */
  readonly ballots: readonly Ballot[];
  /** In the same order; never mixed with the ballots. */
  readonly failed: readonly FailedBallot[];
  /** Questions to which no answer came, in the same order. */
  readonly unanswered: readonly NoAnswer[];
  /** Dollars spent; `undefined` when one answer's cost is unknown. */
  readonly costUsd: number | undefined;
}

function checkedCount(value: number, what: string): number {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`Cannot poll: need a whole number of ${what} from 1, got ${value}`);
  }
  return value;
}

/**
 * Asks every analyst about every brief.
 *
 * A failed ballot is kept apart. An error of any other kind ends the poll: questions under way are
 * told to stop, no more are asked, and the poll rejects with that error.
 *
 * @param analysts One or more, each under a name of its own.
 * @param briefs The questions, one per sector.
 * @throws {RangeError} If there is no analyst, two share a name, or a count is no whole number from 1.
 *
 * @example The rules on eleven sectors
 * ```ts
 * import { briefs, poll, rulesAnalyst } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days[400]);
 * const { ballots, failed } = await poll([rulesAnalyst()], briefs(view), {
 *   askedAt: view.decidedAt,
 * });
 * equal(ballots.length, 11);
 * equal(failed.length, 0);
 * ```
 */
export async function poll(
  analysts: readonly Analyst[],
  briefs: readonly Brief[],
  options: PollOptions,
): Promise<PollResult> {
  const { askedAt, rubric = DEFAULT_RUBRIC, source, signal, onAnswer } = options;
  const samples = checkedCount(options.samples ?? 1, "samples");
  const concurrency = checkedCount(options.concurrency ?? DEFAULT_CONCURRENCY, "questions at once");
  if (analysts.length === 0) {
    throw new RangeError("Cannot poll: need at least one analyst, got none");
  }
  const names = analysts.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new RangeError(`Cannot poll: need analysts of different names, got ${twice} twice`);
  }
  signal?.throwIfAborted();

  const questions = briefs.flatMap((brief) =>
    analysts.flatMap((analyst) =>
      Array.from({ length: samples }, (_, sample) => ({ brief, analyst, sample }))
    )
  );
  const answers = new Array<AnalystAnswer>(questions.length);
  const stop = new AbortController();
  const heard = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  let next = 0, done = 0;

  async function ask(): Promise<void> {
    while (next < questions.length) {
      heard.throwIfAborted();
      const at = next++;
      const { brief, analyst, sample } = questions[at];
      const answer = await askOne(analyst, brief, rubric, {
        askedAt,
        sample,
        signal: heard,
        ...(source === undefined ? {} : { source }),
      });
      answers[at] = answer;
      done++;
      onAnswer?.({ done, total: questions.length, answer });
    }
  }

  const asking = Array.from({ length: Math.min(concurrency, questions.length) }, ask);
  try {
    await Promise.all(asking);
  } catch (error) {
    stop.abort(error);
    // The others hear of it and end; what they say then changes nothing.
    await Promise.allSettled(asking);
    throw error;
  }
  const costs = answers.map(({ costUsd }) => costUsd);
  return {
    ballots: answers.flatMap((answer) => answer.kind === "ballot" ? [answer.ballot] : []),
    failed: answers.filter((answer) => answer.kind === "failed"),
    unanswered: answers.filter((answer) => answer.kind === "unanswered"),
    costUsd: costs.every((cost) => cost !== undefined)
      ? costs.reduce((sum, cost) => sum + cost, 0)
      : undefined,
  };
}

/** The answer to one question; a poll that was stopped waits for nobody. */
async function askOne(
  analyst: Analyst,
  brief: Brief,
  rubric: Rubric,
  options: AskOptions & { readonly signal: AbortSignal },
): Promise<AnalystAnswer> {
  // An analyst that does not listen to the signal must not hold up a poll that was stopped.
  const { signal } = options;
  let tell = () => {};
  const stopped = new Promise<never>((_, reject) => {
    tell = () => reject(signal.reason);
    signal.addEventListener("abort", tell, { once: true });
  });
  try {
    return await Promise.race([heldAnswer(analyst, brief, rubric, options), stopped]);
  } finally {
    signal.removeEventListener("abort", tell);
  }
}

/**
 * An analyst's answer as it counts: an unreadable one that was thrown is a failed ballot all the same,
 * and a ballot is held against its brief, whoever gave it (see `heldToBrief`).
 *
 * @example The rules, held to their brief
 * ```ts
 * import { briefs, DEFAULT_RUBRIC, heldAnswer, rulesAnalyst } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days[400]);
 * const [brief] = briefs(view);
 * const options = { askedAt: view.decidedAt };
 * equal((await heldAnswer(rulesAnalyst(), brief, DEFAULT_RUBRIC, options)).kind, "ballot");
 * ```
 */
export async function heldAnswer(
  analyst: Analyst,
  brief: Brief,
  rubric: Rubric,
  options: AskOptions,
): Promise<AnalystAnswer> {
  try {
    const answer = await analyst.answer(brief, rubric, options);
    if (answer.kind !== "ballot") return answer;
    const { ballot, report } = answer;
    const mayFollow = !analyst.takesNoOrders;
    return { ...answer, ballot: heldToBrief(ballot, brief, rubric, { report, mayFollow }) };
  } catch (error) {
    if (!(error instanceof BallotError)) throw error;
    return {
      kind: "failed",
      analyst: analyst.name,
      sector: brief.sector,
      day: brief.day,
      sample: options.sample ?? 0,
      raw: error.raw,
      issues: error.issues,
      costUsd: undefined,
    };
  }
}
