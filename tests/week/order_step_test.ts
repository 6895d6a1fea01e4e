import { rebalance } from "lab/desk";
import { simulatedMarket, snapshot } from "lab/market";
import type { Order } from "lab/portfolio";
import { day, type Instant } from "lab/units";
import { checkOrderStep, type OrderRule, type OrderStepOptions, weekRules } from "lab/week";
import { deepEqual, equal, match, throws } from "node:assert/strict";

const market = simulatedMarket({ seed: 7 }), on = market.prices.days.at(-1)!;
const { trades: { orders } } = rebalance(snapshot(market, on), [
  { sector: "XLK", score: 5, confidence: 1 },
  { sector: "XLE", score: 1, confidence: 1 },
]);
const rules = weekRules();
const step = (change: Partial<OrderStepOptions> = {}, list: readonly Order[] = orders) =>
  checkOrderStep(list, { rules, equityUsd: 100_000, day: on, today: on, ...change });
const found = (rule: OrderRule, change: Partial<OrderStepOptions> = {}, list = orders) =>
  step(change, list).checks.find((one) => one.rule === rule)!;

Deno.test("a buy may pay the collar more than the close, a sale may take as much less, in whole cents", () => {
  const [order] = orders;
  const limits = (["buy", "sell"] as const).map((action) =>
    step({}, [{ ...order, action, price: 40, shares: 10, dollars: 400 }]).orders[0].limitPrice
  );
  deepEqual(limits, [40.2, 39.8]);
  equal(step({}, [{ ...order, price: undefined }]).orders[0].limitPrice, undefined);
});

Deno.test("each rule holds at its limit and not beyond it", () => {
  const [order] = orders;
  const sized = (dollars: number) => found("largest order", {}, [{ ...order, dollars }]);
  equal(sized(50_000).holds, true);
  equal(sized(50_000.01).holds, false);
  equal(sized(50_000).value, 0.5);
  const many = (count: number) =>
    found("number of orders", {}, Array.from({ length: count }, () => order));
  deepEqual([many(30).holds, many(31).holds], [true, false]);
  // 27 November 2026 is a Friday: by Monday's end one trading day is over, by Tuesday's two.
  const friday = day("2026-11-27");
  const aged = (today: string, staleOk = false) =>
    found("fresh prices", { day: friday, today: day(today), staleOk });
  deepEqual(
    ["2026-11-27", "2026-11-30", "2026-12-01", "2026-12-02"].map((today) => aged(today).value),
    [0, 0, 1, 2],
  );
  deepEqual([aged("2026-12-01").holds, aged("2026-12-02").holds], [true, false]);
  equal(aged("2026-12-02", true).holds, true);
  equal(aged("2026-11-26", true).holds, false);
  match(aged("2026-11-26").sentence, /a day that is not there yet on 2026-11-26/);
});

Deno.test("a newer price is inside the collar up to its edge, on both sides, and must be newer", () => {
  const [order] = orders, one = { ...order, price: 40, shares: 10, dollars: 400 };
  const at = (price: number, time = `${on}T16:01`) =>
    found("collar", { quotes: [{ ticker: one.ticker, price, at: time as Instant }] }, [one]);
  deepEqual(
    [40.2, 39.8, 40.2001, 39.7999].map((price) => at(price).holds),
    [true, true, false, false],
  );
  equal(at(40.1).value?.toFixed(6), "25.000000");
  equal(at(40, `${on}T16:00`).holds, false);
  match(at(40, `${on}T16:00`).sentence, /not after the close/);
  match(found("collar", { quotes: [] }, [one]).sentence, /has no newer price/);
  match(found("collar").sentence, /No newer price was looked at/);
  equal(found("collar").value, undefined);
});

Deno.test("what is ordered in dollars stops the step, and says what would give it a price", () => {
  const [order] = orders, { shares: _, price: __, ...without } = order;
  const check = found("whole shares", {}, [
    { ...without, ticker: "SEF", reason: "no price" },
    { ...without, ticker: "XLK", reason: "adjusted price" },
  ]);
  deepEqual([check.holds, check.value, check.limit], [false, 2, 0]);
  match(check.sentence, /^SEF without a price: .* XLK with an adjusted price alone/);
  equal(found("whole shares").holds, true);
});

Deno.test("checkOrderStep() refuses a price or an equity that is none, and options that it does not know", () => {
  throws(() => step({ equityUsd: 0 }), /equity must be above 0 dollars, got 0/);
  throws(
    () => step({ quotes: [{ ticker: "XLK", price: NaN, at: `${on}T16:01` as Instant }] }),
    /the price of XLK must be above 0 dollars, got NaN/,
  );
  throws(() => step({ stale: true } as never), /stale/);
});
