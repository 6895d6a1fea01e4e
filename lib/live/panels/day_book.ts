import type { Sector } from "../../market/sectors.ts";
import type { Book } from "../../portfolio/book.ts";
import type { BookProblem, FundCaps } from "../../portfolio/book_problem.ts";
import type { BookRisk } from "../../portfolio/limits/book_risk.ts";
import { fitBook } from "../../portfolio/fit_book.ts";
import type { Limits } from "../../portfolio/limits/limits.ts";
import { applyTradeRules, type HeldDays } from "../../portfolio/trade_rules.ts";

/** What a panel needs of a day to fit its book, as plain data; lists in the order of `sectors`. */
export interface DayData {
  readonly sectors: readonly Sector[];
  /** Measured betas; null where there is none, and then the sector is closed. */
  readonly betas: readonly (number | null)[];
  readonly closedShorts: readonly Sector[];
  readonly closed: readonly Sector[];
  /** Largest exposures that funds can carry; 0 where there is none. */
  readonly fundCaps: FundCaps;
  /** Exposures held before, shares of equity. */
  readonly previous: { readonly weights: readonly number[]; readonly hedge: number };
  /** Null where there is no budget, as for a first book. */
  readonly turnoverBudget: number | null;
  /** Calendar days since each position was opened. */
  readonly heldDays: HeldDays;
  readonly limits: Limits;
  /** Risk figures that the limits need. */
  readonly risk: BookRisk;
  /** The source line. */
  readonly source: string;
}

/** The book of the day for these tilts, by the rules of the desk; no fund is looked for anew. */
export function dayBook(data: DayData, tilts: readonly number[], limits: Limits): Book {
  const problem: BookProblem = {
    sectors: data.sectors,
    tilts,
    betas: data.betas.map((beta) => beta ?? NaN),
    closedShorts: data.closedShorts,
    closed: data.closed,
    fundCaps: data.fundCaps,
    previous: data.previous,
    limits,
    risk: data.risk,
    ...(data.turnoverBudget === null ? {} : { turnoverBudget: data.turnoverBudget }),
  };
  return applyTradeRules(problem, fitBook(problem), data.heldDays).book;
}

/** What stands beside a bar whose view is lost, or is followed in part for want of a larger fund. */
export function lostNote({ lostBets }: Book, sector: Sector): { readonly note?: string } {
  const lost = lostBets.find((bet) => bet.sector === sector);
  return lost === undefined ? {} : { note: lost.closed ? "closed" : "capped" };
}
