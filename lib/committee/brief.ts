import { type Sector, SECTOR_LABELS } from "../market/mod.ts";
import type { Snapshot } from "../market/mod.ts";
import type { Day, Instant } from "../units.ts";
import { type Fact, type FactName, factsWithStanding, type MissingFact } from "./fact.ts";
import { fundamentalFacts } from "./fundamental_facts.ts";
import { type OwnFact, ownFacts } from "./own_facts.ts";
import { type BriefHeadline, sentimentFacts } from "./sentiment_facts.ts";
import { technicalFacts } from "./technical_facts.ts";

/**
 * All that an analyst is told about one sector on one day: figures and headlines, each with its
 * address, and what is missing. Plain data, so that a model gets the same bytes as the rules do.
 */
export interface Brief {
  readonly sector: Sector;
  /** What the sector is called. */
  readonly label: string;
  readonly day: Day;
  /** The minute of the decision; nothing in here was known later. */
  readonly decidedAt: Instant;
  readonly frequency: "daily" | "monthly";
  /** How many sectors were listed that day; standings are among them. */
  readonly listed: number;
  /** In the order of `FACTS`. */
  readonly facts: readonly Fact[];
  readonly missing: readonly MissingFact[];
  /** Oldest first. */
  readonly headlines: readonly BriefHeadline[];
  /** Figures of the reader's own; absent where the data hold none about the sector. */
  readonly own?: readonly OwnFact[];
}

/**
 * One brief per listed sector, in the one order, from what was known that day.
 *
 * Made for all sectors at once, for a figure means little without its standing among the others.
 *
 * @param snapshot What was known; nothing else is read.
 * @returns Briefs that survive JSON unchanged. A figure that cannot be computed is listed in
 *   `missing` with its reason and is never zero; monthly data have returns alone.
 *
 * @example Every figure was known before the decision
 * ```ts
 * import { briefs } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const day = market.prices.days[400];
 * for (const brief of briefs(snapshot(market, day))) {
 *   ok(brief.facts.every((fact) => fact.availableAt <= brief.decidedAt));
 * }
 * ```
 */
export function briefs(snapshot: Snapshot): readonly Brief[] {
  const fundamentals = fundamentalFacts(snapshot);
  const sentiment = sentimentFacts(snapshot);
  const technicals = technicalFacts(snapshot), own = ownFacts(snapshot);
  const facts = factsWithStanding(
    new Map(snapshot.sectors.map((sector) => [
      sector,
      [fundamentals, sentiment, technicals].flatMap((pillar) => pillar.get(sector)!.facts),
    ])),
  );
  return snapshot.sectors.map((sector): Brief => {
    const figures = own?.get(sector);
    return {
      sector,
      label: SECTOR_LABELS[sector],
      day: snapshot.day,
      decidedAt: snapshot.decidedAt,
      frequency: snapshot.frequency,
      listed: snapshot.sectors.length,
      facts: facts.get(sector)!,
      missing: [
        ...[fundamentals, sentiment, technicals].flatMap((pillar) => pillar.get(sector)!.missing),
        ...figures?.missing ?? [],
      ],
      headlines: sentiment.get(sector)!.headlines,
      ...(figures === undefined || figures.own.length === 0 ? {} : { own: figures.own }),
    };
  });
}

/**
 * The fact of that name in a brief, or `undefined` where it is missing.
 *
 * @example
 * ```ts
 * import { briefs, factOf } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days[400]);
 * const [brief] = briefs(view);
 * const [fact] = brief.facts;
 * equal(factOf(brief, fact.name), fact);
 * ```
 */
export function factOf(brief: Brief, name: FactName): Fact | undefined {
  return brief.facts.find((fact) => fact.name === name);
}

/**
 * Every address that an answer to this brief may refer to.
 *
 * @example
 * ```ts
 * import { addressesOf, briefs } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days[400]);
 * const [brief] = briefs(view);
 * ok(addressesOf(brief).has(brief.facts[0].address));
 * ```
 */
export function addressesOf(brief: Brief): ReadonlySet<string> {
  return new Set(
    [...brief.facts, ...brief.headlines, ...brief.own ?? []].map(({ address }) => address),
  );
}
