import { join } from "node:path";
import { areFresh, readBundles } from "../../live/panel_bundles.ts";
import { failureReason } from "./failure_reason.ts";
import type { LabPaths } from "./paths.ts";
import { step } from "./progress.ts";
import { run } from "./run.ts";

/**
 * Bundles the lessons' panels for the browser, where the library has changed since the last time.
 *
 * The bundler is a package, so it runs as a program of its own: this file, like all of set-up, must
 * run before any package is there.
 */
export async function bundlePanels(
  paths: LabPaths,
  env: Readonly<Record<string, string>>,
  write?: (text: string) => void,
): Promise<void> {
  const bundles = readBundles(join(paths.state, "panels"));
  if (bundles !== undefined && areFresh(bundles, join(paths.root, "lib"))) return;
  await step("panels for the browser", async () => {
    const bundled = await run(paths.deno, ["run", "-A", paths.bundler], { env, cwd: paths.root });
    if (bundled.code !== 0) throw failureReason("bundle the panels", bundled.text);
  }, write);
}
