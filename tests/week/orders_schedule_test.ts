import { randomStream } from "lab/stats";
import { type Day, day } from "lab/units";
import {
  type ChildOrder,
  executionRules,
  type LimitOrder,
  ordersSchedule,
  ordersScheduleCsv,
} from "lab/week";
import { deepEqual, equal, ok, throws } from "node:assert/strict";

type Asked = Pick<LimitOrder, "ticker" | "action" | "shares" | "dollars" | "limitPrice">;
const monday = day("2026-11-30");
const order = (change: Partial<Asked> = {}): Asked => ({
  ticker: "XLE",
  action: "buy",
  shares: 100,
  dollars: 12_000,
  limitPrice: 120.6,
  ...change,
});
const even = (change: Parameters<typeof executionRules>[0] = {}) =>
  executionRules({ profile: "even", ...change });
const times = (children: readonly ChildOrder[]) =>
  children.map(({ from, until }) => `${from.slice(11)} ${until.slice(11)}`);

Deno.test("ordersSchedule() cuts an order into equal windows and whole shares that add up", () => {
  const children = ordersSchedule([order()], { day: monday });
  deepEqual(children.map(({ shares }) => shares), [16, 17, 17, 16, 17, 17]);
  deepEqual(times(children), [
    "10:00 10:55",
    "10:55 11:50",
    "11:50 12:45",
    "12:45 13:40",
    "13:40 14:35",
    "14:35 15:30",
  ]);
  deepEqual(children.map(({ child, of, limitPrice }) => [child, of, limitPrice])[5], [6, 6, 120.6]);
});

Deno.test("no child is smaller than the rules allow, nor less than a share", () => {
  const count = (change: Partial<Asked>, leastUsd = 2000) =>
    ordersSchedule([order(change)], { day: monday, rules: even({ leastUsd }) }).length;
  deepEqual([11_999, 12_000, 3_999.99, 4_000, 10].map((dollars) => count({ dollars })), [
    5,
    6,
    1,
    2,
    1,
  ]);
  deepEqual([count({ shares: 3 }), count({ shares: 3 }, 0)], [3, 3]);
});

Deno.test("sells come before buys where both begin at once", () => {
  const children = ordersSchedule([
    order({ ticker: "XLE", dollars: 4_000 }),
    order({ ticker: "XLF", action: "sell", dollars: 1_000 }),
  ], { day: monday });
  deepEqual(children.map(({ ticker, from }) => `${ticker} ${from.slice(11)}`), [
    "XLF 10:00",
    "XLE 10:00",
    "XLE 12:45",
  ]);
});

Deno.test("on a short day the last window ends as long before the close", () => {
  const short = ordersSchedule([order()], { day: day("2026-12-24"), rules: even({ windows: 1 }) });
  deepEqual(times(short), ["10:00 12:30"]);
  const late = (until: string, on: Day = day("2026-12-24")) =>
    ordersSchedule([order()], { day: on, rules: even({ begins: "12:24", ends: until }) });
  equal(late("15:30").length, 6);
  throws(() => late("15:29"), /from 12:24 to 12:29 on 2026-12-24, .* there are no 6 windows/);
  throws(() => late("15:30", day("2026-11-28")), /does not trade on 2026-11-28/);
});

Deno.test("without a profile nothing is cut, and no child order is written", () => {
  deepEqual(ordersSchedule([order()], { day: monday, rules: executionRules() }), []);
  equal(
    ordersScheduleCsv([]),
    "from_new_york,until_new_york,ticker,action,shares,limit_usd,child,of\r\n",
  );
});

Deno.test("any orders: shares add up, windows cover the time one after the other, sizes differ by one", () => {
  const { uniform: random } = randomStream(7);
  for (let i = 0; i < 500; i++) {
    const shares = 1 + Math.floor(3000 * random()), dollars = shares * 90 * random();
    const windows = 1 + Math.floor(60 * random());
    const children = ordersSchedule([order({ shares, dollars })], {
      day: monday,
      rules: even({ windows, leastUsd: 900 * random() }),
    });
    const sizes = children.map((one) => one.shares);
    equal(sizes.reduce((sum, one) => sum + one, 0), shares);
    ok(Math.max(...sizes) - Math.min(...sizes) <= 1 && Math.min(...sizes) >= 1);
    ok(children.length <= windows);
    equal(children[0].from, `${monday}T10:00`);
    equal(children.at(-1)!.until, `${monday}T15:30`);
    children.forEach(({ from, until }, k) => {
      ok(from < until);
      if (k > 0) equal(from, children[k - 1].until);
    });
  }
});

Deno.test("ordersSchedule() and its rules refuse what is none", () => {
  throws(
    () => ordersSchedule([order({ shares: undefined })], { day: monday }),
    /whole shares above 0/,
  );
  throws(
    () => ordersSchedule([order({ dollars: NaN })], { day: monday }),
    /its value in dollars, got NaN/,
  );
  throws(() => ordersSchedule([order(), order()], { day: monday }), /XLE is ordered twice/);
  const change = (rules: object) => () => executionRules(rules);
  for (
    const wrong of [
      { begins: "15:30" },
      { begins: "09:29" },
      { ends: "16:01" },
      { begins: "10" },
      { windows: 0 },
      { leastUsd: -1 },
      { profile: "vwap" },
      { windos: 3 },
    ]
  ) throws(change(wrong));
  throws(change({ windos: 3 }), /"windos" \(did you mean "windows"\?\)/);
  equal(executionRules({ begins: "09:30", ends: "16:00" }).profile, "none");
});
