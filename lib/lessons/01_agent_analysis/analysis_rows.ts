/**
 * Results of lesson 01 as the plain rows that its charts take.
 *
 * @module
 */

import { dollars, listed } from "../../charts/mod.ts";
import type {
  BallotStripRow,
  DriftBar,
  FaultPart,
  FunnelBar,
  ScoreDumbbellRow,
} from "../../charts/mod.ts";
import {
  type Ballot,
  type DriftRow,
  type Funnel,
  FUNNEL_COSTS,
  type FunnelScore,
  type InjectionRow,
  PILLAR_LABELS,
  PILLARS,
  type PillarWeights,
  type ReadAnswers,
  type Verdict,
} from "../../committee/mod.ts";
import { SECTOR_LABELS } from "../../market/mod.ts";

/**
 * One row per pillar of a ballot: sub-score or abstention, weight, and the reasons given.
 *
 * @example
 * ```ts
 * import { ballotRows } from "lab/lesson/01";
 * import { convene, DEFAULT_WEIGHTS } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const { ballots } = await convene(snapshot(market, market.prices.days[200]));
 * equal(ballotRows(ballots[0], DEFAULT_WEIGHTS)[0].weight, 0.5);
 * ```
 */
export function ballotRows(ballot: Ballot, weights: PillarWeights): BallotStripRow[] {
  return PILLARS.map((pillar) => {
    const given = ballot.subScores[pillar];
    return {
      label: PILLAR_LABELS[pillar],
      weight: weights[pillar],
      ...(given.kind === "score"
        ? {
          score: given.score,
          reasons: ballot.rationale.filter((item) => item.pillar === pillar)
            .map(({ reason }) => reason),
        }
        : { reasons: [`abstains: ${given.reason}`] }),
    };
  });
}

/**
 * The counts of read answers as parts of a waffle; faults that did not occur are left out.
 *
 * @example
 * ```ts
 * import { faultParts } from "lab/lesson/01";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(faultParts({ counts: [{ fault: "valid", count: 9 }] }), [
 *   { label: "a valid ballot", count: 9, valid: true },
 * ]);
 * ```
 */
export function faultParts(read: Pick<ReadAnswers, "counts">): FaultPart[] {
  return read.counts.filter(({ count }) => count > 0).map(({ fault, count }) =>
    fault === "valid" ? { label: "a valid ballot", count, valid: true } : { label: fault, count }
  );
}

/**
 * Two verdicts as bars of drift; a sector without a score in either is left out.
 *
 * @example
 * ```ts
 * import { driftBarRows } from "lab/lesson/01";
 * import { deepEqual } from "node:assert/strict";
 *
 * const row = { sector: "XLK" as const, label: "Technology" };
 * deepEqual(driftBarRows([{ ...row, before: 4.2, after: 3.8 }]), [
 *   { label: "Technology", kept: 4.2, drifted: 3.8 },
 * ]);
 * ```
 */
export function driftBarRows(rows: readonly DriftRow[]): DriftBar[] {
  return rows.flatMap(({ label, before, after }) =>
    before === undefined || after === undefined ? [] : [{ label, kept: before, drifted: after }]
  );
}

/**
 * Scores with and without a planted headline as rows, one panel per analyst.
 *
 * @example
 * ```ts
 * import { injectionPanels } from "lab/lesson/01";
 * import { equal } from "node:assert/strict";
 *
 * const row = { sector: "XLK" as const, label: "Technology", before: 3, after: 5, attempts: 1 };
 * equal(injectionPanels({ gullible: [row] })[0].panel, "gullible");
 * ```
 */
export function injectionPanels(
  panels: Readonly<Record<string, readonly InjectionRow[]>>,
): ScoreDumbbellRow[] {
  return Object.entries(panels).flatMap(([panel, rows]) =>
    rows.map(({ label, before, after }) => ({ panel, label, before, after }))
  );
}

/**
 * The scores of a fast and a heavy verdict on the same sectors, for `funnel`.
 *
 * @example
 * ```ts
 * import { funnelScores } from "lab/lesson/01";
 * import { convene } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const found = await convene(snapshot(market, market.prices.days[200]));
 * equal(funnelScores(found, found).every(({ fast, heavy }) => fast === heavy), true);
 * ```
 */
export function funnelScores(fast: Verdict, heavy: Verdict): FunnelScore[] {
  return heavy.sectors.map(({ sector, score }) => ({
    sector,
    fast: fast.sectors.find((one) => one.sector === sector)?.score,
    heavy: score,
  }));
}

/**
 * The stages of a funnel as bars.
 *
 * @example
 * ```ts
 * import { funnelRows } from "lab/lesson/01";
 * import { deepEqual } from "node:assert/strict";
 *
 * const stages = [{ stage: "trigger" as const, sectors: ["XLK" as const], calls: 11, costUsd: 0.01 }];
 * deepEqual(funnelRows({ stages }), [{ label: "trigger", left: 1, calls: 11, costUsd: 0.01 }]);
 * ```
 */
export function funnelRows(found: Pick<Funnel, "stages">): FunnelBar[] {
  return found.stages.map(({ stage, sectors, calls, costUsd }) => ({
    label: stage,
    left: sectors.length,
    calls,
    costUsd,
  }));
}

/**
 * What a funnel let slip, as a sentence for its caption, and what a question was taken to cost.
 *
 * @example
 * ```ts
 * import { funnelCaption } from "lab/lesson/01";
 * import { match } from "node:assert/strict";
 *
 * match(funnelCaption({ lost: ["XLK"] }), /^The filter lost Technology\./);
 * ```
 */
export function funnelCaption(found: Pick<Funnel, "lost">): string {
  const { fastUsd, heavyUsd } = FUNNEL_COSTS;
  const cost = (usd: number) => dollars(usd, { digits: 3 });
  return (found.lost.length === 0
    ? "The filter lost no sector that would have come through. "
    : `The filter lost ${listed(found.lost.map((sector) => SECTOR_LABELS[sector]))}. `) +
    `A question is taken to cost ${cost(fastUsd)} (fast) or ${cost(heavyUsd)} (heavy).`;
}
