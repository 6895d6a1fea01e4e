/** Ballots as a record has them, of the rules on a simulated market, without a poll. */
import {
  type Ballot,
  briefs,
  DEFAULT_RUBRIC,
  PROMPT_VERSION,
  requestFingerprint,
  rulesBallot,
} from "lab/committee";
import { simulatedMarket, snapshot } from "lab/market";
import { type RecordedBallot, rubricMark } from "lab/record";

const market = simulatedMarket({ seed: 7, years: 2 });

/** Eleven ballots of one day. */
export async function ballotsAtHand(
  row = 400,
  change: (ballot: Ballot) => Partial<Ballot> = () => ({}),
): Promise<readonly RecordedBallot[]> {
  const view = snapshot(market, market.prices.days[row]);
  return await Promise.all(
    briefs(view).map(async (brief): Promise<RecordedBallot> => {
      const ballot = rulesBallot(brief, DEFAULT_RUBRIC, { askedAt: view.decidedAt });
      const request = { analyst: "rules", brief, rubric: DEFAULT_RUBRIC, sample: 0 };
      return {
        kind: "ballot",
        question: await requestFingerprint(request),
        askedAt: `${view.day}T21:00:00.000Z`,
        market: { kind: "simulated", seed: 7 },
        masked: false,
        prompt: PROMPT_VERSION,
        rubric: rubricMark(DEFAULT_RUBRIC),
        costUsd: 0,
        ballot: { ...ballot, ...change(ballot) },
      };
    }),
  );
}
