import { HORIZON_WEEKS } from "../../days.ts";
import {
  type Ballot,
  briefs,
  type FailedBallot,
  inattentiveAnalyst,
  poll,
  readAsThrees,
  rulesAnalyst,
  type Verdict,
  verdict,
} from "../../committee/mod.ts";
import type { Snapshot } from "../../market/mod.ts";

/** Ten sectors and ten readings of each make the hundred. */
const SECTORS_ASKED = 10, READINGS = 10;

/**
 * A hundred valid ballots: ten readings of the briefs of the first ten sectors by an analyst that
 * overlooks some lines each time. With fewer sectors there are fewer ballots.
 *
 * @param snapshot What was known that day.
 * @param options.seed Decides which lines are overlooked.
 *
 * @example
 * ```ts
 * import { hundredBallots } from "lab/lesson/01";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const ballots = await hundredBallots(snapshot(market, market.prices.days[200]), { seed: 7 });
 * equal(ballots.length, 100);
 * ```
 */
export async function hundredBallots(
  snapshot: Snapshot,
  options: { readonly seed: number },
): Promise<readonly Ballot[]> {
  const analyst = inattentiveAnalyst(rulesAnalyst(), options);
  const asked = briefs(snapshot).slice(0, SECTORS_ASKED);
  const { ballots } = await poll([analyst], asked, {
    askedAt: snapshot.decidedAt,
    samples: READINGS,
  });
  return ballots;
}

/**
 * The verdict of the ballots that could be read, and the one in which those that could not were taken
 * for threes.
 *
 * @param read From `readAnswers`.
 *
 * @example
 * ```ts
 * import { verdictsOf } from "lab/lesson/01";
 * import { convene } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const seen = snapshot(market, market.prices.days[200]);
 * const { ballots } = await convene(seen);
 * const { kept, drifted } = verdictsOf({ ballots, failed: [] }, seen);
 * equal(kept.sectors[0].score, drifted.sectors[0].score);
 * ```
 */
export function verdictsOf(
  read: { readonly ballots: readonly Ballot[]; readonly failed: readonly FailedBallot[] },
  snapshot: Snapshot,
): { readonly kept: Verdict; readonly drifted: Verdict } {
  const { ballots, failed } = read;
  const heard = new Set([...ballots, ...failed].map(({ sector }) => sector));
  const { day } = snapshot;
  const sectors = snapshot.sectors.filter((sector) => heard.has(sector));
  const threes = readAsThrees(failed, { horizonWeeks: HORIZON_WEEKS });
  return {
    kept: verdict(ballots, { day, sectors, failed }),
    drifted: verdict([...ballots, ...threes], { day, sectors }),
  };
}
