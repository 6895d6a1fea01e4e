import type { BallotIssue } from "../errors.ts";
import type { Source } from "../market/mod.ts";
import type { Instant } from "../units.ts";
import type { Answerer, Ballot } from "./ballot.ts";
import type { Brief } from "./brief.ts";
import type { QuestionNames } from "./question_names.ts";
import type { Pillar, Rubric } from "./rubric.ts";

/** What comes with a question. Time and repetition are arguments: no analyst reads a clock. */
export interface AskOptions {
  /** When the question is asked; the references of an answer carry it. */
  readonly askedAt: Instant;
  /** Which repetition of the same question, from 0; several show an analyst's own noise. */
  readonly sample?: number;
  /**
   * Where the brief's data come from: on a simulated market no model can remember anything, and
   * nothing on the web is about it.
   */
  readonly source?: Source;
  /** Ends the question; an analyst then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** How and when a question was asked, as far as whoever answers it knows; who asks knows the rest. */
export interface Asked {
  /** Version of the wording that was answered, or of the rules that answered. */
  readonly prompt?: string;
  /** Whether names and dates were hidden. */
  readonly masked?: boolean;
  /** The moment, universal time, where the answer is kept or recorded and so not of now. */
  readonly askedAt?: string;
  /** Milliseconds from question to answer, waits for a place not counted. */
  readonly latencyMs?: number;
  /** What it cost when it was asked, US dollars, where playing it costs nothing. */
  readonly costUsd?: number;
}

/** What an analyst read beside the brief. */
export interface Report {
  readonly text: string;
  /** Addresses that it cites, by the pillar for which it cites them. */
  readonly cites: Readonly<Partial<Record<Pillar, readonly string[]>>>;
}

/** An answer that is a ballot. */
export interface CastBallot {
  readonly kind: "ballot";
  readonly ballot: Ballot;
  /** The text that was parsed, where the analyst answers in text. */
  readonly raw?: string;
  /** The model that really answered, where there is one. */
  readonly model?: string;
  /** What was read beside the brief, where there was something. */
  readonly report?: Report;
  readonly asked?: Asked;
  /** US dollars; `undefined` when unknown, which is not 0. */
  readonly costUsd: number | undefined;
}

/** An answer that is no ballot. It is kept and counted, and never read as a score of 3. */
export interface FailedBallot extends QuestionNames {
  readonly kind: "failed";
  /** What came back, as it came; empty when nothing did. */
  readonly raw: string;
  readonly issues: readonly BallotIssue[];
  readonly model?: string;
  /** Who really answered, where it was a model. */
  readonly answeredBy?: Answerer;
  readonly asked?: Asked;
  /** A bad answer costs as much as a good one. */
  readonly costUsd: number | undefined;
}

/** No answer at all: nobody could be reached, or nothing came that was one. */
export interface NoAnswer extends QuestionNames {
  readonly kind: "unanswered";
  /** A sentence for the reader. */
  readonly reason: string;
  /** A call without an answer may cost all the same. */
  readonly costUsd: number | undefined;
}

/** What an analyst gives back for one question. */
export type AnalystAnswer = CastBallot | FailedBallot | NoAnswer;

/**
 * Someone who scores a sector: rules, a recording, a language model.
 *
 * An answer that cannot be read is a value (`FailedBallot`), and so is none (`NoAnswer`). What stops the
 * whole run (a missing key, a retired model, a question that was never recorded) is thrown.
 *
 * @example An analyst with no opinion
 * ```ts
 * import { type Analyst } from "lab/committee";
 * import { equal } from "node:assert/strict";
 *
 * const abstention = { kind: "abstention", reason: "I am away" } as const;
 * const away: Analyst = {
 *   name: "away",
 *   answer: ({ sector, day }, { horizonWeeks }, { sample = 0 }) =>
 *     Promise.resolve({
 *       kind: "ballot",
 *       costUsd: 0,
 *       ballot: {
 *         analyst: "away",
 *         sector,
 *         day,
 *         horizonWeeks,
 *         sample,
 *         rationale: [],
 *         subScores: { fundamentals: abstention, sentiment: abstention, technicals: abstention },
 *         references: [],
 *         confidence: 0,
 *         summary: "No view while away.",
 *       },
 *     }),
 * };
 * equal(away.name, "away");
 * ```
 */
export interface Analyst {
  /** Shown in tables and written on every ballot; one name, one way of answering. */
  readonly name: string;
  /** Whether it follows no order in what it reads, as fixed rules cannot; false by default. */
  readonly takesNoOrders?: boolean;
  answer(brief: Brief, rubric: Rubric, options: AskOptions): Promise<AnalystAnswer>;
}
