import { deepEqual, throws } from "node:assert/strict";
import { type HoldingsFile } from "lab/sources";
import { day } from "lab/units";
import { companyNumbers, fundWeights } from "../../../lib/sources/sec/fund_weights.ts";

const file = (rows: readonly (readonly [string, number])[]): HoldingsFile => ({
  sector: "XLF",
  day: day("2026-11-30"),
  fetchedAt: "2026-12-01T14:00:00.000Z",
  rows: rows.map(([ticker, weight]) => ({ ticker, weight })),
});

const NUMBERS = companyNumbers({
  0: { cik_str: 1, ticker: "BRK-B", title: "" },
  1: { cik_str: 2, ticker: "GOOGL", title: "" },
  2: { cik_str: 2, ticker: "GOOG", title: "" },
  3: { cik_str: "x", ticker: "BAD" },
  4: null,
});

Deno.test("fundWeights() finds BRK.B as BRK-B, and two classes as one company", () => {
  const { funds, unknown } = fundWeights(
    [file([["BRK.B", 0.5], ["GOOG", 0.1], ["GOOGL", 0.2], ["-", 0.01], ["ZZZ", 0.05]])],
    NUMBERS,
  );
  deepEqual(funds[0].companies.map(({ cik, ticker }) => [cik, ticker]), [[1, "BRK.B"], [
    2,
    "GOOGL",
  ]]);
  deepEqual(funds[0].companies.map(({ weight }) => weight.toFixed(6)), ["0.500000", "0.300000"]);
  deepEqual(funds[0].seenAt, "2026-12-01T09:00");
  deepEqual(unknown.map(({ ticker }) => ticker), ["-", "ZZZ"]);
});

Deno.test("fundWeights() leaves out what a fund owes", () => {
  deepEqual(fundWeights([file([["GOOG", -0.1]])], NUMBERS).funds[0].companies, []);
});

Deno.test("fundWeights() refuses percentages, weights that are none, and funds that are no sector's", () => {
  throws(() => fundWeights([file([["BRK.B", 12.3]])], NUMBERS), /for 5 % write 0.05/);
  throws(() => fundWeights([file([["BRK.B", NaN]])], NUMBERS), /weight of "BRK.B" in XLF/);
  throws(
    () => fundWeights([{ ...file([]), sector: "SPY" as "XLF" }], NUMBERS),
    /sector must be one of/,
  );
  throws(
    () => fundWeights([{ ...file([]), weights: [] } as HoldingsFile], NUMBERS),
    /has no "weights"/,
  );
});
