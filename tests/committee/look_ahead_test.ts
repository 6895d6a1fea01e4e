/** What was known when: ticks, the look-ahead on purpose, and what one minute changes. */
import {
  afterQuarterEnds,
  ballotOutcomes,
  briefs,
  briefTimeline,
  byDate,
  DEFAULT_RUBRIC,
  factOf,
  horizonReturns,
  pollDays,
  rulesAnalyst,
  rulesBallot,
  scoredBallots,
  subScoresOf,
  withAvailableAt,
  withFundamentalsAtPeriodEnd,
} from "lab/committee";
import { isTradingDay, type Market, simulatedMarket, snapshot, weeklyDays } from "lab/market";
import { mean, meanRankIc } from "lab/stats";
import { day, dayOf, instant } from "lab/units";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { SOAK } from "../soak.ts";

const market = simulatedMarket({ seed: 7, years: 2 });
const friday = weeklyDays(market.prices.days)[70];
const decidedAt = instant(friday);

Deno.test("briefTimeline() marks as known exactly what a snapshot holds", () => {
  const ticks = briefTimeline(market, decidedAt, { daysBefore: 9999, daysAfter: 9999 });
  const view = snapshot(market, friday);
  const known = ticks.filter((tick) => tick.known).map(({ address }) => address);
  deepEqual(
    known.toSorted(),
    [...view.fundamentals, ...view.headlines, ...view.flows].map(({ address }) => address).sort(),
  );
  ok(ticks.some((tick) => !tick.known));
  for (let i = 1; i < ticks.length; i++) ok(ticks[i - 1].availableAt <= ticks[i].availableAt);
  equal(ticks.length, market.fundamentals.length + market.headlines.length + market.flows.length);
});

Deno.test("briefTimeline() cuts to the span and the sectors asked for, both ends included", () => {
  const ticks = briefTimeline(market, decidedAt, {
    sectors: ["XLK"],
    daysBefore: 30,
    daysAfter: 0,
  });
  ok(ticks.length > 3 && ticks.every(({ sector }) => sector === "XLK"));
  ok(ticks.every(({ availableAt }) => dayOf(availableAt) <= friday));
  const evening = { ...market.headlines[0], availableAt: instant(friday, "23:59") };
  const one = { fundamentals: [], headlines: [evening], flows: [] };
  equal(briefTimeline(one, decidedAt, { daysAfter: 0 })[0].known, false);
  throws(() => briefTimeline(one, decidedAt, { daysAfter: -1 }), /daysAfter .* got -1/);
});

Deno.test("briefTimeline() (exercise 01.2): the newest usable quarter is the newest filed by then", () => {
  // On the Friday after each quarter's end that quarter has ended and is not yet filed.
  for (const on of afterQuarterEnds(weeklyDays(market.prices.days)).slice(1)) {
    const usable = briefTimeline(market, instant(on), { sectors: ["XLK"], daysBefore: 200 })
      .filter(({ table, known }) => table === "fundamentals" && known)
      .map(({ periodEnd }) => periodEnd!);
    const brief = briefs(snapshot(market, on)).find(({ sector }) => sector === "XLK")!;
    const newest = usable.toSorted().at(-1);
    equal(factOf(brief, "earningsGrowth")!.asOf, newest);
    const ended = market.fundamentals.filter(({ periodEnd }) => periodEnd <= on)
      .map(({ periodEnd }) => periodEnd).sort().at(-1)!;
    ok(newest! < ended, `${newest} and ${ended}`);
  }
});

Deno.test("briefTimeline() (exercise 01.2): a report filed after the close counts from the next day", () => {
  const late = market.fundamentals.find(({ availableAt }) =>
    availableAt.endsWith("16:30") && dayOf(availableAt) > friday
  )!;
  const on = dayOf(late.availableAt);
  const known = (at: typeof decidedAt) =>
    briefTimeline(market, at).find(({ address }) => address === late.address)!.known;
  equal(known(instant(on)), false);
  equal(known(instant(on, "16:30")), true);
  ok(!snapshot(market, on).fundamentals.includes(late));
});

Deno.test("withAvailableAt() (exercise 01.4): one minute across the decision moves no other datum", () => {
  const view = snapshot(market, friday);
  const scores = (world: Market) =>
    briefs(snapshot(world, friday)).map((brief) =>
      subScoresOf(rulesBallot(brief, DEFAULT_RUBRIC, { askedAt: decidedAt }))
    );
  const { address } = view.fundamentals.at(-1)!;
  const inTime = withAvailableAt(market, address, decidedAt);
  const late = withAvailableAt(market, address, instant(friday, "16:01"));
  deepEqual(scores(inTime), scores(market));
  const changed = scores(late).filter((one, i) =>
    JSON.stringify(one) !== JSON.stringify(scores(market)[i])
  );
  // Its sector loses a quarter, and so the standing of the others changes too: neither none nor all.
  ok(changed.length >= 1 && changed.length < 11, `${changed.length}`);
  for (const [i, one] of scores(late).entries()) {
    const own = scores(market)[i];
    deepEqual([one.sentiment, one.technicals], [own.sentiment, own.technicals]);
  }
  throws(() => withAvailableAt(market, "lab:nowhere", decidedAt), /got "lab:nowhere"/);
});

Deno.test("withFundamentalsAtPeriodEnd() moves every report to the close of its period, and no figure", () => {
  const early = withFundamentalsAtPeriodEnd(market);
  equal(early.fundamentals.length, market.fundamentals.length);
  for (const { availableAt, ...report } of early.fundamentals) {
    const { availableAt: filed, ...honest } = market.fundamentals.find(({ address }) =>
      address === report.address
    )!;
    deepEqual(report, honest);
    ok(availableAt < filed && availableAt.endsWith("T16:00"));
    ok(dayOf(availableAt) <= report.periodEnd && isTradingDay(dayOf(availableAt)));
  }
  for (let i = 1; i < early.fundamentals.length; i++) {
    ok(early.fundamentals[i - 1].availableAt <= early.fundamentals[i].availableAt);
  }
  equal(early.prices, market.prices);
});

Deno.test("afterQuarterEnds() finds one day a quarter, the quarter's last day included", () => {
  const days = weeklyDays(simulatedMarket({ seed: 1, years: 4 }).prices.days);
  const found = afterQuarterEnds(days);
  // From the quarter to 2018-09-30 to the one to 2022-03-31.
  equal(found.length, 15);
  ok(found.includes(day("2019-01-04")));
  // 2021-12-31 was a Friday.
  ok(found.includes(day("2021-12-31")));
});

Deno.test("fundamentals by period end look far better than they are, by filing date they do not", async () => {
  const worlds = SOAK ? 20 : 4;
  const early: number[] = [], honest: number[] = [];
  for (let seed = 1; seed <= worlds; seed++) {
    const world = simulatedMarket({ seed });
    const weeks = weeklyDays(world.prices.days);
    const days = afterQuarterEnds(weeks.slice(14, -4));
    const returns = new Map(days.map((on) => [on, horizonReturns(world, on)]));
    const ic = async (seen: Market) => {
      const { ballots } = await pollDays([rulesAnalyst()], seen, days);
      const alone = { fundamentals: 1, sentiment: 0, technicals: 0 };
      const { scores, outcomes } = byDate(ballotOutcomes(scoredBallots(ballots, alone), returns));
      return meanRankIc(scores, outcomes).ic!;
    };
    early.push(await ic(withFundamentalsAtPeriodEnd(world)));
    honest.push(await ic(world));
    // The planted IC of the fundamentals is 0.1.
    ok(early.at(-1)! > 0.15, `world ${seed}: ${early.at(-1)}`);
    ok(early.at(-1)! > honest.at(-1)!);
  }
  // Over worlds 1 to 20: 0.32 against 0.08.
  ok(mean(early) > 0.25 && mean(honest) < 0.15, `${mean(early)}, ${mean(honest)}`);
});
