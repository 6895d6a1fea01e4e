import type { Sector } from "../market/mod.ts";
import type { BookTerms } from "./book_problem.ts";
import type { Book } from "./book.ts";
import { inPercent } from "../words.ts";
import { aimWords } from "./lost_bets.ts";

/** Views whose tilts add up to less than this part of the most they could are called weak. */
const WEAK = 0.25;
/** A smaller part of the gross in cash is rounding. */
const NOTHING = 5e-5;

const percent = inPercent;

const list = (names: readonly string[]) =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

/** A conflict's name for a reader. */
function conflictWords(name: string): string {
  const sector = /^sign (\w+)$/.exec(name)?.[1];
  return sector === undefined ? name : `the side that ${sector} may be held on`;
}

/** Who is closed, and what the others aim at for it. */
function closedSentence(closed: readonly Sector[], aim: number | undefined): string {
  if (closed.length === 0 || aim === undefined) return "";
  return ` ${list(closed)} ${closed.length === 1 ? "is" : "are"} closed; the others aim at ${
    aimWords(aim)
  }.`;
}

/** How much the limits would allow, and what stays in cash. */
function cashSentence({ gross, grossAimed, grossAllowed = 0 }: Book): string {
  const cash = grossAimed - gross;
  if (cash < NOTHING) return "";
  const stays = `${percent(cash)} stays in cash.`;
  return grossAllowed >= grossAimed
    ? ` The limits would allow ${percent(grossAimed)}; ${stays}`
    : ` The limits allow ${percent(grossAllowed)} at most; ${stays}`;
}

/** How strong the views are as a set, where the size of the book depends on it or should perhaps. */
function convictionSentence({ conviction, grossAimed }: Book, terms: BookTerms): string {
  if (terms.meanVariance !== undefined || conviction === 0) return "";
  const strength = `the tilts add up to ${percent(conviction)} of the most that they could`;
  const { gross, grossByConviction } = terms.limits;
  if (grossByConviction) {
    return ` By conviction the book aims at ${percent(grossAimed)} gross of ${
      percent(gross)
    }: ${strength}.`;
  }
  return conviction < WEAK
    ? ` The views are weak: ${strength}; the book is as large as for the strongest of the same kind.`
    : "";
}

/** The outcome of a fit in a few sentences, for a reader. */
export function bookSummary(book: Book, terms: BookTerms): string {
  const binding = book.readings.filter(({ name, multiplier }) =>
    multiplier > 0 && name !== "gross"
  );
  const held = binding.length > 0
    ? ` What holds it: ${binding.map((limit) => limit.name).join(", ")}.`
    : "";
  const uses = `The book uses ${percent(book.gross)} gross`;
  const closed = closedSentence(terms.closed, book.aim), strength = convictionSentence(book, terms);
  switch (book.status) {
    case "full":
      return `${uses} inside all limits.${closed}${held}${strength}`;
    case "reduced":
      if (terms.meanVariance !== undefined && terms.grossRule === "at most") {
        return `${uses}: more is not worth its risk and cost inside these limits.${held}`;
      }
      return `${uses}.${closed}${cashSentence(book)}${held}${strength}`;
    case "cash":
      if (terms.meanVariance && terms.signs.some((sign) => sign !== 0)) {
        return "No view is worth its risk and cost: the book is cash.";
      }
      if (terms.tilts.every((tilt) => tilt === 0)) return "No sector has a view: the book is cash.";
      return terms.signs.every((sign) => sign === 0)
        ? "Every view is on a sector that is closed today: the book is cash."
        : `The limits leave no room for any view: the book is cash.${held}`;
    case "over budget":
      return `Signs and limits${terms.floor ? ", and the gross that comes first," : ""} need ${
        percent(book.turnover!.value)
      } turnover, ${percent(book.turnover!.excess)} more than the budget of ${
        percent(book.turnover!.budget!)
      }: the smallest that restores them is traded.${closed}${cashSentence(book)}${strength}`;
    case "infeasible":
      return `These limits contradict each other, and no book can keep them all: ${
        book.conflict.map(conflictWords).join(", ")
      }.${
        book.fixed.length > 0 ? ` Held as they are: ${book.fixed.join(", ")}.` : ""
      } Nothing is traded.`;
  }
}
