import { ok, throws } from "node:assert/strict";
import * as desk from "lab/desk";
import { SECTORS, simulatedMarket, snapshot } from "lab/market";

const { bookOfViews, bookText, capacity, readingsBefore, rebalance, tradeRows } = desk;
const { viewToOrder, viewToOrderText, watchedBook } = desk;

// deno-lint-ignore no-explicit-any
type Anything = any;
/** A function, a call of it with something wrong, and the sentence that it must say. */
type Row = readonly [function_: string, call: () => unknown, sentence: string];

const market = simulatedMarket({ seed: 7, years: 1 });
const today = snapshot(market, market.prices.days.at(-1)!);
const VIEWS = [{ sector: "XLE" as const, score: 4, confidence: 1 }];
const plan = rebalance(today, VIEWS);
const run = (views: Anything, options?: Anything) => () => rebalance(today, views, options);
const sized = (options: Anything) => () => capacity(today, VIEWS, options);

const TABLE: readonly Row[] = [
  [
    "rebalance",
    () => rebalance(market as Anything, VIEWS),
    "Cannot rebalance: the day must be a snapshot, such as snapshot(market, day), got an object without prices",
  ],
  [
    "rebalance",
    () => rebalance("2026-11-30" as Anything, VIEWS),
    'Cannot rebalance: the day must be an object with what was known then, such as snapshot() gives, got "2026-11-30"',
  ],
  ["rebalance", run("XLE"), 'Cannot rebalance: views must be a list of views, got "XLE"'],
  [
    "rebalance",
    run([{ ...VIEWS[0], sector: "xle" }]),
    `Cannot rebalance: "xle" is no sector; the sectors are ${SECTORS.join(" ")}`,
  ],
  [
    "rebalance",
    run([{ ...VIEWS[0], confidance: 0.5 }]),
    'Cannot rebalance: a view has no "confidance"; it has sector, score, confidence, note',
  ],
  [
    "rebalance",
    run(VIEWS, { holding: [] }),
    'Cannot rebalance: there is no option "holding"; the options are settings, holdings, equityUsd, closed',
  ],
  [
    "rebalance",
    run(VIEWS, { settings: { mandate: "cautious" } }),
    'Cannot rebalance: settings must be complete, as settings() of lab/settings makes them of a part; got "cautious" as the mandate',
  ],
  [
    "rebalance",
    run(VIEWS, { holdings: "XLE" }),
    'Cannot rebalance: holdings must be a list of lines, got "XLE"',
  ],
  [
    "rebalance",
    run(VIEWS, { equityUsd: "1e5" }),
    'Cannot value the holdings: equity must be above 0 dollars, got "1e5"',
  ],
  [
    "bookOfViews",
    () => bookOfViews(today, { holding: [] } as Anything),
    'Cannot make books of views: there is no option "holding"; the options are settings, holdings, equityUsd, closed',
  ],
  [
    "capacity",
    sized({ accounts: [1e4] }),
    'Cannot compare accounts: there is no option "accounts"; the options are settings and accountsUsd',
  ],
  [
    "capacity",
    sized({ accountsUsd: 1e4 }),
    "Cannot compare accounts: accountsUsd must be a list of sizes in dollars, got 10000",
  ],
  [
    "capacity",
    sized({ accountsUsd: ["1e4"] }),
    'Cannot compare accounts: a size must be above 0 dollars, got "1e4"',
  ],
  [
    "viewToOrder",
    () => viewToOrder(plan, "xle" as Anything),
    `Cannot follow a view: need one of ${SECTORS.join(" ")}, got "xle"`,
  ],
  [
    "viewToOrder",
    () => viewToOrder(undefined as Anything, "XLE"),
    "Cannot follow a view: the plan must be an object with what rebalance gives, got undefined",
  ],
  [
    "viewToOrderText",
    () => viewToOrderText("XLE" as Anything),
    'Cannot tell a view: the way must be an object with steps, as viewToOrder gives it, got "XLE"',
  ],
  [
    "bookText",
    () => bookText(plan.book as Anything),
    "Cannot tell a book: the plan's book must be an object with its parts, got undefined",
  ],
  [
    "readingsBefore",
    () => readingsBefore(plan.book as Anything),
    "Cannot read the limits before: the plan's book must be an object with its parts, got undefined",
  ],
  [
    "watchedBook",
    () => watchedBook(today, [], { rule: {} } as Anything),
    'Cannot watch a book: there is no option "rule"; the options are settings, rules, equityUsd',
  ],
  [
    "watchedBook",
    () => watchedBook("2026-11-30" as Anything, []),
    'Cannot watch a book: the day must be an object with what was known then, such as snapshot() gives, got "2026-11-30"',
  ],
  [
    "tradeRows",
    () => tradeRows(plan.trades as Anything),
    "Cannot list trades: the plan's book must be an object with its parts, got undefined",
  ],
];

Deno.test("every public function of lab/desk says in one sentence what is wrong", () => {
  for (const [name, call, sentence] of TABLE) {
    throws(call, (error: unknown) => {
      ok(error instanceof Error);
      ok(
        error.message === sentence,
        `${name} must say\n  ${sentence}\nand says\n  ${error.message}`,
      );
      return true;
    }, `${name}: ${sentence}`);
  }
});

Deno.test("every public function of lab/desk has a row for what it refuses", () => {
  const told = new Set(TABLE.map(([name]) => name));
  const silent = Object.entries(desk).flatMap(([name, value]) =>
    typeof value === "function" && !told.has(name) ? [name] : []
  );
  ok(silent.length === 0, `no row for ${silent.join(", ")}`);
});
