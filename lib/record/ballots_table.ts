import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { PILLARS, subScoresOf } from "../committee/mod.ts";
import { DataError } from "../errors.ts";
import { readBytes } from "../market/mod.ts";
import { outsideLine } from "../outside_text.ts";
import { recordedBallotSchema } from "./entry_schema.ts";
import type { RecordedBallot } from "./recorded_ballot.ts";

/** Ballots of a Parquet file, with its name and hash. */
export interface BallotsFile {
  readonly where: string;
  readonly sha256: string;
  readonly ballots: readonly RecordedBallot[];
}

/** The columns for a reader with polars or pandas; the last holds all of the ballot as JSON. */
function columnsOf(ballots: readonly RecordedBallot[]) {
  const scores = ballots.map(({ ballot }) => subScoresOf(ballot));
  return {
    day: ballots.map(({ ballot }) => ballot.day),
    sector: ballots.map(({ ballot }) => ballot.sector),
    analyst: ballots.map(({ ballot }) => ballot.analyst),
    sample: ballots.map(({ ballot }) => ballot.sample),
    ...Object.fromEntries(
      PILLARS.map((pillar) => [pillar, scores.map((one) => one[pillar] ?? null)]),
    ),
    confidence: ballots.map(({ ballot }) => ballot.confidence),
    horizon_weeks: ballots.map(({ ballot }) => ballot.horizonWeeks),
    provider: ballots.map(({ ballot }) => ballot.answeredBy?.provider ?? null),
    model_asked: ballots.map(({ ballot }) => ballot.answeredBy?.asked ?? null),
    model_answered: ballots.map(({ ballot }) => ballot.answeredBy?.model ?? null),
    place_in_chain: ballots.map(({ ballot }) => ballot.answeredBy?.place ?? null),
    contaminated: ballots.map(({ ballot }) => ballot.contaminated !== undefined),
    asked_at: ballots.map(({ askedAt }) => askedAt),
    market: ballots.map(({ market }) => market.kind),
    market_seed: ballots.map(({ market }) => market.kind === "simulated" ? market.seed : null),
    market_data: ballots.map(({ market }) => market.kind === "real" ? market.data : null),
    masked: ballots.map(({ masked }) => masked),
    prompt: ballots.map(({ prompt }) => prompt),
    rubric: ballots.map(({ rubric }) => rubric),
    cost_usd: ballots.map(({ costUsd }) => costUsd ?? null),
    latency_ms: ballots.map(({ latencyMs }) => latencyMs ?? null),
    summary: ballots.map(({ ballot }) => ballot.summary),
    question: ballots.map(({ question }) => question),
    ballot: ballots.map((one) => JSON.stringify(one)),
  };
}

type Columns = ReturnType<typeof columnsOf>;
type ColumnType = "text" | "whole" | "number" | "flag";

/** Types of the columns, so that one without a value has its type all the same. */
const TYPES: Readonly<Record<string, ColumnType>> = {
  sample: "whole",
  fundamentals: "whole",
  sentiment: "whole",
  technicals: "whole",
  confidence: "number",
  horizon_weeks: "whole",
  place_in_chain: "whole",
  contaminated: "flag",
  market_seed: "whole",
  masked: "flag",
  cost_usd: "number",
  latency_ms: "number",
};

/** Loaded on first use, for it is a native library. */
const polars = async () => (await import("nodejs-polars")).default;

/**
 * Ballots as the bytes of a Parquet file: one row a ballot, with named columns for polars, pandas and
 * others, and the whole of it as JSON in the column `ballot`. An abstention is an empty cell.
 *
 * @param ballots In the order of the rows.
 *
 * @example Written and read
 * ```ts
 * import { ballotsParquet, readBallots } from "lab/record";
 * import { deepEqual } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * await Deno.writeFile(`${folder}/ballots.parquet`, await ballotsParquet([]));
 * deepEqual((await readBallots(`${folder}/ballots.parquet`)).ballots, []);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function ballotsParquet(ballots: readonly RecordedBallot[]): Promise<Uint8Array> {
  const pl = await polars(), columns: Columns = columnsOf(ballots);
  const types = { text: pl.Utf8, whole: pl.Int64, number: pl.Float64, flag: pl.Bool };
  const series = Object.entries(columns).map(([name, values]) =>
    pl.Series(name, values as unknown[], types[TYPES[name] ?? "text"])
  );
  const bytes = pl.DataFrame(series).writeParquet({ compression: "zstd" });
  return new Uint8Array(bytes as unknown as Uint8Array);
}

/**
 * Reads the ballots of a file that {@linkcode ballotsParquet} wrote. Its column `ballot` is what counts;
 * the others are for readers.
 *
 * @throws {DataError} If the file cannot be read, has no column `ballot`, or a row of it is no ballot;
 *   names the row.
 *
 * @example No such file
 * ```ts
 * import { readBallots } from "lab/record";
 * import { rejects } from "node:assert/strict";
 *
 * await rejects(readBallots("no_such_file.parquet"), /no_such_file.parquet/);
 * ```
 */
export async function readBallots(path: string): Promise<BallotsFile> {
  const { where, bytes } = await readBytes(path), pl = await polars();
  let cells: readonly unknown[];
  try {
    const frame = pl.readParquet(Buffer.from(bytes));
    if (!frame.columns.includes("ballot")) {
      throw new DataError(
        `Cannot read ${where}: need the column ballot, as \`deno task committee\` writes it, got ${
          outsideLine(frame.columns.join(", "), 200)
        }`,
        { where, column: "ballot" },
      );
    }
    cells = [...frame.getColumn("ballot").toArray()];
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    const why = outsideLine(cause instanceof Error ? cause.message : String(cause), 200);
    throw new DataError(`Cannot read ${where}: it is no whole Parquet file (${why})`, {
      where,
      cause,
    });
  }
  const ballots = cells.map((cell, row): RecordedBallot => {
    const refuse = (what: string, cause: unknown): never => {
      throw new DataError(`Cannot read ${where}, row ${row + 1}, column ballot: ${what}`, {
        where,
        line: row + 1,
        column: "ballot",
        cause,
      });
    };
    let value: unknown;
    try {
      value = JSON.parse(String(cell));
    } catch (cause) {
      return refuse("need JSON", cause);
    }
    const parsed = recordedBallotSchema.safeParse(value);
    if (parsed.success) return parsed.data as RecordedBallot;
    const [{ path, message }] = parsed.error.issues;
    return refuse(`${path.join(".") || "its root"}: ${message}`, parsed.error);
  });
  return { where, sha256: createHash("sha256").update(bytes).digest("hex"), ballots };
}
