import { checkList, checkOptions, shown } from "../arguments.ts";
import type { SectorView } from "../committee/mod.ts";
import type { Sector } from "../market/mod.ts";
import type { Book } from "../portfolio/mod.ts";
import { score as checkedScore } from "../units.ts";

const ACTION = "Cannot search for changes of mind";
/** Scores that are tried: multiples of this. By the default weights a committee's move by 0.125 at the least. */
const STEP = 0.05;
const LOWEST = 1, HIGHEST = 5;
/** Scores are sums of a few decimal shares: beyond this digit they are noise. */
const DIGITS = 1e9;

const rounded = (value: number) => Math.round(value * DIGITS) / DIGITS;

/** On which side of the book a name stands. */
export type Side = "long" | "short" | "none";

/** A name that stands on another side than before. */
export interface SideChange {
  readonly name: Sector | "hedge";
  readonly from: Side;
  readonly to: Side;
}

/** The nearest score with which something is otherwise. */
export interface ScoreChange {
  readonly to: number;
  /** To minus the present score; negative is down. */
  readonly change: number;
  /** Every other name that stands on another side then. */
  readonly alongside: readonly SideChange[];
}

/** What would change about one sector. */
export interface ChangeOfMind {
  readonly sector: Sector;
  readonly score: number;
  readonly side: Side;
  /** The nearest score with which its position is not on this side any more; absent where none is. */
  readonly leaves?: ScoreChange;
  /** The nearest score with which it stands on the other side, or where it has none on any; or absent. */
  readonly turns?: ScoreChange;
  /** Why no score turns it, where that is so. */
  readonly reason?: string;
}

/** Every view, and the one nearest to being turned over. */
export interface ChangesOfMind {
  /** In the order of the views. */
  readonly rows: readonly ChangeOfMind[];
  /** The row whose side the smallest change of score turns over; absent where nothing held can be. */
  readonly smallest?: ChangeOfMind & { readonly turns: ScoreChange };
  /** Scores were tried in multiples of this. */
  readonly step: number;
  /** How many books were made. */
  readonly tried: number;
}

type SidedBook = Pick<Book, "sectors" | "weights" | "hedge">;

function sideOf(exposure: number): Side {
  return exposure > 0 ? "long" : exposure < 0 ? "short" : "none";
}

function sidesOf({ sectors, weights, hedge }: SidedBook): ReadonlyMap<Sector | "hedge", Side> {
  const sides = new Map<Sector | "hedge", Side>(sectors.map((one, i) => [one, sideOf(weights[i])]));
  return sides.set("hedge", sideOf(hedge));
}

/** All scores but the present one, nearest first; of two as near the lower one first. */
function candidates(present: number, step: number): readonly number[] {
  const count = Math.round((HIGHEST - LOWEST) / step);
  const all = Array.from({ length: count + 1 }, (_, k) => {
    return rounded(Math.min(HIGHEST, LOWEST + k * step));
  });
  const away = (one: number) => rounded(Math.abs(one - present));
  return all.filter((one) => away(one) > 0).sort((a, b) => away(a) - away(b) || a - b);
}

function changeOf(
  view: SectorView,
  to: number,
  sides: {
    readonly before: ReturnType<typeof sidesOf>;
    readonly after: ReturnType<typeof sidesOf>;
  },
): ScoreChange {
  const { before, after } = sides;
  const alongside = [...after].flatMap(([name, side]): SideChange[] => {
    const from = before.get(name) ?? "none";
    return name === view.sector || from === side ? [] : [{ name, from, to: side }];
  });
  return { to, change: rounded(to - view.score), alongside };
}

/**
 * What would change the committee's mind: for each sector the nearest score with which the book has it
 * on another side, all else as it is.
 *
 * Every multiple of the step from 1 to 5 is tried, nearest first, and each is a book of its own, made by
 * the construction that is handed in: limits, funds, budget and rules on trades included. Nothing is
 * concluded from one score about the next, for a rule may hold a name that a larger change lets go.
 * A sector's own score is all that moves; what turns along with it is listed beside.
 *
 * @param views As the book was made from; one per sector.
 * @param bookOf The book of some views, such as `bookOfViews(snapshot, options)` of `lab/desk` gives.
 * @param options.step 0.05 by default, a whole part of 4.
 * @throws {RangeError} If a view is out of range or the step no whole part of 4.
 * @throws {TypeError} If `bookOf` is no function.
 *
 * @example A long and a short: the long is nearer to its turn
 * ```ts
 * import { bookOfViews } from "lab/desk";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { changesOfMind } from "lab/week";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7 });
 * const bookOf = bookOfViews(snapshot(market, market.prices.days.at(-1)!));
 * const { smallest } = changesOfMind([
 *   { sector: "XLF", score: 3.5, confidence: 1 },
 *   { sector: "XLE", score: 1.5, confidence: 1 },
 * ], bookOf);
 * equal(smallest?.sector, "XLF");
 * equal(smallest?.turns.to, 2.95);
 * ```
 */
export function changesOfMind(
  views: readonly SectorView[],
  bookOf: (views: readonly SectorView[]) => SidedBook,
  options: { readonly step?: number } = {},
): ChangesOfMind {
  checkOptions(ACTION, options, ["step"]);
  checkList(ACTION, "views", views, "views");
  if (typeof bookOf !== "function") {
    throw new TypeError(`${ACTION}: bookOf must be a function of views, got ${shown(bookOf)}`);
  }
  const { step = STEP } = options, parts = (HIGHEST - LOWEST) / step;
  if (!(parts >= 1 && parts <= 1e4) || Math.abs(parts - Math.round(parts)) > 1e-6) {
    throw new RangeError(
      `${ACTION}: step must be a whole part of 4, such as 0.01, got ${shown(step)}`,
    );
  }
  for (const { score } of views) checkedScore(score);
  let tried = 1;
  const before = sidesOf(bookOf(views));
  const rows = views.map((view, at): ChangeOfMind => {
    const { sector, score, confidence } = view, side = before.get(sector);
    if (side === undefined) {
      return { sector, score, side: "none", reason: `${sector} is not in the book that day` };
    }
    if (confidence === 0) {
      return { sector, score, side, reason: "its confidence is 0, so that no score moves it" };
    }
    let leaves: ScoreChange | undefined;
    for (const to of candidates(score, step)) {
      tried++;
      const after = sidesOf(bookOf(views.with(at, { ...view, score: to })));
      const now = after.get(sector)!;
      if (now === side) continue;
      leaves ??= changeOf(view, to, { before, after });
      if (now === "none") continue;
      return { sector, score, side, leaves, turns: changeOf(view, to, { before, after }) };
    }
    const reason = `no score from ${LOWEST} to ${HIGHEST} puts it on ` +
      (side === "none" ? "either side" : "the other side");
    return { sector, score, side, ...(leaves ? { leaves } : {}), reason };
  });
  let smallest: ChangesOfMind["smallest"];
  for (const row of rows) {
    if (row.side === "none" || !row.turns) continue;
    if (smallest && Math.abs(row.turns.change) >= Math.abs(smallest.turns.change)) continue;
    smallest = { ...row, turns: row.turns };
  }
  return { rows, ...(smallest ? { smallest } : {}), step, tried };
}
