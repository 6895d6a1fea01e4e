import type { QuestionNames } from "../committee/mod.ts";
import type { Stage } from "./provider.ts";

/** What a call is booked under. It holds names alone: no prompt, no answer, no key. */
export interface Booking extends QuestionNames {
  readonly sweep: string;
  readonly stage: Stage;
  readonly provider: string;
  readonly model: string;
  /** Content key of the call. */
  readonly key: string;
}
