/**
 * Ballots, verdicts and their record as the plain rows that the charts of lesson 02 take.
 *
 * @module
 */

import type {
  BiasCell,
  BiasOutcomeRow,
  CalibrationPoint,
  ConfidenceDot,
  DisagreementRow,
  RetestRow,
} from "../../charts/mod.ts";
import { spreadOf } from "../../charts/mod.ts";
import {
  type BallotOutcome,
  type HouseBias,
  type MovedCentres,
  movedCentres,
  PILLARS,
  RETURN_PER_POINT,
  type ScoredBallot,
  scoredBallots,
  type Verdict,
} from "../../committee/mod.ts";
import { SECTOR_LABELS, SECTORS } from "../../market/mod.ts";
import {
  calibratedProbability,
  type CalibrationCurve,
  mean,
  normalQuantile,
} from "../../stats/mod.ts";
import { type Notice, notice } from "../kit/notice.ts";
import { INTERVAL_LEVEL, standardDeviation } from "../../stats/mod.ts";

/**
 * One row per sector: every ballot's weighted score, and the verdict.
 *
 * @example
 * ```ts
 * import { disagreementRows, ensembleAnalysts } from "lab/lesson/02";
 * import { convene } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days[400]);
 * const verdict = await convene(view, { analysts: ensembleAnalysts({ seed: 7 }) });
 * equal(disagreementRows(verdict)[0].ballots.length, 5);
 * ```
 */
export function disagreementRows(verdict: Verdict): DisagreementRow[] {
  const rows = scoredBallots(verdict.ballots, verdict.weights);
  return verdict.sectors.map(({ sector, score }) => ({
    label: SECTOR_LABELS[sector],
    ballots: rows.flatMap((row) =>
      row.sector === sector && row.score !== undefined
        ? [{ analyst: row.analyst, score: row.score }]
        : []
    ),
    ...(score === undefined ? {} : { verdict: score }),
  }));
}

/** One analyst of the most disputed sector, ready to be moved. */
interface MovedVoice {
  /** The sector. */
  readonly label: string;
  /** Scores of the others. */
  readonly others: readonly number[];
  /** Both centres while the analyst goes from 1 to 5. */
  readonly centres: readonly MovedCentres[];
  /** Why nothing can be moved; absent where something can. */
  readonly none?: Notice;
}

/**
 * The sector on which analysts are furthest apart, with one analyst taken through all scores.
 *
 * @param rows From `disagreementRows`.
 * @param analyst Who is moved; a sector that it did not score is passed over.
 *
 * @example
 * ```ts
 * import { movedVoice } from "lab/lesson/02";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * const ballots = [{ analyst: "value", score: 2 }, { analyst: "momentum", score: 4 }];
 * const { label, others } = movedVoice([{ label: "Energy", ballots }], "value");
 * equal(label, "Energy");
 * deepEqual(others, [4]);
 * ```
 */
export function movedVoice(rows: readonly DisagreementRow[], analyst: string): MovedVoice {
  const scored = rows.filter(({ ballots }) =>
    ballots.length > 1 && ballots.some((one) => one.analyst === analyst)
  );
  const [first] = scored.toSorted((a, b) => spreadOf(b)! - spreadOf(a)!);
  if (!first) {
    return {
      label: "",
      others: [],
      centres: [],
      none: notice(
        "note",
        `This part does not apply: ${analyst} gave no score beside others today. Name another ` +
          "analyst in the choices. The lesson goes on below.",
      ),
    };
  }
  const { label, ballots } = first;
  const scores = ballots.map(({ score }) => score);
  const at = ballots.findIndex((one) => one.analyst === analyst);
  const values = Array.from({ length: 17 }, (_, i) => 1 + i / 4);
  return {
    label,
    others: scores.filter((_, i) => i !== at),
    centres: movedCentres(scores, { analyst: at, values }),
  };
}

/**
 * One row per sector: the repeated scores of one analyst, and each analyst's first.
 *
 * @param verdict Of several samples; sample 0 stands for "asked once".
 * @param analyst Whose samples make the box.
 *
 * @example
 * ```ts
 * import { retestRows } from "lab/lesson/02";
 * import { convene } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const verdict = await convene(snapshot(market, market.prices.days[200]));
 * equal(retestRows(verdict, verdict.ballots[0].analyst)[0].samples.length, 1);
 * ```
 */
export function retestRows(verdict: Verdict, analyst: string): RetestRow[] {
  const rows = scoredBallots(verdict.ballots, verdict.weights);
  return verdict.sectors.map(({ sector }) => {
    const scores = (of: (row: ScoredBallot) => boolean) =>
      rows.flatMap((row) =>
        row.sector === sector && row.score !== undefined && of(row) ? [row.score] : []
      );
    return {
      label: SECTOR_LABELS[sector],
      samples: scores((row) => row.analyst === analyst),
      analysts: scores((row) => row.sample === 0),
    };
  });
}

/**
 * House biases as the cells of one panel, sectors in their one order; an empty cell where an analyst
 * gave no score.
 *
 * @example
 * ```ts
 * import { biasRows } from "lab/lesson/02";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(biasRows("as given", []), []);
 * ```
 */
export function biasRows(panel: string, biases: readonly HouseBias[]): BiasCell[] {
  const analysts = [...new Set(biases.map(({ analyst }) => analyst))];
  const known = new Map(biases.map(({ analyst, sector, bias }) => [`${analyst} ${sector}`, bias]));
  const sectors = SECTORS.filter((sector) => biases.some((one) => one.sector === sector));
  return sectors.flatMap((sector) =>
    analysts.map((analyst) => {
      const bias = known.get(`${analyst} ${sector}`);
      return {
        panel,
        row: SECTOR_LABELS[sector],
        column: analyst,
        ...(bias === undefined ? {} : { bias }),
      };
    })
  );
}

/**
 * The same rows as if each analyst had given up what parts it from the others: from every score the
 * analyst's own difference to the committee is taken off.
 *
 * @param biases Differences, from `comparedBias`.
 *
 * @example
 * ```ts
 * import { withoutComparedBias } from "lab/lesson/02";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(withoutComparedBias([], []), []);
 * ```
 */
export function withoutComparedBias(
  rows: readonly BallotOutcome[],
  biases: readonly HouseBias[],
): BallotOutcome[] {
  const known = new Map(biases.map(({ analyst, sector, bias }) => [`${analyst} ${sector}`, bias]));
  return rows.map((row) =>
    row.score === undefined
      ? row
      : { ...row, score: row.score - (known.get(`${row.analyst} ${row.sector}`) ?? 0) }
  );
}

/**
 * What all analysts said of each sector on average, beside what came, both in points.
 *
 * An outcome in points is the relative return over 3.7 %, as in `analystErrors`. Each decision counts
 * once, whatever the number of analysts; its interval takes decisions as independent.
 *
 * @example Liked by 1.5 points, and no better than the others
 * ```ts
 * import { biasOutcomeRows } from "lab/lesson/02";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const row = { sector: "XLE", analyst: "value", sample: 0, confidence: 1 } as const;
 * const rows = [
 *   { ...row, day: day("2020-03-06"), score: 4, outcome: 0.037 },
 *   { ...row, day: day("2020-04-03"), score: 5, outcome: -0.037 },
 * ];
 * const [{ label, said, came }] = biasOutcomeRows(rows);
 * deepEqual([label, said, Math.abs(came.mean) < 1e-9], ["Energy", 1.5, true]);
 * ```
 */
export function biasOutcomeRows(rows: readonly BallotOutcome[]): BiasOutcomeRow[] {
  const z = normalQuantile((1 + INTERVAL_LEVEL) / 2);
  return SECTORS.flatMap((sector) => {
    const own = rows.filter((row) =>
      row.sector === sector && row.score !== undefined && row.outcome !== undefined
    );
    const outcomes = [...new Map(own.map((row) => [row.day, row.outcome! / RETURN_PER_POINT]))]
      .map(([, points]) => points);
    if (outcomes.length < 2) return [];
    const centre = mean(outcomes);
    const half = z * standardDeviation(outcomes) / Math.sqrt(outcomes.length);
    return [{
      label: SECTOR_LABELS[sector],
      said: mean(own.map((row) => row.score! - 3)),
      came: { mean: centre, low: centre - half, high: centre + half },
    }];
  });
}

/**
 * One dot per verdict on a sector: spread, confidence, and whether somebody abstained.
 *
 * @example
 * ```ts
 * import { confidenceDots } from "lab/lesson/02";
 * import { convene } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * equal(confidenceDots([await convene(snapshot(market, market.prices.days[200]))]).length, 11);
 * ```
 */
export function confidenceDots(verdicts: readonly Verdict[]): ConfidenceDot[] {
  return verdicts.flatMap(({ day, sectors }) =>
    sectors.map(({ sector, disagreement, confidence, pillars }) => ({
      label: `${SECTOR_LABELS[sector]}, ${day}`,
      ...(disagreement === undefined ? {} : { spread: disagreement }),
      ...(confidence === undefined ? {} : { confidence }),
      abstained: PILLARS.some((pillar) => pillars[pillar].abstentions.length > 0),
    }))
  );
}

/**
 * The calibrated curve from the lowest to the highest stated confidence of its record.
 *
 * @example
 * ```ts
 * import { calibrationPoints } from "lab/lesson/02";
 * import { calibration } from "lab/stats";
 * import { deepEqual } from "node:assert/strict";
 *
 * const record = Array.from({ length: 100 }, (_, i) => ({ stated: 0.8, right: i % 2 === 0 }));
 * const curve = calibration(record);
 * if (curve.kind === "curve") {
 *   deepEqual(calibrationPoints(curve), [{ stated: 0.8, calibrated: 0.5 }]);
 * }
 * ```
 */
export function calibrationPoints(curve: CalibrationCurve): CalibrationPoint[] {
  const from = curve.steps[0].from, to = curve.steps[curve.steps.length - 1].to;
  const corners = curve.steps.flatMap((step) => [step.from, step.to]);
  const between = Array.from({ length: 21 }, (_, i) => from + (to - from) * i / 20);
  return [...new Set([...corners, ...between])].sort((a, b) => a - b).map((stated) => ({
    stated,
    calibrated: calibratedProbability(curve, stated),
  }));
}
