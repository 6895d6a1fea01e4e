import { closedSectors, fundChoice, heldExposures, type Holding, shortAccess } from "lab/portfolio";
import { day } from "lab/units";
import { deepEqual, equal, match, ok, throws } from "node:assert/strict";

const accountOf = (holdings: readonly Holding[] = [], on = "2026-08-03", equityUsd = 100_000) =>
  heldExposures(holdings, { day: day(on), equityUsd, priceOf: () => ({ price: 20 }) });

Deno.test("fundChoice() is the first choice of resolve where nothing is held", () => {
  const funds = [["XLE", -0.1], ["XLE", 0.1], ["market", -0.1], ["market", 0.1]] as const;
  deepEqual(
    funds.map(([scope, exposure]) => fundChoice(scope, exposure, accountOf()).fund?.ticker),
    ["DUG", "XLE", "SPDN", "SPY"],
  );
});

Deno.test("fundChoice() keeps a fund that is held and legal", () => {
  const choice = fundChoice("market", -0.1, accountOf([{ ticker: "SH", shares: 100 }]));
  deepEqual([choice.fund?.ticker, choice.fund && choice.kept], ["SH", true]);
});

Deno.test("fundChoice() gives up a fund that is held but no longer large enough", () => {
  // $40,000 of exposure is $20,000 of SKF: within a tenth of its $310,000 a day.
  equal(fundChoice("XLF", -0.4, accountOf([{ ticker: "SKF", shares: 100 }])).fund?.ticker, "SKF");
  // $80,000 is $40,000 of SKF: its volume allows $31,000, of which $2,000 are held already.
  equal(fundChoice("XLF", -0.8, accountOf([{ ticker: "SKF", shares: 100 }])).fund?.ticker, "SEF");
});

Deno.test("fundChoice() counts only the change against a fund's volume", () => {
  // $50,000 of utilities short is $25,000 of SDP, allowed are $34,000 a day.
  equal(fundChoice("XLU", -0.9, accountOf()).fund, undefined);
  // $45,000 of SDP, of which $16,000 are held already: the rest may be bought in a day.
  equal(fundChoice("XLU", -0.9, accountOf([{ ticker: "SDP", shares: 800 }])).fund?.ticker, "SDP");
});

Deno.test("fundChoice() does not keep a −2x fund as a market hedge", () => {
  equal(
    fundChoice("market", -0.1, accountOf([{ ticker: "SDS", shares: 100 }])).fund?.ticker,
    "SPDN",
  );
});

Deno.test("fundChoice() sells a SPDR fund short only where that is allowed", () => {
  const closed = fundChoice("XLC", -0.1, accountOf());
  ok(closed.fund === undefined);
  deepEqual([closed.cause, closed.scope], ["none exists", "XLC"]);
  const short = fundChoice("XLC", -0.1, accountOf(), { shortSpdr: true });
  ok(short.fund !== undefined);
  deepEqual([short.fund.ticker, short.soldShort], ["XLC", true]);
});

Deno.test("fundChoice() refuses an exposure that is no number", () => {
  throws(() => fundChoice("XLE", NaN, accountOf()), /finite exposure, got NaN/);
});

Deno.test("shortAccess() tells what is closed, at which size and why", () => {
  const rows = shortAccess({ market: -0.1, XLP: -0.2, XLC: 0, XLE: -0.2, XLK: 0.1 }, accountOf());
  deepEqual(rows.map((row) => [row.scope, row.open, row.exposure]), [
    ["XLC", false, 0],
    ["XLE", true, -0.2],
    ["XLP", false, -0.2],
    ["market", true, -0.1],
  ]);
  match(rows[2].reason ?? "", /10 % of the \$55,000 it trades a day/);
  deepEqual(closedSectors(rows), ["XLC", "XLP"]);
});

Deno.test("shortAccess() knows that there was no way to be short before the funds were listed", () => {
  const rows = shortAccess({ XLF: 0, market: 0 }, accountOf([], "2006-06-20"));
  deepEqual(rows.map((row) => row.open), [false, false]);
  deepEqual(rows.map((row) => row.fund === undefined && row.cause), ["not listed", "not listed"]);
});
