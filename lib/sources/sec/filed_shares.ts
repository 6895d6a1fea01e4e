import type { Day } from "../../units.ts";
import type { FiledFact } from "./filed_facts.ts";
import type { KnownFacts } from "./known_facts.ts";
import type { Durations } from "./trailing_year.ts";

/** Shares as they stand on a report's cover. */
export const COVER_SHARES = "EntityCommonStockSharesOutstanding";
/** Weighted shares of a period, with what may become shares: what is left where the cover says nothing. */
export const DILUTED_SHARES = "WeightedAverageNumberOfDilutedSharesOutstanding";

/**
 * Days after which a count is no longer taken. Mastercard and Visa have one of 2010 for ever, since
 * companies with several classes give each its own, which company facts leave out.
 */
const STALE_AFTER_DAYS = 270;

/** How far cover and diluted shares of one report may lie apart before one of them must be wrong. */
const MOST_APART = 3;

/** A count of shares as it was filed: no split after `filed` is in it. */
export interface FiledShares {
  readonly count: number;
  readonly tag: string;
  readonly filed: Day;
}

/**
 * The newest count of a company's shares by what is known: the cover's, else the diluted one.
 *
 * @param known Facts known by the moment.
 * @param on Day number of the moment.
 * @returns A reason where there is none, or where two of one report contradict each other.
 */
export function filedShares(known: KnownFacts, on: number): FiledShares | { reason: string } {
  const cover = newest(known.of(COVER_SHARES), on), diluted = newest(known.of(DILUTED_SHARES), on);
  const taken = cover ?? diluted;
  if (!taken) return { reason: "no share count was filed" };
  if (cover && diluted && cover.accession === diluted.accession) {
    const ratio = cover.value / diluted.value;
    if (ratio > MOST_APART || ratio < 1 / MOST_APART) {
      return { reason: "the share counts of one report contradict each other" };
    }
  }
  return { count: taken.value, tag: taken.tag, filed: taken.filed };
}

/** The newest count that is not stale; of several that end on one day that of the shortest period. */
function newest(facts: Durations, on: number): FiledFact | undefined {
  const end = Math.max(...facts.keys());
  if (!(on - end <= STALE_AFTER_DAYS)) return undefined;
  return facts.get(end)!.filter(({ value }) => value > 0)
    .toSorted((a, b) => (b.startNumber || 0) - (a.startNumber || 0))[0];
}
