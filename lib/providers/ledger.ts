import { type BudgetCap, BudgetError } from "../errors.ts";
import type { Sector } from "../market/mod.ts";
import type { Day } from "../units.ts";
import type { CallStore } from "./call_store.ts";
import type { Stage, Usage } from "./provider.ts";

/** Whole nanodollars in a dollar: the cheapest token has a few, and whole numbers add exactly. */
export const NANO_PER_USD = 1e9;

/** Above any cap that may be set, dollars. */
const ABOVE_ALL_CAPS = 2e6;

/** Condition on a reserve line `one`: nothing has settled it. */
const IS_OPEN = `NOT EXISTS (SELECT 1 FROM entries AS settled
  WHERE settled.reservation = one.id AND settled.kind = 'settle')`;

/** Dollars that may be spent, worst case of calls under way included. */
export interface Caps {
  /** Within a calendar day (UTC). */
  readonly day: number;
  /** Within one sweep, however often it is stopped and started. */
  readonly sweep: number;
  /** For one sector within a sweep. */
  readonly sector: number;
}

/** The lab's caps, dollars (design section 7): eleven sectors at their cap are one sweep. */
export const DEFAULT_CAPS: Caps = { day: 100, sweep: 55, sector: 5 };

/** What a call is booked under. It holds names alone: no prompt, no answer, no key. */
export interface Booking {
  readonly sweep: string;
  readonly sector: Sector;
  readonly analyst: string;
  /** Day of the decision, not of the booking. */
  readonly day: Day;
  readonly sample: number;
  readonly stage: Stage;
  readonly provider: string;
  readonly model: string;
  /** Content key of the call. */
  readonly key: string;
}

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

/** A reservation that is not settled: money that may have been spent. */
export interface OpenReservation {
  readonly id: number;
  readonly at: string;
  readonly sweep: string;
  readonly sector: string;
  readonly analyst: string;
  readonly provider: string;
  readonly model: string;
  readonly stage: string;
  readonly openUsd: number;
  /**
   * `under way` in a program that runs, `background` where an answer waits to be fetched, `ended`
   * where a call brought no price, `interrupted` where its program ended first.
   */
  readonly state: "under way" | "background" | "ended" | "interrupted";
  /** The fault of a call that ended, or the id of an answer in the background. */
  readonly about?: string;
}

/** One line of the ledger. */
export interface LedgerEntry {
  readonly id: number;
  readonly kind: "reserve" | "background" | "unknown" | "settle";
  /** The reserve entry that it belongs to; its own id for a reserve. */
  readonly reservation: number;
  readonly at: string;
  readonly sweep: string;
  readonly sector: string;
  readonly analyst: string;
  readonly provider: string;
  readonly model: string;
  readonly key: string;
  /** What this line adds to the settled dollars, and to the open ones. */
  readonly settledUsd: number;
  readonly openUsd: number;
  /** Why: `usage`, `free`, `not billed`, or the fault. */
  readonly basis: string;
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

function nano(usd: number, round: (value: number) => number): number {
  const whole = round(usd * NANO_PER_USD);
  if (!Number.isSafeInteger(whole) || whole < 0) {
    throw new RangeError(`Cannot book: need dollars from 0 to 9 million, got ${usd}`);
  }
  return whole;
}

/** Up to the next nanodollar, but not for the last bit of a binary fraction. */
const roundUp = (value: number) => Math.ceil(value - 1e-6);

/** Cents, and four digits where they say more. */
function usd(amount: number): string {
  const isCents = Math.abs(amount * 100 - Math.round(amount * 100)) < 1e-9;
  return `$${amount.toFixed(amount < 1 && !isCents ? 4 : 2)}`;
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
  // Long for its statements: all that writes lines stands in one place, so that one look shows it.
  const { now } = options;
  const caps: Caps = { ...DEFAULT_CAPS, ...options.caps };
  for (const [name, value] of Object.entries(caps)) {
    if (!(value >= 0) || value > 1e6) {
      throw new RangeError(
        `Cannot open the ledger: need a cap per ${name} from 0 to 1,000,000 dollars, got ${value}`,
      );
    }
  }
  const instant = () => new Date(now()).toISOString();
  const { id: ours, isRunning } = store.asker;

  function sums(scope: string | undefined): { settled: number; open: number } {
    const [row] = scope === undefined
      ? store.rows("SELECT total(settled_nano) AS settled, total(open_nano) AS open FROM entries")
      : store.rows(
        // As a real number: a sum beyond 2^53 must not make the ledger unreadable.
        `SELECT CAST(settled_nano AS REAL) AS settled, CAST(open_nano AS REAL) AS open
         FROM totals WHERE scope = ?`,
        scope,
      );
    return { settled: Number(row?.settled ?? 0), open: Number(row?.open ?? 0) };
  }

  /** One line that belongs to a reservation; names are copied, so that each line stands alone. */
  function append(
    kind: LedgerEntry["kind"],
    reservation: number,
    facts: {
      readonly settled?: number;
      readonly basis: string;
      readonly frees?: boolean;
      readonly usage?: Usage;
      readonly backgroundId?: string;
    },
  ): void {
    const { settled = 0, basis, frees = false, usage, backgroundId } = facts;
    store.run(
      `INSERT INTO entries (kind, reservation, at, booked_on, sweep, sector, analyst, day, sample,
         stage, provider, model, call_key, settled_nano, open_nano, basis, input_tokens,
         cached_input_tokens, output_tokens, search_calls, background_id)
       SELECT ?, id, ?, booked_on, sweep, sector, analyst, day, sample, stage, provider, model,
         call_key, ?, CASE WHEN ? THEN -open_nano ELSE 0 END, ?, ?, ?, ?, ?, ?
       FROM entries WHERE id = ? AND kind = 'reserve'`,
      kind,
      instant(),
      settled,
      frees ? 1 : 0,
      basis,
      usage?.inputTokens ?? null,
      usage?.cachedInputTokens ?? null,
      usage?.outputTokens ?? null,
      usage?.searchCalls ?? null,
      backgroundId ?? null,
      reservation,
    );
  }

  /** Nanodollars under a cap that calls under way in other programs hold. */
  function heldByOthers(cap: BudgetCap, { sweep, sector }: Booking, bookedOn: string): number {
    return store.rows(
      `SELECT asker, total(open_nano) AS held FROM asking
       JOIN entries AS one ON one.call_key = asking.call_key AND kind = 'reserve'
       WHERE asker <> ? AND (? = 'day' AND booked_on = ? OR ? <> 'day' AND sweep = ?)
         AND (? <> 'sector' OR sector = ?) AND ${IS_OPEN}
         AND NOT EXISTS (SELECT 1 FROM entries AS later
           WHERE later.reservation = one.id AND later.kind = 'unknown')
       GROUP BY asker`,
      ours,
      cap,
      bookedOn,
      cap,
      sweep,
      cap,
      sector,
    ).reduce((sum, { asker, held }) => isRunning(String(asker)) ? sum + Number(held) : sum, 0);
  }

  function open(): readonly OpenReservation[] {
    const running = new Map<string, boolean>();
    return store.rows(
      `SELECT one.*, asker, unknown.basis AS fault, background.background_id AS answer
       FROM entries AS one
       LEFT JOIN asking ON asking.call_key = one.call_key
       LEFT JOIN entries AS unknown ON unknown.reservation = one.id AND unknown.kind = 'unknown'
       LEFT JOIN entries AS background
         ON background.reservation = one.id AND background.kind = 'background'
       WHERE one.kind = 'reserve' AND one.open_nano > 0 AND ${IS_OPEN} ORDER BY one.id`,
    ).map((row) => {
      const asker = row.asker === null ? undefined : String(row.asker);
      if (asker !== undefined && !running.has(asker)) {
        running.set(asker, asker === ours || isRunning(asker));
      }
      const state = row.fault !== null
        ? "ended"
        : asker !== undefined && running.get(asker)
        ? "under way"
        : row.answer !== null
        ? "background"
        : "interrupted";
      const about = state === "ended" ? row.fault : state === "background" ? row.answer : null;
      return {
        id: Number(row.id),
        at: String(row.at),
        sweep: String(row.sweep),
        sector: String(row.sector),
        analyst: String(row.analyst),
        provider: String(row.provider),
        model: String(row.model),
        stage: String(row.stage),
        openUsd: Number(row.open_nano) / NANO_PER_USD,
        state,
        ...(about === null ? {} : { about: String(about) }),
      };
    });
  }

  return {
    reserve(booking, worstUsd) {
      // What no cap allows is refused by the caps.
      const needed = nano(Math.min(worstUsd, ABOVE_ALL_CAPS), roundUp);
      const at = instant();
      const bookedOn = at.slice(0, 10);
      const { sweep, sector, analyst, day, sample, stage, provider, model, key } = booking;
      return store.transaction(() => {
        const scopes = [
          ["sector", `sector ${sector} ${sweep}`],
          ["sweep", `sweep ${sweep}`],
          ["day", `day ${bookedOn}`],
        ] as const;
        for (const [cap, scope] of scopes) {
          const { settled, open } = sums(scope);
          // A free call spends nothing, so no cap stands in its way.
          if (needed === 0 || settled + open + needed <= nano(caps[cap], Math.round)) continue;
          const facts = {
            cap,
            allowedUsd: caps[cap],
            spentUsd: settled / NANO_PER_USD,
            reservedUsd: open / NANO_PER_USD,
            neededUsd: worstUsd,
            othersUsd: heldByOthers(cap, booking, bookedOn) / NANO_PER_USD,
          };
          throw new BudgetError(
            `Cannot ask ${provider} (${model}) about ${sector}: the call may cost ` +
              `${usd(facts.neededUsd)}, and of the cap of ${usd(caps[cap])} per ${cap} ` +
              `${usd(facts.spentUsd)} are spent and ${usd(facts.reservedUsd)} reserved` +
              (open > 0 ? " (`deno task reservations` shows what is open)" : ""),
            facts,
          );
        }
        return store.run(
          `INSERT INTO entries (kind, at, booked_on, sweep, sector, analyst, day, sample, stage,
             provider, model, call_key, settled_nano, open_nano, basis)
           VALUES ('reserve', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 'worst case')`,
          at,
          bookedOn,
          sweep,
          sector,
          analyst,
          day,
          sample,
          stage,
          provider,
          model,
          key,
          needed,
        );
      });
    },
    noteBackground: (reservation, id) =>
      append("background", reservation, { basis: "background", backgroundId: id }),
    settle: (reservation, costUsd, basis, usage) =>
      append("settle", reservation, {
        settled: nano(costUsd, Math.round),
        basis,
        frees: true,
        usage,
      }),
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
    open,
    release: (reservation, reason, costUsd = 0) =>
      store.transaction(() => {
        const found = open().find(({ id }) => id === reservation);
        if (found === undefined || found.state === "under way") {
          throw new RangeError(
            `Cannot release the reservation ${reservation}: ` +
              (found ? "its call is under way" : "there is none of that number that is open"),
          );
        }
        append("settle", reservation, {
          settled: nano(costUsd, Math.round),
          basis: `released: ${reason}`,
          frees: true,
        });
      }),
    entries: () =>
      store.rows(
        // Without the counts of tokens: one beyond 2^53 cannot be read.
        `SELECT id, kind, reservation, at, sweep, sector, analyst, provider, model, call_key,
           CAST(settled_nano AS REAL) AS settled_nano, CAST(open_nano AS REAL) AS open_nano, basis
         FROM entries ORDER BY id`,
      ).map((row) => ({
        id: Number(row.id),
        kind: String(row.kind) as LedgerEntry["kind"],
        reservation: Number(row.reservation ?? row.id),
        at: String(row.at),
        sweep: String(row.sweep),
        sector: String(row.sector),
        analyst: String(row.analyst),
        provider: String(row.provider),
        model: String(row.model),
        key: String(row.call_key),
        settledUsd: Number(row.settled_nano) / NANO_PER_USD,
        openUsd: Number(row.open_nano) / NANO_PER_USD,
        basis: String(row.basis),
      })),
  };
}
