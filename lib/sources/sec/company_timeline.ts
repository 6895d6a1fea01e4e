import { dayNumber } from "../../days.ts";
import type { Instant } from "../../units.ts";
import type { FiledFact, TagChoice } from "./filed_facts.ts";
import { COVER_SHARES, DILUTED_SHARES, type FiledShares, filedShares } from "./filed_shares.ts";
import { KnownFacts } from "./known_facts.ts";
import { EARNINGS, SALES, type TrailingFigure, trailingFigures } from "./trailing_figures.ts";

/** What a stranger could compute of a company from one filing on, until the next. */
export interface CompanyState {
  readonly knownAt: Instant;
  /** The filings that were new at that minute. */
  readonly accessions: readonly string[];
  /** Net income of four quarters, newest first. */
  readonly earnings: readonly TrailingFigure[];
  /** Sales of four quarters, newest first. */
  readonly sales: readonly TrailingFigure[];
  readonly shares: FiledShares | { readonly reason: string };
}

/** All that is read of a company's facts. */
export const TAGS: readonly TagChoice[] = [
  ...[...EARNINGS.tags, ...SALES.tags].map((tag) =>
    ({ taxonomy: "us-gaap", tag, unit: "USD" }) as const
  ),
  { taxonomy: "dei", tag: COVER_SHARES, unit: "shares" },
  { taxonomy: "us-gaap", tag: DILUTED_SHARES, unit: "shares" },
];

/**
 * A company's states, one for each minute at which a filing of it became known, oldest first.
 *
 * @param facts In the order in which they became known, as `filedFacts` returns them.
 */
export function companyTimeline(facts: readonly FiledFact[]): readonly CompanyState[] {
  const known = new KnownFacts(), states: CompanyState[] = [];
  for (let i = 0; i < facts.length;) {
    const { knownAt } = facts[i], accessions = new Set<string>();
    for (; i < facts.length && facts[i].knownAt === knownAt; i++) {
      known.add(facts[i]);
      accessions.add(facts[i].accession);
    }
    states.push({
      knownAt,
      accessions: [...accessions],
      earnings: trailingFigures(known, EARNINGS),
      sales: trailingFigures(known, SALES),
      shares: filedShares(known, dayNumber(knownAt)),
    });
  }
  return states;
}
