import {
  type Ballot,
  ballotScore,
  DEFAULT_WEIGHTS,
  parseBallot,
  type SubScore,
} from "../../committee/mod.ts";
import { BallotError } from "../../errors.ts";
import { type Sector, SECTORS } from "../../market/mod.ts";
import type { Day } from "../../units.ts";

/** The six answers of exercise 01.3, and what they were asked about. */
export interface SixBallots {
  readonly sector: Sector;
  readonly day: Day;
  /** Raw answers by letter. */
  readonly answers: Readonly<Record<string, string>>;
}

/** What stands in the place of a fault for an answer that is a ballot. */
export const VALID = "valid";

/**
 * Six answers made from one ballot of the run: some of them ballots, some not.
 *
 * @param ballot Any valid ballot; its pillars that abstain are given a score first.
 *
 * @example
 * ```ts
 * import { sixBallots } from "lab/lesson/01";
 * import { convene } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { deepEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const { ballots } = await convene(snapshot(market, market.prices.days[200]));
 * deepEqual(Object.keys(sixBallots(ballots[0]).answers), ["A", "B", "C", "D", "E", "F"]);
 * ```
 */
export function sixBallots(ballot: Ballot): SixBallots {
  const { sector, rationale, confidence } = ballot;
  const score = (value: number): SubScore => ({ kind: "score", score: value });
  const given = (one: SubScore, otherwise: number) => one.kind === "score" ? one : score(otherwise);
  const subScores = {
    fundamentals: given(ballot.subScores.fundamentals, 4),
    sentiment: given(ballot.subScores.sentiment, 2),
    technicals: given(ballot.subScores.technicals, 5),
  };
  // One reason and no reference: still a ballot, and short enough to read six of them.
  const whole = {
    sector,
    rationale: rationale.slice(0, 1),
    subScores,
    references: [],
    confidence,
    summary: "The view in one sentence, as asked.",
  };
  const sum = ballotScore({ subScores }, DEFAULT_WEIGHTS).score!;
  const other = SECTORS[(SECTORS.indexOf(sector) + 1) % SECTORS.length];
  const answers = {
    A: {
      ...whole,
      subScores: {
        ...subScores,
        sentiment: { kind: "abstention", reason: "Too few headlines to judge by." },
      },
    },
    B: { ...whole, weightedScore: sum > 4 ? sum - 0.75 : sum + 0.75 },
    C: { ...whole, sector: other },
    D: {
      message: `Thank you for asking about ${sector}. I would be glad to help, but I cannot ` +
        "recommend a score at this time.",
    },
    E: { ...whole, weightedScore: sum },
    F: { ...whole, subScores: { ...subScores, technicals: score(6) } },
  };
  return {
    sector,
    day: ballot.day as Day,
    answers: Object.fromEntries(
      Object.entries(answers).map(([letter, answer]) => [letter, JSON.stringify(answer)]),
    ),
  };
}

/**
 * What the lab's reader makes of each answer: `valid`, or the codes of all faults found.
 *
 * @param six From `sixBallots`.
 */
export function faultsOf(six: SixBallots): Readonly<Record<string, readonly string[]>> {
  const { sector, day, answers } = six;
  return Object.fromEntries(
    Object.entries(answers).map(([letter, raw]) => {
      try {
        parseBallot(raw, { sector, day, analyst: letter, ownSum: "check" });
        return [letter, [VALID]];
      } catch (error) {
        if (!(error instanceof BallotError)) throw error;
        return [letter, [...new Set(error.issues.map(({ code }) => code))]];
      }
    }),
  );
}
