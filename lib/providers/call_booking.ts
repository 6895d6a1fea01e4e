import type { AnswerCache } from "./answer_cache.ts";
import { billedUsage, DEARER_TIER, NOT_COUNTED } from "./billed_usage.ts";
import type { CallStore } from "./call_store.ts";
import type { Tally } from "./call_tally.ts";
import type { Link } from "./fallback.ts";
import type { Ledger } from "./ledger.ts";
import type { PaidReply } from "./make_call.ts";
import type { ModelPrice } from "./model_prices.ts";
import { CallError, type ModelCall, type ModelReply } from "./provider.ts";
import { StoreError } from "./store_error.ts";

/** A reply that the provider gave up; another try may end better, and the last one is handed on. */
export class GaveUp extends CallError {
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
export interface BookedCall {
  readonly key: string;
  readonly call: ModelCall;
  readonly price: ModelPrice;
  readonly worstUsd: number;
  readonly link: Link;
  /** In the chain of fallbacks. */
  readonly place: number;
}

/** Where calls are booked when they have ended. */
export interface CallBooking {
  /**
   * Books what a reply has cost and keeps it, both or neither.
   * @throws {GaveUp} After it is booked, if the provider gave the answer up.
   */
  book(reservation: number, reply: ModelReply, about: BookedCall, tally: Tally): PaidReply;
  /** Books a call that gave no reply, by what was counted beside it where that is known. */
  bookFailure(reservation: number, error: unknown, about: BookedCall, tally: Tally): void;
}

/** What to tell of a call whose cost is not known; nothing where the provider counted nothing. */
function unknownWarning(unknown: string, named: string): string | undefined {
  if (unknown === DEARER_TIER) {
    return `${named} ${DEARER_TIER}, which was not asked for, so its price is not known and the ` +
      'reservation stays open: ask for another (serviceTier "default"), or state its price ' +
      'beside serviceTier "priority".';
  }
  return unknown === NOT_COUNTED
    ? undefined
    : `What ${named} counted cannot be (${unknown}), so the cost of a call is not known and its ` +
      "reservation stays open; compare the provider's bill.";
}

/** The booking of calls in a ledger and of their answers in the same store. */
export function callBooking(options: {
  readonly store: CallStore;
  readonly ledger: Ledger;
  readonly answers: AnswerCache;
  /** Milliseconds of a clock that is never set back. */
  readonly clock: () => number;
  readonly onWarning: (sentence: string) => void;
}): CallBooking {
  // Long because what it gives share the warnings that were said, and the one store.
  const { store, ledger, answers, clock, onWarning } = options;
  const warned = new Set<string>();

  function warnOnce(sentence: string): void {
    if (!warned.has(sentence)) onWarning(sentence);
    warned.add(sentence);
  }

  /** Books what a reply has cost and keeps it, both or neither. */
  function book(
    reservation: number,
    reply: ModelReply,
    about: BookedCall,
    tally: Tally,
  ): PaidReply {
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
      ...(tally.asked
        ? {
          asked: {
            at: tally.asked.at,
            latencyMs: Math.max(0, Math.round(clock() - tally.asked.clock)),
          },
        }
        : {}),
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
    const warning = costUsd === undefined ? unknownWarning(unknown, named) : undefined;
    if (warning !== undefined) warnOnce(warning);
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
  function bookFailure(reservation: number, error: unknown, about: BookedCall, tally: Tally): void {
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

  return { book, bookFailure };
}
