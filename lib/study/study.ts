import { DEFAULT_WEIGHTS, type PillarWeights } from "../committee/mod.ts";
import { DataError } from "../errors.ts";
import {
  type Cutoff,
  type CutoffSplit,
  type EvidenceVerdict,
  evidenceVerdict,
  splitByCutoff,
  type StrategyEvidence,
  strategyEvidence,
  type SuperiorAbility,
  superiorAbility,
  type TrialsFile,
  type TrialTally,
} from "../evidence/mod.ts";
import { type Market, type Source, sourceLine } from "../market/mod.ts";
import { type MeasureGroup, performanceMeasures } from "../performance/mod.ts";
import {
  backtest,
  backtestScores,
  type Baseline,
  baselines,
  type BookRule,
  decisionDays,
  type Ledger,
  type NullKind,
  panelOf,
  type PanelOptions,
  type PanelRun,
  panelScores,
  percentileAmong,
  type RandomCommittees,
  randomCommittees,
  type ResearchPanel,
  researchPanel,
  scorePolicy,
  type ScoreTable,
  SECTOR_COUNT,
} from "../research/mod.ts";
import { type SignalAnalysis, signalAnalysis } from "../signals/mod.ts";
import type { Day } from "../units.ts";
import { PATH_DRAWS } from "./path_draws.ts";
import { signalRows } from "./signal_rows.ts";
import { studyConfig } from "./study_config.ts";
import { studyDays, type StudyDaysOptions, type StudyHoldout } from "./study_days.ts";

/** Random committees of each kind. */
export const COMMITTEES = 1_000;
/** Fewest periods that carry a figure with an interval. */
const LEAST_PERIODS = 12;
/** Weeks that a score looks ahead (design, section 7). */
const HORIZON_WEEKS = 4;

/** How a run is judged, whatever panel it runs on. */
export interface StudyTerms {
  /** What it is called in a sentence; "the committee" by default. */
  readonly name?: string;
  /** One share per pillar; 50, 25, 25 % by default. */
  readonly weights?: PillarWeights;
  /** Scores of the reader's own in the place of blended pillars; a day without a row has none. */
  readonly scores?: ScoreTable;
  /** How scores become a book; the tilt book without hedge by default. */
  readonly rule?: BookRule;
  readonly equityUsd?: number;
  /** Of dice and resamples. */
  readonly seed: number;
  /** Random committees of each kind; 1,000 by default. */
  readonly draws?: number;
  /** Resamples of intervals and tests; 10,000 by default. */
  readonly resamples?: number;
  /** Last day that whoever answered may know of; all but `rules` is unknown by default. */
  readonly cutoffOf?: (model: string) => Cutoff | undefined;
  /** Counts the run. Without it the deflated ratio is missing, and the verdict says so. */
  readonly trials?: {
    /** A trials file, or anything with its `record`. */
    readonly counter: Pick<TrialsFile, "record">;
    /** When; the caller's "now". */
    readonly at: string;
    /** Under which it is counted; "backtest" by default. */
    readonly family?: string;
    /**
     * Sharpe ratios per period of what else was tried on these periods. Without them their spread is
     * taken from the committees of permuted labels: what chance alone gives to scores like these.
     */
    readonly sharpes?: readonly number[];
  };
  /** What is put away; `study` fills it in. */
  readonly holdout?: StudyHoldout;
}

/** Who gave the scores of a day: the names that really answered. */
export type AnsweredBy =
  | string
  | readonly string[]
  | ((day: Day) => string | readonly string[]);

/** A study of a market: what is run, and how it is judged. */
export interface StudyOptions extends StudyTerms, Omit<PanelOptions, "days"> {
  /** Decision days of the reader's own; then nothing is put away. */
  readonly days?: readonly Day[];
  readonly from?: Day;
  readonly to?: Day;
  /** Opens the days put away; see {@linkcode StudyDaysOptions}. */
  readonly open?: StudyDaysOptions["open"];
  /**
   * Who answered. By default the analysts that are asked, `rules` where none is named; sub-scores and
   * scores that are handed over come from `unknown`, and count as remembered.
   */
  readonly answeredBy?: AnsweredBy;
}

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

/** A study whose market is at hand, so that its ledger can be written. */
export interface MarketStudy extends Study {
  /** The readable loop of the same run, with every decision and fill. */
  ledger(): Ledger;
}

/**
 * A run and all that speaks for and against it: baselines, dice, intervals, tests, cutoffs, the count
 * of trials.
 *
 * The last fifth of the market's days is put away (`studyDays`) unless `open` gives the key.
 *
 * @param market The whole world; decisions see snapshots only.
 * @returns The study; its methods work when they are asked.
 * @throws {DataError} As `researchPanel` does, or if scores lie on days on which nobody decides.
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
  const { from, to, open, pillars, analysts, scores, ...rest } = options;
  const chosen = options.days
    ? { days: options.days, holdout: undefined }
    : studyDays(market, { schedule: options.schedule, fill: options.fill, from, to, open });
  const { days, holdout } = chosen;
  const panelOptions = { ...rest, days };
  const panel = pillars
    ? panelOf(market, pillars, panelOptions)
    : scores
    ? panelOf(market, { days: [], scores: new Float64Array(0) }, panelOptions)
    : await researchPanel(market, { ...panelOptions, analysts });
  const own = scores && onDecisionDays(scores, panel, market);
  const answeredBy = options.answeredBy ??
    (scores || pillars ? "unknown" : analysts ? analysts.map(({ name }) => name) : "rules");
  const found = studyOf(panel, { ...rest, scores: own, answeredBy, holdout });
  return {
    ...found,
    ledger: once(() =>
      backtest(market, {
        ...panelOptions,
        policy: scorePolicy(found.rule),
        scores: found.table,
      })
    ),
  };
}

/**
 * The same on a panel that is at hand, for a lesson or a sweep.
 *
 * @param terms.answeredBy Who gave the panel's sub-scores or the scores: `rules` remembers nothing,
 *   whoever is unknown may remember all.
 * @throws {DataError} If the last step has no length, for want of a later price.
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
    const drawn = randomCommittees(panel, table, {
      ...how,
      seed,
      draws,
      kind,
      measure: (one) => sharpe(lessCash(one.net)),
      onRun: (one) => returns.push(pick(one.net) as number[]),
    });
    return { ...drawn, returns, percentile: percentileAmong(sharpe(excess), drawn.values) };
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
      ...(tally
        ? {
          tally,
          family,
          trials: triedOf(tally.families[family].tried, dice, trials?.sharpes, steps.length),
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

/** Rules, of whatever temperament, remember nothing; of anyone else nothing is known. */
function ruleCutoff(model: string): Cutoff | undefined {
  return model === "rules" || model.startsWith("rules, ") ? "no memory" : undefined;
}

/** The same value at every call, worked out at the first. */
function once<T>(work: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => (kept ??= { value: work() }).value;
}

/** Mean over deviation (n − 1) per period; NaN where nothing varies. */
function sharpeOf(values: readonly number[]): number {
  let mean = 0, squares = 0;
  for (const value of values) mean += value / values.length;
  for (const value of values) squares += (value - mean) ** 2;
  const deviation = Math.sqrt(squares / (values.length - 1));
  return deviation > 1e-12 ? mean / deviation : NaN;
}

/**
 * How many were tried, and how far their ratios lie apart; 1/n, what independent returns without skill
 * give, where there are no committees to see it from.
 */
function triedOf(
  tried: number,
  dice: readonly number[],
  sharpes: readonly number[] | undefined,
  periods: number,
) {
  if (sharpes !== undefined) return { tried, sharpes };
  if (dice.length < 2) return { tried, variance: 1 / periods };
  const mean = dice.reduce((sum, one) => sum + one, 0) / dice.length;
  const squares = dice.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return { tried, variance: squares / (dice.length - 1) };
}

/** A reader's scores on the panel's days; a day on which nobody decides is a mistake, not a gap. */
function onDecisionDays(table: ScoreTable, panel: ResearchPanel, market: Market): ScoreTable {
  const rowOf = new Map(table.days.map((day, k) => [day, k]));
  const possible = decisionDays(market, panel.schedule === "monthly" ? "monthly" : "weekly");
  const wanted = new Set([...possible, ...panel.days]);
  const stray = table.days.find((day) => !wanted.has(day));
  if (stray !== undefined) {
    const near = possible.find((day) => day > stray) ?? possible[possible.length - 1];
    throw new DataError(
      `Cannot use a table of scores: nobody decides on ${stray}; need days of the ` +
        `${panel.schedule} schedule, such as ${near}`,
      { day: stray },
    );
  }
  const scores = new Float64Array(panel.days.length * SECTOR_COUNT).fill(NaN);
  let rows = 0;
  panel.days.forEach((day, k) => {
    const row = rowOf.get(day);
    if (row === undefined) return;
    rows++;
    scores.set(
      table.scores.subarray(row * SECTOR_COUNT, (row + 1) * SECTOR_COUNT),
      k * SECTOR_COUNT,
    );
  });
  if (rows === 0) {
    throw new DataError(
      `Cannot use a table of scores: none of its days lies among the ${panel.days.length} decision ` +
        `days from ${panel.days[0]} to ${panel.days[panel.days.length - 1]}`,
      { day: table.days[0] },
    );
  }
  return { days: panel.days, scores };
}
