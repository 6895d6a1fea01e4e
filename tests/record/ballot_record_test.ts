import { openBallotRecord, type RecordedOutcome, recordPlaces } from "lab/record";
import { deepEqual, equal, match, throws } from "node:assert/strict";
import { existsSync } from "node:fs";
import { ballotsAtHand } from "./ballots_at_hand.ts";

/** A record in a folder of its own, with what a careless or a dishonest reader can do to it. */
async function withRecord(
  test: (folder: string, file: {
    lines(): string[];
    write(lines: readonly string[]): void;
  }) => void | Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir(), { log } = recordPlaces(folder);
  try {
    await test(folder, {
      lines: () => Deno.readTextFileSync(log).split("\n").filter(Boolean),
      write: (lines) => Deno.writeTextFileSync(log, lines.map((line) => `${line}\n`).join("")),
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
const problems = (folder: string) =>
  openBallotRecord(folder).read().problems.map(({ kind }) => kind);
const ballots = await ballotsAtHand();
const outcome: RecordedOutcome = {
  kind: "outcome",
  day: ballots[0].ballot.day,
  horizonWeeks: 4,
  end: "2020-03-20",
  returns: { XLB: 0.01, XLC: -0.02 },
  market: { kind: "simulated", seed: 7 },
  resolvedAt: "2026-11-27T22:00:00.000Z",
};

Deno.test("to read no record makes none", () =>
  withRecord((folder) => {
    const { lines, head, ballots } = openBallotRecord(folder).read();
    deepEqual([lines, head, ballots], [0, "", []]);
    deepEqual(openBallotRecord(folder).append([]), { added: 0, known: 0, conflicts: [] });
    equal(existsSync(recordPlaces(folder).log), false);
  }));

Deno.test("a ballot comes back as it was, words and all, and survives JSON and copies", () =>
  withRecord((folder) => {
    openBallotRecord(folder).append(ballots);
    const read = openBallotRecord(folder).read();
    deepEqual(JSON.parse(JSON.stringify(read.ballots)), JSON.parse(JSON.stringify(ballots)));
    deepEqual({ ...read.ballots[3].ballot }, { ...ballots[3].ballot });
    deepEqual(structuredClone(read.ballots[3].ballot).rationale, ballots[3].ballot.rationale);
    deepEqual([read.lines, read.problems], [11, []]);
  }));

Deno.test("a record is read as it was at a mark, and refused where it never was so", () =>
  withRecord((folder, file) => {
    const record = openBallotRecord(folder), empty = { lines: 0, head: "" };
    deepEqual(record.read(empty).lines, 0);
    record.append(ballots.slice(0, 4));
    const { lines, head } = record.read(), four = { lines, head };
    record.append([...ballots.slice(4), outcome]);
    const then = record.read(four);
    deepEqual([then.lines, then.head, then.problems], [4, head, []]);
    deepEqual(
      then.ballots.map(({ question }) => question),
      ballots.slice(0, 4).map((one) => one.question),
    );
    deepEqual([then.outcomes, record.read(empty).ballots], [[], []]);
    equal(record.read({ lines: 12, head: record.read().head }).outcomes.length, 1);
    throws(
      () => record.read({ lines: 4, head: "0".repeat(64) }),
      /as it was with 4 lines: its head is [0-9a-f]{8}, and was 00000000; it is another record/,
    );
    throws(() => record.read({ lines: 13, head }), /as it was with 13 lines/);
    file.write(file.lines().with(1, file.lines()[1].replace("XLC", "XLY")));
    deepEqual(record.read(four).problems.map(({ kind }) => kind), ["altered"]);
  }));

Deno.test("the same answer to the same question is one, also for another program", () =>
  withRecord((folder) => {
    const one = openBallotRecord(folder), other = openBallotRecord(folder);
    equal(one.append(ballots.slice(0, 6)).added, 6);
    deepEqual(other.append(ballots), { added: 5, known: 6, conflicts: [] });
    deepEqual(one.append(ballots), { added: 0, known: 11, conflicts: [] });
    const later = ballots.map((one) => ({ ...one, askedAt: "2027-01-01T00:00:00.000Z" }));
    equal(one.append(later).known, 11);
    deepEqual(problems(folder), []);
  }));

Deno.test("another prompt or a mask makes another question", () =>
  withRecord((folder) => {
    const [ballot] = ballots;
    const appended = openBallotRecord(folder).append([
      ballot,
      { ...ballot, masked: true },
      { ...ballot, prompt: "2" },
      { ...ballot, question: "0".repeat(64) },
    ]);
    deepEqual(appended, { added: 4, known: 0, conflicts: [] });
  }));

Deno.test("another answer to the same question is kept beside the first, and named", () =>
  withRecord((folder) => {
    const [ballot] = ballots;
    const other = { ...ballot, ballot: { ...ballot.ballot, confidence: 0.123 } };
    openBallotRecord(folder).append([ballot]);
    const { added, conflicts } = openBallotRecord(folder).append([other]);
    equal(added, 1);
    match(conflicts[0], /rules on XLB, .*both are kept/);
    const read = openBallotRecord(folder).read();
    deepEqual(read.ballots.map(({ ballot }) => ballot.confidence), [
      ballot.ballot.confidence,
      0.123,
    ]);
    deepEqual(read.problems.map(({ kind }) => kind), ["conflict"]);
  }));

Deno.test("an outcome is joined once, and another one is named and not kept", () =>
  withRecord((folder) => {
    const record = openBallotRecord(folder);
    equal(record.append([outcome]).added, 1);
    equal(record.append([{ ...outcome, resolvedAt: "2027-01-01T00:00:00.000Z" }]).known, 1);
    const { added, conflicts } = record.append([{ ...outcome, returns: { XLB: 0.02 } }]);
    equal(added, 0);
    match(conflicts[0], /the record's stays/);
    equal(record.append([{ ...outcome, horizonWeeks: 8 }]).added, 1);
    equal(record.append([{ ...outcome, market: { kind: "simulated", seed: 8 } }]).added, 1);
    deepEqual(openBallotRecord(folder).read().outcomes[0].returns, outcome.returns);
  }));

Deno.test("a failed ballot is kept apart from ballots", () =>
  withRecord((folder) => {
    const { ballot: { analyst, sector, day, sample }, kind: _, ...asking } = ballots[0];
    const failed = { analyst, sector, day, sample, raw: "no", issues: [] } as never;
    openBallotRecord(folder).append([{ ...asking, kind: "failed", failed }]);
    const read = openBallotRecord(folder).read();
    deepEqual([read.ballots.length, read.failures[0].failed.raw], [0, "no"]);
  }));

Deno.test("a question that failed, failed otherwise and was answered is no conflict", () =>
  withRecord((folder) => {
    const { ballot: { analyst, sector, day, sample }, kind: _, ...asking } = ballots[0];
    const failed = (raw: string) => ({
      ...asking,
      kind: "failed" as const,
      failed: { analyst, sector, day, sample, raw, issues: [] } as never,
    });
    const record = openBallotRecord(folder);
    deepEqual(record.append([failed("no"), failed("never")]).conflicts, []);
    deepEqual(record.append([ballots[0], failed("no")]), { added: 1, known: 1, conflicts: [] });
    const read = openBallotRecord(folder).read();
    deepEqual([read.failures.length, read.ballots.length, read.problems], [2, 1, []]);
  }));

Deno.test("what is altered, taken out or cut is named", () =>
  withRecord((folder, file) => {
    openBallotRecord(folder).append(ballots);
    const whole = file.lines();
    file.write(
      whole.map((line, i) => i === 4 ? line.replace('"confidence":0', '"confidence":1') : line),
    );
    deepEqual(problems(folder), ["altered"]);
    file.write(whole.filter((_, i) => i !== 4));
    deepEqual(problems(folder), ["missing", "cut"]);
    file.write(whole.slice(0, 9));
    deepEqual(problems(folder), ["cut"]);
    Deno.removeSync(recordPlaces(folder).log);
    deepEqual(problems(folder), ["cut"]);
    file.write(whole);
    Deno.removeSync(recordPlaces(folder).head);
    deepEqual(problems(folder), ["no head"]);
  }));

Deno.test("a cut that is written over stays on record", () =>
  withRecord((folder, file) => {
    openBallotRecord(folder).append(ballots.slice(0, 9));
    file.write(file.lines().slice(0, 5));
    openBallotRecord(folder).append(ballots.slice(9));
    const { problems, ballots: held, lines } = openBallotRecord(folder).read();
    deepEqual([held.length, lines], [7, 8]);
    deepEqual(problems.map(({ kind }) => kind), ["cut"]);
    match(problems[0].what, /5 of the 9/);
    equal(JSON.parse(file.lines()[5]).lostLines, 4);
    // Another program that had read the whole log notices it, too.
    openBallotRecord(folder).append(ballots);
    equal(openBallotRecord(folder).read().ballots.length, 11);
  }));

Deno.test("a head that was missing at an appending stays on record, and a new one is begun", () =>
  withRecord((folder) => {
    openBallotRecord(folder).append(ballots.slice(0, 3));
    Deno.removeSync(recordPlaces(folder).head);
    openBallotRecord(folder).append(ballots.slice(3, 5));
    openBallotRecord(folder).append(ballots.slice(5));
    deepEqual(openBallotRecord(folder).read().problems.map(({ what }) => what), [
      `interrupted before ${ballots[3].askedAt.slice(0, 10)}: ` +
      "the file that would notice a cut log was missing",
    ]);
  }));

Deno.test("the same ballot on a file of evidence that grew is the same", () =>
  withRecord((folder) => {
    const resting = (hash: string) => ({
      ...ballots[0],
      ballot: {
        ...ballots[0].ballot,
        files: [{ name: "a.csv", sha256: hash, rows: [1] }] as never,
      },
    });
    openBallotRecord(folder).append([resting("a")]);
    deepEqual(openBallotRecord(folder).append([resting("b")]), {
      added: 0,
      known: 1,
      conflicts: [],
    });
  }));

Deno.test("a program that had read more than is there begins to read anew", () =>
  withRecord((folder, file) => {
    const record = openBallotRecord(folder);
    record.append(ballots);
    file.write(file.lines().slice(0, 2));
    deepEqual(record.append(ballots), { added: 9, known: 2, conflicts: [] });
    equal(openBallotRecord(folder).read().ballots.length, 11);
    deepEqual(problems(folder), ["cut"]);
  }));

Deno.test("a line that a crash cut short is named, and loses nothing else", () =>
  withRecord((folder, file) => {
    openBallotRecord(folder).append(ballots.slice(0, 3));
    const [a, b, c] = file.lines();
    Deno.writeTextFileSync(recordPlaces(folder).log, `${a}\n${b}\n${c.slice(0, 400)}`);
    openBallotRecord(folder).append(ballots.slice(2));
    const read = openBallotRecord(folder).read();
    equal(read.ballots.length, 11);
    deepEqual(read.problems.map(({ kind }) => kind), ["torn", "cut"]);
  }));

Deno.test("what stands in a changed line counts for nothing, and the same answer may come again", () =>
  withRecord((folder, file) => {
    openBallotRecord(folder).append(ballots.slice(0, 3));
    const whole = file.lines();
    for (const [from, to] of [['"words":{', '"words":{{'], ['"day":', '"dax":'], ["XLC", "XLY"]]) {
      file.write(whole.with(1, whole[1].replace(from, to)));
      const { ballots: held, problems, lines } = openBallotRecord(folder).read();
      deepEqual([held.map(({ ballot }) => ballot.sector), lines], [["XLB", "XLE"], 3]);
      deepEqual(problems.map(({ what }) => what), ["line 2 was altered and counts for nothing"]);
    }
    file.write(whole.with(1, whole[1].replace('"words":{', '"words":{{')));
    deepEqual(openBallotRecord(folder).append(ballots), { added: 9, known: 2, conflicts: [] });
    const { ballots: held, problems } = openBallotRecord(folder).read();
    deepEqual([held.length, problems.length], [11, 1]);
  }));

Deno.test("a line that was taken out or spoilt is a gap once, however much is appended later", async () => {
  for (const change of [(_: string) => "", (line: string) => `x${line}`]) {
    await withRecord((folder, file) => {
      openBallotRecord(folder).append(ballots.slice(0, 5));
      const whole = file.lines();
      file.write(whole.with(2, change(whole[2])).filter((line) => line !== ""));
      for (const one of ballots.slice(5)) openBallotRecord(folder).append([one]);
      const { ballots: held, problems } = openBallotRecord(folder).read();
      equal(held.length, 10);
      deepEqual(problems.filter(({ kind }) => kind === "cut").map(({ what }) => what), [
        `interrupted before ${ballots[5].askedAt.slice(0, 10)}: ` +
        "the log held 4 of the 5 records that were written",
      ]);
    });
  }
});

Deno.test("a record is read as it was at a mark, though a crash had cut a line short before", () =>
  withRecord((folder) => {
    const record = openBallotRecord(folder), { log } = recordPlaces(folder);
    record.append(ballots.slice(0, 2));
    for (const half of ['{"seq":3,"kind":"bal', '{"seq":3,"ki']) {
      Deno.writeTextFileSync(log, `${half}\n`, { append: true });
    }
    record.append(ballots.slice(2, 5));
    const mark = record.read();
    record.append(ballots.slice(5));
    deepEqual(record.read(mark).ballots.length, 5);
    throws(() => record.read({ ...mark, lines: 6 }), /as it was with 6 lines/);
    throws(() => record.read({ ...mark, lines: 99 }), /as it was with 99 lines/);
  }));

Deno.test("of the same answer the one asked first counts, in whichever order two records are merged", () =>
  withRecord((folder) => {
    const [past] = ballots, before = { ...past, askedAt: "2019-12-31T21:00:00.000Z" };
    const first = { ...past, askedAt: "2019-12-30T21:00:00.000Z", costUsd: 1 };
    const record = openBallotRecord(folder);
    record.append([past, ballots[1]]);
    deepEqual(record.append([before]), { added: 1, known: 0, conflicts: [] });
    deepEqual(record.append([before, past]), { added: 0, known: 2, conflicts: [] });
    deepEqual(openBallotRecord(folder).append([first]).added, 1);
    const { ballots: held, problems } = openBallotRecord(folder).read();
    deepEqual(held.map(({ askedAt }) => askedAt), [first.askedAt, ballots[1].askedAt]);
    deepEqual([held[0].costUsd, problems], [1, []]);
  }));

Deno.test("a record is read where nothing can be written, and not appended to", () =>
  withRecord((folder) => {
    openBallotRecord(folder).append(ballots.slice(0, 3));
    const open = Deno.openSync, readOnly = Object.assign(new Error("read-only"), { code: "EROFS" });
    for (const error of [readOnly, new Deno.errors.PermissionDenied("not yours")]) {
      Deno.openSync = (path, options) => {
        if (options?.write) throw error;
        return open(path, options);
      };
      try {
        deepEqual([openBallotRecord(folder).read().ballots.length, problems(folder)], [3, []]);
        throws(() => openBallotRecord(folder).append(ballots), /Cannot write the record in/);
      } finally {
        Deno.openSync = open;
      }
    }
    const { log } = recordPlaces(folder);
    Deno.removeSync(`${log}.lock`);
    Deno.mkdirSync(`${log}.lock`);
    throws(() => openBallotRecord(folder).read(), /Cannot read the record in/);
  }));

Deno.test("a program that dies after its first line, before its head, leaves nothing to report", () =>
  withRecord((folder) => {
    const { head } = recordPlaces(folder);
    // The head cannot be replaced once it stands there: as if the program had died on the way.
    const rename = Deno.renameSync;
    let heads = 0;
    Deno.renameSync = (from, to) => {
      if (to === head && heads++ > 0) throw new Error("died");
      rename(from, to);
    };
    try {
      throws(() => openBallotRecord(folder).append(ballots), /died/);
    } finally {
      Deno.renameSync = rename;
    }
    const { ballots: held, problems } = openBallotRecord(folder).read();
    deepEqual([held.length, problems], [11, []]);
    openBallotRecord(folder).append(ballots);
    deepEqual(openBallotRecord(folder).read().problems, []);
  }));

Deno.test("eight programs that append at once lose nothing", () =>
  withRecord(async (folder) => {
    const code = `
      import { openBallotRecord } from "lab/record";
      const [folder, text] = Deno.args, entries = JSON.parse(text);
      const record = openBallotRecord(folder);
      for (const entry of entries) record.append([entry]);`;
    const script = `${folder}/append.ts`;
    await Deno.writeTextFile(script, code);
    const config = new URL("../../deno.json", import.meta.url).pathname;
    const slim = ballots.slice(0, 4).map((one) => ({
      ...one,
      ballot: { ...one.ballot, rationale: [], references: [] },
    }));
    const runs = await Promise.all(Array.from({ length: 8 }, (_, k) => {
      const own = slim.map((one) => ({ ...one, prompt: `v${k}` }));
      return new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", "--config", config, script, folder, JSON.stringify(own)],
      }).output();
    }));
    for (const { code, stderr } of runs) equal(code, 0, new TextDecoder().decode(stderr));
    const read = openBallotRecord(folder).read();
    deepEqual([read.ballots.length, read.problems], [32, []]);
  }));
