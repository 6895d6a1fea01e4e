import { type FiledFundamental, fundamentalsBasisCsv, fundamentalsCsv } from "lab/sources";
import { day, type Instant } from "lab/units";
import { equal } from "node:assert/strict";

const ROW: FiledFundamental = {
  sector: "XLK",
  periodEnd: day("2024-03-31"),
  availableAt: "2024-05-02T16:32" as Instant,
  earningsYield: 0.0312,
  earningsGrowth: -0.05,
  basis: {
    shareCovered: 0.97,
    shareOfPeriod: 0.5,
    shareValued: 0.9,
    shareGrown: 0.88,
    growthBy: "value",
    salesGrowth: 0.04,
    holdingsDay: day("2026-11-30"),
    laterWeights: true,
    accessions: ["0001-24-1", "0002-24-7"],
  },
};
const { earningsYield: _, earningsGrowth: __, ...BARE } = ROW;

Deno.test("fundamentalsCsv() leaves empty what is not known, and writes no zero for it", () => {
  equal(
    fundamentalsCsv([ROW, { ...BARE, earningsGrowth: 0 }]),
    "sector,period_end,available_at,earnings_yield,earnings_growth,revision_breadth\n" +
      "XLK,2024-03-31,2024-05-02T16:32,0.0312,-0.05,\n" +
      "XLK,2024-03-31,2024-05-02T16:32,,0,\n",
  );
});

Deno.test("fundamentalsBasisCsv() says row by row how much stands behind it, and whose weights", () => {
  equal(
    fundamentalsBasisCsv([ROW]),
    "sector,period_end,available_at,share_covered,share_of_period,share_valued,share_grown," +
      "growth_by,sales_growth,holdings_day,later_weights,filings\n" +
      "XLK,2024-03-31,2024-05-02T16:32,0.97,0.5,0.9,0.88,value,0.04,2026-11-30,1," +
      "0001-24-1 0002-24-7\n",
  );
});
