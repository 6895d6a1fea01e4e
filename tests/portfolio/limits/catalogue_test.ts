/** A limit of a test's own, defined in this file alone, goes all the way of the shipped ones. */
import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { DISPLAY, limitGauges } from "lab/charts";
import { bookText, rebalance, viewToOrder, viewToOrderText } from "lab/desk";
import { gaugeRows } from "lab/lesson";
import { mandateTable } from "lab/lesson/03";
import { SECTORS, simulatedMarket, snapshot } from "lab/market";
import {
  type BookProblem,
  checkLimits,
  DEFAULT_LIMITS,
  fitBook,
  type Limits,
  mandateRows,
  orders,
  relaxedBook,
} from "lab/portfolio";
import { settings } from "lab/settings";
import { limitEntries, withLimit } from "../../../lib/portfolio/limits/catalogue.ts";
import { checkShare } from "../../../lib/portfolio/limits/check_figure.ts";
import type { LimitEntry } from "../../../lib/portfolio/limits/limit_entry.ts";
import { limitName } from "../../../lib/portfolio/limits/limit_id.ts";
import { BESIDE } from "../../../lib/portfolio/limits/other_rules.ts";
import { limitBounds } from "../../../lib/portfolio/limits/told_limits.ts";

const source = "Source: simulated, seed 7.";
const STEADY = ["XLP", "XLU", "XLV"];
const id = { kind: "steady" };
type WithSteady = Limits & { readonly steady?: number };
const steadyOf = (limits: Limits) => (limits as WithSteady).steady;
const withSteady = (steady: number, limits: Partial<Limits> = {}) =>
  ({ ...limits, steady }) as Partial<Limits>;

/** Gross of the sectors that move least. */
const steady: LimitEntry = {
  kind: "steady",
  unit: "share of equity",
  label: () => "The gross of steady sectors",
  words: () => "the limit on steady sectors",
  short: () => "steady sectors",
  settings: ["steady"],
  check: (limits) => {
    const max = steadyOf(limits);
    if (max !== undefined) checkShare("steady", max, 3, true);
  },
  bounds: (limits) => {
    const max = steadyOf(limits);
    return max === undefined
      ? []
      : [{ id, figure: `${100 * max} %`, sentence: "The sizes of steady sectors." }];
  },
  rulesOf: (limits) =>
    steadyOf(limits) === undefined ? undefined : [{
      id,
      isSize: true,
      low: () => 0,
      high: (limits) => steadyOf(limits)!,
      onSector: (sector, sign) => STEADY.includes(sector) ? sign : 0,
      onHedge: () => 0,
    }],
  figures: (limits) => {
    const from = steadyOf(limits);
    return from === undefined ? [] : [{
      id,
      label: "the limit on steady sectors",
      unit: "share of equity",
      from,
      at: (value) => ({ ...limits, steady: value }),
    }];
  },
};

const problem: BookProblem = {
  sectors: SECTORS,
  tilts: SECTORS.map((sector, i) => STEADY.includes(sector) ? 2 : i % 2 === 0 ? -1 : 1),
  betas: SECTORS.map((_, i) => 0.8 + 0.05 * i),
};
const fit = (max: number) => fitBook({ ...problem, limits: withSteady(max) });
const steadyIn = (weights: readonly number[]) =>
  SECTORS.reduce((sum, s, i) => sum + (STEADY.includes(s) ? Math.abs(weights[i]) : 0), 0);

Deno.test("a limit added to the catalogue is solved and read", () => {
  using _ = withLimit(steady);
  const free = fitBook(problem), book = fit(0.15);
  ok(steadyIn(free.weights) > 0.2, "without it, far more is held");
  ok(Math.abs(steadyIn(book.weights) - 0.15) < 2e-9);
  const reading = book.readings.find(({ id }) => id.kind === "steady")!;
  deepEqual([reading.name, reading.high, reading.binds], ["steady", 0.15, true]);
  match(reading.sentence, /^The gross of steady sectors is 15.00 %, at its limit. One more point/);
});

Deno.test("a limit added to the catalogue is checked, and its name is taken", () => {
  throws(() => fit(0.15), /there is no limit "steady"/, "before");
  {
    using _ = withLimit(steady);
    throws(
      () => checkLimits(withSteady(15)),
      /steady must be a share of equity in \[0, 3\], got 15; for 15 % write 0.15$/,
    );
    const groups = [{ name: "steady", coefficients: { XLE: 1 }, max: 1 }];
    throws(() => checkLimits({ groups }), /needs a name of its own, got "steady"/);
  }
  throws(() => fit(0.15), /there is no limit "steady"/, "after");
});

Deno.test("withLimit() takes out its own limit, in whatever order, and adds no kind twice", () => {
  const before = limitEntries().length;
  const one = withLimit(steady), other = withLimit({ kind: "calm", unit: "share of equity" });
  throws(() => withLimit({ ...steady }), /there is a kind "steady" already/);
  const kept = checkLimits(withSteady(0.15));
  one[Symbol.dispose]();
  deepEqual(limitEntries().slice(before).map(({ kind }) => kind), ["calm"]);
  other[Symbol.dispose]();
  equal(limitEntries().length, before);
  // Limits that were checked with it are not silently kept without it.
  throws(() => fitBook({ ...problem, limits: kept }), /there is no limit "steady"/);
});

Deno.test("a limit added to the catalogue has a price, a remedy, and gives way on request", () => {
  using _ = withLimit(steady);
  const step = 1e-4, [less, at, more] = [0.15 - step, 0.15, 0.15 + step].map(fit);
  const { multiplier } = at.readings.find(({ id }) => id.kind === "steady")!;
  const slope = (less.objective - more.objective) / (2 * step);
  ok(multiplier > 0 && Math.abs(slope - multiplier) < 1e-4 * multiplier, `${multiplier} ${slope}`);

  // Longs of three steady sectors, three shorts, no hedge: the limit leaves less than the gross.
  const few: BookProblem = {
    sectors: ["XLE", "XLF", "XLK", "XLP", "XLU", "XLV"],
    tilts: [-1, -1, -1, 1, 1, 1],
    betas: [1, 1, 1, 1, 1, 1],
    limits: withSteady(0.1, { accounting: "none" }),
  };
  const short = fitBook(few);
  equal(short.status, "reduced");
  const remedy = short.remedies.find(({ setting }) => setting === "steady")!;
  match(remedy.sentence, /^With the limit on steady sectors at \d+.\d\d % instead of 10.00 %/);
  equal(fitBook({ ...few, limits: { ...few.limits, ...remedy.change } }).grossAllowed, 1);
  const { changes, book } = relaxedBook(few, { order: ["steady"] });
  deepEqual(changes, [{ setting: "steady", unit: "share of equity", from: 0.1, to: remedy.to }]);
  equal(book.status, "full");
});

const market = simulatedMarket({ seed: 7 });
const today = snapshot(market, market.prices.days.at(-1)!);
const views = today.sectors.map((sector, i) => ({
  sector,
  score: STEADY.includes(sector) ? 5 : i % 2 === 0 ? 2 : 4,
  confidence: 1,
}));

Deno.test("a limit added to the catalogue is kept by whole shares, and orders against it refused", () => {
  using _ = withLimit(steady);
  const mandate = withSteady(0.15);
  const { trades, book, account } = rebalance(today, views, { settings: settings({ mandate }) });
  equal(trades.status, "orders");
  ok(steadyIn(trades.weights) <= 0.15 + 1e-9, `${steadyIn(trades.weights)}`);
  throws(
    () => orders(book, { snapshot: today, account, limits: withSteady(0.1) }),
    /the target must keep its limits, but steady is 0.150000, allowed are 0 to 0.1$/,
  );
});

Deno.test("a limit added to the catalogue is explained and drawn", () => {
  using _ = withLimit(steady);
  const plan = rebalance(today, views, { settings: settings({ mandate: withSteady(0.1) }) });
  const { book } = plan, at = book.sectors.indexOf("XLU");
  const effect = book.effects.sectors[at].find(({ id }) => id.kind === "steady")!;
  ok(effect.change < 0);
  equal(effect.label, "The gross of steady sectors");
  const way = viewToOrder(plan, "XLU");
  ok(way.steps.some(({ label, change }) => label === "Steady sectors" && change < 0));
  match(viewToOrderText(way), /takes off .* points by the limit on steady sectors/);
  match(bookText(plan), /Furthest from the views it is moved by the limit on steady sectors/);

  const gauge = gaugeRows(book).find(({ label }) => label === "steady sectors")!;
  ok(gauge.binds && gauge.shadowPrice! > 0);
  match(limitGauges(gaugeRows(book), { source }).title, /steady sectors/);
  const row = mandateRows(book.limits).at(-1)!;
  deepEqual([row.name, row.figure], ["steady", "10 %"]);
  const table = mandateTable(book.limits, { source, readings: plan.readings });
  match(table[DISPLAY]()["text/plain"], /steady +10 % +10\.0 % +The sizes of steady sectors/);
});

Deno.test("every kind of the catalogue has a name of its own", () => {
  const names = limitEntries().map(({ kind }) => limitName({ kind, of: "X", side: "long" }));
  equal(new Set(names).size, names.length);
});

/** Kinds without a row of their own in the mandate's table: what follows from others, or only acts. */
const WITHOUT_ROW = [
  ...["turnover in 30 days", "capital used", "hedge direction", "fund", "sign"],
  ...BESIDE.map(({ kind }) => kind),
];

Deno.test("every limit of the catalogue has its row in the mandate's table, once it is set", () => {
  const every: Limits = {
    ...DEFAULT_LIMITS,
    names: { XLK: { long: 0.2 } },
    styles: { value: { target: 0, max: 0.1 } },
    correlated: { max: 0.4, threshold: 0.7 },
    volatility: { max: 0.06 },
    groups: [{ name: "energy and materials", coefficients: { XLB: 1, XLE: 1 }, max: 0.25 }],
  };
  const rows = new Set(limitBounds(every).map(({ id }) => id.kind));
  const untold = limitEntries().map(({ kind }) => kind)
    .filter((kind) => !rows.has(kind) && !WITHOUT_ROW.includes(kind));
  deepEqual(untold, [], "name it in told_limits.ts, and set it here");
});
