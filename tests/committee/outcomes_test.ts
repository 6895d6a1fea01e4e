import {
  type BallotOutcome,
  ballotOutcomes,
  byDate,
  DEFAULT_WEIGHTS,
  hitRate,
  horizonReturns,
  pollDays,
  rating,
  relativeReturns,
  rulesAnalyst,
  scoredBallots,
  statedForecasts,
} from "lab/committee";
import { readIndustries, simulatedMarket, weeklyDays } from "lab/market";
import { randomStream } from "lab/stats";
import { day } from "lab/units";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { BALLOT_DAY, littleBallot, littleRow } from "./little_ballots.ts";
import { smallMarket } from "./small_market.ts";

Deno.test("scoredBallots() of 2, 5, 4 (exercise 01.1) is 3.25, rating 3, and not the plain 3.67", () => {
  const [row] = scoredBallots([littleBallot("a", [2, 5, 4])]);
  equal(row.score, 3.25);
  equal(rating(row.score!), 3);
  equal(rating((2 + 5 + 4) / 3), 4);
  equal(DEFAULT_WEIGHTS.fundamentals, 0.5);
});

Deno.test("scoredBallots() keeps an abstention as a row without a score", () => {
  const [row] = scoredBallots([littleBallot("a", [])]);
  ok(!("score" in row));
  equal(row.confidence, 0.8);
});

Deno.test("relativeReturns() are returns minus the mean of those that are known, and sum to zero", () => {
  deepEqual(relativeReturns({ XLK: 0.25, XLE: -0.25 }), { XLK: 0.25, XLE: -0.25 });
  deepEqual(relativeReturns({}), {});
  throws(() => relativeReturns({ XLK: NaN }), /finite return of XLK, got NaN/);
});

Deno.test("ballotOutcomes() hits by sign, leaves threes out, keeps open ones open", () => {
  const other = day("2020-04-17");
  const rows = [
    littleRow({ sector: "XLK", score: 3.25 }),
    littleRow({ sector: "XLE", score: 2 }),
    littleRow({ sector: "XLU", score: 3 }),
    littleRow({ sector: "XLF", score: 4 }),
    littleRow({ sector: "XLK", score: 4, day: other }),
    littleRow({ sector: "XLK" }),
  ];
  // Mean 0.01; XLF has no return.
  const returns = new Map([[BALLOT_DAY, { XLK: 0.04, XLE: 0.02, XLU: -0.03 }]]);
  const found = ballotOutcomes(rows, returns);
  deepEqual(found.map(({ hit }) => hit), [true, false, undefined, undefined, undefined, undefined]);
  ok(Math.abs(found[0].outcome! - 0.03) < 1e-12);
  equal(found[3].outcome, undefined);
  const { hits, calls, threes, open, withoutScore, share } = hitRate(found);
  deepEqual([hits, calls, threes, open, withoutScore], [1, 2, 1, 2, 1]);
  equal(share!.share, 0.5);
  deepEqual(statedForecasts(found), [
    { stated: 0.6, right: true },
    { stated: 0.6, right: false },
  ]);
  // An outcome of exactly nothing is a miss for whoever took a side.
  equal(ballotOutcomes(rows.slice(0, 1), new Map([[BALLOT_DAY, { XLK: 0.5 }]]))[0].hit, false);
});

Deno.test("hitRate() of nothing has no share", () => {
  equal(hitRate([]).share, undefined);
});

Deno.test("ballotOutcomes() of mirrored scores turn hits into misses; a market move changes none", () => {
  const stream = randomStream(3);
  const sectors = ["XLB", "XLE", "XLF", "XLK", "XLU"] as const;
  for (let k = 0; k < 100; k++) {
    const rows = sectors.map((sector) => littleRow({ sector, score: 1 + stream.integer(17) / 4 }));
    const returns = Object.fromEntries(sectors.map((sector) => [sector, 0.04 * stream.normal()]));
    const of = (some: readonly BallotOutcome[], shift = 0) =>
      ballotOutcomes(
        some,
        new Map([[
          BALLOT_DAY,
          Object.fromEntries(Object.entries(returns).map(([name, r]) => [name, r + shift])),
        ]]),
      ).map(({ hit }) => hit);
    const own = of(rows);
    deepEqual(
      of(rows.map((row) => ({ ...row, score: 6 - row.score! }))),
      own.map((hit) => hit === undefined ? undefined : !hit),
    );
    deepEqual(of(rows, 0.05), own);
  }
});

Deno.test("byDate() averages samples, orders dates, and refuses several analysts", () => {
  const later = day("2020-04-17");
  const rows = [
    littleRow({ sector: "XLK", score: 5, day: later, outcome: 0.01 }),
    littleRow({ sector: "XLK", score: 2, outcome: 0.02 }),
    littleRow({ sector: "XLK", score: 3, outcome: 0.02, sample: 1 }),
    littleRow({ sector: "XLE" }),
  ];
  deepEqual(byDate(rows), {
    days: [BALLOT_DAY, later],
    scores: [[2.5, undefined], [5]],
    outcomes: [[0.02, undefined], [0.01]],
  });
  throws(() => byDate([...rows, littleRow({ analyst: "b" })]), /rows of one analyst, got a, b/);
});

Deno.test("horizonReturns() reads from close to close, four weeks on, in a market on paper", () => {
  const days = ["2020-03-20", "2020-03-27", "2020-04-16", "2020-04-17", "2020-04-24"].map(day);
  const market = smallMarket({
    days,
    index: [0, 0, 0, 0, 0],
    sectors: { XLK: [0, 0.5, 0, 0.1, 9], XLE: [0, 0, 0, undefined, 0], XLU: [0, -0.5, 0, 0, 9] },
  });
  const found = horizonReturns(market, days[0]);
  ok(Math.abs(found.XLK! - 0.65) < 1e-12);
  equal(found.XLU, -0.5);
  // No close on the last day: no outcome, rather than an older price.
  equal("XLE" in found, false);
  // Four weeks after 27 March lie 24 April; four after 17 April are not there yet.
  equal(Object.keys(horizonReturns(market, days[1])).length, 3);
  deepEqual(horizonReturns(market, days[3]), {});
  throws(() => horizonReturns(market, day("2020-03-21")), { name: "DataError" });
  throws(() => horizonReturns(market, days[0], { horizonWeeks: 0.5 }), /whole weeks, got 0.5/);
});

Deno.test("horizonReturns() of the monthly industries is the next month's return", async () => {
  const market = await readIndustries();
  const { days, close } = market.prices;
  const row = days.indexOf(day("1999-12-31"));
  const xlk = close.get("XLK")!;
  const found = horizonReturns(market, days[row]);
  equal(found.XLK, xlk[row + 1] / xlk[row] - 1);
  deepEqual(horizonReturns(market, days[days.length - 1]), {});
});

Deno.test("pollDays() sees on each day what was known that day, whatever comes after", async () => {
  const market = simulatedMarket({ seed: 9, years: 2 });
  const weeks = weeklyDays(market.prices.days);
  const days = [weeks[60], weeks[64]];
  const { ballots } = await pollDays([rulesAnalyst()], market, days);
  deepEqual([...new Set(ballots.map((ballot) => ballot.day))], days);
  const row = market.prices.days.indexOf(weeks[60]);
  const altered = {
    ...market,
    prices: {
      ...market.prices,
      close: new Map(
        [...market.prices.close].map(([ticker, values]) => [
          ticker,
          values.map((value, i) => i > row ? 2 * value : value),
        ]),
      ),
    },
  };
  const again = await pollDays([rulesAnalyst()], altered, [weeks[60]]);
  deepEqual(again.ballots, ballots.slice(0, 11));
});
