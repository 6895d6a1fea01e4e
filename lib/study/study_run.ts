import { DataError } from "../errors.ts";
import { HOLDOUT_SHARE } from "../evidence/mod.ts";
import type { Market } from "../market/mod.ts";
import {
  backtest,
  decisionsThatTake,
  defaultSchedule,
  type Ledger,
  type MarketHoldout,
  panelOf,
  type ResearchPanel,
  researchPanel,
  scorePolicy,
} from "../research/mod.ts";
import type { Day } from "../units.ts";
import { once } from "./once.ts";
import { checkScoreDays, scoredSpan, scoresOnDays } from "./scores_on_days.ts";
import { LEAST_PERIODS, type RunTerms, type StudyBase, studyBase } from "./study_base.ts";
import { studyDays } from "./study_days.ts";
import type { Answers, StudyOptions } from "./study_options.ts";
import { type StudyParts, studyParts } from "./study_parts.ts";

/** One run of a study, on the days at hand or on those put away. */
interface StudyRun {
  readonly panel: ResearchPanel;
  readonly terms: RunTerms;
  readonly parts: StudyParts;
  readonly ledger: () => Ledger;
  /** What is put away, in decisions; absent where nothing is. */
  readonly holdout?: MarketHoldout;
}

/**
 * Runs a study. All that can be refused is looked at before the dice are thrown, for they take most of
 * the time.
 *
 * @param isOpen Whether it runs on what is put away.
 * @throws {DataError} See `study`.
 */
export async function studyRun(
  market: Market,
  options: StudyOptions,
  { answeredBy, scored }: Answers,
  isOpen: boolean,
): Promise<StudyRun> {
  const { from, to, pillars, analysts, scores, committee, dice, poll, onDay, equityUsd } = options;
  const { schedule, fill, shorts, costs, betas, instruments } = options;
  const given = scores ?? (committee?.days && { days: committee.days });
  if (given) checkScoreDays(given, market, { schedule, days: options.days });
  const own = options.days;
  const chosen = studyDays(market, { ...scored, schedule, fill, from, to, isOpen, own });
  const table = scores && scoresOnDays(scores, chosen);
  const days = table?.days ?? (given ? scoredSpan(given, chosen) : chosen.days);
  const trading = { schedule, fill, shorts, costs, betas, instruments, days };
  const asked = pillars || scores ? undefined : await committee?.answers(days);
  const panel = pillars
    ? panelOf(market, pillars, trading)
    : scores
    ? panelOf(market, { days: [], scores: new Float64Array(0) }, trading)
    : asked
    ? panelOf(market, asked.pillars, trading)
    : await researchPanel(market, { ...trading, poll, onDay, analysts });
  const isUnused = (day: Day) =>
    !days.includes(day) && !isOpen && !(chosen.holdout && day >= chosen.holdout.from);
  const unusedDays = given?.days.filter(isUnused).length;
  const confidences = options.confidences ?? asked?.confidences;
  const terms = { ...options, scores: table, confidences, answeredBy, unusedDays };
  const base = studyBase(panel, terms);
  if (isOpen) checkFigure(base, chosen.holdout!);
  const thrown = await dice?.throwDice(panel, base.table, options);
  const parts = studyParts(base, thrown ? { ...terms, thrown } : terms);
  const ledger = once(() =>
    backtest(market, {
      ...trading,
      equityUsd,
      policy: scorePolicy(parts.rule),
      scores: parts.table,
    })
  );
  const holdout = chosen.holdout && inDecisions(chosen.holdout, market, options);
  return { panel, terms, parts, ledger, ...(holdout ? { holdout } : {}) };
}

/** What is put away of scores that were moved counts in decisions, the one that takes the last included. */
function inDecisions(put: MarketHoldout, market: Market, options: StudyOptions): MarketHoldout {
  const { scoredDays, schedule = defaultSchedule(market) } = options;
  if (scoredDays === undefined) return put;
  return { ...put, days: decisionsThatTake(market, schedule, put) };
}

/** Days put away that would come to no figure stay shut. */
function checkFigure({ noFigure, steps }: StudyBase, { from, to }: MarketHoldout): void {
  if (noFigure === undefined) return;
  throw new DataError(
    `Cannot judge by the holdout from ${from} to ${to}: ${noFigure}; it stays shut` +
      (steps.length < LEAST_PERIODS
        ? `, and holds enough once about ${Math.ceil(LEAST_PERIODS / HOLDOUT_SHARE) + 1} ` +
          "decisions are scored behind the cutoff"
        : ""),
  );
}
