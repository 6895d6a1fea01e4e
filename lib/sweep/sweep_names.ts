import { canonicalJson } from "../committee/mod.ts";
import { trialFamily } from "../evidence/mod.ts";
import { counted, plainPercent } from "../words.ts";
import { type SweepConfig, sweepGrid } from "./sweep_config.ts";

/**
 * The family of a sweep's trials: pillar weights, or settings alone, on its market.
 *
 * @param mark What the market of its first panel is known by; the worlds of several seeds are one data.
 *
 * @example
 * ```ts
 * import { sweepConfig, sweepFamily } from "lab/sweep";
 * import { match } from "node:assert/strict";
 *
 * match(sweepFamily(sweepConfig({}), "simulated, seed 7"), /pillar weights/);
 * ```
 */
export function sweepFamily(config: SweepConfig, mark: string): string {
  return trialFamily(sweepQuestion(config), sweepData(config, mark));
}

/**
 * What a sweep asks: pillar weights, or settings alone.
 *
 * @example
 * ```ts
 * import { sweepConfig, sweepQuestion } from "lab/sweep";
 * import { equal } from "node:assert/strict";
 *
 * equal(sweepQuestion(sweepConfig({ grid: { step: 0.5 } })), "pillar weights");
 * ```
 */
export function sweepQuestion(config: SweepConfig): string {
  return sweepGrid(config).points.length > 1 ? "pillar weights" : "settings";
}

/**
 * What it is asked of.
 *
 * @example
 * ```ts
 * import { sweepConfig, sweepData } from "lab/sweep";
 * import { equal } from "node:assert/strict";
 *
 * const config = sweepConfig({ data: { kind: "simulated", seeds: [7, 8], years: 3 } });
 * equal(sweepData(config, "seed 7"), "simulated, 2 seeds from 7");
 * ```
 */
export function sweepData({ data }: SweepConfig, mark: string): string {
  if (data.kind !== "simulated") return mark;
  const { seeds, planted } = data;
  const world = seeds.length === 1 ? mark : `simulated, ${seeds.length} seeds from ${seeds[0]}`;
  return planted === undefined ? world : `${world}, planted ${canonicalJson(planted)}`;
}

/**
 * What a run is called in lists and in the trials file.
 *
 * @example
 * ```ts
 * import { sweepConfig, sweepName } from "lab/sweep";
 * import { equal } from "node:assert/strict";
 *
 * equal(sweepName(sweepConfig({ grid: { step: 0.5 } })), "weights in steps of 50 %, tilt, weekly");
 * ```
 */
export function sweepName({ grid, settings, vary, data }: SweepConfig): string {
  const weights = "step" in grid
    ? `weights in steps of ${plainPercent(grid.step)}`
    : counted(grid.list.length, "weighting");
  const worlds = data.kind === "simulated" && data.seeds.length > 1
    ? `, ${data.seeds.length} worlds`
    : "";
  return `${weights}, ${settings.book}, ${settings.schedule}` +
    (vary.length > 1 ? `, ${vary.length} settings` : "") + worlds;
}

/** Where the data come from, known before they are read. */
export function sourceOf({ data }: SweepConfig, files: Readonly<Record<string, string>>): string {
  if (data.kind === "industries") return "Source: real, Kenneth R. French data library.";
  if (data.kind === "files") {
    return `Source: real, ${Object.values(files).map((hash) => hash.slice(0, 16)).join(" ")}.`;
  }
  const { seeds } = data;
  return seeds.length === 1
    ? `Source: simulated, seed ${seeds[0]}.`
    : `Source: simulated, ${seeds.length} seeds from ${seeds[0]}.`;
}
