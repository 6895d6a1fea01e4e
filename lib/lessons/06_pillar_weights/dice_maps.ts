import type { TernaryCell } from "../../charts/mod.ts";
import { overfittingProbability, pairedDifferences } from "../../evidence/mod.ts";
import { type ResearchPanel, SECTOR_COUNT } from "../../research/mod.ts";
import { randomStream, type Shares, sharpeRatio } from "../../stats/mod.ts";
import { excessReturns, runShard, simplexGrid, sweepConfig } from "../../sweep/mod.ts";
import type { WeightRecord } from "./weight_record.ts";

const EQUITY_USD = 100_000;
const PILLAR_COUNT = 3;
/** Resamples behind the plateau of a map of dice. */
const DRAWS = 300;
/** Weightings of each committee whose overfitting is measured: few, so that a hundred take a second. */
const PBO_STEP = 0.25;
const PBO_COMMITTEES = 100;

/** A map of a committee that knows nothing. */
interface DiceMap {
  readonly cells: readonly TernaryCell[];
  /** Returns beyond cash, one list a cell. */
  readonly excess: readonly Float64Array[];
}

/** The same panel with sub-scores from 1 to 5 thrown anew for each pillar, sector and decision. */
function withDice(panel: ResearchPanel, seed: number): ResearchPanel {
  const draw = randomStream(seed), { steps, listed } = panel;
  const cells = panel.days.length * SECTOR_COUNT;
  const pillars = new Float64Array(PILLAR_COUNT * cells).fill(NaN);
  for (let p = 0; p < PILLAR_COUNT; p++) {
    for (let at = 0; at < steps * SECTOR_COUNT; at++) {
      if (listed[at]) pillars[p * cells + at] = 1 + draw.integer(5);
    }
  }
  return { ...panel, pillars };
}

/**
 * Every weighting of three pillars that throw dice, on the lesson's own market and days.
 *
 * @param options.seed Another number is another committee.
 * @param options.step Of the grid; the lesson's own by default.
 * @param options.outlined Whether to mark what cannot be told from the best.
 *
 * @example
 * ```ts
 * import { diceMap, weightRecord } from "lab/lesson/06";
 * import { equal } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir(), at = "2026-11-20";
 * const options = { seed: 7, years: 2, step: 0.25, at, folder };
 * const record = await weightRecord("simulated", options);
 * equal(diceMap(record, { seed: 1 }).cells.length, 15);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export function diceMap(
  { panel, step: own }: Pick<WeightRecord, "panel" | "step">,
  options: { readonly seed: number; readonly step?: number; readonly outlined?: boolean },
): DiceMap {
  const { seed, step = own, outlined = false } = options;
  const points: Shares[] = simplexGrid({ step }).points.map(({ weights }) => weights);
  const thrown = withDice(panel, seed), { steps } = panel;
  const { net } = runShard({ panel: thrown, confidence: new Float64Array(0) }, points, {
    settings: sweepConfig().settings,
    equityUsd: EQUITY_USD,
    metrics: [],
    intervals: null,
  });
  const year = Math.sqrt(panel.periodsPerYear);
  const excess = points.map((_, row) =>
    excessReturns(net.subarray(row * steps, (row + 1) * steps), panel)
  );
  const ratios = excess.map((series) => (sharpeRatio(series) ?? NaN) * year);
  const best = ratios.reduce((top, value, i) => value > ratios[top] ? i : top, 0);
  const alike = outlined
    ? pairedDifferences(excess, { reference: best, seed, draws: DRAWS }).trials
    : undefined;
  return {
    cells: points.map((weights, i) => ({
      weights,
      value: ratios[i],
      ...(alike ? { alike: alike[i].isAlike } : {}),
    })),
    excess,
  };
}

/** One hundred committees, kept with their record: an exercise asks for them more than once. */
const measured = new WeakMap<ResearchPanel, readonly number[]>();

/**
 * The probability of overfitting of a hundred committees of dice, fifteen weightings each.
 *
 * @throws {RangeError} If the record is too short for sixteen blocks.
 *
 * @example Where nobody knows anything, the winner falls behind about every other time
 * ```ts
 * import { dicePbos, weightRecord } from "lab/lesson/06";
 * import { ok } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir(), at = "2026-11-20";
 * const options = { seed: 7, years: 2, step: 0.25, at, folder };
 * const record = await weightRecord("simulated", options);
 * const found = dicePbos(record);
 * const mean = found.reduce((sum, one) => sum + one, 0) / found.length;
 * ok(mean > 0.3 && mean < 0.7, `${mean}`);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export function dicePbos({ panel, seed }: WeightRecord): readonly number[] {
  const known = measured.get(panel);
  if (known) return known;
  const found = Array.from({ length: PBO_COMMITTEES }, (_, i) => {
    const { excess } = diceMap({ panel, step: PBO_STEP }, { seed: seed * 1000 + i });
    return overfittingProbability(excess).probability;
  });
  measured.set(panel, found);
  return found;
}
