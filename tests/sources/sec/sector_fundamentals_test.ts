import { day, type Instant } from "lab/units";
import { deepEqual, equal } from "node:assert/strict";
import { quarterOf } from "../../../lib/sources/sec/calendar_quarter.ts";
import type { CompanyState } from "../../../lib/sources/sec/company_timeline.ts";
import type { FundWeights } from "../../../lib/sources/sec/fund_weights.ts";
import { sectorFundamentals } from "../../../lib/sources/sec/sector_fundamentals.ts";

const SEEN = "2020-01-01T09:00" as Instant;

/** A fund of companies 1, 2, … with tickers of the same name. */
const fund = (weights: readonly number[], seenAt = SEEN): FundWeights => ({
  sector: "XLK",
  day: day(seenAt.slice(0, 10)),
  seenAt,
  companies: weights.map((weight, i) => ({ cik: i + 1, ticker: String(i + 1), weight })),
});

/** A state with one figure of four quarters, and what it was a year before. */
function state(
  knownAt: string,
  end: string,
  value: number,
  before?: number,
  count = 100,
): CompanyState {
  const figure = { tag: "x", end: day(end), quarter: quarterOf(end), value, before };
  return {
    knownAt: knownAt as Instant,
    accessions: [`of ${knownAt}`],
    earnings: [figure],
    sales: [],
    shares: { count, tag: "x", filed: day(knownAt.slice(0, 10)) },
  };
}

const prices = (closes: Readonly<Record<string, readonly (readonly [string, number])[]>>) => ({
  closes: new Map(
    Object.entries(closes).map(([ticker, list]) => [
      ticker,
      list.map(([on, close]) => ({ day: day(on), close })),
    ]),
  ),
  splits: new Map(Object.keys(closes).map((ticker) => [ticker, []])),
});

const RANGE = { from: day("2000-01-01"), to: day("2030-01-01") };
const timelinesOf = (...lists: readonly (readonly CompanyState[])[]) =>
  new Map(lists.map((list, i) => [i + 1, list]));

Deno.test("sectorFundamentals() adds up yield and growth by what the fund holds of each company", () => {
  const timelines = timelinesOf(
    [state("2024-05-02T16:31", "2024-03-31", 80, 60, 100)],
    [state("2024-05-06T07:00", "2024-03-31", 10, 20, 20)],
  );
  const rows = sectorFundamentals([fund([0.6, 0.3])], {
    ...RANGE,
    timelines,
    prices: prices({ 1: [["2024-05-03", 10]], 2: [["2024-05-03", 50]] }),
  });
  // Values 100 × $10 and 20 × $50. By hand: (0.6·80/1000 + 0.3·10/1000) / 0.9, and
  // 0.051 / (0.6·60/1000 + 0.3·20/1000) − 1.
  deepEqual(rows.at(-1), {
    sector: "XLK",
    periodEnd: "2024-03-31",
    availableAt: "2024-05-06T07:00",
    earningsYield: 0.056667,
    earningsGrowth: 0.214286,
    basis: {
      shareCovered: 0.9,
      shareOfPeriod: 1,
      shareValued: 0.9,
      shareGrown: 0.9,
      growthBy: "value",
      holdingsDay: "2020-01-01",
      laterWeights: false,
      accessions: ["of 2024-05-06T07:00"],
    },
  });
});

Deno.test("sectorFundamentals() without prices has no yield, and growth by the companies' dollars", () => {
  const timelines = timelinesOf(
    [state("2024-05-02T16:31", "2024-03-31", 80, 60)],
    [state("2024-05-06T07:00", "2024-03-31", 10, 20)],
  );
  const rows = sectorFundamentals([fund([0.6, 0.3])], { ...RANGE, timelines });
  deepEqual(
    rows.map(({ earningsYield, earningsGrowth, basis }) => [
      earningsYield,
      earningsGrowth,
      basis.growthBy,
    ]),
    [[undefined, 0.333333, "dollars"], [undefined, 0.125, "dollars"]],
  );
});

Deno.test("sectorFundamentals() gives no figure for less than half of a fund, and none on a loss", () => {
  const one = [state("2024-05-02T16:31", "2024-03-31", 80, 60)];
  const rows = (weight: number, list = one) =>
    sectorFundamentals([fund([weight, 0.9 - weight])], { ...RANGE, timelines: timelinesOf(list) });
  equal(rows(0.49).length, 0);
  equal(rows(0.5).length, 1);
  // Growth from a loss, or from nothing, means nothing; without prices nothing is left of the row.
  for (const before of [-5, 0, undefined]) {
    equal(rows(0.5, [state("2024-05-02T16:31", "2024-03-31", 80, before)]).length, 0);
  }
});

Deno.test("sectorFundamentals() leaves out who has no market value, or earns more than it", () => {
  const timelines = timelinesOf(
    [state("2024-05-02T16:31", "2024-03-31", 80, 40, 100)],
    // A count in shares of another class: a "market value" of a thousandth.
    [state("2024-05-02T16:31", "2024-03-31", 900, 100, 1)],
    [state("2024-05-02T16:31", "2024-03-31", 5, 5)],
  );
  const [row] = sectorFundamentals([fund([0.6, 0.2, 0.1])], {
    ...RANGE,
    timelines,
    prices: prices({ 1: [["2024-05-02", 10]], 2: [["2024-05-02", 10]] }),
  });
  deepEqual([row.earningsYield, row.earningsGrowth], [0.08, 1]);
  deepEqual(
    [row.basis.shareCovered, row.basis.shareValued, row.basis.shareGrown],
    [0.9, 0.6, 0.6],
  );
});

Deno.test("sectorFundamentals() opens a quarter once half of the weight has filed for it", () => {
  const timelines = timelinesOf(...[11, 12, 13].map((value, i) => {
    const first = state("2024-05-02T16:31", "2024-03-31", value, 10);
    const knownAt = ["2024-07-20T16:31", "2024-07-25T16:31", "2024-08-05T16:31"][i];
    const second = state(knownAt, "2024-06-30", 20 + 10 * i, 10);
    return [first, { ...second, earnings: [...second.earnings, ...first.earnings] }];
  }));
  const rows = sectorFundamentals([fund([0.3, 0.3, 0.3])], { ...RANGE, timelines });
  deepEqual(
    rows.map(({ periodEnd, availableAt, earningsGrowth, basis }) => [
      periodEnd,
      availableAt.slice(0, 10),
      earningsGrowth,
      basis.shareOfPeriod,
    ]),
    [
      ["2024-03-31", "2024-05-02", 0.2, 1],
      // The first alone opens nothing; the third stands with its March until it files.
      ["2024-06-30", "2024-07-25", 1.1, 0.666667],
      ["2024-06-30", "2024-08-05", 2, 1],
    ],
  );
});

Deno.test("sectorFundamentals() sets aside who has missed a whole quarter", () => {
  const timelines = timelinesOf(
    [state("2024-02-01T16:31", "2023-12-31", 11, 10)],
    [
      state("2024-02-01T16:31", "2023-12-31", 11, 10),
      state("2024-08-01T16:31", "2024-06-30", 15, 10),
    ],
  );
  const rows = sectorFundamentals([fund([0.3, 0.6])], { ...RANGE, timelines });
  deepEqual(rows.map(({ earningsGrowth, basis }) => [earningsGrowth, basis.shareCovered]), [
    [0.1, 0.9],
    [0.5, 0.6],
  ]);
});

Deno.test("sectorFundamentals() takes the weights of the newest file seen, and marks later ones", () => {
  const value = [11, 20, 30];
  const timelines = timelinesOf(
    value.map((value, i) => state(`202${i + 3}-05-02T16:31`, `202${i + 3}-03-31`, value, 10)),
    value.map((_, i) => state(`202${i + 3}-05-02T16:31`, `202${i + 3}-03-31`, 10, 10)),
  );
  const funds = [
    fund([0.2, 0.7], "2025-01-01T09:00" as Instant),
    fund([0.7, 0], "2024-01-01T09:00" as Instant),
  ];
  const rows = sectorFundamentals(funds, { ...RANGE, timelines });
  deepEqual(
    rows.map(({ basis }) => [basis.holdingsDay, basis.laterWeights, basis.shareCovered]),
    [["2024-01-01", true, 0.7], ["2024-01-01", false, 0.7], ["2025-01-01", false, 0.9]],
  );
});

Deno.test("sectorFundamentals() writes no row for a filing that changes nothing, nor outside its days", () => {
  const same = state("2024-05-02T16:31", "2024-03-31", 11, 10);
  const again = { ...same, knownAt: "2024-06-02T16:31" as Instant };
  const restated = state("2024-07-02T16:31", "2024-03-31", 12, 10);
  const timelines = timelinesOf([same, again, restated]);
  const minutes = (range: { from: string; to: string }) =>
    sectorFundamentals([fund([0.9])], { from: day(range.from), to: day(range.to), timelines })
      .map(({ availableAt }) => availableAt.slice(0, 10));
  deepEqual(minutes(RANGE), ["2024-05-02", "2024-07-02"]);
  deepEqual(minutes({ from: "2024-05-03", to: "2024-07-02" }), ["2024-07-02"]);
  deepEqual(minutes({ from: "2024-05-02", to: "2024-07-01" }), ["2024-05-02"]);
});
