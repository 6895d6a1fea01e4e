import { fileURLToPath } from "node:url";
import { LabError } from "../errors.ts";
import { areFresh, readBundles, ROOT } from "./panel_bundles.ts";

/**
 * The browser's script of a panel. Set-up has made it; where the library has been edited since, it
 * is made anew, so that the panel never shows other arithmetic than the cells do.
 *
 * @throws {LabError} If there is none and it cannot be made.
 */
export function panelScript(name: string): string {
  let bundles = readBundles();
  if (bundles === undefined || !areFresh(bundles) || !(name in bundles.scripts)) {
    const { success, stderr } = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "lib/live/bundle_panels.ts"],
      cwd: fileURLToPath(ROOT),
      stdout: "null",
      stderr: "piped",
    }).outputSync();
    if (!success) {
      throw new LabError(
        `Cannot make the panel ${name}: the bundle for the browser failed. ` +
          new TextDecoder().decode(stderr).trim(),
      );
    }
    bundles = readBundles();
  }
  const script = bundles?.scripts[name];
  if (script === undefined) {
    const known = Object.keys(bundles?.scripts ?? {}).join(", ");
    throw new LabError(`Cannot make the panel ${name}: need one of ${known}`);
  }
  return script;
}
