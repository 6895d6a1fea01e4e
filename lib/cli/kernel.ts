/**
 * Registers the lab's kernel for VS Code and every other Jupyter front end of this user.
 *
 *   deno task kernel            register
 *   deno task kernel --remove   take it away again
 *
 * This is the only command that writes outside the clone, and it says where.
 *
 * @module
 */
import { join } from "node:path";
import { command } from "./options/command.ts";
import { helpAsked } from "./options/help_text.ts";
import { flag } from "./options/option.ts";
import { ensureLab } from "./setup/ensure_lab.ts";
import { failureReason } from "./setup/failure_reason.ts";
import { handOver } from "./setup/hand_over.ts";
import { kernelSpec } from "./setup/kernel_spec.ts";
import { say } from "./setup/progress.ts";
import { SetupError } from "./setup/setup_error.ts";
import { setupOptions } from "./setup/setup_options.ts";
import { userKernelFolder } from "./setup/user_kernel.ts";
import { withSetupErrors } from "./setup/with_setup_errors.ts";

/** The name under which front ends offer it. */
const DISPLAY_NAME = "Deno (Sector Committee Lab)";

const KERNEL = command({
  name: "kernel",
  options: { remove: flag({ help: "take it away again" }) },
});

async function main(args: readonly string[]): Promise<number> {
  const help = helpAsked(KERNEL, args);
  if (help !== undefined) {
    say(help);
    return 0;
  }
  const asked = setupOptions(KERNEL, args);
  const folder = userKernelFolder(Deno.env.toObject());
  try {
    if (asked.remove) {
      await remove(folder);
      return 0;
    }
    const lab = await ensureLab();
    await handOver(lab, import.meta.filename!, args);
    await Deno.mkdir(folder, { recursive: true });
    await Deno.writeTextFile(
      join(folder, "kernel.json"),
      JSON.stringify(kernelSpec(lab.paths, { displayName: DISPLAY_NAME }), null, 2) + "\n",
    );
  } catch (error) {
    if (error instanceof SetupError) throw error;
    throw failureReason(`write ${folder}`, String(error), { cause: error });
  }
  say(
    `Registered “${DISPLAY_NAME}” in\n\n  ${folder}\n\n` +
      `In VS Code open a notebook, choose “Select Kernel”, then “Jupyter Kernel”, then this name.\n` +
      `It uses this clone's .venv: when you move or delete the clone, run this again or remove it\n` +
      `with: deno task kernel --remove\n`,
  );
  return 0;
}

async function remove(folder: string): Promise<void> {
  try {
    await Deno.remove(folder, { recursive: true });
    say(`Removed ${folder}.\n`);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    say(`The kernel is not registered; nothing to remove at ${folder}.\n`);
  }
}

if (import.meta.main) Deno.exit(await withSetupErrors(() => main(Deno.args)));
