import { createHash } from "node:crypto";
import { DEFAULT_WEIGHTS } from "../committee/mod.ts";
import { DataError } from "../errors.ts";
import { HOLDOUT_SHARE, isAfterCutoff, openHoldout } from "../evidence/mod.ts";
import type { Market } from "../market/mod.ts";
import {
  backtest,
  daysWithScores,
  decisionsThatTake,
  type Ledger,
  type MarketHoldout,
  marketHoldout,
  panelOf,
  type PanelOptions,
  panelScores,
  type PillarTable,
  researchPanel,
  RULE_SCORES,
  type ScoredDecisions,
  scorePolicy,
  type ScoreTable,
  sealedHoldout,
  SECTOR_COUNT,
} from "../research/mod.ts";
import type { Day } from "../units.ts";
import type { DiceTeam } from "./dice_team.ts";
import { once } from "./once.ts";
import { checkScoreDays, scoresOnDays } from "./scores_on_days.ts";
import { HOLDOUT_KEY, type OpenStudy, studyDays } from "./study_days.ts";
import { evidenceOf, type Study, studyOf } from "./study_of.ts";
import { LEAST_PERIODS, studyParts } from "./study_parts.ts";
import { type AnsweredBy, namesOf, ruleCutoff, type StudyTerms } from "./study_terms.ts";

/** A study of a market: what is run, and how it is judged. */
export interface StudyOptions extends StudyTerms, Omit<PanelOptions, "days"> {
  /** Decision days of the reader's own; none of them may be put away unless `open` gives the key. */
  readonly days?: readonly Day[];
  readonly from?: Day;
  readonly to?: Day;
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
   * Days by which a part is put away, where `scores` were moved to the days of a schedule: `firstUsable`
   * of `lab/scores`. The days of `scores` by default.
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

/** A study whose market is at hand, so that its ledger can be written. */
export interface MarketStudy extends Study {
  /** The readable loop of the same run, with every decision and fill. */
  ledger(): Ledger;
}

/**
 * A run and all that speaks for and against it: baselines, dice, intervals, tests, cutoffs, the count
 * of trials.
 *
 * The last fifth of the scored decisions is put away (`marketHoldout` of `lab/research`) unless `open`
 * gives the key.
 *
 * @param market The whole world; decisions see snapshots only.
 * @returns The study; its methods work when they are asked.
 * @throws {DataError} As `researchPanel` does, or if scores lie on days on which nobody decides, or the
 *   days put away would come to no figure; then they stay shut.
 * @throws {RangeError} If an option is out of range.
 *
 * @example
 * ```ts
 * import { study } from "lab/study";
 * import { simulatedMarket } from "lab/market";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 3 });
 * const to = day("2020-03-01");
 * const found = await study(market, { seed: 1, draws: 50, resamples: 200, to });
 * equal(found.verdict().kind, "not proven");
 * ```
 */
export async function study(market: Market, options: StudyOptions): Promise<MarketStudy> {
  const {
    from,
    to,
    open,
    pillars,
    analysts,
    scores,
    scoresKnownBy,
    scoresTitle,
    scoredDays,
    dice,
    ...rest
  } = options;
  const { schedule, fill, name = "the committee", cutoffOf = ruleCutoff } = options;
  const answeredBy = options.answeredBy ??
    (scores || pillars ? "unknown" : analysts ? analysts.map(({ name }) => name) : RULE_SCORES);
  const isRules = typeof answeredBy !== "function" &&
    [answeredBy].flat().every((one) => ruleCutoff(one) === "no memory");
  // Rules that were asked beforehand could have been asked on any day.
  const given = scores ?? (isRules && scoresKnownBy === undefined ? undefined : pillars);
  const scored: ScoredDecisions = {
    scores: scoresKnownBy ??
      (given ? firstScores(given) : isRules ? RULE_SCORES : named(answeredBy)),
    ...(scoresTitle === undefined ? {} : { title: scoresTitle }),
    ...(given ? { days: scoredDays ?? daysWithScores(given, market) } : {}),
    isBehind: (day) =>
      namesOf(answeredBy, day).every((model) => isAfterCutoff(day, cutoffOf(model))),
  };
  const { shorts, costs, betas, instruments, poll, onDay, equityUsd } = options;

  /** What is put away of scores that were moved counts in decisions, the one that takes the last included. */
  const inDecisions = (put: MarketHoldout): MarketHoldout => {
    if (scoredDays === undefined) return put;
    const preset = market.frequency === "monthly" ? "monthly" : "weekly";
    return { ...put, days: decisionsThatTake(market, schedule ?? preset, put) };
  };
  const runOn = async (isOpen: boolean) => {
    if (scores) checkScoreDays(scores, market, { schedule, days: options.days });
    const chosen = studyDays(market, {
      ...scored,
      schedule,
      fill,
      from,
      to,
      isOpen,
      own: options.days,
    });
    const table = scores && scoresOnDays(scores, chosen);
    const days = table?.days ?? chosen.days;
    const trading = { schedule, fill, shorts, costs, betas, instruments, days };
    const panel = pillars
      ? panelOf(market, pillars, trading)
      : scores
      ? panelOf(market, { days: [], scores: new Float64Array(0) }, trading)
      : await researchPanel(market, { ...trading, poll, onDay, analysts });
    const isUnused = (day: Day) =>
      !days.includes(day) && !isOpen && !(chosen.holdout && day >= chosen.holdout.from);
    const unusedDays = scores?.days.filter(isUnused).length;
    const thrown = dice &&
      await dice.throwDice(
        panel,
        table ?? panelScores(panel, rest.weights ?? DEFAULT_WEIGHTS),
        rest,
      );
    const terms = {
      ...rest,
      scores: table,
      answeredBy,
      unusedDays,
      ...(thrown ? { thrown } : {}),
    };
    const parts = studyParts(panel, terms);
    const ledger = once(() =>
      backtest(market, {
        ...trading,
        equityUsd,
        policy: scorePolicy(parts.rule),
        scores: parts.table,
      })
    );
    return { panel, terms, parts, ledger, holdout: chosen.holdout && inDecisions(chosen.holdout) };
  };

  if (open === undefined) {
    const { panel, terms, parts, ledger, holdout } = await runOn(false);
    return { ...studyOf(panel, { ...terms, parts, ...(holdout ? { holdout } : {}) }), ledger };
  }
  const put = marketHoldout(market, scored);
  if (put === undefined) {
    throw new DataError(
      "Cannot open the holdout: fewer than two decisions are scored, and nothing is put away",
    );
  }
  const { key, because, at, record } = open;
  const { found, openings } = await openHoldout(sealedHoldout(put, HOLDOUT_KEY), key, {
    because,
    at,
    record,
    // All that can fail, before the opening is put on record.
    look: async () => {
      const run = await runOn(true), { parts } = run;
      if (parts.noFigure !== undefined) {
        throw new DataError(
          `Cannot judge by the holdout from ${put.from} to ${put.to}: ${parts.noFigure}; it stays shut` +
            (parts.steps.length < LEAST_PERIODS
              ? `, and holds enough once about ${Math.ceil(LEAST_PERIODS / HOLDOUT_SHARE) + 1} ` +
                "decisions are scored behind the cutoff"
              : ""),
        );
      }
      parts.measures();
      parts.signals();
      parts.chance("dice anew");
      evidenceOf(parts, { name, resamples: options.resamples });
      run.ledger();
      return run;
    },
  });
  const { panel, terms, parts, ledger } = found;
  const holdout = { ...inDecisions(put), opened: { openings, because } };
  return { ...studyOf(panel, { ...terms, parts, holdout }), ledger };
}

/** A hash of the scores of the first day: what a table began with stays as it grows. */
function firstScores({ days, scores }: ScoreTable | PillarTable): string {
  const first = JSON.stringify([days[0], ...scores.subarray(0, SECTOR_COUNT)]);
  return createHash("sha256").update(first).digest("hex").slice(0, 16);
}

function named(answeredBy: AnsweredBy): string {
  return typeof answeredBy === "function" ? "several" : [answeredBy].flat().sort().join(" and ");
}
