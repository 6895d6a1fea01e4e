import { equal, match, ok, throws } from "node:assert/strict";
import { type Plan, rebalance, viewToOrder } from "lab/desk";
import { instrument, type Sector, SECTORS, simulatedMarket, snapshot } from "lab/market";
import { holdingsAfter } from "lab/portfolio";
import { settings } from "lab/settings";
import { randomStream } from "lab/stats";

const market = simulatedMarket({ seed: 7 });
const today = snapshot(market, market.prices.days.at(-1)!);
const COUNT = Deno.env.get("LAB_SOAK") === "1" ? 300 : 25;
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
  const first = rebalance(today, views);
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
      // A position below the minimum trade of 20 bp is not bought; the others share what it leaves.
      ok(Math.abs(change["trade rules"]) < 0.002 + 1e-12, `${change["trade rules"]}`);
      near(change.held, 0, "held");
      near(change.confidence, 0, "confidence is one");
    }
  }
});

Deno.test("viewToOrder() follows a lone view by hand", () => {
  // Score 5 with confidence 0.5 of 11 sectors: 1/22 × 2 = 1/11, half of it believed; it takes the whole
  // gross alone, and the cap leaves 30 %. The hedge has room.
  const plan = rebalance(today, [{ sector: "XLP", score: 5, confidence: 0.5 }]);
  const { steps, ticker, exposure } = viewToOrder(plan, "XLP");
  const to = Object.fromEntries(steps.map((step) => [step.name, step.to]));
  near(to.score, 1 / 11, "score");
  near(to.confidence, 0.5 / 11, "confidence");
  near(to.scale, 1, "scale");
  near(to["trade rules"], plan.book.weights[SECTORS.indexOf("XLP")], "the book");
  // Without a hedge net may be 20 %; with one the cap of 30 % binds.
  near(to.limits, 0.2, "net without a hedge");
  near(exposure, 0.3, "cap with a hedge");
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

Deno.test("viewToOrder() says why a short of XLC came to nothing", () => {
  const plan = rebalance(today, [
    { sector: "XLC", score: 1, confidence: 1 },
    { sector: "XLP", score: 5, confidence: 1 },
  ]);
  const { steps, paid, ticker } = viewToOrder(plan, "XLC");
  equal(ticker, undefined);
  equal(paid, 0);
  const limits = steps.find(({ name }) => name === "limits")!;
  equal(limits.to, 0);
  match(limits.note, /no inverse fund/);
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
