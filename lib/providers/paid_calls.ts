import { randomStream } from "../stats/mod.ts";
import { answerCache } from "./answer_cache.ts";
import { askedOnce } from "./asked_once.ts";
import { callBooking, GaveUp } from "./call_booking.ts";
import { callClaims } from "./call_claims.ts";
import type { CallStore } from "./call_store.ts";
import { emptyTally, withCost } from "./call_tally.ts";
import { pause } from "./deadline.ts";
import { type Link, withFallbacks } from "./fallback.ts";
import { holdUps } from "./hold_ups.ts";
import type { Caps } from "./caps.ts";
import { type Balance, type Ledger, openLedger } from "./ledger.ts";
import type { CallContext, MakeCall, PaidReply } from "./make_call.ts";
import type { PriceOf } from "./model_prices.ts";
import { paidTries } from "./paid_tries.ts";
import { CallError, type ModelCall, type Stage } from "./provider.ts";
import { providerDoors } from "./provider_doors.ts";
import type { GateLimits } from "./call_window.ts";
import { withRetries } from "./retry.ts";

/** All tries and waits of a call may take so many times the time for one try. */
const TIMES_ONE_TRY = 2;
/** Research is dear: once more is enough where the first try may have been billed. */
const BILLED_RESEARCH_TRIES = 2;

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
    wait = pause,
    limitsOf = () => ({}),
    fallbacksOf = () => [],
    onWarning = () => {},
    seed = 1,
  } = options;
  const ledger = openLedger(store, { now, ...(options.caps ? { caps: options.caps } : {}) });
  const answers = answerCache(store, {
    now,
    sweep,
    onWarning,
    ...(options.lifetimeMs === undefined ? {} : { lifetimeMs: options.lifetimeMs }),
  });
  const { uniform: random } = randomStream(seed);
  const waits = holdUps(wait);
  const { held } = waits;
  const doors = providerDoors({ clock, wait, limitsOf, held });
  const booking = callBooking({ store, ledger, answers, clock, onWarning });
  const { timeout, lookEveryMs } = options;
  const tries = paidTries({
    sweep,
    ledger,
    priceOf,
    booking,
    doors,
    held,
    now,
    clock,
    ...(timeout ? { timeout } : {}),
    ...(lookEveryMs === undefined ? {} : { lookEveryMs }),
  });

  async function paid(call: ModelCall, context: CallContext): Promise<PaidReply> {
    const tally = emptyTally();
    const links: readonly Link[] = [
      { provider: context.provider, model: call.model },
      ...fallbacksOf(context.analyst, call.stage),
    ];
    try {
      return await withFallbacks(links, (link, place) =>
        withRetries(
          (_, leftMs) => tries.tryUnderCaps({ link, place, call, context, leftMs, tally }),
          {
            withinMs: context.deadlineMs * TIMES_ONE_TRY,
            signal: call.signal,
            now: () => clock() - tally.waitedMs,
            random,
            wait: (ms, signal, { message }) =>
              held(`${message}; next try in ${Math.ceil(ms / 1000)} s`, ms, signal),
            ...(call.stage === "research" ? { billedTries: BILLED_RESEARCH_TRIES } : {}),
            ...(options.tries === undefined ? {} : { tries: options.tries }),
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
      doors.forgive();
    },
    finish: answers.finish,
    get running() {
      return tries.running;
    },
    get heldUp() {
      return waits.latest;
    },
    makeCall: askedOnce({ answers, claims: callClaims(store), held }, paid),
  };
}
