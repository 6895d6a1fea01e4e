import { join } from "node:path";
import type { Lab } from "../setup/ensure_lab.ts";
import { say, seconds } from "../setup/progress.ts";
import { run } from "../setup/run.ts";
import { junitTally } from "./junit_tally.ts";
import type { Step } from "./steps.ts";
import { type Tally, tallyLine } from "./tally.ts";

/** Runs one step, says one line about it and, when it failed, everything it printed. */
export async function runStep(
  lab: Lab,
  step: Step,
  env: Readonly<Record<string, string>>,
): Promise<Tally> {
  say(`${step.name} … `);
  const start = performance.now();
  const report = join(lab.paths.state, `${step.name.replaceAll(" ", "-")}.xml`);
  await Deno.remove(report).catch(() => {});
  const args = step.counts === "each"
    ? [step.args[0], `--junit-path=${report}`, ...step.args.slice(1)]
    : step.args;
  const ran = await run(lab.paths.deno, args, { env, cwd: lab.paths.root });
  const text = await Deno.readTextFile(report).catch(() => "");
  const tally = stepTally(step, ran.code, text);
  say(`${tallyLine(tally)}, ${seconds(performance.now() - start)}\n`);
  if (tally.failed > 0) say(`\n${ran.text.trimEnd()}\n\n`);
  return tally;
}

/**
 * The tally of a finished step. A step that counts its tests must have run at least one, and its
 * exit code is believed over its report.
 */
export function stepTally(step: Pick<Step, "counts">, code: number, report: string): Tally {
  if (step.counts === "one") {
    return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
  }
  const tally = junitTally(report);
  const none = tally.passed + tally.failed + tally.skipped === 0;
  const unreported = code !== 0 && tally.failed === 0;
  return none || unreported ? { ...tally, failed: tally.failed + 1 } : tally;
}
