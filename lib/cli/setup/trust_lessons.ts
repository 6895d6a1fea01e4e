import { join } from "node:path";
import { findProgram } from "./find_program.ts";
import type { LabPaths } from "./paths.ts";
import { step } from "./progress.ts";
import { run } from "./run.ts";
import { setupHash } from "./setup_hash.ts";

/**
 * Marks the lab's own lessons as trusted, so that their panels are alive when first opened.
 *
 * Jupyter runs scripts of outputs only in notebooks that were signed here; a cell that the reader
 * runs needs no signature. Signed are the notebooks of `notebooks/` as they were committed: one that
 * was changed, or put there by someone else, is left to the reader ("Trust Notebook"). Where there is
 * no git to ask, the notebooks that came with the clone are signed at its first set-up and none
 * later. Key and signatures stay inside the clone, in Jupyter's data folder.
 */
export async function trustLessons(
  paths: LabPaths,
  env: Readonly<Record<string, string>>,
  write: (text: string) => void,
): Promise<void> {
  const record = join(paths.state, "trusted.json");
  const earlier = await Deno.readTextFile(record).catch(() => undefined);
  const committed = await committedNotebooks(paths, env);
  if (committed === undefined && earlier !== undefined) return;
  const files = committed ?? await allNotebooks(paths);
  const bytes = await Promise.all(files.map((file) => Deno.readTextFile(file)));
  // The place is part of it: a copy of the clone elsewhere brings its signatures along, a new one
  // has none.
  const now = JSON.stringify({ lessons: setupHash([paths.root, files, bytes]) });
  if (now === earlier) return;
  if (files.length > 0) {
    const signed = await step(
      "trust in the lab's own lessons",
      () => run(paths.python, ["-m", "nbformat.sign", ...files], { env, cwd: paths.root }),
      write,
    );
    if (signed.code !== 0) {
      // No reason to stop: each panel comes alive when its cell is run.
      write(`  not done: ${signed.text.trim().split("\n").at(-1)}\n`);
      return;
    }
  }
  await Deno.mkdir(paths.state, { recursive: true });
  await Deno.writeTextFile(record, now);
}

/** Notebooks that are as they were committed; undefined where git cannot say. */
async function committedNotebooks(
  paths: LabPaths,
  env: Readonly<Record<string, string>>,
): Promise<string[] | undefined> {
  const git = findProgram("git", env);
  if (git === undefined) return undefined;
  const ask = async (...args: string[]) => {
    const ran = await run(git, args, { env, cwd: paths.root });
    return ran.code === 0 ? ran.stdout.split("\0").filter(Boolean) : undefined;
  };
  const tracked = await ask("ls-files", "-z", "--", "notebooks/*.ipynb");
  const changed = await ask("diff", "--name-only", "--relative", "-z", "HEAD", "--", "notebooks");
  if (tracked === undefined || changed === undefined) return undefined;
  return tracked.filter((file) => !changed.includes(file)).map((file) => join(paths.root, file));
}

async function allNotebooks(paths: LabPaths): Promise<string[]> {
  const folder = join(paths.root, "notebooks");
  const found: string[] = [];
  try {
    for await (const { name, isFile } of Deno.readDir(folder)) {
      if (isFile && name.endsWith(".ipynb")) found.push(join(folder, name));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return found.sort();
}
