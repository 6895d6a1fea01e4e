/** No decision sees the future: another one, of every table, leaves all decisions before it as they were. */
import { type Dated, INSTRUMENTS, type Market, simulatedMarket, snapshot } from "lab/market";
import {
  backtest,
  blendedScores,
  type BookRule,
  committeePillars,
  decisionDays,
  decisionsChanged,
  FUTURE_TABLES,
  type FutureChange,
  type Ledger,
  LIMITS_ONLY,
  type Schedule,
  scorePolicy,
  shiftFuture,
} from "lab/research";
import { type Day, day, type Instant, instant } from "lab/units";
import { equal, notEqual, ok, throws } from "node:assert/strict";
import { SOAK } from "../soak.ts";

const market = simulatedMarket({ seed: 11, years: 2 });
const weeks = decisionDays(market, "weekly");
const FROM = weeks[62];

async function run(
  world: Market,
  instruments: typeof INSTRUMENTS,
  options: { schedule: Schedule; rule: BookRule; from?: Day },
): Promise<Ledger> {
  const { schedule, rule, from = FROM } = options;
  const days = decisionDays(world, schedule, { from }).slice(0, 26);
  const scores = blendedScores(await committeePillars(world, days));
  return backtest(world, { policy: scorePolicy(rule), scores, days, schedule, instruments });
}

/** The part of a ledger that had happened by the close of a day, as bytes. */
function pastOf({ steps, last }: Ledger, day: Day): string {
  return JSON.stringify(
    [...steps.map(({ decision }) => decision), last].filter((one) => one.day <= day),
  );
}

const books: readonly { schedule: Schedule; rule: BookRule; from?: Day }[] = [
  { schedule: "weekly", rule: { kind: "tilt", hedge: "beta" } },
  { schedule: "weekly", rule: { kind: "limits" } },
  { schedule: "vintages", rule: LIMITS_ONLY },
  { schedule: "monthly", rule: LIMITS_ONLY, from: weeks[55] },
];
const before = await Promise.all(books.map((book) => run(market, INSTRUMENTS, book)));

for (const table of FUTURE_TABLES) {
  Deno.test(`backtest() decides the same up to a day whatever becomes of ${table} after it`, async () => {
    let touched = 0, moved = 0;
    for (const change of ["change", "add", "delete"] as FutureChange[]) {
      for (let seed = 1; seed <= (SOAK ? 6 : 1); seed++) {
        for (const [i, book] of books.entries()) {
          if (!SOAK && i > 0 && (seed + i + FUTURE_TABLES.indexOf(table)) % 3 !== 0) continue;
          const { steps } = before[i];
          const at = steps[Math.min(steps.length - 2, 4 + (3 * seed + 5 * i) % 12)].decision.day;
          const other = shiftFuture(market, at, seed, { tables: [table], changes: [change] });
          touched += other.touched;
          const after = await run(other.market, other.instruments, book);
          equal(pastOf(after, at), pastOf(before[i], at), `${table} ${change} seed ${seed} ${at}`);
          moved += decisionsChanged(before[i], after).filter(({ changed }) => changed).length;
        }
      }
    }
    ok(touched > 0, "nothing was changed");
    // Opens and rates move drift and cash only; the decisions of a tilt book do not look at them.
    if (["close", "rows", "fundamentals", "headlines"].includes(table)) ok(moved > 0);
  });
}

Deno.test("backtest() decides the same up to a day whatever becomes of all tables at once", async () => {
  for (let seed = 1; seed <= (SOAK ? 30 : 3); seed++) {
    const book = books[seed % books.length], old = before[seed % books.length];
    const at = old.steps[(5 * seed) % (old.steps.length - 1)].decision.day;
    const other = shiftFuture(market, at, seed);
    const after = await run(other.market, other.instruments, book);
    equal(pastOf(after, at), pastOf(old, at), `seed ${seed} ${at}`);
    ok(decisionsChanged(old, after).some(({ changed }) => changed));
  }
});

Deno.test("decisionsChanged() finds a policy that looks a week ahead", () => {
  // Scores read off the next week's return, as a mistake in an index would do it.
  const peeking = (world: Market, days: readonly Day[]) => {
    const scores = new Float64Array(days.length * 11);
    days.forEach((on, k) => {
      const row = world.prices.days.indexOf(on);
      [...world.prices.close].slice(0, 11).forEach(([, close], i) =>
        scores[k * 11 + i] = close[row + 5] > close[row] ? 5 : 1
      );
    });
    return { days, scores };
  };
  const days = weeks.slice(60, 80), at = days[10];
  const ledgers = [
    market,
    shiftFuture(market, at, 3, { tables: ["close"], changes: ["change"] }).market,
  ]
    .map((world) =>
      backtest(world, { days, policy: scorePolicy({ kind: "tilt" }), scores: peeking(world, days) })
    );
  const seen = decisionsChanged(ledgers[0], ledgers[1]).filter(({ changed }) => changed);
  equal(seen[0].day, at);
});

Deno.test("snapshot() changes when a datum of any table moves by a minute across the decision", () => {
  const on = weeks[70];
  const tables = ["fundamentals", "headlines", "flows", "rates", "styles"] as const;
  const seen = (world: Market) => {
    const view = snapshot(world, on);
    return JSON.stringify([view, view.closes("XLK"), view.returns("XLK"), view.volumes("XLK")]);
  };
  const withMinute = (name: typeof tables[number], minute: Instant): Market => {
    const rows: readonly Dated[] = market[name];
    const at = rows.findLastIndex(({ availableAt }) => availableAt <= instant(on));
    const moved = rows.map((row, i) => i === at ? { ...row, availableAt: minute } : row);
    return { ...market, [name]: moved.sort((a, b) => a.availableAt < b.availableAt ? -1 : 1) };
  };
  for (const name of tables) {
    const known = seen(withMinute(name, instant(on, "16:00")));
    const late = seen(withMinute(name, instant(on, "16:01")));
    notEqual(known, late, name);
  }
  const { prices } = market, row = prices.days.indexOf(on);
  const availableAt = prices.availableAt.with(row, instant(on, "16:01"));
  notEqual(seen(market), seen({ ...market, prices: { ...prices, availableAt } }));
});

Deno.test("shiftFuture() leaves what was known at the close as it was", () => {
  const on = weeks[70], other = shiftFuture(market, on, 5).market;
  const known = ({ fundamentals, headlines, flows, rates, styles }: Market) =>
    JSON.stringify(
      [fundamentals, headlines, flows, rates, styles].map((rows: readonly Dated[]) =>
        rows.filter(({ availableAt }) => availableAt <= instant(on))
      ),
    );
  equal(known(other), known(market));
  const row = market.prices.days.indexOf(on);
  for (const [ticker, close] of market.prices.close) {
    const same = other.prices.close.get(ticker)!;
    for (let r = 0; r <= row; r++) ok(Object.is(close[r], same[r]));
  }
});

Deno.test("shiftFuture() refuses a day on which nothing trades", () => {
  throws(() => shiftFuture(market, day("2018-12-25"), 1), /2018-12-25 is no trading day/);
});
