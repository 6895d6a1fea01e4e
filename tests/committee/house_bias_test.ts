import {
  ballotOutcomes,
  centres,
  comparedBias,
  houseBias,
  leaningAnalyst,
  movedCentres,
  pollDays,
  rulesAnalyst,
  type ScoredBallot,
  scoredBallots,
  sharedBias,
  withoutHouseBias,
} from "lab/committee";
import { addCalendarDays, type Sector, simulatedMarket, weeklyDays } from "lab/market";
import { mean, randomStream } from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { BALLOT_DAY, littleRow } from "./little_ballots.ts";

const on = (i: number) => addCalendarDays(BALLOT_DAY, 28 * i);

/** Random scores of three analysts on two sectors over a year. */
function year(seed: number): ScoredBallot[] {
  const stream = randomStream(seed);
  return ["a", "b", "c"].flatMap((analyst) =>
    (["XLE", "XLK"] as Sector[]).flatMap((sector) =>
      Array.from(
        { length: 13 },
        (_, i) => littleRow({ analyst, sector, day: on(i), score: 2 + stream.integer(9) / 4 }),
      )
    )
  );
}

Deno.test("houseBias() is the mean score minus 3, over the scores there are", () => {
  const rows = [4, 5, undefined, 4.5].map((score, i) =>
    littleRow({ day: on(i), ...(score === undefined ? {} : { score }) })
  );
  deepEqual(houseBias(rows), [{ analyst: "a", sector: "XLK", bias: 1.5, count: 3 }]);
  deepEqual(houseBias([]), []);
});

Deno.test("withoutHouseBias() (exercise 02.2) takes off the own bias alone, once", () => {
  const rows = year(1);
  const biases = houseBias(rows);
  const removed = withoutHouseBias(rows, biases);
  const [first] = removed;
  equal(first.score, rows[0].score! - biases[0].bias);
  // Mean 3 afterwards where nothing was clipped.
  ok(removed.every(({ clipped }) => !clipped));
  for (const { bias } of houseBias(removed.map(({ row, score }) => ({ ...row, score })))) {
    ok(Math.abs(bias) < 1e-12);
  }
  // The mistakes the exercise knows give other numbers.
  const { bias, count } = biases[0];
  ok(Math.abs(first.score - (rows[0].score! - bias * count)) > 0.1);
  ok(Math.abs(first.score - (rows[0].score! - comparedBias(biases)[0].bias)) > 1e-6);
});

Deno.test("withoutHouseBias() cuts at 1 and 5 and says so; without a bias nothing moves", () => {
  const bias = [{ analyst: "a", sector: "XLK", bias: 1.5, count: 9 }] as const;
  const of = (score: number) => {
    const [{ score: found, clipped }] = withoutHouseBias([littleRow({ score })], bias);
    return [found, clipped];
  };
  deepEqual([5, 2.5, 2.25].map(of), [[3.5, false], [1, false], [1, true]]);
  deepEqual(withoutHouseBias([littleRow({ analyst: "b", score: 2 })], bias)[0].score, 2);
  deepEqual(withoutHouseBias([littleRow({})], bias), []);
});

Deno.test("comparedBias() cannot see a point that everybody adds", () => {
  const rows = year(2);
  const lifted = rows.map((row) =>
    row.sector === "XLK" ? { ...row, score: row.score! + 0.5 } : row
  );
  const own = comparedBias(houseBias(rows)), other = comparedBias(houseBias(lifted));
  own.forEach(({ bias }, i) => ok(Math.abs(bias - other[i].bias) < 1e-12));
  const before = sharedBias(houseBias(rows)), after = sharedBias(houseBias(lifted));
  equal(after[0].mean, before[0].mean);
  ok(Math.abs(after[1].mean - before[1].mean - 0.5) < 1e-12);
  // One analyst's own point is seen.
  const single = comparedBias(
    houseBias(rows.map((row) => row.analyst === "a" ? { ...row, score: row.score! + 0.5 } : row)),
  );
  ok(Math.abs(single[0].bias - own[0].bias - 0.5 * 2 / 3) < 1e-12);
});

Deno.test("sharedBias() says when all lean the same way", () => {
  const of = (...biases: number[]) =>
    sharedBias(biases.map((bias, i) => ({ analyst: "abc"[i], sector: "XLK", bias, count: 9 })))[0];
  deepEqual(of(0.5, 1), { sector: "XLK", mean: 0.75, sameSide: true, analysts: 2 });
  equal(of(-0.5, -1).sameSide, true);
  equal(of(0.5, -0.5).sameSide, false);
  equal(of(0.5, 0).sameSide, false);
});

Deno.test("houseBias() finds the lean that was put in, less what the ends cut off", async () => {
  const market = simulatedMarket({ seed: 5, years: 2 });
  const days = weeklyDays(market.prices.days).filter((_, i) => i >= 40 && i % 4 === 0);
  const fan = leaningAnalyst(rulesAnalyst(), { lean: { XLK: 1 } });
  const { ballots } = await pollDays([rulesAnalyst(), fan], market, days);
  const biases = houseBias(scoredBallots(ballots));
  const of = (analyst: string, sector: Sector) =>
    biases.find((one) => one.analyst === analyst && one.sector === sector)!.bias;
  const found = of(fan.name, "XLK") - of("rules", "XLK");
  ok(found > 0.5 && found <= 1, `${found}`);
  equal(of(fan.name, "XLE"), of("rules", "XLE"));
});

Deno.test("centres() of 5, 4, 3, 1 (exercise 02.1): median 3.5, mean 3.25, 4 without the dissenter", () => {
  deepEqual(centres([5, 4, 3, 1]), { mean: 3.25, median: 3.5 });
  equal(centres([5, 4, 3]).median, 4);
  throws(() => centres([]), /need a score, got none/);
  throws(() => centres([3, 6]), /scores from 1 to 5, got 6 at position 1/);
});

Deno.test("movedCentres() moves the mean by the move over n, the median at most to a neighbour", () => {
  const stream = randomStream(6);
  for (let k = 0; k < 200; k++) {
    const scores = Array.from({ length: 3 + stream.integer(5) }, () => 1 + stream.integer(17) / 4);
    const others = scores.slice(1).sort((a, b) => a - b);
    const [low, high] = movedCentres(scores, { analyst: 0, values: [1, 5] });
    ok(Math.abs(high.mean - low.mean - 4 / scores.length) < 1e-12);
    const middle = others.length / 2;
    const reach = others[Math.min(others.length - 1, Math.ceil(middle))] -
      others[Math.max(0, Math.floor(middle) - 1)];
    ok(high.median - low.median <= reach + 1e-12);
    ok(mean(scores) >= low.mean && mean(scores) <= high.mean);
  }
  throws(() => movedCentres([3, 4], { analyst: 2, values: [1] }), /position from 0 to 1, got 2/);
});

Deno.test("a shared bias shows against outcomes", () => {
  // Everybody likes XLK by half a point; on average it does no better than the others.
  const stream = randomStream(8);
  const rows = year(4).map((row) => row.sector === "XLK" ? { ...row, score: row.score! + 1 } : row);
  const days = [...new Set(rows.map((row) => row.day))];
  const returns = new Map(days.map((day) => {
    const r = 0.03 * stream.normal();
    return [day, { XLK: r, XLE: -r }];
  }));
  const marked = ballotOutcomes(rows, returns);
  const meanOf = (values: readonly (number | undefined)[]) => mean(values.map((value) => value!));
  const xlk = marked.filter(({ sector }) => sector === "XLK");
  ok(meanOf(xlk.map(({ score }) => score)) - 3 > 0.5);
  ok(Math.abs(meanOf(xlk.map(({ outcome }) => outcome))) < 0.02);
});
