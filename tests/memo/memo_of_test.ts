import { deepEqual, equal, match, ok } from "node:assert/strict";
import type { GroupSummary } from "lab/record";
import { memoOf } from "lab/memo";
import { memoParts } from "./memo_parts.ts";

const parts = await memoParts(), data = memoOf(parts);
const near = (a: number, b: number) => ok(Math.abs(a - b) < 1e-9, `${a} for ${b}`);

Deno.test("memoOf() sums the book before and after from its own positions", () => {
  const of = (part: "before" | "after") => data.positions.map((one) => one[part]);
  for (const part of ["before", "after"] as const) {
    const figure = (label: string) => data.figures.find((one) => one.label === label)![part]!;
    near(figure("Gross"), of(part).reduce((sum, one) => sum + Math.abs(one), 0));
    near(figure("Net"), of(part).reduce((sum, one) => sum + one, 0));
    near(figure("Long") - figure("Short"), figure("Net"));
    near(figure("Long") + figure("Short"), figure("Gross"));
  }
  const { trades, betas } = parts.plan;
  const beta = betas.reduce((sum, one, i) => sum + trades.weights[i] * one.beta!, trades.hedge);
  near(data.figures.at(-1)!.after!, beta);
});

Deno.test("memoOf() says which pillars moved, and from what", () => {
  for (const { sector, why, score, before } of data.scores) {
    const now = parts.verdict.sectors.find((one) => one.sector === sector)!;
    const was = parts.last.sectors.find((one) => one.sector === sector)!;
    equal(score, now.score);
    equal(before, was.score);
    const isMoved = now.pillars.sentiment.median !== was.pillars.sentiment.median;
    equal(/sentiment/.test(why), isMoved);
  }
  ok(data.scores.some(({ why }) => why !== ""));
  deepEqual(
    memoOf({ ...parts, last: undefined }).scores.map(({ why }) => why),
    data.scores.map(() => ""),
  );
});

Deno.test("memoOf() tells an override beside the committee's score, and an old answer's age", () => {
  const { views } = parts.plan;
  const memo = memoOf({
    ...parts,
    overrides: [
      { sector: "XLK", score: "closed", because: "lawyers said so" },
      { sector: "XLE", score: 4, because: "a pipeline" },
    ],
    aged: {
      views: views.map((view) => ({
        ...view,
        from: parts.last.day,
        ageDays: view.sector === "XLP" ? 7 : 0,
      })),
      sentences: ["One answer is old."],
    },
  });
  const of = (sector: string) => memo.scores.find((one) => one.sector === sector)!;
  deepEqual([of("XLK").score, of("XLK").why.split(";")[0]], [undefined, "closed by hand"]);
  equal(of("XLE").why.split(";")[0], "set by hand");
  ok(memo.scores.every(({ sector, why }) => sector === "XLP" || !why.includes("answer of")));
  equal(of("XLP").why, `answer of ${parts.last.day}, 7 days old`);
  const was = parts.verdict.sectors.find(({ sector }) => sector === "XLK")!.score;
  deepEqual(memo.notes.slice(0, 3), [
    `Technology closed by hand for the committee's ${was}: lawyers said so.`,
    `Energy set by hand for the committee's 3.25: a pipeline.`,
    "One answer is old.",
  ]);
});

Deno.test("memoOf() leaves a cost that is not known absent, and never makes it nothing", () => {
  const [first, ...others] = parts.plan.trades.orders;
  const plan = {
    ...parts.plan,
    trades: {
      ...parts.plan.trades,
      costUsd: undefined,
      orders: [{ ...first, cost: { ...first.cost, totalUsd: undefined } }, ...others],
    },
  };
  const memo = memoOf({ ...parts, plan });
  ok(!("costUsd" in memo) && !("costUsd" in memo.orders[0]) && "costUsd" in memo.orders[1]);
});

Deno.test("memoOf() takes limits that bind alone, the nearest changes first, and the prices of orders", () => {
  deepEqual(
    data.limits,
    parts.plan.readings.filter(({ binds }) => binds).map(({ sentence }) => sentence),
  );
  const { smallest } = parts.changes!;
  match(
    data.mind[0],
    new RegExp(`is nearest to turning: [−+]${Math.abs(smallest!.turns.change)} in`),
  );
  const row = (sector: "XLE" | "XLK" | "XLC", to: number) => ({
    ...{ sector, score: 4, side: "long" as const },
    ...(sector === "XLC"
      ? { leaves: { to, change: to - 4, alongside: [] } }
      : { turns: { to, change: to - 4, alongside: [] } }),
  });
  const rows = [row("XLE", 1.5), row("XLC", 3), row("XLK", 2.99)];
  const told = memoOf({ ...parts, changes: { rows, step: 0.01, tried: 1 } }).mind;
  deepEqual(told.slice(1), [
    "Communication, long: closed at 3 (−1), never on the other side.",
    "Technology, long: turns at 2.99 (−1.01).",
    "Energy, long: turns at 1.5 (−2.5).",
  ]);
  equal(memoOf({ ...parts, changes: undefined }).mind.length, 0);
  deepEqual(memoOf({ ...parts, changes: { rows: [], step: 0.01, tried: 1 } }).mind, [
    "No score of a single sector turns a position over.",
  ]);
  const { ticker } = parts.plan.trades.orders[0];
  equal(memoOf({ ...parts, limitPrices: { [ticker]: 12.5 } }).orders[0].limitPrice, 12.5);
  ok(!("limitPrice" in data.orders[0]));
});

Deno.test("memoOf() shows a record with its interval, or why there is none, and no backward one", () => {
  const figure = { n: 40, of: "calls", days: 8 };
  const group = (asked: "forward" | "past", hit: object) => ({
    names: { analyst: ["google/fast"], asked: [asked] },
    hitRate: { ...figure, ...hit },
    edgeBps: { n: 8, of: "decisions", days: 8, value: -12.34, low: -50, high: 25.26 },
  } as unknown as GroupSummary);
  const of = (groups: readonly GroupSummary[]) =>
    memoOf({ ...parts, record: { groups, level: 0.95 } }).record;
  deepEqual(of([group("forward", { value: 0.55, low: 0.4, high: 0.7 })]), [
    {
      who: "google/fast",
      figure: "hit rate",
      text: "55 % (95 % interval 40 % to 70 %; n = 40 calls)",
    },
    {
      who: "google/fast",
      figure: "edge a decision, before costs",
      text: "−12.3 bp (95 % interval −50 bp to 25.3 bp; n = 8 decisions)",
    },
  ]);
  equal(of([group("forward", { reason: "not testable yet" })])[0].text, "not testable yet");
  deepEqual(of([group("past", { value: 0.9 })]), []);
});
