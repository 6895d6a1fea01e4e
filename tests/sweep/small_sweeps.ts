import { join } from "node:path";
import { sweepConfig, type SweepConfigInput } from "lab/sweep";

/** Two years of dice: 41 decisions that a sweep sees, and no committee that must be asked. */
export const DICE: SweepConfigInput["data"] = {
  kind: "simulated",
  seeds: [7],
  years: 2,
  committee: "dice",
};

/** 66 weightings in three shards. */
export const SMALL = sweepConfig({ data: DICE, grid: { step: 0.1 } });

/** Calls with a folder of its own, which is gone afterwards. */
export async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "sweep-test-" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** All files below a folder with their bytes as text, by path. */
export async function filesOf(folder: string, below = ""): Promise<Record<string, string>> {
  const out: Record<string, string> = {};
  for await (const { name, isDirectory } of Deno.readDir(join(folder, below))) {
    const path = join(below, name);
    if (isDirectory) Object.assign(out, await filesOf(folder, path));
    else out[path] = (await Deno.readFile(join(folder, path))).toHex();
  }
  return out;
}
