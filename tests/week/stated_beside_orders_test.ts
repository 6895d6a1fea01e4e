import { statedBesideOrders } from "lab/week";
import { deepEqual, equal, match } from "node:assert/strict";

const before = [{ ticker: "XLK", shares: 100 }, { ticker: "CASH", shares: 5000 }];
const orders = [
  { ticker: "XLK", action: "sell", shares: 40, price: 40 },
  { ticker: "XLP", action: "buy", shares: 30, price: 20 },
] as const;
const found = (stated: readonly { ticker: string; shares: number }[]) =>
  statedBesideOrders({ before, orders, stated });

Deno.test("an account in which all was filled has nothing to say, whatever its cash", () => {
  const whole = [{ ticker: "XLK", shares: 60 }, { ticker: "XLP", shares: 30 }];
  deepEqual(found(whole), []);
  deepEqual(found([...whole, { ticker: "CASH", shares: 1 }]), []);
});

Deno.test("other shares are told and stop nothing; what looks like a split stops", () => {
  const [fewer] = found([{ ticker: "XLK", shares: 61 }, { ticker: "XLP", shares: 30 }]);
  deepEqual([fewer.kind, fewer.stops], ["other holdings", false]);
  match(fewer.sentence, /^XLK: 60 shares follow if all was filled, and 61 are stated/);
  const gone = found([{ ticker: "XLK", shares: 60 }]);
  deepEqual(gone.map(({ kind, stops }) => [kind, stops]), [["other holdings", false]]);
  for (const [shares, split] of [[120, "2:1"], [200, "2:1"], [30, "1:2"]] as const) {
    const [one] = found([{ ticker: "XLK", shares }, { ticker: "XLP", shares: 30 }]);
    deepEqual([one.kind, one.stops], ["split-like", true], String(shares));
    match(one.sentence, new RegExp(split));
  }
  equal(
    found([{ ticker: "XLK", shares: 60 }, { ticker: "XLP", shares: 30 }, {
      ticker: "XLU",
      shares: 5,
    }])[0].stops,
    false,
  );
});

Deno.test("a close that halved beside its peers is named where the fund is held", () => {
  const sectors = ["XLB", "XLE", "XLF", "XLI", "XLK", "XLP", "XLU", "SPY"];
  const closes = (half: string) => ({
    before: new Map(sectors.map((ticker) => [ticker, 40])),
    after: new Map(sectors.map((ticker) => [ticker, ticker === half ? 20 : 40])),
  });
  const stated = [{ ticker: "XLK", shares: 60 }, { ticker: "XLP", shares: 30 }];
  const kinds = (half: string) =>
    statedBesideOrders({ before, orders, stated, closes: closes(half) }).map((one) => one.kind);
  deepEqual([kinds("XLK"), kinds("XLU")], [["split-like"], []]);
});
