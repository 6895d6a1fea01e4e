import { PILLAR_LABELS, PILLARS } from "../committee/mod.ts";
import { DataError } from "../errors.ts";
import type { TrialsFile, TrialTally } from "../evidence/mod.ts";
import { evidenceHash, readBytes } from "../market/mod.ts";
import { readScores } from "../scores/mod.ts";
import { ballotsAt } from "./recorded_pillars.ts";
import { countSweep, firstOf } from "./count_sweep.ts";
import { HORIZON_LABELS } from "./horizon_pillars.ts";
import { KeptShards } from "./kept_shards.ts";
import { panelBy } from "./panels_at_hand.ts";
import {
  namedFiles,
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
  runFolder,
  sha256,
  sweepRuntime,
  writePanelFacts,
} from "./sweep_folder.ts";
import { sweepFamily } from "./sweep_names.ts";
import type { PanelFacts } from "./sweep_panel.ts";
import { sweepPlan } from "./sweep_plan.ts";
import { keptPool, type SweepPool } from "./sweep_pool.ts";
import { partPlace, type SweepPart, type SweepResult } from "./sweep_result.ts";
import { resultsTable, type TableHead } from "./sweep_tables.ts";

/** How far a sweep is. */
export interface SweepProgress {
  readonly stage: "panels" | "weightings";
  /** Weightings done, those of an earlier start included, and all of them. */
  readonly done: number;
  readonly total: number;
  /** Weightings that an earlier start had done. */
  readonly resumed: number;
  readonly elapsedSeconds: number;
  /** At the pace of this start; absent until one shard is done, and where none is left. */
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

/** Shards in flight for each worker: enough that none waits, few enough that memory stays bounded. */
const AHEAD = 2;

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
  const onDeath = (sentence: string) => void warnings.push(sentence);
  const kept = new KeptShards(plan, head, run);
  let tally: TrialTally | undefined;

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
    for (let place = 0; isThere && place < recipes.length; place++) {
      facts[place] = await readPanelFacts(run, place);
    }
    if (isThere) warnings.push(...await kept.takeUp(facts));
  }
  const begun = now();
  const tell = (stage: SweepProgress["stage"]) =>
    onProgress?.(progressOf(stage, kept, (now() - begun) / 1000));
  const count = () => {
    if (trials) tally ??= countSweep({ config, hash, files, facts }, { trials, at: options.at! });
  };

  // Panels in order, as many at a time as there are workers; of each its shards that are missing.
  let toBuild = recipes.length;
  const wanted = recipes.map((_, panel) => kept.missing(panel));
  await eachOf(recipes, Math.max(1, pool.size), async (recipe, place) => {
    toBuild--;
    if (wanted[place].length === 0 && facts[place]) return;
    const onBuild = () => tell("panels");
    const { key, panel } = await panelBy(pool, recipe, { signal, onDeath, onBuild });
    // The markets behind the panels are the largest things in memory, and no more are asked for.
    if (toBuild === 0) pool.rest();
    facts[place] = panel.facts;
    if (run !== undefined) await writePanelFacts(run, place, panel.facts);
    // After the data were found to be in order, and before a figure is seen.
    count();
    await eachOf(wanted[place], Math.max(1, AHEAD * pool.size), async (shard) => {
      const { metrics, intervals, equityUsd } = config;
      const answer = await pool.run({
        kind: "shard",
        panelKey: key,
        panel,
        points: shard.points,
        options: { settings: plan.variants[shard.variant], metrics, intervals, equityUsd },
      }, { signal, onDeath });
      signal?.throwIfAborted();
      if (answer.kind === "shard") await kept.take(shard, answer.result);
      tell("weightings");
    });
  });

  count();
  const all = kept.rows();
  if (run !== undefined) await endRun(run, await resultsTable(all, head), all.length);
  const width = plan.points.length;
  const panelOf = (where?: SweepPart) => facts[recipeOf[partPlace(plan, where)]]!;
  return {
    config,
    hash,
    files,
    runtime: sweepRuntime(),
    points: plan.points,
    variants: plan.variants,
    worlds: plan.worlds,
    rows: all,
    panel: panelOf,
    part: (where) =>
      all.slice(partPlace(plan, where) * width, (partPlace(plan, where) + 1) * width),
    returns: (where) => kept.returns(where, panelOf(where).days.length - 1),
    ...(run === undefined ? {} : { folder: run }),
    warnings,
    family: sweepFamily(config, firstOf(facts).mark),
    ...(tally === undefined ? {} : { tally }),
  };
}

/** How far it is; at the end, and before the first shard of this start, no time is left to speak of. */
function progressOf(
  stage: SweepProgress["stage"],
  { done, total, resumed }: KeptShards,
  elapsedSeconds: number,
): SweepProgress {
  const here = done - resumed, left = total - done;
  return {
    stage,
    done,
    total,
    resumed,
    elapsedSeconds,
    ...(here > 0 && left > 0 ? { secondsLeft: elapsedSeconds / here * left } : {}),
  };
}

/** Names of the columns and the metrics of a run's tables. */
function tableHead(config: SweepConfig, hash: string): TableHead {
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
  if (data.kind !== "files" || data.scores === undefined) return;
  if (sweepGrid(config).points.length < 2) return;
  const { where, has } = await readScores(data.scores);
  if (has.pillars) return;
  throw new DataError(
    `Cannot weigh the pillars of ${where}: its scores are blended, and every weighting makes the same ` +
      "book; need the columns fundamentals, sentiment, technicals, or one weighting alone",
    { where },
  );
}

/** SHA-256 by path of the files a configuration names. */
export async function fileHashes(config: SweepConfig): Promise<Readonly<Record<string, string>>> {
  const hashes: Record<string, string> = {}, { data } = config;
  for (const path of namedFiles(config)) {
    hashes[path] = data.kind !== "industries" && path === data.ballots
      ? (await ballotsAt(path)).mark
      : sha256((await readBytes(path)).bytes);
  }
  if (data.kind === "files" && data.evidence !== undefined) {
    hashes[data.evidence] = await evidenceHash(data.evidence);
  }
  return hashes;
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
