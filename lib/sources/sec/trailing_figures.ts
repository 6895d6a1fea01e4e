import { numberedDay } from "../../days.ts";
import type { Day } from "../../units.ts";
import { quarterOf } from "./calendar_quarter.ts";
import type { KnownFacts } from "./known_facts.ts";
import { trailingYear, trailingYearBefore } from "./trailing_year.ts";

/** A figure of four quarters, and of the four that ended a year before. */
export interface TrailingFigure {
  readonly tag: string;
  /** Last day of the four quarters. */
  readonly end: Day;
  /** The calendar's quarter that `end` counts for. */
  readonly quarter: number;
  /** Dollars. */
  readonly value: number;
  /** Dollars, from the same tag; absent where it was not filed. */
  readonly before?: number;
}

/** Tags of one thing, and which of two that end on one day is taken. */
export interface Measure {
  readonly tags: readonly string[];
  readonly sameEnd: "the larger" | "the first";
}

/**
 * Net income. Where both are there the first is taken, for `ProfitLoss` counts the part of others than
 * the shareholders too; whoever filed the first one until some year is read by the second from then on.
 */
export const EARNINGS: Measure = { tags: ["NetIncomeLoss", "ProfitLoss"], sameEnd: "the first" };

/**
 * Sales. No fixed order fits: MetLife's contracts are a thirtieth of its revenues, General Mills'
 * `Revenues` a tenth of its contracts, and NVIDIA left one of them in 2022. The larger of the newest does.
 */
export const SALES: Measure = {
  tags: [
    "Revenues",
    "RevenueFromContractWithCustomerExcludingAssessedTax",
    "RevenuesNetOfInterestExpense",
    "SalesRevenueNet",
  ],
  sameEnd: "the larger",
};

/**
 * How many ends of each tag are kept, newest first. The oldest quarter that has a row ended 270 days ago,
 * and what stands in it may be a quarter older: six quarters of twelve weeks.
 */
const MOST_ENDS = 6;

/**
 * Figures of four quarters by what is known, best first: the newest end, then by the measure's rule.
 * The newest of them that ended by some quarter is therefore the first that did.
 */
export function trailingFigures(
  known: KnownFacts,
  { tags, sameEnd }: Measure,
): readonly TrailingFigure[] {
  const found = tags.flatMap((tag, order) => {
    const durations = known.of(tag),
      own: { figure: TrailingFigure; number: number; order: number }[] = [];
    for (const number of [...durations.keys()].sort((a, b) => b - a)) {
      if (own.length === MOST_ENDS) break;
      const value = trailingYear(durations, number);
      if (value === undefined) continue;
      const end = numberedDay(number), before = trailingYearBefore(durations, number);
      const figure = { tag, end, quarter: quarterOf(end), value };
      own.push({ figure: before === undefined ? figure : { ...figure, before }, number, order });
    }
    return own;
  });
  found.sort((a, b) =>
    b.number - a.number ||
    (sameEnd === "the larger" ? b.figure.value - a.figure.value : 0) || a.order - b.order
  );
  return found.map(({ figure }) => figure);
}
