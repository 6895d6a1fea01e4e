import type { TrialTally } from "../evidence/mod.ts";
import type { SweepConfig } from "./sweep_config.ts";
import type { MetricName } from "./sweep_metrics.ts";
import type { PanelFacts } from "./sweep_panel.ts";
import type { SweepSettings } from "./sweep_settings.ts";
import type { Shares } from "../stats/ternary.ts";

/** What made the bytes: they are the same only where these are. */
export interface SweepRuntime {
  readonly deno: string;
  readonly v8: string;
  readonly arch: string;
}

/** One weighting in one world and one variant. */
export interface SweepRow {
  /** Place in the one order: worlds, then variants, then weightings. */
  readonly key: number;
  readonly world: number;
  readonly variant: number;
  readonly weights: Shares;
  /** The metrics that were asked for; absent where the run has none. */
  readonly values: Readonly<Partial<Record<MetricName, number>>>;
  /** Bootstrap interval of the net Sharpe ratio per year, where it was asked for. */
  readonly interval?: { readonly low: number; readonly high: number };
  /** Steps whose cost is a floor, since a part of it is unknown. */
  readonly costUnknown: number;
}

/** A sweep that is finished. */
export interface SweepResult {
  readonly config: SweepConfig;
  /** What makes two runs the same, see `sweepHash`. */
  readonly hash: string;
  /** SHA-256 by path of the reader's files. */
  readonly files: Readonly<Record<string, string>>;
  readonly runtime: SweepRuntime;
  readonly points: readonly Shares[];
  readonly variants: readonly SweepSettings[];
  readonly worlds: number;
  /** In key order. */
  readonly rows: readonly SweepRow[];
  /** Facts of the panel of a world and variant; both 0 by default. */
  panel(where?: SweepPart): PanelFacts;
  /** Rows of one world and variant, in the order of the weightings. */
  part(where?: SweepPart): readonly SweepRow[];
  /** Net returns per weighting, one per step; read from the run's folder where there is one. */
  returns(where?: SweepPart): Promise<readonly Float64Array[]>;
  /** Folder of the run. */
  readonly folder?: string;
  /** What happened on the way: a worker that died, a shard that was made anew. */
  readonly warnings: readonly string[];
  /** Question and data under which its trials are counted; see `sweepFamily`. */
  readonly family: string;
  /** The count of trials after this run. */
  readonly tally?: TrialTally;
}

/** One world and one variant of a sweep. */
export interface SweepPart {
  readonly world?: number;
  readonly variant?: number;
}

/**
 * Place of a part of a result.
 *
 * @throws {RangeError} If the sweep has no such world or variant.
 */
export function partPlace(
  result: Pick<SweepResult, "worlds" | "variants">,
  { world = 0, variant = 0 }: SweepPart = {},
): number {
  const { worlds, variants } = result;
  const isThere = Number.isInteger(world) && world >= 0 && world < worlds &&
    Number.isInteger(variant) && variant >= 0 && variant < variants.length;
  if (!isThere) {
    throw new RangeError(
      `Cannot look into a sweep: it has ${worlds} ${worlds === 1 ? "world" : "worlds"} and ` +
        `${variants.length} ${
          variants.length === 1 ? "variant" : "variants"
        }, counted from 0, got ` +
        `world ${world}, variant ${variant}`,
    );
  }
  return world * variants.length + variant;
}
