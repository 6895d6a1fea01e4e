import { fundChoice, heldExposures, type Holding } from "lab/portfolio";
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

Deno.test("fundChoice() says which funds are too small, and by how much", () => {
  const closed = fundChoice("XLP", -0.2, accountOf());
  ok(closed.fund === undefined && closed.cause === "size");
  match(
    closed.reason,
    /^XLP is closed for shorts on 2026-08-03: an order of \$10,000 in SZK is more /,
  );
  match(closed.reason, /10 % of the \$55,000 it trades a day/);
  const fallback = fundChoice("XLRE", -0.2, accountOf());
  deepEqual([fallback.fund?.ticker, fallback.fund && fallback.kept], ["SRS", false]);
  match(
    fallback.reason ?? "",
    /^SRS instead: an order of \$20,000 in REK is more than 10 % of the/,
  );
  const kept = fundChoice("XLRE", -0.05, accountOf([{ ticker: "SRS", shares: 10 }]));
  equal(kept.reason, "SRS is held and stays: REK would be the choice today.");
});

Deno.test("fundChoice() knows that there was no way to be short before the funds were listed", () => {
  const choices = (["XLF", "market"] as const).map((scope) =>
    fundChoice(scope, 0, accountOf([], "2006-06-20"))
  );
  deepEqual(choices.map((one) => one.fund === undefined && one.cause), [
    "not listed",
    "not listed",
  ]);
});

Deno.test("fundChoice() starts from the fund that was chosen before the book was solved", () => {
  // REK carries 7 % of $100,000: for an aim of 10 % SRS was chosen, and stays for less.
  const account = accountOf();
  const before = fundChoice("XLRE", -0.1, account);
  ok(before.fund !== undefined);
  const rules = { chosen: { XLRE: before } };
  const { reason, ...stays } = fundChoice("XLRE", -0.05, account, rules);
  const { reason: _, ...chosen } = before;
  deepEqual(stays, chosen);
  // REK could carry this much: what is said of SRS is no longer that REK cannot.
  equal(reason, "SRS was chosen for what the book aims at.");
  equal(fundChoice("XLRE", -0.05, account).fund?.ticker, "REK");
  // From REK on to the next one that can carry it, and from SRS round to the first.
  const small = fundChoice("XLRE", -0.05, account);
  ok(small.fund !== undefined);
  equal(fundChoice("XLRE", -0.1, account, { chosen: { XLRE: small } }).fund?.ticker, "SRS");
});

Deno.test("fundChoice() measures a fund's assets by the money in it, not by the exposure", () => {
  // $20,000 of exposure is $10,000 of REW, a −2x fund; a tenth of its assets is $8,000.
  const rules = { liquidity: () => ({ advUsd: 1e9, aumUsd: 80_000 }) };
  const closed = fundChoice("XLK", -0.2, accountOf(), rules);
  ok(closed.fund === undefined && closed.cause === "size");
  match(closed.reason, /a position of \$10,000 in REW is more than 10 % of its assets of \$80,000/);
  // $16,000 of exposure, less a step of 1e-9, is what it carries.
  equal(fundChoice("XLK", -0.159, accountOf(), rules).fund?.ticker, "REW");
});
