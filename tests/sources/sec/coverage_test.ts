import { coverageLines } from "lab/sources";
import { day, type Instant } from "lab/units";
import { deepEqual } from "node:assert/strict";
import type { CompanyState } from "../../../lib/sources/sec/company_timeline.ts";
import { coverageOf } from "../../../lib/sources/sec/coverage.ts";

const EARNINGS = [{ tag: "x", end: day("2024-03-31"), quarter: 1, value: 1 }];
const state = (facts: Partial<CompanyState>): CompanyState => ({
  knownAt: "2024-05-02T16:31" as Instant,
  accessions: [],
  earnings: EARNINGS,
  sales: [],
  shares: { count: 1, tag: "x", filed: day("2024-05-02") },
  ...facts,
});

const FUND = {
  sector: "XLB" as const,
  day: day("2026-11-30"),
  seenAt: "2026-12-01T09:00" as Instant,
  companies: ["A", "B", "C", "D", "E", "F", "G", "H", "I"].map((ticker, i) => ({
    cik: i,
    ticker,
    weight: (10 - i) / 100,
  })),
};

Deno.test("coverageOf() says of each holding that does not count why", () => {
  const [{ missing, shareCovered }] = coverageOf({
    rows: [],
    funds: [FUND],
    unknown: [{ sector: "XLB", ticker: "-", weight: 0.5 }, {
      sector: "XLC",
      ticker: "x",
      weight: 1,
    }],
    timelines: new Map([
      [0, [state({})]],
      [1, [state({ earnings: [] })]],
      [2, [state({ shares: { reason: "no share count was filed" } })]],
      [3, []],
      [4, [state({})]],
      [7, [state({ earnings: [{ ...EARNINGS[0], value: 2 }] })]],
      [8, [state({})]],
      [5, [state({})]],
      [6, []],
    ]),
    to: day("2024-05-03"),
    prices: {
      closes: new Map(
        ["A", "C", "E", "H", "I"].map((ticker) => [ticker, [
          { day: day(ticker === "I" ? "2024-04-02" : "2024-05-02"), close: 1 },
        ]]),
      ),
      splits: new Map(["A", "C", "F", "H", "I"].map((ticker) => [ticker, []])),
    },
    reasons: new Map([[6, "the SEC has no figures of it"]]),
  });
  deepEqual(missing.map(({ ticker, reason }) => `${ticker}: ${reason}`), [
    "-: not in the SEC's list of tickers",
    "B: no four quarters of net income in dollars",
    "C: no market value: no share count was filed",
    "D: no report of it with figures in dollars",
    "E: no market value: its splits are not known",
    "F: no market value: no closes",
    "G: the SEC has no figures of it",
    "H: no market value: it would earn or lose more than that in a year, so the shares cannot be right",
    "I: no market value: no close of the last seven days",
  ]);
  deepEqual(shareCovered, 0);
});

Deno.test("coverageLines() names the largest five that do not count, and counts the rest", () => {
  const missing = ["A", "B", "C", "D", "E", "F", "G"].map((ticker) => ({
    ticker,
    weight: 0.01,
    reason: "r",
  }));
  const [line] = coverageLines([{
    sector: "XLB",
    holdingsDay: FUND.day,
    rows: 3,
    shareCovered: 0.93,
    shareValued: 0,
    missing,
  }]);
  deepEqual(
    line,
    "XLB: 93.0 % of the fund's weight has earnings, 0.0 % a market value too (3 rows); without: " +
      "A (1.00 %, r), B (1.00 %, r), C (1.00 %, r), D (1.00 %, r), E (1.00 %, r) and 2 more",
  );
});
