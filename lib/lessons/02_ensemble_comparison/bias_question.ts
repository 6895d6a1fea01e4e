import { number } from "../../charts/mod.ts";
import { type HouseBias, houseBias, type ScoredBallot, sharedBias } from "../../committee/mod.ts";
import { SECTOR_LABELS } from "../../market/mod.ts";
import { type Notice, notice } from "../kit/notice.ts";

/** One analyst's scores of one sector, as exercise 02.2 asks about them. */
export interface BiasQuestion {
  /** The scores in the order of the decisions; what is left of the last one is asked for. */
  readonly scores: readonly number[];
  /** Mean bias of the whole committee for the sector. */
  readonly committee: number;
  /** The question, to be shown. */
  readonly text: Notice;
}

/** Answers that would be told apart by no tolerance are no good question. */
const APART = 0.05;

/**
 * The question of exercise 02.2 for this run: the strongest house bias whose removal stays within 1
 * to 5 and whose usual mistakes all lead elsewhere.
 *
 * @param rows A year of scores.
 *
 * @example
 * ```ts
 * import { biasQuestion } from "lab/lesson/02";
 * import { day } from "lab/units";
 * import { equal, match } from "node:assert/strict";
 *
 * const row = { sector: "XLE", sample: 0, confidence: 0.6 } as const;
 * const rows = [4, 4.5, 4].flatMap((score, i) => [
 *   { ...row, analyst: "value", day: day(`2020-03-0${i + 2}`), score },
 *   { ...row, analyst: "momentum", day: day(`2020-03-0${i + 2}`), score: 3.5 },
 * ]);
 * const question = biasQuestion(rows)!;
 * equal(question.scores.length, 3);
 * match(question.text.message, /value gave Energy/);
 * ```
 */
export function biasQuestion(rows: readonly ScoredBallot[]): BiasQuestion | undefined {
  const biases = houseBias(rows);
  const shared = new Map(sharedBias(biases).map(({ sector, mean }) => [sector, mean]));
  const asked = biases.filter(({ count }) => count > 1)
    .toSorted((a, b) => Math.abs(b.bias) - Math.abs(a.bias))
    .map((bias) => questionOf(bias, rows, shared.get(bias.sector)!));
  return asked.find((one) => one !== undefined);
}

function questionOf(
  { analyst, sector, bias }: HouseBias,
  rows: readonly ScoredBallot[],
  committee: number,
): BiasQuestion | undefined {
  const scores = rows.flatMap((row) =>
    row.analyst === analyst && row.sector === sector && row.score !== undefined ? [row.score] : []
  );
  const last = scores[scores.length - 1], right = last - bias;
  const clear = Math.abs(bias) > APART && Math.abs(committee) > APART &&
    Math.abs(bias - committee) > APART;
  if (!clear || right < 1 || right > 5) return undefined;
  const listed = scores.map((score) => number(score)).join(", ");
  return {
    scores,
    committee,
    text: notice(
      "note",
      `In the last year ${analyst} gave ${SECTOR_LABELS[sector]} these ${scores.length} scores: ` +
        `${listed}. What is left of the last one, ${number(last)}, once this analyst's own bias ` +
        "for the sector is taken off?",
    ),
  };
}
