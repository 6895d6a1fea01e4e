import { PILLARS, type SectorVerdict } from "../committee/mod.ts";
import { SECTOR_LABELS } from "../market/mod.ts";
import { plainNumber } from "../words.ts";

/** From so many points on, a spread is said. */
const SPREAD = 2;

const labelOf = ({ sector }: SectorVerdict) => SECTOR_LABELS[sector];

/** The widest pillar of a sector with who gave what, or nothing where all are near. */
function disagreementOf(one: SectorVerdict): { readonly spread: number; readonly text: string }[] {
  const widest = PILLARS.map((pillar) => ({ pillar, ...one.pillars[pillar] }))
    .filter(({ spread = 0 }) => spread >= SPREAD)
    .sort((a, b) => b.spread! - a.spread!)[0];
  if (widest === undefined) return [];
  const byScore = [...widest.given].sort((a, b) => a.score - b.score);
  const low = byScore[0], high = byScore[byScore.length - 1];
  const text = `${labelOf(one)}: ${widest.pillar} from ${low.score} (${low.analyst}) to ` +
    `${high.score} (${high.analyst}), median ${plainNumber(widest.median!, 1)}.`;
  return [{ spread: widest.spread!, text }];
}

/**
 * Disagreements and abstentions of a committee in sentences: what its alerts say, then no scores, spreads of
 * two points or more, widest first, then abstentions, those with one reason together.
 *
 * @example Two analysts who never agreed
 * ```ts
 * import { convene } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { doubtsOf } from "lab/memo";
 * import { ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const verdict = await convene(snapshot(market, market.prices.days[400]));
 * ok(Array.isArray(doubtsOf(verdict.sectors)));
 * ```
 */
export function doubtsOf(sectors: readonly SectorVerdict[]): readonly string[] {
  const alerts = sectors.flatMap(({ alert }) => alert ?? []);
  const none = sectors.flatMap((one) =>
    one.noScore === undefined ? [] : [`${labelOf(one)}: no score, ${one.noScore}.`]
  );
  const spreads = sectors.filter(({ alert }) => alert === undefined).flatMap(disagreementOf)
    .sort((a, b) => b.spread - a.spread);
  const missing = sectors.flatMap((one) => {
    const parts = [
      ...(one.failed > 0 ? [`${one.failed} unreadable`] : []),
      ...(one.unanswered ? [`${one.unanswered} without an answer`] : []),
    ];
    return parts.length === 0 ? [] : [`${labelOf(one)}: ${parts.join(", ")}.`];
  });
  return [
    ...alerts,
    ...none,
    ...spreads.map(({ text }) => text),
    ...missing,
    ...abstentionsOf(sectors),
  ];
}

/** Abstentions, one sentence for each pillar, reason and analyst. */
function abstentionsOf(sectors: readonly SectorVerdict[]): readonly string[] {
  const found = new Map<string, { text: string; labels: string[] }>();
  for (const one of sectors) {
    for (const pillar of PILLARS) {
      for (const { analyst, reason } of one.pillars[pillar].abstentions) {
        const key = JSON.stringify([pillar, analyst, reason]);
        const text = `${analyst} abstains on ${pillar}: ${reason.replace(/\.$/, "")}`;
        const entry = found.get(key) ?? { text, labels: [] };
        if (!entry.labels.includes(labelOf(one))) entry.labels.push(labelOf(one));
        found.set(key, entry);
      }
    }
  }
  return [...found.values()].map(({ text, labels }) =>
    `${text} (${
      labels.length === sectors.length && labels.length > 1 ? "all sectors" : labels.join(", ")
    }).`
  );
}
