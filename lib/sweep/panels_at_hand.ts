import { canonicalJson } from "../committee/mod.ts";
import type { PanelRecipe } from "./panel_recipe.ts";
import { type SweepPanel, sweepPanel } from "./sweep_panel.ts";
import type { PoolOptions, SweepPool } from "./sweep_pool.ts";

/** Panels of the last sweeps by recipe, so that the next one on the same market starts at once. */
const panels = new Map<string, SweepPanel>();
const PANELS_KEPT = 2;

/** The panel of a recipe that a sweep left in memory, or a new one. */
export async function panelAtHand(recipe: PanelRecipe): Promise<SweepPanel> {
  return panels.get(canonicalJson(recipe)) ?? await sweepPanel(recipe);
}

/**
 * The panel of a recipe from memory, or built by a pool; it stays in memory, and the oldest goes.
 *
 * @param options.onBuild Called before one is built.
 */
export async function panelBy(
  pool: SweepPool,
  recipe: PanelRecipe,
  options: PoolOptions & { readonly onBuild: () => void },
): Promise<{ readonly key: string; readonly panel: SweepPanel }> {
  const key = canonicalJson(recipe);
  let panel = panels.get(key);
  if (!panel) {
    options.onBuild();
    const answer = await pool.run({ kind: "panel", recipe }, options);
    panel = (answer as Extract<typeof answer, { readonly kind: "panel" }>).panel;
  }
  panels.delete(key);
  panels.set(key, panel);
  for (const old of [...panels.keys()].slice(0, -PANELS_KEPT)) {
    panels.delete(old);
    pool.forget(old);
  }
  return { key, panel };
}
