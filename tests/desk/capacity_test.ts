import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { capacity, rebalance } from "lab/desk";
import {
  dollarVolume,
  instrument,
  type Sector,
  SECTORS,
  simulatedMarket,
  snapshot,
} from "lab/market";
import { randomStream } from "lab/stats";
import { SOAK } from "../soak.ts";

const market = simulatedMarket({ seed: 7 });
const today = snapshot(market, market.prices.days.at(-1)!);
const views = (...scores: readonly (readonly [Sector, number])[]) =>
  scores.map(([sector, score]) => ({ sector, score, confidence: 1 }));
const randomViews = (seed: number) => {
  const draw = randomStream(seed);
  return SECTORS.map((sector) => ({ sector, score: 1 + draw.integer(5), confidence: 1 }));
};

Deno.test("capacity() says fund, exposure, days and cost as the desk has them at each size", () => {
  const some = views(["XLE", 1], ["XLK", 5], ["XLP", 2], ["XLV", 4], ["XLC", 2]);
  const { rows, books, accountsUsd } = capacity(today, some);
  deepEqual(accountsUsd, [1e4, 1e5, 1e6, 1e7]);
  equal(rows.length, 12 * 4);
  accountsUsd.forEach((accountUsd, k) => {
    const plan = rebalance(today, some, { equityUsd: accountUsd });
    equal(books[k].accountUsd, accountUsd);
    equal(books[k].status, plan.book.status);
    equal(books[k].costBps, plan.trades.costBps);
    for (const row of rows.filter((one) => one.accountUsd === accountUsd)) {
      const { scope, kept, ticker, positionUsd, daysToLiquidate, fate } = row;
      const weight = scope === "market"
        ? plan.book.hedge
        : plan.book.weights[SECTORS.indexOf(scope)];
      equal(kept, weight);
      equal(ticker === undefined, kept === 0, `${scope} ${accountUsd} ${fate}`);
      if (ticker === undefined) continue;
      const fund = instrument(ticker);
      equal(positionUsd, Math.abs(kept / fund.leverage) * accountUsd);
      const advUsd = dollarVolume(today, ticker) ?? fund.adv!;
      ok(Math.abs(daysToLiquidate! - positionUsd / (0.1 * advUsd)) < 1e-9, ticker);
    }
  });
  const fates = (scope: string) =>
    rows.filter((row) => row.scope === scope).map(({ fate }) => fate);
  deepEqual(fates("XLK"), ["first choice", "first choice", "first choice", "first choice"]);
  deepEqual(fates("XLC"), ["no fund", "no fund", "no fund", "no fund"]);
  deepEqual(fates("XLB"), Array(4).fill("not in the book"));
  deepEqual(fates("XLP"), ["first choice", "capped by size", "capped by size", "closed"]);
  const closed = rows.find(({ fate }) => fate === "closed")!;
  match(closed.reason!, /closed for shorts .* and 20 bp is the smallest trade\.$/);
  ok(closed.cap! < 0.002);
  const capped = rows.find(({ fate }) => fate === "capped by size")!;
  equal(-capped.kept, capped.cap);
  // What the sentence says of one more point, to its two decimals.
  const said = /bring the book about (\d+\.\d\d) points nearer/.exec(capped.reason!)![1];
  equal(capped.pointsNearer!.toFixed(2), said);
});

Deno.test("capacity() is monotone where it must be", () => {
  let bound = 0, closedTwice = 0, sameBook = 0;
  for (let seed = 0; seed < (SOAK ? 100 : 8); seed++) {
    const { rows, accountsUsd } = capacity(today, randomViews(seed));
    for (const scope of [...SECTORS, "market"] as const) {
      const own = rows.filter((row) => row.scope === scope);
      own.forEach((small, k) => {
        const where = `${seed} ${scope} ${small.accountUsd}`;
        if (small.cap !== undefined) {
          ok(Math.abs(small.kept) <= small.cap + 1e-9, where);
          if (small.fate === "capped by size") {
            bound++;
            equal(Math.abs(small.kept), small.cap, where);
          }
        }
        const large = own[k + 1];
        if (large === undefined) return;
        // The book that no size touches is the same for all, and a cap is a number of dollars.
        equal(small.wanted, large.wanted);
        const times = accountsUsd[k + 1] / accountsUsd[k];
        if (small.kept * large.kept > 0) {
          ok(Math.abs(small.cap! / large.cap! - times) < 1e-4 * times, where);
        }
        // What is closed at a size is closed at every larger one.
        if (small.fate === "closed" || small.fate === "no fund") {
          closedTwice++;
          equal(large.fate, small.fate, where);
        }
        // The same exposure through the same fund takes longer and costs more in proportion.
        if (small.kept === large.kept && small.ticker === large.ticker && small.kept !== 0) {
          sameBook++;
          ok(Math.abs(large.daysToLiquidate! / small.daysToLiquidate! - times) < 1e-9);
          if (
            small.costBps !== undefined && large.costBps !== undefined && small.accountUsd >= 1e5
          ) {
            // Whole shares differ by up to a share between the sizes.
            ok(large.costBps > 0.98 * small.costBps, where);
          }
        }
      });
    }
  }
  ok(bound > 10 && closedTwice > 10 && sameBook > 10, `${bound} ${closedTwice} ${sameBook}`);
});

Deno.test("capacity() names the smallest account where one is too small", () => {
  const { books } = capacity(today, randomViews(3), { accountsUsd: [100_000, 300] });
  deepEqual(books.map(({ ordersStatus }) => ordersStatus), ["too small", "orders"]);
  ok(books[0].smallestAccountUsd! > 300 && books[1].smallestAccountUsd === undefined);
  match(books[0].reason!, /too small for this book/);
});

Deno.test("capacity() refuses sizes that are none", () => {
  const refused = (accountsUsd: readonly number[], message: RegExp) =>
    throws(() => capacity(today, views(["XLK", 5]), { accountsUsd }), message);
  refused([], /need at least one size/);
  refused([1e4, -1], /a size must be above 0 dollars, got -1/);
  refused([NaN], /got NaN/);
  refused([1e4, 1e4], /10000 dollars stand there twice/);
});
