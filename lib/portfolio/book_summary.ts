import type { BookTerms } from "./book_problem.ts";
import type { Book } from "./book.ts";
import { inUnit } from "./limit_readings.ts";

const percent = (share: number) => inUnit(share, "share of equity");

/** The outcome of a fit in a sentence or two, for a reader. */
export function bookSummary(book: Book, terms: BookTerms): string {
  const gross = book.readings[0];
  const binding = book.readings.filter((limit) => limit.multiplier > 0 && limit !== gross);
  const held = binding.length > 0
    ? ` What holds it: ${binding.map((limit) => limit.name).join(", ")}.`
    : "";
  const cash = percent(Math.max(0, terms.limits.gross - gross.value));
  switch (book.status) {
    case "full":
      return `The book reaches ${percent(gross.value)} gross inside all limits.${held}`;
    case "reduced":
      if (terms.meanVariance?.gross === "at most") {
        return `The book uses ${percent(gross.value)} gross: more is not worth its risk and cost ` +
          `inside these limits.${held}`;
      }
      return `The limits allow ${
        percent(gross.value)
      } gross near these views; ${cash} stays in cash.${held}`;
    case "cash":
      if (terms.meanVariance && terms.signs.some((sign) => sign !== 0)) {
        return "No view is worth its risk and cost: the book is cash.";
      }
      return terms.closed.length > 0
        ? "Every view is on a sector that is closed today: the book is cash."
        : "No sector has a view: the book is cash.";
    case "over budget":
      return `Signs and limits need ${percent(book.turnover!.value)} turnover, ${
        percent(book.turnover!.excess)
      } more than the budget of ${
        percent(book.turnover!.budget!)
      }: the smallest that restores them is traded.`;
    case "infeasible":
      return `These limits contradict each other, and no book can keep them all: ${
        book.conflict.join(", ")
      }.${
        book.fixed.length > 0 ? ` Held as they are: ${book.fixed.join(", ")}.` : ""
      } Nothing is traded.`;
  }
}
