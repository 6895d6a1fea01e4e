import { type Book, type BookProblem, checkLimits, fundChoice } from "../portfolio/mod.ts";
import type { CapitalUse, FundRules, HeldExposures } from "../portfolio/mod.ts";

/** Capital by the funds chosen so far. */
interface CapitalOfFunds extends CapitalUse {
  /**
   * Takes the funds of a solved book in; whether one takes more capital than was counted on. Less is
   * left as it is, so that two funds of one sector cannot take turns.
   */
  raise(book: Book): boolean;
}

/**
 * What each exposure takes of the capital, by the fund that would be chosen for it: a long all of it,
 * a short half where its fund has leverage −2.
 *
 * @returns Nothing where no book within the gross can break the limit.
 */
export function capitalUse(
  problem: BookProblem,
  account: HeldExposures,
  rules: FundRules,
): CapitalOfFunds | undefined {
  const { capital, gross, accounting } = checkLimits(problem.limits);
  // A hedge that does not count in gross needs its capital on top.
  if (capital >= gross && accounting !== "free") return undefined;
  const { sectors } = problem;
  const takes = (i: number, exposure: number) =>
    1 / Math.abs(fundChoice(sectors[i], exposure, account, rules).fund?.leverage ?? 1);
  // A size of zero asks for the first choice.
  const short = sectors.map((_, i) => takes(i, 0));
  return {
    long: sectors.map(() => 1),
    short,
    raise: (book) => {
      let dearer = false;
      book.weights.forEach((weight, i) => {
        if (!(weight < 0) || book.fixed.includes(sectors[i])) return;
        const now = takes(i, weight);
        if (now <= short[i]) return;
        short[i] = now;
        dearer = true;
      });
      return dearer;
    },
  };
}
