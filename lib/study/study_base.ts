import { DEFAULT_WEIGHTS } from "../committee/mod.ts";
import { DataError } from "../errors.ts";
import { type CutoffSplit, splitByCutoff } from "../evidence/mod.ts";
import { calendarDaysBetween } from "../market/mod.ts";
import {
  backtestScores,
  type BookRule,
  type PanelRun,
  panelScores,
  type ResearchPanel,
  type Rhythm,
  RHYTHMS,
  type ScoreTable,
} from "../research/mod.ts";
import { drawnScores } from "../scores/mod.ts";
import { sharpeRatio } from "../stats/mod.ts";
import type { Day } from "../units.ts";
import { type AnsweredBy, ruleCutoff, type StudyTerms } from "./study_terms.ts";

/** Fewest periods that carry a figure with an interval. */
export const LEAST_PERIODS = 12;
const DAYS_PER_YEAR = 365.25;
/** A year's worth of days may be so many times too long or too short before the schedule is wrong. */
const SPACING_SLACK = 1.5;

/** What is run and by whom it was answered. */
export type RunTerms = Omit<StudyTerms, "trials" | "holdout"> & { readonly answeredBy: AnsweredBy };

/** The run of a study and the steps that count: what is known before anything is drawn at random. */
export interface StudyBase {
  readonly panel: ResearchPanel;
  readonly table: ScoreTable;
  readonly rule: BookRule;
  readonly seed: number;
  readonly periods: Rhythm["periods"];
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
  /** Values of the panel's steps, on the study's steps. */
  pick(values: ArrayLike<number>): readonly number[];
}

/**
 * Makes the run and says which steps count.
 *
 * @throws {DataError} If the last step has no length, or the days lie elsewhere than the schedule says.
 */
export function studyBase(panel: ResearchPanel, terms: RunTerms): StudyBase {
  const { seed, answeredBy, cutoffOf = ruleCutoff } = terms;
  const { weights = DEFAULT_WEIGHTS, rule = { kind: "tilt" }, equityUsd, confidences } = terms;
  const last = panel.fillDays[panel.steps - 1];
  if (!(panel.endDay > last)) {
    throw new DataError(
      `Cannot study to ${panel.days[panel.steps]}: nothing is known after the fill on ${last}; ` +
        "leave the last decision day out",
      { day: panel.days[panel.steps] },
    );
  }
  checkSpacing(panel);
  const blended = terms.scores ?? panelScores(panel, weights);
  const table = terms.scores || !confidences ? blended : drawnScores(blended, confidences);
  const run = backtestScores(panel, table, { rule, equityUsd });
  const { periods } = RHYTHMS[panel.schedule];

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
  const noFigure = isRemembered
    ? `${split.contaminated.length} of ${panel.steps} ${periods} may be remembered by whoever ` +
      `answered, and a figure from before a knowledge cutoff is no evidence`
    : steps.length < LEAST_PERIODS
    ? `${steps.length} ${periods} carry no interval, ${LEAST_PERIODS} are needed`
    : Number.isNaN(sharpeRatio(excess) ?? NaN)
    ? "the book did nothing but earn the risk-free rate"
    : undefined;

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
    riskFree: steps.map((step) => panel.cashFactor[step] - 1),
    ...(noFigure === undefined ? {} : { noFigure }),
    lessCash,
    pick,
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
