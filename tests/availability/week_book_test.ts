import { deepEqual, equal, match, ok } from "node:assert/strict";
import { SECTORS, simulatedMarket, snapshot } from "lab/market";
import { heldExposures } from "lab/portfolio";
import { settings } from "lab/settings";
import { agedViews } from "lab/week";
import { heldBook, rebuiltBook, withoutPrices } from "../../lib/availability/week_book.ts";

const market = simulatedMarket({ seed: 7, years: 2 }), { days } = market.prices;
const today = days.at(-1)!, view = snapshot(market, today);
const fresh = SECTORS.map((sector, i) => ({ sector, score: 1 + i % 5, confidence: 1 }));
const account = { holdings: [], settings: settings() };

Deno.test("rebuiltBook() is filled and valid, and the same book held right after breaks nothing", () => {
  const aged = agedViews({ day: today, fresh, unanswered: [] });
  const made = rebuiltBook(view, aged, account);
  deepEqual([made.book, made.breaches], ["rebuilt", []]);
  ok(made.holdings.length > 5 && made.holdings.at(-1)!.ticker === "CASH");
  deepEqual(heldBook(view, { ...account, holdings: made.holdings }), {
    book: "held",
    holdings: made.holdings,
    breaches: [],
  });
});

Deno.test("rebuiltBook() of a week-old verdict aims at three quarters", () => {
  const last = { day: days.at(-6)!, views: fresh };
  const aged = agedViews({ day: today, fresh: [], unanswered: SECTORS, last });
  const grossOf = (views: typeof aged) => {
    const { holdings } = rebuiltBook(view, views, account);
    const { weights, hedge } = heldExposures(holdings, { day: today, priceOf: view.tradePrice });
    return Object.values(weights).reduce((sum, one) => sum + Math.abs(one), Math.abs(hedge));
  };
  const old = grossOf(aged), young = grossOf(agedViews({ day: today, fresh, unanswered: [] }));
  // Funds too small for their shorts leave a part of either unused.
  ok(old < 0.76 && young > 0.76 && old > 0.7 * young, `${old} of ${young}`);
});

Deno.test("heldBook() names every limit that the account breaks", () => {
  const price = view.tradePrice("XLK");
  ok("price" in price);
  const shares = Math.round(40_000 / price.price);
  const held = heldBook(view, {
    ...account,
    holdings: [{ ticker: "XLK", shares }, { ticker: "CASH", shares: 60_000 }],
  });
  match(held.breaches.join(" "), /XLK is (39|40)\.\d\d %, .* beyond its limit of 30\.00 %/);
  match(held.breaches.join(" "), /Net/i);
  const double = heldBook(view, {
    ...account,
    holdings: [{ ticker: "XLK", shares: 3 * shares }, { ticker: "CASH", shares: 1 }],
  });
  equal(double.breaches.some((one) => one.startsWith("Gross is")), false);
  // Twice the exposure for each dollar, and 2 % beyond the limit are still for rounding.
  const ofTwice = (dollars: number) => {
    const found = view.tradePrice("DUG");
    ok("price" in found);
    return heldBook(view, {
      ...account,
      holdings: [
        { ticker: "DUG", shares: Math.round(dollars / found.price) },
        { ticker: "CASH", shares: 100_000 - dollars },
      ],
    }).breaches.filter((one) => one.startsWith("Gross is"));
  };
  deepEqual(ofTwice(50_900), []);
  match(ofTwice(52_000)[0], /^Gross is 10[34]\.\d\d %\.$/);
  equal(heldBook(view, account).breaches.length, 0);
});

Deno.test("withoutPrices() takes away one day's closes and leaves the market as it was", () => {
  const less = withoutPrices(market, today, ["XLE", "XLK"]), at = days.length - 1;
  ok(
    Number.isNaN(less.prices.close.get("XLE")![at]) &&
      Number.isNaN(less.prices.close.get("XLK")![at]),
  );
  equal(less.prices.close.get("XLE")![at - 1], market.prices.close.get("XLE")![at - 1]);
  equal(less.prices.close.get("XLF"), market.prices.close.get("XLF"));
  ok(!Number.isNaN(market.prices.close.get("XLE")![at]));
  equal(withoutPrices(market, today, []), market);
  deepEqual(snapshot(less, today).sectors, SECTORS.filter((one) => one !== "XLE" && one !== "XLK"));
});
