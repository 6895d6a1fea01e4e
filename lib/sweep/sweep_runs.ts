import { join } from "node:path";
import { canonicalJson } from "../committee/mod.ts";
import { DataError } from "../errors.ts";
import { fileHashes, runSweep, type RunSweepOptions } from "./run_sweep.ts";
import { type SweepConfig, sweepHash } from "./sweep_config.ts";
import { readEnd, readManifest, RESULTS, sha256, shardPath } from "./sweep_folder.ts";
import type { MetricName } from "./sweep_metrics.ts";
import type { SweepResult, SweepRow, SweepRuntime } from "./sweep_result.ts";
import { sweepName } from "./sweep_names.ts";
import { sweepPlan } from "./sweep_plan.ts";

/** A run that is kept in a folder. */
export interface SweepRun {
  /** The run's own folder. */
  readonly folder: string;
  readonly name: string;
  readonly hash: string;
  readonly config: SweepConfig;
  readonly runtime: SweepRuntime;
  readonly trials: number;
  readonly shards: number;
  readonly shardsDone: number;
  /** Whether `results.parquet` is there; otherwise the same sweep goes on where it was stopped. */
  readonly isFinished: boolean;
  /** Hash of `results.parquet`. */
  readonly results?: string;
}

/**
 * The runs that are kept in a folder, by name of their folders.
 *
 * @param folder As given to `runSweep`; none there is no fault.
 *
 * @example A folder without runs
 * ```ts
 * import { sweepRuns } from "lab/sweep";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(await sweepRuns("out/no-such-folder"), []);
 * ```
 */
export async function sweepRuns(folder: string): Promise<readonly SweepRun[]> {
  const names: string[] = [];
  try {
    for await (const entry of Deno.readDir(folder)) if (entry.isDirectory) names.push(entry.name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const runs: SweepRun[] = [];
  for (const name of names.sort()) {
    const run = await readRun(join(folder, name));
    if (run) runs.push(run);
  }
  return runs;
}

/**
 * One run by its own folder; nothing where there is none.
 *
 * @example No run
 * ```ts
 * import { readRun } from "lab/sweep";
 * import { equal } from "node:assert/strict";
 *
 * equal(await readRun("out/no-such-run"), undefined);
 * ```
 */
export async function readRun(folder: string): Promise<SweepRun | undefined> {
  const manifest = await readManifest(folder);
  if (!manifest) return undefined;
  const { hash, config, runtime, trials, shards } = manifest;
  let shardsDone = 0;
  for (let index = 0; index < shards; index++) {
    if (await isThere(shardPath(folder, index))) shardsDone++;
  }
  const end = await readEnd(folder);
  return {
    folder,
    name: sweepName(config),
    hash,
    config,
    runtime,
    trials,
    shards,
    shardsDone,
    isFinished: end !== undefined,
    ...(end === undefined ? {} : { results: end.results }),
  };
}

async function isThere(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** What differs between two results, weighting by weighting. */
export interface SweepComparison {
  /** Fields of the configuration that differ, as paths with both values. */
  readonly differs: readonly { readonly path: string; readonly a: unknown; readonly b: unknown }[];
  readonly metric: MetricName;
  /** Weightings that both have, with the metric of each; absent where a run has none. */
  readonly rows: readonly {
    readonly weights: SweepRow["weights"];
    readonly a?: number;
    readonly b?: number;
    /** b less a. */
    readonly difference?: number;
  }[];
  readonly onlyA: number;
  readonly onlyB: number;
}

/**
 * Two sweeps beside each other: how their configurations differ, and one metric for each weighting that
 * both have. Two bare numbers prove nothing; `sweepEvidence` says what can be told apart.
 *
 * @param options.metric The net Sharpe ratio by default.
 * @throws {RangeError} If a result has not that metric.
 *
 * @example A run beside itself
 * ```ts
 * import { compareRuns, runSweep, sweepConfig } from "lab/sweep";
 * import { deepEqual } from "node:assert/strict";
 *
 * const config = sweepConfig({
 *   data: { kind: "simulated", seeds: [7], years: 3, committee: "dice" },
 *   grid: { step: 0.5 },
 * });
 * const result = await runSweep(config, { workers: 0 });
 * const { differs, rows } = compareRuns(result, result);
 * deepEqual([differs.length, rows[0].difference], [0, 0]);
 * ```
 */
export function compareRuns(
  a: Pick<SweepResult, "config" | "part">,
  b: Pick<SweepResult, "config" | "part">,
  options: { readonly metric?: MetricName } = {},
): SweepComparison {
  const { metric = "netSharpe" } = options;
  for (const { config } of [a, b]) {
    if (!config.metrics.includes(metric)) {
      throw new RangeError(
        `Cannot compare runs by ${metric}: need it in both, got ${config.metrics.join(", ")}`,
      );
    }
  }
  const name = ({ weights }: SweepRow) => weights.map((share) => share.toFixed(9)).join(" ");
  const others = new Map(b.part().map((row) => [name(row), row]));
  const rows = a.part().flatMap((row) => {
    const other = others.get(name(row));
    if (!other) return [];
    const mine = row.values[metric], theirs = other.values[metric];
    return [{
      weights: row.weights,
      ...(mine === undefined ? {} : { a: mine }),
      ...(theirs === undefined ? {} : { b: theirs }),
      ...(mine === undefined || theirs === undefined ? {} : { difference: theirs - mine }),
    }];
  });
  return {
    differs: differences("", a.config, b.config),
    metric,
    rows,
    onlyA: a.part().length - rows.length,
    onlyB: b.part().length - rows.length,
  };
}

function differences(path: string, a: unknown, b: unknown): SweepComparison["differs"] {
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  if (isObject(a) && isObject(b)) {
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
    return names.flatMap((name) => differences(path ? `${path}.${name}` : name, a[name], b[name]));
  }
  const text = (value: unknown) => value === undefined ? "" : canonicalJson(value);
  return text(a) === text(b) ? [] : [{ path, a, b }];
}

/**
 * The result of a finished run, read from its folder without running anything.
 *
 * @throws {DataError} If there is no run, it is not finished, its reader's files have changed, or a file
 *   of it is spoilt.
 *
 * @example A run that was kept
 * ```ts
 * import { readSweep, runSweep, sweepConfig } from "lab/sweep";
 * import { equal } from "node:assert/strict";
 *
 * const config = sweepConfig({
 *   data: { kind: "simulated", seeds: [7], years: 3, committee: "dice" },
 *   grid: { step: 0.5 },
 * });
 * const folder = await Deno.makeTempDir();
 * const { folder: run } = await runSweep(config, { workers: 0, folder });
 * equal((await readSweep(run!)).rows.length, 6);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function readSweep(folder: string): Promise<SweepResult> {
  const run = await readRun(folder);
  if (!run) {
    throw new DataError(`Cannot read a sweep: there is no run in ${folder}`, { where: folder });
  }
  if (!run.isFinished) {
    throw new DataError(
      `Cannot read the sweep in ${folder}: ${run.shardsDone} of its ${run.shards} shards are done; run ` +
        "the same sweep again and it goes on from there",
      { where: folder },
    );
  }
  await checkResults(run);
  await checkFiles(run);
  return await runSweep(run.config, { workers: 0, folder: join(folder, "..") });
}

/** A run of a reader's files is that run only while they are as they were. */
async function checkFiles({ folder, config, hash }: SweepRun): Promise<void> {
  const hashes = await fileHashes(config), named = Object.keys(hashes);
  if (sweepHash(config, hashes) === hash) return;
  throw new DataError(
    `Cannot use the run in ${folder}: ${
      named.length > 0
        ? `${named.join(", ")} are not as they were`
        : "its configuration is not the one that it was run with"
    }; run the sweep anew`,
    { where: folder },
  );
}

async function checkResults({ folder, results }: SweepRun): Promise<void> {
  const path = join(folder, RESULTS);
  const bytes = await Deno.readFile(path).catch(() => undefined);
  if (bytes === undefined || sha256(bytes) !== results) {
    throw new DataError(
      `Cannot use ${path}: ${
        bytes === undefined ? "it is gone" : "it is not as it was written"
      }; delete it with end.json beside it and run the same sweep again, which makes it anew from its ` +
        "shards",
      { where: path },
    );
  }
}

/** Whether a run came out the same when it was run again. */
export interface Rerun {
  readonly isSame: boolean;
  /** Files of the run whose bytes differ, by name within its folder. */
  readonly differing: readonly string[];
  readonly result: SweepResult;
}

/**
 * Runs a kept run again from its configuration into another folder, and compares all its files byte by
 * byte. The same Deno, processor architecture and data files are needed.
 *
 * @param run From `sweepRuns`.
 * @param options.folder Where the second run is kept; not the first one's.
 *
 * @example The same bytes in another folder
 * ```ts
 * import { rerun, runSweep, sweepConfig, sweepRuns } from "lab/sweep";
 * import { equal } from "node:assert/strict";
 *
 * const config = sweepConfig({
 *   data: { kind: "simulated", seeds: [7], years: 3, committee: "dice" },
 *   grid: { step: 0.5 },
 * });
 * const [one, other] = [await Deno.makeTempDir(), await Deno.makeTempDir()];
 * await runSweep(config, { workers: 0, folder: one });
 * const [run] = await sweepRuns(one);
 * equal((await rerun(run, { workers: 0, folder: other })).isSame, true);
 * for (const folder of [one, other]) await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function rerun(
  run: SweepRun,
  options: RunSweepOptions & { readonly folder: string },
): Promise<Rerun> {
  const own = join(run.folder, "..");
  if (await Deno.realPath(own) === await Deno.realPath(options.folder).catch(() => "")) {
    throw new RangeError(
      `Cannot run again into ${options.folder}: need another folder than the run's own, or nothing ` +
        "would be run",
    );
  }
  await checkFiles(run);
  const result = await runSweep(run.config, options);
  const names = [
    RESULTS,
    ...sweepPlan(run.config).shards.map(({ index }) => shardPath("", index)),
  ];
  const differing: string[] = [];
  for (const name of names) {
    const [a, b] = await Promise.all(
      [run.folder, result.folder!].map((folder) =>
        Deno.readFile(join(folder, name)).catch(() => undefined)
      ),
    );
    if (!a || !b || sha256(a) !== sha256(b)) differing.push(name);
  }
  return { isSame: differing.length === 0, differing, result };
}
