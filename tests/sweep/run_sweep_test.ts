import { openTrialsFile, trialPlaces } from "lab/evidence";
import { backtestWeights, LIMITS_ONLY } from "lab/research";
import {
  compareRuns,
  namedWeights,
  readSweep,
  rerun,
  runSweep,
  sweepConfig,
  sweepPanel,
  sweepPlan,
  sweepPool,
  sweepRuns,
} from "lab/sweep";
import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import { DICE, filesOf, inFolder, SMALL } from "./small_sweeps.ts";

const HERE = { workers: 0 } as const;

Deno.test("runSweep() gives each weighting what the backtest gives it alone", async () => {
  for (const book of ["tilt", "limits"] as const) {
    const config = sweepConfig({ data: DICE, grid: { step: 0.5 }, settings: { book } });
    const result = await runSweep(config, HERE);
    const { panel } = await sweepPanel(sweepPlan(config).recipes[0]);
    const rule = book === "tilt" ? { kind: "tilt" } as const : LIMITS_ONLY;
    const net = await result.returns();
    result.points.forEach((weights, i) => {
      deepEqual(net[i], backtestWeights(panel, namedWeights({ weights }), { rule }).net);
    });
    equal(result.rows.length, 6);
    deepEqual(result.rows.map(({ key }) => key), [0, 1, 2, 3, 4, 5]);
  }
});

Deno.test("runSweep() sees no decision of the holdout: another future leaves every byte as it was", async () => {
  const result = await runSweep(SMALL, HERE);
  const { days, heldOut } = result.panel();
  ok(heldOut !== null && heldOut.from > days[days.length - 1]);
  // The same world, cut off where the holdout begins: as if it had never come.
  const open = { ...sweepConfig({ data: DICE, grid: { step: 0.1 }, holdout: null }) };
  const cut = await runSweep({ ...open, to: days[days.length - 1] }, HERE);
  deepEqual(await result.returns(), await cut.returns());
  deepEqual(result.rows, cut.rows);
  equal(cut.panel().heldOut, null);
});

Deno.test("a sweep has the same bytes with no, one and two workers", async () => {
  await inFolder(async (folder) => {
    const files: Record<string, string>[] = [];
    for (const workers of [0, 1, 2]) {
      const pool = sweepPool(workers), own = join(folder, String(workers));
      try {
        await runSweep(SMALL, { pool, folder: own });
      } finally {
        pool.close();
      }
      files.push(await filesOf(own));
    }
    equal(Object.keys(files[0]).length, 7); // run, panel, three shards, results, end
    deepEqual(files[1], files[0]);
    deepEqual(files[2], files[0]);
  });
});

Deno.test("a sweep that was stopped goes on where it stopped, to the same bytes", async () => {
  await inFolder(async (folder) => {
    const [whole, halves] = ["whole", "halves"].map((name) => join(folder, name));
    await runSweep(SMALL, { ...HERE, folder: whole });
    const stop = new AbortController();
    await rejects(
      runSweep(SMALL, {
        ...HERE,
        folder: halves,
        signal: stop.signal,
        onProgress: ({ done }) => done >= 32 && stop.abort(new Error("stopped")),
      }),
      /stopped/,
    );
    const [run] = await sweepRuns(halves);
    deepEqual([run.isFinished, run.shardsDone, run.shards], [false, 1, 3]);
    await rejects(readSweep(run.folder), /1 of its 3 shards are done; run the same sweep again/);
    let resumed = 0;
    await runSweep(SMALL, {
      ...HERE,
      folder: halves,
      onProgress: (progress) => resumed = progress.resumed,
    });
    equal(resumed, 32);
    deepEqual(await filesOf(halves), await filesOf(whole));
  });
});

Deno.test("progress counts weightings and says how long the rest will take", async () => {
  const told: [number, number | undefined][] = [];
  let clock = 0;
  await runSweep(SMALL, {
    ...HERE,
    now: () => clock += 1000,
    onProgress: ({ stage, done, total, secondsLeft }) => {
      equal(total, 66);
      if (stage === "weightings") told.push([done, secondsLeft]);
    },
  });
  deepEqual(told.map(([done]) => done), [32, 64, 66]);
  // At the end none is left, and "about 0 s left" would be said of nothing.
  equal(told[2][1], undefined);
  // After one or two clock ticks for 32 weightings, 34 are left: about the same again.
  ok(told[0][1]! >= 1 && told[0][1]! <= 4);
});

Deno.test("a shard that was cut short is made anew, and said so", async () => {
  await inFolder(async (folder) => {
    const { folder: run } = await runSweep(SMALL, { ...HERE, folder });
    const before = await filesOf(folder);
    const path = join(run!, "shards", "00001.parquet");
    const bytes = await Deno.readFile(path);
    await Deno.writeFile(path, bytes.subarray(0, bytes.length - 100));
    const again = await runSweep(SMALL, { ...HERE, folder });
    equal(again.warnings.length, 1);
    match(again.warnings[0], /00001.parquet was cut short and is made anew/);
    deepEqual(await filesOf(folder), before);
  });
});

Deno.test("a shard of another configuration is refused by name", async () => {
  await inFolder(async (folder) => {
    const other = sweepConfig({ data: DICE, grid: { step: 0.1 }, settings: { costLevel: 2 } });
    const [mine, theirs] = [
      await runSweep(SMALL, { ...HERE, folder }),
      await runSweep(other, { ...HERE, folder }),
    ];
    await Deno.copyFile(
      join(theirs.folder!, "shards", "00001.parquet"),
      join(mine.folder!, "shards", "00001.parquet"),
    );
    await rejects(runSweep(SMALL, { ...HERE, folder }), {
      name: "DataError",
      message: new RegExp(`it belongs to the configuration ${theirs.hash.slice(0, 16)}, need`),
    });
  });
});

Deno.test("a run begun by another Deno is not gone on with", async () => {
  await inFolder(async (folder) => {
    const { folder: run } = await runSweep(SMALL, { ...HERE, folder });
    const path = join(run!, "run.json");
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text.replace(Deno.version.v8, "1.2.3"));
    await rejects(runSweep(SMALL, { ...HERE, folder }), /was begun by Deno .* \(V8 1.2.3/);
  });
});

Deno.test({
  name: "a full disk ends a sweep with a sentence, keeps what was finished, and it goes on",
  ignore: Deno.build.os !== "linux",
  fn: () =>
    inFolder(async (folder) => {
      const [whole, full] = ["whole", "full"].map((name) => join(folder, name));
      const { folder: run } = await runSweep(SMALL, { ...HERE, folder: whole });
      const own = run!.replace(whole, full);
      // A device that takes no byte, in the place where the second shard is written.
      const open = Deno.open;
      Deno.open = (path, options) =>
        String(path).startsWith(join(own, "shards", ".00001.parquet."))
          ? open("/dev/full", { write: true })
          : open(path, options);
      try {
        await rejects(
          runSweep(SMALL, { ...HERE, folder: full }),
          /00001.parquet: the disk is full; what was finished before stays/,
        );
      } finally {
        Deno.open = open;
      }
      equal((await sweepRuns(full))[0].shardsDone, 1);
      // What a run leaves that is killed while it writes.
      await Deno.writeTextFile(join(own, "shards", ".00001.parquet.7.partial"), "PAR1");
      await runSweep(SMALL, { ...HERE, folder: full });
      deepEqual(await filesOf(full), await filesOf(whole));
    }),
});

Deno.test("trials are counted before a figure is seen, and the same run counts once", async () => {
  await inFolder(async (folder) => {
    const trials = openTrialsFile(trialPlaces(folder)), at = "2026-11-27";
    const result = await runSweep(SMALL, { ...HERE, trials, at });
    equal(result.tally!.life, 66);
    const again = await runSweep(SMALL, { ...HERE, trials, at });
    deepEqual([again.tally!.life, again.tally!.repeats], [66, 1]);
    await rejects(runSweep(SMALL, { ...HERE, trials }), /need `at`/);
  });
});

Deno.test("a rerun gives the same bytes, and not into its own folder", async () => {
  await inFolder(async (folder) => {
    const own = join(folder, "own");
    await runSweep(SMALL, { ...HERE, folder: own });
    const [run] = await sweepRuns(own);
    const again = await rerun(run, { ...HERE, folder: join(folder, "again") });
    deepEqual([again.isSame, again.differing], [true, []]);
    await rejects(rerun(run, { ...HERE, folder: own }), /need another folder than the run's own/);
  });
});

Deno.test("a finished run reads back as it was, and a spoilt table is found", async () => {
  await inFolder(async (folder) => {
    const config = sweepConfig({
      data: DICE,
      grid: { step: 0.25 },
      metrics: ["netSharpe", "ic"],
      intervals: { draws: 40, seed: 1 },
    });
    const result = await runSweep(config, { ...HERE, folder });
    const read = await readSweep(result.folder!);
    deepEqual(read.rows, result.rows);
    ok(
      read.rows.every(({ values, interval }) =>
        interval!.low < values.netSharpe! && values.netSharpe! < interval!.high
      ),
    );
    deepEqual(await read.returns(), await result.returns());
    await Deno.writeTextFile(join(result.folder!, "results.parquet"), "spoilt");
    await rejects(readSweep(result.folder!), /results.parquet: it is not as it was written/);
  });
});

Deno.test("results are a Parquet table that polars can ask", async () => {
  await inFolder(async (folder) => {
    const { folder: run, rows } = await runSweep(SMALL, { ...HERE, folder });
    const pl = (await import("nodejs-polars")).default;
    const frame = pl.readParquet(join(run!, "results.parquet"));
    deepEqual(frame.columns.slice(0, 6), [
      "key",
      "world",
      "variant",
      "fundamentals",
      "sentiment",
      "technicals",
    ]);
    const best = Math.max(...rows.map(({ values }) => values.netSharpe!));
    equal(frame.getColumn("netSharpe").max(), best);
  });
});

Deno.test("compareRuns() says how two configurations differ, and pairs the weightings", async () => {
  const other = sweepConfig({ data: DICE, grid: { step: 0.5 }, settings: { costLevel: 0 } });
  const found = compareRuns(await runSweep(SMALL, HERE), await runSweep(other, HERE));
  deepEqual(found.differs.map(({ path }) => path), ["grid.step", "settings.costLevel"]);
  deepEqual([found.rows.length, found.onlyA, found.onlyB], [6, 60, 0]);
  ok(found.rows.every(({ difference }) => difference! > 0)); // no cost, a higher ratio
  const apart = sweepConfig({ data: DICE, grid: { step: 0.5 }, metrics: ["cagr"] });
  const third = await runSweep(apart, HERE);
  throws(() => compareRuns(third, third), /need it in both, got cagr/);
});

Deno.test("worlds and variants are parts of one result", async () => {
  const config = sweepConfig({
    data: { ...DICE, seeds: [7, 8] } as typeof DICE,
    grid: { step: 0.5 },
    vary: [{}, { costLevel: 0 }],
  });
  const result = await runSweep(config, HERE);
  equal(result.rows.length, 24);
  const one = result.part({ world: 1, variant: 1 });
  deepEqual(one.map(({ key }) => key), [18, 19, 20, 21, 22, 23]);
  ok(
    one.every(({ values }, i) =>
      values.netSharpe! > result.part({ world: 1 })[i].values.netSharpe!
    ),
  );
  equal(result.panel({ world: 1 }).source, "Source: simulated, seed 8.");
  throws(
    () => result.part({ world: 2 }),
    /it has 2 worlds and 2 variants, counted from 0, got world 2/,
  );
});

Deno.test("industries are swept by horizons, and say that they are no pillars", async () => {
  const config = sweepConfig({
    data: { kind: "industries" },
    grid: { step: 0.5 },
    from: "2000-01-01",
  });
  const result = await runSweep(config, HERE);
  const { pillarLabels, notes, periodsPerYear } = result.panel();
  deepEqual(pillarLabels, ["12-1 months", "6 months", "1 month"]);
  match(notes[0], /the three “pillars” are the technical pillar at three horizons/);
  equal(periodsPerYear, 12);
});

Deno.test("a reader's own prices and scores are swept, and a gap in the scores is refused", async () => {
  await inFolder(async (folder) => {
    const { simulatedMarket, SECTORS } = await import("lab/market");
    const { decisionDays } = await import("lab/research");
    const market = simulatedMarket({ seed: 7, years: 2 });
    const tickers = [...SECTORS, "SPY"], { days, close } = market.prices;
    const closes = (ticker: string) => close.get(ticker === "SPY" ? market.index : ticker)!;
    const prices = ["date," + tickers.join(",")].concat(
      days.map((on, row) => [on, ...tickers.map((one) => closes(one)[row])].join(",")),
    );
    const weeks = decisionDays(market, "weekly").slice(60, 80);
    const scores = ["day,sector,fundamentals,sentiment,technicals"].concat(
      weeks.flatMap((on, k) =>
        SECTORS.map((sector, i) =>
          [on, sector, 1 + (i + k) % 5, i === 0 ? "" : 3, 5 - i % 5].join(",")
        )
      ),
    );
    const paths = { prices: [join(folder, "p.csv")], scores: join(folder, "s.csv") };
    await Deno.writeTextFile(paths.prices[0], prices.join("\n"));
    await Deno.writeTextFile(paths.scores, scores.join("\n"));
    const config = sweepConfig({ data: { kind: "files", ...paths }, grid: { step: 0.5 } });
    const result = await runSweep(config, HERE);
    equal(result.panel().days[0], weeks[0]);
    match(result.panel().notes.join(), /20 cells of s.csv are empty: there the pillar abstained/);
    match(result.panel().source, /^Source: real, p.csv/);

    // A fifth of the twenty scored weeks is put away; nobody's cutoff is known, and the page says so.
    const { heldOut, notes } = result.panel();
    equal(heldOut!.from, weeks[16]);
    match(heldOut!.name, /^p.csv, scored by s.csv, /);
    match(notes.join(), /knowledge cutoff of unknown is unknown: every figure may be remembered/);
    const behind = await runSweep(
      sweepConfig({
        data: { kind: "files", ...paths, scoredBy: "m", cutoff: weeks[4] },
        grid: { step: 0.5 },
      }),
      HERE,
    );
    equal(behind.panel().days[0], weeks[5]);
    equal(behind.panel().heldOut!.from, weeks[17]);
    match(
      behind.panel().notes.join(),
      /5 decisions on or before .*, the knowledge cutoff of m, are/,
    );
    equal(behind.panel().notes.some((one) => /is unknown/.test(one)), false);

    const kept = await runSweep(config, { ...HERE, folder: join(folder, "runs") });
    deepEqual((await readSweep(kept.folder!)).rows, result.rows);

    // A decision before the first one asked for is a decision day all the same.
    const early = decisionDays(market, "weekly")[55], stray = days[days.indexOf(weeks[3]) + 1];
    const more = [early, stray].map((on) => `${on},XLK,3,3,3`);
    await Deno.writeTextFile(paths.scores, [...scores, ...more].join("\n"));
    const some = await runSweep(
      sweepConfig({ data: { kind: "files", ...paths }, grid: { step: 0.5 }, from: weeks[0] }),
      HERE,
    );
    const said = some.panel().notes.join("\n");
    match(said, /^1 day of s\.csv is no decision day and is not used$/m);
    match(
      said,
      new RegExp(`^1 decision day of s\\.csv lies before ${weeks[0]}, .* is not used$`, "m"),
    );

    scores.splice(30, 1);
    await Deno.writeTextFile(paths.scores, scores.join("\n"));
    await rejects(
      runSweep(config, HERE),
      /s.csv: need a row for every listed sector .* got none for/,
    );
    const gone = sweepConfig({
      data: { kind: "files", ...paths, scores: join(folder, "none.csv") },
    });
    await rejects(runSweep(gone, HERE), /none.csv: there is no such file/);

    // The same list a day late is known by the next decision; without that it is on no day at all.
    const tomorrow = (on: string) => days[days.indexOf(on as typeof days[number]) + 1];
    const rows = weeks.flatMap((on) =>
      SECTORS.map((sector, i) => `${tomorrow(on)},${sector},${1 + i % 5}`)
    );
    await Deno.writeTextFile(paths.scores, ["day,sector,score", ...rows].join("\n"));
    const blended = (more: object) =>
      sweepConfig({
        data: { kind: "files", ...paths, ...more },
        grid: { list: [[0.5, 0.25, 0.25]] },
      });
    await rejects(runSweep(blended({}), HERE), /got none for .*--scores-known-by/);
    const known = await runSweep(blended({ scoresAgeDays: 10, dividends: false }), HERE);
    match(
      known.panel().notes.join(),
      /scores of s\.csv are blended, and every weighting makes the same/,
    );
    match(known.panel().notes.join(), /scores are older than their decision, by \d+ days at most/);
    match(known.panel().source, /^Source: real, p.csv, without dividends, /);
    const many = sweepConfig({ data: { kind: "files", ...paths }, grid: { step: 0.5 } });
    await rejects(
      runSweep(many, HERE),
      /Cannot weigh the pillars of s\.csv: its scores are blended/,
    );
  });
});
