import type { CallStore } from "./call_store.ts";
import { NANO_PER_USD } from "./nanodollars.ts";

/** Condition on a reserve line `one`: nothing has settled it. */
export const IS_OPEN = `NOT EXISTS (SELECT 1 FROM entries AS settled
  WHERE settled.reservation = one.id AND settled.kind = 'settle')`;

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

/** All that is reserved in a store and not settled, oldest first. */
export function openReservations(store: CallStore): readonly OpenReservation[] {
  const { id: ours, isRunning } = store.asker;
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
