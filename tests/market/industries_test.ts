import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { DataError } from "lab/errors";
import { INDUSTRIES, industriesMarket, readIndustries, snapshot } from "lab/market";
import { day } from "lab/units";

const header = ["month", "MktRF", "SMB", "HML", "Mom", "RF", ...INDUSTRIES].join(",");
const row = (month: string, each = "0.01") => [month, ...Array(17).fill(each)].join(",");

Deno.test("readIndustries() has 819 monthly returns of ten proxies, from 1949-01 to 2017-03", async () => {
  const market = await readIndustries();
  equal(market.frequency, "monthly");
  equal(market.prices.days.length, 820);
  deepEqual([market.prices.days[0], market.prices.days[1], market.prices.days.at(-1)], [
    "1948-12-31",
    "1949-01-31",
    "2017-03-31",
  ]);
  deepEqual([...market.prices.close.keys()].sort(), [
    "MKT",
    "XLB",
    "XLC",
    "XLE",
    "XLF",
    "XLI",
    "XLK",
    "XLP",
    "XLU",
    "XLV",
    "XLY",
  ]);
});

Deno.test("readIndustries() reproduces months as French publishes them", async () => {
  const market = await readIndustries();
  // Percent: 1949-01 Mkt−RF 0.23, RF 0.10, Enrgy −3.83; 1987-10 Mkt−RF −23.24, RF 0.60 (linearmodels 7.1).
  const returns = (on: string, ticker: string) =>
    Number(snapshot(market, day(on)).returns(ticker, 1)[0]?.toFixed(6));
  equal(returns("1949-01-31", "MKT"), 0.0033);
  equal(returns("1949-01-31", "XLE"), -0.0383);
  equal(returns("1987-10-30", "MKT"), -0.2264);
});

Deno.test("readIndustries() shows ten sectors in 1949, and none of its levels is a trade price", async () => {
  const market = await readIndustries();
  for (const on of ["1949-01-31", "1998-12-31", "2017-03-31"]) {
    const view = snapshot(market, day(on));
    equal(view.sectors.length, 10);
    ok(!view.sectors.includes("XLRE"));
    deepEqual(view.tradePrice("XLK"), { reason: "adjusted price" });
    ok((view.ratePerYear ?? -1) >= 0);
  }
});

Deno.test("industriesMarket() names line and column of what is wrong", () => {
  const fails = (text: string, message: RegExp) =>
    throws(() => industriesMarket(text), (error) => {
      ok(error instanceof DataError);
      ok(message.test(error.message), error.message);
      return true;
    });
  fails("", /the file is empty/);
  fails("month,MktRF\n1949-01,0.1", /line 1: need the columns month,MktRF,SMB/);
  fails(header, /no row below the header/);
  fails([header, row("1949-13")].join("\n"), /line 2, column month: need a month as YYYY-MM/);
  fails(
    [header, row("1949-01"), row("1949-03")].join("\n"),
    /line 3, column month: need every month/,
  );
  fails(
    [header, row("1949-01"), row("1949-01")].join("\n"),
    /line 3, column month: need every month/,
  );
  // −99.99 is how French writes a missing return.
  fails([header, row("1949-01", "-99.99")].join("\n"), /line 2, column MktRF: .*got "-99.99"/);
  fails([header, row("1949-01", "")].join("\n"), /line 2, column MktRF: .*got ""/);
});
