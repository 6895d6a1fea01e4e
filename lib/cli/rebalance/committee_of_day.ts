import { createHash } from "node:crypto";
import {
  type Ballot,
  canonicalJson,
  DEFAULT_WEIGHTS,
  PILLARS,
  type PillarWeights,
  rubric,
  type SectorVerdict,
  type Verdict,
  verdict,
  verdictSchema,
  voiceOf,
} from "../../committee/mod.ts";
import { DataError } from "../../errors.ts";
import {
  type InputFile,
  type OpenMarket,
  readBytes,
  type Sector,
  snapshot,
  textOf,
} from "../../market/mod.ts";
import { outsideLine, quotedValue } from "../../outside_text.ts";
import {
  ballotMarket,
  type RecordContents,
  type RecordedBallot,
  type RecordInput,
  recordInput,
} from "../../record/mod.ts";
import { type BallotChoice, ballotScores } from "../../scores/mod.ts";
import type { Day } from "../../units.ts";
import { counted, listed } from "../../words.ts";
import { ballotSource } from "../scores/ballot_source.ts";
import { RECORD_WORD } from "../options/ballot_options.ts";
import { knownCutoff } from "../scores/scorer_cutoff.ts";

/** What a committee said of the day that is decided on, and where it was read. */
export interface CommitteeOfDay {
  readonly verdict: Verdict;
  readonly file?: InputFile;
  /** The record, where the ballots were taken from it. */
  readonly record?: RecordInput;
  /** All of the record, where it was read. */
  readonly contents?: RecordContents;
  /** The ballots as a record has them; nothing where nobody knows how they were asked. */
  readonly likeIn: (contents: RecordContents) => readonly RecordedBallot[] | undefined;
  /** What a reader must know of it, sentences. */
  readonly sentences: readonly string[];
}

/** What the command decides on. */
interface Decided {
  readonly opened: OpenMarket;
  readonly day: Day;
  readonly choice: BallotChoice;
  /** Weights the reader asks for; absent where nothing was said. */
  readonly weights?: PillarWeights;
  /** Folder of the record, or `off`. */
  readonly record: string | undefined;
}

const FORMAT = "sector-committee-lab/committee/1";
const PARQUET = "PAR1";

/**
 * The committee's verdict on a day: from a `committee.json`, from that day's ballots in a Parquet file, or
 * from the record.
 *
 * @param path A path, or `record`.
 * @throws {DataError} If the file cannot be read, is about another day or market, or its verdict is not
 *   what its ballots make of it.
 */
export async function committeeOfDay(path: string, decided: Decided): Promise<CommitteeOfDay> {
  if (path === RECORD_WORD) return await fromBallots(path, decided);
  const { where, bytes } = await readBytes(path);
  const isParquet = new TextDecoder().decode(bytes.subarray(0, PARQUET.length)) === PARQUET;
  if (isParquet) return await fromBallots(path, decided);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return fromJson(textOf({ where, bytes }, "JSON"), { name: where, sha256 }, decided);
}

async function fromBallots(path: string, decided: Decided): Promise<CommitteeOfDay> {
  const { opened, day, choice, weights = DEFAULT_WEIGHTS, record } = decided;
  const { where, ballots, failures, file, record: contents } = await ballotSource(path, record);
  const today = ballots.filter(({ ballot }) => ballot.day === day);
  if (today.length === 0) otherDay(where, ballots.map(({ ballot }) => ballot.day), day);
  const scores = ballotScores(today, {
    where,
    market: opened.market,
    weights,
    choice,
    failures,
    cutoffOf: await knownCutoff(),
  });
  const [made] = scores.verdicts, { data } = seen(ballotMarket(opened));
  const isOther = ({ market }: RecordedBallot) => seen(market).data !== data;
  return {
    verdict: made,
    ...(file ? { file } : {}),
    ...(contents ? { contents, record: recordInput(contents, day) } : {}),
    likeIn: () => scores.ballots,
    sentences: [
      sentenceOf(made, where),
      ...scores.notes,
      ...(scores.ballots.some(isOther)
        ? ["The committee saw other files of prices and evidence than those given here."]
        : []),
    ],
  };
}

const seen = (market: RecordedBallot["market"]) =>
  market.kind === "real" ? market : { data: undefined };

function otherDay(where: string, days: readonly string[], day: Day): never {
  const newest = days.toSorted().findLast((on) => on < day) ?? days.toSorted()[0];
  throw new DataError(
    `Cannot use ${where}: it has no ballot on ${day}, the day of the decision; ` +
      `its nearest is of ${newest}: decide then by --as-of ${newest}`,
    { where, day },
  );
}

/** What a committee.json says beside its verdict, as far as it is looked at. */
interface CommitteeFile {
  readonly format?: unknown;
  readonly inputs?: { readonly prices?: readonly Partial<InputFile>[] };
  readonly verdict?: unknown;
}

function fromJson(text: string, file: InputFile, decided: Decided): CommitteeOfDay {
  const { name: where } = file, { opened, day, weights } = decided;
  const refuse = (why: string, cause?: unknown): never => {
    throw new DataError(`Cannot use ${where}: ${why}`, { where, cause });
  };
  let json: CommitteeFile;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    return refuse(`it is no JSON (${(cause as Error).message})`, cause);
  }
  if (json?.format !== FORMAT) {
    refuse(
      `need a committee.json as \`deno task committee --out\` writes it (format ${FORMAT}), or a ` +
        `ballots.parquet; its format is ${
          json?.format === undefined ? "not said" : quotedValue(json.format)
        }`,
    );
  }
  const parsed = verdictSchema.safeParse(json.verdict);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    return refuse(`verdict.${path.join(".")}: ${outsideLine(message)}`, parsed.error);
  }
  const read = parsed.data as unknown as Verdict;
  if (read.day !== day) {
    refuse(
      `it is about ${read.day}, and the day of the decision is ${day}; decide then by --as-of ` +
        `${read.day}, or poll anew`,
    );
  }
  checkMarket(read, opened, refuse);
  checkFollows(read, remade(read, read.weights), refuse);
  const { sectors: listed } = snapshot(opened.market, day);
  const gone = read.sectors.flatMap(({ sector }) => listed.includes(sector) ? [] : [sector]);
  const unasked = listed.filter((sector) => !read.sectors.some((one) => one.sector === sector));
  const kept = remade(read, weights ?? read.weights, listed);
  return {
    verdict: kept,
    file,
    likeIn: (contents) => recorded(read.ballots, contents),
    sentences: [
      sentenceOf(kept, where),
      ...(gone.length > 0 ? [`Without a price on ${day}, and left out: ${gone.join(", ")}.`] : []),
      ...(unasked.length > 0 ? [`The committee said nothing of ${unasked.join(", ")}.`] : []),
      ...pricesSentences(json.inputs?.prices ?? [], opened.files),
    ],
  };
}

/** The verdict that its own ballots make, by some weights, on all of its sectors or some. */
function remade(read: Verdict, weights: PillarWeights, among?: readonly Sector[]): Verdict {
  const { day, horizonWeeks, source } = read;
  const isAmong = ({ sector }: { readonly sector: Sector }) => among?.includes(sector) ?? true;
  const sectors = read.sectors.filter(isAmong);
  return verdict(read.ballots.filter(isAmong), {
    day,
    sectors: sectors.map(({ sector }) => sector),
    rubric: rubric({ weights, horizonWeeks }),
    failed: read.failed.filter(isAmong),
    unanswered: sectors.flatMap(({ sector, unanswered = 0 }) =>
      Array.from({ length: unanswered }, () => ({ sector, analyst: read.analysts[0] }))
    ),
    ...(source ? { source } : {}),
  });
}

type RefuseFile = (why: string) => never;

function checkMarket({ source }: Verdict, { market }: OpenMarket, refuse: RefuseFile): void {
  const name = (one: Verdict["source"]) =>
    one?.kind === "simulated" ? `the simulated market of seed ${one.seed}` : "a real market";
  if (source === undefined || name(source) === name(market.source)) return;
  refuse(`it is about ${name(source)}, and this is ${name(market.source)}`);
}

/** A verdict that was changed by hand, or was made by other rules than these, is nobody's. */
function checkFollows(read: Verdict, own: Verdict, refuse: RefuseFile): void {
  const says = ({ score, confidence, pillars }: SectorVerdict) =>
    JSON.stringify([score, confidence, PILLARS.map((name) => pillars[name].median)]);
  for (const [i, one] of read.sectors.entries()) {
    const made = own.sectors[i];
    if (says(one) === says(made)) continue;
    refuse(
      `its verdict on ${one.sector} is not what its ballots make of it: score ${
        one.score ?? "none"
      }, and they make ${made.score ?? "none"}; need the file as committee wrote it`,
    );
  }
}

/** Ballots as a record has them; nothing where one is not there. */
function recorded(
  ballots: readonly Ballot[],
  record: RecordContents,
): readonly RecordedBallot[] | undefined {
  const known = new Map(record.ballots.map((one) => [canonicalJson(one.ballot), one]));
  const found = ballots.map((ballot) => known.get(canonicalJson(ballot)));
  return found.every((one) => one !== undefined) ? found : undefined;
}

function pricesSentences(
  theirs: readonly Partial<InputFile>[],
  ours: readonly InputFile[],
): readonly string[] {
  const named = (files: readonly Partial<InputFile>[]) =>
    listed(
      files.map(({ name, sha256 }) =>
        `${outsideLine(String(name), 60)} (${outsideLine(String(sha256).slice(0, 8))})`
      ),
    );
  const hashes = (files: readonly Partial<InputFile>[]) =>
    files.map(({ sha256 }) => String(sha256)).sort().join();
  return hashes(theirs) === hashes(ours) ? [] : [
    `The committee saw other files than these: ${named(theirs) || "none"} there, ` +
    `${named(ours) || "none"} here.`,
  ];
}

/** Who said it, and what may be wrong with it. */
function sentenceOf(made: Verdict, where: string): string {
  const { ballots } = made, voices = [...new Set(ballots.map((one) => voiceOf(one)))];
  const contaminated = ballots.filter((one) => one.contaminated !== undefined).length;
  return `The committee's verdict from ${where}: ${counted(ballots.length, "ballot")} of ${
    listed(voices.map((voice) => outsideLine(voice, 60)))
  }.` +
    (contaminated > 0
      ? ` The authors of ${contaminated} of them may know what came after the day.`
      : "");
}
