import { outsideLine } from "../outside_text.ts";
import { listed } from "../words.ts";
import { type Ballot, voiceOf } from "./ballot.ts";

/**
 * What a reader must know of a ballot beside its scores, in sentences; none of most.
 *
 * Who answered in another's place, scores that rested on nothing, numbers that stand nowhere in what
 * was read, orders in it, and why its author may know what came after.
 *
 * @example A fallback that invents
 * ```ts
 * import { ballotNotes, briefs, DEFAULT_RUBRIC, rulesBallot } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { deepEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days[400]);
 * const ballot = rulesBallot(briefs(view)[0], DEFAULT_RUBRIC, { askedAt: view.decidedAt });
 * deepEqual(ballotNotes(ballot), []);
 * deepEqual(
 *   ballotNotes({
 *     ...ballot,
 *     answeredBy: { provider: "local", asked: "n", place: 1 },
 *     unshownNumbers: ["999 %"],
 *   }),
 *   ["Answered by local (n) in place of rules.", "Not in what was read: 999 %."],
 * );
 * ```
 */
export function ballotNotes(ballot: Ballot): readonly string[] {
  const { analyst, withoutData = [], unshownNumbers = [], planted, contaminated = [] } = ballot;
  const voice = voiceOf(ballot);
  return [
    ...(voice === analyst ? [] : [
      `Answered by ${outsideLine(voice.slice(`${analyst} by `.length))} in place of ` +
      `${outsideLine(analyst)}.`,
    ]),
    ...(withoutData.length === 0 ? [] : [
      `No data on ${
        listed(withoutData.map(({ pillar, score }) => `${pillar} (scored ${score})`))
      }: it abstains there.`,
    ]),
    ...(unshownNumbers.length === 0 ? [] : [
      `Not in what was read: ${listed(unshownNumbers.map((text) => outsideLine(text, 40)))}.`,
    ]),
    ...(planted === undefined
      ? []
      : [`What was read gives orders: ${JSON.stringify(outsideLine(planted.orders[0].text))}.`]),
    ...contaminated.map((reason) => `Contaminated: ${outsideLine(reason)}.`),
  ];
}
