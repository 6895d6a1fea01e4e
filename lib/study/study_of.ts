import { DEFAULT_WEIGHTS, type Pillar } from "../committee/mod.ts";
import {
  type EvidenceVerdict,
  evidenceVerdict,
  type StrategyEvidence,
  strategyEvidence,
  trialFamily,
  type TrialTally,
} from "../evidence/mod.ts";
import { type Source, sourceLine } from "../market/mod.ts";
import type { MarketHoldout, ResearchPanel } from "../research/mod.ts";
import { sharpeRatio } from "../stats/mod.ts";
import type { Day } from "../units.ts";
import { once } from "./once.ts";
import { pillarsUsed } from "./pillars_used.ts";
import { studyConfig } from "./study_config.ts";
import { LEAST_PERIODS, studyBase } from "./study_base.ts";
import { type StudyParts, studyParts } from "./study_parts.ts";
import type { AnsweredBy, StudyTerms } from "./study_terms.ts";
import { triedBefore } from "./tried_before.ts";

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
export interface Study extends StudyParts {
  readonly name: string;
  readonly source: Source;
  /** Share of scores in which each weighted pillar had a say; absent for scores of the reader's own. */
  readonly pillars?: Readonly<Partial<Record<Pillar, number>>>;
  /** Day on which each of the study's steps ends. */
  readonly days: readonly Day[];
  readonly holdout?: MarketHoldout;
  /** Days with scores of the reader's own that are neither studied nor put away. */
  readonly unusedDays?: number;
  /** Hash of all that was chosen. */
  readonly config: string;
  /** Question and data under which it is counted. */
  readonly family: string;
  /** After this run was counted. */
  readonly tally?: TrialTally;
  /** Absent where the steps are remembered, too few, or all alike. */
  evidence(): StrategyEvidence | undefined;
  /** The steps that may be remembered, for the contrast alone; absent where there are too few. */
  remembered(): StrategyEvidence | undefined;
  verdict(): StudyVerdict;
}

/**
 * The same on a panel that is at hand, for a lesson or a sweep.
 *
 * @param terms.parts What was worked out before, of the same panel and terms: a look at a holdout, which
 *   is on record only once it has succeeded.
 * @param terms.answeredBy Who gave the panel's sub-scores or the scores: `rules` remembers nothing,
 *   whoever is unknown may remember all.
 * @throws {DataError} If the last step has no length, for want of a later price, or the days lie further
 *   apart, or nearer, than the schedule that annual figures are scaled by.
 */
export function studyOf(
  panel: ResearchPanel,
  terms: StudyTerms & { readonly answeredBy: AnsweredBy; readonly parts?: StudyParts },
): Study {
  const { name = "the committee", weights, equityUsd, trials, holdout } = terms;
  const parts = terms.parts ?? studyParts(studyBase(panel, terms), terms);
  const { table, rule, seed, steps, run, split, periods } = parts;
  const config = studyConfig(panel, table, { rule, equityUsd });
  const family = trials?.family ?? trialFamily("backtest", panel.mark ?? "a panel at hand");
  const tally = trials?.counter.record({
    at: trials.at,
    family,
    name,
    trials: 1,
    config,
    source: sourceLine(panel.source),
  });
  const evidence = once(() => evidenceOf(parts, { ...terms, name, family, tally }));
  const remembered = once((): StrategyEvidence | undefined => {
    const values = parts.lessCash(run.net, split.contaminated.map(({ step }) => step));
    if (values.length < LEAST_PERIODS || sharpeRatio(values) === undefined) return undefined;
    return strategyEvidence({
      name: `${name}, where it may remember`,
      returns: values,
      periodsPerYear: panel.periodsPerYear,
      periodName: periods,
      seed,
      draws: terms.resamples,
      memory: { after: 0, contaminated: values.length },
    });
  });
  const verdict = once((): StudyVerdict => {
    const found = evidence();
    if (found) return evidenceVerdict(found);
    const why = parts.noFigure!;
    return { kind: "no figure", sentence: `No figure to quote: ${why}`, reasons: [why] };
  });

  return {
    ...parts,
    name,
    source: panel.source,
    ...(terms.scores ? {} : { pillars: pillarsUsed(panel, weights ?? DEFAULT_WEIGHTS, steps) }),
    days: steps.map((step) => step + 1 < panel.steps ? panel.fillDays[step + 1] : panel.endDay),
    ...(holdout ? { holdout } : {}),
    ...(terms.unusedDays ? { unusedDays: terms.unusedDays } : {}),
    config,
    family,
    ...(tally ? { tally } : {}),
    evidence,
    remembered,
    verdict,
  };
}

/** What a run is worth, by itself or with the count of what else was tried. */
export function evidenceOf(
  parts: StudyParts,
  terms: Pick<StudyTerms, "resamples" | "trials" | "holdout"> & {
    readonly name: string;
    readonly family?: string;
    readonly tally?: TrialTally;
  },
): StrategyEvidence | undefined {
  const { panel: { periodsPerYear }, excess, steps, seed } = parts;
  const { name, family, tally, trials, resamples, holdout } = terms;
  if (parts.noFigure !== undefined) return undefined;
  const year = Math.sqrt(periodsPerYear);
  const dice = Array.from(parts.chance("permuted labels").values)
    .filter((value) => !Number.isNaN(value)).map((value) => value / year);
  return strategyEvidence({
    name,
    returns: excess,
    periodsPerYear,
    periodName: parts.periods,
    seed,
    draws: resamples,
    ...(dice.length > 0 ? { dice } : {}),
    baselines: parts.baselines().map((one) => ({
      name: one.name,
      returns: parts.lessCash(one.run.net),
    })),
    superior: parts.tests()[0].ability,
    memory: { after: steps.length, contaminated: 0 },
    ...(trials?.overfitting ? { overfitting: trials.overfitting } : {}),
    ...(tally && family !== undefined
      ? {
        tally,
        family,
        ...(holdout ? { holdout: holdout.mark } : {}),
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
}
