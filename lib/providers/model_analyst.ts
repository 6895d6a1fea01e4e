import {
  type Analyst,
  type AnalystAnswer,
  type Answerer,
  type FailedBallot,
  heldToBrief,
  type NoAnswer,
} from "../committee/mod.ts";
import { BallotError, type BallotIssue } from "../errors.ts";
import { outsideLine } from "../outside_text.ts";
import { callKey, type MakeCall, makeCallOnce, type PaidReply } from "./make_call.ts";
import { modelBallot } from "./model_ballot.ts";
import { ballotPrompt, type ModelPrompt, repairPrompt, researchPrompt } from "./model_prompt.ts";
import { answererOf, type CutoffOf } from "./answerer.ts";
import { finishIssue, issue } from "./finish_issue.ts";
import { knowledgeCutoff } from "./knowledge_cutoffs.ts";
import {
  CallError,
  type CallFault,
  type Manner,
  type ModelCall,
  type Provider,
} from "./provider.ts";
import { researchFault, researchRefusal } from "./research_day.ts";
import { citedByPillar } from "./research_report.ts";
import { mannerOf } from "./refuse_words.ts";
import { signedBallot } from "./signed_ballot.ts";
import { isSameModel } from "./same_model.ts";
import { wireSchema } from "./wire_schema.ts";

/** Tokens of a ballot at most, thinking included; a ballot itself has about 1,000. */
export const BALLOT_OUTPUT_TOKENS = 8000;
/** Tokens of a research report at most, thinking included. */
export const RESEARCH_OUTPUT_TOKENS = 30_000;
/** Searches of one research call at most. */
export const RESEARCH_SEARCHES = 10;
/** Time for one try of a ballot, milliseconds. */
export const BALLOT_DEADLINE_MS = 120_000;
/** Time for one try of a research call, milliseconds. */
export const RESEARCH_DEADLINE_MS = 1_800_000;
/** Of marks around untrusted text; any text will do, see `fenced`. */
export const FENCE_SEED = "sector-committee-lab";
/** A report that stopped early is still of use from so many characters on. */
const LEAST_RESEARCH_CHARACTERS = 200;

/** Faults that would meet the next question as well: they end the run, as an error. */
const ENDS_THE_RUN: ReadonlySet<CallFault> = new Set([
  "missing key",
  "refused key",
  "unknown model",
  "quota",
  "bad request",
  "stopped",
]);

/** Faults of an answer that came and cannot be read: a failed ballot, as any other of that kind. */
const UNREADABLE: ReadonlySet<CallFault> = new Set(["body too large", "not the protocol"]);
/** Models that search and report and keep to no schema. */
const REPORTS_ALONE = /deep-research/i;

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

/** Sum of costs; unknown as soon as one of them is. */
function added(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + b;
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
  if (masked && research) {
    throw new RangeError(
      `Cannot make the analyst ${name}: need a masked brief or research, got both; ` +
        "a search needs the sector's name",
    );
  }
  for (const count of [maxOutputTokens, deadlineMs]) {
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
  const words = mannerOf(options);
  const schema = { name: "ballot", jsonSchema: wireSchema() };
  const researcher = research?.model ?? model;

  return {
    name,
    // One function, for cost, texts and author gather over up to three calls, and any may end it.
    async answer(brief, rubric, { sample = 0, signal, source }): Promise<AnalystAnswer> {
      signal?.throwIfAborted();
      const { sector, day } = brief;
      const asOfNow = now();
      const beyond = research ? researchFault(day, { now: asOfNow, source }) : undefined;
      if (beyond !== undefined && !researchPast) throw researchRefusal(name, day, beyond);
      const about = { provider, analyst: name, sector, day, sample };
      const question = { brief, rubric, analyst: name, sample };
      const stop = signal ?? new AbortController().signal;
      let costUsd: number | undefined = 0;
      const raws: string[] = [];
      let answered: string | undefined, answerer: Answerer | undefined;

      const failed = (issues: readonly BallotIssue[]): FailedBallot => ({
        kind: "failed",
        analyst: name,
        sector,
        day,
        sample,
        raw: raws.filter((raw) => raw !== "").join("\n\n--- and after one repair ---\n\n"),
        issues,
        ...(answered === undefined ? {} : { model: answered }),
        ...(answerer === undefined ? {} : { answeredBy: answerer }),
        costUsd,
      });

      /** One call with its cost booked; after a fault that concerns this question alone, no answer. */
      async function made(
        parts: Omit<ModelCall, "signal">,
        tryMs: number,
      ): Promise<PaidReply | NoAnswer | FailedBallot> {
        const call: ModelCall = { ...parts, signal: stop };
        try {
          const reply = await makeCall(call, {
            ...about,
            key: callKey(call, about),
            deadlineMs: tryMs,
          });
          costUsd = added(costUsd, reply.costUsd);
          answered = reply.model === undefined ? answered : outsideLine(reply.model);
          answerer = answererOf(reply, { provider: provider.name, model: parts.model }, cutoffOf);
          return reply;
        } catch (error) {
          stop.throwIfAborted();
          if (!(error instanceof CallError) || ENDS_THE_RUN.has(error.fault)) throw error;
          costUsd = added(costUsd, error.costUsd ?? (error.mayCost ? undefined : 0));
          const { fault, status = 200 } = error;
          if (UNREADABLE.has(fault) && status >= 200 && status < 300) {
            raws.push(error.raw ?? "");
            return failed([issue(fault.replaceAll(" ", "_"), `${error.message}.`)]);
          }
          return {
            kind: "unanswered",
            analyst: name,
            sector,
            day,
            sample,
            reason: `${error.message}.`,
            costUsd,
          };
        }
      }

      function otherModel(reply: PaidReply, first: string): BallotIssue | undefined {
        const { servedBy } = reply;
        const asked = servedBy?.model ?? first;
        const also = servedBy ? alsoCalledOf({ provider: servedBy.provider, asked }) : alsoCalled;
        if (reply.model === undefined || isSameModel(asked, reply.model, also)) return;
        return issue(
          "other_model",
          `${asked} was asked, and ${
            outsideLine(reply.model)
          } answered. If that is the same model under ` +
            "another name, list the name under alsoCalled.",
        );
      }

      let found: PaidReply | undefined;
      if (research) {
        const reply = await made({
          stage: "research",
          model: researcher,
          ...(research.manner ?? words),
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
        const fault = otherModel(reply, researcher) ?? (isOfUse ? undefined : finishIssue(reply)) ??
          (text === "" ? issue("empty", "The research came back empty.") : undefined);
        if (fault) {
          raws.push(reply.text);
          return failed([{ ...fault, path: "research" }]);
        }
        found = reply;
        // Who searched has not written the ballot.
        answered = answerer = undefined;
      }

      const first = ballotPrompt(rubric, brief, { seed, masked, research: found });
      let asked: ModelPrompt = first;
      for (const stage of ["ballot", "repair"] as const) {
        const { system, user } = asked;
        const reply = await made(
          { stage, model, ...words, system, user, schema, maxOutputTokens },
          deadlineMs,
        );
        if ("kind" in reply) return reply;
        raws.push(reply.text);
        const fault = otherModel(reply, model) ?? finishIssue(reply);
        // Asking again would meet the same filter, bound or stranger, and cost once more.
        if (fault) return failed([fault]);
        try {
          const read = modelBallot(reply, first, question);
          const report = found && {
            text: found.text,
            cites: citedByPillar(first.report, { pages: first.pages, reasons: read.rationale }),
          };
          const researchedBy = found &&
            answererOf(found, { provider: provider.name, model: researcher }, cutoffOf);
          const written = signedBallot(read, {
            answeredBy: answerer!,
            ...(found && researchedBy ? { found, researchedBy } : {}),
            pages: first.pages,
            day,
            now: asOfNow,
            source,
            ...(beyond === undefined ? {} : { beyond }),
          });
          return {
            kind: "ballot",
            ballot: heldToBrief(written, brief, rubric, { report }),
            ...(report ? { report } : {}),
            raw: reply.text,
            ...(answered === undefined ? {} : { model: answered }),
            costUsd,
          };
        } catch (error) {
          if (!(error instanceof BallotError)) throw error;
          if (stage === "repair") return failed(error.issues);
          asked = repairPrompt(first, reply.text, error.issues, { seed });
        }
      }
      throw new Error("unreachable");
    },
  };
}
