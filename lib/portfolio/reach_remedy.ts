import type { Book } from "./book.ts";
import { type BookProblem, type BookTerms, EXPOSURE_STEP } from "./book_problem.ts";
import { LARGEST_REACH } from "./limits/exposure_limits.ts";
import { inUnit, outward } from "./limits/limit_unit.ts";
import type { Reach } from "./limits/limits.ts";
import type { Remedy } from "./remedy.ts";

/** The reach of which the aim is so many times the share, changed no more than it must be. */
function reachFor(terms: BookTerms, times: number): Reach {
  const { closed, limits } = terms.limits.reach, { openTimes } = terms.aim;
  // Closed views leave room for it: then the mandate only has to let the open ones take it.
  if (openTimes >= times) return { closed: times, limits };
  return { closed: Math.max(closed, times), limits: times };
}

const shown = ({ closed, limits }: Reach) =>
  [closed, limits].map((value) => String(Number(value.toFixed(2)))).join(" / ");

/** Each reach that is tried is so much larger than the one before, up to the fine end and beyond. */
const FINE_STEP = 1.05, FINE_END = 3, STEP = 1.25;

/**
 * The reach with which a book uses all of its gross, where the limits allow it. What the sectors use never
 * falls as the aim rises, but the hedge may, and by more: so reaches are tried upward in steps of a
 * twentieth, beyond 3 of a quarter, and from the first that works halving finds where it begins, to 1e-9.
 *
 * @param refit Solves the book's problem with a change.
 */
export function reachRemedy(
  terms: BookTerms,
  refit: (change: Partial<BookProblem>) => Book,
): Remedy {
  const { times = 1, gross } = terms.aim, unit = "times its share" as const;
  const at = (times: number): Book =>
    refit({
      limits: { ...terms.limits, reach: reachFor(terms, times) },
      turnoverBudget: undefined,
    });
  const works = (times: number) => at(times).grossReached;
  const wanted = inUnit(gross, "share of equity");
  const none = {
    setting: "reach",
    unit,
    from: times,
    sentence:
      `The limits allow ${wanted} gross, but no reach that was tried, up to ${LARGEST_REACH}, ` +
      "would use it: other limits hold the views first.",
  };
  const next = (reach: number) =>
    Math.min(LARGEST_REACH, reach * (reach < FINE_END ? FINE_STEP : STEP));
  let low = times, high = next(times);
  while (!works(high)) {
    if (high === LARGEST_REACH) return none;
    [low, high] = [high, next(high)];
  }
  let [below, above] = [Math.floor(low / EXPOSURE_STEP), Math.ceil(high / EXPOSURE_STEP)];
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (works(middle / 1e9)) above = middle;
    else below = middle;
  }
  const to = above / 1e9, reach = reachFor(terms, to), said = reachFor(terms, outward(to, unit, 1));
  // Alone the first may do; of two, the reader is told which is which.
  const alone = said.limits === terms.limits.reach.limits
    ? " for what closed views leave"
    : " (closed / limits)";
  return {
    setting: "reach",
    unit,
    from: times,
    to,
    change: { reach },
    gross,
    sentence: `The limits allow ${wanted} gross: with reach ${
      shown(said)
    }${alone} the book would use it.`,
  };
}
