import type { Analyst, AnalystAnswer, Answerer } from "../committee/mod.ts";
import { heldToBrief } from "../committee/mod.ts";
import { BallotError } from "../errors.ts";
import { answererOf, type CutoffOf } from "./answerer.ts";
import { askedQuestion } from "./asked_question.ts";
import { finishIssue } from "./finish_issue.ts";
import { knowledgeCutoff } from "./knowledge_cutoffs.ts";
import { type MakeCall, makeCallOnce, type PaidReply } from "./make_call.ts";
import { modelBallot } from "./model_ballot.ts";
import {
  ballotPrompt,
  MODEL_PROMPT_VERSION,
  type ModelPrompt,
  repairPrompt,
} from "./model_prompt.ts";
import type { Provider } from "./provider.ts";
import { mannerOf } from "./refuse_words.ts";
import { researchFault, researchRefusal } from "./research_day.ts";
import { type ResearchOptions, researchReply } from "./research_reply.ts";
import { citedByPillar } from "./research_report.ts";
import { signedBallot } from "./signed_ballot.ts";
import { wireSchema } from "./wire_schema.ts";

/** Tokens of a ballot at most, thinking included; a ballot itself has about 1,000. */
export const BALLOT_OUTPUT_TOKENS = 8000;
/** Time for one try of a ballot, milliseconds. */
export const BALLOT_DEADLINE_MS = 120_000;
/** Of marks around untrusted text; any text will do, see `fenced`. */
export const FENCE_SEED = "sector-committee-lab";
/** Models that search and report and keep to no schema. */
const REPORTS_ALONE = /deep-research/i;

/** How a model answers as an analyst. */
export interface ModelAnalystOptions {
  readonly model: string;
  /** Shown in tables and on ballots; `provider/model` by default. */
  readonly name?: string;
  /** Tokens of a ballot at most, thinking included; 8,000 by default. */
  readonly maxOutputTokens?: number;
  /** Time for one try; two minutes by default. */
  readonly deadlineMs?: number;
  /** If given, each ballot is preceded by research: about today, for that is the day of the web. */
  readonly research?: ResearchOptions;
  /** Whether past and simulated days may be researched; each ballot is then contaminated. */
  readonly researchPast?: boolean;
  /** Milliseconds since 1970, to know which day is today; `Date.now` by default. */
  readonly now?: () => number;
  /** Up to when a model may have read; `knowledgeCutoff` by default. */
  readonly cutoffOf?: CutoffOf;
  /** Whether names and dates are hidden from the model; never with research. */
  readonly masked?: boolean;
  /** How much the model thinks, in the provider's own word. */
  readonly reasoningEffort?: string;
  /** How much the model writes, in the provider's own word. */
  readonly verbosity?: string;
  /** Which class of service is paid for, in the provider's own word. */
  readonly serviceTier?: string;
  /** Seed of the marks around untrusted text; record it with the settings. */
  readonly fenceSeed?: string;
  /** Other names by which the same model answers, as local servers do. */
  readonly alsoCalled?: readonly string[];
  /** The same of a model that took over, which has names of its own. */
  readonly alsoCalledOf?: (served: Pick<Answerer, "provider" | "asked">) => readonly string[];
  /** Makes each call; the plain way, without a ledger, by default. */
  readonly makeCall?: MakeCall;
}

/** @throws {RangeError} As `modelAnalyst` does. */
function checkAnalyst(
  name: string,
  { model, masked, research }: ModelAnalystOptions,
  bounds: readonly number[],
): void {
  if (masked && research) {
    throw new RangeError(
      `Cannot make the analyst ${name}: need a masked brief or research, got both; ` +
        "a search needs the sector's name",
    );
  }
  for (const count of bounds) {
    if (!Number.isSafeInteger(count) || count < 1) {
      throw new RangeError(
        `Cannot make the analyst ${name}: need whole numbers from 1 as bounds, got ${count}`,
      );
    }
  }
  if (REPORTS_ALONE.test(model)) {
    throw new RangeError(
      `Cannot make the analyst ${name}: ${model} writes reports and no ballots; name it as ` +
        "research.model, and another model for the ballot",
    );
  }
}

/**
 * A language model as an analyst of the committee.
 *
 * It asks with the wire schema and reads with the full one. An answer that cannot be read is sent
 * back once with what is wrong; then it is a failed ballot with its raw text, cost and reason. With
 * `research`, a first call searches the web and reports as text; a second one, without tools, makes
 * the ballot of brief and report.
 *
 * Faults that would meet every question (a key, a model, a quota) are thrown, as `CallError`; a body
 * that cannot be read is a failed ballot; after any other fault of a call there is no answer, which is
 * a value too and no failed ballot.
 *
 * Every ballot names who answered, with the place in the chain and that model's own cutoff; one whose
 * author may know what came after the day is marked contaminated. Research is about today: asked about
 * a past or a simulated day it is refused, unless `researchPast` asks for it.
 *
 * @param provider Who is asked.
 * @param options The model; `makeCall` is where money, retries and caches come in.
 * @throws {RangeError} If masking is asked for together with research, a bound is no whole number, or
 *   a deep-research model is to make the ballot.
 * @throws {DataError} From `answer`, if research is asked for on another day than today.
 *
 * @example A stand-in for a provider
 * ```ts
 * import { briefs, DEFAULT_RUBRIC } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { modelAnalyst, type Provider } from "lab/providers";
 * import { deepEqual } from "node:assert/strict";
 *
 * const silent: Provider = {
 *   name: "silent",
 *   baseUrl: "http://127.0.0.1/",
 *   isLocal: true,
 *   call: () => Promise.resolve({
 *     finish: "refused", text: "", reason: "no advice", model: "none", usage: undefined,
 *   }),
 * };
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days[400]);
 * const answer = await modelAnalyst(silent, { model: "none" }).answer(
 *   briefs(view)[0],
 *   DEFAULT_RUBRIC,
 *   { askedAt: view.decidedAt },
 * );
 * deepEqual(answer.kind === "failed" && answer.issues[0].code, "refused");
 * ```
 */
export function modelAnalyst(provider: Provider, options: ModelAnalystOptions): Analyst {
  const {
    model,
    name = `${provider.name}/${model}`,
    maxOutputTokens = BALLOT_OUTPUT_TOKENS,
    deadlineMs = BALLOT_DEADLINE_MS,
    research,
    masked = false,
    fenceSeed: seed = FENCE_SEED,
    alsoCalled = [],
    alsoCalledOf = () => [],
    makeCall = makeCallOnce,
    researchPast = false,
    now = Date.now,
    cutoffOf = (one) => knowledgeCutoff(one)?.day,
  } = options;
  checkAnalyst(name, options, [maxOutputTokens, deadlineMs]);
  const words = mannerOf(options);
  const schema = { name: "ballot", jsonSchema: wireSchema() };
  const researcher = research?.model ?? model;

  return {
    name,
    async answer(brief, rubric, { sample = 0, signal, source }): Promise<AnalystAnswer> {
      signal?.throwIfAborted();
      const { day } = brief;
      const asOfNow = now();
      const beyond = research ? researchFault(day, { now: asOfNow, source }) : undefined;
      if (beyond !== undefined && !researchPast) throw researchRefusal(name, day, beyond);
      const question = askedQuestion(brief, {
        analyst: name,
        sample,
        provider,
        signal: signal ?? new AbortController().signal,
        makeCall,
        cutoffOf,
        alsoCalled,
        alsoCalledOf,
        wording: { prompt: MODEL_PROMPT_VERSION, masked },
      });
      let found: PaidReply | undefined;
      if (research) {
        const by = { model: researcher, manner: words, research };
        const reply = await researchReply(question, brief, rubric, by);
        if ("kind" in reply) return reply;
        found = reply;
      }

      const first = ballotPrompt(rubric, brief, { seed, masked, research: found });
      let asked: ModelPrompt = first;
      for (const stage of ["ballot", "repair"] as const) {
        const { system, user } = asked;
        const reply = await question.made(
          { stage, model, ...words, system, user, schema, maxOutputTokens },
          deadlineMs,
        );
        if ("kind" in reply) return reply;
        question.noteRaw(reply.text);
        const fault = question.otherModel(reply, model) ?? finishIssue(reply);
        // Asking again would meet the same filter, bound or stranger, and cost once more.
        if (fault) return question.failed([fault]);
        try {
          const read = modelBallot(reply, first, { brief, rubric, analyst: name, sample });
          const report = found && {
            text: found.text,
            cites: citedByPillar(first.report, { pages: first.pages, reasons: read.rationale }),
          };
          const researchedBy = found &&
            answererOf(found, { provider: provider.name, model: researcher }, cutoffOf);
          const written = signedBallot(read, {
            answeredBy: question.answerer!,
            ...(found && researchedBy ? { found, researchedBy } : {}),
            pages: first.pages,
            day,
            // A kept answer knows what it knew when it was asked.
            now: question.lastAt ?? asOfNow,
            source,
            ...(beyond === undefined ? {} : { beyond }),
          });
          return {
            kind: "ballot",
            ballot: heldToBrief(written, brief, rubric, { report }),
            ...(report ? { report } : {}),
            asked: question.asked,
            raw: reply.text,
            ...(question.answered === undefined ? {} : { model: question.answered }),
            costUsd: question.costUsd,
          };
        } catch (error) {
          if (!(error instanceof BallotError)) throw error;
          if (stage === "repair") return question.failed(error.issues);
          asked = repairPrompt(first, reply.text, error.issues, { seed });
        }
      }
      throw new Error("unreachable");
    },
  };
}
