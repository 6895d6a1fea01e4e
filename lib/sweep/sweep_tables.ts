import { plainNumber } from "../words.ts";
import { DataError, LabError } from "../errors.ts";
import type { ShardResult } from "./run_shard.ts";
import type { MetricName } from "./sweep_metrics.ts";
import type { SweepShard } from "./sweep_plan.ts";
import type { SweepRow } from "./sweep_result.ts";
import type { Shares } from "../stats/ternary.ts";

type Polars = typeof import("nodejs-polars").default;

/** Loaded on first use: it is a native library, and a sweep without a folder needs none. */
async function sweepPolars(): Promise<Polars> {
  try {
    return (await import("nodejs-polars")).default;
  } catch (cause) {
    throw new LabError(
      "Cannot keep a sweep in files: nodejs-polars, which writes them, does not load on this machine",
      { cause },
    );
  }
}

/** What a table of a sweep needs to know besides its rows. */
export interface TableHead {
  readonly hash: string;
  readonly metrics: readonly MetricName[];
  /** Names of the three columns of weights. */
  readonly pillars: readonly [string, string, string];
  readonly hasIntervals: boolean;
}

/** The rows of a shard's figures. */
export function shardRows(
  { firstKey, world, variant, points }: SweepShard,
  { values, bounds, costUnknown }: Omit<ShardResult, "net">,
  metrics: readonly MetricName[],
): SweepRow[] {
  return points.map((weights, row): SweepRow => ({
    key: firstKey + row,
    world,
    variant,
    weights,
    values: Object.fromEntries(
      metrics.flatMap((name, m) => {
        const value = values[row * metrics.length + m];
        return Number.isNaN(value) ? [] : [[name, value]];
      }),
    ),
    ...(bounds.length > 0 && !Number.isNaN(bounds[row * 2])
      ? { interval: { low: bounds[row * 2], high: bounds[row * 2 + 1] } }
      : {}),
    costUnknown: costUnknown[row],
  }));
}

/** Rows as columns of a Parquet table; a figure that a run has not is null. */
function columnsOf(pl: Polars, rows: readonly SweepRow[], head: TableHead) {
  const numbers = (name: string, of: (row: SweepRow) => number | undefined) =>
    pl.Series(name, rows.map((row) => of(row) ?? null), pl.Float64);
  const whole = (name: string, of: (row: SweepRow) => number) =>
    pl.Series(name, rows.map(of), pl.Int32);
  return [
    whole("key", ({ key }) => key),
    whole("world", ({ world }) => world),
    whole("variant", ({ variant }) => variant),
    ...head.pillars.map((name, p) => numbers(name.toLowerCase(), ({ weights }) => weights[p])),
    ...head.metrics.map((name) => numbers(name, ({ values }) => values[name])),
    ...(head.hasIntervals
      ? [
        numbers("netSharpeLow", ({ interval }) => interval?.low),
        numbers("netSharpeHigh", ({ interval }) => interval?.high),
      ]
      : []),
    whole("costUnknown", ({ costUnknown }) => costUnknown),
    pl.Series("config", rows.map(() => head.hash), pl.Utf8),
  ];
}

/** All rows of a finished sweep as the bytes of one Parquet file. */
export async function resultsTable(
  rows: readonly SweepRow[],
  head: TableHead,
): Promise<Uint8Array> {
  const pl = await sweepPolars();
  return pl.DataFrame(columnsOf(pl, rows, head)).writeParquet({ compression: "zstd" });
}

/** A shard as the bytes of one Parquet file: its rows, and `net`, a list of returns, in each. */
export async function shardTable(
  rows: readonly SweepRow[],
  net: Float64Array,
  head: TableHead,
): Promise<Uint8Array> {
  const pl = await sweepPolars();
  const steps = net.length / rows.length;
  // One list at a time and no frame in between: what polars holds is not seen by the garbage collector,
  // so that frames of 161 shards would pile up to twice the memory of all their numbers.
  const lists = rows.map((_, row) => Array.from(net.subarray(row * steps, (row + 1) * steps)));
  return pl.DataFrame([
    ...columnsOf(pl, rows, head),
    pl.Series("net", lists, pl.List(pl.Float64)),
  ]).writeParquet({ compression: "zstd" });
}

/** A shard's file, read back. */
export interface ReadShard {
  readonly rows: readonly SweepRow[];
  /** Rows × steps. */
  readonly net: Float64Array;
}

/** A file that is no whole table: cut short by a crash or a full disk. It can be made anew. */
export class TornTableError extends DataError {}

/**
 * Reads a shard's file back and checks that it is whole and the one that is meant.
 *
 * @param steps Returns per weighting.
 * @throws {TornTableError} If the file is cut short or no Parquet file.
 * @throws {DataError} If it belongs to another configuration, or holds other weightings.
 */
export async function readShardTable(
  where: string,
  bytes: Uint8Array,
  shard: SweepShard,
  head: TableHead,
  steps: number,
): Promise<ReadShard> {
  const pl = await sweepPolars();
  const names = [
    "key",
    ...head.pillars.map((name) => name.toLowerCase()),
    ...head.metrics,
    ...(head.hasIntervals ? ["netSharpeLow", "netSharpeHigh"] : []),
    "costUnknown",
    "config",
    "net",
  ];
  const columns = new Map<string, readonly unknown[]>();
  let net: Float64Array, found: readonly string[];
  try {
    const frame = pl.readParquet(Buffer.from(bytes));
    found = frame.columns;
    for (const name of names) {
      if (name !== "net" && found.includes(name)) columns.set(name, [...frame.getColumn(name)]);
    }
    net = found.includes("net")
      ? Float64Array.from(
        frame.select("net").explode("net").getColumn("net").toTypedArray() as Float64Array,
      )
      : new Float64Array(0);
  } catch (cause) {
    throw new TornTableError(
      `Cannot use ${where}: it is cut short or no Parquet file; run the same sweep again, which makes ` +
        "it anew",
      { where, cause },
    );
  }
  const other = columns.get("config")?.find((hash) => hash !== head.hash);
  if (other !== undefined) {
    throw new DataError(
      `Cannot use ${where}: it belongs to the configuration ${String(other).slice(0, 16)}, need ` +
        `${head.hash.slice(0, 16)}; move it out of this run's folder`,
      { where, value: other },
    );
  }
  const missing = names.find((name) => !found.includes(name));
  const { firstKey, points } = shard;
  const column = (name: string) => columns.get(name) as readonly (number | null)[];
  const isMeant = missing === undefined && column("key").length === points.length &&
    column("key").every((key, row) => key === firstKey + row) &&
    head.pillars.every((name, p) =>
      column(name.toLowerCase()).every((weight, row) => weight === points[row][p])
    ) && net.length === points.length * steps;
  if (!isMeant) {
    throw new DataError(
      `Cannot use ${where}: need ${points.length} weightings from number ${firstKey} with ${steps} ` +
        `returns each, got ${
          missing === undefined
            ? `${column("key").length} from ${column("key")[0]} with ${net.length} returns`
            : `a table without the column "${missing}"`
        }; move it out of this run's folder`,
      { where },
    );
  }
  const M = head.metrics.length;
  const values = new Float64Array(points.length * M);
  head.metrics.forEach((name, m) =>
    column(name).forEach((value, row) => values[row * M + m] = value ?? NaN)
  );
  const bounds = new Float64Array(head.hasIntervals ? 2 * points.length : 0);
  if (head.hasIntervals) {
    column("netSharpeLow").forEach((value, row) => bounds[2 * row] = value ?? NaN);
    column("netSharpeHigh").forEach((value, row) => bounds[2 * row + 1] = value ?? NaN);
  }
  const costUnknown = Int32Array.from(column("costUnknown") as readonly number[]);
  return { rows: shardRows(shard, { values, bounds, costUnknown }, head.metrics), net };
}

/**
 * Weights of one row in percent, as 50/25/25.
 *
 * @example
 * ```ts
 * import { weightsText } from "lab/sweep";
 * import { equal } from "node:assert/strict";
 *
 * equal(weightsText([0.5, 0.25, 0.25]), "50/25/25");
 * ```
 */
export function weightsText(weights: Shares): string {
  return weights.map((share) => plainNumber(100 * share)).join("/");
}
