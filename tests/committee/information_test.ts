/**
 * Does the rule analyst find what was planted, and nothing where nothing was? Its sub-scores against
 * the four-week relative returns that follow, in worlds 1 to 20 and no others.
 */
import { soakTest } from "../soak.ts";
import {
  briefs,
  DEFAULT_RUBRIC,
  type Pillar,
  PILLARS,
  rulesBallot,
  subScoresOf,
} from "lab/committee";
import { type PlantedChoice, simulatedMarket, snapshot, weeklyDays } from "lab/market";
import { rankCorrelation } from "lab/stats";
import { ok } from "node:assert/strict";

const WORLDS = 20;
const YEARS = 8;
const WEEKS = 4;
/** Thirteen weeks must be known before beta and volumes can be read. */
const FIRST_WEEK = 14;

interface Information {
  /** Mean over worlds of a world's mean rank IC. */
  readonly ic: number;
  /** Its distance from zero in standard errors, from the spread between worlds. */
  readonly t: number;
}

/** Mean rank IC of each pillar's sub-score over non-overlapping dates of one world. */
function worldInformation(seed: number, planted?: PlantedChoice): Record<Pillar, number> {
  const market = simulatedMarket({ seed, years: YEARS, ...(planted ? { planted } : {}) });
  const weeks = weeklyDays(market.prices.days);
  const rowOf = new Map(market.prices.days.map((day, row) => [day, row]));
  const sums = { fundamentals: 0, sentiment: 0, technicals: 0 };
  const dates = { fundamentals: 0, sentiment: 0, technicals: 0 };
  for (let w = FIRST_WEEK; w + WEEKS < weeks.length; w += WEEKS) {
    const view = snapshot(market, weeks[w]);
    const subScores = briefs(view).map((brief) =>
      subScoresOf(rulesBallot(brief, DEFAULT_RUBRIC, { askedAt: view.decidedAt }))
    );
    // The mean of the listed sectors would move no rank, so it is not taken off.
    const from = rowOf.get(weeks[w])!, to = rowOf.get(weeks[w + WEEKS])!;
    const outcomes = view.sectors.map((sector) => {
      const close = market.prices.close.get(sector)!;
      return close[to] / close[from];
    });
    for (const pillar of PILLARS) {
      const scores = subScores.map((one) => one[pillar]);
      // Every pillar can be read in every week here; a date with equal scores has no IC.
      ok(scores.every((score) => score !== undefined), `${pillar} of ${weeks[w]}`);
      const ic = rankCorrelation(scores as number[], outcomes);
      if (ic === undefined) continue;
      sums[pillar] += ic;
      dates[pillar]++;
    }
  }
  return {
    fundamentals: sums.fundamentals / dates.fundamentals,
    sentiment: sums.sentiment / dates.sentiment,
    technicals: sums.technicals / dates.technicals,
  };
}

function information(planted?: PlantedChoice): Record<Pillar, Information> {
  const worlds = Array.from({ length: WORLDS }, (_, i) => worldInformation(i + 1, planted));
  const of = (pillar: Pillar): Information => {
    const ics = worlds.map((world) => world[pillar]);
    const ic = ics.reduce((sum, x) => sum + x, 0) / WORLDS;
    const variance = ics.reduce((sum, x) => sum + (x - ic) ** 2, 0) / (WORLDS - 1);
    return { ic, t: ic / Math.sqrt(variance / WORLDS) };
  };
  const all = {
    fundamentals: of("fundamentals"),
    sentiment: of("sentiment"),
    technicals: of("technicals"),
  };
  if (Deno.env.get("LAB_SHOW") === "1") {
    console.log(
      JSON.stringify(planted ?? "all"),
      PILLARS.map((pillar) =>
        `${pillar} IC ${all[pillar].ic.toFixed(4)}, t ${all[pillar].t.toFixed(2)}`
      ).join("; "),
    );
  }
  return all;
}

const found = ({ ic, t }: Information, what: string) =>
  ok(t > 3, `${what}: IC ${ic.toFixed(4)} lies only ${t.toFixed(2)} standard errors above zero`);
const empty = ({ ic, t }: Information, what: string) =>
  ok(Math.abs(t) < 3, `${what}: IC ${ic.toFixed(4)} lies ${t.toFixed(2)} standard errors off zero`);

Deno.test("rulesBallot() finds nothing in worlds 1 to 20 when nothing is planted", () => {
  const all = information("nothing");
  for (const pillar of PILLARS) empty(all[pillar], pillar);
});

Deno.test("rulesBallot() finds every pillar in worlds 1 to 20 when all are planted", () => {
  const all = information();
  for (const pillar of PILLARS) found(all[pillar], pillar);
});

for (const planted of PILLARS) {
  soakTest(
    `rulesBallot() finds ${planted} and nothing else in worlds 1 to 20 that hold it alone`,
    () => {
      const all = information({ [planted]: {} });
      for (const pillar of PILLARS) {
        (pillar === planted ? found : empty)(all[pillar], `${pillar} in a world of ${planted}`);
      }
    },
  );
}
