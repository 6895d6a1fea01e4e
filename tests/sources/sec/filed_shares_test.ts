import { deepEqual } from "node:assert/strict";
import { dayNumber } from "../../../lib/days.ts";
import type { FiledFact } from "../../../lib/sources/sec/filed_facts.ts";
import {
  COVER_SHARES,
  DILUTED_SHARES,
  filedShares,
} from "../../../lib/sources/sec/filed_shares.ts";
import { KnownFacts } from "../../../lib/sources/sec/known_facts.ts";

type Row = readonly [
  tag: string,
  start: string | undefined,
  end: string,
  value: number,
  accession?: string,
];

function shares(on: string, ...rows: readonly Row[]) {
  const known = new KnownFacts();
  for (const [tag, start, end, value, accession = end] of rows) {
    known.add({
      tag,
      start,
      end,
      startNumber: start === undefined ? NaN : dayNumber(start),
      endNumber: dayNumber(end),
      value,
      accession,
      filed: end,
    } as FiledFact);
  }
  const found = filedShares(known, dayNumber(on));
  return "reason" in found ? found.reason : found.count;
}

const onCover = (
  end: string,
  value: number,
  accession?: string,
): Row => [COVER_SHARES, undefined, end, value, accession];
const onAverage = (
  start: string,
  end: string,
  value: number,
  accession?: string,
): Row => [DILUTED_SHARES, start, end, value, accession];

Deno.test("filedShares() takes the newest cover, and the diluted shares where there is none", () => {
  deepEqual(shares("2024-05-01", onCover("2024-01-20", 90), onCover("2024-04-20", 100)), 100);
  deepEqual(shares("2024-05-01", onAverage("2024-01-01", "2024-03-31", 102)), 102);
  deepEqual(
    shares(
      "2024-05-01",
      onCover("2024-04-20", 100, "x"),
      onAverage("2024-01-01", "2024-03-31", 102, "x"),
    ),
    100,
  );
});

Deno.test("filedShares() takes the shortest of the periods that end last", () => {
  const half = onAverage("2024-01-01", "2024-06-30", 101);
  deepEqual(shares("2024-08-01", half, onAverage("2024-04-01", "2024-06-30", 99)), 99);
  deepEqual(shares("2024-08-01", onAverage("2024-04-01", "2024-06-30", 99), half), 99);
});

Deno.test("filedShares() passes over a cover that stands still since 2010, as Mastercard's and Visa's", () => {
  const frozen = onCover("2010-07-29", 130);
  deepEqual(shares("2024-05-01", frozen, onAverage("2024-01-01", "2024-03-31", 930)), 930);
  deepEqual(shares("2024-05-01", frozen), "no share count was filed");
});

Deno.test("filedShares() abstains where two counts of one report contradict each other", () => {
  const average = onAverage("2024-01-01", "2024-03-31", 1000, "x");
  deepEqual(
    shares("2024-05-01", onCover("2024-04-20", 300, "x"), average),
    "the share counts of one report contradict each other",
  );
  deepEqual(shares("2024-05-01", onCover("2024-04-20", 400, "x"), average), 400);
  // Those of two reports may lie on both sides of a split.
  deepEqual(shares("2024-05-01", onCover("2024-04-20", 10_000, "y"), average), 10_000);
});

Deno.test("filedShares() takes no count of nothing", () => {
  deepEqual(shares("2024-05-01", onCover("2024-04-20", 0)), "no share count was filed");
});
