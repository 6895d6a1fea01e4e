import { DataError } from "lab/errors";
import { deepEqual, equal, throws } from "node:assert/strict";
import { filedFacts } from "../../../lib/sources/sec/filed_facts.ts";
import { filingIndex } from "../../../lib/sources/sec/filing_index.ts";
import type { Instant } from "lab/units";
import { companyFacts, type EdgarFiling, income, submissions } from "./edgar.ts";

const TAGS = [{ taxonomy: "us-gaap", tag: "NetIncomeLoss", unit: "USD" }] as const;

const filing = (form: string, filingDate: string, val: number): EdgarFiling => ({
  accession: `${form} ${filingDate}`,
  form,
  filingDate,
  accepted: `${filingDate}T16:30:00.000Z`,
  figures: [income("2024-01-29", "2024-04-28", val)],
});

function factsOf(
  filings: readonly EdgarFiling[],
  json: unknown = companyFacts(filings),
  seenAt?: Instant,
) {
  const index = filingIndex(submissions(filings), "here");
  return filedFacts(json, { filings: index, tags: TAGS, seenAt, where: "here" });
}

Deno.test("filedFacts() keeps every vintage, each from its own minute", () => {
  const { facts } = factsOf([filing("10-Q", "2024-05-29", 598), filing("10-Q", "2025-05-28", 60)]);
  deepEqual(facts.map(({ value, knownAt }) => [value, knownAt]), [
    [598, "2024-05-29T16:30"],
    [60, "2025-05-28T16:30"],
  ]);
});

Deno.test("filedFacts() puts facts of one day in the order of their minutes, not of their numbers", () => {
  const at = (accession: string, clock: string, val: number): EdgarFiling => ({
    ...filing("10-Q", "2024-05-29", val),
    accession,
    accepted: `2024-05-29T${clock}:00.000Z`,
  });
  const { facts } = factsOf([at("1", "16:30", 2), at("2", "08:00", 1)]);
  deepEqual(facts.map(({ value }) => value), [1, 2]);
});

Deno.test("filedFacts() looks neither at frame nor at fy and fp", () => {
  const filings = [filing("10-Q", "2024-05-29", 598), filing("10-K", "2025-02-26", 60)];
  const text = JSON.stringify(companyFacts(filings));
  const bare = JSON.parse(
    text,
    (key, value) => ["frame", "fy", "fp"].includes(key) ? undefined : value,
  );
  deepEqual(factsOf(filings, bare), factsOf(filings));
});

Deno.test("filedFacts() takes no figure of an 8-K, a proxy statement or a prospectus", () => {
  const others = ["8-K", "DEF 14A", "424B5"].map((form) => filing(form, "2024-05-22", 1));
  const { facts, undated } = factsOf([...others, filing("10-Q", "2024-05-29", 598)]);
  deepEqual(facts.map(({ value }) => value), [598]);
  equal(undated, 0);
});

Deno.test("filedFacts() leaves out, and counts, what no list of submissions dates", () => {
  const filings = [filing("10-Q", "2024-05-29", 598)];
  const { facts, undated } = factsOf([], companyFacts(filings));
  deepEqual([facts.length, undated], [0, 1]);
});

Deno.test("filedFacts() counts a fact from the answer that held it, if that was earlier", () => {
  const { facts } = factsOf(
    [filing("10-Q", "2024-05-29", 1)],
    undefined,
    "2024-05-29T13:00" as Instant,
  );
  deepEqual(facts.map(({ knownAt }) => knownAt), ["2024-05-29T13:00"]);
});

Deno.test("filedFacts() passes over rows without number or period, and refuses an answer without facts", () => {
  const filings = [filing("10-Q", "2024-05-29", 5)], json = companyFacts(filings);
  const rows = json.facts["us-gaap"].NetIncomeLoss.units.USD;
  rows.push(
    { ...rows[0], val: null },
    { ...rows[0], end: "2024-02-30" },
    { ...rows[0], start: 7 },
    null,
  );
  equal(factsOf(filings, json).facts.length, 1);
  for (const wrong of [null, {}, { facts: 1 }]) throws(() => factsOf(filings, wrong), DataError);
  // Other currencies are other units.
  json.facts["us-gaap"].NetIncomeLoss.units = { EUR: rows };
  equal(factsOf(filings, json).facts.length, 0);
});
