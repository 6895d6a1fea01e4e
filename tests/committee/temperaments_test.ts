/** Are the lab's temperaments different enough to make a committee? Worlds 1 to 6, every four weeks. */
import {
  ballotScore,
  type Brief,
  briefs,
  DEFAULT_RUBRIC,
  DEFAULT_WEIGHTS,
  rulesAnalyst,
  rulesBallot,
  TEMPERAMENTS,
} from "lab/committee";
import { simulatedMarket, snapshot, weeklyDays } from "lab/market";
import { correlation, mean, standardDeviation } from "lab/stats";
import { equal, ok } from "node:assert/strict";
import { SOAK } from "../soak.ts";

const WORLDS = SOAK ? 20 : 6;
/** A year must be known before the longest return can be read. */
const FIRST_WEEK = 54;

function scoresOf(seed: number): number[][] {
  const market = simulatedMarket({ seed, years: 3 });
  const weeks = weeklyDays(market.prices.days);
  const scores: number[][] = TEMPERAMENTS.map(() => []);
  for (let w = FIRST_WEEK; w < weeks.length; w += 4) {
    const view = snapshot(market, weeks[w]);
    const sheets: readonly Brief[] = briefs(view);
    TEMPERAMENTS.forEach((temperament, i) => {
      for (const brief of sheets) {
        const options = { askedAt: view.decidedAt, temperament };
        const ballot = rulesBallot(brief, DEFAULT_RUBRIC, options);
        // Every temperament can read every pillar here.
        scores[i].push(ballotScore(ballot, DEFAULT_WEIGHTS).score!);
      }
    });
  }
  return scores;
}

const worlds = Array.from({ length: WORLDS }, (_, i) => scoresOf(i + 1));
const at = (name: string) => TEMPERAMENTS.findIndex((one) => one.name === name);

Deno.test("temperaments have scores that correlate below 0.8 in every world, pair by pair", () => {
  worlds.forEach((scores, world) => {
    for (let a = 0; a < scores.length; a++) {
      for (let b = 0; b < a; b++) {
        const found = correlation(scores[a], scores[b])!;
        const pair = `${TEMPERAMENTS[a].name} and ${TEMPERAMENTS[b].name}, world ${world + 1}`;
        ok(found < 0.8, `${pair}: ${found.toFixed(2)}`);
      }
    }
  });
});

Deno.test("momentum and contrarian lean against each other in every world", () => {
  for (const scores of worlds) {
    ok(correlation(scores[at("momentum")], scores[at("contrarian")])! < -0.3);
  }
});

Deno.test("temperaments take no side on the whole, and the cautious one stays nearest to 3", () => {
  const pooled = TEMPERAMENTS.map((_, i) => worlds.flatMap((scores) => scores[i]));
  for (const scores of pooled) ok(Math.abs(mean(scores) - 3) < 0.1, `${mean(scores)}`);
  const spreads = pooled.map(standardDeviation);
  equal(spreads.indexOf(Math.min(...spreads)), at("cautious"));
});

Deno.test("temperaments have names, descriptions and figures that exist", () => {
  equal(new Set(TEMPERAMENTS.map(({ name }) => name)).size, TEMPERAMENTS.length);
  const names = TEMPERAMENTS.map((temperament) => rulesAnalyst({ temperament }).name);
  equal(
    names.join("; "),
    "rules; rules, value; rules, momentum; rules, contrarian; rules, cautious",
  );
  for (const { description } of TEMPERAMENTS) ok(/^[A-Z].*\.$/.test(description));
});
