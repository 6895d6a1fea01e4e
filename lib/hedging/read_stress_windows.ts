import { type StressWindow, stressWindows } from "./stress_windows.ts";

const FILE = "stress_windows.csv";

/**
 * The dated stress windows that the lab ships, from 1987 to 2025; see `stressWindows`.
 *
 * @throws {DataError} If the file was changed into something else.
 *
 * @example
 * ```ts
 * import { readStressWindows } from "lab/hedging";
 * import { ok } from "node:assert/strict";
 *
 * const windows = await readStressWindows();
 * ok(windows.some(({ kind }) => kind === "rebound"));
 * ```
 */
export async function readStressWindows(): Promise<readonly StressWindow[]> {
  return stressWindows(
    await Deno.readTextFile(new URL(`../../data/${FILE}`, import.meta.url)),
    { where: FILE },
  );
}
