import { deepEqual, equal, ok, throws } from "node:assert/strict";
import {
  indexOn,
  instrument,
  INSTRUMENTS,
  isInstrument,
  listedOn,
  SECTORS,
  trackedSince,
} from "lab/market";
import { day } from "lab/units";

Deno.test("INSTRUMENTS holds a fund for every sector, in the one order, and each ticker once", () => {
  deepEqual(
    INSTRUMENTS.filter((fund) => fund.leverage === 1 && SECTORS.some((s) => s === fund.ticker))
      .map((fund) => fund.sector),
    SECTORS,
  );
  equal(new Set(INSTRUMENTS.map((fund) => fund.ticker)).size, INSTRUMENTS.length);
});

Deno.test("INSTRUMENTS gives every sector but XLC an inverse fund with the stated leverage", () => {
  const found = Object.fromEntries(SECTORS.map((sector) => [
    sector,
    INSTRUMENTS.filter((fund) => fund.sector === sector && fund.leverage < 0)
      .map((fund) => `${fund.ticker} ${fund.leverage}`).join(),
  ]));
  deepEqual(found, {
    XLB: "SMN -2",
    XLC: "",
    XLE: "DUG -2",
    XLF: "SEF -1,SKF -2",
    XLI: "SIJ -2",
    XLK: "REW -2",
    XLP: "SZK -2",
    XLRE: "REK -1,SRS -2",
    XLU: "SDP -2",
    XLV: "RXD -2",
    XLY: "SCC -2",
  });
});

Deno.test("INSTRUMENTS states no figure as zero, and marks assumed spreads", () => {
  for (const fund of INSTRUMENTS) {
    ok(fund.aum === undefined || fund.aum > 0, fund.ticker);
    ok(fund.adv === undefined || fund.adv > 0, fund.ticker);
    ok(fund.spreadBps > 0 && fund.expenseRatio > 0 && fund.expenseRatio < 0.02, fund.ticker);
    ok(fund.source !== "" && fund.asOf !== "" && fund.approximate, fund.ticker);
    if (fund.spreadAssumed) equal(fund.spreadBps, 40);
  }
  deepEqual(
    ["SCC", "RXD", "REW"].map((ticker) => instrument(ticker).adv),
    [undefined, undefined, undefined],
  );
});

Deno.test("CCON stands in the master as what it was: long, unlevered, gone since 2021-09-17", () => {
  const ccon = instrument("CCON");
  equal(ccon.leverage, 1);
  equal(ccon.sector, undefined);
  equal(ccon.status, "liquidated");
  deepEqual(
    ["2021-09-17", "2021-09-20"].map((on) => listedOn(ccon, day(on))),
    [true, false],
  );
});

Deno.test("indexOn() and trackedSince() let no tracking figure cross 2023-03-20", () => {
  for (const fund of INSTRUMENTS) {
    if (fund.leverage > 0 || fund.sector === "market") continue;
    ok(indexOn(fund, day("2023-03-17"))?.startsWith("Dow Jones"), fund.ticker);
    ok(indexOn(fund, day("2023-03-20"))?.startsWith("S&P"), fund.ticker);
    equal(trackedSince(fund, day("2024-01-02")), "2023-03-20");
    equal(trackedSince(fund, day("2023-03-17")), fund.listedFrom);
  }
  equal(indexOn(instrument("REK"), day("2008-10-10")), undefined);
  throws(
    () => trackedSince(instrument("REK"), day("2008-10-10")),
    /Cannot find the index of REK: need a day from 2010-03-18, got 2008-10-10/,
  );
});

Deno.test("instrument() names the tickers it knows when asked for another", () => {
  ok(!isInstrument("XLX"));
  throws(() => instrument("XLX"), /Cannot look up an instrument: need one of XLB .*, got "XLX"/);
});
