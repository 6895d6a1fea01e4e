/**
 * Names what is wrong with this machine, and the remedy. Changes nothing; the exit code is 1 when
 * something keeps the lab from being set up.
 *
 *   deno task doctor
 *   deno run -A --no-config lib/cli/doctor.ts    where the task itself does not start
 *
 * A task fetches every package of `deno.json` before its first line; the second way fetches nothing.
 *
 * @module
 */
import { command } from "./options/command.ts";
import { helpAsked } from "./options/help_text.ts";
import { examine } from "./setup/examine.ts";
import { say } from "./setup/progress.ts";
import { setupOptions } from "./setup/setup_options.ts";
import { withSetupErrors } from "./setup/with_setup_errors.ts";

const NAME_WIDTH = 20;
const STATE_WIDTH = 8;

const DOCTOR = command({
  name: "doctor",
  about:
    "Names what is wrong with this machine, and the remedy. It changes nothing; the exit code is 1 " +
    "when something keeps the lab from being set up.",
  options: {},
});

async function main(args: readonly string[]): Promise<number> {
  const help = helpAsked(DOCTOR, args);
  if (help !== undefined) {
    say(help);
    return 0;
  }
  setupOptions(DOCTOR, args);
  const findings = await examine();
  for (const { name, state, text } of findings) {
    say(`${state.padEnd(STATE_WIDTH)}${name.padEnd(NAME_WIDTH)}${text}\n`);
  }
  const wrong = findings.filter(({ state }) => state === "not ok").length;
  say(
    wrong === 0
      ? "\nNothing is in the way of the lab.\n"
      : wrong === 1
      ? "\nOne thing is in the way; its remedy stands above.\n"
      : `\n${wrong} of ${findings.length} things are in the way; their remedies stand above.\n`,
  );
  return wrong === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await withSetupErrors(() => main(Deno.args)));
