/** What a provider adds to a name that was asked for: a date, a build, `latest`. */
const BUILD =
  /^[-@:](latest|v?\d{3,}|\d{4}-\d{2}-\d{2}|\d{2}-\d{2}|\d{2}-\d{4}|preview(-\d{2}-\d{4}|-\d{2}-\d{2})?)$/;

/** The name without what stands before it: `models/`, `openai/`. */
function bare(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1).toLowerCase();
}

/**
 * Whether the model that answered is the one that was asked: the same name, or that name with a date
 * or build behind it. `gpt-5-mini` is not `gpt-5`.
 *
 * @param also Other names by which it may answer, from the settings.
 *
 * @example
 * ```ts
 * import { isSameModel } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * equal(isSameModel("gpt-5", "gpt-5-2025-08-07"), true);
 * equal(isSameModel("gpt-5", "gpt-5-mini"), false);
 * ```
 */
export function isSameModel(
  asked: string,
  answered: string,
  also: readonly string[] = [],
): boolean {
  if (also.includes(answered)) return true;
  const a = bare(asked).replace(/[-:]latest$/, ""), b = bare(answered).replace(/[-:]latest$/, "");
  return a === b || (b.startsWith(a) && BUILD.test(b.slice(a.length)));
}
