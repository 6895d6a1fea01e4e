import { type SuperiorAbility, superiorAbility } from "../evidence/mod.ts";
import { type MeasureGroup, performanceMeasures } from "../performance/mod.ts";
import {
  type Baseline,
  baselines,
  type CommitteeRun,
  NULL_LABELS,
  type NullKind,
  percentileAmong,
  type RandomCommittees,
  randomCommittees,
  RHYTHMS,
} from "../research/mod.ts";
import { type SignalAnalysis, signalAnalysis } from "../signals/mod.ts";
import { sharpeRatio } from "../stats/mod.ts";
import { COMMITTEES } from "./dice_team.ts";
import { once } from "./once.ts";
import { signalRows } from "./signal_rows.ts";
import type { StudyBase } from "./study_base.ts";
import type { StudyTerms } from "./study_terms.ts";

/** Resamples of intervals around figures that hang on one path; an end then rests on 50 of them. */
export const PATH_DRAWS = 2_000;

/** The test of ours against one plain alternative. */
interface BaselineTest {
  readonly name: string;
  readonly ability: SuperiorAbility;
}

/** Committees of chance, and our place among them. */
interface Chance extends RandomCommittees {
  /** Share of them that ours beats, ties half; NaN where ours has no Sharpe ratio. */
  readonly percentile: number;
  /** Net returns of each committee, one list per committee, on the study's steps. */
  readonly returns: readonly (readonly number[])[];
}

/** All of a study that does not hang on how often something was tried. Each part works when asked. */
export interface StudyParts extends StudyBase {
  /** Equal weight, momentum, last scores, market, inverse volatility: on all steps of the panel. */
  baselines(): readonly Baseline[];
  chance(kind: NullKind): Chance;
  signals(): SignalAnalysis;
  measures(): readonly MeasureGroup[];
  /** One test for each baseline, the hardest one first. */
  tests(): readonly BaselineTest[];
}

/** What a run is laid beside, each part when it is first asked for; nothing is counted. See `studyOf`. */
export function studyParts(
  base: StudyBase,
  terms: Pick<StudyTerms, "draws" | "resamples" | "equityUsd" | "thrown">,
): StudyParts {
  const { panel, table, seed, rule, run, steps, net, excess, riskFree, lessCash, pick } = base;
  const { draws = COMMITTEES, resamples, equityUsd } = terms;
  const how = { rule, equityUsd }, { periodsPerYear } = panel;

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
    return signalAnalysis(rows.table, {
      horizon: RHYTHMS[panel.schedule].horizon,
      seed,
      pillars: rows.pillars,
    });
  });
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
  const tests = once(() =>
    base.noFigure === undefined
      ? plain().map((one) => ({
        name: one.name,
        ability: superiorAbility([net.map((value, t) => value - one.run.net[steps[t]])], {
          seed,
          draws: resamples,
        }),
      })).sort((a, b) => b.ability.pConsistent - a.ability.pConsistent)
      : []
  );

  return { ...base, baselines: plain, chance, signals, measures, tests };
}
