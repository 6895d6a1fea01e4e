import { basename } from "node:path";
import type { PillarWeights, SectorView } from "../../committee/mod.ts";
import { DataError } from "../../errors.ts";
import { SECTORS } from "../../market/mod.ts";
import { counted, percent } from "../../words.ts";
import {
  entryScore,
  knownBy,
  type KnownScores,
  readScores,
  type ScoresFile,
} from "../../scores/mod.ts";
import type { Day } from "../../units.ts";
import type { ScoreChoice } from "../options/score_options.ts";

/** A reader's scores as a command takes them, and how, as a sentence. */
export interface OwnScores {
  readonly file: ScoresFile;
  readonly sentence: string;
  /** The weights that its pillars were blended with; absent for scores used as they are. */
  readonly weights?: PillarWeights;
  /** The file as it was read, where its scores were moved to the days of decisions. */
  readonly asGiven?: ScoresFile;
}

/** Weights as they stand in a heading: `50/25/25`. */
export function weightsText({ fundamentals, sentiment, technicals }: PillarWeights): string {
  return [fundamentals, sentiment, technicals].map((share) => Number((100 * share).toFixed(6)))
    .join(
      "/",
    );
}

/** What is said of own scores where confidences are calibrated otherwise. */
export const STATED_AS_GIVEN =
  " Their confidences are taken as stated: to be calibrated they would need a record of calls that were " +
  "resolved, and own scores bring none.";

function ageSentence({ taken, older, oldestDays }: KnownScores): string {
  return older === 0
    ? "Each is of the decision's own day."
    : `${
      percent(older / taken, { digits: 0 })
    } of those taken are older than the decision's day, by ${counted(oldestDays, "day")} at most.`;
}

/**
 * Reads the scores that a command is given: blended from pillars where the file has them and weights are
 * asked for or no score stands there; moved to the days of decisions where the newest known counts.
 *
 * @param options.weights What the reader asked for, absent where nothing was said.
 * @param options.preset Weights for pillars where nothing was said.
 * @param options.days Decision days, for the newest score known by each.
 * @throws {TypeError} If weights are asked for and the file has no pillars.
 */
export async function ownScores(
  { scores, scoresAgeDays: ageDays }: ScoreChoice & { readonly scores: string },
  options: {
    readonly weights?: PillarWeights;
    readonly preset: PillarWeights;
    readonly days: readonly Day[];
  },
): Promise<OwnScores> {
  const read = await readScores(scores),
    name = basename(scores),
    { weights, preset, days } = options;
  if (weights !== undefined && !read.has.pillars) {
    throw new TypeError(
      `Cannot use --weights with ${name}: its scores are blended, and no pillar is weighted; need the ` +
        "columns fundamentals, sentiment, technicals",
    );
  }
  const known = ageDays === undefined ? undefined : knownBy(read, days, { ageDays });
  const isBlended = read.has.pillars && (weights !== undefined || !read.has.score);
  const blend = isBlended ? weights ?? preset : undefined;
  const how = blend ? `pillars blended ${weightsText(blend)}` : "used as given";
  const when = known ? `, the newest known by a decision. ${ageSentence(known)}` : ".";
  return {
    file: known ?? read,
    sentence: `Your own scores, from ${name}, ${how}${when}`,
    ...(blend ? { weights: blend } : {}),
    ...(known ? { asGiven: read } : {}),
  };
}

/**
 * The views of one day: of a file without days all of them, else those of the day.
 *
 * @throws {DataError} If the file has days and none of them is this one.
 */
export function viewsOn({ file, weights }: OwnScores, on: Day): readonly SectorView[] {
  const { where, has, entries } = file;
  const today = entries.filter(({ day }) => !has.day || day === on);
  if (today.length === 0) {
    const newest = entries.findLast(({ day }) => day! < on)?.day;
    throw new DataError(
      `Cannot use ${where}: it has no score of ${on}, the day of the decision; ` +
        (newest === undefined
          ? `its first is of ${entries[0].day}`
          : `the newest before it is of ${newest}: decide then by --as-of, or take it by ` +
            "--scores-known-by"),
      { where, day: on },
    );
  }
  return SECTORS.flatMap((sector) => {
    const entry = today.find((one) => one.sector === sector);
    const score = entry && entryScore(file, entry, weights);
    return score === undefined ? [] : [{ sector, score, confidence: entry!.confidence }];
  });
}
