import { BudgetError } from "../errors.ts";
import { backgroundAnswer } from "./background.ts";
import { billedUsage } from "./billed_usage.ts";
import { type BookedCall, type CallBooking, GaveUp } from "./call_booking.ts";
import type { Tally } from "./call_tally.ts";
import { withDeadline } from "./deadline.ts";
import type { Link } from "./fallback.ts";
import { type HoldUps, LOOK_AT_OTHERS_MS } from "./hold_ups.ts";
import type { Booking } from "./booking.ts";
import type { Ledger } from "./ledger.ts";
import type { CallContext, PaidReply } from "./make_call.ts";
import type { PriceOf } from "./model_prices.ts";
import { CallError, type ModelCall, type ModelReply } from "./provider.ts";
import type { ProviderDoors } from "./provider_doors.ts";
import { withoutWords } from "./refuse_words.ts";
import { unlessUnwritable } from "./store_error.ts";
import { checkBoundedSearch, worstUsage } from "./worst_usage.ts";

/** One try of a call. */
export interface PaidTry {
  /** Who is asked, and its place in the chain. */
  readonly link: Link;
  readonly place: number;
  readonly call: ModelCall;
  readonly context: CallContext;
  /** Of the time for all tries, milliseconds. */
  readonly leftMs: number;
  readonly tally: Tally;
}

/** Single tries of calls, each reserved before and booked after. */
export interface PaidTries {
  /** A try that waits for as long as other programs hold what a cap allows. */
  tryUnderCaps(one: PaidTry): Promise<PaidReply>;
  /** Calls at a provider now. */
  readonly running: number;
}

/** What a try is booked under. */
function bookingOf({ link: { provider, model }, call, context }: PaidTry, sweep: string): Booking {
  const { sector, analyst, day, sample, key } = context;
  const { stage } = call;
  return { sweep, sector, analyst, day, sample, stage, provider: provider.name, model, key };
}

/** Whether a call fits under its cap once the calls of other programs have ended for nothing. */
function fitsWithoutOthers(error: BudgetError): boolean {
  const { allowedUsd, spentUsd, reservedUsd, othersUsd, neededUsd } = error;
  return othersUsd > 0 && spentUsd + reservedUsd - othersUsd + neededUsd <= allowedUsd + 1e-9;
}

/** How tries are made: what is asked, reserved and booked, and where it waits. */
export function paidTries(options: {
  readonly sweep: string;
  readonly ledger: Ledger;
  readonly priceOf: PriceOf;
  readonly booking: CallBooking;
  readonly doors: ProviderDoors;
  readonly held: HoldUps["held"];
  readonly now: () => number;
  readonly clock: () => number;
  readonly timeout?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly lookEveryMs?: number;
}): PaidTries {
  // Long because one try must be read whole: what is reserved where, and who books each way it can end.
  const { sweep, ledger, priceOf, booking, doors, held, now, clock, lookEveryMs } = options;
  const timeout = options.timeout ? { timeout: options.timeout } : {};
  let running = 0;

  /** Waits for an answer in the background and books it. */
  async function fetched(
    reservation: number,
    id: string,
    about: BookedCall,
    deadlineMs: number,
    tally: Tally,
  ): Promise<PaidReply> {
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
      if (isOver) booking.bookFailure(reservation, error, about, tally);
      else tally.isUnknown = true;
      throw error;
    } finally {
      running--;
    }
    return booking.book(reservation, reply, about, tally);
  }

  async function tryOnce(one: PaidTry): Promise<PaidReply> {
    const { link, place, call, context, leftMs, tally } = one;
    const { provider, model } = link;
    const { key, deadlineMs } = context;
    // Before anything is asked for: what has no price, or no bound, is not asked.
    const price = priceOf(provider, model);
    checkBoundedSearch({ ...call, model }, provider);
    const worstUsd = price.costUsd(worstUsage(call));
    const asked: ModelCall = place > 0 ? { ...withoutWords(call), ...link.manner } : call;
    const about: BookedCall = { key, call: asked, price, worstUsd, link, place };
    const open = ledger.openAnswer(key);
    if (open && open.provider === provider.name && open.model === model && provider.fetchAnswer) {
      try {
        return await fetched(open.reservation, open.id, about, deadlineMs, tally);
      } catch (error) {
        if (!(error instanceof CallError && error.fault === "expired")) throw error;
      }
    }

    const { gate, seat, pass } = await doors.enter(link, call, deadlineMs, tally);
    let reservation: number | undefined, pendingId: string | undefined;
    let told: Parameters<typeof seat.leave>[0] = { tokens: 0 };
    running++;
    try {
      reservation = ledger.reserve(bookingOf(one, sweep), worstUsd);
      tally.asked = { at: now(), clock: clock() };
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
        return booking.book(reservation, reply, about, tally);
      }
      pendingId = reply.id;
      const noted = reservation;
      // It is being written and paid for: where its id cannot be kept, it is waited for all the same.
      unlessUnwritable(() => ledger.noteBackground(noted, reply.id!));
    } catch (error) {
      if (error instanceof GaveUp) throw error;
      pass.tell(error);
      if (reservation === undefined) told = { isUnused: true };
      else booking.bookFailure(reservation, error, about, tally);
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

  async function tryUnderCaps(one: PaidTry): Promise<PaidReply> {
    while (true) {
      try {
        return await tryOnce(one);
      } catch (error) {
        if (!(error instanceof BudgetError) || !fitsWithoutOthers(error)) throw error;
        const since = clock();
        await held(
          `another program holds $${error.othersUsd.toFixed(2)} of the cap per ${error.cap}`,
          LOOK_AT_OTHERS_MS,
          one.call.signal,
        );
        one.tally.waitedMs += clock() - since;
      }
    }
  }

  return {
    tryUnderCaps,
    get running() {
      return running;
    },
  };
}
