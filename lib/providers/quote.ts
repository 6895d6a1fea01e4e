import {
  type Analyst,
  type Brief,
  DEFAULT_RUBRIC,
  ReplayMissError,
  type Rubric,
} from "../committee/mod.ts";
import { DataError } from "../errors.ts";
import type { Sector, Source } from "../market/mod.ts";
import type { Instant } from "../units.ts";
import type { MakeCall, PaidReply } from "./make_call.ts";
import type { PriceOf } from "./model_prices.ts";
import { CallError, type ModelCall } from "./provider.ts";
import { type DayAsked, dayOfBriefs } from "./day_asked.ts";
import { DEFAULT_CONCURRENCY, type GateLimits } from "./call_window.ts";
import { checkBoundedSearch, likelyInputTokens, worstUsage } from "./worst_usage.ts";

/**
 * What a call usually comes to: the lab's own assumptions, for no provider foretells them. A ballot
 * has about 1,000 tokens, thinking comes on top; a report of 800 words with its searches more.
 */
const LIKELY = {
  ballot: { outputTokens: 2500, seconds: 20, searches: 0, tokensPerSearch: 0 },
  research: { outputTokens: 10_000, seconds: 240, searches: 5, tokensPerSearch: 5000 },
};
/** Bytes that a repair adds to a prompt: the answer and what is wrong with it. */
const REPAIR_BYTES = 16_000;
/** Stands for a report that is not written yet. */
const REPORT: PaidReply = {
  finish: "complete",
  text: "word ".repeat(1200),
  model: undefined,
  usage: undefined,
  costUsd: undefined,
};

/** What one analyst is foreseen to cost on one sector, all days together. */
export interface QuoteRow {
  readonly analyst: string;
  readonly sector: Sector;
  /** Calls to be made, all samples together; those whose answer is kept are not among them. */
  readonly calls: number;
  readonly keptCalls: number;
  /** As they usually are. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly likelyUsd: number;
  /** If every answer is as long as it may be and every ballot needs its repair; without retries. */
  readonly mostUsd: number;
  /** Why the calls will not be made: nobody knows the price, or nothing bounds it. */
  readonly closed?: string;
}

/** A sweep's price and time before it is made. */
export interface Quote {
  /** Days that are asked about. */
  readonly days: number;
  /** One row per sector and analyst, in the order in which they come first. */
  readonly rows: readonly QuoteRow[];
  readonly calls: number;
  readonly keptCalls: number;
  readonly likelyUsd: number;
  readonly mostUsd: number;
  /** As long as the limits and the usual times of answers ask for. */
  readonly minutes: number;
  /** Each reason why calls will not be made, once. */
  readonly closed: readonly string[];
}

/**
 * What a sweep will cost, before it is made: nothing is called.
 *
 * The analysts make their very prompts, and a stand-in for `makeCall` counts them; what is kept is
 * answered from there, so that a sweep that is started again is quoted for what is missing.
 *
 * @param analysts Makes the analysts with the `makeCall` it is given.
 * @param given What is asked, see `daysAsked`; their briefs are made one day after the other and held by
 *   nobody. Briefs alone are one day's.
 * @param options.kept From `paidCalls`; nothing is kept by default.
 * @param options.limitsOf As for `paidCalls`.
 * @param options.signal Ends the counting of many days, which takes its time; it then rejects with the
 *   signal's reason.
 * @param options.onDay Told after each day.
 *
 * @example Rules cost nothing
 * ```ts
 * import { briefs, rulesAnalyst } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { modelPrices, quote } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days[400]);
 * const { calls, mostUsd } = await quote(() => [rulesAnalyst()], briefs(view), {
 *   askedAt: view.decidedAt,
 *   priceOf: await modelPrices({ at: new Date("2026-11-23") }),
 * });
 * equal(calls, 0);
 * equal(mostUsd, 0);
 * ```
 */
export async function quote(
  analysts: (makeCall: MakeCall) => readonly Analyst[],
  given: readonly DayAsked[] | readonly Brief[],
  options: {
    /** When briefs are asked about; the minute of the decision by default. */
    readonly askedAt?: Instant;
    readonly priceOf: PriceOf;
    readonly rubric?: Rubric;
    readonly samples?: number;
    readonly source?: Source;
    readonly kept?: (key: string) => PaidReply | undefined;
    readonly limitsOf?: (provider: string) => GateLimits;
    readonly signal?: AbortSignal;
    readonly onDay?: (progress: { readonly done: number; readonly total: number }) => void;
  },
): Promise<Quote> {
  const { priceOf, rubric = DEFAULT_RUBRIC, samples = 1, source } = options;
  const { kept = () => undefined } = options;
  const limitsOf: (provider: string) => GateLimits = options.limitsOf ?? (() => ({}));
  const work = new Map<string, Work>();
  // Long because the stand-in counts into what the loop below it resets: row and chain.
  // The calls of one question follow each other, however many places there are.
  let chainSeconds = 0, longestSeconds = 0;
  let row: Writable;

  const counting: MakeCall = (call, { key, provider }) => {
    const known = kept(key);
    if (known) {
      row.keptCalls++;
      return Promise.resolve(known);
    }
    row.calls++;
    const usage = likelyUsage(call);
    row.inputTokens += usage.inputTokens;
    row.outputTokens += usage.outputTokens;
    try {
      const price = priceOf(provider, call.model);
      checkBoundedSearch(call, provider);
      row.likelyUsd += price.costUsd(usage);
      row.mostUsd += price.costUsd(worstUsage(call));
      if (call.stage === "ballot") {
        row.mostUsd += price.costUsd(worstUsage({
          ...call,
          user: call.user + " ".repeat(REPAIR_BYTES),
        }));
      }
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      row.closed = error.message;
    }
    const isResearch = call.stage === "research";
    const { seconds } = LIKELY[isResearch ? "research" : "ballot"];
    chainSeconds += seconds;
    longestSeconds = Math.max(longestSeconds, chainSeconds);
    const done = work.get(provider.name) ?? { calls: 0, seconds: 0, tokens: 0 };
    work.set(provider.name, {
      calls: done.calls + 1,
      seconds: done.seconds + seconds,
      tokens: done.tokens + usage.inputTokens + usage.outputTokens,
    });
    if (isResearch) return Promise.resolve(REPORT);
    throw new CallError("Cannot answer: this is a quote", {
      fault: "expired",
      canRetry: false,
      mayCost: false,
    });
  };

  const made = new Map<string, Writable>();
  const asked = analysts(counting), days = daysOf(given, options.askedAt);
  for (const [i, { briefs, askedAt }] of days.entries()) {
    for (const brief of briefs()) {
      for (const analyst of asked) {
        const key = JSON.stringify([brief.sector, analyst.name]);
        row = made.get(key) ?? emptyRow(analyst.name, brief.sector);
        made.set(key, row);
        for (let sample = 0; sample < samples; sample++) {
          chainSeconds = 0;
          const from = source === undefined ? {} : { source };
          try {
            await analyst.answer(brief, rubric, { askedAt, sample, ...from });
          } catch (error) {
            // Who asks will hear which question a recording lacks; it costs nothing either way.
            if (!(error instanceof ReplayMissError)) throw error;
          }
        }
      }
    }
    // Nothing above waits for anything, and a stop wants to be heard.
    if (days.length > 1) await new Promise((resolve) => setTimeout(resolve, 0));
    options.signal?.throwIfAborted();
    options.onDay?.({ done: i + 1, total: days.length });
  }
  const rows: readonly QuoteRow[] = [...made.values()];
  const sum = (of: (row: QuoteRow) => number) => rows.reduce((total, one) => total + of(one), 0);
  return {
    days: days.length,
    rows,
    calls: sum(({ calls }) => calls),
    keptCalls: sum(({ keptCalls }) => keptCalls),
    likelyUsd: sum(({ likelyUsd }) => likelyUsd),
    mostUsd: sum(({ mostUsd }) => mostUsd),
    minutes: Math.max(
      longestSeconds / 60,
      ...[...work].map(([name, done]) => minutesOf(done, limitsOf(name))),
    ),
    closed: [...new Set(rows.flatMap(({ closed }) => closed ?? []))],
  };
}

type Writable = { -readonly [Key in keyof QuoteRow]: QuoteRow[Key] };

function emptyRow(analyst: string, sector: Sector): Writable {
  return {
    analyst,
    sector,
    calls: 0,
    keptCalls: 0,
    inputTokens: 0,
    outputTokens: 0,
    likelyUsd: 0,
    mostUsd: 0,
  };
}

function daysOf(
  given: readonly DayAsked[] | readonly Brief[],
  askedAt: Instant | undefined,
): readonly DayAsked[] {
  const isBriefs = (all: readonly DayAsked[] | readonly Brief[]): all is readonly Brief[] =>
    all.length > 0 && "facts" in all[0];
  return isBriefs(given) ? [dayOfBriefs(given, askedAt)] : given;
}

/** What one provider has to do. */
interface Work {
  readonly calls: number;
  readonly seconds: number;
  readonly tokens: number;
}

/** Minutes that a provider's limits ask for. */
function minutesOf({ calls, seconds, tokens }: Work, limits: GateLimits): number {
  const { concurrency = DEFAULT_CONCURRENCY, requestsPerMinute, tokensPerMinute } = limits;
  return Math.max(
    seconds / Math.min(concurrency, calls) / 60,
    // The first minute's share may start at once.
    requestsPerMinute === undefined ? 0 : Math.ceil(calls / requestsPerMinute) - 1,
    tokensPerMinute === undefined ? 0 : Math.ceil(tokens / tokensPerMinute) - 1,
  );
}

function likelyUsage(call: ModelCall) {
  const likely = LIKELY[call.stage === "research" ? "research" : "ballot"];
  const searchCalls = Math.min(call.search?.maxCalls ?? 0, likely.searches);
  return {
    inputTokens: likelyInputTokens(call) + searchCalls * likely.tokensPerSearch,
    outputTokens: Math.min(call.maxOutputTokens, likely.outputTokens),
    searchCalls,
  };
}
