/** A variable's value, or `undefined`; an empty one counts as absent. */
export type ReadVariable = (name: string) => string | undefined;

/**
 * The variables of a `.env` file: lines `NAME=value`, `export NAME=value`, values in single or double
 * quotes, comments after `#`. Nothing is expanded or run; lines of another form are skipped.
 *
 * @param text The file's text.
 *
 * @example
 * ```ts
 * import { envVariables } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * equal(envVariables("# keys\nexport OPENAI_API_KEY='abc' # mine\n").get("OPENAI_API_KEY"), "abc");
 * ```
 */
export function envVariables(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of text.replace(/^\ufeff/, "").split(/\r?\n/)) {
    const parts =
      /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^#]*?))\s*(?:#.*)?$/
        .exec(line);
    if (parts) found.set(parts[1], parts[2] ?? parts[3] ?? parts[4].trim());
  }
  return found;
}

/**
 * Reads variables from the environment and then from a `.env` file, which git ignores. The file is
 * read at the first variable that the environment lacks; its values never enter the environment.
 *
 * @param path The file; `.env` beside `deno.json` by default. It may be missing.
 *
 * @example A file that is not there
 * ```ts
 * import { environmentReader } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * equal(environmentReader("no/such/file")("LAB_EXAMPLE_KEY"), undefined);
 * ```
 */
export function environmentReader(
  path: string | URL = new URL("../../.env", import.meta.url),
): ReadVariable {
  let file: ReadonlyMap<string, string> | undefined;
  return (name) => {
    const set = Deno.env.get(name);
    if (set !== undefined && set !== "") return set;
    if (file === undefined) {
      try {
        file = envVariables(Deno.readTextFileSync(path));
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
        file = new Map();
      }
    }
    return file.get(name) || undefined;
  };
}
