import { existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { LabError } from "../errors.ts";
import { outsideLine } from "../outside_text.ts";
import { LEDGER, RECORD_FOLDER } from "./record_places.ts";

/** Where earlier versions kept it: in the state that a fresh start deletes. */
const FORMER = join(dirname(RECORD_FOLDER), "state", LEDGER);

/**
 * The file of ledger and paid answers in a folder of records. A ledger that an earlier version kept with
 * the lab's state is moved, whole, the first time the lab's own folder is asked for.
 *
 * @param folder The lab's own by default.
 * @param former Where an earlier version kept the ledger of that folder, for a test.
 * @throws {LabError} If another program uses the former ledger just then.
 *
 * @example
 * ```ts
 * import { ledgerPlace } from "lab/record";
 * import { match } from "node:assert/strict";
 *
 * match(ledgerPlace("/shared/record"), /calls\.sqlite$/);
 * ```
 */
export function ledgerPlace(folder: string = RECORD_FOLDER, former?: string): string {
  const place = join(folder, LEDGER);
  const old = former ?? (resolve(folder) === RECORD_FOLDER ? FORMER : undefined);
  if (old !== undefined && existsSync(old) && !existsSync(place)) moveLedger(old, place);
  return place;
}

/** Moves a ledger with all that is in it; one that is in use stays where it is. */
function moveLedger(from: string, to: string): void {
  try {
    const database = new DatabaseSync(from);
    try {
      // What stands in the files beside it is written into it first; another program would hinder this.
      database.exec("PRAGMA busy_timeout = 2000; PRAGMA journal_mode = DELETE;");
    } finally {
      database.close();
    }
    mkdirSync(dirname(to), { recursive: true });
    renameSync(from, to);
  } catch (cause) {
    throw new LabError(
      `Cannot move the ledger of paid calls from ${outsideLine(from)} to ${outsideLine(to)}: ${
        cause instanceof Error ? cause.message : String(cause)
      }; end other programs of the lab, and try again`,
      { cause },
    );
  }
}
