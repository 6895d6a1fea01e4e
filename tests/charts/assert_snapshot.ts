import { equal } from "node:assert/strict";

/**
 * Compares a text with the file `snapshots/⟨name⟩` beside the tests. The names end in `.snap`, for
 * the formatter would rewrite an `.svg`; a copy under that name opens as a picture.
 *
 * With LAB_UPDATE=1 the file is written anew instead; look at it before committing it.
 */
export function assertSnapshot(name: string, actual: string): void {
  const file = new URL(`snapshots/${name}`, import.meta.url);
  if (Deno.env.get("LAB_UPDATE") === "1") {
    Deno.mkdirSync(new URL("snapshots/", import.meta.url), { recursive: true });
    Deno.writeTextFileSync(file, actual);
    return;
  }
  let kept: string;
  try {
    kept = Deno.readTextFileSync(file);
  } catch (cause) {
    throw new Error(`No snapshot ${name}: run the tests once with LAB_UPDATE=1`, { cause });
  }
  equal(actual, kept, `${name} has changed: look at it, then run the tests with LAB_UPDATE=1`);
}
