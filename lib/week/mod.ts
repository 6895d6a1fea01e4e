/**
 * A week of the committee: what holds between one Friday's verdict and the next.
 *
 * Plain arithmetic on views, books and holdings; files, clock and network are the command's.
 *
 * @example Last week's verdict, because nobody answered
 * ```ts
 * import { grossAtAge } from "lab/week";
 * import { equal } from "node:assert/strict";
 *
 * equal(grossAtAge(7), 0.75);
 * ```
 *
 * Read next: `aged_views.ts`, what is traded on when questions got no answer; `changes_of_mind.ts`,
 * which score would turn a position over.
 *
 * @module
 */
export {
  type AgedView,
  type AgedViews,
  agedViews,
  type AgedViewsInput,
  type DatedViews,
} from "./aged_views.ts";
export {
  type ChangeOfMind,
  type ChangesOfMind,
  changesOfMind,
  type ScoreChange,
  type Side,
  type SideChange,
} from "./changes_of_mind.ts";
export { type AgeRule, grossAtAge, withGross } from "./gross_by_age.ts";
