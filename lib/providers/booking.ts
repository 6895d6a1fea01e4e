import type { Sector } from "../market/mod.ts";
import type { Day } from "../units.ts";
import type { Stage } from "./provider.ts";

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
