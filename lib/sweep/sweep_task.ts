import { runShard, type ShardOptions, type ShardResult } from "./run_shard.ts";
import { type PanelRecipe, type SweepPanel, sweepPanel } from "./sweep_panel.ts";
import type { Shares } from "../stats/ternary.ts";

/** What a worker is asked: to build a panel, or to run some weightings on one. */
export type SweepTask =
  | { readonly kind: "panel"; readonly recipe: PanelRecipe }
  | {
    readonly kind: "shard";
    /** Name of the panel, by which a worker knows one that it was sent before. */
    readonly panelKey: string;
    readonly panel: SweepPanel;
    readonly points: readonly Shares[];
    readonly options: ShardOptions;
  };

/** What comes back. */
export type SweepAnswer =
  | { readonly kind: "panel"; readonly panel: SweepPanel }
  | { readonly kind: "shard"; readonly result: ShardResult };

/** Does a task; the same in a worker and without one. */
export async function doSweepTask(task: SweepTask, beat?: () => void): Promise<SweepAnswer> {
  return task.kind === "panel"
    ? { kind: "panel", panel: await sweepPanel(task.recipe, beat) }
    : { kind: "shard", result: runShard(task.panel, task.points, task.options, beat) };
}

/** The same panel with its arrays on shared memory, so that workers read one copy. */
export function sharedPanel(given: SweepPanel): SweepPanel {
  const shared = <T>(value: T): T => {
    if (!ArrayBuffer.isView(value)) return value;
    const from = value as unknown as Float64Array;
    const Kind = from.constructor as new (buffer: SharedArrayBuffer) => Float64Array;
    const copy = new Kind(new SharedArrayBuffer(from.byteLength));
    copy.set(from);
    return copy as unknown as T;
  };
  const panel = Object.fromEntries(
    Object.entries(given.panel).map(([name, value]) => [name, shared(value)]),
  ) as unknown as SweepPanel["panel"];
  return { ...given, panel, confidence: shared(given.confidence) };
}
