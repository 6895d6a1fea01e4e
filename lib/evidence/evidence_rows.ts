import { number } from "../words.ts";
import type { StrategyEvidence } from "./strategy_evidence.ts";
import { trialsHeadline } from "./trial_tally.ts";

/** One line of a table of evidence. */
export interface EvidenceRow {
  /** Stable name, for code that looks a row up. */
  readonly key: string;
  /** What stands at the left. */
  readonly label: string;
  /** The figure as it is shown, with its interval and n. */
  readonly text: string;
  /** The figure itself; absent where there is none. */
  readonly value?: number;
  readonly low?: number;
  readonly high?: number;
  /** The convention, or what is missing. */
  readonly note: string;
}

/** Above it a look-ahead is likelier than a discovery (facts: pitfall 1). */
export const ALARM_SHARPE = 3;

/** A number with a typographic minus, which is never put before nothing. */
export function shownNumber(value: number, digits: number): string {
  return number(value, { digits });
}

/** A probability in percent that never rounds to certainty. */
export function shownProbability(value: number): string {
  if (value > 0.999) return "above 99.9 %";
  if (value < 0.001) return "below 0.1 %";
  return `${shownNumber(100 * value, 1)} %`;
}

/**
 * The rows that every table of results carries: never a Sharpe ratio without its interval, its n, the
 * number of trials, its place among dice, and what is still missing.
 *
 * The rows are the same in number and order whatever is known; what nobody gave says "not counted" or
 * "not tested", so that a gap is seen. Print them as they are: `text` and `note` are sentences' parts.
 *
 * @param evidence From `strategyEvidence`.
 *
 * @example
 * ```ts
 * import { evidenceRows, strategyEvidence } from "lab/evidence";
 * import { randomStream } from "lab/stats";
 * import { match } from "node:assert/strict";
 *
 * const draw = randomStream(7);
 * const returns = Array.from({ length: 104 }, () => 0.002 + 0.02 * draw.normal());
 * const evidence = strategyEvidence({ name: "ours", returns, periodsPerYear: 52, seed: 1, draws: 200 });
 * match(evidenceRows(evidence)[0].text, /104 weeks/);
 * ```
 */
export function evidenceRows(evidence: StrategyEvidence): EvidenceRow[] {
  // Long because it is the table itself: a row after the other, each read beside its neighbours.
  const { record, sharpe, level, periodName, dsr, dsrEffective, dice, superior } = evidence;
  const { overfitting, memory, tally, family } = evidence;
  const percent = `${shownNumber(100 * level, 0)} %`;
  const rows: EvidenceRow[] = [
    {
      key: "sharpe",
      label: "Sharpe ratio, a year",
      text: `${shownNumber(sharpe.value, 2)} (${shownNumber(sharpe.low, 2)} to ` +
        `${shownNumber(sharpe.high, 2)}, n = ${record.periods} ${periodName})`,
      value: sharpe.value,
      low: sharpe.low,
      high: sharpe.high,
      note:
        `arithmetic mean over deviation (n − 1) times √${evidence.periodsPerYear}; ${percent} ` +
        "interval by stationary bootstrap",
    },
    {
      key: "psr",
      label: "Confidence that it is above zero",
      text: shownProbability(evidence.psr),
      value: evidence.psr,
      note: "probabilistic Sharpe ratio: one minus the p-value, as if nothing else had been tried",
    },
    dsr
      ? {
        key: "dsr",
        label: "Confidence that it beats the best of the tries",
        text: `${shownProbability(dsr.probability)} (N = ${shownNumber(dsr.trials, 0)})`,
        value: dsr.probability,
        note: `deflated Sharpe ratio; chance offers ${
          shownNumber(dsr.threshold * Math.sqrt(evidence.periodsPerYear), 2)
        } a year`,
      }
      : missing("dsr", "Confidence that it beats the best of the tries", "trials not counted"),
    dsrEffective
      ? {
        key: "dsr_effective",
        label: "The same for the effective number of tries",
        text: `${shownProbability(dsrEffective.averageCorrelation.probability)} (N = ${
          shownNumber(dsrEffective.averageCorrelation.trials, 1)
        }, average correlation), ${
          shownProbability(dsrEffective.eigenvalueEntropy.probability)
        } (N = ${shownNumber(dsrEffective.eigenvalueEntropy.trials, 1)}, eigenvalue entropy)`,
        value: dsrEffective.averageCorrelation.probability,
        note: "the two rules can differ more than tenfold",
      }
      : missing("dsr_effective", "The same for the effective number of tries", "not worked out"),
    evidence.periodsNeeded === undefined
      ? missing("needed", `${capital(periodName)} still needed`, "no record of any length would do")
      : {
        key: "needed",
        label: `${capital(periodName)} still needed`,
        text: evidence.periodsToCome === 0
          ? `none (${shownNumber(evidence.periodsNeeded, 0)} needed)`
          : `${shownNumber(evidence.periodsToCome!, 0)} (${
            shownNumber(evidence.periodsNeeded, 0)
          } in all)`,
        value: evidence.periodsToCome,
        note: `minimum track record against zero at ${percent}, if it goes on as it was`,
      },
    evidence.detectable === undefined
      ? missing("detectable", "Smallest ratio that would show", "record too short")
      : {
        key: "detectable",
        label: "Smallest ratio that would show",
        text: shownNumber(evidence.detectable, 2),
        value: evidence.detectable,
        note: "a year, with a chance of 80 %",
      },
    dice
      ? {
        key: "dice",
        label: "Place among committees of dice",
        text: `above ${shownNumber(100 * dice.percentile, 1)} % of ${
          shownNumber(dice.committees, 0)
        }`,
        value: dice.percentile,
        note: "by Sharpe ratio, ties half, itself not counted",
      }
      : missing("dice", "Place among committees of dice", "not compared"),
    ...evidence.baselines.map((one) => ({
      key: `against ${one.name}`,
      label: `Less ${one.name}, a year`,
      text: `${shownNumber(100 * one.difference, 1)} % (${shownNumber(100 * one.low, 1)} to ${
        shownNumber(100 * one.high, 1)
      } %)`,
      value: one.difference,
      low: one.low,
      high: one.high,
      note: `mean return, ${percent} interval of paired differences`,
    })),
    superior
      ? {
        key: "spa",
        label: "Best of all against the benchmark, p",
        text: `${shownNumber(superior.pConsistent, 3)} (${shownNumber(superior.pLower, 3)} to ` +
          `${shownNumber(superior.pUpper, 3)}; ${shownNumber(superior.models, 0)} models)`,
        value: superior.pConsistent,
        low: superior.pLower,
        high: superior.pUpper,
        note: `Hansen's SPA, consistent (lower to upper); Reality Check ${
          shownNumber(superior.pRealityCheck, 3)
        }`,
      }
      : missing("spa", "Best of all against the benchmark, p", "not tested"),
    overfitting
      ? {
        key: "pbo",
        label: "Probability of overfitting",
        text: `${shownProbability(overfitting.probability)} (${
          shownNumber(overfitting.splits, 0)
        } splits of ${shownNumber(overfitting.trials, 0)} trials)`,
        value: overfitting.probability,
        note: "the winner of one half below the middle in the other; one set may give anything",
      }
      : missing("pbo", "Probability of overfitting", "not worked out"),
    memory
      ? {
        key: "memory",
        label: "Decided after every knowledge cutoff",
        text: `${shownNumber(memory.after, 0)} of ${
          shownNumber(memory.after + memory.contaminated, 0)
        } ${periodName}`,
        value: memory.after,
        note: "the rest may be remembered; an unknown cutoff counts among it",
      }
      : missing("memory", "Decided after every knowledge cutoff", "not split"),
    tally && family !== undefined
      ? {
        key: "trials",
        label: "Tried",
        text: trialsHeadline(tally, family),
        value: tally.life,
        note: tally.anchor ? `anchor ${tally.anchor}` : "nothing recorded yet",
      }
      : missing("trials", "Tried", "no trials file was read"),
  ];
  return rows;
}

function missing(key: string, label: string, note: string): EvidenceRow {
  return { key, label, text: "–", note };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
