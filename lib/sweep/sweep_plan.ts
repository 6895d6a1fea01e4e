import { canonicalJson } from "../committee/mod.ts";
import { hasBallots, type SweepConfig, sweepGrid, variants } from "./sweep_config.ts";
import type { PanelRecipe } from "./panel_recipe.ts";
import type { Shares } from "../stats/ternary.ts";
import type { SweepSettings } from "./sweep_settings.ts";

/** Weightings a shard: a part of the format, so that a resumed run has the same shards. */
const SHARD_POINTS = 32;

/** A piece of a sweep that one worker runs and one file holds: some weightings of one variant. */
export interface SweepShard {
  readonly index: number;
  /** Place of its panel among the recipes. */
  readonly panel: number;
  /** Place of its world among the seeds; 0 where there is one world. */
  readonly world: number;
  readonly variant: number;
  /** Key of its first row; keys count worlds, then variants, then weightings. */
  readonly firstKey: number;
  readonly points: readonly Shares[];
}

/** A configuration cut into pieces, in the one order. */
export interface SweepPlan {
  readonly points: readonly Shares[];
  readonly variants: readonly SweepSettings[];
  readonly worlds: number;
  /** Panels, without doubles: variants that trade alike share one. */
  readonly recipes: readonly PanelRecipe[];
  /** Place of the recipe of each world and variant, by world and then variant. */
  readonly recipeOf: readonly number[];
  readonly shards: readonly SweepShard[];
}

/**
 * Cuts a sweep into shards. Nothing in it depends on the number of workers.
 *
 * @param files Hash by path of the reader's files.
 *
 * @example 66 weightings are three shards of one panel
 * ```ts
 * import { sweepConfig, sweepPlan } from "lab/sweep";
 * import { deepEqual } from "node:assert/strict";
 *
 * const plan = sweepPlan(sweepConfig({ grid: { step: 0.1 } }));
 * deepEqual(plan.shards.map(({ firstKey, points }) => [firstKey, points.length]), [
 *   [0, 32],
 *   [32, 32],
 *   [64, 2],
 * ]);
 * deepEqual(plan.recipes.length, 1);
 * ```
 */
export function sweepPlan(
  config: SweepConfig,
  files: Readonly<Record<string, string>> = {},
): SweepPlan {
  const points = sweepGrid(config).points.map(({ weights }) => weights);
  const all = variants(config);
  const { data, from, to, fill, holdout } = config;
  const worlds = data.kind === "simulated"
    ? data.seeds.map((seed) => {
      const { seeds: _, ...rest } = data;
      return { ...rest, seed };
    })
    : [data];
  const recipes: PanelRecipe[] = [], places = new Map<string, number>();
  const recipeOf: number[] = [], shards: SweepShard[] = [];
  worlds.forEach((world, w) => {
    all.forEach(({ schedule, analysts, halfLifeDays }, v) => {
      const recipe: PanelRecipe = {
        data: world,
        schedule,
        analysts,
        halfLifeDays,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        fill,
        holdoutShare: holdout?.share ?? null,
        ...(data.kind === "files" || hasBallots(config) ? { files } : {}),
      };
      const key = canonicalJson(recipe);
      const panel = places.get(key) ?? recipes.push(recipe) - 1;
      places.set(key, panel);
      recipeOf.push(panel);
      const first = (w * all.length + v) * points.length;
      for (let at = 0; at < points.length; at += SHARD_POINTS) {
        shards.push({
          index: shards.length,
          panel,
          world: w,
          variant: v,
          firstKey: first + at,
          points: points.slice(at, at + SHARD_POINTS),
        });
      }
    });
  });
  return { points, variants: all, worlds: worlds.length, recipes, recipeOf, shards };
}
