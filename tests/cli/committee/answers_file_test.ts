import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { recordingOf } from "lab/committee";
import { MODEL_PROMPT_VERSION } from "lab/providers";
import { openBallotRecord, readBallots } from "lab/record";
import { runCommittee } from "../../../lib/cli/committee.ts";
import { answersFile } from "../../../lib/cli/committee/answers_file.ts";
import { goodAnswer, loopbackServer, sectorAsked } from "../../providers/loopback_server.ts";

/** Runs the command; without a key where it is to call nobody. */
async function run(args: readonly string[], key?: string) {
  let text = "";
  const code = await runCommittee(args, {
    factory: { readVariable: (name) => name.endsWith("_KEY") ? key : undefined },
    say: (more) => void (text += more + "\n"),
    tell: (more) => void (text += more),
  });
  return { code, text };
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const recordingAt = async (path: string) => recordingOf(JSON.parse(await Deno.readTextFile(path)));

for (const masked of [false, true]) {
  Deno.test(`committee records answers${masked ? " to masked questions" : ""} and plays them as if they were asked`, () =>
    inFolder(async (folder) => {
      const server = loopbackServer({
        // One answers in prose: a failed ballot is recorded as well, and fails again.
        answer: ({ user, model }) =>
          model === "n" && user.includes("XLE")
            ? "I would rather not."
            : JSON.stringify(goodAnswer(masked ? "SECTOR" : sectorAsked(user), 5)),
      });
      const role = (model: string) => ({ fast: { model, price: { inputUsd: 1, outputUsd: 10 } } });
      await Deno.writeTextFile(
        join(folder, "settings.json"),
        JSON.stringify({
          providers: [
            { name: "a", kind: "anthropic", baseUrl: server.urls.anthropic, roles: role("m") },
            { name: "b", kind: "compatible", baseUrl: server.urls.compatible, roles: role("n") },
          ],
          analysts: ["a/fast", "b/fast"],
          masked,
        }),
      );
      const record = ["--record", join(folder, "record"), "--sectors", "XLK,XLE"];
      const span = ["--from", "2025-01-03", "--to", "2025-01-17"];
      const file = join(folder, "talk.json");
      const asked = await run([
        ...["--settings", join(folder, "settings.json"), "--out", join(folder, "one")],
        ...["--record-answers", file, ...record, ...span],
      ], "planted-key");
      equal(asked.code, 0, asked.text);
      match(asked.text, /Recorded answers: .*talk\.json holds 12\./);
      await server.close();
      const { answers, provenance } = await recordingAt(file);
      match(provenance, /^Answers of a\/fast and b\/fast about the simulated market of seed 7/);
      for (const { analyst, askedAt, prompt, costUsd, latencyMs, answeredBy, ...one } of answers) {
        deepEqual([one.masked, prompt, answeredBy?.provider], [
          masked,
          MODEL_PROMPT_VERSION,
          analyst[0],
        ]);
        ok(Date.parse(askedAt!) <= Date.now() && costUsd! > 0 && latencyMs! >= 0);
      }

      // No settings, no key, no server, and nobody named: the recording is what is polled.
      const played = await run([
        ...["--recording", file, "--out", join(folder, "two"), ...record, ...span],
      ]);
      equal(played.code, 0, played.text);
      match(played.text, /Nobody is called/);
      const [one, two] = await Promise.all(
        ["one", "two"].map(async (name) =>
          (await readBallots(join(folder, name, "ballots.parquet"))).ballots
        ),
      );
      // To the same ballot, moment, cost and time: nobody could tell, nor does the record keep it twice.
      deepEqual(two, one);
      equal(one.length, masked ? 12 : 9);
      match(played.text, /Recorded in .*: 0 answers; 12 were there/);
      const { ballots, failures, problems } = openBallotRecord(join(folder, "record")).read();
      deepEqual([ballots.length, failures.length, problems], [one.length, 12 - one.length, []]);
    }));
}

Deno.test("committee says of a recording which question it lacks", () =>
  inFolder(async (folder) => {
    const file = join(folder, "talk.json"), off = ["--record", "off"];
    await run([...off, "--sectors", "XLK", "--as-of", "2025-01-03", "--record-answers", file]);
    const other = await run([
      ...off,
      "--sectors",
      "XLK",
      "--as-of",
      "2025-01-10",
      "--recording",
      file,
    ]);
    equal(other.code, 2);
    match(
      other.text,
      /No answer, once: rules: Cannot replay rules on XLK, 2025-01-10, sample 0: rules was recorded on 2025-01-03 alone/,
    );
    const more = await run([
      ...[...off, "--sectors", "XLK,XLE", "--as-of", "2025-01-03", "--recording", file],
      ...["--samples", "2"],
    ]);
    match(more.text, /rules on XLE, 2025-01-03, sample 0: rules was not recorded on XLE that day/);
    match(more.text, /rules on XLK, 2025-01-03, sample 1: samples recorded .*: 0 /);
    // In a history what differs from one question to the next is left out of the count.
    const span = await run([
      ...[...off, "--from", "2025-01-03", "--to", "2025-01-31", "--recording", file],
    ]);
    match(
      span.text,
      /No answer, 44 times: rules: Cannot replay rules on SECTOR, DAY, sample N: rules was/,
    );
    match(span.text, /No answer, 10 times: .* was not recorded on SECTOR that day/);
  }));

Deno.test("committee plays a recording beside others where they are named, and none that nobody names", () =>
  inFolder(async (folder) => {
    const file = join(folder, "talk.json"), rest = ["--record", "off", "--sectors", "XLK"];
    await run([...rest, "--record-answers", file]);
    const named = await run([...rest, "--analysts", "replay/talk", "--recording", file]);
    equal(named.code, 0, named.text);
    const settings = join(folder, "settings.json");
    for (const analysts of [["replay/talk"], ["rules"], ["replay/talk", "b/fast"]]) {
      const providers = [{ name: "b", kind: "ollama", roles: { fast: "m" } }];
      await Deno.writeTextFile(settings, JSON.stringify({ analysts, providers }));
      const { text } = await run([
        ...[...rest, "--settings", settings, "--recording", file, "--dry-run"],
      ]);
      // What the file names beside it is polled as well; a file that does not name it has no say.
      match(text, analysts.length === 2 ? /1 call: / : /Nobody is called/);
    }
    const text = (await Deno.readTextFile(file)).replaceAll(
      '"analyst":"rules"',
      '"analyst":"sage"',
    );
    await Deno.writeTextFile(file, text);
    await rejects(
      run([...rest, "--analysts", "rules", "--recording", file]),
      /Cannot use --recording ".*talk\.json": it is not polled, for the analysts are rules; name replay\/talk among them, or leave --analysts out/,
    );
    await Deno.mkdir(join(folder, "b"));
    await Deno.copyFile(file, join(folder, "b", "talk.json"));
    await rejects(
      run([...rest, "--recording", file, "--recording", join(folder, "b", "talk.json")]),
      /another file of the name "talk" is given; rename one/,
    );
    await Deno.writeTextFile(join(folder, "none.json"), '{"format":"x"}');
    await rejects(
      run([...rest, "--recording", join(folder, "none.json")]),
      /Cannot replay: none\.json needs the shape that record\(\) makes; at format/,
    );
    await Deno.writeTextFile(
      join(folder, "empty.json"),
      '{"format":"sector-committee-recording-2","provenance":"nobody","answers":[]}',
    );
    await rejects(
      run([...rest, "--recording", join(folder, "empty.json")]),
      /the recording holds no answer/,
    );
  }));

Deno.test("a recording of the format before this one is played as well", () =>
  inFolder(async (folder) => {
    const file = join(folder, "talk.json"), rest = ["--record", "off", "--as-of", "2025-01-03"];
    await run([...rest, "--record-answers", file]);
    const { answers, provenance } = await recordingAt(file);
    const former = answers.map(({ analyst: _, prompt: __, masked: ___, askedAt: ____, ...one }) =>
      one
    );
    await Deno.writeTextFile(
      file,
      JSON.stringify({
        format: "sector-committee-recording-1",
        analyst: "rules",
        provenance,
        answers: former,
      }),
    );
    const { code, text } = await run([...rest, "--recording", file]);
    equal(code, 0, text);
    match(text, /XLK +Technology/);
  }));

Deno.test("answersFile() keeps what a file holds of other questions, and writes over no other file", () =>
  inFolder(async (folder) => {
    const file = join(folder, "deep", "talk.json"), off = ["--record", "off", "--sectors", "XLK"];
    await run([...off, "--as-of", "2025-01-03", "--record-answers", file]);
    const first = await recordingAt(file);
    await run([...off, "--as-of", "2025-01-10", "--record-answers", file]);
    const both = await recordingAt(file);
    deepEqual(both.answers.map(({ day }) => day), ["2025-01-03", "2025-01-10"]);
    equal(both.provenance, first.provenance);
    // Asked again, an answer comes in the place of the former one.
    const again = await answersFile(file, "By hand.");
    again.add({ ...both.answers[0], raw: "new" });
    equal(await again.write(), 2);
    again.close();
    const third = await recordingAt(file);
    deepEqual(third.answers.map(({ raw }) => raw === "new"), [false, true]);
    match(third.provenance, /\. By hand\.$/);
    // A run that brings nothing changes nothing.
    const none = await answersFile(file, "Nobody.");
    equal(await none.write(), 0);
    none.close();
    deepEqual(await recordingAt(file), third);

    const other = join(folder, "notes.json");
    await Deno.writeTextFile(other, '{"mine":1}');
    await rejects(
      run([...off, "--record-answers", other]),
      /Cannot write recorded answers to .*notes\.json: a file is there that is no recording; name another/,
    );
    equal(await Deno.readTextFile(other), '{"mine":1}');
    await rejects(
      run([...off, "--record-answers", join(other, "x.json")]),
      /a file of that name is in the way|Not a directory|Cannot write/,
    );
    deepEqual([...Deno.readDirSync(join(folder, "deep"))].map(({ name }) => name), ["talk.json"]);
  }));
