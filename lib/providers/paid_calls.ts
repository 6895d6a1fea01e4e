import { BudgetError } from "../errors.ts";
import { randomStream } from "../stats/mod.ts";
import { answerCache } from "./answer_cache.ts";
import { backgroundAnswer } from "./background.ts";
import { billedUsage, DEARER_TIER, NOT_COUNTED } from "./billed_usage.ts";
import { abortError } from "./body.ts";
import { callClaims } from "./call_claims.ts";
import type { CallStore } from "./call_store.ts";
import { type CircuitBreaker, circuitBreaker, type Pass, RestError } from "./circuit_breaker.ts";
import { pause, withDeadline } from "./deadline.ts";
import { type Link, withFallbacks } from "./fallback.ts";
import { type Balance, type Booking, type Caps, type Ledger, openLedger } from "./ledger.ts";
import type { CallContext, MakeCall, PaidReply } from "./make_call.ts";
import type { ModelPrice, PriceOf } from "./model_prices.ts";
import { CallError, type ModelCall, type ModelReply, type Stage } from "./provider.ts";
import { type GateLimits, type Place, type RateGate, rateGate } from "./rate_gate.ts";
import { withoutWords } from "./refuse_words.ts";
import { withRetries } from "./retry.ts";
import { StoreError } from "./store_error.ts";
import { checkBoundedSearch, likelyInputTokens, worstUsage } from "./worst_usage.ts";

/** All tries and waits of a call may take so many times the time for one try. */
const TIMES_ONE_TRY = 2;
/** Research is dear: once more is enough where the first try may have been billed. */
const BILLED_RESEARCH_TRIES = 2;
/**
 * A call waits for so many rests of a provider that fails, a model that is loading for instance, and
 * for one where nothing answers at all.
 */
const MOST_RESTS = { failing: 3, silent: 1 };
/** Between two looks at what another program is doing, milliseconds. */
const LOOK_AT_OTHERS_MS = 1000;

/** How calls are made and paid for. */
export interface PaidCallsOptions {
  /** Ledger and kept answers, from `openCallStore`. */
  readonly store: CallStore;
  /** Name of the sweep, the same when it is started again. */
  readonly sweep: string;
  /** From `modelPrices`. */
  readonly priceOf: PriceOf;
  /** Milliseconds since 1970, for what is written down. */
  readonly now: () => number;
  /** Milliseconds of a clock that is never set back, for all waits; the platform's by default. */
  readonly clock?: () => number;
  /** Dollars per day, sweep and sector; 100, 55 and 5 by default. */
  readonly caps?: Partial<Caps>;
  /** What a provider allows, by its name; 8 calls at once by default. */
  readonly limitsOf?: (provider: string) => GateLimits;
  /** Who takes over for an analyst, in order; nobody by default. */
  readonly fallbacksOf?: (analyst: string, stage: Stage) => readonly Link[];
  /** Tries of one call at each provider; 4 by default. */
  readonly tries?: number;
  /** How long an answer is used again, milliseconds; 4 hours by default. */
  readonly lifetimeMs?: number;
  /** Of the jitter between tries; 1 by default. */
  readonly seed?: number;
  /** Waits between tries and for a place; a timer by default. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Rings when a call or a look has taken too long; a timer by default. */
  readonly timeout?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
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
  /** Why calls wait that would otherwise be made, in a sentence; `undefined` where none does. */
  readonly heldUp: string | undefined;
  /**
   * Says that the sweep begins: what it uses is kept until it is finished, however old it grows, and
   * whoever refused before is asked again.
   */
  begin(): void;
  /** Says that the sweep has all its answers: from now on their age alone counts. */
  finish(): void;
}

/** What the tries of one call came to. */
interface Tally {
  knownUsd: number;
  isUnknown: boolean;
  waitedMs: number;
  /** The first rest that was met at each place in the chain. */
  readonly rests: Map<Link, RestError>;
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

/** What a call is booked by. */
interface About {
  readonly key: string;
  readonly call: ModelCall;
  readonly price: ModelPrice;
  readonly worstUsd: number;
  readonly link: Link;
  /** In the chain of fallbacks. */
  readonly place: number;
}

/** The provider rested, and the calls that were let through failed as well: waiting is over. */
function gaveUpResting({ message, fault, status, raw, cause }: RestError): CallError {
  return new CallError(message, { fault, status, raw, canRetry: false, mayCost: false, cause });
}

/** Does what is no loss where it cannot be written. */
function unlessUnwritable(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
  }
}

/** The error with what all tries cost, which its last one alone does not know. */
function withCost(error: CallError, { isUnknown, knownUsd }: Tally): CallError {
  const { fault, canRetry, status, retryAfterMs, raw, limits, usage } = error;
  return new CallError(error.message, {
    fault,
    canRetry,
    // Unknown is not 0: whoever sees no cost must not take this for a free call.
    mayCost: isUnknown || error.mayCost,
    status,
    retryAfterMs,
    raw,
    limits,
    usage,
    ...(isUnknown ? {} : { costUsd: knownUsd }),
    cause: error.cause,
  });
}

/**
 * The way in which every paid call is made: kept answer, or else for each try a place at the
 * provider, a reservation under the caps, the call under its deadline, and a settlement that is
 * written together with the answer.
 *
 * Research that may have been billed is tried once more at most. Where another program asks the same
 * question with the same store, its answer is waited for; where its calls hold what a cap allows, a
 * call waits until they have ended. What a provider counts is believed as far as it is possible; see
 * `billedUsage`.
 *
 * What the ledger holds at any moment, also after a kill, bounds the true bill from both sides; see
 * `openLedger`. An answer that is written in the background is found again by its id. Waiting for a
 * place, or while a provider rests, counts under no deadline; all tries and waits of a call together may
 * take twice the time of one.
 *
 * @throws From `makeCall`: `CallError` with its cost, `BudgetError` if a cap is in the way, `DataError`
 *   if a price is unknown or the searches of a call have no bound, `StoreError` if nothing can be
 *   written down.
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
 *     return Promise.resolve({ finish: "incomplete", text: "", model: "m", usage });
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
    clock = () => performance.now(),
    tries,
    wait = pause,
    limitsOf = () => ({}),
    fallbacksOf = () => [],
    onWarning = () => {},
    seed = 1,
  } = options;
  const timeout = options.timeout ? { timeout: options.timeout } : {};
  const ledger = openLedger(store, { now, ...(options.caps ? { caps: options.caps } : {}) });
  const answers = answerCache(store, {
    now,
    sweep,
    onWarning,
    ...(options.lifetimeMs === undefined ? {} : { lifetimeMs: options.lifetimeMs }),
  });
  const claims = callClaims(store);
  const { uniform: random } = randomStream(seed);
  const gates = new Map<string, RateGate>();
  const breakers = new Map<string, CircuitBreaker>();
  const underWay = new Map<string, Promise<unknown>>();
  const holdUps = new Map<symbol, string>();
  const warned = new Set<string>();
  let running = 0;

  function warnOnce(sentence: string): void {
    if (!warned.has(sentence)) onWarning(sentence);
    warned.add(sentence);
  }

  /** Waits for something that the reader may want to know of; a stop is a `CallError`. */
  async function held(why: string, milliseconds: number, signal: AbortSignal): Promise<void> {
    const mine = Symbol();
    holdUps.set(mine, why);
    try {
      await wait(milliseconds, signal);
    } catch (error) {
      throw signal.aborted ? abortError(signal, "ask", false) : error;
    } finally {
      holdUps.delete(mine);
    }
  }

  /** One gate for a provider; one breaker for each of its models, which fail by themselves. */
  function doorOf({ provider: { name, baseUrl, isLocal }, model }: Link) {
    const at = `${name} ${baseUrl}`;
    const gate = gates.get(at) ?? rateGate(limitsOf(name), { now: clock, wait });
    gates.set(at, gate);
    const breaker = breakers.get(`${at} ${model}`) ??
      circuitBreaker(name, { now: clock, isLocal });
    breakers.set(`${at} ${model}`, breaker);
    return { gate, breaker };
  }

  /** Books what a reply has cost and keeps it, both or neither. */
  function book(reservation: number, reply: ModelReply, about: About, tally: Tally): PaidReply {
    const { key, call, price, worstUsd, link: { provider, model }, place } = about;
    const billed = billedUsage(call, reply);
    const usage = "usage" in billed ? billed.usage : undefined;
    // What is free is free, whatever was counted.
    const costUsd = usage ? price.costUsd(usage) : worstUsd === 0 ? 0 : undefined;
    if (costUsd === undefined) tally.isUnknown = true;
    else tally.knownUsd += costUsd;
    const { usage: _, ...rest } = reply;
    const paid: PaidReply = {
      ...rest,
      usage: usage && reply.usage,
      costUsd: tally.isUnknown ? undefined : tally.knownUsd,
      ...(place > 0 ? { servedBy: { provider: provider.name, model, place } } : {}),
    };
    const unknown = "unknown" in billed ? billed.unknown : NOT_COUNTED;
    try {
      store.transaction(() => {
        if (costUsd === undefined) {
          ledger.noteUnknown(
            reservation,
            unknown === NOT_COUNTED || unknown === DEARER_TIER
              ? unknown
              : `${NOT_COUNTED} to believe: ${unknown}`,
          );
        } else ledger.settle(reservation, costUsd, usage ? "usage" : "free", usage);
        answers.keep(key, paid);
      });
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      // It is paid for, so it is used; its reservation stays open.
      warnOnce(`${error.message}. Answers that come now are used, but not kept.`);
    }
    const named = `${provider.name} (${model})`;
    if (costUsd === undefined && unknown === DEARER_TIER) {
      warnOnce(
        `${named} ${DEARER_TIER}, which was not asked for, so its price is not known and the ` +
          'reservation stays open: ask for another (serviceTier "default"), or state its price ' +
          'beside serviceTier "priority".',
      );
    } else if (costUsd === undefined && unknown !== NOT_COUNTED) {
      warnOnce(
        `What ${named} counted cannot be (${unknown}), so the cost of a call is not known and its ` +
          "reservation stays open; compare the provider's bill.",
      );
    }
    if (costUsd !== undefined && costUsd > worstUsd + 1e-9) {
      onWarning(
        `A call of ${named} cost $${costUsd.toFixed(4)}, more than its worst ` +
          `case of $${worstUsd.toFixed(4)}.`,
      );
    }
    if (reply.finish === "failed" || reply.finish === "pending") {
      throw new GaveUp(paid, provider.name);
    }
    return paid;
  }

  /** Books a call that gave no reply, by what was counted beside it where that is known. */
  function bookFailure(reservation: number, error: unknown, about: About, tally: Tally): void {
    const { call, price, worstUsd } = about;
    const fault = error instanceof CallError ? error.fault : "error";
    const isBilled = !(error instanceof CallError) || error.mayCost;
    const billed = error instanceof CallError && error.usage
      ? billedUsage(call, { finish: "failed", text: "", usage: error.usage })
      : { unknown: fault };
    if (!isBilled) ledger.settle(reservation, 0, "not billed");
    else if (worstUsd === 0) ledger.settle(reservation, 0, "free");
    else if ("usage" in billed) {
      const costUsd = price.costUsd(billed.usage);
      ledger.settle(reservation, costUsd, `usage of no answer: ${fault}`, billed.usage);
      tally.knownUsd += costUsd;
    } else {
      ledger.noteUnknown(reservation, fault);
      tally.isUnknown = true;
    }
  }

  /** Leave to call and a place to call from; a provider that rests is waited for. */
  async function enter(
    link: Link,
    call: ModelCall,
    deadlineMs: number,
    tally: Tally,
  ): Promise<{ readonly gate: RateGate; readonly seat: Place; readonly pass: Pass }> {
    const { gate, breaker } = doorOf(link);
    const since = clock();
    try {
      while (true) {
        let seat: Place | undefined;
        try {
          breaker.check(deadlineMs);
          seat = await gate.enter(likelyInputTokens(call) + call.maxOutputTokens, call.signal);
          return { gate, seat, pass: breaker.pass(deadlineMs) };
        } catch (error) {
          seat?.leave({ isUnused: true });
          if (call.signal.aborted) {
            throw abortError(call.signal, `ask ${link.provider.name}`, false);
          }
          if (!(error instanceof RestError)) throw error;
          const first = tally.rests.get(link) ?? error;
          tally.rests.set(link, first);
          const most = MOST_RESTS[error.fault === "connection" ? "silent" : "failing"];
          if (error.failedProbes - first.failedProbes >= most) throw gaveUpResting(error);
          await held(error.message, error.waitMs, call.signal);
        }
      }
    } finally {
      tally.waitedMs += clock() - since;
    }
  }

  /** Waits for an answer in the background and books it. */
  async function fetched(
    reservation: number,
    id: string,
    about: About,
    deadlineMs: number,
    tally: Tally,
  ): Promise<PaidReply> {
    const { lookEveryMs } = options;
    let reply: ModelReply;
    running++;
    try {
      reply = await backgroundAnswer(about.link.provider, id, {
        signal: about.call.signal,
        longestMs: deadlineMs,
        now: clock,
        ...timeout,
        ...(lookEveryMs === undefined ? {} : { everyMs: lookEveryMs }),
      });
    } catch (error) {
      // Only what is gone or cancelled is over; anything else is looked for again later.
      const isOver = error instanceof CallError &&
        (error.fault === "expired" || error.fault === "deadline");
      if (isOver) bookFailure(reservation, error, about, tally);
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
    // Before anything is asked for: what has no price, or no bound, is not asked.
    const price = priceOf(provider, model);
    checkBoundedSearch({ ...call, model }, provider);
    const worstUsd = price.costUsd(worstUsage(call));
    const asked: ModelCall = place > 0 ? { ...withoutWords(call), ...link.manner } : call;
    const about: About = { key, call: asked, price, worstUsd, link, place };
    const open = ledger.openAnswer(key);
    if (open && open.provider === provider.name && open.model === model && provider.fetchAnswer) {
      try {
        return await fetched(open.reservation, open.id, about, deadlineMs, tally);
      } catch (error) {
        if (!(error instanceof CallError && error.fault === "expired")) throw error;
      }
    }

    const { gate, seat, pass } = await enter(link, call, deadlineMs, tally);
    let reservation: number | undefined, pendingId: string | undefined;
    let told: Parameters<typeof seat.leave>[0] = { tokens: 0 };
    running++;
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
        (signal) => provider.call({ ...asked, model, signal }),
        { doing: `ask ${provider.name}`, ...timeout },
      );
      pass.tell(undefined);
      const billed = billedUsage(call, reply);
      told = {
        limits: reply.limits,
        ...("usage" in billed
          ? { tokens: billed.usage.inputTokens + billed.usage.outputTokens }
          : {}),
      };
      if (reply.finish !== "pending" || reply.id === undefined) {
        return book(reservation, reply, about, tally);
      }
      ledger.noteBackground(reservation, pendingId = reply.id);
    } catch (error) {
      if (error instanceof GaveUp) throw error;
      pass.tell(error);
      if (reservation === undefined) told = { isUnused: true };
      else bookFailure(reservation, error, about, tally);
      if (error instanceof CallError) {
        told = { limits: error.limits, ...(error.mayCost ? {} : { tokens: 0 }) };
        if (error.fault === "rate limit") gate.holdFor(error.retryAfterMs ?? 0);
      }
      throw error;
    } finally {
      running--;
      seat.leave(told);
    }
    return await fetched(reservation, pendingId, about, deadlineMs, tally);
  }

  /** A try that waits for as long as other programs hold what a cap allows. */
  async function tryUnderCaps(...given: Parameters<typeof tryOnce>): Promise<PaidReply> {
    const [, , call, , , tally] = given;
    while (true) {
      try {
        return await tryOnce(...given);
      } catch (error) {
        const mayFit = error instanceof BudgetError && error.othersUsd > 0 &&
          error.spentUsd + error.reservedUsd - error.othersUsd + error.neededUsd <=
            error.allowedUsd + 1e-9;
        if (!mayFit) throw error;
        const since = clock();
        await held(
          `another program holds $${error.othersUsd.toFixed(2)} of the cap per ${error.cap}`,
          LOOK_AT_OTHERS_MS,
          call.signal,
        );
        tally.waitedMs += clock() - since;
      }
    }
  }

  async function paid(call: ModelCall, context: CallContext): Promise<PaidReply> {
    const tally: Tally = { knownUsd: 0, isUnknown: false, waitedMs: 0, rests: new Map() };
    const links: readonly Link[] = [
      { provider: context.provider, model: call.model },
      ...fallbacksOf(context.analyst, call.stage),
    ];
    try {
      return await withFallbacks(links, (link, place) =>
        withRetries(
          (_, leftMs) => tryUnderCaps(link, place, call, context, leftMs, tally),
          {
            withinMs: context.deadlineMs * TIMES_ONE_TRY,
            signal: call.signal,
            now: () => clock() - tally.waitedMs,
            random,
            wait: (ms, signal, { message }) =>
              held(`${message}; next try in ${Math.ceil(ms / 1000)} s`, ms, signal),
            ...(call.stage === "research" ? { billedTries: BILLED_RESEARCH_TRIES } : {}),
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
    begin() {
      answers.begin();
      // What refused for good may have been mended since: a key, a server that was not started.
      breakers.clear();
    },
    finish: answers.finish,
    get running() {
      return running;
    },
    get heldUp() {
      return [...holdUps.values()].at(-1);
    },
    async makeCall(call, context) {
      const { key } = context;
      while (true) {
        const kept = answers.get(key);
        if (kept) {
          unlessUnwritable(() => answers.use(key));
          return kept;
        }
        const other = underWay.get(key);
        if (other) {
          // The same question is being asked right now; its answer will do.
          await other.catch(() => {});
          call.signal.throwIfAborted();
        } else if (claims.take(key)) {
          // It may have been answered between the look and the claim.
          if (answers.get(key) === undefined) break;
          claims.drop(key);
        } else {
          await held("another program asks the same question", LOOK_AT_OTHERS_MS, call.signal);
        }
      }
      const mine = paid(call, context);
      underWay.set(key, mine);
      try {
        return await mine;
      } finally {
        underWay.delete(key);
        // A claim that stays ends with this program.
        unlessUnwritable(() => claims.drop(key));
      }
    },
  };
}
