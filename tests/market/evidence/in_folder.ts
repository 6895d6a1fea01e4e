import { join } from "node:path";

/** Runs in a folder of evidence with some files, which is gone afterwards. */
export async function inFolder<Result>(
  files: Readonly<Record<string, string | Uint8Array>>,
  run: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, content] of Object.entries(files)) {
      await (typeof content === "string"
        ? Deno.writeTextFile(join(folder, name), content)
        : Deno.writeFile(join(folder, name), content));
    }
    return await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Rows of one table as CSV. */
export const csv = (...rows: readonly string[]): string => `${rows.join("\n")}\n`;
