import { equal } from "node:assert/strict";

/** Compares a text with the file of that name in the tests' folder `snapshots`. */
export type AssertSnapshot = (name: string, actual: string) => void;

/**
 * The comparison with snapshots kept beside a test.
 *
 * Names end in `.snap`, for the formatter would rewrite an `.svg`; a copy under that name opens as a
 * picture. With LAB_UPDATE=1 a file is written anew instead; look at it before committing it.
 *
 * @param module `import.meta.url` of a module in the tests' folder.
 */
export function snapshotsBeside(module: string): AssertSnapshot {
  return (name, actual) => {
    const file = new URL(`snapshots/${name}`, module);
    if (Deno.env.get("LAB_UPDATE") === "1") {
      Deno.mkdirSync(new URL("snapshots/", module), { recursive: true });
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
  };
}
