import { deepEqual, equal, ok, throws } from "node:assert/strict";
import type { SectorView } from "lab/committee";
import { bookOfViews } from "lab/desk";
import { type Sector, SECTORS, simulatedMarket, snapshot } from "lab/market";
import { settings } from "lab/settings";
import { randomStream } from "lab/stats";
import { changesOfMind } from "lab/week";

const market = simulatedMarket({ seed: 7, years: 2 });
const today = snapshot(market, market.prices.days.at(-1)!);
const view = (sector: Sector, score: number, confidence = 1) => ({ sector, score, confidence });
const HUNDREDTHS = { step: 0.01 };
/** A book of signs: long above 3, short below, the hedge against the sum. */
function signs(views: readonly SectorView[]) {
  const weights = views.map(({ score }) => score - 3);
  const sum = weights.reduce((a, b) => a + b, 0);
  return { sectors: views.map(({ sector }) => sector), weights, hedge: sum > 0 ? -sum : 0 };
}

Deno.test("changesOfMind() of a book of signs: each leaves at 3 and turns a step beyond", () => {
  const { rows, smallest, tried } = changesOfMind(
    [view("XLK", 3.25), view("XLE", 1)],
    signs,
    HUNDREDTHS,
  );
  deepEqual(rows, [
    {
      sector: "XLK",
      score: 3.25,
      side: "long",
      leaves: { to: 3, change: -0.25, alongside: [] },
      turns: { to: 2.99, change: -0.26, alongside: [] },
    },
    {
      sector: "XLE",
      score: 1,
      side: "short",
      leaves: { to: 3, change: 2, alongside: [{ name: "hedge", from: "none", to: "short" }] },
      turns: { to: 3.01, change: 2.01, alongside: [{ name: "hedge", from: "none", to: "short" }] },
    },
  ]);
  equal(smallest?.sector, "XLK");
  // Both ways around 3.25 as far as 0.26, all of the other from 1 up, and the book itself; what lies
  // above is tried before what lies as far below only where it is nearer.
  equal(tried, 1 + 51 + 201);
  equal(changesOfMind([view("XLK", 3.25)], signs).rows[0].turns?.to, 2.95);
});

Deno.test("changesOfMind() of a score of 3: either side by a step, the lower one first; nothing is held", () => {
  const { rows: [row], smallest } = changesOfMind([view("XLK", 3)], signs, HUNDREDTHS);
  deepEqual(row.leaves, { to: 2.99, change: -0.01, alongside: [] });
  deepEqual(row.turns, row.leaves);
  equal(smallest, undefined);
});

Deno.test("changesOfMind() names of two that are as near the first", () => {
  const { smallest } = changesOfMind([view("XLE", 3.5), view("XLK", 3.5), view("XLF", 2)], signs);
  equal(smallest?.sector, "XLE");
});

Deno.test("changesOfMind() says why nothing turns: no confidence, not in the book, no fund for a short", () => {
  const none = changesOfMind([view("XLK", 4, 0)], signs);
  deepEqual(none.rows, [{
    sector: "XLK",
    score: 4,
    side: "long",
    reason: "its confidence is 0, so that no score moves it",
  }]);
  const without = changesOfMind([view("XLK", 4)], () => ({ sectors: [], weights: [], hedge: 0 }));
  equal(without.rows[0].reason, "XLK is not in the book that day");
  // XLC has no inverse fund: it can be left and never be short.
  const { rows: [row], smallest } = changesOfMind(
    [view("XLC", 3.5), view("XLE", 1)],
    bookOfViews(today),
  );
  equal(row.turns, undefined);
  ok(row.leaves && row.leaves.to >= 3 && row.leaves.to < 3.1);
  equal(row.reason, "no score from 1 to 5 puts it on the other side");
  equal(smallest?.sector, "XLE");
});

Deno.test("changesOfMind() is not misled by a rule that holds a name over some scores", () => {
  // Short already at 2.9, held long once more below 2.5: the nearest is taken, and no half is thrown away.
  const held = (views: readonly SectorView[]) => {
    const { score } = views[0],
      weight = score < 2.5 || score >= 2.95 ? 0.1 : score < 2.9 ? -0.1 : 0;
    return { sectors: ["XLK" as const], weights: [weight], hedge: 0 };
  };
  const { rows: [row] } = changesOfMind([view("XLK", 4)], held, HUNDREDTHS);
  deepEqual([row.leaves?.to, row.turns?.to], [2.94, 2.89]);
});

Deno.test("changesOfMind() finds by the real construction what trying every score finds", () => {
  const draw = randomStream(3), step = 0.25;
  const holdings = [{ ticker: "XLE", shares: 150 }, { ticker: "XLK", shares: 40 }, {
    ticker: "SH",
    shares: 90,
  }];
  for (
    const options of [{}, {
      holdings,
      settings: settings({ accountUsd: 60_000, mandate: { minimumTradeBps: 200 } }),
    }]
  ) {
    const bookOf = bookOfViews(today, options);
    for (let round = 0; round < 3; round++) {
      const views = SECTORS.map((sector) => view(sector, 1 + Math.round(8 * draw.uniform()) / 2));
      const signOf = (at: number, score: number) => {
        const { weights } = bookOf(views.map((one, i) => i === at ? { ...one, score } : one));
        return Math.sign(weights[at]);
      };
      const { rows } = changesOfMind(views, bookOf, { step });
      views.forEach(({ score }, at) => {
        const now = signOf(at, score);
        const all = Array.from({ length: 17 }, (_, k) => 1 + k * step).filter((one) =>
          one !== score
        );
        const least = (test: (sign: number) => boolean) =>
          Math.min(
            ...all.filter((one) => test(signOf(at, one))).map((one) => Math.abs(one - score)),
          );
        const { leaves, turns } = rows[at];
        equal(Math.abs(leaves?.change ?? Infinity), least((sign) => sign !== now));
        equal(Math.abs(turns?.change ?? Infinity), least((sign) => sign !== now && sign !== 0));
      });
    }
  }
});

Deno.test("changesOfMind() refuses a step that misses the ends, scores out of range, and no construction", () => {
  for (const step of [0, -0.1, 0.3, NaN, 5]) {
    throws(
      () => changesOfMind([view("XLK", 4)], signs, { step }),
      /step must be a whole part of 4/,
    );
  }
  throws(() => changesOfMind([view("XLK", 6)], signs), RangeError);
  throws(
    () => changesOfMind([view("XLK", 4)], {} as never),
    /bookOf must be a function of views, got an object/,
  );
  throws(
    () => changesOfMind([], signs, { steps: 1 } as never),
    /no option "steps"; the only one is step/,
  );
});
