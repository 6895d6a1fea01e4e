import { equal, match, ok } from "node:assert/strict";
import { bookText, type Plan, rebalance, viewToOrder, viewToOrderText } from "lab/desk";
import { type Sector, SECTORS, simulatedMarket, snapshot } from "lab/market";
import { holdingsAfter } from "lab/portfolio";
import { settings } from "lab/settings";
import { randomStream } from "lab/stats";
import { SOAK } from "../soak.ts";

const market = simulatedMarket({ seed: 7 });
const today = snapshot(market, market.prices.days.at(-1)!);
const COUNT = SOAK ? 300 : 30;

const randomViews = (seed: number) => {
  const draw = randomStream(seed);
  return SECTORS.slice(0, 1 + draw.integer(11)).map((sector) => ({
    sector,
    score: 1 + draw.integer(5),
    confidence: [0, 0.5, 1, draw.uniform()][draw.integer(4)],
  }));
};
const views = (...scores: readonly (readonly [Sector, number])[]) =>
  scores.map(([sector, score]) => ({ sector, score, confidence: 1 }));
const textOf = (plan: Plan, sector: Sector) => viewToOrderText(viewToOrder(plan, sector));

/** A sentence ends in a full stop before a space and a capital, or at the end. */
const sentences = (text: string) => text.split(/\.(?=\s[A-Z])|\.$/).filter((part) => part !== "");

function checkText(text: string, at: string): void {
  equal(/NaN|undefined|Infinity|null|\.\.|\.:| {2}| -\d/.test(text), false, `${at}: ${text}`);
  ok(text.endsWith("."), text);
}

Deno.test("viewToOrderText() has two to five sentences for every sector, whatever happened to it", () => {
  const statuses = new Set<string>();
  for (let seed = 0; seed < COUNT; seed++) {
    const first = rebalance(today, randomViews(seed));
    const holdings = holdingsAfter([], first.trades, first.account);
    const mandate = seed % 2 === 0 ? {} : { minimumHoldingDays: 0 };
    const second = rebalance(today, randomViews(seed + 500), {
      holdings,
      settings: settings({ mandate }),
    });
    const tiny = rebalance(today, randomViews(seed), { equityUsd: 400 });
    for (const plan of [first, second, tiny]) {
      statuses.add(plan.book.status).add(plan.trades.status);
      checkText(bookText(plan), `${seed}`);
      for (const sector of plan.book.sectors) {
        const text = textOf(plan, sector), many = sentences(text).length;
        checkText(text, `${seed} ${sector}`);
        ok(many >= 2 && many <= 5, `${many}: ${text}`);
        // The order is told to the share.
        for (const { action, shares, ticker } of plan.trades.orders) {
          if (viewToOrder(plan, sector).orders.every((order) => order.ticker !== ticker)) continue;
          ok(
            text.includes(`${action}s ${shares} share`) && text.includes(` of ${ticker} for $`),
            text,
          );
        }
      }
    }
  }
  for (const status of ["full", "reduced", "cash", "over budget", "orders", "too small"]) {
    ok(statuses.has(status), `${status} among ${[...statuses]}`);
  }
});

Deno.test("viewToOrderText() says where a limit leaves less room than one share takes", () => {
  const base = settings({}), neutral = { ...base, mandate: { ...base.mandate, net: 0 } };
  const plan = rebalance(today, views(["XLK", 5], ["XLE", 1]), { settings: neutral });
  equal(plan.trades.status, "too narrow");
  match(
    textOf(plan, "XLE"),
    /No order is written: a limit leaves less room than one share takes\.$/,
  );
});

Deno.test("viewToOrderText() tells a short through a −2x fund from view to cost", () => {
  const text = textOf(rebalance(today, views(["XLK", 5], ["XLE", 1])), "XLE");
  match(
    text,
    /^Energy \(XLE\) scored 1 of 5, a strong short view, believed in full; beside the other views it asked for 50.00 % of the account short\. /,
  );
  match(text, /takes off [\d.]+ points by the cap on a single sector/);
  match(
    text,
    /The book gives it 30.00 % short, through DUG, a fund that moves twice the other way each day: that takes 15.00 % of the account\. /,
  );
  match(
    text,
    /The account buys \d+ shares of DUG for \$1\d,\d{3}, at a cost of about \$[\d.,]+\.$/,
  );
});

Deno.test("viewToOrderText() says that a sector is closed, once and in full sentences", () => {
  const text = textOf(rebalance(today, views(["XLC", 1], ["XLP", 5])), "XLC");
  match(
    text,
    /XLC is closed for shorts: .*\. The open views aim at 1\.[\d]+ times their share instead\. Nothing is/,
  );
  equal(text.match(/closed/g)!.length, 1);
});

Deno.test("viewToOrderText() says what is held, and what has no view", () => {
  const same = views(["XLB", 2], ["XLF", 4], ["XLK", 5], ["XLP", 4], ["XLU", 2]);
  const first = rebalance(today, same);
  const holdings = holdingsAfter([], first.trades, first.account);
  const again = rebalance(today, same, { holdings });
  match(textOf(again, "XLK"), /Nothing is traded: what the account holds stays\.$/);
  equal(
    textOf(again, "XLE"),
    "Energy (XLE) has no score, and so no view to follow. Nothing is held, and nothing is traded.",
  );
  const neutral = rebalance(today, views(["XLE", 3], ["XLP", 5]));
  match(textOf(neutral, "XLE"), /^Energy \(XLE\) scored 3 of 5, which says nothing either way\./);
});

Deno.test("bookText() tells size, hedge, the limit that moves it most, and the orders", () => {
  const plan = rebalance(today, views(["XLK", 5], ["XLE", 1], ["XLF", 4], ["XLP", 2]));
  const text = bookText(plan);
  match(text, /^Of 11 sectors 2 have a long view and 2 have a short one\. /);
  match(text, /orders for \$[\d,]+ in all take the account there, at a cost of about \$/);
  const { weights, hedge } = plan.book;
  const long = [...weights, hedge].reduce((sum, weight) => sum + Math.max(weight, 0), 0);
  ok(text.includes(`${(100 * long).toFixed(2)} % long`), text);
  match(
    bookText(
      rebalance(today, views(["XLK", 5]), { settings: settings({ mandate: { hedge: 0 } }) }),
    ),
    /The mandate allows no market hedge\./,
  );
});

Deno.test("bookText() says once that nothing is traded where limits contradict each other", () => {
  const groups = [{ name: "energy", coefficients: { XLE: 1 }, min: 0.5 }];
  const given = { settings: settings({ mandate: { groups } }) };
  const text = bookText(rebalance(today, [{ sector: "XLE", score: 5, confidence: 1 }], given));
  match(text, /contradict each other/);
  equal(text.split("Nothing is traded.").length, 2, text);
});

Deno.test("a plan read back from its JSON is told like the one that was written", () => {
  const plan = rebalance(today, randomViews(3)), back: Plan = JSON.parse(JSON.stringify(plan));
  equal(bookText(back), bookText(plan));
  for (const sector of plan.book.sectors) equal(textOf(back, sector), textOf(plan, sector));
});
