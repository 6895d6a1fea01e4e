import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import { DataError } from "../../errors.ts";
import { outsideLine } from "../../outside_text.ts";
import { type Instant } from "../../units.ts";
import { listed } from "../../words.ts";
import { newYorkInstant } from "../calendar.ts";
import { fileHash } from "./evidence_lines.ts";
import { EVIDENCE_ENDINGS } from "./evidence_rows.ts";
import { EVIDENCE_TABLES, type EvidenceTableName } from "./evidence_names.ts";

/** What a download writes beside its files. */
const SIDECAR = "evidence.json";
/** Characters of what it says of a file. */
const MOST_SAID = 120;

/** A table's file in a folder. */
export interface FoundTable {
  readonly table: EvidenceTableName;
  readonly path: string;
  /** New York minute at which it was fetched: by the folder's `evidence.json`, else its own last change. */
  readonly fetchedAt?: Instant;
  /** Hash of the file when it was fetched, where `evidence.json` has one. */
  readonly sha256?: string;
  /** What `evidence.json` says a source line should add to its name. */
  readonly says?: string;
}

/** What lies in a folder of evidence. */
export interface EvidenceFolder {
  readonly tables: readonly FoundTable[];
  /** Files that are no table. */
  readonly unknown: readonly string[];
}

const NAMES = new RegExp(`^(${EVIDENCE_TABLES.join("|")})\\.(${EVIDENCE_ENDINGS.join("|")})$`, "i");

/** A minute after a moment, so that what came out in the same minute is not called later. */
function minuteAfter(ms: number): Instant | undefined {
  return Number.isFinite(ms) ? newYorkInstant(ms + 60_000) : undefined;
}

interface SidecarFile {
  readonly fetchedAt?: unknown;
  readonly sha256?: unknown;
  readonly says?: unknown;
}

/** What `evidence.json` says of a file; a folder without one, or another program's, says nothing. */
async function sidecarOf(folder: string): Promise<(file: string) => SidecarFile> {
  let told: { fetchedAt?: unknown; files?: unknown };
  try {
    told = JSON.parse(await Deno.readTextFile(join(folder, SIDECAR)));
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return () => ({});
    const why = cause instanceof Error ? outsideLine(cause.message) : "";
    throw new DataError(
      `Cannot read ${SIDECAR}: it is no JSON (${why}); delete it, or fetch anew`,
      {
        where: SIDECAR,
        cause,
      },
    );
  }
  const files = typeof told === "object" && told !== null ? told.files : undefined;
  return (name) => {
    const own = Array.isArray(files)
      ? files.find((one) => one?.name === name || one?.file === name)
      : (files as Record<string, SidecarFile> | undefined)?.[name];
    return { fetchedAt: told?.fetchedAt, ...(typeof own === "object" ? own : {}) };
  };
}

/**
 * One hash for all tables of a folder of evidence: what was read from it is the same while it is.
 *
 * @returns SHA-256 over name and hash of each file, hexadecimal.
 * @throws {DataError} As `evidenceFolder` does.
 *
 * @example
 * ```ts
 * import { evidenceHash } from "lab/market";
 * import { match } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${folder}/rates.csv`, "available_at,rate_per_year\n2024-03-04,0.05\n");
 * match(await evidenceHash(folder), /^[0-9a-f]{64}$/);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function evidenceHash(folder: string): Promise<string> {
  const { tables } = await evidenceFolder(folder), hash = createHash("sha256");
  for (const { path } of tables) hash.update(`${basename(path)} ${await fileHash(path)}\n`);
  return hash.digest("hex");
}

/**
 * The tables in a folder of evidence, and what lies beside them.
 *
 * @throws {DataError} If there is no such folder, none of its files is a table, or a table is there twice.
 *
 * @example
 * ```ts
 * import { evidenceFolder } from "./evidence_folder.ts";
 * import { deepEqual } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${folder}/rates.csv`, "available_at,rate_per_year\n2024-03-04,0.05\n");
 * await Deno.writeTextFile(`${folder}/notes.txt`, "");
 * const { tables, unknown } = await evidenceFolder(folder);
 * deepEqual([tables.map(({ table }) => table), unknown], [["rates"], ["notes.txt"]]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function evidenceFolder(folder: string): Promise<EvidenceFolder> {
  const shown = outsideLine(folder), names: string[] = [], unknown: string[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (name.startsWith(".") || name === SIDECAR || isDirectory) continue;
      (NAMES.test(name) ? names : unknown).push(name);
    }
  } catch (cause) {
    const why = cause instanceof Deno.errors.NotFound
      ? "there is no such folder"
      : cause instanceof Deno.errors.PermissionDenied
      ? "this user may not read it"
      : "it is no folder; name the one in which the files lie";
    throw new DataError(`Cannot read the evidence in ${shown}: ${why}`, { where: folder, cause });
  }
  if (names.length === 0) {
    throw new DataError(
      `Cannot read the evidence in ${shown}: need a file called ${
        listed(EVIDENCE_TABLES, "or")
      } that ends in ${listed(EVIDENCE_ENDINGS.map((ending) => `.${ending}`), "or")}` +
        (unknown.length === 0
          ? ""
          : `, got ${listed(unknown.slice(0, 5).map((name) => outsideLine(name, 60)))}`),
      { where: folder },
    );
  }
  const tableOf = (name: string) => NAMES.exec(name)![1].toLowerCase() as EvidenceTableName;
  const sidecar = await sidecarOf(folder), tables: FoundTable[] = [];
  for (const table of EVIDENCE_TABLES) {
    const own = names.filter((name) => tableOf(name) === table).sort();
    if (own.length > 1) {
      throw new DataError(
        `Cannot read the evidence in ${shown}: ${table} is there twice, as ${
          listed(own)
        }; keep one of them`,
        { where: folder },
      );
    }
    for (const name of own) {
      const { fetchedAt, sha256, says } = sidecar(name), path = join(folder, name);
      const told = typeof fetchedAt === "string" ? Date.parse(fetchedAt) : NaN;
      const changed = (await Deno.stat(path)).mtime?.getTime() ?? NaN;
      const at = minuteAfter(Number.isFinite(told) ? told : changed);
      tables.push({
        table,
        path,
        ...(at === undefined ? {} : { fetchedAt: at }),
        ...(typeof sha256 === "string" ? { sha256 } : {}),
        ...(typeof says === "string" ? { says: outsideLine(says, MOST_SAID) } : {}),
      });
    }
  }
  return { tables, unknown: unknown.sort() };
}
