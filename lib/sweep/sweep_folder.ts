import { createHash } from "node:crypto";
import { join } from "node:path";
import { canonicalJson } from "../committee/mod.ts";
import { DataError, LabError } from "../errors.ts";
import { printableJson } from "../outside_text.ts";
import { SWEEP_FORMAT, type SweepConfig } from "./sweep_config.ts";
import { clearPartials, writeWhole } from "../write_whole.ts";
import type { PanelFacts } from "./sweep_panel.ts";
import type { SweepShard } from "./sweep_plan.ts";
import type { SweepRuntime } from "./sweep_result.ts";
import { type ReadShard, readShardTable, type TableHead } from "./sweep_tables.ts";

/** What stands at the head of a run's folder, written before its first shard. */
interface SweepManifest {
  readonly format: string;
  readonly hash: string;
  readonly config: SweepConfig;
  readonly files: Readonly<Record<string, string>>;
  readonly runtime: SweepRuntime;
  readonly shards: number;
  readonly trials: number;
}

/** What stands at the end of it, written after its last one. */
interface SweepEnd {
  /** SHA-256 of `results.parquet`. */
  readonly results: string;
  readonly rows: number;
}

/** Letters of the hash that name a run's folder. */
const NAME_DIGITS = 16;
const MANIFEST = "run.json";
const END = "end.json";
export const RESULTS = "results.parquet";

/** Folder of a run: its place, and the hash's first letters. */
export function runFolder(folder: string, hash: string): string {
  return join(folder, hash.slice(0, NAME_DIGITS));
}

export function shardPath(run: string, index: number): string {
  return join(run, "shards", `${String(index).padStart(5, "0")}.parquet`);
}

function panelPath(run: string, index: number): string {
  return join(run, "panels", `${String(index).padStart(5, "0")}.json`);
}

/** The runtime that makes the bytes. */
export function sweepRuntime(): SweepRuntime {
  const { version: { deno, v8 }, build: { arch } } = Deno;
  return { deno, v8, arch };
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function bytesOf(path: string): Promise<Uint8Array | undefined> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw new LabError(`Cannot read ${path}: ${(error as Error).message}`, { cause: error });
  }
}

/** @throws {LabError} If it cannot be written; what was there before stays. */
async function keep(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeWhole(path, bytes);
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    const why = /ENOSPC|no space/i.test(text) ? "the disk is full" : text;
    throw new LabError(
      `Cannot write ${path}: ${why}; what was finished before stays, and the same sweep goes on from ` +
        "there",
      { cause },
    );
  }
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await keep(path, new TextEncoder().encode(printableJson(canonicalJson(value)) + "\n"));
}

async function readJson<T>(path: string): Promise<T | undefined> {
  const bytes = await bytesOf(path);
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as T;
  } catch (cause) {
    throw new DataError(
      `Cannot use ${path}: it is no JSON; delete the run's folder and start the sweep again`,
      { where: path, cause },
    );
  }
}

/**
 * Begins a run's folder, or takes up the one that is there.
 *
 * @returns Whether there was one.
 * @throws {DataError} If the folder belongs to another configuration, or was begun by another Deno or
 *   processor, whose numbers may differ in their last digit.
 * @throws {LabError} If the folder cannot be written.
 */
export async function beginRun(run: string, manifest: SweepManifest): Promise<boolean> {
  const there = await readManifest(run);
  if (there === undefined) {
    try {
      for (const part of ["shards", "panels"]) {
        await Deno.mkdir(join(run, part), { recursive: true });
      }
    } catch (cause) {
      throw new LabError(`Cannot begin a run in ${run}: ${(cause as Error).message}`, { cause });
    }
    await writeJson(join(run, MANIFEST), manifest);
    return false;
  }
  if (there.hash !== manifest.hash || there.format !== manifest.format) {
    throw new DataError(
      `Cannot go on in ${run}: it belongs to the configuration ${there.hash} (${there.format}), need ` +
        `${manifest.hash} (${manifest.format}); choose another folder`,
      { where: run },
    );
  }
  const { deno, v8, arch } = there.runtime, now = manifest.runtime;
  if (deno !== now.deno || v8 !== now.v8 || arch !== now.arch) {
    throw new DataError(
      `Cannot go on in ${run}: it was begun by Deno ${deno} (V8 ${v8}, ${arch}), and this is ` +
        `${now.deno} (V8 ${now.v8}, ${now.arch}); numbers may differ in their last digit, so choose ` +
        "another folder",
      { where: run },
    );
  }
  await clearPartials([run, join(run, "shards"), join(run, "panels")]);
  return true;
}

/** Manifest of a run's folder; nothing where there is none. */
export async function readManifest(run: string): Promise<SweepManifest | undefined> {
  const manifest = await readJson<SweepManifest>(join(run, MANIFEST));
  if (manifest !== undefined && !String(manifest.format).startsWith(SWEEP_FORMAT.slice(0, -1))) {
    throw new DataError(
      `Cannot use ${run}: need a run of the format ${SWEEP_FORMAT}, got ${manifest.format}`,
      { where: run },
    );
  }
  return manifest;
}

export function readEnd(run: string): Promise<SweepEnd | undefined> {
  return readJson<SweepEnd>(join(run, END));
}

export function writePanelFacts(run: string, index: number, facts: PanelFacts): Promise<void> {
  return writeJson(panelPath(run, index), facts);
}

export function readPanelFacts(run: string, index: number): Promise<PanelFacts | undefined> {
  return readJson<PanelFacts>(panelPath(run, index));
}

/** A shard of a run, read back and checked; nothing where it is not there yet. */
export async function readShard(
  run: string,
  shard: SweepShard,
  head: TableHead,
  steps: number,
): Promise<ReadShard | undefined> {
  const path = shardPath(run, shard.index);
  const bytes = await bytesOf(path);
  return bytes && await readShardTable(path, bytes, shard, head, steps);
}

/** Keeps a finished shard of a run. */
export function writeShard(
  run: string,
  index: number,
  table: Uint8Array,
): Promise<void> {
  return keep(shardPath(run, index), table);
}

/** Writes the table of all rows, and the mark that the run is finished. */
export async function endRun(run: string, table: Uint8Array, rows: number): Promise<void> {
  await keep(join(run, RESULTS), table);
  await writeJson(join(run, END), { results: sha256(table), rows });
}
