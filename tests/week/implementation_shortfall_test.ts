import { randomStream } from "lab/stats";
import { type Day, day, instant } from "lab/units";
import {
  type AccountAction,
  type Fill,
  implementationShortfall,
  type Ordered,
  ordersSchedule,
  type ShortfallInput,
} from "lab/week";
import { deepEqual, equal, match, ok, throws } from "node:assert/strict";

const from = day("2026-11-27"), monday = day("2026-11-30"), until = day("2026-12-04");
const order = (change: Partial<Ordered> = {}): Ordered => ({
  ticker: "XLE",
  action: "buy",
  shares: 100,
  price: 50,
  ...change,
});
let ids = 0;
const fill = (shares: number, price: number, change: Partial<Fill> = {}): Fill => ({
  id: `s${ids++}`,
  ticker: "XLE",
  shares,
  price,
  feeUsd: 0,
  at: instant(monday, "10:05"),
  ...change,
});
const reached = (price: number, clock = "10:00") => [
  { ticker: "XLE", price, at: instant(monday, clock) },
];
const close = (price: number) => new Map([["XLE", price]]);
const found = (change: Partial<ShortfallInput>) =>
  implementationShortfall({
    orders: [order()],
    fills: [],
    actions: [],
    from,
    until,
    ...change,
  });
const money = (change: Partial<ShortfallInput>) => {
  const { delayUsd, impactUsd, opportunityUsd, feesUsd, totalUsd } = found(change).orders[0];
  return [delayUsd, impactUsd, opportunityUsd, feesUsd, totalUsd].map((one) =>
    one === undefined ? undefined : +one.toFixed(8)
  );
};

Deno.test("what is above 0 was a cost: for a buy a price that rose, for a sale one that fell", () => {
  const fills = [fill(80, 50.2, { feeUsd: 1 })];
  deepEqual(money({ fills, arrival: reached(50.05), closes: close(51) }), [4, 12, 20, 1, 37]);
  deepEqual(money({ fills, arrival: reached(49.9), closes: close(49) }), [-8, 24, -20, 1, -3]);
  const sale = { orders: [order({ action: "sell" })], fills: [fill(-80, 50.2, { feeUsd: 1 })] };
  deepEqual(money({ ...sale, arrival: reached(50.05), closes: close(51) }), [-4, -12, -20, 1, -35]);
});

Deno.test("paper less what was kept: the total is the difference of two accounts, whatever was filled", () => {
  const { uniform: random } = randomStream(11);
  for (let i = 0; i < 300; i++) {
    const side = random() < 0.5 ? 1 : -1, end = 40 + 20 * random();
    const fills = Array.from(
      { length: Math.floor(4 * random()) },
      () => fill(side * (1 + Math.floor(60 * random())), 45 + 10 * random(), { feeUsd: random() }),
    );
    const { orders: [one] } = found({
      orders: [order({ action: side > 0 ? "buy" : "sell" })],
      fills,
      closes: close(end),
      arrival: reached(45 + 10 * random()),
    });
    const paper = side * 100 * (end - 50);
    const kept = fills.reduce(
      (sum, { shares, price, feeUsd }) => sum + shares * (end - price) - feeUsd,
      0,
    );
    ok(Math.abs(one.totalUsd! - (paper - kept)) < 1e-9);
    const parts = one.delayUsd! + one.impactUsd! + one.opportunityUsd! + one.feesUsd;
    ok(Math.abs(parts - one.totalUsd!) < 1e-9);
    ok(Math.abs(one.totalBps! - one.totalUsd! / 5000 * 1e4) < 1e-9);
  }
});

Deno.test("what is not known is absent and says why, and never a nought", () => {
  const all = fill(100, 50.2);
  deepEqual(money({ fills: [all] }), [undefined, undefined, 0, 0, 20]);
  match(found({ fills: [all] }).orders[0].unknown!, /^delay and impact apart, for its price/);
  deepEqual(money({ fills: [fill(99, 50)], arrival: reached(50) }), [
    0,
    0,
    undefined,
    0,
    undefined,
  ]);
  const { week } = found({ fills: [fill(99, 50)] });
  deepEqual(Object.keys(week).sort(), ["executionUsd", "feesUsd", "paperUsd"]);
  // Nothing was traded: nothing was paid, and all of it was missed.
  deepEqual(money({ closes: close(51) }), [0, 0, 100, 0, 100]);
  // A price that is seen after the first fill is no arrival; at its very minute it is.
  deepEqual(money({ fills: [all], arrival: reached(50.1, "10:06") }).slice(0, 2), [
    undefined,
    undefined,
  ]);
  match(
    found({ fills: [all], arrival: reached(50.1, "10:06") }).orders[0].unknown!,
    /\(2026-11-30T10:06\) comes after its first fill/,
  );
  deepEqual(money({ fills: [all], arrival: reached(50.1, "10:05") }).slice(0, 2), [10, 10]);
});

Deno.test("splits are undone, and a dividend that a late buyer missed is a cost of delay", () => {
  const split = (on: Day): AccountAction => ({
    kind: "split",
    day: on,
    ticker: "XLE",
    gives: 2,
    takes: 1,
  });
  const halved = { actions: [split(monday)], arrival: reached(25.025), closes: close(25.5) };
  deepEqual(money({ ...halved, fills: [fill(160, 25.1, { feeUsd: 1 })] }), [4, 12, 20, 1, 37]);
  // A split after the fill alters the close alone, one outside of the week nothing.
  const later = { arrival: reached(50.05), fills: [fill(80, 50.2)] };
  deepEqual(
    money({ ...later, actions: [split(day("2026-12-02"))], closes: close(25.5) }),
    money({ ...later, closes: close(51) }),
  );
  deepEqual(
    money({ ...later, actions: [split(from), split(day("2026-12-05"))], closes: close(51) }),
    money({ ...later, closes: close(51) }),
  );
  const dividend: AccountAction = {
    kind: "dividend",
    day: monday,
    ticker: "XLE",
    usdPerShare: 0.3,
  };
  deepEqual(
    money({
      actions: [dividend],
      arrival: reached(49.7),
      fills: [fill(80, 49.7)],
      closes: close(49.7),
    }),
    [0, 0, 0, 0, 0],
  );
  // A dividend after a split is of new shares: two of them for each that was decided on.
  deepEqual(
    money({
      actions: [split(monday), { ...dividend, usdPerShare: 0.15 }],
      arrival: reached(24.85),
      fills: [fill(160, 24.85)],
      closes: close(24.85),
    }),
    [0, 0, 0, 0, 0],
  );
  // It comes after the fill: paper and account both have it, and what was not bought missed it.
  const tuesday = { ...dividend, day: day("2026-12-01") };
  deepEqual(
    money({ actions: [tuesday], arrival: reached(50), fills: [fill(80, 50)], closes: close(50) }),
    [0, 0, 6, 0, 6],
  );
});

Deno.test("a fund that ends is valued at what it paid", () => {
  const ends: AccountAction = { kind: "ends", day: until, ticker: "XLE", usdPerShare: 48 };
  deepEqual(money({ actions: [ends] }), [0, 0, -200, 0, -200]);
});

Deno.test("the week adds its orders up, over paper and over equity; what nobody ordered is named", () => {
  const { week, notOrdered } = found({
    orders: [order(), order({ ticker: "XLF", action: "sell", shares: 200, price: 25 })],
    fills: [
      fill(100, 50.1, { feeUsd: 2 }),
      fill(-200, 24.9, { ticker: "XLF", feeUsd: 3 }),
      fill(5, 80, { ticker: "XLU" }),
    ],
    equityUsd: 50_000,
  });
  equal(week.paperUsd, 10_000);
  equal(week.executionUsd.toFixed(8), "30.00000000");
  equal(week.totalUsd?.toFixed(8), "35.00000000");
  equal(week.totalBps?.toFixed(8), "35.00000000");
  equal(week.ofEquityBps?.toFixed(8), "7.00000000");
  deepEqual(notOrdered, ["XLU"]);
  equal(found({ orders: [] }).week.totalBps, undefined);
});

Deno.test("shares filled outside of their windows, or beyond their child, are off schedule", () => {
  const schedule = ordersSchedule([{ ...order(), dollars: 5_000 }], { day: monday });
  deepEqual(schedule.map(({ shares, from }) => `${shares} ${from.slice(11)}`), [
    "50 10:00",
    "50 12:45",
  ]);
  const off = (...fills: readonly (readonly [number, string])[]) =>
    found({
      schedule,
      fills: fills.map(([shares, clock]) => fill(shares, 50, { at: instant(monday, clock) })),
    }).orders[0].offSchedule;
  equal(off([50, "12:44"], [50, "12:45"]), 0);
  equal(off([51, "10:00"], [49, "15:29"]), 1);
  equal(off([50, "09:59"], [50, "15:30"]), 100);
  equal(found({}).orders[0].offSchedule, undefined);
});

Deno.test("implementationShortfall() refuses what is no week", () => {
  const refused = (change: unknown, sentence: RegExp) =>
    throws(() => found(change as Partial<ShortfallInput>), { message: sentence });
  refused({ orders: [order({ price: undefined })] }, /the price that XLE was decided at must be/);
  refused({ until: from }, /must end after it began/);
  refused({ fills: [fill(1, 1, { at: instant(day("2026-12-05")) })] }, /comes after 2026-12-04/);
  equal(found({ fills: [fill(1, 50, { at: instant(until) })] }).orders[0].filled, 1);
  const one = fill(1, 1);
  refused({ fills: [one, one] }, /stands there twice/);
  refused({ closes: close(0) }, /the close of XLE must be dollars above 0, got 0/);
  refused({ arrival: [...reached(50), ...reached(51)] }, /XLE has two prices at arrival/);
  refused({ arrival: reached(NaN) }, /the price of XLE at arrival must be dollars above 0/);
  refused({ equityUsd: 0 }, /the equity must be dollars above 0/);
  refused({ close: close(1) }, /the week has no "close"/);
});
