import { checkList, checkOptions, shown } from "../arguments.ts";
import { type BookProblem, bookTerms, EXPOSURE_STEP } from "./book_problem.ts";
import type { Book } from "./book.ts";
import { checkExposures } from "./check_exposures.ts";
import { limitName, sameLimit } from "./limits/limit_id.ts";
import { checkLimits } from "./limits/check_limits.ts";
import { fitBook, fitTerms } from "./fit_book.ts";
import { grossAllowed } from "./gross_allowed.ts";
import { limitReadings } from "./limits/limit_readings.ts";
import { inUnit, type LimitUnit } from "./limits/limit_unit.ts";
import type { Limits } from "./limits/limits.ts";
import { firstThatWorks, type Setting, settings } from "./remedies.ts";

/** Values of a limit set free, of which the widest that it may have is taken: groups, most, caps. */
const WIDEST = [1e6, 3, 1] as const;
/** A limit is broken from here on: two steps of rounding, as readings count it. */
const BROKEN = 2e-9;

/** A limit that was made wider. */
export interface RelaxedLimit {
  /** The setting, named as in `book.remedies`. */
  readonly setting: string;
  readonly unit: LimitUnit;
  readonly from: number;
  /** The smallest value that reaches the gross, the settings named before it being free. */
  readonly to: number;
}

/** A limit of the mandate that a relaxed book breaks, measured on the book. */
export interface Violation {
  /** Name of the limit as in `book.readings`. */
  readonly limit: string;
  readonly unit: LimitUnit;
  /** The bound that the mandate sets. */
  readonly mandate: number;
  /** What the book has. */
  readonly used: number;
  readonly sentence: string;
}

/** What gave way so that the gross is kept, or that nothing did. */
export interface Relaxation {
  /** Settings that may give way, the first named first. */
  readonly order: readonly string[];
  /** Whether any did. */
  readonly used: boolean;
  /** Whether only that gross must be reached fills the book, at a larger distance from its aims. */
  readonly filled: boolean;
  readonly changes: readonly RelaxedLimit[];
  /** Every limit of the mandate that the book breaks; empty unless `used`. */
  readonly violations: readonly Violation[];
  /** The outcome in a sentence. */
  readonly sentence: string;
}

/** A book that keeps its gross at the cost of other limits; see {@linkcode relaxedBook}. */
export interface RelaxedBook extends Relaxation {
  readonly book: Book;
  /** The limits the book was fitted under: the mandate's, and wider ones where `used`. */
  readonly limits: Limits;
}

/** Whether limits allow all of the gross that is aimed at. */
function reaches(problem: BookProblem, limits: Limits): boolean {
  const terms = bookTerms({ ...problem, limits, grossTolerance: 0 });
  const allowed = grossAllowed(terms);
  return allowed !== undefined && allowed >= terms.aim.gross;
}

/** The book whose gross is what it aims at, as an equality, in the same distance from the aims. */
const filled = (problem: BookProblem): Book =>
  fitTerms({ ...bookTerms(problem), grossRule: "equal" }, {});

/** One figure of a limit: a group may have two, its maximum and its minimum. */
type Figure = Pick<Setting, "id" | "sign" | "from" | "unit">;

/** A figure as a setting of other limits. */
function settingOf(problem: BookProblem, limits: Limits, { id, sign }: Figure): Setting {
  return settings(bookTerms({ ...problem, limits }))
    .find((setting) => sameLimit(setting.id, id) && setting.sign === sign)!;
}

/** The widest value a figure may have. */
function widest(setting: Setting): number {
  for (const value of WIDEST) {
    try {
      checkLimits(setting.at(setting.sign * value));
      return setting.sign * value;
    } catch {
      // Not a value of this limit: the next one may be.
    }
  }
  return setting.from;
}

function checkOrder(all: readonly Figure[], order: readonly string[]): void {
  const names = [...new Set(all.map(({ id }) => limitName(id)))];
  if (order.length === 0) {
    throw new RangeError(
      `Cannot relax limits: name at least one of ${names.join(", ")}, in the order they give way`,
    );
  }
  order.forEach((name, i) => {
    if (!names.includes(name)) {
      throw new RangeError(
        `Cannot relax limits: ${shown(name)} is no limit that can give way here; ` +
          `these are ${names.join(", ")}`,
      );
    }
    if (order.indexOf(name) !== i) {
      throw new RangeError(`Cannot relax limits: ${name} is named twice`);
    }
  });
}

/** The limits with a figure back from free to its smallest value that still reaches the gross. */
function tightened(problem: BookProblem, limits: Limits, figure: Figure): Limits {
  const free = settingOf(problem, limits, figure);
  const back = free.at(figure.from);
  if (reaches(problem, back)) return back;
  const setting = settingOf(problem, back, figure);
  const to = firstThatWorks(bookTerms({ ...problem, limits: back }), setting);
  if (to !== undefined && reaches(problem, setting.at(to))) return setting.at(to);
  // A limit that is no straight row: by halving on the grid.
  let low = Math.floor(figure.sign * figure.from / EXPOSURE_STEP);
  let high = Math.ceil(figure.sign * free.from / EXPOSURE_STEP);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reaches(problem, setting.at(figure.sign * middle / 1e9))) high = middle;
    else low = middle;
  }
  return setting.at(figure.sign * high / 1e9);
}

/**
 * The limits of a mandate that a book breaks, measured on the book: how much is used, and how much the
 * mandate allows. Gross is what is kept, and may miss its limit only by what held shares need.
 *
 * @param problem The problem with the mandate as its limits.
 * @param book A book on the same sectors, in the same order.
 * @throws {RangeError} If the book has other exposures than one per sector, each finite.
 *
 * @example A book that leans on one sector
 * ```ts
 * import { violations } from "lab/portfolio";
 * import { deepEqual } from "node:assert/strict";
 *
 * const problem = { sectors: ["XLE", "XLF"] as const, tilts: [1, -1], betas: [1, 1] };
 * const book = { weights: [0.4, -0.3], hedge: 0, distance: 0 };
 * deepEqual(violations(problem, book).map(({ limit, used }) => [limit, used]), [
 *   ["sector XLE", 0.4],
 *   ["beta", 0.10000000000000003],
 * ]);
 * ```
 */
export function violations(
  problem: BookProblem,
  book: Pick<Book, "weights" | "hedge" | "distance">,
): readonly Violation[] {
  const terms = bookTerms({ ...problem, turnoverBudget: undefined });
  checkExposures("Cannot judge a book", "the book", book, terms.sectors.length);
  const weights = terms.origin.map((at) => book.weights[at]);
  const { hedge, distance } = book;
  const readings = limitReadings(terms, {
    weights,
    hedge,
    distance,
    gross: terms.aim.gross,
    prices: undefined,
    mustReach: false,
  });
  return readings.filter(({ id, slack }) => slack < -BROKEN && id.kind !== "gross").map((
    reading,
  ) => ({
    limit: reading.name,
    unit: reading.unit,
    mandate: reading.bound,
    used: reading.value,
    sentence: reading.sentence,
  }));
}

/** Outcome in a sentence. */
function outcome(
  changes: readonly RelaxedLimit[],
  gross: string,
  order: readonly string[],
): string {
  if (changes.length === 0) {
    return `Even with ${
      order.join(", ")
    } as wide as can be ${gross} gross is not reached: no limit was relaxed.`;
  }
  const each = changes.map(({ setting, unit, from, to }) =>
    `${setting} from ${inUnit(from, unit)} to ${inUnit(to, unit)}`
  );
  return `To keep ${gross} gross these limits gave way on request: ${each.join("; ")}.`;
}

/**
 * A book that keeps its gross, whatever has to give way for it, in an order that is stated.
 *
 * Never the default: `fitBook` keeps all limits and lets gross give way. Here, on explicit request,
 * gross is an equality, and where the limits do not allow it those named in `order` give way, the first
 * named first. As many are set free as are needed to allow the gross, and no more. Then they are tightened again, the last named first: each gets the
 * smallest value that reaches the gross while the ones before it are free and the ones after it stand
 * where they were put. So the last named moves as little as it can, then the one before it, and so on:
 * lexicographic, and exact to 1e-9. All other limits hold. What the book then breaks of the mandate is
 * reported limit by limit. A turnover budget has no say in which limits move; the book keeps to it where
 * limits and gross leave that possible, and is over budget where they do not.
 *
 * @param problem As for `fitBook`; its limits are the mandate.
 * @param options.order Settings named as in `book.remedies`, such as `cluster` or `side`.
 * @returns The book, the limits it was fitted under, and every violation. Where the mandate allows its
 *   gross, no limit moves and the equality alone fills the book; where all the named limits together do
 *   not help, nothing is relaxed and the book is `fitBook`'s.
 * @throws {RangeError} If a name is unknown here or given twice, or there is none.
 *
 * @example Two views cannot make 100 % gross with caps of 30 %; the hedge may add 5 %
 * ```ts
 * import { relaxedBook } from "lab/portfolio";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * const { book, changes, violations } = relaxedBook(
 *   { sectors: ["XLE", "XLF"], tilts: [1, -1], betas: [1, 1] },
 *   { order: ["sector"] },
 * );
 * equal(book.status, "full");
 * deepEqual(changes, [{ setting: "sector", unit: "share of equity", from: 0.3, to: 0.475 }]);
 * equal(
 *   violations[0].sentence,
 *   "The exposure to XLE is 47.50 %, 17.50 % beyond its limit of 30.00 %.",
 * );
 * ```
 */
export function relaxedBook(
  problem: BookProblem,
  options: { readonly order: readonly string[] },
): RelaxedBook {
  checkOptions("Cannot relax limits", options, ["order"]);
  const { order } = options;
  checkList("Cannot relax limits", "order", order, 'settings, such as ["cluster"]');
  const book = fitBook(problem), terms = bookTerms(problem);
  const mandate = terms.limits, all = settings(terms);
  checkOrder(all, order);
  const unmoved = (sentence: string, its = book): RelaxedBook => ({
    book: its,
    limits: mandate,
    order,
    used: false,
    filled: its !== book,
    changes: [],
    violations: [],
    sentence,
  });
  const gross = inUnit(book.grossAimed, "share of equity");
  if (book.grossReached) return unmoved(`The mandate's own limits reach ${gross} gross.`);
  if (book.status === "cash" || book.status === "infeasible") return unmoved(book.summary);
  if (reaches(problem, mandate)) {
    return unmoved(
      `The mandate's own limits allow ${gross} gross: no limit moved, and only that gross must be ` +
        "reached fills the book, beyond what its views aim at.",
      filled(problem),
    );
  }

  const freed: Figure[] = [];
  let limits = mandate, enough = false;
  for (const name of order) {
    for (const figure of all.filter(({ id }) => limitName(id) === name)) {
      const setting = settingOf(problem, limits, figure);
      limits = setting.at(widest(setting));
      freed.push(figure);
    }
    enough = reaches(problem, limits);
    if (enough) break;
  }
  if (!enough) return unmoved(outcome([], gross, order));

  for (const figure of freed.toReversed()) limits = tightened(problem, limits, figure);
  const changes = freed.flatMap((figure): readonly RelaxedLimit[] => {
    const { id, unit, from } = figure, setting = limitName(id);
    const to = settingOf(problem, limits, figure).from;
    return to === from ? [] : [{ setting, unit, from, to }];
  });
  const relaxed = filled({ ...problem, limits });
  return {
    book: relaxed,
    limits,
    order,
    used: true,
    filled: true,
    changes,
    violations: violations(problem, relaxed),
    sentence: outcome(changes, gross, order),
  };
}
