import {
  type Analyst,
  ballotSchema,
  type Brief,
  briefs,
  DEFAULT_RUBRIC,
  inattentiveAnalyst,
  leaningAnalyst,
  record,
  replayAnalyst,
  rulesAnalyst,
  subScoresOf,
} from "lab/committee";
import { simulatedMarket, snapshot } from "lab/market";
import { deepEqual, ok, throws } from "node:assert/strict";

const market = simulatedMarket({ seed: 7, years: 2 });

const view = snapshot(market, market.prices.days[450]);

const sheets = briefs(view);

const askedAt = view.decidedAt;

async function ballot(analyst: Analyst, brief: Brief, sample = 0) {
  const answer = await analyst.answer(brief, DEFAULT_RUBRIC, { askedAt, sample });
  ok(answer.kind === "ballot");
  return ballotSchema.parse(answer.ballot);
}

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
