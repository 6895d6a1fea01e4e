import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { type MemoData, memoOf, memoPage } from "lab/memo";
import { fullData, memoParts } from "./memo_parts.ts";

const data = memoOf(await memoParts()), page = memoPage(data);

Deno.test("memoPage() asks for nothing: no script, no address that is fetched, no dark theme", () => {
  for (const text of [page, memoPage(fullData(data))]) {
    deepEqual(
      text.match(/<script|<link|<img|<iframe|url\(|@import|src=|href=|prefers-color-scheme/gi),
      null,
    );
    match(text, /^<!doctype html>\n<html lang="en">/);
  }
});

Deno.test("memoPage() is the same bytes for the same data, read back from JSON too", () => {
  equal(memoPage(JSON.parse(JSON.stringify(data))), page);
});

Deno.test("memoPage() shows every score, position and order, with signs", () => {
  for (const { label } of [...data.scores, ...data.positions]) {
    ok(page.includes(label.slice(0, 10)), label);
  }
  for (const { ticker } of data.orders) ok(page.includes(`<b>${ticker}</b>`), ticker);
  match(page, /<b>−\d+\.\d %<\/b>/);
  match(page, /<b>\+\d+\.\d %<\/b>/);
});

Deno.test("memoPage() writes a row from before to after, and a score from last time to now", () => {
  const text = memoPage({
    ...data,
    positions: [{ label: "Energy", before: 0.1, aim: -0.05, after: -0.0512 }],
    scores: [{ sector: "XLE", label: "Energy", score: 2.25, before: 4, why: "" }],
  });
  const cells = (from: string) =>
    text.slice(text.indexOf(from)).match(/<tr>.*?<\/tr>/g)![1].replace(/<[^>]+>/g, " ").trim()
      .split(/ {2,}/);
  deepEqual(cells("Book and hedge"), ["Energy", "+10.0 %", "−5.0 %", "−5.1 %", "−15.1 %"]);
  deepEqual(cells("Scores, 1 to 5"), ["Energy", "2.25", "−1.75"]);
  // A short view is vermillion, a long one blue.
  match(text, /r="3.6" fill="#D55E00"/);
  match(memoPage({ ...data, scores: [{ ...data.scores[0], score: 4 }] }), /r="3.6" fill="#0072B2"/);
});

Deno.test("memoPage() is written within a second", () => {
  const from = performance.now();
  for (let i = 0; i < 20; i++) memoPage(data);
  ok((performance.now() - from) / 20 < 1000);
});

Deno.test("memoPage() writes what strangers said as text, and holds no letter that is not seen", () => {
  const evil = "<script>alert(1)</script>\u202e\u0007";
  const text = memoPage({
    ...data,
    summary: evil,
    doubts: [evil],
    notes: [evil],
    mind: [evil],
    limits: [evil],
    source: evil,
    decision: { state: "rejected", by: evil, because: evil },
    references: [{ title: evil, url: "javascript:alert(1)", sectors: ["XLE"], share: 1 }],
    orders: [{ ...data.orders[0], ticker: evil, note: evil }],
    scores: [{ ...data.scores[0], why: evil }],
    inputs: { [evil]: evil },
  });
  for (const part of ["<script", "\u202e", "\u0007"]) ok(!text.includes(part));
});

Deno.test("memoPage() says how many lines are left out", () => {
  const doubts = Array.from({ length: 40 }, (_, i) => `Doubt number ${i + 1}.`);
  const text = memoPage({ ...data, doubts });
  const shown = doubts.filter((one) => text.includes(`>${one}<`)).length;
  ok(shown >= 3 && shown < 40);
  match(text, new RegExp(`and ${40 - shown} lines more`));
});

Deno.test("memoPage() says what is not known, of costs and of bills", () => {
  const { costUsd: _, ...unknown } = data;
  match(
    memoPage(unknown),
    /costs at least \$171\.76 \(14\.31 bp of equity\), the rest is not known/,
  );
  const order: MemoData["orders"][number] = { ...data.orders[0], costUsd: undefined };
  match(memoPage({ ...data, orders: [order] }), />not known</);
  const spent = (spending: Partial<MemoData["spending"]>) =>
    memoPage({
      ...data,
      spending: { settledUsd: 0, openUsd: 0, unknown: 0, answers: 11, kept: 0, ...spending },
    });
  match(spent({}), /11 answers, 0 of them kept from before: nothing was paid\./);
  match(spent({ unknown: 2 }), /\$0\.00 paid; the cost of 2 answers is not known\./);
  match(spent({ openUsd: 0.5 }), /\$0\.00 paid; \$0\.5000 reserved and not settled\./);
  match(spent({ settledUsd: 12.345 }), /: \$12\.3[45] paid\./);
  match(spent({ answers: 0 }), /No answer was asked for\./);
});

Deno.test("memoPage() says who decided, and what it waits for", () => {
  const state = (decision: MemoData["decision"]) =>
    memoPage({ ...data, decision }).match(/class="state">([^<]*)/)![1];
  equal(state({ state: "proposed" }), "Waiting for a yes or a no");
  equal(state({ state: "held" }), "The book is held: no orders");
  equal(state({ state: "approved", by: "Ada" }), "Approved by Ada");
  equal(state({ state: "rejected", by: "Ada", because: "too much" }), "Rejected by Ada: too much");
});

Deno.test("memoPage() prints no hole: figures that are none and states that there are not are refused", () => {
  throws(
    () => memoPage({ ...data, equityUsd: NaN }),
    /Cannot write a memo: equityUsd must be a number, got NaN/,
  );
  throws(
    () => memoPage({ ...data, positions: [{ label: "x", before: Infinity, after: 0 }] }),
    /positions\.0\.before must be a number, got Infinity/,
  );
  throws(
    () => memoPage({ ...data, decision: { state: "maybe" } as never }),
    /the state must be "proposed", "held", "approved" or "rejected", got "maybe"/,
  );
  throws(
    () => memoPage("x" as never),
    /the data must be an object with what memoOf gives, got "x"/,
  );
});
