import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { type Plan, rebalance, viewToOrder, viewToOrderText } from "lab/desk";
import { instrument, type Sector, SECTORS, simulatedMarket, snapshot } from "lab/market";
import { holdingsAfter } from "lab/portfolio";
import { settings } from "lab/settings";
import { randomStream } from "lab/stats";
import { SOAK } from "../soak.ts";

const market = simulatedMarket({ seed: 7 });
const today = snapshot(market, market.prices.days.at(-1)!);
/** Plans, of eleven ways each: 11,000 in the soak, a tenth otherwise. */
const COUNT = SOAK ? 1_000 : 100;
const near = (a: number, b: number, what: string) =>
  ok(Math.abs(a - b) < 1e-12, `${what}: ${a} is not ${b}`);

const randomViews = (seed: number) => {
  const draw = randomStream(seed);
  return SECTORS.map((sector) => ({
    sector,
    score: 1 + draw.integer(5),
    confidence: draw.uniform(),
  }));
};

/** Money that a sector's orders take, dollars, added up from the orders alone. */
function paidUsd(plan: Plan, sector: Sector): number {
  return plan.trades.orders
    .filter(({ ticker }) => instrument(ticker).sector === sector)
    .reduce(
      (sum, { action, dollars, cost }) =>
        sum + (action === "buy" ? dollars : -dollars) + cost.knownUsd,
      0,
    );
}

function checkWay(plan: Plan, sector: Sector): void {
  const { steps, paid } = viewToOrder(plan, sector);
  equal(steps[0].from, 0);
  const { book } = plan, at = book.sectors.indexOf(sector);
  const effect = (names: readonly string[]) =>
    book.effects.sectors[at]
      .filter(({ limit }) => names.includes(limit))
      .reduce((total, { change }) => total + change, 0);
  for (const { name, limit, change } of steps) {
    if (name === "limit") near(change, effect([limit!]), `${sector} ${limit}`);
    if (name === "hedge") near(change, effect(["beta", "hedge direction", "rounding"]), sector);
    if (name === "trade rules") near(change, effect(["turnover", "held", "not traded"]), sector);
  }
  near(steps.find(({ name }) => name === "trade rules")!.to, book.weights[at], `${sector} weight`);
  steps.forEach((step, i) => {
    if (i > 0) equal(step.from, steps[i - 1].to);
    equal(step.change, step.to - step.from);
  });
  near(steps.reduce((sum, { change }) => sum + change, 0), paid, `${sector} adds up`);
  near(paid, paidUsd(plan, sector) / plan.account.equityUsd, `${sector} is what is paid`);
}

Deno.test("viewToOrder() adds up to the money paid, for every sector of random views", () => {
  for (let seed = 0; seed < COUNT; seed++) {
    const plan = rebalance(today, randomViews(seed));
    for (const sector of plan.book.sectors) checkWay(plan, sector);
  }
});

Deno.test("viewToOrder() adds up where the account holds a book already", () => {
  for (let seed = 0; seed < COUNT; seed++) {
    const first = rebalance(today, randomViews(seed));
    const holdings = holdingsAfter([], first.trades, first.account);
    const mandate = { minimumHoldingDays: 0, minimumTradeBps: 0 };
    const second = rebalance(today, randomViews(seed + 1000), {
      holdings,
      settings: settings({ mandate }),
    });
    for (const sector of second.book.sectors) checkWay(second, sector);
  }
});

Deno.test("viewToOrder() of an unchanged view pays nothing and shows what is held", () => {
  const scores = [["XLB", 2], ["XLE", 1], ["XLF", 4], ["XLK", 5], ["XLP", 4], ["XLU", 2]] as const;
  const views = scores.map(([sector, score]) => ({ sector, score, confidence: 1 }));
  // Small enough for every fund to carry all of it.
  const first = rebalance(today, views, { equityUsd: 20_000 });
  const holdings = holdingsAfter([], first.trades, first.account);
  const again = rebalance(today, views, { holdings });
  equal(again.trades.status, "no trade");
  for (const sector of again.book.sectors) {
    checkWay(again, sector);
    const { steps, paid } = viewToOrder(again, sector);
    equal(paid, 0);
    const held = steps.find(({ name }) => name === "held")!;
    equal(
      Math.abs(held.change) > 0,
      holdings.some(({ ticker }) => ticker !== "CASH" && instrument(ticker).sector === sector),
    );
  }
});

Deno.test("viewToOrder() of a first book changes nothing by trade rules or holdings", () => {
  for (let seed = 0; seed < COUNT; seed++) {
    const views = randomViews(seed).map((view) => ({ ...view, confidence: 1 }));
    const plan = rebalance(today, views);
    for (const sector of plan.book.sectors) {
      const { steps } = viewToOrder(plan, sector);
      const change = Object.fromEntries(steps.map((step) => [step.name, step.change]));
      // A position below the minimum trade of 20 bp is not bought: all of its way from the target to
      // nothing is the rule's. The others share what it leaves.
      const isLeftOut = plan.book.fixed.includes(sector);
      if (isLeftOut) {
        ok(plan.notes.some((note) => note.startsWith(`${sector} stays at 0.00 %`)), `${seed}`);
        equal(plan.book.weights[plan.book.sectors.indexOf(sector)], 0);
      }
      const most = isLeftOut ? Infinity : 0.002 + 1e-12;
      ok(Math.abs(change["trade rules"]) < most, `${seed} ${sector} ${change["trade rules"]}`);
      near(change.held, 0, "held");
      near(change.confidence, 0, "confidence is one");
    }
  }
});

Deno.test("viewToOrder() follows a lone view by hand", () => {
  // Score 5 with confidence 0.5 of 11 sectors: 1/22 × 2 = 1/11, half of it believed; its share is the whole
  // gross, it reaches for 1.1 times that, and the cap leaves 30 %. The hedge has room.
  const plan = rebalance(today, [{ sector: "XLP", score: 5, confidence: 0.5 }]);
  const { steps, ticker, exposure } = viewToOrder(plan, "XLP");
  const to = Object.fromEntries(steps.map((step) => [step.name, step.to]));
  near(to.score, 1 / 11, "score");
  near(to.confidence, 0.5 / 11, "confidence");
  near(to.scale, 1, "scale");
  near(to["trade rules"], plan.book.weights[SECTORS.indexOf("XLP")], "the book");
  // Gross gives way; only the cap and the limit on beta act. The hedge h = 0.05 − 0.3 × beta costs 0.1
  // × h a unit at the margin, which is the price of the limit on beta: it pulls 0.1 × h × beta.
  const beta = plan.book.betas[SECTORS.indexOf("XLP")], pull = 0.1 * (0.05 - 0.3 * beta) * beta;
  const acting = steps.filter(({ name, change }) => name === "limit" && change !== 0);
  deepEqual(acting.map(({ limit }) => limit), ["reach", "sector XLP"]);
  near(acting[0].change, 0.1, "a tenth more than its share");
  near(acting[1].change, -0.8 - pull, "the cap takes the rest of 80 points");
  ok(
    Math.abs(steps.find(({ name }) => name === "hedge")!.change - pull) < 2e-9,
    "the hedge's share",
  );
  near(exposure, 0.3, "the cap");
  equal(ticker, "XLP");
});

Deno.test("viewToOrder() halves the money of a −2x fund and turns its sign", () => {
  const plan = rebalance(today, [
    { sector: "XLE", score: 1, confidence: 1 },
    { sector: "XLP", score: 5, confidence: 1 },
  ]);
  const { steps, exposure, ticker } = viewToOrder(plan, "XLE");
  equal(ticker, "DUG");
  const at = steps.find(({ name }) => name === "instrument")!;
  near(at.to, exposure / -2, "capital");
  equal(at.unit, "capital");
});

Deno.test("viewToOrder() has a bar and words for what the fund can carry", () => {
  const views = [["XLB", 1], ["XLP", 5], ["XLV", 4], ["XLE", 2]] as const;
  const plan = rebalance(
    today,
    views.map(([sector, score]) => ({ sector, score, confidence: 1 })),
    { equityUsd: 300_000 },
  );
  const way = viewToOrder(plan, "XLB");
  const fund = way.steps.find(({ limit }) => limit === "fund XLB")!;
  equal(fund.label, "Fund of XLB");
  ok(fund.change > 0.05 && way.exposure < 0, "it takes from a short");
  match(fund.note, /^The size of XLB's fund takes \d+\.\d\d points\.$/);
  equal(way.closed, undefined);
  match(viewToOrderText(way), /takes off .* points by what the fund of XLB can carry/);
});

Deno.test("viewToOrder() says why a short of XLC came to nothing", () => {
  const plan = rebalance(today, [
    { sector: "XLC", score: 1, confidence: 1 },
    { sector: "XLP", score: 5, confidence: 1 },
  ]);
  const { steps, paid, ticker } = viewToOrder(plan, "XLC");
  equal(ticker, undefined);
  equal(paid, 0);
  const closed = steps.find(({ limit }) => limit === "closed")!;
  equal(closed.to, 0);
  match(closed.note, /no inverse fund/);
});

Deno.test("viewToOrder() of an account that is too small ends at nothing", () => {
  const plan = rebalance(today, randomViews(3), { settings: settings({ accountUsd: 300 }) });
  equal(plan.trades.status, "too small");
  for (const sector of plan.book.sectors) equal(viewToOrder(plan, sector).paid, 0);
});

Deno.test("viewToOrder() refuses a sector that is not in the book", () => {
  const plan = rebalance(today, randomViews(3));
  throws(() => viewToOrder(plan, "SPY" as Sector), /need one of XLB .* got "SPY"/);
});
