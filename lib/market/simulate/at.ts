import type { Day, Instant } from "../../units.ts";

/**
 * A minute of a trading day. `instant` checks both parts first; here they come from the calendar and
 * from constants, and checking twenty thousand of them took a third of a world's time.
 */
export function at(day: Day, clock: string): Instant {
  return `${day}T${clock}` as Instant;
}
