import {
  addressesOf,
  type Analyst,
  ballotSchema,
  type Brief,
  briefs,
  copyOf,
  DEFAULT_RUBRIC,
  inattentiveAnalyst,
  leaningAnalyst,
  poll,
  record,
  replayAnalyst,
  rulesAnalyst,
  scoredBallots,
  subScoresOf,
} from "lab/committee";
import { simulatedMarket, snapshot } from "lab/market";
import { mean } from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";

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

Deno.test("copyOf() agrees in all but the name", async () => {
  const copy = copyOf(inattentiveAnalyst(rulesAnalyst(), { seed: 1 }), "copy");
  for (const brief of sheets) {
    const { analyst: _, ...own } = await ballot(
      inattentiveAnalyst(rulesAnalyst(), { seed: 1 }),
      brief,
    );
    const { analyst, ...others } = await ballot(copy, brief);
    equal(analyst, "copy");
    deepEqual(others, own);
  }
  throws(
    () => copyOf(rulesAnalyst(), "rules"),
    /Cannot copy rules: need another name, got "rules"/,
  );
  throws(() => copyOf(rulesAnalyst(), " "), /need another name/);
});

Deno.test("leaningAnalyst() moves named sectors by whole points within 1 to 5", async () => {
  const fan = leaningAnalyst(rulesAnalyst(), {
    lean: { XLK: 1, XLE: -4 },
    pillars: ["fundamentals", "technicals"],
  });
  for (const brief of sheets) {
    const own = subScoresOf(await ballot(rulesAnalyst(), brief));
    const found = subScoresOf(await ballot(fan, brief));
    const points = brief.sector === "XLK" ? 1 : brief.sector === "XLE" ? -4 : 0;
    const moved = (score?: number) => Math.min(5, Math.max(1, score! + points));
    deepEqual(found, {
      fundamentals: moved(own.fundamentals),
      sentiment: own.sentiment,
      technicals: moved(own.technicals),
    });
  }
});

Deno.test("leaningAnalyst() of a replay leans again when it is recorded", async () => {
  const [brief] = sheets;
  const options = { askedAt, provenance: "The lab's own rules." };
  const played = replayAnalyst(await record(rulesAnalyst(), [brief], DEFAULT_RUBRIC, options));
  const fan = leaningAnalyst(played, { lean: { [brief.sector]: 4 } });
  const again = replayAnalyst(await record(fan, [brief], DEFAULT_RUBRIC, options));
  deepEqual(subScoresOf(await ballot(again, brief)), subScoresOf(await ballot(fan, brief)));
});

Deno.test("the makers of analysts refuse what makes no sense", () => {
  throws(() => inattentiveAnalyst(rulesAnalyst(), { seed: 0.5 }), /safe integer, got 0.5/);
  throws(
    () => inattentiveAnalyst(rulesAnalyst(), { seed: 1, missedShare: 25 }),
    /a share from 0 to 1 \(0.25 for 25 %\), got 25/,
  );
  throws(
    () => leaningAnalyst(rulesAnalyst(), { lean: { XLK: 0.5 } }),
    /whole points from -4 to 4 for XLK, got 0.5/,
  );
  throws(
    () => leaningAnalyst(rulesAnalyst(), { lean: { Technology: 1 } as Record<string, number> }),
    /need sectors, got "Technology"/,
  );
});
