import { day, type Instant } from "lab/units";
import { deepEqual, match } from "node:assert/strict";
import { notesOf } from "../../../lib/sources/sec/notes.ts";
import type { FiledFundamental } from "../../../lib/sources/sec/sector_fundamentals.ts";

const FUND = {
  sector: "XLB" as const,
  day: day("2026-11-30"),
  seenAt: "2026-12-01T09:00" as Instant,
  companies: [],
};
const row = (laterWeights: boolean) => ({ basis: { laterWeights } }) as FiledFundamental;

Deno.test("notesOf() says what is empty and why, whose minutes, and whose weights", () => {
  const { notes, source } = notesOf({
    rows: [row(true), row(false)],
    funds: [FUND],
    hasPrices: false,
    undated: 2,
  });
  deepEqual(
    source,
    "as companies filed with the SEC, before 2026-11-30 in the weights of that day",
  );
  for (
    const [i, said] of [
      /read as New York's/,
      /^revision_breadth is empty/,
      /^earnings_yield is empty/,
      /^1 row before the first holdings file \(2026-11-30\) is made with later weights/,
      /^2 filed figures left out/,
    ].entries()
  ) match(notes[i], said);
});

Deno.test("notesOf() says nothing of what is not so", () => {
  const { notes, source } = notesOf({
    rows: [row(false)],
    funds: [FUND],
    hasPrices: true,
    undated: 0,
    exact: true,
  });
  deepEqual(source, "as companies filed with the SEC");
  match(
    notes.join("\n"),
    /^Minutes are those of the filings' headers, New York\.\nrevision_breadth.*$/,
  );
});
