import type { BallotOutcome } from "../../committee/mod.ts";
import { SECTORS } from "../../market/mod.ts";
import { randomStream } from "../../stats/mod.ts";

/** Points that the disguises add to scores, and take off elsewhere. */
const COPY_LEAN = 0.75, SHARED_LEAN = 0.5;
/** The stream that deals the letters; the seed's first one draws other things. */
const LETTER_SHARD = 2;

interface Mask {
  readonly from: string;
  /** Points added to a score, by the sector's place in the one order. */
  readonly lean: (place: number) => number;
}

/**
 * The record of five analysts under letters, of whom two are copies in disguise; for exercise 02.4.
 *
 * Two give the same ballots but lean opposite ways, so that their scores hide what they share. Two
 * others, who are no copies, lean the same way. The letters are dealt by the seed.
 *
 * @param rows The record of the lesson's five analysts.
 * @param options.seed Deals the letters.
 * @returns Rows of A to E; fewer where an analyst of the record never gave a score.
 *
 * @example Five letters
 * ```ts
 * import { ensembleAnalysts, ensembleRecord, maskedAnalysts } from "lab/lesson/02";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const today = snapshot(market, market.prices.days[400]);
 * const { rows } = await ensembleRecord(ensembleAnalysts({ seed: 7 }), market, today);
 * const letters = new Set(maskedAnalysts(rows, { seed: 7 }).map(({ analyst }) => analyst));
 * equal([...letters].sort().join(""), "ABCDE");
 * ```
 */
export function maskedAnalysts(
  rows: readonly BallotOutcome[],
  options: { readonly seed: number },
): readonly BallotOutcome[] {
  const alternating = (place: number) => place % 2 === 0 ? COPY_LEAN : -COPY_LEAN;
  const halves = (place: number) => place < 5 ? SHARED_LEAN : -SHARED_LEAN;
  const masks: readonly Mask[] = [
    { from: "momentum", lean: alternating },
    { from: "momentum", lean: (place) => -alternating(place) },
    { from: "balanced", lean: halves },
    { from: "contrarian", lean: halves },
    { from: "cautious", lean: () => 0 },
  ];
  const stream = randomStream(options.seed, LETTER_SHARD);
  const letters = ["A", "B", "C", "D", "E"];
  for (let i = letters.length - 1; i > 0; i--) {
    const j = stream.integer(i + 1);
    [letters[i], letters[j]] = [letters[j], letters[i]];
  }
  const masked = masks.flatMap(({ from, lean }, i) =>
    rows.filter((row) => row.analyst === from && row.score !== undefined).map((row) => ({
      ...row,
      analyst: letters[i],
      score: Math.min(5, Math.max(1, row.score! + lean(SECTORS.indexOf(row.sector)))),
    }))
  );
  // In the order of the letters, so that neither a table nor a chart gives the pair away.
  return masked.toSorted((a, b) => a.analyst < b.analyst ? -1 : a.analyst > b.analyst ? 1 : 0);
}
