import {
  decisionsPutAway,
  holdout,
  openHoldout,
  openingsBy,
  openingsOf,
  openingsText,
  openTrialsFile,
  readTrialLog,
  scoresMark,
  sealedRecord,
  trialPlaces,
  type TrialsFile,
  trialsFolder,
  trialsHeadline,
  trialTally,
} from "lab/evidence";
import { deepEqual, equal, match, notEqual, ok, rejects, throws } from "node:assert/strict";
import { dirname, resolve } from "node:path";

const source = "Source: simulated, seed 7.";
const run = (config: string, trials = 10, family = "weights") => ({
  at: "2026-11-20",
  family,
  name: `run ${config}`,
  trials,
  config,
  source,
});

/** A counter in a folder of its own, with what a careless or a dishonest reader can do to it. */
async function withTrials(
  test: (trials: TrialsFile, files: {
    readonly places: ReturnType<typeof trialPlaces>;
    readonly folder: string;
    lines(): string[];
    write(lines: readonly string[]): void;
  }) => void | Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const places = trialPlaces(folder);
  try {
    await test(openTrialsFile(places), {
      places,
      folder,
      lines: () => Deno.readTextFileSync(places.log).split("\n").filter(Boolean),
      write: (lines) => Deno.writeTextFileSync(places.log, lines.map((l) => l + "\n").join("")),
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a count outlives its kernel, and a run repeated counts once", () =>
  withTrials((trials, { places }) => {
    trials.record(run("a", 231));
    trials.record(run("b", 973, "prompts"));
    const tally = openTrialsFile(places).record(run("a", 231));
    deepEqual(tally.families, {
      weights: { tried: 231, life: 231 },
      prompts: { tried: 973, life: 973 },
    });
    equal(tally.repeats, 1);
    equal(
      trialsHeadline(tally, "weights", { noun: "weightings" }),
      "231 weightings tried in this family; 1,204 in the life of this lab",
    );
    deepEqual(tally.problems, []);
  }));

Deno.test("a reset begins a family's count anew, says why, and keeps the history", () =>
  withTrials((trials) => {
    trials.record(run("a", 100));
    trials.record(run("b", 50, "prompts"));
    const after = trials.reset({
      at: "2026-11-21",
      family: "weights",
      because: "new data arrived",
    });
    deepEqual(after.families.weights, { tried: 0, life: 100 });
    deepEqual(after.families.prompts, { tried: 50, life: 50 });
    const again = trials.record(run("a", 100));
    deepEqual(again.families.weights, { tried: 100, life: 100 });
    equal(again.life, 150);
    match(
      trialsHeadline(again, "weights"),
      /count began anew on 2026-11-21 \(new data arrived\), in its life it is 100$/,
    );
    throws(() => trials.reset({ at: "2026-11-21", because: " " }), /need a text for because/);
  }));

Deno.test("a changed, removed, inserted or moved line is named, whichever line it is", () =>
  withTrials((trials, { lines, write }) => {
    for (const config of ["a", "b", "c", "d", "e"]) trials.record(run(config));
    const good = lines();
    for (let i = 0; i < good.length; i++) {
      write(good.with(i, good[i].replace('"trials":10', '"trials":1')));
      const altered = trials.tally();
      equal(altered.problems[0].kind, "altered");
      equal(altered.problems[0].line, i + 1);
      equal(altered.life, 50, "the head knows the count");
      write(good.toSpliced(i, 1));
      ok(trials.tally().problems.some(({ kind }) => kind === "cut"), `line ${i + 1} removed`);
      write(good.toSpliced(i, 0, good[0]));
      ok(trials.tally().problems.some(({ kind }) => kind === "missing"), `line ${i + 1} inserted`);
    }
    write([good[1], good[0], ...good.slice(2)]);
    equal(trials.tally().problems[0].kind, "missing");
    write(good);
    deepEqual(trials.tally().problems, []);
  }));

Deno.test("a cut tail is noticed by the head, noted for good, and makes no count smaller", () =>
  withTrials((trials, { lines, write }) => {
    for (const config of ["a", "b", "c"]) trials.record(run(config));
    write(lines().slice(0, 1));
    const cut = trials.tally();
    match(cut.problems[0].what, /holds 1 of the 3 records/);
    equal(cut.life, 30);
    const later = trials.record(run("d", 5));
    equal(later.life, 35);
    equal(later.lostTrials, 20);
    // The chain is sound again, but the gap stays in it.
    deepEqual(later.problems, []);
    match(trialsHeadline(later, "weights"), /20 of them are known by their number alone/);
    match(trialsHeadline(later, "weights"), /interrupted once, last before 2026-11-20/);
  }));

Deno.test("a deleted log is noticed by the head, and a deleted head by the log", () =>
  withTrials((trials, { places }) => {
    trials.record(run("a", 231));
    Deno.removeSync(places.log);
    equal(trials.tally().life, 231);
    match(trials.tally().problems[0].what, /holds 0 of the 1 records/);
    equal(trials.record(run("b", 9)).life, 240);
    // README: "To start afresh, delete .lab/state".
    Deno.removeSync(dirname(places.head), { recursive: true });
    equal(trials.tally().life, 240);
    equal(trials.tally().problems[0].kind, "no head");
    const later = trials.record(run("c", 1));
    equal(later.life, 241);
    equal(later.gaps.length, 2);
  }));

Deno.test("log and head deleted together leave no trace but for an anchor noted elsewhere", () =>
  withTrials((trials, { places }) => {
    const { anchor } = trials.record(run("a", 231));
    match(anchor!, /^1:[0-9a-f]{16}$/);
    deepEqual(trials.tally({ anchor }).problems, []);
    Deno.removeSync(places.log);
    Deno.removeSync(places.head);
    // What this file cannot see, as its documentation says.
    deepEqual(trials.tally().problems, []);
    trials.record(run("a", 1));
    match(trials.tally({ anchor }).problems[0].what, /does not hold what the anchor 1:.* saw/);
    throws(() => trials.tally({ anchor: "nonsense" }), /need an anchor such as 12:/);
  }));

Deno.test("a line that a crash cut short is named, and neither it nor the next swallows a count", () =>
  withTrials((trials, { places, lines }) => {
    trials.record(run("a"));
    trials.record(run("b"));
    Deno.writeTextFileSync(places.log, '{"seq":3,"kind":"tri', { append: true });
    equal(trials.tally().problems[0].kind, "torn");
    equal(trials.record(run("c")).life, 30);
    equal(lines().length, 4);
    const tally = trials.tally();
    deepEqual(tally.problems.map(({ kind, line }) => [kind, line]), [["torn", 3]]);
    equal(trials.records().length, 3);
  }));

Deno.test("a crash between line and head leaves a head that lags, not a gap", () =>
  withTrials((trials, { places, lines, write }) => {
    trials.record(run("a"));
    const [last] = trials.records();
    write([...lines(), JSON.stringify(sealedRecord({ kind: "trials", ...run("b") }, last))]);
    deepEqual(trials.tally().problems, []);
    equal(trials.tally().life, 20);
    equal(trials.record(run("c")).gaps.length, 0);
    equal(JSON.parse(Deno.readTextFileSync(places.head)).records, 3);
  }));

Deno.test("three notebooks that count at once lose nothing and break no chain", () =>
  withTrials(async (trials, { folder }) => {
    const writers = ["one", "two", "three"].map((name) =>
      new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "tests/evidence/trials_process.ts", folder, name, "20"],
      }).output()
    );
    for (const { success, stderr } of await Promise.all(writers)) {
      ok(success, new TextDecoder().decode(stderr));
    }
    const tally = trials.tally();
    equal(tally.life, 180);
    deepEqual(tally.problems, []);
    const names = trials.records().map((record) => record.kind === "trials" ? record.name : "");
    equal(new Set(names).size, 60);
  }));

Deno.test({
  name: "a disk that fills up leaves whole lines, and the writer learns where it failed",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withTrials(async (trials, { folder, lines }) => {
      // Files of this process may grow to 4 KiB; a write beyond fails as on a full disk.
      const script = 'trap "" XFSZ; ulimit -f 8; exec "$0" "$@"';
      const { success, stderr } = await new Deno.Command("sh", {
        args: [
          "-c",
          script,
          Deno.execPath(),
          "run",
          "-A",
          "--no-code-cache",
          "tests/evidence/trials_process.ts",
          folder,
          "one",
          "40",
        ],
      }).output();
      equal(success, false);
      match(
        new TextDecoder().decode(stderr),
        /LabError: Cannot write the trials in .*File too large/,
      );
      const tally = trials.tally();
      deepEqual(tally.problems, []);
      ok(lines().length > 5 && lines().length < 40);
      equal(tally.life, 3 * lines().length);
    }),
});

Deno.test("a holdout gives its rows to its key alone, and counts each opening", () =>
  withTrials(async (trials) => {
    const rows = Array.from({ length: 10 }, (_, i) => ({ day: `2026-01-${10 + i}`, r: i }));
    const key = "the weights are chosen";
    const { known, sealed } = holdout(rows, { name: "06", key, share: 0.3 });
    deepEqual(known.map(({ r }) => r), [0, 1, 2, 3, 4, 5, 6]);
    deepEqual([sealed.rows, sealed.from, sealed.to], [3, "2026-01-17", "2026-01-19"]);
    // Nothing that lists, prints or copies an object shows what is inside.
    equal(/"r"|: 7/.test(JSON.stringify(sealed) + Deno.inspect(sealed)), false);
    deepEqual(Object.keys(sealed), ["name", "rows", "from", "to"]);

    const look = (away: readonly { readonly r: number }[]) => away.map(({ r }) => r);
    const options = {
      at: "2026-11-22T09:00:00Z",
      because: "the choice is made",
      look,
      record: openingsBy(trials),
    };
    await rejects(openHoldout(sealed, "another key", options), /sealed with another key/);
    await rejects(openHoldout(sealed, key, { ...options, because: "" }), /need a reason/);
    await rejects(openHoldout({ ...sealed }, key, options), /that holdout\(\) made in this kernel/);
    // A look that fails has shown nothing, and is no opening.
    const blind = () => Promise.reject(new Error("no such day"));
    await rejects(openHoldout(sealed, key, { ...options, look: blind }), /no such day/);
    equal(trials.tally().openings["06"], undefined, "a refused opening is none");

    const first = await openHoldout(sealed, key, options);
    deepEqual(first.found, [7, 8, 9]);
    equal(first.openings, 1);
    match(
      trialsHeadline(trials.tally(), "weights"),
      /; the holdout of 06 was opened once, on 2026-11-22$/,
    );
    equal(trialsHeadline(trials.tally(), "weights", { market: "another" }).includes("06"), false);
    equal((await openHoldout(sealed, key, { ...options, because: "once more" })).openings, 2);
    match(
      trialsHeadline(trials.tally(), "weights"),
      /holdout of 06 was opened 2 times, last on 2026-11-22, so it holds nothing out any more/,
    );
    // If the opening cannot be written down, nothing is shown.
    const record = () => {
      throw new Error("disk full");
    };
    await rejects(openHoldout(sealed, key, { ...options, record }), /disk full/);
  }));

Deno.test("openings are known by market, scores and days, whichever command opened them", () =>
  withTrials((trials) => {
    const mark = { market: "real from 2021-01-04, 3f9a1c2b", scores: "rules" };
    const days = { from: "2026-01-02", to: "2026-03-06" }, at = "2026-11-22", because = "chosen";
    const record = openingsBy(trials);
    equal(record({ at, holdout: "a sweep's", because, ...mark, ...days }), 1);
    equal(record({ at, holdout: "a backtest's", because, ...mark, ...days, to: "2026-04-03" }), 2);
    const tally = trials.tally(), found = { ...mark, ...days };
    equal(openingsOf(tally, found).same.length, 2);
    equal(openingsOf(tally, { ...found, scores: "mine" }).others.length, 2);
    equal(openingsOf(tally, { ...found, market: "another" }).others.length, 0);
    equal(openingsOf(tally, { ...found, from: "2026-03-13", to: "2026-06-05" }).same.length, 1);
    // A class that begins anew has not looked; what was looked at before stays on record.
    trials.reset({ at: "2026-11-23", because: "class of the afternoon" });
    const anew = openingsOf(trials.tally(), found);
    deepEqual([anew.same.length, anew.before.length], [0, 2]);
    match(
      openingsText(trials.tally(), found),
      /^opened 2 times before the count was begun anew, last on 2026-11-22 because chosen$/,
    );
    equal(record({ at: "2026-11-24", holdout: "a backtest's", because, ...found }), 1);
  }));

Deno.test("decisionsPutAway() takes a fifth of the scored decisions behind the cutoff", () => {
  const weeks = Array.from({ length: 100 }, (_, k) => String(1000 + k));
  const away = (behind: number) =>
    decisionsPutAway(weeks, { isBehind: (day) => day >= String(1100 - behind) });
  deepEqual(away(100), { from: "1080", to: "1099", decisions: 20 });
  deepEqual(away(35), { from: "1093", to: "1099", decisions: 7 });
  deepEqual(away(2), { from: "1099", to: "1099", decisions: 1 });
  // One that lies behind it is no record: the fifth is taken of all.
  deepEqual(away(1), away(100));
  deepEqual(away(0), away(100));
  equal(decisionsPutAway(["1000"]), undefined);
  throws(() => decisionsPutAway(weeks, { share: 1 }), /share must lie in \(0, 1\), got 1/);
});

Deno.test("scoresMark() knows a file by what it began with", () => {
  const rows = (count: number, first = 3) =>
    Array.from({ length: count }, (_, k) => `2026-01-${10 + k},XLK,${k === 0 ? first : 4}`);
  const mark = (lines: readonly string[], end = "\n") =>
    scoresMark(new TextEncoder().encode(lines.join(end)));
  const own = mark(["day,sector,score", ...rows(41)]);
  equal(mark(["day,sector,score", ...rows(80)]), own, "it grew");
  equal(mark(["# mine", "day,sector,score", ...rows(41)], "\r\n"), own, "a comment, line ends");
  notEqual(mark(["day,sector,score", ...rows(41, 5)]), own);
  equal(
    mark(["day,sector,score", ...rows(80).reverse()]),
    own,
    "it grew with the newest row first",
  );
  const bySector = (days: number) =>
    ["B", "K"].flatMap((sector) =>
      Array.from({ length: days }, (_, k) => `XL${sector},2026-01-${10 + k},4`)
    );
  equal(mark(["sector,day,score", ...bySector(30)]), mark(["sector,day,score", ...bySector(60)]));
  const parquet = (last: number) => scoresMark(Uint8Array.from([80, 65, 82, 49, 1, 2, last]));
  notEqual(parquet(3), parquet(4));
});

Deno.test("a holdout from a day, and the ones that make no sense", () => {
  const rows = ["2026-01-02", "2026-01-09", "2026-01-16"].map((day) => ({ day }));
  const base = { name: "a", key: "long enough" };
  equal(holdout(rows, { ...base, from: "2026-01-05" }).known.length, 1);
  throws(() => holdout(rows, { ...base, from: "2025-01-01" }), /nothing would be left/);
  throws(() => holdout(rows, { ...base, from: "2027-01-01" }), /no row lies on or after/);
  throws(() => holdout(rows, { ...base, share: 1 }), /share must lie in \(0, 1\), got 1/);
  throws(() => holdout(rows, { ...base, key: "short", share: 0.5 }), /at least 8 letters/);
  throws(() => holdout(rows.toReversed(), { ...base, share: 0.5 }), /2026-01-09 after 2026-01-16/);
  throws(() => holdout([], { ...base, share: 0.5 }), /nothing would be left/);
});

Deno.test("a log refuses counts that are none, and families with awkward names are families", () => {
  const bad = (trials: number) => () => sealedRecord({ kind: "trials", ...run("a"), trials });
  for (const trials of [0, -1, 1.5, NaN]) throws(bad(trials), /whole number of trials from 1/);
  throws(
    () => sealedRecord({ kind: "trials", ...run("a"), source: "" }),
    /need a text for source, got ""/,
  );
  const first = sealedRecord({ kind: "trials", ...run("a", 3, "constructor") });
  const second = sealedRecord({ kind: "trials", ...run("b", 4, "__proto__") }, first);
  const tally = trialTally(readTrialLog([first, second].map((r) => JSON.stringify(r)).join("\n")));
  equal(tally.life, 7);
  match(trialsHeadline(tally, "__proto__"), /^4 trials tried in this family; 7 in the life/);
  match(trialsHeadline(tally, "toString"), /^0 trials/);
});

Deno.test("a trials file that cannot be written says where", () =>
  withTrials((_, { folder }) => {
    Deno.writeTextFileSync(`${folder}/plain`, "");
    const blocked = openTrialsFile({ log: `${folder}/plain/log`, head: `${folder}/head` });
    throws(() => blocked.record(run("a")), /Cannot write the trials in .*plain/);
  }));

Deno.test("trialsFolder() takes a relative LAB_TRIALS from the lab's folder, wherever it is asked", () => {
  const before = Deno.env.get("LAB_TRIALS");
  try {
    Deno.env.set("LAB_TRIALS", "rehearsal");
    equal(trialsFolder("/lab"), resolve("/lab/rehearsal"));
    Deno.env.set("LAB_TRIALS", resolve("/elsewhere"));
    equal(trialsFolder("/lab"), resolve("/elsewhere"));
    Deno.env.delete("LAB_TRIALS");
    equal(trialsFolder("/lab"), resolve("/lab"));
  } finally {
    if (before === undefined) Deno.env.delete("LAB_TRIALS");
    else Deno.env.set("LAB_TRIALS", before);
  }
});
