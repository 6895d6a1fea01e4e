import { deepEqual, equal, ok } from "node:assert/strict";
import { type NavRow, weeklyFlows } from "lab/sources";
import { tradingDaysFrom } from "lab/market";
import { day } from "lab/units";

const row = (on: string, nav: number, shares: number): NavRow => ({ day: day(on), nav, shares });
const FLAT = [row("2025-11-28", 100, 1000), row("2025-12-04", 100, 1000)];

Deno.test("weeklyFlows() sums the days' purchases at the days' values, over the assets before", () => {
  const { flows } = weeklyFlows([
    row("2024-03-01", 100, 1000),
    row("2024-03-04", 110, 1100), // 100 × 110
    row("2024-03-06", 90, 1050), // −50 × 90
    row("2024-03-08", 95, 1050),
  ]);
  deepEqual(flows, [{ week: "2024-03-08", flowShare: (100 * 110 - 50 * 90) / 100_000 }]);
});

Deno.test("weeklyFlows() undoes a split on one day, of either kind", () => {
  for (const [nav, shares, ratio] of [[50.5, 2000, 2], [20.2, 5000, 5], [303, 1000 / 3, 1 / 3]]) {
    const { flows, splits } = weeklyFlows([...FLAT, row("2025-12-05", nav, shares)]);
    ok(Math.abs(flows[0].flowShare) < 1e-12, String(flows[0].flowShare));
    deepEqual(splits, [{ day: "2025-12-05", ratio }]);
  }
});

Deno.test("weeklyFlows() undoes a split whose shares come days after or before its value", () => {
  for (
    const late of [
      [row("2025-12-05", 50, 1000), row("2025-12-09", 50, 2000), row("2025-12-12", 50, 2100)],
      [row("2025-12-05", 100, 2000), row("2025-12-09", 50, 2000), row("2025-12-12", 50, 2100)],
    ]
  ) {
    const { flows, splits } = weeklyFlows([...FLAT, ...late]);
    equal(splits.length, 1);
    deepEqual(flows.map(({ week }) => week), ["2025-12-05", "2025-12-12"]);
    ok(Math.abs(flows[0].flowShare) < 1e-12);
    ok(Math.abs(flows[1].flowShare - 0.05) < 1e-12);
  }
});

Deno.test("weeklyFlows() takes a doubling at an unmoved value for what it is: money", () => {
  const { flows, splits } = weeklyFlows([...FLAT, row("2025-12-05", 100, 2000)]);
  deepEqual(flows, [{ week: "2025-12-05", flowShare: 1 }]);
  deepEqual(splits, []);
});

Deno.test("weeklyFlows() has no flow for a week whose value halves while no shares double", () => {
  const { flows, doubtful } = weeklyFlows([
    ...FLAT,
    row("2025-12-05", 50, 1000),
    row("2025-12-12", 50, 1010),
  ]);
  deepEqual(doubtful, ["2025-12-05"]);
  deepEqual(flows, []);
});

Deno.test("weeklyFlows() has no flow for a week that is not over, nor after a gap", () => {
  deepEqual(weeklyFlows([row("2024-03-01", 100, 1000), row("2024-03-07", 100, 1100)]).flows, []);
  deepEqual(weeklyFlows([row("2024-03-01", 100, 1000), row("2024-03-15", 100, 1100)]).flows, []);
  // Good Friday: the week ends on Thursday.
  deepEqual(
    weeklyFlows([row("2024-03-22", 100, 1000), row("2024-03-28", 100, 1100)]).flows[0].week,
    "2024-03-28",
  );
});

Deno.test("weeklyFlows(): a split anywhere changes no flow", () => {
  const days = tradingDaysFrom(day("2024-01-02"), 60);
  let state = 7;
  const next = () => (state = state * 48271 % 2147483647) / 2147483647;
  const rows = days.map((on) => row(on, 100 + 5 * next(), 1000 + Math.round(150 * next())));
  const whole = weeklyFlows(rows).flows;
  ok(whole.length >= 10);
  for (let at = 1; at < rows.length; at++) {
    const split = rows.map((one, i) =>
      i < at ? one : { ...one, nav: one.nav / 2, shares: one.shares * 2 }
    );
    weeklyFlows(split).flows.forEach(({ week, flowShare }, i) => {
      equal(week, whole[i].week);
      ok(Math.abs(flowShare - whole[i].flowShare) < 1e-9, `${week}, split at ${rows[at].day}`);
    });
  }
});
