import type { Day } from "../units.ts";
import type { Sector } from "../market/mod.ts";
import type { Booking } from "./booking.ts";
import type { CallStore } from "./call_store.ts";
import { type Caps, checkedCaps, refuseAboveCaps } from "./caps.ts";
import { type LedgerEntry, ledgerLines } from "./ledger_lines.ts";
import { NANO_PER_USD, nanodollars, roundUp } from "./nanodollars.ts";
import { type OpenReservation, openReservations } from "./open_reservations.ts";
import type { Usage } from "./provider.ts";

/** Above any cap that may be set, dollars. */
const ABOVE_ALL_CAPS = 2e6;

/** Dollars settled, and reserved without a settlement. The true bill lies between the two sums. */
export interface Balance {
  readonly settledUsd: number;
  readonly openUsd: number;
}

/** A reservation whose answer is written in the background. */
export interface OpenAnswer {
  readonly reservation: number;
  readonly provider: string;
  readonly model: string;
  readonly id: string;
}

/** An append-only account of every call that may cost money. */
export interface Ledger {
  /**
   * Sets the worst case of a call aside, before it is made.
   * @throws {BudgetError} If it does not fit under a cap; nothing is written then.
   */
  reserve(booking: Booking, worstUsd: number): number;
  /** Notes the id of an answer that is written in the background, before it is waited for. */
  noteBackground(reservation: number, id: string): void;
  /** Books what a call has cost and frees the rest of its reservation. */
  settle(reservation: number, costUsd: number, basis: string, usage?: Usage): void;
  /** Notes that a call ended without a price; its reservation stays open as possible cost. */
  noteUnknown(reservation: number, fault: string): void;
  /** What is booked in all, or in part. */
  balance(
    scope?: { readonly bookedOn?: Day } | { readonly sweep: string; readonly sector?: Sector },
  ): Balance;
  /** The answer for a key that is still being written, if there is one. */
  openAnswer(key: string): OpenAnswer | undefined;
  /** All that is reserved and not settled, oldest first. */
  open(): readonly OpenReservation[];
  /**
   * Settles a reservation by the owner's word, with the reason on the line.
   *
   * @param costUsd What the provider's bill says; 0 by default.
   * @throws {RangeError} If it is not open, or its call is under way.
   */
  release(reservation: number, reason: string, costUsd?: number): void;
  /** All lines, oldest first. */
  entries(): readonly LedgerEntry[];
}

/**
 * The ledger in a store: reserve, call, settle, each one transaction.
 *
 * Every line adds to two columns, settled and open; their sums are the balance at any moment, also
 * after a kill. A call that ended without a price (a timeout, an answer without usage) stays open at
 * its worst case, for the provider may have billed it; one that was refused before any work is
 * settled at 0. So the true bill lies between settled and settled + open as long as no call costs
 * more than its worst case.
 *
 * @param store From `openCallStore`.
 * @param options.caps Dollars per day, sweep and sector; 100, 55 and 5 by default.
 * @param options.now Milliseconds since 1970.
 *
 * @example Reserve, then settle
 * ```ts
 * import { openCallStore, openLedger } from "lab/providers";
 * import type { Day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const ledger = openLedger(openCallStore(":memory:"), { now: () => 0 });
 * const reservation = ledger.reserve({
 *   sweep: "s", sector: "XLK", analyst: "openai/fast", day: "2026-11-20" as Day, sample: 0,
 *   stage: "ballot", provider: "openai", model: "gpt-6-luna", key: "k",
 * }, 0.01);
 * deepEqual(ledger.balance(), { settledUsd: 0, openUsd: 0.01 });
 * ledger.settle(reservation, 0.002, "usage");
 * deepEqual(ledger.balance(), { settledUsd: 0.002, openUsd: 0 });
 * ```
 */
export function openLedger(
  store: CallStore,
  options: { readonly caps?: Partial<Caps>; readonly now: () => number },
): Ledger {
  const caps = checkedCaps(options.caps);
  const instant = () => new Date(options.now()).toISOString();
  const { reserve, append, sums, all } = ledgerLines(store, instant);
  const settle = (reservation: number, costUsd: number, basis: string, usage?: Usage) =>
    append("settle", reservation, {
      settled: nanodollars(costUsd, Math.round),
      basis,
      frees: true,
      usage,
    });
  return {
    reserve(booking, worstUsd) {
      // What no cap allows is refused by the caps.
      const needed = nanodollars(Math.min(worstUsd, ABOVE_ALL_CAPS), roundUp);
      const at = instant(), bookedOn = at.slice(0, 10);
      return store.transaction(() => {
        refuseAboveCaps(store, caps, sums, { booking, worstUsd, needed, bookedOn });
        return reserve(booking, needed, at);
      });
    },
    noteBackground: (reservation, id) =>
      append("background", reservation, { basis: "background", backgroundId: id }),
    settle,
    noteUnknown: (reservation, fault) => append("unknown", reservation, { basis: fault }),
    balance(scope = {}) {
      const { settled, open } = sums(
        "sweep" in scope
          ? scope.sector === undefined
            ? `sweep ${scope.sweep}`
            : `sector ${scope.sector} ${scope.sweep}`
          : scope.bookedOn === undefined
          ? undefined
          : `day ${scope.bookedOn}`,
      );
      return { settledUsd: settled / NANO_PER_USD, openUsd: open / NANO_PER_USD };
    },
    openAnswer(key) {
      const [row] = store.rows(
        `SELECT reservation, provider, model, background_id FROM entries AS one
         WHERE call_key = ? AND kind = 'background' AND NOT EXISTS (
           SELECT 1 FROM entries AS later WHERE later.reservation = one.reservation
             AND later.kind IN ('settle', 'unknown'))
         ORDER BY id DESC LIMIT 1`,
        key,
      );
      if (row === undefined) return undefined;
      const { reservation, provider, model, background_id: id } = row;
      return {
        reservation: Number(reservation),
        provider: String(provider),
        model: String(model),
        id: String(id),
      };
    },
    open: () => openReservations(store),
    release: (reservation, reason, costUsd = 0) =>
      store.transaction(() => {
        const found = openReservations(store).find(({ id }) => id === reservation);
        if (found === undefined || found.state === "under way") {
          throw new RangeError(
            `Cannot release the reservation ${reservation}: ` +
              (found ? "its call is under way" : "there is none of that number that is open"),
          );
        }
        settle(reservation, costUsd, `released: ${reason}`);
      }),
    entries: all,
  };
}
