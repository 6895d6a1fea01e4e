import { randomStream } from "../stats/mod.ts";
import { answerCache } from "./answer_cache.ts";
import { backgroundAnswer } from "./background.ts";
import type { CallStore } from "./call_store.ts";
import { type CircuitBreaker, circuitBreaker } from "./circuit_breaker.ts";
import { pause, withDeadline } from "./deadline.ts";
import { type Link, withFallbacks } from "./fallback.ts";
import { type Balance, type Booking, type Caps, type Ledger, openLedger } from "./ledger.ts";
import type { CallContext, MakeCall, PaidReply } from "./make_call.ts";
import type { ModelPrice, PriceOf } from "./model_prices.ts";
import { CallError, type ModelCall, type ModelReply } from "./provider.ts";
import { type GateLimits, type RateGate, rateGate } from "./rate_gate.ts";
import { withoutWords } from "./refuse_words.ts";
import { withRetries } from "./retry.ts";
import { likelyInputTokens, worstUsage } from "./worst_usage.ts";

/** All tries and waits of a call may take so many times the time for one try. */
const TIMES_ONE_TRY = 2;

/** How calls are made and paid for. */
export interface PaidCallsOptions {
  /** Ledger and kept answers, from `openCallStore`. */
  readonly store: CallStore;
  /** Name of the sweep, the same when it is started again. */
  readonly sweep: string;
  /** From `modelPrices`. */
  readonly priceOf: PriceOf;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Dollars per day, sweep and sector; 100, 55 and 5 by default. */
  readonly caps?: Partial<Caps>;
  /** What a provider allows, by its name; 8 calls at once by default. */
  readonly limitsOf?: (provider: string) => GateLimits;
  /** Who takes over for an analyst, in order; nobody by default. */
  readonly fallbacksOf?: (analyst: string) => readonly Link[];
  /** Tries of one call at each provider; 4 by default. */
  readonly tries?: number;
  /** How long an answer is used again, milliseconds; 4 hours by default. */
  readonly lifetimeMs?: number;
  /** Of the jitter between tries; 1 by default. */
  readonly seed?: number;
  /** Waits between tries and for a place; a timer by default. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Between two looks at an answer in the background, milliseconds; 5,000 by default. */
  readonly lookEveryMs?: number;
  /** Told of spoilt answers and of bills above their worst case. */
  readonly onWarning?: (sentence: string) => void;
}

/** Calls that are quoted, reserved, retried, booked and kept. */
export interface PaidCalls {
  /** For `modelAnalyst` or `analystsOf`. */
  readonly makeCall: MakeCall;
  readonly ledger: Ledger;
  /** The answer that is kept for a call, so that asking again is free. */
  kept(key: string): PaidReply | undefined;
  /** What this sweep has cost so far, in this run and those before. */
  spent(): Balance;
  /** Calls at a provider now. */
  readonly running: number;
}

/** What the tries of one call came to. */
interface Tally {
  knownUsd: number;
  isUnknown: boolean;
  waitedMs: number;
}

/** A reply that the provider gave up; another try may end better, and the last one is handed on. */
class GaveUp extends CallError {
  readonly reply: ModelReply;
  constructor(reply: ModelReply, name: string) {
    super(`Cannot ask ${name}: it gave up the answer (${reply.reason ?? "no reason given"})`, {
      fault: "server",
      canRetry: true,
      mayCost: true,
      raw: reply.text,
    });
    this.reply = reply;
  }
}

/** The error with what all tries cost, which its last one alone does not know. */
function withCost(error: CallError, { isUnknown, knownUsd }: Tally): CallError {
  const { fault, canRetry, status, retryAfterMs, raw, limits } = error;
  return new CallError(error.message, {
    fault,
    canRetry,
    // Unknown is not 0: whoever sees no cost must not take this for a free call.
    mayCost: isUnknown || error.mayCost,
    status,
    retryAfterMs,
    raw,
    limits,
    ...(isUnknown ? {} : { costUsd: knownUsd }),
    cause: error.cause,
  });
}

/**
 * The way in which every paid call is made: kept answer, or else for each try a place at the
 * provider, a reservation under the caps, the call under its deadline, and a settlement that is
 * written together with the answer.
 *
 * What the ledger holds at any moment, also after a kill, bounds the true bill from both sides; see
 * `openLedger`. An answer that is written in the background is found again by its id. Waiting for a
 * place counts under no deadline; all tries and waits of a call together may take twice the time of
 * one.
 *
 * @throws From `makeCall`: `CallError` with its cost, `BudgetError` if a cap is in the way, `DataError`
 *   if a price is unknown.
 *
 * @example The second time is free
 * ```ts
 * import { briefs, DEFAULT_RUBRIC } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { modelAnalyst, modelPrices, openCallStore, paidCalls, type Provider } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * let asked = 0;
 * const provider: Provider = {
 *   name: "stub",
 *   baseUrl: "https://stub.example/v1",
 *   isLocal: false,
 *   call: () => {
 *     asked++;
 *     const usage = { inputTokens: 1000, outputTokens: 1000 };
 *     return Promise.resolve({ finish: "refused", text: "", model: "m", usage });
 *   },
 * };
 * const stated = { "stub/m": { inputUsd: 1, outputUsd: 2 } };
 * const calls = paidCalls({
 *   store: openCallStore(":memory:"),
 *   sweep: "example",
 *   priceOf: await modelPrices({ stated, at: new Date("2026-11-23") }),
 *   now: () => 0,
 * });
 * const analyst = modelAnalyst(provider, { model: "m", makeCall: calls.makeCall });
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days[400]);
 * const [brief] = briefs(view);
 * await analyst.answer(brief, DEFAULT_RUBRIC, { askedAt: view.decidedAt });
 * await analyst.answer(brief, DEFAULT_RUBRIC, { askedAt: view.decidedAt });
 * equal(asked, 1);
 * equal(calls.spent().settledUsd, 0.003);
 * ```
 */
export function paidCalls(options: PaidCallsOptions): PaidCalls {
  const {
    store,
    sweep,
    priceOf,
    now,
    tries,
    wait = pause,
    limitsOf = () => ({}),
    fallbacksOf = () => [],
    onWarning = () => {},
    seed = 1,
  } = options;
  const ledger = openLedger(store, { now, ...(options.caps ? { caps: options.caps } : {}) });
  const answers = answerCache(store, {
    now,
    onWarning,
    ...(options.lifetimeMs === undefined ? {} : { lifetimeMs: options.lifetimeMs }),
  });
  const { uniform: random } = randomStream(seed);
  const gates = new Map<string, RateGate>();
  const breakers = new Map<string, CircuitBreaker>();
  const underWay = new Map<string, Promise<unknown>>();
  let running = 0;

  /** One gate for a provider; one breaker for each of its models, which fail by themselves. */
  function doorOf({ provider: { name, baseUrl }, model }: Link) {
    const at = `${name} ${baseUrl}`;
    const gate = gates.get(at) ?? rateGate(limitsOf(name), { now, wait });
    gates.set(at, gate);
    const breaker = breakers.get(`${at} ${model}`) ?? circuitBreaker(name, { now });
    breakers.set(`${at} ${model}`, breaker);
    return { gate, breaker };
  }

  /** Books what a reply has cost and keeps it, both or neither. */
  function book(
    reservation: number,
    reply: ModelReply,
    about: { key: string; price: ModelPrice; worstUsd: number; link: Link; place: number },
    tally: Tally,
  ): PaidReply {
    const { key, price, worstUsd, link: { provider, model }, place } = about;
    const { usage } = reply;
    const isCounted = usage?.inputTokens !== undefined && usage.outputTokens !== undefined;
    const costUsd = isCounted
      ? price.costUsd({
        inputTokens: usage.inputTokens!,
        cachedInputTokens: usage.cachedInputTokens,
        outputTokens: usage.outputTokens!,
        searchCalls: usage.searchCalls,
      })
      // What is free is free, whatever was counted.
      : worstUsd === 0
      ? 0
      : undefined;
    if (costUsd === undefined) tally.isUnknown = true;
    else tally.knownUsd += costUsd;
    const paid: PaidReply = {
      ...reply,
      costUsd: tally.isUnknown ? undefined : tally.knownUsd,
      ...(place > 0 ? { servedBy: { provider: provider.name, model } } : {}),
    };
    store.transaction(() => {
      if (costUsd === undefined) ledger.noteUnknown(reservation, "no usage");
      else ledger.settle(reservation, costUsd, isCounted ? "usage" : "free", usage);
      answers.keep(key, paid);
    });
    if (costUsd !== undefined && costUsd > worstUsd + 1e-9) {
      onWarning(
        `A call of ${provider.name} (${model}) cost $${costUsd.toFixed(4)}, more than its worst ` +
          `case of $${worstUsd.toFixed(4)}.`,
      );
    }
    if (reply.finish === "failed" || reply.finish === "pending") {
      throw new GaveUp(paid, provider.name);
    }
    return paid;
  }

  /** Books a call that gave no reply. */
  function bookFailure(reservation: number, error: unknown, worstUsd: number, tally: Tally): void {
    const fault = error instanceof CallError ? error.fault : "error";
    const isBilled = !(error instanceof CallError) || error.mayCost;
    if (!isBilled) ledger.settle(reservation, 0, "not billed");
    else if (worstUsd === 0) ledger.settle(reservation, 0, "free");
    else {
      ledger.noteUnknown(reservation, fault);
      tally.isUnknown = true;
    }
  }

  async function placeAt(gate: RateGate, call: ModelCall, tally: Tally, name: string) {
    const since = now();
    try {
      return await gate.enter(likelyInputTokens(call) + call.maxOutputTokens, call.signal);
    } catch (cause) {
      throw new CallError(`Cannot ask ${name}: stopped while waiting for a place`, {
        fault: "stopped",
        canRetry: false,
        mayCost: false,
        cause,
      });
    } finally {
      tally.waitedMs += now() - since;
    }
  }

  /** Waits for an answer in the background and books it. */
  async function fetched(
    reservation: number,
    id: string,
    call: ModelCall,
    deadlineMs: number,
    about: Parameters<typeof book>[2],
    tally: Tally,
  ): Promise<PaidReply> {
    const { lookEveryMs } = options;
    let reply: ModelReply;
    running++;
    try {
      reply = await backgroundAnswer(about.link.provider, id, {
        signal: call.signal,
        longestMs: deadlineMs,
        ...(lookEveryMs === undefined ? {} : { everyMs: lookEveryMs }),
      });
    } catch (error) {
      // Only what is gone or cancelled is over; anything else is looked for again later.
      const isOver = error instanceof CallError &&
        (error.fault === "expired" || error.fault === "deadline");
      if (isOver) bookFailure(reservation, error, about.worstUsd, tally);
      else tally.isUnknown = true;
      throw error;
    } finally {
      running--;
    }
    return book(reservation, reply, about, tally);
  }

  async function tryOnce(
    link: Link,
    place: number,
    call: ModelCall,
    context: CallContext,
    leftMs: number,
    tally: Tally,
  ): Promise<PaidReply> {
    const { provider, model } = link;
    const { key, deadlineMs } = context;
    // Before anything is asked for: without a price nothing is.
    const price = priceOf(provider, model);
    const worstUsd = price.costUsd(worstUsage(call));
    const about = { key, price, worstUsd, link, place };
    const open = ledger.openAnswer(key);
    if (open && open.provider === provider.name && open.model === model && provider.fetchAnswer) {
      try {
        return await fetched(open.reservation, open.id, call, deadlineMs, about, tally);
      } catch (error) {
        if (!(error instanceof CallError && error.fault === "expired")) throw error;
      }
    }

    const { gate, breaker } = doorOf(link);
    const seat = await placeAt(gate, call, tally, provider.name);
    let reservation: number | undefined, pendingId: string | undefined;
    let told: Parameters<typeof seat.leave>[0] = { tokens: 0 };
    running++;
    try {
      breaker.pass();
      try {
        const booking: Booking = {
          sweep,
          sector: context.sector,
          analyst: context.analyst,
          day: context.day,
          sample: context.sample,
          stage: call.stage,
          provider: provider.name,
          model,
          key,
        };
        reservation = ledger.reserve(booking, worstUsd);
        const reply = await withDeadline(
          Math.min(deadlineMs, leftMs),
          call.signal,
          (signal) => provider.call({ ...(place > 0 ? withoutWords(call) : call), model, signal }),
        );
        breaker.tell(undefined);
        const { inputTokens, outputTokens } = reply.usage ?? {};
        told = {
          limits: reply.limits,
          ...(inputTokens === undefined || outputTokens === undefined
            ? {}
            : { tokens: inputTokens + outputTokens }),
        };
        if (reply.finish !== "pending" || reply.id === undefined) {
          return book(reservation, reply, about, tally);
        }
        ledger.noteBackground(reservation, pendingId = reply.id);
      } catch (error) {
        if (error instanceof GaveUp) throw error;
        breaker.tell(error);
        if (reservation !== undefined) bookFailure(reservation, error, worstUsd, tally);
        if (error instanceof CallError) {
          told = { limits: error.limits, ...(error.mayCost ? {} : { tokens: 0 }) };
          if (error.fault === "rate limit") gate.holdFor(error.retryAfterMs ?? 0);
        }
        throw error;
      }
    } finally {
      running--;
      seat.leave(told);
    }
    return await fetched(reservation, pendingId, call, deadlineMs, about, tally);
  }

  async function paid(call: ModelCall, context: CallContext): Promise<PaidReply> {
    const tally: Tally = { knownUsd: 0, isUnknown: false, waitedMs: 0 };
    const links: readonly Link[] = [
      { provider: context.provider, model: call.model },
      ...fallbacksOf(context.analyst),
    ];
    try {
      return await withFallbacks(links, (link, place) =>
        withRetries(
          (_, leftMs) => tryOnce(link, place, call, context, leftMs, tally),
          {
            withinMs: context.deadlineMs * TIMES_ONE_TRY,
            signal: call.signal,
            now: () => now() - tally.waitedMs,
            random,
            wait,
            ...(tries === undefined ? {} : { tries }),
          },
        ));
    } catch (error) {
      if (error instanceof GaveUp) return error.reply as PaidReply;
      throw error instanceof CallError ? withCost(error, tally) : error;
    }
  }

  return {
    ledger,
    kept: answers.get,
    spent: () => ledger.balance({ sweep }),
    get running() {
      return running;
    },
    async makeCall(call, context) {
      const { key } = context;
      while (true) {
        const kept = answers.get(key);
        if (kept) return kept;
        const other = underWay.get(key);
        if (!other) break;
        // The same question is being asked right now; its answer will do.
        await other.catch(() => {});
        call.signal.throwIfAborted();
      }
      const mine = paid(call, context);
      underWay.set(key, mine);
      try {
        return await mine;
      } finally {
        underWay.delete(key);
      }
    },
  };
}
