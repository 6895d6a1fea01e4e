import { bookDrift, type DriftedBook, driftedExposure, inverseFundPath } from "lab/hedging";
import { INSTRUMENTS } from "lab/market";
import { heldExposures } from "lab/portfolio";
import { randomStream } from "lab/stats";
import { type Day, day } from "lab/units";
import { deepEqual, equal, ok, throws } from "node:assert/strict";

const DAYS = Array.from(
  { length: 40 },
  (_, i) => day(new Date(Date.UTC(2024, 0, 2 + i)).toISOString().slice(0, 10)),
);
const near = (one: number, other: number, within = 1e-12) =>
  ok(Math.abs(one - other) <= within, `${one} and ${other}`);
const valued = (books: ReturnType<typeof bookDrift>) => books as readonly DriftedBook[];

Deno.test("exposures through funds drift as one fund alone does, over the equity of that evening", () => {
  const random = randomStream(3);
  for (const leverage of [1, -1, -2]) {
    const returns = Array.from({ length: 39 }, () => 0.04 * (random.uniform() - 0.5));
    const nav = [100];
    for (const r of returns) nav.push(nav.at(-1)! * Math.max(0, 1 + leverage * r));
    const books = valued(bookDrift(
      { funds: [{ ticker: "X", scope: "XLK", leverage, shares: 10 }], cashUsd: 9000 },
      { days: DAYS, closes: new Map([["X", nav]]) },
    ));
    const start = books[0].weights.XLK!;
    equal(start, 1000 * leverage / 10_000);
    books.forEach(({ weights, equityUsd }, t) =>
      near(
        weights.XLK! * equityUsd / 10_000,
        driftedExposure(start, { leverage, indexReturns: returns.slice(0, t) }),
      )
    );
  }
});

Deno.test("the path of an inverse fund, carry and fee included, is the account's own", () => {
  const random = randomStream(5);
  const indexReturns = Array.from({ length: 39 }, () => 0.03 * (random.uniform() - 0.5));
  const path = inverseFundPath(indexReturns, {
    leverage: -2,
    feePerYear: 0.0095,
    ratePerYear: 0.04,
  });
  const values = [...path];
  equal(values.length, 40);
  const books = valued(bookDrift(
    { funds: [{ ticker: "DUG", scope: "XLE", leverage: -2, shares: 1 }], cashUsd: 0 },
    { days: DAYS, closes: new Map([["DUG", values]]) },
  ));
  books.forEach(({ equityUsd, weights, gross, net }, t) => {
    near(equityUsd, values[t]);
    deepEqual([weights.XLE, gross, net], [-2, 2, -2]);
  });
});

Deno.test("an evening's figures are those of the holdings valued that evening", () => {
  const random = randomStream(7),
    funds = INSTRUMENTS.filter(({ listedTo, listedFrom, sector }) =>
      listedTo === undefined && listedFrom <= DAYS[0] && sector !== undefined
    );
  for (let run = 0; run < 50; run++) {
    const chosen = funds.filter(() => random.uniform() < 0.4);
    const price = new Map(chosen.map(({ ticker }) => [ticker, 5 + 100 * random.uniform()]));
    const shares = new Map(
      chosen.map(({ ticker }) => [ticker, 1 + Math.floor(50 * random.uniform())]),
    );
    const cashUsd = Math.round(1e6 * random.uniform()) / 100 + 100;
    const held = heldExposures(
      [...shares].map(([ticker, count]) => ({ ticker, shares: count })).concat([
        { ticker: "CASH", shares: cashUsd },
      ]),
      { day: DAYS[0], priceOf: (ticker) => ({ price: price.get(ticker)! }) },
    );
    const [book] = valued(bookDrift({
      cashUsd,
      funds: held.positions.map(({ ticker, scope, shares, instrument: { leverage } }) => ({
        ticker,
        scope,
        leverage,
        shares,
      })),
    }, { days: [DAYS[0]], closes: new Map([...price].map(([ticker, one]) => [ticker, [one]])) }));
    near(book.equityUsd, held.equityUsd, 1e-6);
    near(book.hedge, held.hedge);
    for (const [sector, weight] of Object.entries(held.weights)) {
      near(book.weights[sector as "XLK"]!, weight!);
    }
    const all = [...Object.values(held.weights) as number[], held.hedge];
    near(book.long, all.reduce((sum, one) => sum + Math.max(one, 0), 0));
    near(book.short, all.reduce((sum, one) => sum + Math.max(-one, 0), 0));
    near(book.gross, book.long + book.short);
    near(book.net, book.long - book.short);
  }
});

const account = {
  funds: [
    { ticker: "XLK", scope: "XLK", leverage: 1, shares: 10 },
    { ticker: "SPDN", scope: "market", leverage: -1, shares: 20 },
  ],
  cashUsd: 500,
} as const;
const closes = (xlk: (number | undefined)[], spdn: (number | undefined)[]) =>
  new Map([["XLK", xlk], ["SPDN", spdn]]);

Deno.test("beta is the sum of exposures times betas, the hedge with 1, and absent without a sector's", () => {
  const options = { days: DAYS.slice(0, 1), closes: closes([100], [25]) };
  const [book] = valued(bookDrift(account, { ...options, betas: { XLK: 1.3 } }));
  near(book.beta!, 1000 / 2000 * 1.3 - 500 / 2000);
  equal(valued(bookDrift(account, options))[0].beta, undefined);
  equal(valued(bookDrift(account, { ...options, betas: { XLK: NaN } }))[0].beta, undefined);
});

Deno.test("a drawdown is measured from the highest evening so far, and an evening without a price has no figures", () => {
  const books = bookDrift(account, {
    days: DAYS.slice(0, 4),
    closes: closes([100, 110, undefined, 99], [25, 25, 25, 25]),
  });
  deepEqual(books[2], { day: DAYS[2], missing: ["XLK"] });
  const shown = books.filter((one): one is DriftedBook => "equityUsd" in one);
  deepEqual(shown.map(({ drawdown }) => drawdown.toFixed(6)), [
    "0.000000",
    "0.000000",
    (1990 / 2100 - 1).toFixed(6),
  ]);
});

Deno.test("bookDrift() refuses an account or a series that is none", () => {
  const drift = (change: object, options: object = {}) => () =>
    bookDrift({ ...account, ...change } as never, {
      days: DAYS.slice(0, 2) as Day[],
      closes: closes([100, 100], [25, 25]),
      ...options,
    });
  throws(drift({ cashUsd: NaN }), /cash must be a number/);
  throws(drift({ cashUsd: -2000 }), /equity is -500 dollars/);
  throws(drift({ funds: [{ ...account.funds[0], leverage: 0 }] }), /leverage/);
  throws(drift({ funds: [account.funds[0], account.funds[0]] }), /XLK is held twice/);
  throws(drift({ funds: [{ ...account.funds[0], scope: "XLQ" }] }), /serves XLQ/);
  throws(drift({}, { closes: closes([100], [25, 25]) }), /XLK needs 2 closes, got 1/);
  throws(drift({}, { closes: new Map() }), /got none/);
  throws(drift({}, { beta: {} }), /beta/);
});
