import { PILLAR_LABELS, PILLARS } from "../committee/mod.ts";
import { openingsText } from "../evidence/mod.ts";
import { periodsName } from "../research/mod.ts";
import type { SweepFindings } from "./sweep_findings.ts";
import type { Shares } from "../stats/ternary.ts";
import { counted, decimals, number } from "../words.ts";
import { weightsText } from "./sweep_tables.ts";
import { BASE_WEIGHTS, isSameWeights } from "./weighting_returns.ts";

/** Two digits; rounded as the cells of the map are. */
const two = (value: number) => decimals(Math.round(100 * value) / 100, 2);
const count = (value: number) => number(value, { digits: 0 });
const probability = (value: number) => value < 0.001 ? "below 0.001" : value.toFixed(3);

/** Whether the three shares are of the committee's own pillars, and not of horizons. */
function isPillars(labels: readonly string[]): boolean {
  return PILLARS.every((pillar, p) => labels[p] === PILLAR_LABELS[pillar]);
}

/** How the base is called: the default only where it is the committee's own. */
function baseName(weights: Shares): string {
  return (isSameWeights(weights, BASE_WEIGHTS) ? "the default " : "") + weightsText(weights);
}

/** The finding, without a full stop: how many were tried, and whether the best can be told apart. */
export function sweepHeadline(
  { weightings, without, best, base, isTold, facts }: SweepFindings,
): string {
  const of = isPillars(facts.pillarLabels) ? "" : ` of ${facts.pillarLabels.join("/")}`;
  const tried = `${count(weightings.length + without)} weightings${of} tried`;
  const name = baseName(base.weights);
  if (isSameWeights(best.weights, base.weights)) {
    return `${tried}; the best is ${name} itself, with a net Sharpe ratio of ${two(best.sharpe)}`;
  }
  return `${tried}; the best, ${weightsText(best.weights)} with a net Sharpe ratio of ${
    two(best.sharpe)
  }, ${isTold ? "can" : "cannot"} be told from ${name} with ${two(base.sharpe)}`;
}

/** What the headline rests on, one sentence a test, each with its n and its convention. */
export function sweepSentences(found: SweepFindings): readonly string[] {
  const { weightings, without, best, base, facts, periods, overfitting, effective, deflated } =
    found;
  const { superior, againstBase, againstBest, walkForward, overTime, trials, tally } = found;
  const unit = periodsName(facts.periodsPerYear);
  const own = weightings.find((one) => isSameWeights(one.weights, best.weights))!;
  const others = weightings.filter((one) => !isSameWeights(one.weights, base.weights));
  const apart = others.filter(({ alikeBase }) => !alikeBase).length;
  const plateau = againstBest.alike, name = baseName(base.weights);
  return [
    `Best less ${name}: ${two(own.difference)} a year, 95 % interval ${two(own.lowForAll)} to ` +
    `${two(own.highForAll)} for all ${weightings.length} at once, ${two(own.low)} to ` +
    `${two(own.high)} if it were the only one (n = ${periods} ${unit}, stationary bootstrap, ` +
    `${count(againstBase.draws)} draws)`,
    `${apart} of ${others.length} other weightings can be told from ${name}, and ${plateau} of ` +
    `${weightings.length} cannot be told from the best`,
    `Test of superior ability against ${name} (Hansen): p = ${
      probability(superior.pConsistent)
    }, from ${probability(superior.pLower)} to ${probability(superior.pUpper)} (${
      count(superior.draws)
    } draws)`,
    typeof overfitting === "string"
      ? `Probability of overfitting: ${overfitting}`
      : `Probability of overfitting: ${two(overfitting.probability)} over ${
        count(overfitting.splits)
      } splits; the winners' ratio a year falls from ${
        two(overfitting.inSample * Math.sqrt(facts.periodsPerYear))
      } where they were chosen to ` +
        `${two(overfitting.outOfSample * Math.sqrt(facts.periodsPerYear))}`,
    `Deflated Sharpe ratio of the best: ${two(deflated.byCount.probability)} for ${
      count(trials)
    } trials, ${two(deflated.byAverageCorrelation.probability)} for ${
      effective.byAverageCorrelation.toFixed(1)
    } effective ones by average correlation, ${two(deflated.byEigenvalueEntropy.probability)} for ${
      effective.byEigenvalueEntropy.toFixed(1)
    } by eigenvalue entropy`,
    ...(walkForward
      ? [
        `Choosing on the past alone ${walkForward.choices.length} times: ${
          two(walkForward.chosen)
        } a year against ${two(walkForward.base)} of ${name}, difference ${
          two(walkForward.difference.low)
        } to ${two(walkForward.difference.high)} (n = ${walkForward.periods} ${unit})`,
      ]
      : []),
    ...(overTime.persistence === undefined ? [] : [
      `The order of the weightings in one year has a rank correlation of ${
        two(overTime.persistence)
      } with the next (${overTime.years.length} years)`,
    ]),
    ...(without > 0
      ? [
        `${without} weightings held cash alone, or through half of the record, and are not judged; they count as tried`,
      ]
      : []),
    ...(found.costUnknown > 0
      ? [
        `In up to ${found.costUnknown} of ${periods} ${unit} a part of the cost is not known: what is ` +
        "paid is a floor, and net figures are too high by the rest",
      ]
      : []),
    facts.heldOut === null
      ? "Nothing is held out: every decision was seen"
      : `Held out: ${counted(facts.heldOut.steps, "decision")}, ${facts.heldOut.from} to ` +
        `${facts.heldOut.to}; ${openingsText(tally, facts.heldOut.mark)}`,
    ...facts.notes,
  ];
}
