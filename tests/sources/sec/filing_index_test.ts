import { DataError } from "lab/errors";
import { isReport } from "lab/sources";
import { deepEqual, equal, throws } from "node:assert/strict";
import { filingIndex, olderPages } from "../../../lib/sources/sec/filing_index.ts";
import { columns, type EdgarFiling, submissions } from "./edgar.ts";

const filing = (
  accession: string,
  form: string,
  accepted = "2024-05-29T16:37:35.000Z",
): EdgarFiling => ({
  accession,
  form,
  filingDate: "2024-05-29",
  accepted,
  figures: [],
});

Deno.test("isReport() takes quarterly and yearly reports and their amendments, nothing else", () => {
  const yes = ["10-Q", "10-K", "20-F", "40-F", "10-Q/A", "10-K/A", "20-F/A", "40-F/A"];
  const no = ["8-K", "8-K/A", "DEF 14A", "424B5", "10-12B", "6-K", "S-1", "10-KT", ""];
  deepEqual([...yes, ...no].filter(isReport), yes);
});

Deno.test("filingIndex() keeps reports with their minute, of an answer and of an older page", () => {
  const filings = [filing("a", "10-Q"), filing("b", "8-K"), filing("c", "10-K/A")];
  for (const json of [submissions(filings), columns(filings)]) {
    const index = filingIndex(json, "here");
    deepEqual([...index.keys()], ["a", "c"]);
    deepEqual(index.get("a"), {
      accession: "a",
      form: "10-Q",
      filingDate: "2024-05-29",
      knownAt: "2024-05-29T16:38",
    });
  }
});

Deno.test("filingIndex() leaves out a report of which nobody can say when it came", () => {
  equal(filingIndex(columns([filing("a", "10-Q", "")]), "here").size, 0);
});

Deno.test("filingIndex() refuses an answer without the columns, or with a short one", () => {
  const short = { ...columns([filing("a", "10-Q")]), form: [] };
  for (const json of [null, [], {}, { filings: {} }, short]) {
    throws(() => filingIndex(json, "here"), DataError);
  }
});

Deno.test("olderPages() names files beside the answer, and no path that leads elsewhere", () => {
  const page = { name: "CIK0000000001-submissions-001.json", filingTo: "2015-01-01" };
  const pages = olderPages(submissions([], [page, { name: "../../x.json" }, { name: 1 }, {}]));
  deepEqual(pages, [page]);
  deepEqual(olderPages({}), []);
  // A page that does not say how new it is may be new.
  deepEqual(olderPages(submissions([], [{ name: "a.json" }])), [
    { name: "a.json", filingTo: "9999-12-31" },
  ]);
});
