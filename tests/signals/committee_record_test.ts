import { horizonEnd, horizonReturns } from "lab/committee";
import { type Market, simulatedMarket, weeklyDays } from "lab/market";
import { committeeRecord } from "lab/signals";
import { deepEqual, equal, ok, rejects } from "node:assert/strict";

const market = simulatedMarket({ seed: 7, years: 3 });
const weeks = weeklyDays(market.prices.days);
const today = weeks[120];

/** The same world with every close after a day doubled, for one sector. */
function shifted(after: string): Market {
  const { days, close } = market.prices;
  const xlk = close.get("XLK")!.map((price, row) => days[row] > after ? 2 * price : price);
  return {
    ...market,
    prices: { ...market.prices, close: new Map(close).set("XLK", xlk) },
  };
}

Deno.test("committeeRecord() is the same whatever happens after the day", async () => {
  const record = await committeeRecord(market, today, { periods: 5 });
  deepEqual(await committeeRecord(shifted(today), today, { periods: 5 }), record);
  // The shift is no idle one: a day earlier it does reach the newest outcomes.
  const before = market.prices.days[market.prices.days.indexOf(today) - 1];
  const moved = await committeeRecord(shifted(before), today, { periods: 5 });
  ok(JSON.stringify(moved) !== JSON.stringify(record));
});

Deno.test("committeeRecord() steps by whole horizons, so that no week counts twice", async () => {
  const record = await committeeRecord(market, today, { periods: 5 });
  const days = [...new Set(record.map(({ day }) => day))];
  deepEqual(days, [100, 104, 108, 112, 116].map((w) => weeks[w]));
  ok(record.every(({ day, resolvedOn }) => resolvedOn === horizonEnd(market, day)));
  equal(record.at(-1)!.resolvedOn, today);
});

Deno.test("committeeRecord() is empty where nothing is resolved yet", async () => {
  deepEqual(await committeeRecord(market, weeks[2]), []);
});

Deno.test("committeeRecord() refuses a day on which nothing traded", async () => {
  await rejects(committeeRecord(market, "2019-01-01" as typeof today), /2019-01-01/);
});

Deno.test("horizonEnd() is the day whose close horizonReturns() reads", () => {
  for (const on of [weeks[10], market.prices.days[333]]) {
    const end = horizonEnd(market, on)!;
    const { days, close } = market.prices;
    const xlk = close.get("XLK")!;
    equal(
      horizonReturns(market, on).XLK,
      xlk[days.indexOf(end)] / xlk[days.indexOf(on)] - 1,
    );
  }
  equal(horizonEnd(market, weeks.at(-2)!), undefined);
});
