import { canonicalJson, PILLAR_LABELS, PILLARS } from "../committee/mod.ts";
import { DataError, LabError } from "../errors.ts";
import { readBytes } from "../market/mod.ts";
import { readScores } from "../scores/mod.ts";
import { openingsOf, trialFamily, type TrialsFile, type TrialTally } from "../evidence/mod.ts";
import type { ShardResult } from "./run_shard.ts";
import {
  SWEEP_FORMAT,
  type SweepConfig,
  sweepGrid,
  sweepHash,
  trialCount,
} from "./sweep_config.ts";
import {
  beginRun,
  endRun,
  readPanelFacts,
  readShard,
  runFolder,
  sha256,
  shardPath,
  sweepRuntime,
  writePanelFacts,
} from "./sweep_folder.ts";
import { HORIZON_LABELS } from "./horizon_pillars.ts";
import { type PanelFacts, type PanelRecipe, type SweepPanel, sweepPanel } from "./sweep_panel.ts";
import { sweepPlan, type SweepShard } from "./sweep_plan.ts";
import { keptPool, type SweepPool } from "./sweep_pool.ts";
import { partPlace, type SweepResult, type SweepRow } from "./sweep_result.ts";
import {
  resultsTable,
  shardRows,
  shardTable,
  type TableHead,
  TornTableError,
} from "./sweep_tables.ts";
import { writeWhole } from "./write_whole.ts";

/** How far a sweep is. */
export interface SweepProgress {
  readonly stage: "panels" | "weightings";
  /** Weightings done, those of an earlier start included, and all of them. */
  readonly done: number;
  readonly total: number;
  /** Weightings that an earlier start had done. */
  readonly resumed: number;
  readonly elapsedSeconds: number;
  /** At the pace of this start; absent until one shard is done. */
  readonly secondsLeft?: number;
}

/** How a sweep is run; none of it changes a byte of the result. */
export interface RunSweepOptions {
  /**
   * Workers, one per core by default; 0 runs in this thread, which suits a quick sweep in a notebook,
   * where a worker's first start takes about a second.
   */
  readonly workers?: number;
  /** Where runs are kept, one folder each; without it the result lives in memory alone. */
  readonly folder?: string;
  readonly onProgress?: (progress: SweepProgress) => void;
  /** Stops the sweep; shards that were finished stay, and the same call goes on from there. */
  readonly signal?: AbortSignal;
  /** Counts the trials before any result is seen; the same run counts once. */
  readonly trials?: TrialsFile;
  /** When, for the trials file; the caller's "now". */
  readonly at?: string;
  /** Milliseconds, for the time left; the clock by default. */
  readonly now?: () => number;
  /** The workers themselves; those that are kept alive between sweeps by default. */
  readonly pool?: SweepPool;
}

/** Returns kept in memory, numbers: 160 MB where they have no other place. */
const MOST_NUMBERS = 20_000_000;
/** The same where the run's folder holds them too: 16 MB, ten years of the 231 and more. */
const MOST_BESIDE_FOLDER = 2_000_000;
/** Shards in flight for each worker: enough that none waits, few enough that memory stays bounded. */
const AHEAD = 2;

/** Panels of the last sweeps by recipe, so that the next one on the same market starts at once. */
const panels = new Map<string, SweepPanel>();
const PANELS_KEPT = 2;

/** The panel of a recipe that a sweep left in memory, or a new one. */
export async function panelAtHand(recipe: PanelRecipe): Promise<SweepPanel> {
  return panels.get(canonicalJson(recipe)) ?? await sweepPanel(recipe);
}

/**
 * Runs a sweep: every weighting in every world and variant.
 *
 * Rows come in key order and every random draw has its seed in the configuration, so that the bytes are
 * the same for any number of workers, and for a run that was stopped and taken up again.
 *
 * @throws {DataError} If the data cannot be used, or a file in the run's folder belongs elsewhere.
 * @throws {LabError} If a file cannot be written, a task kills every worker, or the returns are too many
 *   to be kept in memory.
 *
 * @example Six weightings of dice, in this thread
 * ```ts
 * import { runSweep, sweepConfig } from "lab/sweep";
 * import { equal } from "node:assert/strict";
 *
 * const config = sweepConfig({
 *   data: { kind: "simulated", seeds: [7], years: 2, committee: "dice" },
 *   grid: { step: 0.5 },
 * });
 * const result = await runSweep(config, { workers: 0 });
 * equal(result.rows.length, 6);
 * equal((await result.returns())[0].length, result.panel().days.length - 1);
 * ```
 */
export async function runSweep(
  config: SweepConfig,
  options: RunSweepOptions = {},
): Promise<SweepResult> {
  const { signal, onProgress, trials, now = () => performance.now() } = options;
  const pool = options.pool ?? keptPool(options.workers ?? navigator.hardwareConcurrency);
  signal?.throwIfAborted();
  await refuseOneBook(config);
  const files = await fileHashes(config);
  const hash = sweepHash(config, files);
  const plan = sweepPlan(config, files), { shards, recipes, recipeOf } = plan;
  const head = tableHead(config, hash);
  const run = options.folder === undefined ? undefined : runFolder(options.folder, hash);
  if (trials && options.at === undefined) {
    throw new TypeError("Cannot count the trials of a sweep: need `at`, the caller's now");
  }
  const warnings: string[] = [], facts: (PanelFacts | undefined)[] = [];
  const rows = new Map<number, readonly SweepRow[]>(), nets = new Map<number, Float64Array>();
  const total = shards.reduce((sum, { points }) => sum + points.length, 0);
  let done = 0, resumed = 0, numbers = 0, begun = now(), tally: TrialTally | undefined;

  if (run !== undefined) {
    const isThere = await beginRun(run, {
      format: SWEEP_FORMAT,
      hash,
      config,
      files,
      runtime: sweepRuntime(),
      shards: shards.length,
      trials: trialCount(config),
    });
    if (isThere) await takeUp(run);
  }
  begun = now();

  // Panels in order, as many at a time as there are workers; of each its shards that are missing.
  let toBuild = recipes.length;
  const wanted = recipes.map((_, panel) =>
    shards.filter((one) => one.panel === panel && !rows.has(one.index))
  );
  await eachOf(recipes, Math.max(1, pool.size), async (recipe, place) => {
    toBuild--;
    if (wanted[place].length === 0 && facts[place]) return;
    const key = canonicalJson(recipe);
    let panel = panels.get(key);
    if (!panel) {
      tell("panels");
      const answer = await pool.run({ kind: "panel", recipe }, { signal, onDeath: warn });
      panel = answer.kind === "panel" ? answer.panel : undefined;
    }
    panels.delete(key);
    panels.set(key, panel!);
    for (const old of [...panels.keys()].slice(0, -PANELS_KEPT)) {
      panels.delete(old);
      pool.forget(old);
    }
    // The markets behind the panels are the largest things in memory, and no more are asked for.
    if (toBuild === 0) pool.rest();
    facts[place] = panel!.facts;
    if (run !== undefined) await writePanelFacts(run, place, panel!.facts);
    // After the data were found to be in order, and before a figure is seen.
    count();
    await eachOf(wanted[place], Math.max(1, AHEAD * pool.size), async (shard) => {
      const { metrics, intervals, equityUsd } = config;
      const answer = await pool.run({
        kind: "shard",
        panelKey: key,
        panel: panel!,
        points: shard.points,
        options: { settings: plan.variants[shard.variant], metrics, intervals, equityUsd },
      }, { signal, onDeath: warn });
      signal?.throwIfAborted();
      if (answer.kind === "shard") await take(shard, answer.result);
    });
  });

  count();
  const all = shards.flatMap(({ index }) => rows.get(index)!);
  if (run !== undefined) await endRun(run, await resultsTable(all, head), all.length);
  const inMemory = new Map(nets);
  const width = plan.points.length;
  const result: SweepResult = {
    config,
    hash,
    files,
    runtime: sweepRuntime(),
    points: plan.points,
    variants: plan.variants,
    worlds: plan.worlds,
    rows: all,
    panel: (where) => facts[recipeOf[partPlace(plan, where)]]!,
    part: (where) =>
      all.slice(partPlace(plan, where) * width, (partPlace(plan, where) + 1) * width),
    returns: async (where) => {
      const { world = 0, variant = 0 } = where ?? {}, { days } = result.panel(where);
      const steps = days.length - 1, out: Float64Array[] = [];
      for (const shard of shards) {
        if (shard.world !== world || shard.variant !== variant) continue;
        const net = inMemory.get(shard.index) ?? (await readShard(run!, shard, head, steps))?.net;
        if (!net) {
          throw new DataError(`Cannot find the returns: ${shardPath(run!, shard.index)} is gone`);
        }
        shard.points.forEach((_, row) => out.push(net.subarray(row * steps, (row + 1) * steps)));
      }
      return out;
    },
    ...(run === undefined ? {} : { folder: run }),
    warnings,
    family: family(),
    ...(tally === undefined ? {} : { tally }),
  };
  return result;

  function warn(sentence: string) {
    warnings.push(sentence);
  }

  function tell(stage: SweepProgress["stage"]) {
    const elapsedSeconds = (now() - begun) / 1000, here = done - resumed;
    onProgress?.({
      stage,
      done,
      total,
      resumed,
      elapsedSeconds,
      ...(here > 0 ? { secondsLeft: elapsedSeconds / here * (total - done) } : {}),
    });
  }

  function count() {
    if (!trials || tally) return;
    tally = trials.record({
      at: options.at!,
      family: family(),
      name: sweepName(config),
      trials: trialCount(config),
      config: hash,
      source: sourceOf(config, files),
    });
    // A sweep that holds out less than the lab's rule looks at days that others have put away.
    const because = `sweep ${hash.slice(0, 8)} looked at them`;
    for (const looked of facts.flatMap((one) => one?.looksAt ?? [])) {
      const { name, mark } = looked;
      if (openingsOf(tally, mark).same.some((one) => one.because === because)) continue;
      tally = trials.recordOpening({ at: options.at!, holdout: name, because, ...mark });
    }
  }

  function family() {
    return sweepFamily(config, facts.find((one) => one !== undefined)!.mark);
  }

  function keep(shard: SweepShard, part: readonly SweepRow[], net: Float64Array) {
    rows.set(shard.index, part);
    done += shard.points.length;
    numbers += net.length;
    const most = run === undefined ? MOST_NUMBERS : MOST_BESIDE_FOLDER;
    if (numbers <= most) nets.set(shard.index, net);
    else if (run === undefined) {
      throw new LabError(
        `Cannot keep the returns of ${total} weightings in memory: more than ${MOST_NUMBERS} numbers; ` +
          "give the sweep a folder",
      );
    }
  }

  async function take(shard: SweepShard, result: ShardResult) {
    const part = shardRows(shard, result, config.metrics);
    if (run !== undefined) {
      await writeWhole(shardPath(run, shard.index), await shardTable(part, result.net, head));
    }
    keep(shard, part, result.net);
    tell("weightings");
  }

  /** Takes up what an earlier start left: shards that are whole count as done, torn ones do not. */
  async function takeUp(run: string) {
    for (let place = 0; place < recipes.length; place++) {
      facts[place] = await readPanelFacts(run, place);
    }
    for (const shard of shards) {
      const known = facts[shard.panel];
      if (!known) continue;
      try {
        const found = await readShard(run, shard, head, known.days.length - 1);
        if (!found) continue;
        keep(shard, found.rows, found.net);
        resumed += shard.points.length;
      } catch (error) {
        if (!(error instanceof TornTableError)) throw error;
        warn(`${shardPath(run, shard.index)} was cut short and is made anew`);
      }
    }
  }
}

/**
 * The family of a sweep's trials: pillar weights, or settings alone, on its market.
 *
 * @param mark What the market of its first panel is known by; the worlds of several seeds are one data.
 */
export function sweepFamily(config: SweepConfig, mark: string): string {
  return trialFamily(sweepQuestion(config), sweepData(config, mark));
}

/** What a sweep asks: pillar weights, or settings alone. */
export function sweepQuestion(config: SweepConfig): string {
  return sweepGrid(config).points.length > 1 ? "pillar weights" : "settings";
}

/** What it is asked of. */
export function sweepData({ data }: SweepConfig, mark: string): string {
  if (data.kind !== "simulated") return mark;
  const { seeds, planted } = data;
  const world = seeds.length === 1 ? mark : `simulated, ${seeds.length} seeds from ${seeds[0]}`;
  return planted === undefined ? world : `${world}, planted ${canonicalJson(planted)}`;
}

/** What a run is called in lists and in the trials file. */
export function sweepName({ grid, settings, vary, data }: SweepConfig): string {
  const weights = "step" in grid
    ? `weights in steps of ${Number((100 * grid.step).toFixed(2))} %`
    : `${grid.list.length} ${grid.list.length === 1 ? "weighting" : "weightings"}`;
  const worlds = data.kind === "simulated" && data.seeds.length > 1
    ? `, ${data.seeds.length} worlds`
    : "";
  return `${weights}, ${settings.book}, ${settings.schedule}` +
    (vary.length > 1 ? `, ${vary.length} settings` : "") + worlds;
}

/** Names of the columns and the metrics of a run's tables. */
export function tableHead(config: SweepConfig, hash: string): TableHead {
  return {
    hash,
    metrics: config.metrics,
    pillars: config.data.kind === "industries"
      ? HORIZON_LABELS
      : PILLARS.map((pillar) => PILLAR_LABELS[pillar]) as unknown as TableHead["pillars"],
    hasIntervals: config.intervals !== null,
  };
}

/** Refuses to weigh pillars that a file of blended scores does not have: all weightings were one book. */
async function refuseOneBook(config: SweepConfig): Promise<void> {
  const { data } = config;
  if (data.kind !== "files" || sweepGrid(config).points.length < 2) return;
  const { where, has } = await readScores(data.scores);
  if (has.pillars) return;
  throw new DataError(
    `Cannot weigh the pillars of ${where}: its scores are blended, and every weighting makes the same ` +
      "book; need the columns fundamentals, sentiment, technicals, or one weighting alone",
    { where },
  );
}

/** SHA-256 by path of the files a configuration names. */
export async function fileHashes({ data }: SweepConfig): Promise<Readonly<Record<string, string>>> {
  if (data.kind !== "files") return {};
  const hashes: Record<string, string> = {};
  for (const path of [...data.prices, data.scores]) {
    hashes[path] = sha256((await readBytes(path)).bytes);
  }
  return hashes;
}

/** Where the data come from, known before they are read. */
function sourceOf({ data }: SweepConfig, files: Readonly<Record<string, string>>): string {
  if (data.kind === "industries") return "Source: real, Kenneth R. French data library.";
  if (data.kind === "files") {
    return `Source: real, ${Object.values(files).map((hash) => hash.slice(0, 16)).join(" ")}.`;
  }
  const { seeds } = data;
  return seeds.length === 1
    ? `Source: simulated, seed ${seeds[0]}.`
    : `Source: simulated, ${seeds.length} seeds from ${seeds[0]}.`;
}

/** Does something for each item, at most so many at a time; the first fault ends it. */
async function eachOf<T>(
  items: readonly T[],
  most: number,
  work: (item: T, place: number) => Promise<void>,
): Promise<void> {
  let at = 0, isOver = false;
  await Promise.all(
    Array.from({ length: Math.min(most, items.length) }, async () => {
      while (!isOver && at < items.length) {
        const place = at++;
        try {
          await work(items[place], place);
        } catch (error) {
          isOver = true;
          throw error;
        }
      }
    }),
  );
}
