import type { Sector } from "../market/mod.ts";
import type { Day } from "../units.ts";

/** Which question an answer belongs to: who was asked, about what, and which repetition it is. */
export interface QuestionNames {
  readonly analyst: string;
  readonly sector: Sector;
  /** Day of the decision. */
  readonly day: Day;
  /** From 0. */
  readonly sample: number;
}
