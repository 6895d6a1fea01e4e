import { DataError } from "lab/errors";
import { randomStream } from "lab/stats";
import { heldExposures, type HeldExposuresOptions, type Holding } from "lab/portfolio";
import { day } from "lab/units";
import { deepEqual, equal, ok, throws } from "node:assert/strict";

const on = day("2026-08-03");
const PRICES: Readonly<Record<string, number>> = {
  XLK: 200,
  XLF: 50,
  SEF: 25,
  SKF: 20,
  REW: 10,
  SPY: 500,
  SPDN: 10,
  SH: 40,
  SDS: 20,
};

function options(extra: Partial<HeldExposuresOptions> = {}): HeldExposuresOptions {
  return {
    day: on,
    priceOf: (ticker) => PRICES[ticker] ? { price: PRICES[ticker] } : { reason: "no price" },
    equityUsd: 10_000,
    ...extra,
  };
}

const close = (a: number | undefined, b: number) =>
  ok(a !== undefined && Math.abs(a - b) < 1e-12, `${a} is not ${b}`);

Deno.test("heldExposures() maps shares through price and leverage to shares of equity", () => {
  const held = heldExposures([
    { ticker: "XLK", shares: 10 }, // $2,000 long
    { ticker: "SEF", shares: 40 }, // $1,000 at −1
    { ticker: "SKF", shares: 25 }, // $500 at −2: another $1,000 short of financials
    { ticker: "SPDN", shares: 100 }, // $1,000 at −1
    { ticker: "SPY", shares: 1 }, // $500 at 1
  ], options());
  deepEqual(held.weights, { XLK: 0.2, XLF: -0.2 });
  close(held.hedge, -0.05);
  close(held.capitalUsed, 0.5);
  equal(held.cashUsd, 5_000);
  equal(held.equityUsd, 10_000);
  deepEqual(held.positions.map((one) => one.ticker), ["SEF", "SKF", "XLK", "SPDN", "SPY"]);
});

Deno.test("heldExposures() of nothing is all cash", () => {
  const held = heldExposures([], options());
  deepEqual([held.cashUsd, held.capitalUsed, held.hedge, held.recentTurnover], [10_000, 0, 0, 0]);
  deepEqual(held.weights, {});
});

Deno.test("heldExposures() takes equity from CASH, or cash from equity, or checks one by the other", () => {
  const lines = [{ ticker: "XLK", shares: 10 }, { ticker: "CASH", shares: 3000 }];
  equal(heldExposures(lines, options({ equityUsd: undefined })).equityUsd, 5_000);
  equal(heldExposures(lines, options({ equityUsd: 5_000 })).cashUsd, 3_000);
  throws(
    () => heldExposures(lines, options()),
    /funds \(\$2000\.00\) and CASH \(\$3000\.00\) make \$5000\.00, but the account is given as \$10000/,
  );
  throws(
    () => heldExposures(lines.slice(0, 1), options({ equityUsd: undefined })),
    /need the equity of the account, or a line CASH/,
  );
});

Deno.test("heldExposures() counts everything in equity: more funds than equity is an error", () => {
  throws(
    () => heldExposures([{ ticker: "XLK", shares: 51 }], options()),
    /worth \$10200\.00, more than the account's \$10000\.00; the equity of an account includes/,
  );
});

const REFUSED: readonly (readonly [string, readonly Holding[], RegExp])[] = [
  ["an unknown ticker", [{ ticker: "TSLA", shares: 1 }], /"TSLA" is no ticker of the instrument/],
  ["a lower-case ticker, with the hint", [{ ticker: "xlk", shares: 1 }], /"xlk" .*, write XLK$/],
  ["CCON, with what it was", [{ ticker: "CCON", shares: 1 }], /CCON \(Direxion.*2021-09-17/],
  ["a ticker named twice", [
    { ticker: "XLK", shares: 1 },
    { ticker: "XLK", shares: 2 },
  ], /XLK stands there twice; add the lines up/],
  [
    "a fund without a price",
    [{ ticker: "DUG", shares: 1 }],
    /DUG has no price on 2026-08-03; give/,
  ],
  ["negative shares of an inverse fund", [{ ticker: "SEF", shares: -5 }], /bought to be short, so/],
  ["a SPDR fund sold short", [{ ticker: "XLK", shares: -5 }], /held through an inverse fund/],
  ["SPY sold short", [{ ticker: "SPY", shares: -1 }], /selling a fund short is not allowed/],
  ["fractions of a share", [{ ticker: "XLK", shares: 1.5 }], /whole shares, got 1\.5/],
  [
    "no number of shares",
    [{ ticker: "XLK", shares: NaN }],
    /"XLK" needs a number of shares, got NaN/,
  ],
  ["a loan", [{ ticker: "CASH", shares: -1 }], /CASH must be at least 0 dollars, got -1/],
  ["a position from the future", [
    { ticker: "XLK", shares: 1, since: day("2026-08-04") },
  ], /XLK is held since 2026-08-04, which lies after 2026-08-03/],
];
for (const [name, lines, message] of REFUSED) {
  Deno.test(`heldExposures() refuses ${name}`, () => {
    throws(() => heldExposures(lines, options()), (error) => {
      ok(error instanceof DataError);
      ok(message.test(error.message), error.message);
      return true;
    });
  });
}

Deno.test("heldExposures() refuses a fund before its first day", () => {
  throws(
    () => heldExposures([{ ticker: "SPDN", shares: 1 }], options({ day: day("2016-01-04") })),
    /SPDN was not listed on 2016-01-04, its first day is 2016-06-08/,
  );
});

Deno.test("heldExposures() refuses adjusted prices and says on which day they would do", () => {
  throws(
    () =>
      heldExposures(
        [{ ticker: "XLK", shares: 1 }],
        options({ priceOf: () => ({ reason: "adjusted price" }) }),
      ),
    /only an adjusted price on 2026-08-03.*last day of the price file/,
  );
});

Deno.test("heldExposures() allows a SPDR fund sold short where that is allowed", () => {
  const held = heldExposures([{ ticker: "XLK", shares: -5 }], options({ shortSpdr: true }));
  deepEqual(held.weights, { XLK: -0.1 });
  // The proceeds of the sale are cash, and belong to the equity already.
  equal(held.cashUsd, 11_000);
  // So is the market's, which the desk takes where no fund for a short hedge is large enough.
  ok(heldExposures([{ ticker: "SPY", shares: -1 }], options({ shortSpdr: true })).hedge < 0);
});

const turnoverOf = (...since: (string | undefined)[]) =>
  heldExposures(
    ["XLK", "SEF", "SPDN"].slice(0, since.length).map((ticker, i) => ({
      ticker,
      shares: 1000 / PRICES[ticker],
      ...(since[i] === undefined ? {} : { since: day(since[i]!) }),
    })),
    options(),
  ).recentTurnover;

Deno.test("heldExposures() counts positions of the last 30 days as turnover", () => {
  // 2026-07-05 is 29 days before, 2026-07-04 is 30.
  close(turnoverOf(undefined, "2026-07-05"), 0.1);
  close(turnoverOf(undefined, "2026-07-04"), 0);
  close(turnoverOf("2026-01-02", "2026-08-03", "2026-07-20"), 0.2);
});

Deno.test("heldExposures() exempts the first book, and only the first", () => {
  close(turnoverOf("2026-07-20", "2026-07-20"), 0);
  close(turnoverOf("2026-07-20", "2026-07-27"), 0.1);
});

Deno.test("heldExposures() knows how long a sector is held, if all its positions say so", () => {
  const held = heldExposures([
    { ticker: "XLK", shares: 1, since: day("2026-07-01") },
    { ticker: "SEF", shares: 1, since: day("2026-07-02") },
    { ticker: "SKF", shares: 1, since: day("2026-07-03") },
    { ticker: "SPDN", shares: 1, since: day("2026-07-04") },
    { ticker: "SH", shares: 1 },
  ], options());
  deepEqual(held.heldDays, { XLF: 31, XLK: 33 });
});

Deno.test("heldExposures() does not change when all prices double and all shares halve", () => {
  for (let seed = 0; seed < 100; seed++) {
    const stream = randomStream(seed);
    const lines = Object.keys(PRICES).map((ticker) => ({ ticker, shares: 2 * stream.integer(20) }));
    const cash = { ticker: "CASH", shares: 100 * (1 + stream.integer(50)) };
    const held = heldExposures([...lines, cash], options({ equityUsd: undefined }));
    const split = heldExposures(
      [...lines.map((line) => ({ ...line, shares: line.shares / 2 })), cash],
      options({ equityUsd: undefined, priceOf: (ticker) => ({ price: 2 * PRICES[ticker] }) }),
    );
    deepEqual(split.weights, held.weights);
    equal(split.hedge, held.hedge);
    equal(split.equityUsd, held.equityUsd);
    // Capital and cash are all there is.
    close(held.capitalUsed + held.cashUsd / held.equityUsd, 1);
  }
});
