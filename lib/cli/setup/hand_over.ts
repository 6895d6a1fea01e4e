import { handOverNote } from "./choose_deno.ts";
import type { Lab } from "./ensure_lab.ts";
import { say } from "./progress.ts";
import { DENO_VERSION } from "./versions.ts";
import { handleInterrupt } from "./with_setup_errors.ts";

/** Set for the program that a hand-over started, so that it is never handed over twice. */
const HANDED_OVER = "LAB_HANDED_OVER";

/**
 * Runs the same program again on the venv's Deno, when this one is another version, and ends with
 * its exit code; otherwise returns at once. Numbers and kernel are promised for that version only.
 */
export async function handOver(
  lab: Lab,
  script: string,
  args: readonly string[],
  running: string = Deno.version.deno,
): Promise<void> {
  if (running === DENO_VERSION || lab.env[HANDED_OVER] !== undefined) return;
  say(`${handOverNote(running)}\n`);
  // The terminal sends the signal to the child as well; this process only has to outlive it.
  handleInterrupt(() => {});
  const child = new Deno.Command(lab.paths.deno, {
    args: ["run", "-A", "--no-config", script, ...args],
    cwd: lab.paths.root,
    env: { ...lab.env, [HANDED_OVER]: "1" },
    clearEnv: true,
  }).spawn();
  Deno.exit((await child.status).code);
}
