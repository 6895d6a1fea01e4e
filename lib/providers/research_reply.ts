import type { Brief, FailedBallot, NoAnswer, Rubric } from "../committee/mod.ts";
import type { AskedQuestion } from "./asked_question.ts";
import { finishIssue, issue } from "./finish_issue.ts";
import type { PaidReply } from "./make_call.ts";
import { researchPrompt } from "./model_prompt.ts";
import type { Manner } from "./provider.ts";

/** Tokens of a research report at most, thinking included. */
export const RESEARCH_OUTPUT_TOKENS = 30_000;
/** Searches of one research call at most. */
export const RESEARCH_SEARCHES = 10;
/** Time for one try of a research call, milliseconds. */
export const RESEARCH_DEADLINE_MS = 1_800_000;
/** A report that stopped early is still of use from so many characters on. */
const LEAST_RESEARCH_CHARACTERS = 200;

/** The first stage of a `deep` analyst: a report from the web. */
export interface ResearchOptions {
  /** Who researches, where it is another model than the one that makes the ballot. */
  readonly model?: string;
  /** How that model is asked; as for the ballot by default. */
  readonly manner?: Manner;
  /** Web searches at most, where the provider knows a bound; 10 by default. */
  readonly maxSearches?: number;
  /** Whether to research also where the provider knows no bound, so that no cap holds. */
  readonly unboundedSearches?: boolean;
  /** Tokens of the report at most, thinking included; 30,000 by default. */
  readonly maxOutputTokens?: number;
  /** Whether the provider works on while nobody listens; only where it has `fetchAnswer`. */
  readonly background?: boolean;
  /** Time for one try; 30 minutes by default. */
  readonly deadlineMs?: number;
}

/**
 * The report for a brief, from a model that searches the web, or why the question ends with it.
 *
 * @param question Books the call; its author is forgotten, for who searched has not written the ballot.
 * @param by Who researches, and how where the research has no manner of its own.
 */
export async function researchReply(
  question: AskedQuestion,
  brief: Brief,
  rubric: Rubric,
  by: { readonly model: string; readonly manner: Manner; readonly research: ResearchOptions },
): Promise<PaidReply | NoAnswer | FailedBallot> {
  const { model, manner, research } = by;
  const reply = await question.made({
    stage: "research",
    model,
    ...(research.manner ?? manner),
    ...researchPrompt(rubric, brief),
    maxOutputTokens: research.maxOutputTokens ?? RESEARCH_OUTPUT_TOKENS,
    search: {
      maxCalls: research.maxSearches ?? RESEARCH_SEARCHES,
      ...(research.unboundedSearches ? { mayExceed: true } : {}),
    },
    ...(research.background ? { background: true } : {}),
  }, research.deadlineMs ?? RESEARCH_DEADLINE_MS);
  if ("kind" in reply) return reply;
  const text = reply.text.trim();
  const isOfUse = reply.finish === "complete" ||
    (reply.finish === "incomplete" && text.length >= LEAST_RESEARCH_CHARACTERS);
  const fault = question.otherModel(reply, model) ?? (isOfUse ? undefined : finishIssue(reply)) ??
    (text === "" ? issue("empty", "The research came back empty.") : undefined);
  if (fault) {
    question.noteRaw(reply.text);
    return question.failed([{ ...fault, path: "research" }]);
  }
  question.forgetAnswerer();
  return reply;
}
