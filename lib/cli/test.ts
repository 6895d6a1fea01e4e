/**
 * Sets up what is missing and runs every test.
 *
 *   deno task test     everything, with a seeded part of the long counts
 *   deno task soak     everything, with full counts (LAB_SOAK=1)
 *   deno task ok       format, lint, types, quick tests and documentation examples
 *
 * The last line is alone on its line: "N passed, N failed", and ", N skipped" where so.
 *
 * @module
 */
import { command } from "./options/command.ts";
import { helpAsked } from "./options/help_text.ts";
import { flag } from "./options/option.ts";
import { ensureLab } from "./setup/ensure_lab.ts";
import { handOver } from "./setup/hand_over.ts";
import { say, seconds } from "./setup/progress.ts";
import { SetupError } from "./setup/setup_error.ts";
import { setupOptions } from "./setup/setup_options.ts";
import { withSetupErrors } from "./setup/with_setup_errors.ts";
import { ensureBrowser } from "./testing/ensure_browser.ts";
import { ensurePandas } from "./testing/ensure_pandas.ts";
import { runStep } from "./testing/run_step.ts";
import { STEPS } from "./testing/steps.ts";
import { type Tally, tallyLine, total } from "./testing/tally.ts";

const TEST = command({
  name: "test",
  options: {
    soak: flag({ help: "everything, with full counts" }),
    quick: flag({ help: "format, lint, types, quick tests and documentation examples" }),
  },
});

async function main(args: readonly string[]): Promise<number> {
  const help = helpAsked(TEST, args);
  if (help !== undefined) {
    say(help);
    return 0;
  }
  const { soak, quick } = setupOptions(TEST, args);
  const start = performance.now();
  const tallies: Tally[] = [];
  try {
    const lab = await ensureLab();
    await handOver(lab, import.meta.filename!, args);
    const browser = quick ? undefined : await ensureBrowser(lab.env);
    const pandas = quick ? undefined : await ensurePandas(lab.paths, lab.env);
    const env = {
      ...lab.env,
      ...soak && { LAB_SOAK: "1" },
      ...browser !== undefined && { LAB_BROWSER: browser },
      ...pandas !== undefined && { LAB_PANDAS: pandas },
    };
    for (const step of STEPS) {
      if (!(quick && step.slow)) tallies.push(await runStep(lab, step, env));
    }
  } catch (error) {
    // A set-up that cannot go on is a failure and is counted as one.
    if (!(error instanceof SetupError)) throw error;
    say(`\n${error.message}\n\n${error.details}\n`);
    tallies.push({ passed: 0, failed: 1, skipped: 0 });
  }
  const sum = total(tallies);
  say(`\n${seconds(performance.now() - start)} in all\n${tallyLine(sum)}\n`);
  return sum.failed === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await withSetupErrors(() => main(Deno.args)));
