import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { type Market, simulatedMarket, snapshot } from "lab/market";
import { type Day, type Instant, instant } from "lab/units";

const market = simulatedMarket({ seed: 5, years: 2 });
const { days } = market.prices;
const today = days[300];

/** Everything a snapshot hands out, as text. */
function contents(world: Market, day: Day): string {
  const view = snapshot(world, day);
  const { fundamentals, headlines, flows, styles, ratePerYear, sectors } = view;
  const tickers = [...world.prices.close.keys()];
  return JSON.stringify([
    ...[fundamentals, headlines, flows, styles, ratePerYear, sectors, view.tradingDays()],
    tickers.map((ticker) => [
      view.closes(ticker),
      view.volumes(ticker),
      view.returns(ticker),
      view.lastClose(ticker),
      view.tradePrice(ticker),
    ]),
  ]);
}

Deno.test("snapshot() ends every series with its own day", () => {
  const view = snapshot(market, today);
  equal(view.tradingDays().at(-1), today);
  equal(view.closes("XLK").length, 301);
  equal(view.closes("XLK").at(-1), market.prices.close.get("XLK")![300]);
  const limit = instant(today);
  for (const table of [view.fundamentals, view.headlines, view.flows, view.styles]) {
    ok(table.length > 0);
    ok(table.every(({ availableAt }) => availableAt <= limit));
  }
});

Deno.test("snapshot() is the same whatever happens after its day", () => {
  const after = (availableAt: Instant) => availableAt > instant(today);
  const spoil = (columns: ReadonlyMap<string, Float64Array>) =>
    new Map([...columns].map(([ticker, values]) => [
      ticker,
      values.map((value, i) => i > 300 ? value * 3 : value),
    ]));
  const changed: Market = {
    ...market,
    prices: {
      ...market.prices,
      close: spoil(market.prices.close),
      volume: spoil(market.prices.volume),
    },
    fundamentals: market.fundamentals.map((one) =>
      after(one.availableAt) ? { ...one, earningsYield: 9 } : one
    ),
    headlines: market.headlines.filter((one) => !after(one.availableAt)),
    flows: market.flows.flatMap((one) => after(one.availableAt) ? [one, one] : [one]),
    rates: market.rates.map((one) => after(one.availableAt) ? { ...one, ratePerYear: 0.5 } : one),
  };
  equal(contents(changed, today), contents(market, today));
  ok(contents(changed, days[301]) !== contents(market, days[301]));
});

Deno.test("snapshot() lets a datum in at the minute of the decision and not a minute later", () => {
  const [first] = market.headlines;
  const at = (clock: string) => ({
    ...market,
    headlines: [{ ...first, availableAt: instant(today, clock) }],
  });
  equal(snapshot(at("16:00"), today).headlines.length, 1);
  equal(snapshot(at("16:01"), today).headlines.length, 0);
});

Deno.test("snapshot() cuts off a close that became known after the decision", () => {
  const availableAt = days.map((day, i) => instant(day, i === 300 ? "16:01" : "16:00"));
  const late = { ...market, prices: { ...market.prices, availableAt } };
  equal(snapshot(late, today).closes("XLK").length, 300);
  equal(snapshot(late, today).lastClose("XLK"), undefined);
  deepEqual(snapshot(late, today).sectors, []);
});

Deno.test("snapshot() sorts a table that is out of order", () => {
  const shuffled = { ...market, headlines: [...market.headlines].reverse() };
  const stamps = snapshot(shuffled, today).headlines.map(({ availableAt }) => availableAt);
  deepEqual(stamps, [...stamps].sort());
  equal(stamps.length, snapshot(market, today).headlines.length);
});

Deno.test("snapshot() bridges no gap and fills none", () => {
  const close = new Map(market.prices.close);
  close.set("XLK", close.get("XLK")!.map((value, i) => i === 299 ? NaN : value));
  const view = snapshot({ ...market, prices: { ...market.prices, close } }, today);
  deepEqual(view.closes("XLK", 2)[0], undefined);
  deepEqual(view.returns("XLK", 2), [undefined, undefined]);
  equal(view.lastClose("XLK", 5)!.day, today);
});

Deno.test("snapshot() refuses a day without trading and names the one before", () => {
  const saturday = "2019-09-07" as Day;
  throws(
    () => snapshot(market, saturday),
    /it is no trading day here, the trading day before it is/,
  );
  throws(() => snapshot(market, "1990-01-02" as Day), /the data start on/);
});

Deno.test("snapshot() gives a price for an order only where it is what a share cost", () => {
  const adjusted = { ...market, prices: { ...market.prices, adjustedAsOf: days.at(-1)! } };
  deepEqual(snapshot(adjusted, today).tradePrice("XLK"), { reason: "adjusted price" });
  ok("price" in snapshot(adjusted, days.at(-1)!).tradePrice("XLK"));
  deepEqual(snapshot(market, today).tradePrice("NONE"), { reason: "no price" });
});
