import { type BookProblem, EXPOSURE_STEP, type HeldName } from "./book_problem.ts";
import type { TradeRemedy } from "./remedy.ts";
import type { Book } from "./book.ts";
import { inPercent } from "../words.ts";
import { outward } from "./limits/limit_unit.ts";

/** Steps of 1e-9 by which a budget may lie above the smallest turnover: rounding needs a few of them. */
const MOST_STEPS = 16;

const percent = inPercent;

/** The turnover itself as a budget, rounded up to the grid until it works when it is typed in. */
function smallestBudget(
  book: Book,
  refit: (change: Partial<BookProblem>) => Book,
): TradeRemedy | undefined {
  const { value, budget = Infinity } = book.turnover!;
  const first = Math.ceil(value / EXPOSURE_STEP - 1e-3);
  for (let more = 0; more <= MOST_STEPS; more = more === 0 ? 1 : 2 * more) {
    const to = (first + more) / 1e9;
    if (refit({ turnoverBudget: to }).status === "over budget") continue;
    return {
      rule: "turnover",
      from: budget,
      to,
      sentence:
        `${
          percent(outward(to, "share of equity", 1))
        } is the smallest turnover budget with which signs, limits and the gross ` +
        `that comes first can be kept; ${percent(budget)} is left.`,
    };
  }
  return undefined;
}

/** Whether a book is what the other failed to be. */
function mends(released: Book, book: Book): boolean {
  if (released.status === "infeasible" || released.status === "over budget") return false;
  return book.status === "reduced" ? released.grossReached : true;
}

function release(
  book: Book,
  name: HeldName,
  refit: (change: Partial<BookProblem>) => Book,
): TradeRemedy {
  const released = refit({ fixed: book.fixed.filter((other) => other !== name) });
  const of = (one: Book) => name === "hedge" ? one.hedge : one.weights[one.sectors.indexOf(name)];
  const from = of(book), to = of(released);
  const goal = book.status === "reduced"
    ? `use ${percent(book.grossAimed)} gross`
    : book.status === "over budget"
    ? "keep its turnover budget"
    : "keep its limits";
  const who = name === "hedge" ? "the hedge" : name;
  if (!mends(released, book)) {
    return { rule: name, from, sentence: `Releasing ${who} alone would not let the book ${goal}.` };
  }
  return {
    rule: name,
    from,
    to,
    sentence: `With ${who} released, from ${percent(from)} to ${
      percent(to)
    }, the book would ${goal}.`,
  };
}

/**
 * For a book over its turnover budget the smallest budget that works; and for every name that a rule
 * holds, whether its release alone would use the gross, keep the budget, or keep the limits.
 *
 * @param refit Solves the book's problem with a change.
 */
export function tradeRemedies(
  book: Book,
  refit: (change: Partial<BookProblem>) => Book,
): readonly TradeRemedy[] {
  if (book.status === "full" || book.status === "cash") return [];
  const budget = book.status === "over budget" ? smallestBudget(book, refit) : undefined;
  return [
    ...(budget ? [budget] : []),
    ...book.fixed.map((name) => release(book, name, refit)),
  ];
}
