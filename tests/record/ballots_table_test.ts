import { ballotsParquet, openBallotRecord, readBallots } from "lab/record";
import pl from "nodejs-polars";
import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { Buffer } from "node:buffer";
import { ballotsAtHand } from "./ballots_at_hand.ts";

const ballots = (await ballotsAtHand(400, ({ sector }) => ({
  ...(sector === "XLC"
    ? {
      subScores: {
        fundamentals: { kind: "abstention", reason: "no data" },
        sentiment: { kind: "score", score: 5 },
        technicals: { kind: "score", score: 1 },
      } as const,
      contaminated: ["it may remember"],
      answeredBy: { provider: "local", asked: "m", model: "m-1", place: 1, cutoff: "2020-01-01" },
      summary: 'Quotes ", commas, ü and 💡 stay.',
    }
    : {}),
}))).map((one, i) => i === 2 ? { ...one, costUsd: undefined, latencyMs: 12.5, masked: true } : one)
  .map((one) => JSON.parse(JSON.stringify(one)) as typeof one);

async function inFile(work: (path: string) => Promise<void>, bytes?: Uint8Array): Promise<void> {
  const folder = await Deno.makeTempDir(), path = `${folder}/ballots.parquet`;
  try {
    await Deno.writeFile(path, bytes ?? await ballotsParquet(ballots));
    await work(path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("ballots come back from a file as they were, all they say included", () =>
  inFile(async (path) => {
    const read = await readBallots(path);
    deepEqual(read.ballots, ballots);
    equal(read.where, "ballots.parquet");
    match(read.sha256, /^[0-9a-f]{64}$/);
  }));

Deno.test("ballots of a record go into a file, and back into another record", () =>
  inFile(async (path) => {
    const folder = await Deno.makeTempDir();
    openBallotRecord(folder).append((await readBallots(path)).ballots);
    const held = openBallotRecord(folder).read().ballots;
    deepEqual((await readBallotsOf(held)).map((one) => ({ ...one })), ballots);
    equal(openBallotRecord(folder).append(await readBallotsOf(held)).known, 11);
    await Deno.remove(folder, { recursive: true });
  }));

async function readBallotsOf(list: Parameters<typeof ballotsParquet>[0]) {
  let out: typeof list = [];
  await inFile(async (path) => {
    out = (await readBallots(path)).ballots;
  }, await ballotsParquet(list));
  return out;
}

Deno.test("polars reads named columns with types of their own; an abstention is empty", () =>
  inFile(async (path) => {
    const frame = pl.readParquet(Buffer.from(await Deno.readFile(path)));
    deepEqual(frame.columns.slice(0, 8), [
      ...["day", "sector", "analyst", "sample", "fundamentals", "sentiment", "technicals"],
      "confidence",
    ]);
    equal(frame.height, 11);
    const row = frame.filter(pl.col("sector").eq(pl.lit("XLC"))).toRecords()[0];
    deepEqual([row.fundamentals, row.sentiment, row.technicals], [null, 5, 1]);
    deepEqual(
      [row.provider, row.model_asked, row.model_answered, row.place_in_chain, row.contaminated],
      ["local", "m", "m-1", 1, true],
    );
    const third = frame.toRecords()[2];
    deepEqual([third.cost_usd, third.latency_ms, third.masked], [null, 12.5, true]);
    equal(String(frame.getColumn("confidence").dtype).includes("Float64"), true);
    equal(String(frame.getColumn("sentiment").dtype).includes("Int64"), true);
  }));

Deno.test("a file without a ballot has its columns and their types all the same", () =>
  inFile(async (path) => {
    const frame = pl.readParquet(Buffer.from(await Deno.readFile(path)));
    deepEqual([frame.height, frame.width], [0, 26]);
    equal(String(frame.getColumn("cost_usd").dtype).includes("Float64"), true);
    deepEqual((await readBallots(path)).ballots, []);
  }, new Uint8Array(EMPTY)));

const EMPTY = await ballotsParquet([]);
const python = Deno.env.get("LAB_PANDAS");
Deno.test({
  name: "pandas reads the same file",
  ignore: python === undefined,
  fn: () =>
    inFile(async (path) => {
      const code = `
import json, sys, pandas
frame = pandas.read_parquet(sys.argv[1])
row = frame[frame.sector == "XLC"].iloc[0]
print(json.dumps([len(frame), str(frame.confidence.dtype), str(frame.contaminated.dtype),
  bool(pandas.isna(row.fundamentals)), int(row.sentiment), json.loads(row.ballot)["ballot"]["summary"]]))`;
      const { stdout, stderr } = await new Deno.Command(python!, { args: ["-c", code, path] })
        .output();
      deepEqual(
        JSON.parse(new TextDecoder().decode(stdout) || new TextDecoder().decode(stderr)),
        [11, "float64", "bool", true, 5, 'Quotes ", commas, ü and 💡 stay.'],
      );
    }),
});

Deno.test("what is no file of ballots is refused with what would be right", async () => {
  const frame = (columns: Record<string, unknown[]>) =>
    new Uint8Array(pl.DataFrame(columns).writeParquet() as unknown as Uint8Array);
  await inFile(
    (path) => rejects(readBallots(path), /need the column ballot, .*got day, score/),
    frame({ day: ["2026-01-02"], score: [4] }),
  );
  await inFile(
    (path) => rejects(readBallots(path), /row 1, column ballot: need JSON/),
    frame({ ballot: ["no"] }),
  );
  const spoilt = (change: Record<string, unknown>) =>
    frame({ ballot: [JSON.stringify(ballots[0]), JSON.stringify({ ...ballots[0], ...change })] });
  for (
    const [change, told] of [
      [{ question: "x" }, /row 2, column ballot: question/],
      [{ costUsd: -1 }, /costUsd/],
      [{ stranger: 1 }, /stranger/],
      [{ market: { kind: "real" } }, /market\.data/],
      [{ ballot: { ...ballots[0].ballot, confidence: 2 } }, /ballot\.confidence/],
    ] as const
  ) await inFile((path) => rejects(readBallots(path), told), spoilt(change));
  await inFile(
    (path) => rejects(readBallots(path), /no whole Parquet file/),
    new Uint8Array([1, 2, 3, 4, 5]),
  );
});
