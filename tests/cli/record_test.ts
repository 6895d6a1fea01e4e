import { simulatedMarket, weeklyDays } from "lab/market";
import { openBallotRecord, type RecordEntry } from "lab/record";
import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { runRecord } from "../../lib/cli/record.ts";
import { recordArguments } from "../../lib/cli/record/record_arguments.ts";
import { came, fridays, said, seededRecord } from "../record/made_records.ts";
import { inFolder } from "../sweep/small_sweeps.ts";

const now = new Date("2026-11-30T12:00:00Z");

/** A folder of a test's own, with what the command says there. */
function atWork(
  work: (folder: string, run: (...args: string[]) => Promise<string>) => Promise<void>,
): Promise<void> {
  return inFolder((root) => {
    const run = async (...args: string[]) => {
      let text = "";
      await runRecord(args, { now, say: (more) => void (text += `${more}\n`) });
      return text;
    };
    return work(root, run);
  });
}

function filled(folder: string, entries: readonly RecordEntry[]): string {
  openBallotRecord(folder).append(entries);
  return folder;
}

Deno.test("record shows every figure with its interval and n, and writes the same as JSON", () =>
  atWork(async (root, run) => {
    const { ballots, outcomes } = seededRecord(1, {
      weeks: 60,
      hitRate: 0.58,
      samples: 2,
      noise: 0.5,
    });
    const folder = filled(join(root, "r"), [...ballots, ...outcomes]), out = join(root, "out");
    const text = await run("--record", folder, "--out", out);
    for (
      const line of [
        /^Record in .+: 1,320 ballots and 60 outcomes since 2024-01-05, head [0-9a-f]{16}, read as of 2026-11-30\.$/m,
        /^Decision days: 60 resolved, 0 pending\.$/m,
        /^1\. a \(m-1\), real, named, prompt 1, rubric eeeeeeee, 4 weeks, forward$/m,
        /^ {3}ballots +1,320 on 60 days; 0 failed, 0 without a score, 0 contaminated, 0 asked again/m,
        /^ {3}judged +60 days, 15 of them without overlap$/m,
        /^ {3}hit rate +[\d.]+ % \([\d.]+ to [\d.]+ %\), \d+ calls on 15 days/m,
        /^ {3}calibration +Brier 0\.\d{3} \(0\.\d{3} to 0\.\d{3}\), base rate alone .*by chance$/m,
        /^ {3}house bias +.+ on 60 days$/m,
        /^ {3}noise +0\.\d\d points \(0\.\d\d to 0\.\d\d points\), 660 questions$/m,
        /^ {3}gross edge +−?[\d.]+ bp \(.+ bp\) a decision, 15 decisions$/m,
        /^ {3}\$ per bp +(\$|no finite figure)/m,
        /^ {3}an answer +\$0\.0100 each, \$13\.20 in all; 2\.0 s, one in twenty above 2\.0 s$/m,
        /^Intervals hold with 95 %; weights 50\/25\/25\.$/m,
        /^Hit rate: .*Korn and Graubard/m,
      ]
    ) match(text, line);
    const json = JSON.parse(await Deno.readTextFile(join(out, "record.json")));
    equal(json.format, "sector-committee-lab/record/1");
    equal(json.record.ballots, 1320);
    equal(json.record.head.length, 64);
    equal(json.groups.length, 1);
    const { value, low, high, n } = json.groups[0].hitRate;
    ok(low < value && value < high && n > 100);
    equal(json.groups[0].houseBias.length, 11);
    equal(json.decisions.length, 60);
  }));

Deno.test("record of a young record says what is not testable yet, with n", () =>
  atWork(async (root, run) => {
    const folder = filled(root, [said({ day: "2026-11-27" })]);
    const text = await run("--record", folder);
    match(text, /^Decision days: 0 resolved, 1 pending\.\nOpen: 1, the next until 2026-12-25\.$/m);
    for (const name of ["hit rate", "calibration"]) {
      match(text, new RegExp(`^   ${name} +not testable yet: 0 calls on 0 days$`, "m"));
    }
    match(text, /^ {3}house bias +not testable yet: 1 score on 1 day, an interval takes 8 days$/m);
    match(text, /^ {3}noise +not testable yet: no question was asked twice \(samples\)$/m);
    match(text, /^ {3}an answer +cost unknown; time unknown$/m);
  }));

Deno.test("record keeps forward and past apart, and pools only what is named", () =>
  atWork(async (root, run) => {
    const folder = filled(root, [
      said(),
      said({ askedAt: "2026-06-01T00:00:00.000Z" }),
      said({ prompt: "2" }),
    ]);
    const heads = (text: string) => text.match(/^\d\. .+$/gm)!;
    const apart = await run("--record", folder);
    equal(heads(apart).length, 3);
    match(apart, /^Note: a: ballots of 2 prompt versions \(1 and 2\) are kept apart/m);
    deepEqual(heads(await run("--record", folder, "--pool", "prompt")), [
      "1. a (m-1), real, named, prompt 1 and 2, rubric eeeeeeee, 4 weeks, forward",
      "2. a (m-1), real, named, prompt 1, rubric eeeeeeee, 4 weeks, about the past",
    ]);
    await rejects(
      run("--record", folder, "--pool", "past"),
      /need names among analyst, model, seed, masked, prompt, rubric, got "past"/,
    );
    await rejects(run("--record", folder, "--analysts", "bob"), /nothing of "bob"; it knows a/);
    await rejects(run("--record", "off"), /Cannot use --record off/);
    await rejects(
      run("--record", folder, "--from", "2026-02-01", "--to", "2026-01-01"),
      /lies before/,
    );
  }));

Deno.test("record of nothing says who records, and makes no file", () =>
  atWork(async (root, run) => {
    const folder = join(root, "none");
    match(await run("--record", folder), /^Nothing is recorded in .+ yet: committee records/);
    match(await run("resolve", "--record", folder), /^0 decision days resolved/);
    await rejects(Deno.stat(folder));
  }));

Deno.test("record resolve joins by price files and by seeds, once, and names what it cannot", () =>
  atWork(async (root, run) => {
    const market = simulatedMarket({ seed: 3, years: 2 }), { days, close } = market.prices;
    const weeks = weeklyDays(days), prices = join(root, "prices.csv");
    const csv = (change: (ticker: string, row: number) => number) => {
      const tickers = [...close.keys()].filter((ticker) => /^XL|SPY/.test(ticker));
      return [
        ["date", ...tickers].join(),
        ...days.map((day, row) =>
          [day, ...tickers.map((one) => close.get(one)![row] * change(one, row))].join()
        ),
      ].join("\n");
    };
    await Deno.writeTextFile(prices, csv(() => 1));
    const folder = filled(join(root, "r"), [
      said({ day: weeks[20] }),
      said({ day: weeks[21], sector: "XLE" }),
      said({ day: "2018-12-25" }),
      said({ day: "2026-11-27" }),
      said({ day: weeks[20], market: { kind: "simulated", seed: 3 } }),
      said({ day: "2010-01-29", market: { kind: "industries" } }),
    ]);
    match(
      await run("--record", folder),
      /^Over, and not resolved: .*; run record resolve --prices FILE, with closes to \d{4}-\d\d-\d\d\.$/m,
    );
    const waiting = await run("resolve", "--record", folder);
    match(waiting, /^2 decision days resolved, 0 known before, 1 still open\.\n/m);
    match(
      waiting,
      /^3 real decision days wait for prices with closes to \d{4}-\d\d-\d\d: record resolve --prices FILE\.$/m,
    );
    const first = await run("resolve", "--record", folder, "--prices", prices);
    match(first, /^Not resolved: 2018-12-25, 4 weeks: it is no trading day of these prices\.$/m);
    match(first, /^2 decision days resolved, 2 known before, 1 still open\.$/m);
    const { outcomes, head } = openBallotRecord(folder).read();
    equal(outcomes.length, 4);
    const real = outcomes.find(({ market, day }) => market.kind === "real" && day === weeks[20])!;
    const world = outcomes.find(({ market }) => market.kind === "simulated")!;
    // The file holds the world of the seed, to the digits that a text keeps.
    for (const sector of Object.keys(world.returns)) {
      ok(Math.abs(real.returns[sector] - world.returns[sector]) < 1e-9, sector);
    }
    // A second run, and one by prices that a dividend has moved, append nothing.
    match(
      await run("resolve", "--record", folder, "--prices", prices),
      /^0 decision days resolved, 4/m,
    );
    await Deno.writeTextFile(prices, csv(() => 0.99));
    const scaled = await run("resolve", "--record", folder, "--prices", prices);
    ok(!scaled.includes("Another outcome"), scaled);
    const row = days.indexOf(weeks[24]);
    await Deno.writeTextFile(
      prices,
      csv((ticker, at) => ticker === "XLK" && at === row ? 1.01 : 1),
    );
    match(
      await run("resolve", "--record", folder, "--prices", prices),
      new RegExp(
        `^Another outcome, not taken: ${weeks[20]}, 4 weeks: .+ has XLK \\+1\\.\\d+ points apart`,
        "m",
      ),
    );
    equal(openBallotRecord(folder).read().head, head);
    await rejects(
      run("resolve", "--record", folder, "--prices", prices, "--without-dividends"),
      /Unknown option --without-dividends/,
    );
  }));

Deno.test("record merge takes each ballot once, names conflicts with both answers, and rewrites nothing", () =>
  atWork(async (root, run) => {
    const [one, two] = fridays(2), shared = said({ day: one });
    const other = {
      ...said({ day: one, score: 2, askedAt: `${one}T21:00:00.000Z` }),
      question: shared.question,
    };
    const outcome = came(one, { XLE: 0.03, XLK: 0.01 });
    const mine = filled(join(root, "mine"), [shared, outcome]);
    const theirs = filled(join(root, "theirs"), [
      said({ day: two, sector: "XLE" }),
      shared,
      other,
      came(one, { XLE: 0.02, XLK: 0.01 }),
    ]);
    const before = await Deno.readTextFile(join(mine, "ballots.jsonl"));
    const text = await run("merge", theirs, "--record", mine);
    match(
      text,
      /^Conflict: a on XLK, .+ a score of 4 by a, asked .+ here and a score of 2 by a, .+ there/m,
    );
    match(text, /^Conflict: the outcome of .+ has XLE −1\.0000 points apart; the one joined here/m);
    match(text, /^2 entries taken from .+theirs, 1 known before\.$/m);
    const after = await Deno.readTextFile(join(mine, "ballots.jsonl"));
    ok(after.startsWith(before));
    const { ballots, outcomes } = openBallotRecord(mine).read();
    equal(ballots.length, 3);
    deepEqual(outcomes.map(({ returns }) => returns.XLE), [0.03]);
    match(await run("merge", theirs, "--record", mine), /^0 entries taken/m);
    // The other was asked first: statistics take it, though it was appended later.
    match(await run("--record", mine), /1 asked again/);
  }));

Deno.test("record merge refuses a record that was altered, names one without a head, and needs a record", () =>
  atWork(async (root, run) => {
    const theirs = filled(join(root, "theirs"), [said(), said({ sector: "XLE" })]);
    const mine = join(root, "mine"), log = join(theirs, "ballots.jsonl");
    await Deno.remove(join(theirs, "ballots_head.json"));
    const text = await run("merge", theirs, "--record", mine);
    match(text, /^Not as it was written: the file that would notice a cut log is missing\.$/m);
    match(text, /^2 entries taken/m);
    await Deno.writeTextFile(log, (await Deno.readTextFile(log)).replace("0.6", "0.9"));
    await rejects(
      run("merge", theirs, "--record", join(root, "third")),
      /Cannot merge .+: line 1 was altered and counts for nothing, and what follows cannot be vouched for; nothing was taken/,
    );
    filled(join(root, "short"), [said(), said({ sector: "XLE" }), said({ sector: "XLU" })]);
    const short = join(root, "short", "ballots.jsonl"), lines = await Deno.readTextFile(short);
    await Deno.writeTextFile(short, lines.split("\n").toSpliced(1, 1).join("\n"));
    await rejects(
      run("merge", join(root, "short"), "--record", join(root, "third")),
      /line 2 does not follow the line before it, and what follows cannot be vouched for/,
    );
    await rejects(Deno.stat(join(root, "third")));
    await rejects(
      run("merge", join(root, "none"), "--record", mine),
      /it holds no record of ballots/,
    );
    await rejects(run("merge", "--record", mine), /need the folder of the other record/);
  }));

Deno.test("record merge takes nothing of a record that holds what is no entry, though its chain is whole", () =>
  atWork(async (root, run) => {
    const mine = filled(join(root, "mine"), [said()]), good = said({ sector: "XLE" });
    const { day: _, ...dayless } = good.ballot;
    const spoilt = [
      [{ ...good, ballot: dayless }, /a ballot that is none \(ballot\.day: /],
      [{ ...said({ sector: "XLB" }), askedAt: "yesterday" }, /a ballot that is none \(askedAt: /],
      [came("2026-01-02", { XLK: -1.5 }), /an outcome that is none \(returns\.XLK: /],
      [came("2026-01-02", { XLK: 0.1 }, { end: "2026-01-02" }), /an outcome that is none \(end: /],
      [{ ...good, kind: "failed", failed: {} }, /a failed answer that is none \(failed\.analyst: /],
    ] as const;
    for (const [i, [entry, why]] of spoilt.entries()) {
      const theirs = filled(join(root, `theirs${i}`), [good, entry as never]);
      await rejects(run("merge", theirs, "--record", mine), why);
      equal(openBallotRecord(mine).read().lines, 1);
    }
  }));

Deno.test("record merge takes a long record piece by piece, and goes on where a full disk ended it", () =>
  atWork(async (root, run) => {
    const many = 5001, mine = join(root, "mine");
    const theirs = filled(
      join(root, "theirs"),
      Array.from({ length: many }, () => said()),
    );
    const open = Deno.openSync;
    let writes = 0;
    Deno.openSync = (path, options) => {
      const isLog = String(path).endsWith("mine/ballots.jsonl");
      if (isLog && options?.write && ++writes === 2) throw new Error("No space left on device");
      return open(path, options);
    };
    try {
      await rejects(
        run("merge", theirs, "--record", mine),
        /No space left .+; 5000 entries were taken before, and the same command takes the rest/,
      );
    } finally {
      Deno.openSync = open;
    }
    match(
      await run("merge", theirs, "--record", mine),
      /^1 entry taken from .+, 5000 known before/m,
    );
    deepEqual(openBallotRecord(mine).read().ballots.length, many);
  }));

Deno.test("record's hostile names reach a terminal as one clean line", () =>
  atWork(async (root, run) => {
    const text = await run(
      "--record",
      filled(root, [said({ analyst: "a\u001b[31m\nx", model: "m\u202e" })]),
    );
    ok(!text.includes("\u001b") && !text.includes("\u202e"));
    match(text, /^1\. a x \(m\), real/m);
  }));

Deno.test("recordArguments() reads weights as shares and the folder of the lab by default", () => {
  const given = recordArguments(["--weights", "40,30,30"]);
  ok(given.kind === "list" && given.weights.fundamentals === 0.4);
  match(given.folder, /[\\/]\.lab[\\/]record$/);
});
