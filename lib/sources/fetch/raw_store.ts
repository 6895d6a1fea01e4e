import { createHash } from "node:crypto";
import { join } from "node:path";
import { LabError } from "../../errors.ts";
import type { Day } from "../../units.ts";
import { writeWhole } from "../../write_whole.ts";

/** An answer of a source as it is kept. */
export interface Answer {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** SHA-256 of the bytes, hexadecimal. */
  readonly sha256: string;
  /** The moment of the answer, in UTC as `2026-12-01T05:48:03.120Z`. */
  readonly fetchedAt: string;
}

/** Answers of all runs, kept as they came. */
export interface RawStore {
  /** The answer to an address of this store's day; `undefined` where there is none, or it is damaged. */
  readonly find: (address: string) => Promise<Answer | undefined>;
  /** Keeps an answer; it is complete on the disk when this returns. */
  readonly keep: (
    address: string,
    bytes: Uint8Array<ArrayBuffer>,
    fetchedAt: string,
  ) => Promise<Answer>;
}

const sha256Of = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

/** Bytes through one of the machine's own streams. */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(
    await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer(),
  );
}

/**
 * The store of raw answers in a folder, looked at from one day.
 *
 * `bodies/⟨SHA-256⟩.gz` holds each different answer once, `⟨day⟩/⟨address's hash⟩.json` says what was
 * asked, when, and which body came. The note is written after the body, whole and renamed, so that a
 * program killed in between leaves an answer that is fetched again, never half of one.
 *
 * @param folder The store's own folder; made with the first answer.
 * @param on The run's day in New York: what it already fetched that day is not fetched again.
 *
 * @example
 * ```ts
 * import { openRawStore } from "lab/sources";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir(), address = "https://example.org/a.csv";
 * const store = openRawStore(folder, day("2026-12-01"));
 * await store.keep(address, new TextEncoder().encode("a,b"), "2026-12-01T15:00:00.000Z");
 * equal(new TextDecoder().decode((await store.find(address))!.bytes), "a,b");
 * equal(await openRawStore(folder, day("2026-12-02")).find(address), undefined);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export function openRawStore(folder: string, on: Day): RawStore {
  const body = (sha256: string) => join(folder, "bodies", `${sha256}.gz`);
  const note = (address: string) => join(folder, on, `${sha256Of(address).slice(0, 32)}.json`);
  const isThere = async (path: string) => {
    try {
      return (await Deno.stat(path)).isFile;
    } catch {
      return false;
    }
  };
  return {
    async find(address) {
      try {
        const kept = JSON.parse(await Deno.readTextFile(note(address)));
        if (kept.address !== address || !/^[0-9a-f]{64}$/.test(kept.sha256)) return undefined;
        const packed = await Deno.readFile(body(kept.sha256));
        const bytes = await through(packed, new DecompressionStream("gzip"));
        // What a disk or a hand changed is no answer of the source.
        if (sha256Of(bytes) !== kept.sha256) return undefined;
        return { bytes, sha256: kept.sha256, fetchedAt: kept.fetchedAt };
      } catch {
        return undefined;
      }
    },
    async keep(address, bytes, fetchedAt) {
      const sha256 = sha256Of(bytes);
      try {
        const packed = await through(bytes, new CompressionStream("gzip"));
        // A damaged body of the same name is written over: `find` would refuse it for ever.
        if (
          !await isThere(body(sha256)) || (await Deno.stat(body(sha256))).size !== packed.length
        ) {
          await writeWhole(body(sha256), packed);
        }
        const said = { address, fetchedAt, sha256, bytes: bytes.length };
        await writeWhole(note(address), `${JSON.stringify(said)}\n`);
      } catch (cause) {
        throw new LabError(
          `Cannot keep an answer in ${folder}: ${
            (cause as Error).message
          }. What was kept before stays.`,
          { cause },
        );
      }
      return { bytes, sha256, fetchedAt };
    },
  };
}
