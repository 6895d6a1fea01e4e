import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The clone, its library, and where bundles stand; git ignores the last. */
export const ROOT: URL = new URL("../../", import.meta.url);
export const LIBRARY: string = fileURLToPath(new URL("lib/", ROOT));
export const PANEL_FOLDER: string = fileURLToPath(new URL(".lab/state/panels/", ROOT));

/** Every panel's script, and what they were made from. */
export interface PanelBundles {
  /** Hash of each file under `lib/` that went in, by its path there. */
  readonly sources: Readonly<Record<string, string>>;
  /** One module per panel, by the panel's name. */
  readonly scripts: Readonly<Record<string, string>>;
}

/** A fingerprint of a file's bytes. */
export function contentHash(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 32);
}

/** The bundles as they stand; undefined where there are none. */
export function readBundles(folder: string = PANEL_FOLDER): PanelBundles | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, "bundles.json"), "utf8"));
  } catch {
    return undefined;
  }
}

/** Whether bundles were made from the library as it is now. */
export function areFresh(bundles: PanelBundles, library: string = LIBRARY): boolean {
  try {
    return Object.entries(bundles.sources).every(([file, hash]) =>
      contentHash(readFileSync(join(library, file))) === hash
    );
  } catch {
    return false; // a file that went in is gone
  }
}
