import { dirname, join, resolve } from "node:path";
import { LabError } from "../errors.ts";
import { printableJson, writableText } from "../outside_text.ts";

const partial = (dir: string, name: string) => join(dir, `.${name}.partial`);

/** A file's text as it is written: JSON keeps its values, in escapes; pages lose what no reader sees. */
function written(name: string, text: string): string {
  return name.endsWith(".json") ? printableJson(text) : writableText(text);
}

/**
 * Refuses a folder that cannot be written, before a command's long work and not after it. Nothing is left
 * behind: a folder that is not there yet is not made, its nearest parent is tried.
 *
 * @param dir The folder; nothing is checked where there is none.
 * @throws {LabError} As {@linkcode writeFiles} would; says which folder, and why.
 */
export function checkWritable(dir: string | undefined): void {
  if (dir === undefined) return;
  let nearest = resolve(dir);
  while (true) {
    try {
      // Through a link that leads nowhere too, which a folder cannot be made behind.
      Deno.lstatSync(nearest);
      break;
    } catch (cause) {
      const parent = dirname(nearest);
      if (!(cause instanceof Deno.errors.NotFound) || parent === nearest) break;
      nearest = parent;
    }
  }
  const probe = join(nearest, `.writable-${crypto.randomUUID()}.partial`);
  try {
    if (!Deno.statSync(nearest).isDirectory) throw new Deno.errors.NotADirectory();
    Deno.writeTextFileSync(probe, "x", { createNew: true });
  } catch (cause) {
    throw new LabError(`Cannot write to ${dir}: ${reasonOf(cause)}`, { cause });
  } finally {
    try {
      Deno.removeSync(probe);
    } catch { /* it was never written */ }
  }
}

/**
 * Writes a set of files into a folder so that a reader sees either all old or all new ones.
 *
 * Each text goes to a hidden partial file first and is moved into place once all of them are
 * complete. An interruption leaves at most partial files, which the next run writes over.
 *
 * @param dir The folder; made if it does not exist.
 * @param files Text or bytes by file name.
 * @param options.endsOnInterrupt Whether Ctrl+C ends the program, with nothing half-written; true by
 *   default, false for a command that hears it itself.
 * @throws {LabError} If the folder or a file cannot be written; says which, and why.
 */
export async function writeFiles(
  dir: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  { endsOnInterrupt = true }: { readonly endsOnInterrupt?: boolean } = {},
): Promise<void> {
  const names = Object.keys(files);
  const cleanUp = () => {
    for (const name of names) {
      try {
        Deno.removeSync(partial(dir, name));
      } catch { /* it was never written, or is already in its place */ }
    }
  };
  const onInterrupt = () => {
    cleanUp();
    Deno.exit(130);
  };
  if (endsOnInterrupt) Deno.addSignalListener("SIGINT", onInterrupt);
  try {
    await Deno.mkdir(dir, { recursive: true });
    for (const name of names) {
      const file = await Deno.open(partial(dir, name), {
        write: true,
        create: true,
        truncate: true,
      });
      try {
        const held = files[name];
        const bytes = typeof held === "string"
          ? new TextEncoder().encode(written(name, held))
          : held;
        for (let done = 0; done < bytes.length;) done += await file.write(bytes.subarray(done));
        await file.sync();
      } finally {
        file.close();
      }
    }
    // Without a pause, so that an interruption finds all of them moved or none.
    for (const name of names) Deno.renameSync(partial(dir, name), join(dir, name));
  } catch (cause) {
    cleanUp();
    throw new LabError(`Cannot write to ${dir}: ${reasonOf(cause)}`, { cause });
  } finally {
    if (endsOnInterrupt) Deno.removeSignalListener("SIGINT", onInterrupt);
  }
}

function reasonOf(cause: unknown): string {
  if (cause instanceof Deno.errors.PermissionDenied) return "you may not write there";
  if (cause instanceof Deno.errors.NotADirectory || cause instanceof Deno.errors.AlreadyExists) {
    return "a file of that name is in the way; give --out a folder";
  }
  const text = cause instanceof Error ? cause.message : String(cause);
  if (/EROFS|read-only file system/i.test(text)) return "the disk is read-only";
  if (/ENOSPC|no space/i.test(text)) return "the disk is full";
  // Without the name of the file that was tried, which is none of the reader's.
  return text.replace(/: \w+ '[^']*'$/, "");
}
