import { isSector, type Sector } from "../../market/mod.ts";
import { quotedValue } from "../../outside_text.ts";
import type { Analyst } from "../analyst.ts";
import type { SubScore } from "../ballot.ts";
import { type Pillar, PILLARS } from "../rubric.ts";

/** Whole points that an analyst adds to a sector's sub-scores, whatever the brief says. */
export type Lean = Readonly<Partial<Record<Sector, number>>>;

function leaning(subScore: SubScore, points: number): SubScore {
  return subScore.kind === "abstention" ? subScore : {
    kind: "score",
    score: Math.min(5, Math.max(1, subScore.score + points)),
  };
}

/**
 * An analyst with a house bias that is known, for lessons that ask whether it can be found.
 *
 * Language models are reported to prefer technology, large companies and contrarian views (arXiv
 * 2507.20957, abstract). This one adds whole points to sub-scores, within 1 to 5, so that at the ends
 * less of the bias shows than was put in. Abstentions stay.
 *
 * @param analyst Who answers; under its own name with ", leaning".
 * @param options.lean Whole points by sector, −4 to 4; sectors not named are left alone.
 * @param options.pillars Which sub-scores are moved; all three by default.
 * @throws {RangeError} If a sector or pillar is unknown, or points are no whole number from −4 to 4.
 *
 * @example Technology never looks bad
 * ```ts
 * import { briefs, DEFAULT_RUBRIC, leaningAnalyst, rulesAnalyst } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days[400]);
 * const brief = briefs(view).find(({ sector }) => sector === "XLK")!;
 * const fan = leaningAnalyst(rulesAnalyst(), { lean: { XLK: 4 } });
 * const answer = await fan.answer(brief, DEFAULT_RUBRIC, { askedAt: view.decidedAt });
 * ok(answer.kind === "ballot");
 * const { fundamentals } = answer.ballot.subScores;
 * ok(fundamentals.kind === "score" && fundamentals.score === 5);
 * ```
 */
export function leaningAnalyst(
  analyst: Analyst,
  options: { readonly lean: Lean; readonly pillars?: readonly Pillar[] },
): Analyst {
  const { lean, pillars = PILLARS } = options;
  for (const [sector, points] of Object.entries(lean)) {
    if (!isSector(sector)) {
      throw new RangeError(
        `Cannot make a leaning analyst: need sectors, got ${quotedValue(sector)}`,
      );
    }
    if (!Number.isInteger(points) || Math.abs(points) > 4) {
      throw new RangeError(
        `Cannot make a leaning analyst: need whole points from -4 to 4 for ${sector}, ` +
          `got ${points}`,
      );
    }
  }
  const stranger = pillars.find((pillar) => !PILLARS.includes(pillar));
  if (stranger !== undefined) {
    throw new RangeError(
      `Cannot make a leaning analyst: need pillars of ${PILLARS.join(", ")}, ` +
        `got ${quotedValue(stranger)}`,
    );
  }
  const name = `${analyst.name}, leaning`;
  return {
    name,
    takesNoOrders: analyst.takesNoOrders ?? false,
    async answer(brief, rubric, ask) {
      const answer = await analyst.answer(brief, rubric, ask);
      if (answer.kind !== "ballot") return { ...answer, analyst: name };
      const points = lean[brief.sector] ?? 0;
      const own = answer.ballot.subScores;
      const moved = (pillar: Pillar) =>
        pillars.includes(pillar) ? leaning(own[pillar], points) : own[pillar];
      return {
        ...answer,
        // The text of an answer would no longer be the one that was given.
        raw: undefined,
        ballot: {
          ...answer.ballot,
          analyst: name,
          subScores: {
            fundamentals: moved("fundamentals"),
            sentiment: moved("sentiment"),
            technicals: moved("technicals"),
          },
        },
      };
    },
  };
}
