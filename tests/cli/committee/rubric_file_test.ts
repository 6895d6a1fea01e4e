import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import { DEFAULT_RUBRIC } from "lab/committee";
import { readBallots, rubricMark } from "lab/record";
import { runCommittee } from "../../../lib/cli/committee.ts";
import { rubricFile, weighted } from "../../../lib/cli/committee/rubric_file.ts";
import { loopbackServer } from "../../providers/loopback_server.ts";

const EXAMPLE = new URL("../../../data/rubric.example.json", import.meta.url);
// deno-lint-ignore no-explicit-any -- changed below, rightly and wrongly
const example = (): any => JSON.parse(Deno.readTextFileSync(EXAMPLE));

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("data/rubric.example.json is the lab's own rubric, in whatever order its pillars stand", () =>
  inFolder(async (folder) => {
    deepEqual(await rubricFile(EXAMPLE.pathname), DEFAULT_RUBRIC);
    equal(await rubricFile(undefined), DEFAULT_RUBRIC);
    const { horizonWeeks, pillars } = example(), file = join(folder, "own.json");
    await Deno.writeTextFile(file, JSON.stringify({ pillars: pillars.toReversed(), horizonWeeks }));
    deepEqual(await rubricFile(file), DEFAULT_RUBRIC);
  }));

Deno.test("rubricFile() refuses what is no rubric, and names the place", () =>
  inFolder(async (folder) => {
    const file = join(folder, "own.json");
    // deno-lint-ignore no-explicit-any
    const refused = async (change: (rubric: any) => void, said: RegExp) => {
      const rubric = example();
      change(rubric);
      await Deno.writeTextFile(file, JSON.stringify(rubric));
      await rejects(rubricFile(file), (error: Error) => {
        match(error.message, /^Cannot read own\.json: /);
        match(error.message, said);
        return true;
      });
    };
    await refused(
      (one) => one.horizon = 4,
      /at its root: .*"horizon".*horizonWeeks/,
    );
    await refused((one) => one.pillars[1].wieght = 1, /at pillars\.1: .*"wieght".*weight/);
    await refused(
      (one) => one.pillars[1].anchors[2] = "so so",
      /at pillars\.1\.anchors: .*"2"/,
    );
    await refused((one) => one.pillars[1].weight = 0.3, /need shares that sum to 1/);
    await refused((one) => one.pillars[2].questions = [], /at pillars\.2\.questions/);
    await refused(
      (one) => one.pillars[2].pillar = "sentiment",
      /need each of .* once; there is no technicals/,
    );
    await refused((one) => one.pillars.pop(), /at pillars:/);
    await refused((one) => one.horizonWeeks = 53, /at horizonWeeks:/);
    await Deno.writeTextFile(file, "[1]");
    await rejects(rubricFile(file), /it is no rubric; at its root: .*data\/rubric\.example\.json/);
  }));

Deno.test("weighted() counts otherwise and asks the same", () => {
  const other = weighted(DEFAULT_RUBRIC, [0.1, 0.2, 0.7]);
  deepEqual(other.pillars.map(({ weight }) => weight), [0.1, 0.2, 0.7]);
  equal(rubricMark(other), rubricMark(DEFAULT_RUBRIC));
  equal(weighted(DEFAULT_RUBRIC, undefined), DEFAULT_RUBRIC);
  throws(() => weighted(DEFAULT_RUBRIC, [0.5, 0.5, 0.5]), /need shares that sum to 1/);
});

Deno.test("committee --weights counts the same answers otherwise without a call, and --rubric asks anew", () =>
  inFolder(async (folder) => {
    await using server = loopbackServer({});
    await Deno.writeTextFile(
      join(folder, "settings.json"),
      JSON.stringify({
        providers: [{
          name: "b",
          kind: "compatible",
          baseUrl: server.urls.compatible,
          roles: { fast: "m" },
        }],
        analysts: ["b/fast"],
      }),
    );
    const run = async (...more: string[]) => {
      let text = "";
      await runCommittee([
        ...["--settings", join(folder, "settings.json"), "--record", join(folder, "record")],
        ...["--out", join(folder, "out"), "--sectors", "XLK", "--as-of", "2025-01-03", ...more],
      ], { say: (line) => void (text += line + "\n"), tell: () => {} });
      const { verdict, sweep, inputs } = JSON.parse(
        await Deno.readTextFile(join(folder, "out", "committee.json")),
      );
      const { ballots } = await readBallots(join(folder, "out", "ballots.parquet"));
      return { text, verdict, sweep, inputs, ballots };
    };
    const first = await run();
    equal(server.received.length, 1);
    match(server.received[0].system, /\(fundamentals, weight 50 %\)/);
    const other = await run("--weights", "10,20,70");
    equal(server.received.length, 1);
    deepEqual(other.verdict.weights, { fundamentals: 0.1, sentiment: 0.2, technicals: 0.7 });
    deepEqual([other.sweep, other.ballots], [first.sweep, first.ballots]);

    const rubric = example();
    rubric.horizonWeeks = 8;
    rubric.pillars[2].questions = ["Is the sector above its average of two hundred days?"];
    await Deno.writeTextFile(join(folder, "own.json"), JSON.stringify(rubric));
    const own = await run("--rubric", join(folder, "own.json"), "--weights", "0,0,100");
    equal(server.received.length, 2);
    match(
      server.received[1].system,
      /over the next 8 weeks.*above its average of two hundred days/s,
    );
    // The weights of the file stand in the prompt, those of the command line do not.
    match(server.received[1].system, /\(technicals, weight 25 %\)/);
    equal(own.verdict.weights.technicals, 1);
    equal(own.ballots[0].ballot.horizonWeeks, 8);
    equal(own.ballots[0].rubric, own.inputs.rubric);
    ok(own.inputs.rubric !== first.inputs.rubric && own.sweep !== first.sweep);
  }));
