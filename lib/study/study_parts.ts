import { DEFAULT_WEIGHTS } from "../committee/mod.ts";
import { DataError } from "../errors.ts";
import {
  type CutoffSplit,
  splitByCutoff,
  type SuperiorAbility,
  superiorAbility,
} from "../evidence/mod.ts";
import { calendarDaysBetween } from "../market/mod.ts";
import { type MeasureGroup, performanceMeasures } from "../performance/mod.ts";
import {
  backtestScores,
  type Baseline,
  baselines,
  type BookRule,
  type CommitteeRun,
  horizonSteps,
  NULL_LABELS,
  type NullKind,
  type PanelRun,
  panelScores,
  percentileAmong,
  type RandomCommittees,
  randomCommittees,
  type ResearchPanel,
  type ScoreTable,
  type StepName,
  stepName,
} from "../research/mod.ts";
import { sharpeRatio } from "../stats/mod.ts";
import { type SignalAnalysis, signalAnalysis } from "../signals/mod.ts";
import type { Day } from "../units.ts";
import { COMMITTEES } from "./dice_team.ts";
import { once } from "./once.ts";
import { signalRows } from "./signal_rows.ts";
import { type AnsweredBy, ruleCutoff, type StudyTerms } from "./study_terms.ts";

/** Fewest periods that carry a figure with an interval. */
export const LEAST_PERIODS = 12;
const DAYS_PER_YEAR = 365.25;
/** A year's worth of days may be so many times too long or too short before the schedule is wrong. */
const SPACING_SLACK = 1.5;
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

/** All of a study that does not hang on how often something was tried. Each part works when asked. */
export interface StudyParts {
  readonly panel: ResearchPanel;
  readonly table: ScoreTable;
  readonly rule: BookRule;
  readonly seed: number;
  readonly periods: StepName;
  readonly run: PanelRun;
  /** Who answered when, before and after the cutoffs. */
  readonly split: CutoffSplit<{ readonly day: Day; readonly step: number }>;
  /** Whether no step is free of memory: then no figure of this study may be quoted. */
  readonly isRemembered: boolean;
  /** The steps that all figures rest on: those after every cutoff, or all where `isRemembered`. */
  readonly steps: readonly number[];
  /** Net returns of these steps, and the same less the risk-free rate. */
  readonly net: readonly number[];
  readonly excess: readonly number[];
  readonly riskFree: readonly number[];
  /** Why no figure may be quoted; absent where one may. */
  readonly noFigure?: string;
  /** Values of some steps less the risk-free rate; the study's steps by default. */
  lessCash(values: ArrayLike<number>, on?: readonly number[]): number[];
  /** Equal weight, momentum, last scores, market, inverse volatility: on all steps of the panel. */
  baselines(): readonly Baseline[];
  /** Values of the panel's steps, on the study's steps. */
  pick(values: ArrayLike<number>): readonly number[];
  chance(kind: NullKind): Chance;
  signals(): SignalAnalysis;
  measures(): readonly MeasureGroup[];
  /** One test for each baseline, the hardest one first. */
  tests(): readonly BaselineTest[];
}

/** Works out a run; nothing is counted. See `studyOf`. */
export function studyParts(
  panel: ResearchPanel,
  terms: Omit<StudyTerms, "trials" | "holdout"> & { readonly answeredBy: AnsweredBy },
): StudyParts {
  const { seed, draws = COMMITTEES, resamples, answeredBy } = terms;
  const { weights = DEFAULT_WEIGHTS, rule = { kind: "tilt" }, equityUsd } = terms;
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
  const { periodsPerYear } = panel, periods = stepName(panel);

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

  const plain = once(() => baselines(panel, table, how));
  const sharpe = (values: readonly number[]) =>
    (sharpeRatio(values) ?? NaN) * Math.sqrt(periodsPerYear);
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
    const horizon = horizonSteps(panel);
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
  const noFigure = isRemembered
    ? `${split.contaminated.length} of ${panel.steps} ${periods} may be remembered by whoever ` +
      `answered, and a figure from before a knowledge cutoff is no evidence`
    : steps.length < LEAST_PERIODS
    ? `${steps.length} ${periods} carry no interval, ${LEAST_PERIODS} are needed`
    : Number.isNaN(sharpe(excess))
    ? "the book did nothing but earn the risk-free rate"
    : undefined;
  const tests = once(() =>
    noFigure === undefined
      ? plain().map((one) => ({
        name: one.name,
        ability: superiorAbility([net.map((value, t) => value - one.run.net[steps[t]])], {
          seed,
          draws: resamples,
        }),
      })).sort((a, b) => b.ability.pConsistent - a.ability.pConsistent)
      : []
  );

  return {
    panel,
    table,
    rule,
    seed,
    periods,
    run,
    split,
    isRemembered,
    steps,
    net,
    excess,
    riskFree,
    ...(noFigure === undefined ? {} : { noFigure }),
    lessCash,
    baselines: plain,
    pick,
    chance,
    signals,
    measures,
    tests,
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
