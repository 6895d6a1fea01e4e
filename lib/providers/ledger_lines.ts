import type { Booking } from "./booking.ts";
import type { CallStore } from "./call_store.ts";
import { NANO_PER_USD } from "./nanodollars.ts";
import type { Usage } from "./provider.ts";

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

/** Nanodollars settled and open within a scope. */
export interface LedgerSums {
  readonly settled: number;
  readonly open: number;
}

/** The lines of a ledger: all that writes them stands here, so that one look shows it. */
export interface LedgerLines {
  /** The line that opens a reservation; returns its number. */
  reserve(booking: Booking, openNano: number, at: string): number;
  /** One line that belongs to a reservation; names are copied, so that each line stands alone. */
  append(
    kind: Exclude<LedgerEntry["kind"], "reserve">,
    reservation: number,
    facts: {
      readonly settled?: number;
      readonly basis: string;
      readonly frees?: boolean;
      readonly usage?: Usage;
      readonly backgroundId?: string;
    },
  ): void;
  /** Sums within a scope of `totals`, or over all lines. */
  sums(scope: string | undefined): LedgerSums;
  /** All lines, oldest first. */
  all(): readonly LedgerEntry[];
}

/** The lines in a store. @param instant The time that a line carries. */
export function ledgerLines(store: CallStore, instant: () => string): LedgerLines {
  return {
    reserve: ({ sweep, sector, analyst, day, sample, stage, provider, model, key }, openNano, at) =>
      store.run(
        `INSERT INTO entries (kind, at, booked_on, sweep, sector, analyst, day, sample, stage,
           provider, model, call_key, settled_nano, open_nano, basis)
         VALUES ('reserve', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 'worst case')`,
        at,
        at.slice(0, 10),
        sweep,
        sector,
        analyst,
        day,
        sample,
        stage,
        provider,
        model,
        key,
        openNano,
      ),
    append(kind, reservation, { settled = 0, basis, frees = false, usage, backgroundId }) {
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
    },
    sums(scope) {
      const [row] = scope === undefined
        ? store.rows("SELECT total(settled_nano) AS settled, total(open_nano) AS open FROM entries")
        : store.rows(
          // As a real number: a sum beyond 2^53 must not make the ledger unreadable.
          `SELECT CAST(settled_nano AS REAL) AS settled, CAST(open_nano AS REAL) AS open
           FROM totals WHERE scope = ?`,
          scope,
        );
      return { settled: Number(row?.settled ?? 0), open: Number(row?.open ?? 0) };
    },
    all: () =>
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
