import { deepEqual, equal } from "node:assert/strict";
import { companyTimeline, TAGS } from "../../../lib/sources/sec/company_timeline.ts";
import { filedFacts } from "../../../lib/sources/sec/filed_facts.ts";
import { filingIndex } from "../../../lib/sources/sec/filing_index.ts";
import {
  companyFacts,
  cover,
  diluted,
  type EdgarFiling,
  type Figure,
  income,
  submissions,
} from "./edgar.ts";

function timeline(filings: readonly EdgarFiling[]) {
  const index = filingIndex(submissions(filings), "here");
  return companyTimeline(
    filedFacts(companyFacts(filings), { filings: index, tags: TAGS, where: "here" }).facts,
  );
}

const filing = (form: string, filingDate: string, ...figures: Figure[]): EdgarFiling => ({
  accession: `${form} ${filingDate}`,
  form,
  filingDate,
  accepted: `${filingDate}T16:30:00.000Z`,
  figures,
});

Deno.test("companyTimeline() never reads a share's earnings: a split moves nothing", () => {
  // As NVIDIA's: the split of June 2024, ten for one, rewrites every EPS; the dollars stay.
  const eps = (start: string, end: string, val: number): Figure => ({
    tag: "EarningsPerShareDiluted",
    unit: "USD/shares",
    start,
    end,
    val,
  });
  const year = ["2023-01-30", "2024-01-28"] as const, first = ["2023-01-30", "2023-04-30"] as const;
  const now = ["2024-01-29", "2024-04-28"] as const;
  const states = timeline([
    filing("10-K", "2024-02-21", income(...year, 29_760), eps(...year, 11.93)),
    filing(
      "10-Q",
      "2024-05-29",
      income(...now, 14_881),
      income(...first, 2043),
      eps(...now, 5.98),
      eps(...first, 0.82),
    ),
    filing("10-Q", "2025-05-28", eps(...now, 0.6)),
  ]);
  // By hand: 29,760 + 14,881 − 2,043; the third filing holds nothing that is read.
  deepEqual(states.map(({ earnings }) => [earnings[0].end, earnings[0].value]), [
    ["2024-01-28", 29_760],
    ["2024-04-28", 42_598],
  ]);
});

Deno.test("companyTimeline() reads each period of a filing that holds several", () => {
  // As Snowflake's: one 10-Q with the quarter, the half year and those of a year before.
  const states = timeline([
    filing("10-K", "2023-03-29", income("2022-02-01", "2023-01-31", -797)),
    filing(
      "10-Q",
      "2023-08-23",
      income("2023-02-01", "2023-07-31", -453),
      income("2022-02-01", "2022-07-31", -388),
      income("2023-05-01", "2023-07-31", -227),
      income("2022-05-01", "2022-07-31", -222),
    ),
  ]);
  // By hand: −797 − 453 + 388.
  equal(states[1].earnings[0].value, -862);
});

Deno.test("companyTimeline() takes Alphabet's diluted shares once they are there, and none before", () => {
  const states = timeline([
    filing("10-K", "2022-02-01", income("2021-01-01", "2021-12-31", 76_033)),
    filing(
      "10-K",
      "2023-02-02",
      income("2022-01-01", "2022-12-31", 59_972),
      diluted("2022-01-01", "2022-12-31", 13_159),
    ),
  ]);
  deepEqual(states[0].shares, { reason: "no share count was filed" });
  deepEqual(states[1].shares, {
    count: 13_159,
    tag: "WeightedAverageNumberOfDilutedSharesOutstanding",
    filed: "2023-02-02",
  });
});

Deno.test("companyTimeline() has a later value from the later filing on, and not before", () => {
  const year = ["2023-01-01", "2023-12-31"] as const;
  const states = timeline([
    filing("10-K", "2024-02-20", income(...year, 100), cover("2024-02-10", 50)),
    filing("10-K/A", "2024-06-03", income(...year, 80)),
  ]);
  deepEqual(states.map(({ knownAt, earnings }) => [knownAt, earnings[0].value]), [
    ["2024-02-20T16:30", 100],
    ["2024-06-03T16:30", 80],
  ]);
  deepEqual(states.map(({ accessions }) => accessions), [["10-K 2024-02-20"], [
    "10-K/A 2024-06-03",
  ]]);
});

Deno.test("companyTimeline() has no state for results in an 8-K", () => {
  const year = ["2023-01-01", "2023-12-31"] as const;
  const states = timeline([
    filing("8-K", "2024-01-25", income(...year, 100)),
    filing("10-K", "2024-02-20", income(...year, 101)),
  ]);
  deepEqual(states.map(({ knownAt }) => knownAt), ["2024-02-20T16:30"]);
});
