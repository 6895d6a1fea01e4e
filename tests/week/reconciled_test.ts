import type { Holding } from "lab/portfolio";
import { type Day, day, instant } from "lab/units";
import {
  type AccountAction,
  type Fill,
  type Finding,
  type Ordered,
  reconciled,
  type ReconcileInput,
} from "lab/week";
import { deepEqual, equal, match, throws } from "node:assert/strict";

const friday = day("2026-11-27"), monday = day("2026-11-30"), next = day("2026-12-04");
const order: Ordered = {
  ticker: "XLE",
  action: "buy",
  shares: 100,
  price: 45,
  limitPrice: 45.23,
};
let ids = 0;
const fill = (
  change: Partial<Fill> & { readonly on?: Day; readonly clock?: string } = {},
): Fill => {
  const { on = monday, clock = "09:31", ...rest } = change;
  return {
    id: `f${ids++}`,
    ticker: "XLE",
    shares: 100,
    price: 45.1,
    feeUsd: 0,
    at: instant(on, clock),
    ...rest,
  };
};
const cash = (usd: number): Holding => ({ ticker: "CASH", shares: usd });
const week = (change: Partial<ReconcileInput> = {}) =>
  reconciled({
    orders: [order],
    before: [cash(10_000)],
    fills: [fill()],
    actions: [],
    from: friday,
    until: next,
    ...change,
  });
const kinds = (change: Partial<ReconcileInput>) =>
  week(change).findings.map(({ kind, stops }) => `${kind}${stops ? " stops" : ""}`);
const only = (change: Partial<ReconcileInput>): Finding => {
  const { findings } = week(change);
  equal(findings.length, 1, findings.map(({ sentence }) => sentence).join("\n"));
  return findings[0];
};
const after = (change: Partial<ReconcileInput>) =>
  Object.fromEntries(week(change).holdings.map(({ ticker, shares }) => [ticker, shares]));

Deno.test("what is filled as ordered holds, with shares exact, cash to the cent, and the day of the fill", () => {
  const found = week({
    fills: [fill({ shares: 60, feeUsd: 0.35 }), fill({ shares: 40, price: 45.2 })],
  });
  deepEqual(found.findings, []);
  equal(found.holds, true);
  deepEqual(found.holdings, [{ ticker: "XLE", shares: 100, since: monday }, cash(5485.65)]);
  const [{ ordered, filled, averagePrice, feeUsd }] = found.orders;
  deepEqual([ordered, filled, averagePrice!.toFixed(6), feeUsd], [100, 100, "45.140000", 0.35]);
  deepEqual(found.bookings.map(({ usd }) => usd), [-2706.35, -1808]);
  equal(found.bookings.reduce((sum, { usd }) => sum + usd, 10_000).toFixed(2), "5485.65");
});

Deno.test("a position that grows keeps its day, one that turns or opens anew takes the fill's", () => {
  const since = day("2026-01-02"), line = { ticker: "XLE", shares: 50, since };
  const sinceOf = (shares: number, before: Holding = line) =>
    week({ before: [before, cash(1e5)], fills: [fill({ shares })] }).holdings[0].since;
  deepEqual([sinceOf(100), sinceOf(-20), sinceOf(-60)], [since, since, monday]);
  equal(sinceOf(100, { ticker: "XLE", shares: 0, since }), monday);
  deepEqual(after({ before: [line, cash(0)], fills: [fill({ shares: -50 })] }), { CASH: 2255 });
});

Deno.test("half a cent is booked away from zero, by the digits that were written", () => {
  // 3 × 0.335 is 1.005, which a double holds as 1.00499…; 7 × 0.015 is 0.105.
  const cashAfter = (shares: number, price: number) =>
    after({ orders: [], fills: [fill({ shares, price })] }).CASH;
  deepEqual([cashAfter(3, 0.335), cashAfter(-3, 0.335)], [9998.99, 10_001.01]);
  deepEqual([cashAfter(7, 0.015), cashAfter(-7, 0.0149)], [9999.89, 10_000.1]);
});

Deno.test("fewer, more, none, other names and the other side are each named, and count", () => {
  const sized = (shares: number) => only({ fills: [fill({ shares })] });
  deepEqual([sized(99).kind, sized(101).kind], ["fewer", "more"]);
  equal(sized(99).sentence, "XLE: 100 shares were to be bought, 99 were.");
  equal(
    only({ fills: [] }).sentence,
    "XLE: 100 shares were to be bought, none was.",
  );
  const other = only({
    fills: [fill(), fill({ ticker: "XLF", shares: -5, price: 50 })],
    before: [
      cash(1e4),
      { ticker: "XLF", shares: 9 },
    ],
  });
  deepEqual([other.kind, other.stops], ["other name", true]);
  equal(other.sentence, "XLF was not ordered, and sold 5 shares of it in all.");
  deepEqual(kinds({ fills: [fill(), fill({ shares: -10 })] }), ["other side stops"]);
  deepEqual(after({ fills: [fill(), fill({ shares: -10 })] }), { XLE: 90, CASH: 5941 });
});

Deno.test("a fill is inside its collar up to the limit itself; beyond it stops, a better one is told", () => {
  const at = (price: number) => kinds({ fills: [fill({ price })] });
  deepEqual(at(45.23), []);
  deepEqual(at(45.24), ["outside collar stops"]);
  deepEqual(at(44.77), []);
  deepEqual(at(44.76), ["outside collar"]);
  const sale: Ordered = { ...order, action: "sell", limitPrice: 44.77 };
  const sold = (price: number) =>
    kinds({
      orders: [sale],
      before: [{ ticker: "XLE", shares: 100 }],
      fills: [fill({ shares: -100, price })],
    });
  deepEqual([sold(44.77), sold(44.76), sold(45.23), sold(45.24)], [
    [],
    ["outside collar stops"],
    [],
    ["outside collar"],
  ]);
  match(
    only({ fills: [fill({ id: "a", price: 45.5 })] }).sentence,
    /^The fill "a" \(XLE, bought 100 shares at 45\.50, 2026-11-30T09:31\) lies \+111 bp from the close of 45\.00, beyond its limit of 45\.23/,
  );
});

Deno.test("a fill counts on the days on which its order was good, and is named on others", () => {
  const on = (text: string, fillDays = 1) => kinds({ fills: [fill({ on: day(text) })], fillDays });
  deepEqual(on("2026-11-30"), []);
  deepEqual(on("2026-12-01"), ["other day stops"]);
  deepEqual(on("2026-12-01", 2), []);
  deepEqual(on("2026-12-02", 2), ["other day stops"]);
  deepEqual(on("2026-11-27"), ["other day stops"]);
  deepEqual(on("2026-12-04"), ["other day stops"]);
  // What comes after the week's end is the next week's, and leaves this one's order unfilled.
  deepEqual(on("2026-12-05"), ["fewer stops", "later"]);
  equal(after({ fills: [fill({ on: day("2026-12-05") })] }).CASH, 10_000);
  // Over the weekend and Thanksgiving: Wednesday's decision trades on Friday.
  deepEqual(
    kinds({ from: day("2026-11-25"), until: friday, fills: [fill({ on: friday })] }),
    [],
  );
});

Deno.test("a fill counts once, in one week", () => {
  const one = fill({ id: "x" });
  deepEqual(kinds({ fills: [one, one] }), ["twice"]);
  deepEqual(after({ fills: [one, one] }).XLE, 100);
  const first = week({ fills: [one] });
  deepEqual(first.counted, ["x"]);
  const second = week({
    orders: [],
    before: first.holdings,
    fills: [one],
    from: next,
    until: day("2026-12-11"),
    counted: first.counted,
  });
  deepEqual(second.findings.map(({ kind, stops }) => [kind, stops]), [["counted before", false]]);
  deepEqual(second.holdings, first.holdings);
  deepEqual(second.counted, ["x"]);
  throws(
    () => week({ fills: [one, { ...one, shares: 99 }] }),
    /fill "x" stands there twice, and not with the same figures/,
  );
});

const split = (gives: number, takes: number, on = "2026-12-02"): AccountAction => ({
  kind: "split",
  day: day(on),
  ticker: "XLE",
  gives,
  takes,
});

Deno.test("a split multiplies shares before the day's trades, and what was ordered with them", () => {
  deepEqual(after({ actions: [split(2, 1)] }), { XLE: 200, CASH: 5490 });
  // On the day of the split itself a fill is of new shares at the new price.
  const both = {
    actions: [split(2, 1, "2026-11-30")],
    fills: [fill({ shares: 200, price: 22.55 })],
  };
  deepEqual(kinds(both), []);
  deepEqual(after({ ...both, before: [{ ticker: "XLE", shares: 7 }, cash(1e4)] }), {
    XLE: 214,
    CASH: 5490,
  });
  equal(week(both).orders[0].averagePrice?.toFixed(6), "45.100000");
});

Deno.test("a reverse split rounds towards nothing, and needs the cash for the fraction", () => {
  const lines = { orders: [], fills: [], before: [{ ticker: "XLE", shares: 103 }, cash(0)] };
  const reverse = split(1, 4);
  deepEqual(kinds({ ...lines, actions: [reverse] }), ["fraction stops"]);
  deepEqual(after({ ...lines, actions: [reverse] }), { XLE: 25, CASH: 0 });
  const paid: AccountAction = { kind: "cash", day: day("2026-12-03"), usd: 135.3, ticker: "XLE" };
  deepEqual(kinds({ ...lines, actions: [reverse, paid] }), []);
  deepEqual(kinds({ ...lines, before: [{ ticker: "XLE", shares: 104 }], actions: [reverse] }), []);
  const unsaid: AccountAction = { kind: "cash", day: day("2026-12-03"), usd: 135.3 };
  deepEqual(kinds({ ...lines, actions: [reverse, unsaid] }), ["fraction stops"]);
  const short = [{ ticker: "XLE", shares: -103 }];
  deepEqual(after({ ...lines, before: short, actions: [reverse, paid] }).XLE, -25);
});

Deno.test("a dividend is of the shares held at the close before, on its own day or later paid", () => {
  const dividend = (on: string, paid?: string): AccountAction => ({
    kind: "dividend",
    day: day(on),
    ticker: "XLE",
    usdPerShare: 0.405,
    ...(paid ? { paid: day(paid) } : {}),
  });
  const before = [{ ticker: "XLE", shares: 11 }, cash(10_000)];
  // 11 × 0.405 is 4.455, to the cent 4.46; the hundred of that very day have no right to it.
  equal(after({ before, actions: [dividend("2026-11-30")] }).CASH, 5494.46);
  equal(after({ before, actions: [dividend("2026-12-01")] }).CASH, 5534.96);
  const owed = week({ before, actions: [dividend("2026-11-30", "2026-12-08")] });
  equal(owed.cashUsd, 5490);
  deepEqual(owed.receivables, [
    { ticker: "XLE", day: monday, paid: day("2026-12-08"), usd: 4.46, isRounded: true },
  ]);
  const later = reconciled({
    orders: [],
    before: owed.holdings,
    fills: [],
    actions: [],
    from: next,
    until: day("2026-12-11"),
    receivables: owed.receivables,
  });
  equal(later.cashUsd, 5494.46);
  deepEqual(later.receivables, []);
  const atTheEnd = week({ before, actions: [dividend("2026-11-30", "2026-12-04")] });
  deepEqual([atTheEnd.cashUsd, atTheEnd.receivables], [5494.46, []]);
  // It had to be rounded: in the week in which it is paid a cent is none that nothing explains.
  const stated = (usd: number) =>
    reconciled({
      ...{ orders: [], before: owed.holdings, fills: [], actions: [], from: next },
      ...{ until: day("2026-12-11"), receivables: owed.receivables },
      stated: [{ ticker: "XLE", shares: 111 }, cash(usd)],
    }).findings.map(({ kind, stops }) => [kind, stops]);
  deepEqual(stated(5494.45), [["unexplained cash", false]]);
  deepEqual(stated(5494.44), [["unexplained cash", true]]);
  // Who is short pays it.
  const short = [{ ticker: "XLE", shares: -10 }, cash(0)];
  equal(
    after({ before: short, orders: [], fills: [], actions: [dividend("2026-12-01")] }).CASH,
    -4.05,
  );
});

Deno.test("cash, fees and funds that end are booked; what lies outside of the week is left to its own", () => {
  const actions: readonly AccountAction[] = [
    { kind: "cash", day: day("2026-12-01"), usd: -250.5 },
    { kind: "fee", day: next, usd: 1.25 },
    { kind: "ends", day: day("2026-12-03"), ticker: "XLE", usdPerShare: 44.125 },
  ];
  const found = week({ actions });
  deepEqual(found.holdings, [cash(10_000 - 4510 - 250.5 - 1.25 + 4412.5)]);
  deepEqual(found.findings, []);
  // What was sold on a fund's last day is not paid out again.
  const last = week({
    orders: [{ ticker: "XLE", action: "sell", shares: 40 }],
    before: [{ ticker: "XLE", shares: 100 }],
    fills: [fill({ shares: -40, price: 44, on: monday })],
    actions: [{ kind: "ends", day: monday, ticker: "XLE", usdPerShare: 45 }],
  });
  deepEqual(last.holdings, [cash(40 * 44 + 60 * 45)]);
  const outside = (on: string) => kinds({ actions: [{ kind: "fee", day: day(on), usd: 1 }] });
  deepEqual([outside("2026-11-27"), outside("2026-12-04"), outside("2026-12-05")], [
    ["not counted"],
    [],
    ["not counted"],
  ]);
  deepEqual(
    kinds({ actions: [{ kind: "dividend", day: monday, ticker: "XLK", usdPerShare: 1 }] }),
    ["no position"],
  );
});

Deno.test("cash below nothing, an inverse fund below nothing and a fund that is over are named", () => {
  deepEqual(kinds({ before: [cash(4510)] }), []);
  deepEqual(kinds({ before: [cash(4509.99)] }), ["overdrawn stops"]);
  const sold = [fill({ ticker: "SEF", shares: -6, price: 30 })];
  const sale: Ordered = { ticker: "SEF", action: "sell", shares: 6 };
  const sef = (shares: number) =>
    kinds({ orders: [sale], fills: sold, before: [{ ticker: "SEF", shares }, cash(0)] });
  deepEqual([sef(6), sef(5)], [[], ["oversold stops"]]);
  const xle = (shortSpdr?: boolean) =>
    kinds({
      orders: [{ ...order, action: "sell", limitPrice: 44.77 }],
      fills: [fill({ shares: -100 })],
      before: [{ ticker: "XLE", shares: 99 }],
      ...(shortSpdr === undefined ? {} : { shortSpdr }),
    });
  deepEqual([xle(), xle(false), xle(true)], [["oversold stops"], ["oversold stops"], []]);
  const inverse = { orders: [sale], fills: sold, before: [], shortSpdr: true };
  deepEqual(kinds(inverse), ["oversold stops"]);
  deepEqual(
    kinds({ orders: [], fills: [], before: [{ ticker: "CCON", shares: 3 }] }),
    ["ended stops"],
  );
});

Deno.test("a stated account is held against the one that follows, to the share and to the cent", () => {
  const stated = (xle: number, usd?: number) => ({
    stated: [{ ticker: "XLE", shares: xle }, ...(usd === undefined ? [] : [cash(usd)])],
  });
  deepEqual(kinds(stated(100, 5490)), []);
  deepEqual(kinds(stated(101, 5490)), ["other holdings stops"]);
  deepEqual(kinds(stated(100)), ["no cash stated"]);
  deepEqual(kinds(stated(100, 5490.01)), ["unexplained cash stops"]);
  deepEqual(kinds({ stated: [cash(5490)] }), ["other holdings stops"]);
  match(
    only(stated(100, 5489)).sentence,
    /stated as \$5,489\.00, .* −\$1\.00 that nothing explains/,
  );
  // One fill that is no whole cents may be rounded otherwise, by a cent and no more.
  const rounded = [fill({ price: 45.10005 })];
  equal(after({ fills: rounded }).CASH, 5489.99);
  deepEqual(kinds({ fills: rounded, ...stated(100, 5490) }), ["unexplained cash"]);
  deepEqual(kinds({ fills: rounded, ...stated(100, 5490.01) }), ["unexplained cash stops"]);
});

Deno.test("what looks like a split is named, in shares, in prices and in fills", () => {
  const shares = (xle: number) => kinds({ stated: [{ ticker: "XLE", shares: xle }, cash(5490)] });
  deepEqual(
    [shares(200), shares(50), shares(10), shares(150)],
    Array(4).fill(["split-like stops"]),
  );
  deepEqual(shares(199), ["other holdings stops"]);
  const told = only({ stated: [{ ticker: "XLE", shares: 200 }, cash(5490)] });
  match(told.sentence, /as after a split of 2:1; tell the split/);

  const closes = (after: number, others = 1) => ({
    closes: {
      before: new Map([["XLE", 45], ["XLF", 50], ["XLK", 100], ["SPY", 600]]),
      after: new Map([["XLE", after], ["XLF", 50 * others], ["XLK", 100 * others], ["SPY", 600]]),
    },
  });
  deepEqual([kinds(closes(46)), kinds(closes(40))], [[], []]);
  const terms = (after: number) => {
    const found = only(closes(after));
    return found.kind === "split-like" ? [found.seenIn, found.split] : [];
  };
  deepEqual(terms(22), ["price", { gives: 2, takes: 1 }]);
  deepEqual(terms(91), ["price", { gives: 1, takes: 2 }]);
  deepEqual(terms(11), ["price", { gives: 4, takes: 1 }]);
  // Half of the funds at once are no crash of the market.
  deepEqual(kinds(closes(22, 0.5)), ["split-like stops"]);
  deepEqual([kinds(closes(22)), kinds(closes(91))], Array(2).fill(["split-like stops"]));
  deepEqual(kinds({ ...closes(22), actions: [split(2, 1)] }), []);
  deepEqual(kinds({ ...closes(46), actions: [split(2, 1)] }), ["split not seen stops"]);
  const fills = [fill({ price: 22.5, shares: 200 })];
  deepEqual(kinds({ fills }), ["more stops", "split-like stops"]);
});

Deno.test("an inverse fund is judged beside its sector, and a split of the sector is no move of it", () => {
  const before = new Map([["XLE", 90], ["XLF", 50], ["XLK", 100], ["SPY", 600], ["DUG", 30]]);
  const found = (changes: Readonly<Record<string, number>>) =>
    kinds({
      before: [{ ticker: "DUG", shares: 10 }, cash(10_000)],
      closes: { before, after: new Map([...before, ...Object.entries(changes)]) },
    });
  // A fifth down in the sector is two fifths up in the fund: no reverse split.
  deepEqual(found({ XLE: 72, DUG: 42 }), []);
  deepEqual(found({ DUG: 42 }), ["split-like stops"]);
  deepEqual(found({ XLE: 45, DUG: 30 }), ["split-like stops"]);
  deepEqual(found({ XLE: 45, DUG: 120 }), ["split-like stops", "split-like stops"]);
});

Deno.test("reconciled() refuses what is no week", () => {
  const refused = (change: unknown, sentence: RegExp) =>
    throws(() => week(change as Partial<ReconcileInput>), (error: Error) => {
      match(error.message, sentence);
      return true;
    });
  refused({ until: friday }, /must end after it began, on 2026-11-27, got 2026-11-27/);
  refused({ orders: [{ ...order, shares: undefined }] }, /order of XLE needs whole shares above 0/);
  refused({ orders: [order, order] }, /XLE is ordered twice/);
  refused({ before: [cash(1), cash(2)] }, /CASH stands twice in the account before/);
  refused({ before: [{ ticker: "XLE", shares: 1.5 }] }, /XLE needs whole shares, got 1\.5/);
  refused({ fills: [fill({ shares: 1.5 })] }, /needs whole shares, bought above 0 and sold below/);
  refused(
    { fills: [fill({ price: 0 })] },
    /the price of fill ".*" must be a number above 0, got 0/,
  );
  refused({ fills: [fill({ feeUsd: NaN })] }, /the fee of fill ".*" must be dollars of at least 0/);
  refused({ fills: [fill({ feeUsd: -1 })] }, /the fee of fill/);
  refused({ fills: [{ ...fill(), at: "2026-11-30" }] }, /needs a minute in New York/);
  refused({ fills: [{ ...fill(), at: "2026-02-30T09:31" }] }, /Cannot read a day/);
  refused(
    { actions: [{ kind: "spilt", day: friday }] },
    /an action is one of split, dividend, ends/,
  );
  refused({ fills: [fill({ ticker: "CASH" })] }, /needs a ticker, such as XLE, got "CASH"/);
  refused({ actions: [split(0, 1)] }, /needs whole numbers of new and old shares, got 0/);
  refused({ actions: [{ kind: "fee", day: monday, usd: -1 }] }, /the fee of 2026-11-30 must be/);
  refused({ shortSpdr: "no" }, /shortSpdr must be true or false, got "no"/);
  refused({ fillDays: 0 }, /good for a whole number of trading days, got 0/);
  refused({ untill: next }, /the week has no "untill"/);
  refused(
    { actions: [{ kind: "dividend", day: next, ticker: "XLE", usdPerShare: 1, paid: monday }] },
    /cannot be paid before it/,
  );
});
