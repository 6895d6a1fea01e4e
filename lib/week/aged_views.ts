import { checkFields, checkList, checkOptions, shown } from "../arguments.ts";
import type { SectorView } from "../committee/mod.ts";
import { calendarDaysBetween } from "../days.ts";
import { isSector, type Sector, SECTOR_LABELS, SECTORS } from "../market/mod.ts";
import { type Day, day as checkedDay } from "../units.ts";
import { counted } from "../words.ts";
import { type AgeRule, grossAtAge } from "./gross_by_age.ts";

const ACTION = "Cannot age views";

/** The views of one verdict. */
export interface DatedViews {
  readonly day: Day;
  readonly views: readonly SectorView[];
}

/** A view with the day of the verdict that it is from. */
export interface AgedView extends SectorView {
  readonly from: Day;
  readonly ageDays: number;
}

/** What a book is made from when a committee did not answer in full. */
export interface AgedViews {
  /** In the one order of sectors; today's where there is one, else the last verdict's. */
  readonly views: readonly AgedView[];
  /** f: the part of the gross that they may aim at, 0 to 1; the mean over the views. */
  readonly grossFactor: number;
  /** Whether there is anything to trade on. If not, the book is held as it is. */
  readonly isTrusted: boolean;
  /** What a reader must know: whose view is old and how old, and what that does to the gross. */
  readonly sentences: readonly string[];
}

/** What is known when a week's questions have ended, with or without answers. */
export interface AgedViewsInput {
  /** The decision's day. */
  readonly day: Day;
  /** Today's views, of the sectors that were answered. */
  readonly fresh: readonly SectorView[];
  /** Sectors that were asked about and got no answer; one that was answered with "no view" is not. */
  readonly unanswered: readonly Sector[];
  /** The verdict before; absent where there is none. */
  readonly last?: DatedViews;
}

/**
 * The views to trade on when some questions, or all, got no answer: the last verdict takes their place,
 * its age is said, and the gross aimed at falls by `grossAtAge`.
 *
 * The factor is the mean of f over the views, so that one sector without an answer does not cost what a
 * whole committee without answers does. A verdict of the horizon's age or more is none. Where no view is
 * left, nothing may be trusted and the book is to be held: that is `isTrusted: false`, not a book of cash.
 *
 * @throws {RangeError} If the last verdict is not before the day, a sector is both answered and
 *   unanswered, or a view is given twice.
 *
 * @example All eleven questions failed, and last week's verdict stands in
 * ```ts
 * import { SECTORS } from "lab/market";
 * import { day } from "lab/units";
 * import { agedViews } from "lab/week";
 * import { equal } from "node:assert/strict";
 *
 * const last = {
 *   day: day("2026-11-20"),
 *   views: [{ sector: "XLK", score: 4, confidence: 1 }] as const,
 * };
 * const input = { day: day("2026-11-27"), fresh: [], unanswered: SECTORS, last };
 * const { views, grossFactor } = agedViews(input);
 * equal(views[0].ageDays, 7);
 * equal(grossFactor, 0.75);
 * ```
 */
export function agedViews(input: AgedViewsInput, rule: AgeRule = {}): AgedViews {
  checkFields(ACTION, "what is given", input, ["day", "fresh", "unanswered", "last"]);
  checkOptions(ACTION, rule, ["horizonDays"]);
  const { day, fresh, unanswered, last } = input;
  checkedDay(day);
  checkList(ACTION, "fresh", fresh, "views");
  checkList(ACTION, "unanswered", unanswered, "sectors");
  const bySector = new Map<Sector, AgedView>();
  for (const view of fresh) add(bySector, { ...view, from: day, ageDays: 0 });
  const missing = SECTORS.filter((sector) => unanswered.includes(sector));
  for (const sector of unanswered) {
    if (!isSector(sector)) throw new RangeError(`${ACTION}: ${shown(sector)} is no sector`);
    if (bySector.has(sector)) {
      throw new RangeError(`${ACTION}: ${sector} has a view of ${day} and is called unanswered`);
    }
  }
  const none = { views: [], grossFactor: 0, isTrusted: false };
  if (missing.length === 0 && fresh.length === 0) {
    return { ...none, sentences: ["Nobody has a view. The book is held."] };
  }
  const ageDays = last === undefined ? undefined : ageOf(last, day);
  const factor = ageDays === undefined ? 0 : grossAtAge(ageDays, rule);
  const isOf = new Set(missing);
  if (last && ageDays !== undefined && factor > 0) {
    for (const view of last.views) {
      if (isOf.has(view.sector)) add(bySector, { ...view, from: last.day, ageDays });
    }
  }
  const views = SECTORS.flatMap((sector) => bySector.get(sector) ?? []);
  const sentences = missing.length === 0
    ? []
    : [missingSentence(missing, views, last && { ...last, ageDays: ageDays!, factor })];
  if (views.length === 0) return { ...none, sentences: [...sentences, "The book is held."] };
  const sum = views.reduce((sum, one) => sum + grossAtAge(one.ageDays, rule), 0);
  const grossFactor = sum / views.length;
  if (grossFactor < 1) {
    sentences.push(`The gross aimed at is ${(100 * grossFactor).toFixed(1)} % of the mandate's.`);
  }
  return { views, grossFactor, isTrusted: true, sentences };
}

function add(to: Map<Sector, AgedView>, view: AgedView): void {
  if (!isSector(view.sector)) throw new RangeError(`${ACTION}: ${shown(view.sector)} is no sector`);
  if (to.has(view.sector)) throw new RangeError(`${ACTION}: ${view.sector} has two views`);
  to.set(view.sector, view);
}

function ageOf(last: DatedViews, day: Day): number {
  checkFields(ACTION, "the last verdict", last, ["day", "views"]);
  const age = calendarDaysBetween(checkedDay(last.day), day);
  if (age > 0) return age;
  throw new RangeError(`${ACTION}: the last verdict must be from before ${day}, got ${last.day}`);
}

function missingSentence(
  missing: readonly Sector[],
  views: readonly AgedView[],
  last: DatedViews & { readonly ageDays: number; readonly factor: number } | undefined,
): string {
  const labels = missing.map((sector) => SECTOR_LABELS[sector]);
  const who = missing.length === SECTORS.length
    ? "No question was answered"
    : `No answer about ${labels.join(", ")}`;
  if (!last) return `${who}, and there is no verdict before.`;
  const age = `${last.day}, ${counted(last.ageDays, "day")} old`;
  if (last.factor === 0) return `${who}, and the last verdict, of ${age}, is too old to follow.`;
  const taken = views.filter(({ ageDays }) => ageDays > 0).length;
  return `${who}: the verdict of ${age}, stands in for ${counted(taken, "sector")}.`;
}
