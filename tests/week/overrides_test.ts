import { decidedViews } from "lab/week";
import { deepEqual, equal, match, throws } from "node:assert/strict";

const views = [
  { sector: "XLE", score: 2, confidence: 0.6 },
  { sector: "XLK", score: 4.5, confidence: 0.4 },
] as const;

Deno.test("a score takes the confidence of the view that it replaces, and 1 where there was none", () => {
  const { views: decided, overridden, closed } = decidedViews(views, [
    { sector: "XLU", to: 2, because: "rates" },
    { sector: "XLK", to: 3, because: "no view before earnings" },
  ]);
  deepEqual(decided.map(({ sector, score, confidence }) => [sector, score, confidence]), [
    ["XLE", 2, 0.6],
    ["XLK", 3, 0.4],
    ["XLU", 2, 1],
  ]);
  match(decided[1].note!, /overridden, was 4\.50: no view before earnings/);
  match(decided[2].note!, /was without a score: rates/);
  deepEqual(overridden.map(({ sector, was }) => [sector, was?.score]), [
    ["XLK", 4.5],
    ["XLU", undefined],
  ]);
  deepEqual(closed, []);
  deepEqual(decidedViews(views, []).views, views);
});

Deno.test("a sector that is closed keeps its view, so that the lost bet is told", () => {
  const { views: decided, closed } = decidedViews(views, [
    { sector: "XLE", to: "closed", because: "conflict of interest" },
  ]);
  deepEqual(decided, views);
  deepEqual(closed, [{ sector: "XLE", reason: "XLE is closed by hand: conflict of interest" }]);
});

Deno.test("decidedViews() refuses what is no override", () => {
  const refused = (change: object) => () =>
    decidedViews(views, [{ sector: "XLK", to: 4, because: "x", ...change } as never]);
  throws(refused({ sector: "XLQ" }), /XLQ is no sector/);
  for (const to of [0.99, 5.01, NaN]) throws(refused({ to }), /a score of XLK lies from 1 to 5/);
  throws(refused({ because: " " }), /needs a reason/);
  throws(
    () =>
      decidedViews(views, [
        { sector: "XLK", to: 4, because: "x" },
        { sector: "XLK", to: 2, because: "y" },
      ]),
    /XLK is overridden twice/,
  );
  equal(refused({ to: 1 })().views[1].score, 1);
});
