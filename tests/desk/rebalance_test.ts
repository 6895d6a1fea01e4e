import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { convene, type SectorView, views } from "lab/committee";
import { type Plan, rebalance } from "lab/desk";
import { DataError } from "lab/errors";
import { type Sector, SECTORS, simulatedMarket, snapshot } from "lab/market";
import { type Holding, holdingsAfter } from "lab/portfolio";
import { settings } from "lab/settings";
import { randomStream } from "lab/stats";
import { SOAK } from "../soak.ts";

const market = simulatedMarket({ seed: 7 });
const today = snapshot(market, market.prices.days.at(-1)!);
const view = (sector: SectorView["sector"], score: number): SectorView => ({
  sector,
  score,
  confidence: 1,
});
const full: readonly SectorView[] = [
  view("XLB", 2),
  view("XLE", 1),
  view("XLF", 4),
  view("XLK", 5),
  view("XLP", 4),
  view("XLU", 2),
];
const size = SOAK ? 2000 : 100;

Deno.test("rebalance() gives orders that the independent checker passes, for random scores", () => {
  const draw = randomStream(20);
  const statuses = new Set<string>();
  for (let i = 0; i < size; i++) {
    const scores = SECTORS.map((sector) => ({
      sector,
      score: 1 + draw.integer(5),
      confidence: draw.uniform(),
    }));
    const accountUsd = [20_000, 100_000, 1_000_000][draw.integer(3)];
    const plan = rebalance(today, scores, { settings: settings({ accountUsd }) });
    ok(plan.judgement.holds);
    ok(["orders", "too small"].includes(plan.trades.status), plan.trades.status);
    statuses.add(plan.book.status);
  }
  ok(statuses.has("full"), [...statuses].join());
});

Deno.test("rebalance() holds less of weak views where the mandate's gross shrinks with conviction", () => {
  const draw = randomStream(21);
  const mandate = { grossByConviction: true };
  for (let i = 0; i < size / 4; i++) {
    const scores = SECTORS.map((sector) => ({
      sector,
      score: 1 + draw.integer(5),
      confidence: draw.uniform(),
    }));
    const plan = rebalance(today, scores, { settings: settings({ mandate }) });
    const tilt = scores.reduce((sum, one) => sum + Math.abs(one.score - 3) * one.confidence, 0);
    ok(Math.abs(plan.book.grossAimed - tilt / 22) < 1e-12);
    ok(plan.book.gross <= tilt / 22 + 1e-9 && plan.judgement.holds);
    const held = plan.trades.weights.reduce((sum, w) => sum + Math.abs(w), 0);
    ok(held + Math.abs(plan.trades.hedge) <= tilt / 22 + 0.02 + 1e-9, `${i}`);
  }
});

Deno.test("rebalance() keeps every limit week after week, from what it held the week before", () => {
  const walks = SOAK ? 40 : 4;
  const statuses = new Set<string>();
  for (let walk = 0; walk < walks; walk++) {
    const draw = randomStream(30 + walk);
    const scores = SECTORS.map(() => 1 + draw.integer(5));
    let holdings: readonly Holding[] = [];
    for (let week = 0; week < 20; week++) {
      const view = snapshot(market, market.prices.days[1500 + 5 * week]);
      // A committee changes its mind slowly: two scores a week.
      for (let k = 0; k < 2; k++) scores[draw.integer(11)] = 1 + draw.integer(5);
      const own = SECTORS.map((sector, i) => ({
        sector,
        score: scores[i],
        confidence: walk % 2 === 0 ? 1 : draw.uniform(),
      }));
      const plan = rebalance(view, own, { holdings });
      if (plan.trades.orders.length > 0) ok(plan.judgement.holds);
      statuses.add(`${plan.book.status}, ${plan.trades.status}`);
      holdings = holdingsAfter(holdings, plan.trades, plan.account);
    }
  }
  ok(statuses.has("full, orders") || statuses.has("over budget, orders"), [...statuses].join("; "));
});

Deno.test("rebalance() gives the same plan twice", () => {
  const json = () => JSON.stringify(rebalance(today, full));
  equal(json(), json());
});

Deno.test("rebalance() trades nothing when the account holds the book already", () => {
  // Small enough for every fund: a larger one would go on buying what a day's volume left open.
  const first = rebalance(today, full, { equityUsd: 20_000 });
  const holdings = holdingsAfter([], first.trades, first.account);
  const again = rebalance(today, full, { holdings });
  equal(again.trades.status, "no trade", again.trades.reason);
  equal(again.trades.costUsd, 0);
  deepEqual(again.trades.orders, []);
});

Deno.test("rebalance() closes XLC for shorts and reports the lost bet", () => {
  const plan = rebalance(today, [...full, view("XLC", 1)]);
  equal(plan.book.weights[SECTORS.indexOf("XLC")], 0);
  match(plan.closedShorts.find(({ sector }) => sector === "XLC")!.reason, /no inverse fund/);
  ok(plan.book.lostBets.some(({ sector }) => sector === "XLC"));
});

Deno.test("rebalance() sells XLC itself short only where the settings allow it", () => {
  const allowed = settings({ trading: { shortSpdr: true } });
  const plan = rebalance(today, [...full, view("XLC", 1)], { settings: allowed });
  ok(plan.book.weights[SECTORS.indexOf("XLC")] < 0);
  ok(plan.trades.orders.some(({ ticker, action }) => ticker === "XLC" && action === "sell"));
});

Deno.test("rebalance() caps a short by its fund, and closes it where the cap is no trade", () => {
  const weightOf = (plan: Plan, sector: Sector) => plan.book.weights[SECTORS.indexOf(sector)];
  // SMN trades about $30,000 a day: a tenth, at −2x.
  const large = rebalance(today, full, { equityUsd: 1_000_000 });
  deepEqual(large.closedShorts, []);
  for (const sector of ["XLB", "XLU"] as const) {
    const reading = large.book.readings.find(({ name }) => name === `fund ${sector}`)!;
    ok(reading.binds && reading.multiplier > 0, reading.sentence);
    equal(-weightOf(large, sector), large.fundCaps.short[SECTORS.indexOf(sector)]);
    const lost = large.book.lostBets.find((one) => one.sector === sector)!;
    ok(!lost.closed && lost.kept === weightOf(large, sector), lost.sentence);
  }
  const huge = rebalance(today, full, { equityUsd: 50_000_000 });
  const closed = huge.closedShorts.map(({ sector }) => sector);
  ok(closed.includes("XLB") && closed.includes("XLU"), closed.join());
  match(huge.closedShorts[0].reason, /% of the .*, and 20 bp is the smallest trade\.$/);
  for (const sector of closed) equal(weightOf(huge, sector), 0);
  ok(huge.judgement.holds);
});

Deno.test("rebalance() holds cash when every score is 3", () => {
  const plan = rebalance(today, SECTORS.map((sector) => view(sector, 3)));
  equal(plan.book.status, "cash");
  equal(plan.trades.orders.length, 0);
  equal(plan.trades.cashUsd, 100_000);
  ok(plan.judgement.holds);
});

Deno.test("rebalance() sells a holding without a view, even if no sector has one", () => {
  const holdings = [{ ticker: "XLK", shares: 40 }];
  const plan = rebalance(today, [], { holdings });
  deepEqual(plan.trades.orders.map(({ ticker, action, shares }) => [ticker, action, shares]), [
    ["XLK", "sell", 40],
  ]);
});

Deno.test("rebalance() names the smallest account where whole shares do not fit", () => {
  const plan = rebalance(today, full, { equityUsd: 300 });
  equal(plan.trades.status, "too small");
  ok(plan.trades.smallestAccountUsd! > 300);
  match(plan.trades.reason!, /smallest|\$/);
  equal(plan.trades.orders.length, 0);
});

Deno.test("rebalance() counts the turnover budget from the second book on", () => {
  const first = rebalance(today, full);
  equal(first.book.turnover?.budget, undefined);
  const holdings = holdingsAfter([], first.trades, first.account);
  const changed = rebalance(today, [...full.slice(1), view("XLV", 4)], { holdings });
  equal(changed.book.turnover?.budget, 0.2);
  const off = settings({ mandate: { turnover: null } });
  const free = rebalance(today, [...full.slice(1), view("XLV", 4)], { holdings, settings: off });
  equal(free.book.turnover?.budget, undefined);
});

Deno.test("rebalance() takes equity from CASH and holdings where the account lists cash", () => {
  const price = today.lastClose("XLK")!.close;
  const plan = rebalance(today, full, {
    holdings: [{ ticker: "XLK", shares: 10 }, { ticker: "CASH", shares: 30_000 }],
  });
  equal(plan.account.equityUsd, 30_000 + 10 * price);
});

Deno.test("rebalance() sets a view aside where the sector is not listed", () => {
  const early = snapshot(
    { ...market, listedFrom: { XLC: market.prices.days.at(-1)! } },
    market.prices.days.at(-2)!,
  );
  const plan = rebalance(early, [...full, view("XLC", 5)]);
  deepEqual(plan.setAside.map(({ sector }) => sector), ["XLC"]);
  ok(plan.judgement.holds);
});

Deno.test("rebalance() refuses views, accounts and holdings that are none, by name", () => {
  const wrong: [readonly unknown[], RegExp][] = [
    [[view("XLK", 6)], /the score of XLK must be a number from 1 to 5, got 6$/],
    [[view("XLK", 0)], /the score of XLK .* got 0$/],
    [[view("XLK", NaN)], /the score of XLK .* got NaN$/],
    [[{ ...view("XLK", 3), score: "4" }], /the score of XLK .* got "4"$/],
    [[{ ...view("XLK", 3), confidence: 80 }], /the confidence of XLK .* from 0 to 1, got 80$/],
    [[{ ...view("XLK", 3), sector: "QQQ" }], /"QQQ" is no sector; the sectors are XLB XLC/],
    [[view("XLK", 4), view("XLE", 1), view("XLK", 2)], /XLK has two views; give each sector one$/],
  ];
  for (const [views, message] of wrong) {
    const error = { name: "RangeError", message };
    throws(() => rebalance(today, views as SectorView[]), error, String(message));
  }
  throws(
    () => rebalance(today, full, { equityUsd: -100_000 }),
    { name: "RangeError", message: /equity must be above 0 dollars, got -100000/ },
  );
  throws(
    () => rebalance(today, full, { holdings: [{ ticker: "QQQ", shares: 1 }] }),
    (error: unknown) => error instanceof DataError && /"QQQ" is no ticker/.test(error.message),
  );
});

Deno.test("rebalance() leads from the committee's verdict to orders", async () => {
  const plan = rebalance(today, views(await convene(today)));
  ok(plan.judgement.holds);
  ok(plan.trades.orders.length > 0);
});

Deno.test("a sector that is closed by hand is sold, and its bet is told as lost", () => {
  const held = rebalance(today, full).trades.orders
    .filter(({ action, shares }) => action === "buy" && shares! > 0)
    .map(({ ticker, shares }) => ({ ticker, shares: shares! }));
  ok(held.some(({ ticker }) => ticker === "XLK"));
  const { book, trades, setAside } = rebalance(today, full, {
    holdings: held,
    closed: [{ sector: "XLK", reason: "XLK is closed by hand: earnings" }],
  });
  equal(book.weights[book.sectors.indexOf("XLK")], 0);
  ok(trades.orders.some(({ ticker, action }) => ticker === "XLK" && action === "sell"));
  ok(setAside.some(({ reason }) => reason === "XLK is closed by hand: earnings"));
  ok(book.lostBets.some(({ sector }) => sector === "XLK"));
  throws(() => rebalance(today, full, { close: [] } as never), /close/);
});
