import { outsideLine } from "../outside_text.ts";
import { filingSource } from "./sec/filing_source.ts";
import { flowSource } from "./funds/flow_source.ts";
import { holdingsSource } from "./funds/holdings_source.ts";
import { newsSource } from "./news/news_source.ts";
import { rateSource } from "./rates/rate_source.ts";
import { ratioSource } from "./funds/ratio_source.ts";
import type { Answer } from "./fetch/raw_store.ts";
import type { ReadAnswer } from "./sec/sec_fundamentals.ts";
import type { Covered, EvidenceFile, Missing, SourceFound, SourceWorld } from "./source.ts";
import { SourceError } from "./fetch/source_error.ts";
import { styleSource } from "./styles/style_source.ts";

/** The sources by their names, in the order in which they are asked: filings need the holdings. */
export const SOURCES = {
  holdings: holdingsSource,
  flows: flowSource,
  rates: rateSource,
  styles: styleSource,
  headlines: newsSource,
  valuations: ratioSource,
  fundamentals: filingSource,
} as const satisfies Readonly<Record<string, (world: SourceWorld) => Promise<SourceFound>>>;

/** The name of a source. */
export type SourceName = keyof typeof SOURCES;

/** All of them. */
export const SOURCE_NAMES = Object.keys(SOURCES) as readonly SourceName[];

/** What one source came to in a run. */
export interface SourceReport {
  readonly source: SourceName;
  /** Rows added, by file. */
  readonly added: Readonly<Partial<Record<EvidenceFile, number>>>;
  readonly notes: readonly string[];
  readonly missing: readonly Missing[];
  readonly answers: readonly ReadAnswer[];
  readonly covered?: readonly Covered[];
  /** What a source line says beside a file's name; empty where the source failed. */
  readonly says: Readonly<Partial<Record<EvidenceFile, string>>>;
  /** What to print beside the counts. */
  readonly lines: readonly string[];
}

/**
 * Asks one source and adds what is new to its files. A source that fails is a report with a reason, and
 * no file of its is touched then.
 *
 * @throws {LabError} If a file cannot be read or written.
 *
 * @example A source that cannot be reached
 * ```ts
 * import { EVIDENCE_FILES, gatherEvidence, openGrowingTable, SourceError } from "lab/sources";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * const none = (address: string) =>
 *   Promise.reject(new SourceError("no network", { fault: "offline", address }));
 * const { added, missing } = await gatherEvidence("flows", {
 *   get: none,
 *   yahoo: { news: none, fund: none, closes: none },
 *   sectors: ["XLK", "XLE"],
 *   from: day("2020-01-01"),
 *   today: day("2026-12-01"),
 *   billVintages: [],
 *   open: (file) => openGrowingTable(`${folder}/${file}.csv`, EVIDENCE_FILES[file]),
 * });
 * deepEqual(missing, [{ what: "XLK, XLE", reason: "no network" }]);
 * deepEqual(added, { flows: 0 });
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function gatherEvidence(
  source: SourceName,
  world: SourceWorld,
): Promise<SourceReport> {
  const answers = new Map<string, ReadAnswer>();
  const noted = (address: string, { fetchedAt, sha256 }: Answer) =>
    void answers.set(address, { address: outsideLine(address, 500), fetchedAt, sha256 });
  const { get, yahoo } = world;
  const watched: SourceWorld = {
    ...world,
    get: async (address, options) => {
      const answer = await get(address, options);
      noted(address, answer);
      return answer;
    },
    yahoo: {
      news: (sector) => yahoo.news(sector, noted),
      fund: (sector) => yahoo.fund(sector, noted),
      closes: (ticker, since) => yahoo.closes(ticker, since, noted),
    },
  };
  let found: SourceFound;
  try {
    found = await SOURCES[source](watched);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const missing = [{ what: "all of it", reason: error.message }];
    const none = { added: {}, notes: [], says: {}, lines: [] };
    return { source, ...none, missing, answers: [...answers.values()] };
  }
  const added: Partial<Record<EvidenceFile, number>> = {};
  for (const [name, rows = []] of Object.entries(found.rows)) {
    const file = name as EvidenceFile;
    await (await world.open(file)).append(rows);
    added[file] = rows.length;
  }
  const { notes, missing, says = {}, lines = [], covered } = found;
  return {
    source,
    added,
    notes,
    missing,
    answers: [...answers.values()],
    says,
    lines,
    ...(covered && { covered }),
  };
}
