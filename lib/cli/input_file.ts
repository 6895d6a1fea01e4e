import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { InputFile } from "../market/mod.ts";

/** A file that a run read, by its name and the hash of its bytes. */
export async function inputFile(path: string): Promise<InputFile> {
  const bytes = await Deno.readFile(path);
  return { name: basename(path), sha256: createHash("sha256").update(bytes).digest("hex") };
}
