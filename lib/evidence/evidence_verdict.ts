import { counted } from "../words.ts";
import { ALARM_SHARPE, shownNumber, shownProbability } from "./evidence_rows.ts";
import { openingsOf } from "./holdout_mark.ts";
import type { StrategyEvidence } from "./strategy_evidence.ts";

/** What the evidence comes to. */
export interface EvidenceVerdict {
  /**
   * `not proven`: something speaks against it, or is missing. `holds so far`: everything was looked at
   * and nothing speaks against it. `alarm`: too good to be true.
   */
  readonly kind: "not proven" | "holds so far" | "alarm";
  /** For a headline: the figure with interval and n, and why. */
  readonly sentence: string;
  /** Each reason why it is not proven, in words without a full stop. */
  readonly reasons: readonly string[];
}

/** Above it the winner of a search is as good as drawn by lot. */
const OVERFIT = 0.5;

/** What speaks against a strategy, the gravest first. */
function reasonsAgainst(evidence: StrategyEvidence): string[] {
  const { level, dsr, dice, superior, overfitting, memory, tally, family, holdout, periodName } =
    evidence;
  const reasons: string[] = [];
  if (!(evidence.sharpe.low > 0)) reasons.push("the interval holds zero or less");
  if (dsr === undefined) {
    reasons.push("nobody counted what else was tried");
  } else if (dsr.probability < level) {
    reasons.push(
      `allowing for ${shownNumber(dsr.trials, 0)} ${dsr.trials === 1 ? "try" : "tries"}, ` +
        "confidence in it is " +
        shownProbability(dsr.probability),
    );
  }
  if (dice === undefined) reasons.push("it was not compared with dice");
  else if (dice.percentile < level) {
    const better = (1 - dice.percentile) * 100;
    reasons.push(`${shownNumber(better, better < 10 ? 1 : 0)} % of committees of dice do as well`);
  }
  if (superior && superior.pConsistent > 1 - level) {
    reasons.push(
      `${superior.models === 1 ? "it" : `the best of ${shownNumber(superior.models, 0)}`} cannot ` +
        `be told from the benchmark (SPA p = ${shownNumber(superior.pConsistent, 2)})`,
    );
  }
  if (overfitting && overfitting.probability >= OVERFIT) {
    reasons.push(
      "the winner of one half of the record falls below the middle in the other as often as not " +
        `(PBO ${shownProbability(overfitting.probability)})`,
    );
  }
  for (const { name, low } of evidence.baselines) {
    if (!(low > 0)) reasons.push(`it cannot be told from ${name}`);
  }
  if (memory && memory.contaminated > 0) {
    reasons.push(
      `${shownNumber(memory.contaminated, 0)} ${periodName} may be remembered by a model`,
    );
  }
  if (tally) {
    // Its own holdout: what was opened of another market says nothing of this one.
    const opened = holdout ? openingsOf(tally, holdout).same.length : 0;
    if (opened > 1) reasons.push(`its holdout was opened ${opened} times`);
    if (tally.problems.length > 0) reasons.push("the log of trials is not as it was written");
    if (tally.gaps.length > 0) reasons.push("the log of trials was interrupted");
    // A count smaller than the log's would flatter the deflated ratio.
    const counted = family !== undefined && Object.hasOwn(tally.families, family)
      ? tally.families[family].tried
      : 0;
    if (dsr && counted > dsr.trials) {
      reasons.push(
        `the log counts ${shownNumber(counted, 0)} tries, the figures only ` +
          shownNumber(dsr.trials, 0),
      );
    }
  }
  return reasons;
}

/**
 * The sentence for the client: what was found, how sure it is, and what is not proven.
 *
 * `not proven` is the rule: it takes an interval above zero, a deflated ratio and a place among dice at
 * the level, every given test passed, no remembered period and an intact count to hold so far. Nothing
 * is ever called proven. An annual ratio above 3 is an alarm first: look for a look-ahead.
 *
 * @param evidence From `strategyEvidence`.
 * @returns The sentence has no bare Sharpe ratio: interval and n stand with it.
 *
 * @example
 * ```ts
 * import { evidenceVerdict, strategyEvidence } from "lab/evidence";
 * import { randomStream } from "lab/stats";
 * import { match } from "node:assert/strict";
 *
 * const draw = randomStream(7);
 * const returns = Array.from({ length: 104 }, () => 0.002 + 0.02 * draw.normal());
 * const evidence = strategyEvidence({ name: "ours", returns, periodsPerYear: 52, seed: 1, draws: 200 });
 * match(evidenceVerdict(evidence).sentence, /^Not proven: ours has a Sharpe ratio of .*104 weeks/);
 * ```
 */
export function evidenceVerdict(evidence: StrategyEvidence): EvidenceVerdict {
  const { sharpe, record, periodName, level } = evidence;
  const reasons = reasonsAgainst(evidence);
  const found = `${evidence.name} has a Sharpe ratio of ${shownNumber(sharpe.value, 2)} a year ` +
    `(${shownNumber(100 * level, 0)} % interval ${shownNumber(sharpe.low, 2)} to ` +
    `${shownNumber(sharpe.high, 2)}, ${shownNumber(record.periods, 0)} ${periodName})`;
  const needed = evidence.periodsToCome !== undefined && evidence.periodsToCome > 0
    ? `; if it goes on like this, ${
      shownNumber(evidence.periodsToCome, 0)
    } more ${periodName} are needed`
    : "";
  if (sharpe.value > ALARM_SHARPE) {
    return {
      kind: "alarm",
      sentence:
        `Look for a look-ahead: ${found}, and a ratio above ${ALARM_SHARPE} is more often a ` +
        "leak of the future than a discovery",
      reasons,
    };
  }
  if (reasons.length > 0) {
    const [first, second] = reasons;
    const rest = reasons.length - 2;
    return {
      kind: "not proven",
      sentence: `Not proven: ${found}; ${first}` + (second ? `, and ${second}` : "") +
        (rest > 0 ? ` (${counted(rest, "more reason")})` : "") + needed,
      reasons,
    };
  }
  return {
    kind: "holds so far",
    sentence: `Holds so far: ${found}; nothing that was looked at speaks against it${needed}`,
    reasons,
  };
}
