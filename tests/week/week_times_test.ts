import { stageSpansTitle } from "lab/charts";
import { weekSpans } from "lab/week";
import { deepEqual, equal, throws } from "node:assert/strict";

Deno.test("stretches stand in the order of the stages, in minutes since the first began", () => {
  const at = Date.parse("2026-11-27T21:10:00Z"), s = 1000;
  const spans = weekSpans([
    { stage: "approval", from: at + 120 * s, to: at + 300 * s, note: "yes" },
    { stage: "poll", from: at + 6 * s, to: at + 114 * s },
    { stage: "quote", from: at, to: at + 6 * s },
    { stage: "book", from: at + 114 * s, to: at + 120 * s },
  ]);
  deepEqual(spans.map(({ stage, from, to, kind }) => [stage, from, to, kind]), [
    ["Quote", 0, 0.1, "work"],
    ["Poll", 0.1, 1.9, "wait"],
    ["Book", 1.9, 2, "work"],
    ["Approval", 2, 5, "wait"],
  ]);
  equal(spans[3].note, "yes");
  equal(stageSpansTitle(spans), "The run took 5.0 minutes, 4.8 of them waiting for others");
});

Deno.test("what was cut off reaches to what began next, and never further than a minute", () => {
  const ends = (later: number) =>
    weekSpans([{ stage: "poll", from: 0 }, { stage: "poll", from: later, to: later + 1 }])[0].to;
  deepEqual([ends(30_000), ends(600_000)], [0.5, 1]);
  deepEqual(weekSpans([{ stage: "book", from: 5 }]).map(({ to, kind }) => [to, kind]), [
    [1, "cut off"],
  ]);
  deepEqual(weekSpans([]), []);
});

Deno.test("approval is one stretch from the first showing to the decision", () => {
  const shown = [{ stage: "approval", from: 0 }, { stage: "approval", from: 120_000 }] as const;
  deepEqual(weekSpans(shown), [{ stage: "Approval", from: 0, to: 2, kind: "wait" }]);
  deepEqual(weekSpans([...shown, { stage: "approval", from: 180_000, to: 240_000, note: "no" }]), [
    { stage: "Approval", from: 0, to: 4, kind: "wait", note: "no" },
  ]);
});

Deno.test("weekSpans() refuses a time that is none", () => {
  throws(() => weekSpans([{ stage: "poll", from: NaN }]), /poll needs a beginning/);
  throws(() => weekSpans([{ stage: "book", from: 5, to: 4 }]), /got 5 and 4/);
  equal(weekSpans([{ stage: "book", from: 5, to: 5 }])[0].to, 0);
});
