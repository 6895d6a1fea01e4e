import { type RandomStream, randomStream } from "../../stats/mod.ts";
import type { Analyst } from "../analyst.ts";
import type { Brief } from "../brief.ts";
import type { MissingFact } from "../fact.ts";

/** Share of figures and headlines that is overlooked unless told otherwise; the lab's own choice. */
export const MISSED_SHARE = 0.25;

/** FNV-1a on UTF-16 units, 32 bits (Fowler, Noll and Vo): one number from a text, for a seed. */
function numberOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

/** The brief as it is read when some lines are passed over. */
function overlooked(brief: Brief, missedShare: number, stream: RandomStream): Brief {
  const missing: MissingFact[] = [];
  const facts = brief.facts.filter(({ pillar, name }) => {
    if (stream.uniform() >= missedShare) return true;
    missing.push({ pillar, name, reason: "overlooked in this reading" });
    return false;
  });
  const headlines = brief.headlines.filter(() => stream.uniform() >= missedShare);
  if (headlines.length === 0 && brief.headlines.length > 0) {
    missing.push({ pillar: "sentiment", name: "headlines", reason: "overlooked in this reading" });
  }
  const own = brief.own?.filter(() => stream.uniform() >= missedShare);
  return {
    ...brief,
    facts,
    headlines,
    ...(own === undefined ? {} : { own }),
    missing: [...missing, ...brief.missing],
  };
}

/**
 * An analyst that overlooks some lines of every brief, others each time it is asked: test and retest
 * noise without a language model.
 *
 * Each figure and each headline is passed over with probability `missedShare`, drawn from a stream
 * that depends on seed, name, sector, day and sample alone. So the same sample gives the same ballot,
 * and two samples differ as two readings of one brief do. Sample 0 overlooks lines too.
 *
 * @param analyst Who answers; under its own name with ", inattentive".
 * @param options.seed Any safe integer.
 * @param options.missedShare Share of lines passed over, 0 to 1; 0.25 by default. At 0 the analyst
 *   answers as before.
 * @throws {RangeError} If the share lies outside 0 to 1 or the seed is no safe integer.
 *
 * @example Two samples of one question
 * ```ts
 * import { briefs, DEFAULT_RUBRIC, inattentiveAnalyst, rulesAnalyst } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { deepEqual, notDeepEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days[400]);
 * const analyst = inattentiveAnalyst(rulesAnalyst(), { seed: 1 });
 * const ask = (sample: number) =>
 *   analyst.answer(briefs(view)[0], DEFAULT_RUBRIC, { askedAt: view.decidedAt, sample });
 * deepEqual(await ask(0), await ask(0));
 * notDeepEqual(await ask(0), await ask(1));
 * ```
 */
export function inattentiveAnalyst(
  analyst: Analyst,
  options: { readonly seed: number; readonly missedShare?: number },
): Analyst {
  const { seed, missedShare = MISSED_SHARE } = options;
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(
      `Cannot make an inattentive analyst: seed must be a safe integer, got ${seed}`,
    );
  }
  if (!(missedShare >= 0 && missedShare <= 1)) {
    throw new RangeError(
      "Cannot make an inattentive analyst: missedShare must be a share from 0 to 1 " +
        `(0.25 for 25 %), got ${missedShare}`,
    );
  }
  const name = `${analyst.name}, inattentive`;
  return {
    name,
    takesNoOrders: analyst.takesNoOrders ?? false,
    async answer(brief, rubric, ask) {
      const { sample = 0 } = ask;
      const stream = randomStream(
        numberOf(JSON.stringify([seed, name, brief.sector, brief.day, sample])),
      );
      const answer = await analyst.answer(overlooked(brief, missedShare, stream), rubric, ask);
      return answer.kind === "ballot"
        ? { ...answer, ballot: { ...answer.ballot, analyst: name } }
        : { ...answer, analyst: name };
    },
  };
}
