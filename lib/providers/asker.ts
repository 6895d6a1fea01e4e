import { readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** A program that asks, as others see it who use the same store. */
export interface Asker {
  readonly id: string;
  /** Whether the program of that id still runs. */
  isRunning(id: string): boolean;
  /** Ends it; a program that dies has ended as well. */
  close(): void;
}

/** Of a store in memory, which no other program sees. */
const ALONE: Asker = { id: "alone", isRunning: () => false, close: () => {} };

/**
 * Puts a file beside a store that stays locked for as long as this program runs: the system takes the
 * lock away with the program, however it ends, so that no clock and no signal of life is needed.
 * Files of programs that have ended are removed.
 *
 * To be called where no other program does the same, inside a transaction of the store.
 *
 * @param path Of the store; `:memory:` has no others.
 */
export function registerAsker(path: string): Asker {
  if (path === ":memory:") return ALONE;
  const folder = dirname(path), prefix = `${basename(path)}-asker-`;
  const fileOf = (id: string) => join(folder, prefix + id);

  function isRunning(id: string): boolean {
    let file: Deno.FsFile | undefined;
    try {
      file = Deno.openSync(fileOf(id), { write: true });
      return !file.tryLockSync(true);
    } catch {
      // Its file is gone, or this file system knows no locks.
      return false;
    } finally {
      file?.close();
    }
  }

  for (const name of readdirSync(folder)) {
    if (name.startsWith(prefix) && !isRunning(name.slice(prefix.length))) {
      rmSync(join(folder, name), { force: true });
    }
  }
  const id = crypto.randomUUID();
  const file = Deno.openSync(fileOf(id), { write: true, createNew: true });
  try {
    file.tryLockSync(true);
  } catch {
    // Without locks every program asks for itself.
  }
  return {
    id,
    isRunning,
    close() {
      file.close();
      rmSync(fileOf(id), { force: true });
    },
  };
}
