import { LabError } from "../../errors.ts";

/** Values that are many, out of memory: lines of JSON in a file of their own, which is gone at the end. */
export interface LineSpool<Value> {
  add(value: Value): void;
  /** The line of each, in the order in which they were added. */
  lines(): AsyncIterable<string>;
  /** All of them, in memory. */
  all(): Promise<readonly Value[]>;
  readonly count: number;
  close(): void;
}

/**
 * An empty spool in the system's folder for such files.
 *
 * @throws {LabError} From `add`, if the disk takes no more.
 */
export function lineSpool<Value>(): LineSpool<Value> {
  const path = Deno.makeTempFileSync({ prefix: "sector_committee_", suffix: ".jsonl" });
  const file = Deno.openSync(path, { write: true });
  const encoder = new TextEncoder();
  let count = 0;

  async function* lines() {
    const text = (await Deno.open(path)).readable.pipeThrough(new TextDecoderStream());
    let rest = "";
    for await (const piece of text) {
      const parts = (rest + piece).split("\n");
      rest = parts.pop()!;
      yield* parts;
    }
  }
  return {
    add(value) {
      try {
        const bytes = encoder.encode(JSON.stringify(value) + "\n");
        for (let done = 0; done < bytes.length;) done += file.writeSync(bytes.subarray(done));
      } catch (cause) {
        throw new LabError(
          `Cannot keep answers on the way in ${path}: ${(cause as Error).message}`,
          {
            cause,
          },
        );
      }
      count++;
    },
    lines,
    async all() {
      const values: Value[] = [];
      for await (const line of lines()) values.push(JSON.parse(line));
      return values;
    },
    get count() {
      return count;
    },
    close() {
      file.close();
      Deno.removeSync(path);
    },
  };
}
