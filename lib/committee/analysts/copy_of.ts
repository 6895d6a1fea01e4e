import { quotedValue } from "../../outside_text.ts";
import type { Analyst } from "../analyst.ts";

/**
 * The same analyst under another name: a second voice that adds nothing.
 *
 * Two models of one family, or one model asked under two names, come near to this: they agree
 * because they are the same, and are wrong together. `copyOf(inattentiveAnalyst(…))` agrees fully;
 * `inattentiveAnalyst(copyOf(…))` overlooks lines of its own and agrees nearly.
 *
 * @param analyst Whose answers are given; it is asked anew each time.
 * @param name Another name, for a poll asks no name twice.
 * @throws {RangeError} If the name is empty or the analyst's own.
 *
 * @example Two names, one opinion
 * ```ts
 * import { briefs, copyOf, poll, rulesAnalyst } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { deepEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days[400]);
 * const analysts = [rulesAnalyst(), copyOf(rulesAnalyst(), "second opinion")];
 * const { ballots } = await poll(analysts, briefs(view).slice(0, 1), { askedAt: view.decidedAt });
 * deepEqual(ballots[0].subScores, ballots[1].subScores);
 * ```
 */
export function copyOf(analyst: Analyst, name: string): Analyst {
  if (typeof name !== "string" || name.trim() === "" || name === analyst.name) {
    throw new RangeError(
      `Cannot copy ${analyst.name}: need another name, got ${quotedValue(name)}`,
    );
  }
  return {
    name,
    takesNoOrders: analyst.takesNoOrders ?? false,
    async answer(brief, rubric, ask) {
      const answer = await analyst.answer(brief, rubric, ask);
      return answer.kind === "ballot"
        ? { ...answer, ballot: { ...answer.ballot, analyst: name } }
        : { ...answer, analyst: name };
    },
  };
}
