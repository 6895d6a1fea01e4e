import {
  addressesOf,
  type Analyst,
  ballotSchema,
  type Brief,
  briefs,
  copyOf,
  DEFAULT_RUBRIC,
  inattentiveAnalyst,
  poll,
  rulesAnalyst,
  scoredBallots,
  subScoresOf,
} from "lab/committee";
import { simulatedMarket, snapshot } from "lab/market";
import { mean } from "lab/stats";
import { deepEqual, ok } from "node:assert/strict";

const market = simulatedMarket({ seed: 7, years: 2 });

const view = snapshot(market, market.prices.days[450]);

const sheets = briefs(view);

const askedAt = view.decidedAt;

async function ballot(analyst: Analyst, brief: Brief, sample = 0) {
  const answer = await analyst.answer(brief, DEFAULT_RUBRIC, { askedAt, sample });
  ok(answer.kind === "ballot");
  return ballotSchema.parse(answer.ballot);
}

Deno.test("inattentiveAnalyst() answers a sample the same each time, and samples differently", async () => {
  const analyst = inattentiveAnalyst(rulesAnalyst(), { seed: 3 });
  const { ballots } = await poll([analyst], sheets, { askedAt, samples: 12 });
  deepEqual((await poll([analyst], sheets, { askedAt, samples: 12 })).ballots, ballots);
  // A sector's samples differ from one another in some sectors, though not in all.
  const scores = scoredBallots(ballots);
  const kinds = sheets.map(({ sector }) =>
    new Set(scores.filter((row) => row.sector === sector).map(({ score }) => score)).size
  );
  ok(kinds.filter((count) => count > 1).length >= 6, kinds.join());
  // The noise is about the reading of all lines, not away from it.
  const whole = scoredBallots((await poll([rulesAnalyst()], sheets, { askedAt })).ballots);
  const apart = whole.map(({ sector, score }) =>
    mean(scores.filter((row) => row.sector === sector).map((row) => row.score!)) - score!
  );
  ok(Math.abs(mean(apart)) < 0.15, `${mean(apart)}`);
});

Deno.test("inattentiveAnalyst() overlooks nothing at 0 and everything at 1", async () => {
  const [brief] = sheets;
  const all = await ballot(inattentiveAnalyst(rulesAnalyst(), { seed: 1, missedShare: 0 }), brief);
  const own = await ballot(rulesAnalyst(), brief);
  deepEqual({ ...all, analyst: own.analyst }, own);
  const none = await ballot(inattentiveAnalyst(rulesAnalyst(), { seed: 1, missedShare: 1 }), brief);
  deepEqual(subScoresOf(none), {});
  deepEqual(none.subScores.technicals, {
    kind: "abstention",
    reason: "Nothing to read: overlooked in this reading.",
  });
});

Deno.test("inattentiveAnalyst() cites its brief alone, and misses about the share it states", async () => {
  let cited = 0, all = 0;
  const analyst = inattentiveAnalyst(rulesAnalyst(), { seed: 5 });
  for (const brief of sheets) {
    for (let sample = 0; sample < 20; sample++) {
      const { references } = await ballot(analyst, brief, sample);
      const addresses = addressesOf(brief);
      ok(references.every(({ url }) => addresses.has(url)));
      const figures = references.filter(({ url }) => url.includes("#"));
      cited += figures.length;
    }
    const { references } = await ballot(rulesAnalyst(), brief);
    all += 20 * references.filter(({ url }) => url.includes("#")).length;
  }
  // 220 readings of about eleven figures: standard error about one point.
  ok(Math.abs(1 - cited / all - 0.25) < 0.04, `${1 - cited / all}`);
});

Deno.test("inattentiveAnalyst() of another seed or name overlooks other lines", async () => {
  const scores = (analyst: Analyst) =>
    Promise.all(sheets.map(async (brief) => subScoresOf(await ballot(analyst, brief))));
  const one = await scores(inattentiveAnalyst(rulesAnalyst(), { seed: 1 }));
  const other = await scores(inattentiveAnalyst(rulesAnalyst(), { seed: 2 }));
  const named = await scores(inattentiveAnalyst(copyOf(rulesAnalyst(), "b"), { seed: 1 }));
  ok(JSON.stringify(one) !== JSON.stringify(other));
  ok(JSON.stringify(one) !== JSON.stringify(named));
});
