import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { LogPlaces } from "../log/mod.ts";

/** The lab's own folder of what it keeps for good, and of what may be made again. */
const LAB = fileURLToPath(new URL("../../.lab", import.meta.url));
/**
 * Where ballots, the ledger of paid calls and the answers that were paid for are kept unless told
 * otherwise: outside `.lab/state`, which readers are told to delete for a fresh start.
 */
export const RECORD_FOLDER: string = join(LAB, "record");
/** Name of the ledger in a folder of records. */
export const LEDGER = "calls.sqlite";

/**
 * The record of ballots in a folder, and its head: of the lab's own folder it lies with the state, so that
 * one clean-up does not take both; of a folder that several share it lies in it.
 *
 * @example
 * ```ts
 * import { recordPlaces } from "lab/record";
 * import { match } from "node:assert/strict";
 *
 * match(recordPlaces("/shared/record").log, /ballots\.jsonl$/);
 * ```
 */
export function recordPlaces(folder: string): LogPlaces {
  const isOwn = resolve(folder) === RECORD_FOLDER;
  return {
    log: join(folder, "ballots.jsonl"),
    head: isOwn ? join(LAB, "state", "ballots_head.json") : join(folder, "ballots_head.json"),
  };
}
