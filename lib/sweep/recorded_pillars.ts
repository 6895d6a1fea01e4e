import { LEAST_STATED_CONFIDENCE, PILLAR_LABELS, PILLARS } from "../committee/mod.ts";
import { DataError } from "../errors.ts";
import { isAfterCutoff } from "../evidence/mod.ts";
import { type Market, SECTORS, snapshot } from "../market/mod.ts";
import { openBallotRecord, readBallots, type RecordedBallot } from "../record/mod.ts";
import { SECTOR_COUNT } from "../research/mod.ts";
import { type BallotChoice, ballotScores, pillarTableOf } from "../scores/mod.ts";
import type { Day } from "../units.ts";
import { counted } from "../words.ts";
import type { Pillars } from "./pillars.ts";
import { withoutGaps } from "./without_gaps.ts";

const REMEDY =
  "poll the committee on that day too, take another --schedule, or the newest ballots known " +
  "by each decision (--scores-known-by)";

/** Ballots at a path, and the hash that they are known by. */
interface BallotsAt {
  readonly where: string;
  readonly ballots: readonly RecordedBallot[];
  /** SHA-256 of the file's bytes, or of the last line of a record. */
  readonly mark: string;
}

/**
 * The ballots of a Parquet file, or of a folder that holds a record.
 *
 * @throws {DataError} If the file cannot be read, or the record is empty.
 */
export async function ballotsAt(path: string): Promise<BallotsAt> {
  const isFolder = await Deno.stat(path).then((found) => found.isDirectory, () => false);
  if (!isFolder) {
    const { where, ballots, sha256 } = await readBallots(path);
    return { where, ballots, mark: sha256 };
  }
  const { ballots, head } = openBallotRecord(path).read(), where = "the record";
  if (ballots.length === 0) {
    throw new DataError(
      `Cannot use ${where}: it holds no ballot; committee appends what it polls`,
      { where },
    );
  }
  return { where, ballots, mark: head };
}

/**
 * The pillars of ballots that were given before, on the days of a sweep, by the verdict's own rules.
 *
 * @throws {DataError} If the ballots have changed since the sweep began, are of several kinds, too few days are
 *   left, or a decision has none.
 */
export async function recordedPillars(
  market: Market,
  days: readonly Day[],
  data: {
    readonly ballots: string;
    readonly of?: BallotChoice;
    readonly scoresAgeDays?: number;
    /** All decisions of the schedule; ballots of other days are left out, and named. */
    readonly decided: readonly Day[];
    /** By what the sweep knows the ballots: a record that grows meanwhile is another. */
    readonly mark?: string;
  },
): Promise<Pillars> {
  const { where, ballots, mark: own } = await ballotsAt(data.ballots);
  if (data.mark !== undefined && data.mark !== own) {
    throw new DataError(
      `Cannot use ${where}: it has changed since the sweep began, and a sweep is of the same ballots ` +
        "throughout; start it again, or take a ballots.parquet",
      { where },
    );
  }
  const { scoresAgeDays: ageDays } = data;
  const { knowledgeCutoff } = await import("../providers/mod.ts");
  const found = ballotScores(ballots, {
    where,
    market,
    ...(data.of ? { choice: data.of } : {}),
    cutoffOf: (model) => knowledgeCutoff(model)?.day,
    decisions: data.decided,
    ...(ageDays === undefined ? {} : { knownBy: { days, ageDays } }),
  });
  const { areRules, answeredBy, cutoffOf, verdicts, mark, askedDays, notes } = found;
  const isBehind = (on: Day) => answeredBy(on).every((name) => isAfterCutoff(on, cutoffOf(name)));
  const said = verdicts.map(({ day }) => day), first = said[0], last = said[said.length - 1];
  const among = days.filter((on) => first <= on && on <= last);
  const isRemembered = !among.some(isBehind);
  const within = isRemembered ? among : among.slice(among.findIndex(isBehind));
  if (within.length < 3) {
    throw new DataError(
      `Cannot use ${where}: need at least three decision days between its first and last day, ${first} ` +
        `and ${last}, got ${within.length}; decisions begin on ${days[0] ?? "no day"}`,
      { where },
    );
  }
  const table = withoutGaps(
    pillarTableOf(found),
    within,
    (on) => snapshot(market, on).sectors,
    REMEDY,
  );
  const cells = within.length * SECTOR_COUNT, confidence = new Float64Array(cells).fill(1);
  const rowOf = new Map(within.map((on, k) => [on, k]));
  for (const { day, sectors } of verdicts) {
    const k = rowOf.get(day);
    if (k === undefined) continue;
    // One day among others that somebody may remember has no score, and the book is cash.
    const isSpoilt = !isRemembered && !isBehind(day);
    for (const { sector, confidence: stated = 0 } of sectors) {
      const at = k * SECTOR_COUNT + SECTORS.indexOf(sector);
      confidence[at] = stated < LEAST_STATED_CONFIDENCE ? 0 : stated;
      if (isSpoilt) PILLARS.forEach((_, p) => table.scores[p * cells + at] = NaN);
    }
  }
  const early = among.length - within.length;
  const spoilt = isRemembered ? 0 : within.filter((on) => !isBehind(on)).length;
  return {
    table,
    confidence,
    labels: PILLARS.map((pillar) => PILLAR_LABELS[pillar]) as unknown as Pillars["labels"],
    scored: areRules ? {} : { scores: mark, title: where, days: askedDays, isBehind },
    ...(ageDays === undefined ? {} : { areMoved: true }),
    ...(isRemembered ? { isRemembered } : {}),
    notes: [
      `The scores are those of ${counted(found.ballots.length, "ballot")} of ${
        found.voices.join(", ")
      } from ${where}, joined by the verdict's rules`,
      ...notes.map((note) => note.replace(/\.$/, "")),
      ...(isRemembered
        ? ["Every figure may be remembered by whoever answered, and none is to be quoted"]
        : []),
      ...(early > 0
        ? [
          `${counted(early, "decision")} before ${within[0]} left out: they may be remembered by ` +
          "whoever answered",
        ]
        : []),
      ...(spoilt > 0
        ? [`${counted(spoilt, "decision")} among the others may be remembered, and are cash`]
        : []),
    ],
  };
}
