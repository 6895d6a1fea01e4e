import { createHash } from "node:crypto";
import { isAfterCutoff } from "../evidence/mod.ts";
import type { Market } from "../market/mod.ts";
import {
  daysWithScores,
  type PanelOptions,
  type PillarTable,
  RULE_SCORES,
  type ScoredDecisions,
  type ScoreTable,
  SECTOR_COUNT,
} from "../research/mod.ts";
import type { ConfidenceTable } from "../scores/mod.ts";
import type { Day } from "../units.ts";
import type { DiceTeam } from "./dice_team.ts";
import type { OpenStudy } from "./study_days.ts";
import { type AnsweredBy, namesOf, ruleCutoff, type StudyTerms } from "./study_terms.ts";

/** A committee that is asked on the days of a study, or was asked beforehand. */
export interface AskedCommittee {
  /** Days on which it answered; absent where it can be asked on any. */
  readonly days?: readonly Day[];
  /** What it says on some days, and how much that is trusted. */
  answers(days: readonly Day[]): Promise<{
    readonly pillars: PillarTable;
    readonly confidences?: ConfidenceTable;
  }>;
}

/** A study of a market: what is run, and how it is judged. */
export interface StudyOptions extends StudyTerms, Omit<PanelOptions, "days"> {
  /** Decision days of the reader's own; none of them may be put away unless `open` gives the key. */
  readonly days?: readonly Day[];
  readonly from?: Day;
  readonly to?: Day;
  /** Who is asked, in the place of `analysts`; `answeredBy` names who answers, `rules` by default. */
  readonly committee?: AskedCommittee;
  /** Opens the days put away, on record once the look has succeeded. */
  readonly open?: OpenStudy;
  /**
   * What the scores are known by in the log of openings, such as `scoresMark` of their file; by default
   * `rules`, the names of who is asked, or a hash of the scores of the first day.
   */
  readonly scoresKnownBy?: string;
  /** What a reader calls the scores, such as the name of their file. */
  readonly scoresTitle?: string;
  /**
   * Days by which a part is put away, where `scores` were moved to the days of a schedule (`firstUsable`
   * of `lab/scores`), or a committee was asked beforehand. The days of `scores` by default.
   */
  readonly scoredDays?: readonly Day[];
  /**
   * Who answered. By default the analysts that are asked, `rules` where none is named; sub-scores and
   * scores that are handed over come from `unknown`, and count as remembered.
   */
  readonly answeredBy?: AnsweredBy;
  /**
   * Throws the dice beforehand, on all cores; without it they are thrown in this thread when they are
   * first asked for. The figures are the same to the last bit.
   */
  readonly dice?: Pick<DiceTeam, "throwDice">;
}

/** Who answered, and what a part of the market is put away by. */
export interface Answers {
  readonly answeredBy: AnsweredBy;
  readonly scored: ScoredDecisions;
}

/** The answers that a study rests on, whoever gave them. */
export function answersOf(market: Market, options: StudyOptions): Answers {
  const { pillars, analysts, scores, scoresKnownBy, scoresTitle, scoredDays } = options;
  const { cutoffOf = ruleCutoff } = options;
  const answeredBy = options.answeredBy ??
    (scores || pillars ? "unknown" : analysts ? analysts.map(({ name }) => name) : RULE_SCORES);
  const isRules = typeof answeredBy !== "function" &&
    [answeredBy].flat().every((one) => ruleCutoff(one) === "no memory");
  // Rules that were asked beforehand could have been asked on any day.
  const given = scores ?? (isRules && scoresKnownBy === undefined ? undefined : pillars);
  const scored = scoredDays ?? (given && daysWithScores(given, market));
  const whose: ScoredDecisions = {
    scores: scoresKnownBy ??
      (given ? firstScores(given) : isRules ? RULE_SCORES : named(answeredBy)),
    ...(scoresTitle === undefined ? {} : { title: scoresTitle }),
    ...(scored ? { days: scored } : {}),
    isBehind: (day) =>
      namesOf(answeredBy, day).every((model) => isAfterCutoff(day, cutoffOf(model))),
  };
  return { answeredBy, scored: whose };
}

/** A hash of the scores of the first day: what a table began with stays as it grows. */
function firstScores({ days, scores }: ScoreTable | PillarTable): string {
  const first = JSON.stringify([days[0], ...scores.subarray(0, SECTOR_COUNT)]);
  return createHash("sha256").update(first).digest("hex").slice(0, 16);
}

function named(answeredBy: AnsweredBy): string {
  return typeof answeredBy === "function" ? "several" : [answeredBy].flat().sort().join(" and ");
}
