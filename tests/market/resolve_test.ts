import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import {
  instrument,
  INSTRUMENTS,
  resolve,
  type ResolveOptions,
  type Sector,
  SECTORS,
} from "lab/market";
import { randomStream } from "lab/stats";
import { addCalendarDays } from "lab/market";
import { day } from "lab/units";

const now = day("2026-08-03");

function ticker(
  sector: Sector | "market",
  side: "long" | "short",
  on: string,
  options: ResolveOptions,
) {
  const found = resolve(sector, side, day(on), options);
  return found.instrument?.ticker ?? found.status;
}

Deno.test("resolve() holds a long by the SPDR fund and the market by SPY", () => {
  for (const sector of SECTORS) {
    const found = resolve(sector, "long", now, { exposureUsd: 30_000 });
    equal(found.instrument?.ticker, sector);
    equal(found.status, "first choice");
  }
  equal(ticker("market", "long", now, { exposureUsd: 50_000 }), "SPY");
});

Deno.test("resolve() takes half the capital at −2x, so that the limit binds at twice the exposure", () => {
  // SZK trades $55,000 a day: 10 % is $5,500 of the fund, $11,000 of exposure.
  const inside = resolve("XLP", "short", now, { exposureUsd: 11_000 });
  equal(inside.instrument?.ticker, "SZK");
  ok(inside.status !== "closed" && inside.capitalUsd === 5_500);
  const outside = resolve("XLP", "short", now, { exposureUsd: 11_002 });
  equal(outside.status, "closed");
  ok(outside.status === "closed" && outside.cause === "size");
  match(
    outside.reason ?? "",
    /^XLP is closed for shorts on 2026-08-03: an order of \$5,501 in SZK is more than 10 % of the \$55,000 it trades a day \(approximate, as of 2025-10\)\.$/,
  );
});

Deno.test("resolve() judges the order by volume and the position by assets", () => {
  // SZK: assets $760,000, so at most $76,000 of the fund, whatever little is traded today.
  equal(ticker("XLP", "short", now, { exposureUsd: 152_000, tradeUsd: 1_000 }), "SZK");
  const large = resolve("XLP", "short", now, { exposureUsd: 152_002, tradeUsd: 1_000 });
  match(
    large.reason ?? "",
    /a position of \$76,001 in SZK is more than 10 % of its assets of \$760,000/,
  );
});

Deno.test("resolve() falls back to another fund on the same index and says why", () => {
  // REK: 10 % of $70,000 is $7,000 at −1x.
  equal(ticker("XLRE", "short", now, { exposureUsd: 7_000 }), "REK");
  const found = resolve("XLRE", "short", now, { exposureUsd: 7_001 });
  equal(found.instrument?.ticker, "SRS");
  equal(found.status, "fallback");
  match(found.reason ?? "", /^SRS instead: an order of \$7,001 in REK/);
  // Before SEF was listed, SKF was.
  equal(ticker("XLF", "short", "2008-06-11", { exposureUsd: 1_000 }), "SKF");
  equal(ticker("XLF", "short", "2008-06-12", { exposureUsd: 1_000 }), "SEF");
});

Deno.test("resolve() closes XLC for shorts at any size, unless the SPDR fund may be sold", () => {
  const found = resolve("XLC", "short", now, { exposureUsd: 0 });
  ok(found.status === "closed" && found.cause === "none exists");
  match(
    found.reason,
    /no inverse fund .* \(CCON, often named, was a long fund and was liquidated in 2021\)/,
  );
  const sold = resolve("XLC", "short", now, { exposureUsd: 10_000, shortSpdr: true });
  ok(sold.status !== "closed" && sold.soldShort && sold.instrument.ticker === "XLC");
  // Sold short only as the last resort.
  equal(ticker("XLE", "short", now, { exposureUsd: 10_000, shortSpdr: true }), "DUG");
  equal(ticker("XLE", "short", now, { exposureUsd: 1e6, shortSpdr: true }), "XLE");
});

Deno.test("resolve() hedges with SPDN, before it with SH, before that not at all", () => {
  deepEqual(
    ["2026-08-03", "2016-06-08", "2016-06-07", "2006-06-21", "2006-06-20"].map((on) =>
      ticker("market", "short", on, { exposureUsd: 20_000 })
    ),
    ["SPDN", "SPDN", "SH", "SH", "closed"],
  );
  const none = resolve("market", "short", day("2005-01-04"), { exposureUsd: 20_000 });
  ok(none.status === "closed" && none.cause === "not listed");
  match(none.reason, /^No short hedge on 2005-01-04: SPDN was not listed .*; SH was not listed/);
  equal(ticker("market", "short", "2005-01-04", { exposureUsd: 20_000, shortSpdr: true }), "SPY");
  // 10 % of SPDN's $69 million a day is $6.9 million; SH takes what is larger.
  equal(ticker("market", "short", now, { exposureUsd: 7e6 }), "SH");
});

Deno.test("resolve() knows no sector before its fund was listed", () => {
  const found = resolve("XLRE", "long", day("2015-10-07"), { exposureUsd: 1_000 });
  equal(found.reason, "XLRE cannot be held on 2015-10-07: XLRE was listed on 2015-10-08.");
});

Deno.test("resolve() takes the thinnest peer's figure where none is known, and says so", () => {
  // SMN's $30,000 a day is the least known: $3,000 of REW, $6,000 of exposure.
  const found = resolve("XLK", "short", now, { exposureUsd: 6_000 });
  ok(found.status !== "closed" && found.instrument.ticker === "REW");
  match(found.approximate ?? "", /volume not known, taken as SMN's \$30,000, the least known/);
  equal(ticker("XLK", "short", now, { exposureUsd: 6_001 }), "closed");
  const strict = resolve("XLK", "short", now, { exposureUsd: 1, unknownLiquidity: "closed" });
  match(strict.reason ?? "", /the daily volume of REW is not known/);
});

Deno.test("resolve() prefers figures known for the day, and then calls nothing approximate", () => {
  const found = resolve("XLK", "short", now, {
    exposureUsd: 100_000,
    liquidity: () => ({ advUsd: 500_000, aumUsd: 5e6 }),
  });
  ok(found.status !== "closed" && found.instrument.ticker === "REW");
  equal(found.approximate, undefined);
  const half = resolve("XLE", "short", now, {
    exposureUsd: 1_000,
    liquidity: () => ({ advUsd: 1e6 }),
  });
  ok(half.status !== "closed");
  equal(half.approximate, "approximate, as of 2023 to 2026");
});

Deno.test("resolve() never picks CCON, a fund not listed that day, or one beyond its limits", () => {
  const random = randomStream(11);
  for (let draw = 0; draw < 3000; draw++) {
    const on = addCalendarDays(day("1998-12-22"), random.integer(10_000));
    const scope = [...SECTORS, "market" as const][random.integer(12)];
    const side = random.uniform() < 0.5 ? "long" : "short";
    const exposureUsd = Math.exp(5 + 12 * random.uniform());
    const shortSpdr = random.uniform() < 0.3;
    const found = resolve(scope, side, on, { exposureUsd, shortSpdr });
    if (found.status === "closed") continue;
    const fund = found.instrument;
    ok(fund.ticker !== "CCON" && fund.listedFrom <= on && fund.sector === scope);
    ok(
      found.soldShort === (side === "short" && fund.leverage > 0) &&
        (shortSpdr || !found.soldShort),
    );
    ok(found.capitalUsd * Math.abs(fund.leverage) <= exposureUsd * (1 + 1e-12));
    ok(
      found.capitalUsd <= 0.1 * (fund.adv ?? 30_000) &&
        found.capitalUsd <= 0.1 * (fund.aum ?? 680_000),
    );
    // Smaller of the same is never closed.
    ok(resolve(scope, side, on, { exposureUsd: exposureUsd / 2, shortSpdr }).status !== "closed");
  }
  ok(INSTRUMENTS.includes(instrument("CCON")));
});

Deno.test("resolve() refuses names and numbers that are none", () => {
  const size = { exposureUsd: 1 };
  throws(
    () => resolve("XLX" as Sector, "long", now, size),
    /need "market" or a sector .*, got "XLX"/,
  );
  throws(() => resolve("XLK", "up" as "long", now, size), /need side "long" or "short", got "up"/);
  throws(() => resolve("XLK", "long", now, { exposureUsd: -1 }), /exposureUsd must be .* got -1/);
  throws(() => resolve("XLK", "long", now, { exposureUsd: NaN }), /exposureUsd must be .* got NaN/);
  throws(
    () => resolve("XLK", "long", now, { ...size, maxAdvShare: 10 }),
    /maxAdvShare must lie in \(0, 1\]/,
  );
  throws(() => resolve("XLK", "long", "2020-2-1" as typeof now, size), /need a calendar day/);
});
