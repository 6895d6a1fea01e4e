import { delimiter, join } from "node:path";

/** The full path of a program on the PATH of `env`, or undefined. */
export function findProgram(
  name: string,
  env: Readonly<Record<string, string>>,
  os: string = Deno.build.os,
): string | undefined {
  // Windows spells the variable Path.
  const path = env.PATH ?? env.Path ?? "";
  const endings = os === "windows" ? [".exe", ".cmd", ".bat"] : [""];
  for (const folder of path.split(delimiter)) {
    if (folder === "") continue;
    for (const ending of endings) {
      const candidate = join(folder, name + ending);
      try {
        const found = Deno.statSync(candidate);
        // Without the executable bit a file is no program; Windows reports no mode.
        if (found.isFile && (found.mode === null || (found.mode & 0o111) !== 0)) return candidate;
      } catch {
        // Not there, or not ours to look at: the next folder.
      }
    }
  }
  return undefined;
}
