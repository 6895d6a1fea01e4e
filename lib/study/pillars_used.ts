import { type Pillar, PILLARS, type PillarWeights } from "../committee/mod.ts";
import { type ResearchPanel, SECTOR_COUNT } from "../research/mod.ts";

/**
 * Share of the scores in which each weighted pillar had a say, 0 to 1: where a pillar abstains the
 * others take its weight, and a figure of prices alone is one of technicals only.
 *
 * @param steps Steps of the panel that count.
 * @returns One share per pillar with a weight; nothing where no sector has a score.
 */
export function pillarsUsed(
  panel: ResearchPanel,
  weights: PillarWeights,
  steps: readonly number[],
): Readonly<Partial<Record<Pillar, number>>> {
  const plane = panel.days.length * SECTOR_COUNT;
  const weighted = PILLARS.flatMap((pillar, p) => weights[pillar] > 0 ? [{ pillar, p }] : []);
  const said = weighted.map(() => 0);
  let scores = 0;
  for (const step of steps) {
    for (let at = step * SECTOR_COUNT; at < (step + 1) * SECTOR_COUNT; at++) {
      const has = weighted.map(({ p }) => !Number.isNaN(panel.pillars[p * plane + at]));
      if (!has.includes(true)) continue;
      scores++;
      has.forEach((one, w) => said[w] += one ? 1 : 0);
    }
  }
  return scores === 0
    ? {}
    : Object.fromEntries(weighted.map(({ pillar }, w) => [pillar, said[w] / scores]));
}
