import { type BudgetCap, BudgetError } from "../errors.ts";
import type { Booking } from "./booking.ts";
import type { CallStore } from "./call_store.ts";
import type { LedgerSums } from "./ledger_lines.ts";
import { NANO_PER_USD, nanodollars } from "./nanodollars.ts";
import { IS_OPEN } from "./open_reservations.ts";

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

/** The caps, those that are not given by default. @throws {RangeError} If one is none. */
export function checkedCaps(given: Partial<Caps> = {}): Caps {
  const caps: Caps = { ...DEFAULT_CAPS, ...given };
  for (const [name, value] of Object.entries(caps)) {
    if (!(value >= 0) || value > 1e6) {
      throw new RangeError(
        `Cannot open the ledger: need a cap per ${name} from 0 to 1,000,000 dollars, got ${value}`,
      );
    }
  }
  return caps;
}

/** Cents, and four digits where they say more. */
function usd(amount: number): string {
  const isCents = Math.abs(amount * 100 - Math.round(amount * 100)) < 1e-9;
  return `$${amount.toFixed(amount < 1 && !isCents ? 4 : 2)}`;
}

/** Nanodollars under a cap that calls under way in other programs hold. */
function heldByOthers(
  store: CallStore,
  cap: BudgetCap,
  { sweep, sector }: Booking,
  bookedOn: string,
): number {
  const { id: ours, isRunning } = store.asker;
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

/**
 * Refuses a call whose worst case does not fit under a cap; within the transaction that reserves it,
 * or another program may spend between the look and the reservation.
 *
 * @param ask The booking, its worst case, and the day (UTC) on which it is booked.
 * @throws {BudgetError} By the narrowest cap that is in the way.
 */
export function refuseAboveCaps(
  store: CallStore,
  caps: Caps,
  sums: (scope: string) => LedgerSums,
  ask: {
    readonly booking: Booking;
    readonly worstUsd: number;
    readonly needed: number;
    readonly bookedOn: string;
  },
): void {
  const { booking, worstUsd, needed, bookedOn } = ask;
  // A free call spends nothing, so no cap stands in its way.
  if (needed === 0) return;
  const { sweep, sector, provider, model } = booking;
  const scopes = [
    ["sector", `sector ${sector} ${sweep}`],
    ["sweep", `sweep ${sweep}`],
    ["day", `day ${bookedOn}`],
  ] as const;
  for (const [cap, scope] of scopes) {
    const { settled, open } = sums(scope);
    if (settled + open + needed <= nanodollars(caps[cap], Math.round)) continue;
    const facts = {
      cap,
      allowedUsd: caps[cap],
      spentUsd: settled / NANO_PER_USD,
      reservedUsd: open / NANO_PER_USD,
      neededUsd: worstUsd,
      othersUsd: heldByOthers(store, cap, booking, bookedOn) / NANO_PER_USD,
    };
    throw new BudgetError(
      `Cannot ask ${provider} (${model}) about ${sector}: the call may cost ` +
        `${usd(facts.neededUsd)}, and of the cap of ${usd(caps[cap])} per ${cap} ` +
        `${usd(facts.spentUsd)} are spent and ${usd(facts.reservedUsd)} reserved` +
        (open > 0 ? " (`deno task reservations` shows what is open)" : ""),
      facts,
    );
  }
}
