import { parseEnv } from "node:util";

/** A variable's value, or `undefined`; an empty one counts as absent. */
export type ReadVariable = (name: string) => string | undefined;

/**
 * The variables of a `.env` file, read as Node reads one: lines `NAME=value` or `export NAME=value`, values
 * in quotes if need be, comments after `#`. Nothing is run, and no other variable is put in; a byte order
 * mark before the first name is no part of it, and what is no name is skipped.
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
  const found = Object.entries(parseEnv(text.replace(/^\ufeff/, "")));
  return new Map(
    found.flatMap(([name, value]) =>
      value !== undefined && /^[A-Za-z_]\w*$/.test(name) ? [[name, value]] : []
    ),
  );
}

/**
 * Reads variables from the environment and then from a `.env` file, which git ignores. The file is
 * read at the first variable that the environment lacks; its values never enter the environment.
 *
 * @param path The file; `.env` beside `deno.json` by default. It may be missing.
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
