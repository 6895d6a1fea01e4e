import { hostname } from "node:os";
import { join } from "node:path";
import { LabError } from "../../errors.ts";
import { outsideLine } from "../../outside_text.ts";

/** The lock, and who holds it. Two files: a locked one cannot be read everywhere. */
const LOCK = ".lock", HOLDER = ".lock.json";

/** Who is at work in a folder. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

function holderOf(folder: string): string {
  try {
    const { pid, host, since } = JSON.parse(Deno.readTextFileSync(join(folder, HOLDER))) as Holder;
    return `process ${Number(pid)} on ${outsideLine(String(host), 60)}, since ${
      outsideLine(String(since), 30)
    }`;
  } catch {
    return "a process that has not said which";
  }
}

/**
 * Keeps a second run out of a week's folder. The system frees the lock with the process, however that
 * ends, so that a killed run leaves none.
 *
 * @param folder Made where it is missing.
 * @param now When the lock is taken.
 * @returns What frees it.
 * @throws {LabError} If another run holds it; the message says which.
 */
export function lockWeek(folder: string, now: Date): () => void {
  Deno.mkdirSync(folder, { recursive: true });
  const file = Deno.openSync(join(folder, LOCK), { create: true, write: true });
  if (!file.tryLockSync(true)) {
    file.close();
    throw new LabError(
      `Cannot run this week: another run is at work in its folder (${
        holderOf(folder)
      }); wait until ` +
        "it has ended",
    );
  }
  const holder: Holder = { pid: Deno.pid, host: hostname(), since: now.toISOString() };
  try {
    Deno.writeTextFileSync(join(folder, HOLDER), JSON.stringify(holder) + "\n");
  } catch { /* the lock holds without its name */ }
  return () => {
    try {
      Deno.removeSync(join(folder, HOLDER));
    } catch { /* somebody cleaned up */ }
    file.close();
  };
}
