import { DEFAULT_WEIGHTS, type Pillar } from "../committee/mod.ts";
import { DataError } from "../errors.ts";
import {
  type CutoffSplit,
  type EvidenceVerdict,
  evidenceVerdict,
  splitByCutoff,
  type StrategyEvidence,
  strategyEvidence,
  type SuperiorAbility,
  superiorAbility,
  type TrialTally,
} from "../evidence/mod.ts";
import { calendarDaysBetween, type Source, sourceLine } from "../market/mod.ts";
import { type MeasureGroup, performanceMeasures } from "../performance/mod.ts";
import {
  backtestScores,
  type Baseline,
  baselines,
  type BookRule,
  type CommitteeRun,
  NULL_LABELS,
  type NullKind,
  type PanelRun,
  panelScores,
  percentileAmong,
  type RandomCommittees,
  randomCommittees,
  type ResearchPanel,
  type ScoreTable,
} from "../research/mod.ts";
import { type SignalAnalysis, signalAnalysis } from "../signals/mod.ts";
import type { Day } from "../units.ts";
import { COMMITTEES } from "./dice_team.ts";
import { once } from "./once.ts";
import { pillarsUsed } from "./pillars_used.ts";
import { signalRows } from "./signal_rows.ts";
import { studyConfig } from "./study_config.ts";
import type { StudyHoldout } from "./study_days.ts";
import { type AnsweredBy, ruleCutoff, type StudyTerms } from "./study_terms.ts";
import { triedBefore } from "./tried_before.ts";

/** Fewest periods that carry a figure with an interval. */
const LEAST_PERIODS = 12;
const DAYS_PER_YEAR = 365.25;
/** A year's worth of days may be so many times too long or too short before the schedule is wrong. */
const SPACING_SLACK = 1.5;
/** Weeks that a score looks ahead (design, section 7). */
const HORIZON_WEEKS = 4;
/** Resamples of intervals around figures that hang on one path; an end then rests on 50 of them. */
export const PATH_DRAWS = 2_000;

/** The test of ours against one plain alternative. */
export interface BaselineTest {
  readonly name: string;
  readonly ability: SuperiorAbility;
}

/** Committees of chance, and our place among them. */
export interface Chance extends RandomCommittees {
  /** Share of them that ours beats, ties half; NaN where ours has no Sharpe ratio. */
  readonly percentile: number;
  /** Net returns of each committee, one list per committee, on the study's steps. */
  readonly returns: readonly (readonly number[])[];
}

/** What the evidence comes to; `no figure` where no honest one exists. */
export interface StudyVerdict {
  readonly kind: EvidenceVerdict["kind"] | "no figure";
  /** Without a full stop. */
  readonly sentence: string;
  readonly reasons: readonly string[];
}

/**
 * One run with everything that must stand beside it. The run itself is made; each method works out its
 * part when it is first asked for, and keeps it.
 */
export interface Study {
  readonly name: string;
  readonly source: Source;
  /** "weeks" or "months". */
  readonly periods: "weeks" | "months";
  readonly panel: ResearchPanel;
  readonly table: ScoreTable;
  /** Share of scores in which each weighted pillar had a say; absent for scores of the reader's own. */
  readonly pillars?: Readonly<Partial<Record<Pillar, number>>>;
  readonly rule: BookRule;
  readonly seed: number;
  readonly run: PanelRun;
  /** Who answered when, before and after the cutoffs. */
  readonly split: CutoffSplit<{ readonly day: Day; readonly step: number }>;
  /** Whether no step is free of memory: then no figure of this study may be quoted. */
  readonly isRemembered: boolean;
  /** The steps that all figures rest on: those after every cutoff, or all where `isRemembered`. */
  readonly steps: readonly number[];
  /** Day on which each of these steps ends. */
  readonly days: readonly Day[];
  /** Net returns of these steps, and the same less the risk-free rate. */
  readonly net: readonly number[];
  readonly excess: readonly number[];
  readonly riskFree: readonly number[];
  readonly holdout?: StudyHoldout;
  /** Hash of all that was chosen. */
  readonly config: string;
  readonly family: string;
  /** After this run was counted. */
  readonly tally?: TrialTally;
  /** Equal weight, momentum, last scores, market, inverse volatility: on all steps of the panel. */
  baselines(): readonly Baseline[];
  /** Values of the panel's steps, on the study's steps. */
  pick(values: ArrayLike<number>): readonly number[];
  chance(kind: NullKind): Chance;
  signals(): SignalAnalysis;
  measures(): readonly MeasureGroup[];
  /** One test for each baseline, the hardest one first. */
  tests(): readonly BaselineTest[];
  /** Absent where the steps are remembered, too few, or all alike. */
  evidence(): StrategyEvidence | undefined;
  /** The steps that may be remembered, for the contrast alone; absent where there are too few. */
  remembered(): StrategyEvidence | undefined;
  verdict(): StudyVerdict;
}

/**
 * The same on a panel that is at hand, for a lesson or a sweep.
 *
 * @param terms.answeredBy Who gave the panel's sub-scores or the scores: `rules` remembers nothing,
 *   whoever is unknown may remember all.
 * @throws {DataError} If the last step has no length, for want of a later price, or the days lie further
 *   apart, or nearer, than the schedule that annual figures are scaled by.
 */
export function studyOf(
  panel: ResearchPanel,
  terms: StudyTerms & { readonly answeredBy: AnsweredBy },
): Study {
  const { name = "the committee", seed, draws = COMMITTEES, resamples, answeredBy } = terms;
  const { weights = DEFAULT_WEIGHTS, rule = { kind: "tilt" }, equityUsd, trials } = terms;
  const { cutoffOf = ruleCutoff } = terms;
  const last = panel.fillDays[panel.steps - 1];
  if (!(panel.endDay > last)) {
    throw new DataError(
      `Cannot study to ${panel.days[panel.steps]}: nothing is known after the fill on ${last}; ` +
        "leave the last decision day out",
      { day: panel.days[panel.steps] },
    );
  }
  checkSpacing(panel);
  const table = terms.scores ?? panelScores(panel, weights);
  const how = { rule, equityUsd };
  const run = backtestScores(panel, table, how);
  const { periodsPerYear } = panel, periods = periodsPerYear === 12 ? "months" : "weeks";

  const split = splitByCutoff(
    panel.fillDays.map((_, step) => {
      const day = panel.days[step];
      return {
        day,
        step,
        answeredBy: typeof answeredBy === "function" ? answeredBy(day) : answeredBy,
      };
    }),
    cutoffOf,
  );
  const isRemembered = split.after.length < LEAST_PERIODS && split.contaminated.length > 0;
  const all = Array.from(run.net, (_, step) => step);
  const steps = isRemembered ? all : split.after.map(({ step }) => step);
  const pick = (values: ArrayLike<number>) => steps.map((step) => values[step]);
  const lessCash = (values: ArrayLike<number>, on = steps) =>
    on.map((step) => values[step] - (panel.cashFactor[step] - 1));
  const net = pick(run.net), excess = lessCash(run.net);

  const config = studyConfig(panel, table, { rule, equityUsd });
  const family = trials?.family ?? "backtest";
  const tally = trials?.counter.record({
    at: trials.at,
    family,
    name,
    trials: 1,
    config,
    source: sourceLine(panel.source),
  });

  const plain = once(() => baselines(panel, table, how));
  const sharpe = (values: readonly number[]) => sharpeOf(values) * Math.sqrt(periodsPerYear);
  const chanceOf = (kind: NullKind) => {
    const returns: number[][] = [];
    let turnover = 0;
    const measure = ({ net }: CommitteeRun) => sharpe(lessCash(net));
    const keep = (one: CommitteeRun) => {
      returns.push(pick(one.net) as number[]);
      for (const step of steps) turnover += one.turnover[step] / (draws * steps.length);
    };
    const thrown = terms.thrown?.[kind];
    const values = thrown
      ? Float64Array.from(thrown, measure)
      : randomCommittees(panel, table, { ...how, seed, draws, kind, measure, onRun: keep }).values;
    thrown?.forEach(keep);
    const percentile = percentileAmong(sharpe(excess), values);
    return { kind, label: NULL_LABELS[kind], seed, draws, values, returns, turnover, percentile };
  };
  const chances: Readonly<Record<NullKind, () => Chance>> = {
    "permuted labels": once(() => chanceOf("permuted labels")),
    "dice anew": once(() => chanceOf("dice anew")),
  };
  const chance = (kind: NullKind) => chances[kind]();

  const signals = once(() => {
    const kept = new Set(steps);
    // The last day closes the account: it has a score and no outcome.
    const rows = signalRows(panel, table, (k) => kept.has(k) || k === panel.steps);
    const horizon = periods === "months" ? 1 : HORIZON_WEEKS;
    return signalAnalysis(rows.table, { horizon, seed, pillars: rows.pillars });
  });
  const riskFree = steps.map((step) => panel.cashFactor[step] - 1);
  const measures = once(() =>
    performanceMeasures({
      returns: net,
      riskFree,
      periodsPerYear,
      benchmark: pick(plain().find((one) => one.name === "market")!.run.net),
      trading: { gross: pick(run.gross), costs: pick(run.cost), turnover: pick(run.turnover) },
      bootstrap: { seed, draws: PATH_DRAWS },
    })
  );
  const hasFigure = !isRemembered && steps.length >= LEAST_PERIODS && !Number.isNaN(sharpe(excess));
  const tests = once(() =>
    hasFigure
      ? plain().map((one) => ({
        name: one.name,
        ability: superiorAbility([net.map((value, t) => value - one.run.net[steps[t]])], {
          seed,
          draws: resamples,
        }),
      })).sort((a, b) => b.ability.pConsistent - a.ability.pConsistent)
      : []
  );
  const evidence = once((): StrategyEvidence | undefined => {
    if (!hasFigure) return undefined;
    const year = Math.sqrt(periodsPerYear);
    const dice = Array.from(chance("permuted labels").values).filter((value) =>
      !Number.isNaN(value)
    )
      .map((value) => value / year);
    return strategyEvidence({
      name,
      returns: excess,
      periodsPerYear,
      periodName: periods,
      seed,
      draws: resamples,
      ...(dice.length > 0 ? { dice } : {}),
      baselines: plain().map((one) => ({ name: one.name, returns: lessCash(one.run.net) })),
      superior: tests()[0].ability,
      memory: { after: steps.length, contaminated: 0 },
      ...(trials?.overfitting ? { overfitting: trials.overfitting } : {}),
      ...(tally
        ? {
          tally,
          family,
          trials: {
            // What the log has lost may have been tries of this family, and nobody can say otherwise.
            ...triedBefore(
              tally.families[family].tried + tally.lostTrials,
              dice,
              trials?.sharpes,
              steps.length,
            ),
            effective: trials?.effective,
          },
        }
        : {}),
    });
  });
  const remembered = once((): StrategyEvidence | undefined => {
    const values = lessCash(run.net, split.contaminated.map(({ step }) => step));
    if (values.length < LEAST_PERIODS || Number.isNaN(sharpeOf(values))) return undefined;
    return strategyEvidence({
      name: `${name}, where it may remember`,
      returns: values,
      periodsPerYear,
      periodName: periods,
      seed,
      draws: resamples,
      memory: { after: 0, contaminated: values.length },
    });
  });
  const verdict = once((): StudyVerdict => {
    const found = evidence();
    if (found) return evidenceVerdict(found);
    const why = isRemembered
      ? `${split.contaminated.length} of ${panel.steps} ${periods} may be remembered by whoever ` +
        `answered, and a figure from before a knowledge cutoff is no evidence`
      : steps.length < LEAST_PERIODS
      ? `${steps.length} ${periods} carry no interval, ${LEAST_PERIODS} are needed`
      : "the book did nothing but earn the risk-free rate";
    return { kind: "no figure", sentence: `No figure to quote: ${why}`, reasons: [why] };
  });

  return {
    name,
    source: panel.source,
    periods,
    panel,
    table,
    ...(terms.scores ? {} : { pillars: pillarsUsed(panel, weights, steps) }),
    rule,
    seed,
    run,
    split,
    isRemembered,
    steps,
    days: steps.map((step) => step + 1 < panel.steps ? panel.fillDays[step + 1] : panel.endDay),
    net,
    excess,
    riskFree,
    ...(terms.holdout ? { holdout: terms.holdout } : {}),
    config,
    family,
    ...(tally ? { tally } : {}),
    baselines: plain,
    pick,
    chance,
    signals,
    measures,
    tests,
    evidence,
    remembered,
    verdict,
  };
}

/** Annual figures of days that lie elsewhere than the schedule says would be wrong by a factor. */
function checkSpacing({ days, schedule, periodsPerYear }: ResearchPanel): void {
  const gaps = days.slice(1).map((on, k) => calendarDaysBetween(days[k], on)).sort((a, b) => a - b);
  const middle = gaps[gaps.length >> 1], years = middle * periodsPerYear / DAYS_PER_YEAR;
  if (years > 1 / SPACING_SLACK && years < SPACING_SLACK) return;
  throw new DataError(
    `Cannot study days that lie ${middle} days apart in the middle: the ${schedule} schedule counts ` +
      `${periodsPerYear} of them a year; need days of that schedule`,
    { day: days[0] },
  );
}

/** Mean over deviation (n − 1) per period; NaN where nothing varies. */
function sharpeOf(values: readonly number[]): number {
  let mean = 0, squares = 0;
  for (const value of values) mean += value / values.length;
  for (const value of values) squares += (value - mean) ** 2;
  const deviation = Math.sqrt(squares / (values.length - 1));
  return deviation > 1e-12 ? mean / deviation : NaN;
}
