import { browserRemedy, findBrowser } from "../setup/find_browser.ts";
import { failureReason } from "../setup/failure_reason.ts";
import { findProgram } from "../setup/find_program.ts";
import { say, step } from "../setup/progress.ts";
import { run } from "../setup/run.ts";
import { SetupError } from "../setup/setup_error.ts";

/**
 * The browser for the tests. In CI a missing one is installed, Debian's, so that nothing is
 * skipped there; elsewhere the reader is told how to install one.
 *
 * @returns Its program, or undefined where there is none and none may be installed.
 */
export async function ensureBrowser(
  env: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const found = findBrowser(env);
  if (found !== undefined) return found;
  if (env.CI !== "true") {
    say(
      `No Chrome, Chromium or Edge was found, so the browser test is skipped. To run it: ` +
        `${browserRemedy()}\n`,
    );
    return undefined;
  }
  await step("Chromium for the browser test (by apt-get)", async () => {
    const aptGet = findProgram("apt-get", env);
    if (aptGet === undefined) {
      throw new SetupError(
        `Cannot install a browser: there is no apt-get here. Install Chrome, Chromium or Edge ` +
          `before the tests.`,
      );
    }
    const sudo = Deno.uid() === 0 ? [] : ["sudo", "-n"];
    for (const args of [["update"], ["install", "--yes", "--no-install-recommends", "chromium"]]) {
      const [program, ...rest] = [...sudo, aptGet, ...args];
      const ran = await run(program, rest, {
        env: { ...env, DEBIAN_FRONTEND: "noninteractive" },
      });
      // A list that could not be renewed may still do; only the installation must succeed.
      if (ran.code !== 0 && args[0] === "install") {
        throw failureReason("install Chromium with apt-get", ran.text);
      }
    }
  });
  return findBrowser(env);
}
