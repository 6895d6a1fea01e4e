import {
  ballotOutcomes,
  byDate,
  horizonReturns,
  pollDays,
  rulesAnalyst,
  type ScoredBallot,
  scoredBallots,
} from "lab/committee";
import { SECTORS, simulatedMarket, weeklyDays } from "lab/market";
import { ballotTable, signalAnalysis } from "lab/signals";
import { meanRankIc } from "lab/stats";
import { day } from "lab/units";
import { deepEqual, equal, throws } from "node:assert/strict";
import { near } from "./near.ts";

const market = simulatedMarket({ seed: 7, years: 2 });
const weeks = weeklyDays(market.prices.days);

Deno.test("ballotTable() leads to the coefficients and hits that the committee's own lists give", async () => {
  const days = weeks.slice(60, 80);
  const { ballots } = await pollDays([rulesAnalyst()], market, days);
  const rows = scoredBallots(ballots);
  const marked = ballotOutcomes(
    rows,
    new Map(days.slice(0, 16).map((on) => [on, horizonReturns(market, on)])),
  );
  const { scores, outcomes } = byDate(marked);
  const { ic, hits } = signalAnalysis(ballotTable(market, rows));
  equal(ic.dates, 16);
  near(ic.ic, meanRankIc(scores, outcomes).ic!);
  equal(hits.hits, marked.filter(({ hit }) => hit === true).length);
  equal(hits.calls, marked.filter(({ hit }) => hit !== undefined).length);
});

const row = (on: string, sector: ScoredBallot["sector"], score?: number): ScoredBallot => ({
  analyst: "a",
  day: day(on),
  sector,
  sample: 0,
  confidence: 0.5,
  ...(score === undefined ? {} : { score }),
});

Deno.test("ballotTable() averages samples and leaves empty what has no ballot or no score", () => {
  const on = weeks[60];
  const table = ballotTable(market, [
    row(on, "XLB", 2),
    { ...row(on, "XLB", 3), sample: 1, confidence: 1 },
    row(on, "XLK"),
  ]);
  const at = (sector: typeof SECTORS[number]) => SECTORS.indexOf(sector);
  equal(table.scores[0][at("XLB")], 2.5);
  equal(table.confidence[0][at("XLB")], 0.75);
  equal(table.scores[0][at("XLK")], undefined);
  equal(table.confidence[0][at("XLK")], 0.5);
  equal(table.confidence[0][at("XLU")], undefined);
  deepEqual(table.returns[0], SECTORS.map(() => undefined));
});

Deno.test("ballotTable() refuses several analysts, none, and a day without trading", () => {
  throws(() => ballotTable(market, []), /need ballots of one analyst, got none/);
  const other = { ...row(weeks[60], "XLK", 4), analyst: "b" };
  throws(() => ballotTable(market, [row(weeks[60], "XLK", 4), other]), /got a, b/);
  throws(() => ballotTable(market, [row("2019-01-01", "XLK", 4)]), /2019-01-01 is no trading day/);
});
