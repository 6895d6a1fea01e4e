import type { TernaryCell } from "../../charts/mod.ts";
import { sharpeRatio } from "../../stats/mod.ts";
import { excessReturns, runShard, type SweepConfig, type SweepResult } from "../../sweep/mod.ts";
import { keptFolder } from "../kit/count_trials.ts";
import { keptSweep, swept, type WeightRecord } from "./weight_record.ts";

/** Step of the exact map: 66 weightings, so that the lesson stays quick. */
const EXACT_STEP = 0.1;

/** The same weightings twice: as plain books of tilts, and with every limit solved. */
interface ExactWeights {
  readonly plain: readonly TernaryCell[];
  readonly exact: readonly TernaryCell[];
  /** Exact less plain; without a value where one of them has none. */
  readonly differences: readonly TernaryCell[];
  readonly sweep: SweepResult;
  /** Books that were solved. */
  readonly constructions: number;
}

/**
 * The map of 66 weightings whose every book keeps every limit, beside the plain one on the same decisions.
 *
 * @param options.at The caller's now: these weightings are counted too.
 * @throws {RangeError} If the record has no map.
 *
 * @example
 * ```ts
 * import { exactWeights, weightRecord } from "lab/lesson/06";
 * import { equal } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir(), at = "2026-11-20";
 * const options = { seed: 7, years: 2, step: 0.25, at, folder };
 * const record = await weightRecord("simulated", options);
 * equal((await exactWeights(record, { at, folder })).differences.length, 66);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function exactWeights(
  record: WeightRecord,
  options: { readonly at: string; readonly folder?: string },
): Promise<ExactWeights> {
  const { sweep: { config }, panel } = swept(record), { at, folder = keptFolder() } = options;
  const own: SweepConfig = {
    ...config,
    grid: { step: EXACT_STEP },
    settings: { ...config.settings, book: "limits" },
  };
  const { sweep } = await keptSweep(own, { at, folder });
  const { points } = sweep, { steps } = panel;
  const { net } = runShard({ panel, confidence: new Float64Array(0) }, points, {
    settings: config.settings,
    equityUsd: config.equityUsd,
    metrics: [],
    intervals: null,
  });
  const year = Math.sqrt(panel.periodsPerYear);
  const cell = (weights: TernaryCell["weights"], value: number | undefined): TernaryCell => ({
    weights,
    ...(value === undefined || Number.isNaN(value) ? {} : { value }),
  });
  const plain = points.map((weights, row) => {
    const ratio = sharpeRatio(excessReturns(net.subarray(row * steps, (row + 1) * steps), panel));
    return cell(weights, ratio === undefined ? undefined : ratio * year);
  });
  const exact = sweep.rows.map(({ weights, values }) => cell(weights, values.netSharpe));
  return {
    plain,
    exact,
    differences: plain.map(({ weights, value }, i) => {
      const other = exact[i].value;
      return cell(weights, value === undefined || other === undefined ? undefined : other - value);
    }),
    sweep,
    constructions: points.length * steps,
  };
}

/**
 * How many weightings the limits improve, and how many they cost something, as a sentence.
 *
 * @example
 * ```ts
 * import { exactTitle } from "lab/lesson/06";
 * import { match } from "node:assert/strict";
 *
 * const differences = [{ weights: [0.5, 0.25, 0.25] as const, value: 0.1 }];
 * match(exactTitle({ differences }), /rises for all of 1 weightings and falls for none$/);
 * ```
 */
export function exactTitle({ differences }: Pick<ExactWeights, "differences">): string {
  const known = differences.flatMap(({ value }) => value === undefined ? [] : [value]);
  const up = known.filter((value) => value > 0).length;
  const down = known.filter((value) => value < 0).length;
  const word = (count: number) =>
    count === known.length ? "all" : count === 0 ? "none" : `${count}`;
  return `With every limit solved, the net Sharpe ratio rises for ${word(up)} of ${known.length} ` +
    `weightings and falls for ${word(down)}`;
}
