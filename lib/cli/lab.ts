/**
 * Opens the lab: sets up what is missing and starts JupyterLab at the list of lessons.
 *
 *   deno task lab                 set up, open, stop with Ctrl-C
 *   deno task lab --check         set up, run every lesson headless, write pages to out/
 *   deno task lab --port 9000     another port than 8888
 *   deno task lab --no-browser    print the address only
 *
 * Everything on the way to the first line of output imports built-in modules and files of this
 * folder only, for it runs before any package is there.
 *
 * @module
 */
import { ensureLab, type Lab } from "./setup/ensure_lab.ts";
import { checkLessons } from "./setup/check_lessons.ts";
import { handOver } from "./setup/hand_over.ts";
import { type JupyterServer, PortTakenError, startJupyter } from "./setup/jupyter_server.ts";
import { openBrowser } from "./setup/open_browser.ts";
import { FIRST_PORT, labPort } from "./setup/ports.ts";
import { say, step } from "./setup/progress.ts";
import { labSettings } from "./setup/lab_settings.ts";
import { handleInterrupt, withSetupErrors } from "./setup/with_setup_errors.ts";

/** The list of lessons, with their questions. */
const LANDING = "notebooks/README.md";

async function main(args: readonly string[]): Promise<number> {
  const settings = labSettings(args);
  if (settings.help) {
    say(`${settings.help}\n`);
    return 0;
  }
  const lab = await ensureLab();
  await handOver(lab, import.meta.filename!, args);
  if (settings.check) return await checkLessons(lab);
  return await open(lab, settings);
}

async function open(
  lab: Lab,
  settings: { port?: number; browser: boolean },
): Promise<number> {
  const interrupted = Promise.withResolvers<void>();
  const server = await step("JupyterLab", () => startOnFreePort(lab, settings.port));
  if (settings.port === undefined && server.port !== FIRST_PORT) {
    say(`Port ${FIRST_PORT} is in use; taking ${server.port}.\n`);
  }
  handleInterrupt(interrupted.resolve);
  const url = server.url(LANDING);
  const opened = settings.browser && openBrowser(url, lab.env);
  say(`\nThe lab is open${opened ? " in your browser" : ""}:\n\n  ${url}\n\n`);
  say("Save your work in the browser; Ctrl-C here stops the lab.\n");

  const cause = await Promise.race([
    interrupted.promise.then(() => "interrupted" as const),
    server.ended,
  ]);
  if (cause === "interrupted") {
    say("\nStopping the lab and its kernels … ");
    await server.stop();
    say("stopped.\n");
    return 0;
  }
  say(cause === 0 ? "\nThe lab was shut down.\n" : `\nJupyterLab ended with code ${cause}.\n`);
  return cause;
}

/** Another lab that starts at the same moment may take the port: then the next one is tried. */
async function startOnFreePort(lab: Lab, asked: number | undefined): Promise<JupyterServer> {
  let first = FIRST_PORT;
  while (true) {
    const port = await labPort(asked, lab.env, first);
    try {
      return await startJupyter(lab, port);
    } catch (error) {
      if (!(error instanceof PortTakenError)) throw error;
      // A port that was asked for is refused by `labPort`, with the process that holds it now.
      first = port + 1;
    }
  }
}

if (import.meta.main) Deno.exit(await withSetupErrors(() => main(Deno.args)));
