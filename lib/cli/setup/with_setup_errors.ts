import { console } from "../console.ts";
import { stopRunning } from "./run.ts";
import { SetupError } from "./setup_error.ts";
import { removeTrialsFolders } from "./trials_folder.ts";

/** The exit code of a command that was interrupted, as shells give it. */
const INTERRUPTED = 130;

let onInterrupt: () => void = () => {
  stopRunning();
  removeTrialsFolders();
  console.error(
    "\nStopped. Nothing half-finished will be used; the same command goes on from here.",
  );
  Deno.exit(INTERRUPTED);
};

/** From now on Ctrl-C does this instead of ending the program at once. */
export function handleInterrupt(handler: () => void): void {
  onInterrupt = handler;
}

/**
 * Runs a command of the lab: a set-up that cannot go on becomes its sentence and exit code 1, and
 * Ctrl-C before the lab is open stops what was started and ends with 130.
 */
export async function withSetupErrors(main: () => Promise<number>): Promise<number> {
  Deno.addSignalListener("SIGINT", () => onInterrupt());
  // Windows knows no SIGTERM; closing the window there sends SIGHUP.
  Deno.addSignalListener(Deno.build.os === "windows" ? "SIGHUP" : "SIGTERM", () => onInterrupt());
  try {
    return await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n${error.message}`);
    if (error.details !== "") console.error(`\n${error.details.replace(/^/gm, "    ")}`);
    return 1;
  }
}
