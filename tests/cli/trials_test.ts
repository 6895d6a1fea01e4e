import { openTrialsFile, trialFamily, trialPlaces, trialsHeadline } from "lab/evidence";
import { equal, match, ok, throws } from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runTrials } from "../../lib/cli/trials.ts";
import { inFolder } from "../sweep/small_sweeps.ts";

const now = new Date("2026-11-30T12:00:00Z");

function said(root: string, ...args: string[]): string {
  let text = "";
  runTrials(args, { now, root, say: (more) => void (text += more) });
  return text;
}

const run = (data: string, config: string, trials = 1) => ({
  at: "2026-11-29T09:00:00Z",
  family: trialFamily("backtest", data),
  name: "a run",
  trials,
  config,
  source: "Source: made up.",
});

Deno.test("trials shows what was tried by question and data, and tries on one market are none on another", () =>
  inFolder((root) => {
    match(said(root), /Nothing was counted yet/);
    const file = openTrialsFile(trialPlaces(root));
    for (let k = 0; k < 8; k++) file.record(run("simulated, seed 7", `c${k}`));
    const tally = file.record(run("real from 1949-01-31, 0a1b2c3d", "c"));
    equal(tally.families["backtest on simulated, seed 7"].tried, 8);
    equal(tally.families["backtest on real from 1949-01-31, 0a1b2c3d"].tried, 1);
    file.recordOpening({
      at: "2026-11-29",
      holdout: "the weeks of 2026\u001b[31m",
      because: "chosen",
    });
    const text = said(root);
    match(text, /backtest on simulated, seed 7 +8 +8\n/);
    match(text, /9 in the life of this lab/);
    match(text, /2026-11-29 +the weeks of 2026 +chosen/);
    ok(!text.includes("\u001b"));
    return Promise.resolve();
  }));

Deno.test("a count is begun anew for a reason alone, on record, and what was opened stays", () =>
  inFolder((root) => {
    const file = openTrialsFile(trialPlaces(root)), family = "backtest on simulated, seed 7";
    file.record(run("simulated, seed 7", "a", 66));
    file.recordOpening({ at: "2026-11-29", holdout: "h", because: "rehearsed" });
    throws(() => said(root, "begin-anew"), /need --because with the reason/);
    throws(
      () => said(root, "--because", "x"),
      /Cannot use --because: say trials begin-anew --because/,
    );
    throws(
      () => said(root, "begin-anew", "--because", "x", "--anchor", "1:0123456789abcdef"),
      /Unknown option --anchor; the options are --because, --family/,
    );
    throws(
      () => said(root, "begin-anew", "--because", "x", "--family", "backtest"),
      /need one of backtest on simulated, seed 7/,
    );
    const text = said(root, "begin-anew", "--because", "rehearsal before the class");
    match(text, /backtest on simulated, seed 7 +0 +66\n/);
    match(text, /h \(before the count began anew\)/);
    match(text, /Begun anew on 2026-11-30, all families: rehearsal before the class\./);
    const tally = file.record(run("simulated, seed 7", "a", 66));
    match(
      trialsHeadline(tally, family),
      /^66 trials tried in this family; .* began anew on 2026-11-30 \(rehearsal before the class\)/,
    );
    equal(/holdout/.test(trialsHeadline(tally, family)), false);
    return Promise.resolve();
  }));

Deno.test("what the examples try goes where LAB_TRIALS says, so that a check enters no reader's count", async () => {
  const folder = new URL("../../notebooks/examples/", import.meta.url);
  let found = 0;
  for await (const { name } of Deno.readDir(folder)) {
    const text = await Deno.readTextFile(new URL(name, folder));
    if (!text.includes("openTrialsFile(")) continue;
    found++;
    match(text, /openTrialsFile\(trialPlaces\(trialsFolder\(/, name);
  }
  ok(found >= 3);
});

Deno.test("what the commands try goes where LAB_TRIALS says, as a reader starts them", () =>
  inFolder(async (root) => {
    const commands = {
      backtest: ["--years", "4", "--book", "tilt", "--draws", "2", "--workers", "0"],
      sweep: ["--years", "2", "--step", "50", "--draws", "40", "--workers", "0", "--out", root],
    };
    for (const [name, words] of Object.entries(commands)) {
      const folder = join(root, name);
      const { code, stderr } = await new Deno.Command(Deno.execPath(), {
        args: [
          "run",
          "-A",
          "--no-check",
          fileURLToPath(new URL(`../../lib/cli/${name}.ts`, import.meta.url)),
          ...words,
        ],
        env: { LAB_TRIALS: folder },
      }).output();
      equal(code, 0, new TextDecoder().decode(stderr));
      ok(openTrialsFile(trialPlaces(folder)).tally().life > 0, name);
    }
  }));

Deno.test("backtest counts where LAB_TRIALS says, so that a rehearsal enters no reader's count", async () => {
  const root = new URL("../../", import.meta.url);
  const countedBy = () => Deno.readTextFile(new URL(".lab/trials.jsonl", root)).catch(() => "none");
  const before = await countedBy(), folder = await Deno.makeTempDir();
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "lib/cli/backtest.ts", "--years", "3", "--draws", "2"],
    cwd: root,
    env: { LAB_TRIALS: folder },
    stderr: "null",
  }).output();
  equal(code, 0);
  match(new TextDecoder().decode(stdout), /Counted: /);
  match(await Deno.readTextFile(join(folder, ".lab", "trials.jsonl")), /"family":"backtest on /);
  equal(await countedBy(), before);
  await Deno.remove(folder, { recursive: true });
});
