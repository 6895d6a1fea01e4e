import { checkFields, checkFlag, checkList, checkNumber, shown } from "../arguments.ts";
import { addCalendarDays, tradingDaysFrom } from "../market/mod.ts";
import { CASH, type Holding } from "../portfolio/mod.ts";
import { type Day, day, dayOf } from "../units.ts";
import { bookedAccount, type Booking, type Receivable } from "./booked_account.ts";
import { checkOrdered } from "./check_ordered.ts";
import { type AccountAction, checkActions, checkFills, type Fill } from "./fill.ts";
import { fillText, type Finding } from "./findings.ts";
import { type FilledOrder, filledOrders, fillFindings, type Ordered } from "./filled_orders.ts";
import { priceFindings, statedFindings } from "./stated_account.ts";
import type { TwoCloses } from "./split_like.ts";
import { weekRules } from "./week_rules.ts";

/** A week between two decisions, as it was ordered and as it is told. */
export interface ReconcileInput {
  /** What was ordered, each ticker once, in whole shares. */
  readonly orders: readonly Ordered[];
  /** The lines of the account at the decision; without `CASH` there was none. */
  readonly before: readonly Holding[];
  readonly fills: readonly Fill[];
  readonly actions: readonly AccountAction[];
  /** Day of the decision; what happened until its close is in `before`. */
  readonly from: Day;
  /** Last day that is told of, as a rule that of the next decision. */
  readonly until: Day;
  /** The account as its owner or broker states it at the end. */
  readonly stated?: readonly Holding[];
  /** Closes of both days: what looks like a split is looked for in them. */
  readonly closes?: TwoCloses;
  /** Ids of fills that earlier weeks have counted: a broker's file may reach back. */
  readonly counted?: readonly string[];
  /** Dividends that earlier weeks left unpaid. */
  readonly receivables?: readonly Receivable[];
  /** Trading days on which the orders were good, from the one after `from`; 1 by default. */
  readonly fillDays?: number;
  /** Whether a SPDR sector fund may be held short; false by default. */
  readonly shortSpdr?: boolean;
}

/** What came of a week's orders. */
export interface Reconciliation {
  readonly from: Day;
  readonly until: Day;
  /** Whether nothing was found that somebody must say yes to. */
  readonly holds: boolean;
  readonly findings: readonly Finding[];
  /** The account that follows, shares exact and `CASH` in whole cents, last. */
  readonly holdings: readonly Holding[];
  readonly cashUsd: number;
  /** Dividends that are owed and not paid yet, for the week that follows. */
  readonly receivables: readonly Receivable[];
  /** Each order with what was filled of it. */
  readonly orders: readonly FilledOrder[];
  /** The fills that this week counts. */
  readonly fills: readonly Fill[];
  /** Every movement of shares or cash, in the order of days: they add up to the account. */
  readonly bookings: readonly Booking[];
  /** Ids of all fills counted until now, for the week that follows. */
  readonly counted: readonly string[];
}

const ACTION = "Cannot reconcile a week";
const FIELDS = [
  ...["orders", "before", "fills", "actions", "from", "until"],
  ...["stated", "closes", "counted", "receivables", "fillDays", "shortSpdr"],
];

function checkLines(name: string, lines: unknown): void {
  checkList(ACTION, name, lines, "lines of an account");
  const seen = new Set<string>();
  for (const line of lines) {
    checkFields(ACTION, "a line", line, ["ticker", "shares", "since"]);
    const { ticker, shares } = line as Holding;
    if (typeof ticker !== "string" || ticker === "") {
      throw new RangeError(`${ACTION}: a line needs a ticker or CASH, got ${shown(ticker)}`);
    }
    checkNumber(ACTION, `what is held of ${ticker}`, shares);
    if (ticker !== CASH && !Number.isSafeInteger(shares)) {
      throw new RangeError(`${ACTION}: ${ticker} needs whole shares, got ${shown(shares)}`);
    }
    if (seen.has(ticker)) {
      throw new RangeError(`${ACTION}: ${ticker} stands twice in ${name}; add the lines up`);
    }
    seen.add(ticker);
  }
}

function check(input: ReconcileInput): void {
  checkFields(ACTION, "the week", input, FIELDS);
  const { from, until, fillDays = 1, stated, counted = [], receivables = [] } = input;
  if (input.shortSpdr !== undefined) checkFlag(ACTION, "shortSpdr", input.shortSpdr);
  checkOrdered(ACTION, input.orders);
  checkLines("the account before", input.before);
  if (stated !== undefined) checkLines("the account as it is stated", stated);
  checkFills(ACTION, input.fills);
  checkActions(ACTION, input.actions);
  checkList(ACTION, "what was counted", counted, "ids of fills");
  checkList(ACTION, "what is owed", receivables, "dividends that earlier weeks left unpaid");
  if (!(day(until) > day(from))) {
    throw new RangeError(`${ACTION}: it must end after it began, on ${from}, got ${until}`);
  }
  if (!(Number.isInteger(fillDays) && fillDays >= 1)) {
    throw new RangeError(
      `${ACTION}: orders are good for a whole number of trading days, got ${shown(fillDays)}`,
    );
  }
}

/** Fills that this week counts, and what is to be said of the others. */
function countedFills({ fills, from, until, counted = [], fillDays = 1 }: ReconcileInput) {
  const good = tradingDaysFrom(addCalendarDays(from, 1), fillDays);
  const before = new Set(counted), seen = new Set<string>();
  const kept: Fill[] = [], findings: Finding[] = [];
  for (const fill of fills) {
    const { id } = fill, on = dayOf(fill.at), text = fillText(fill);
    const tell = (kind: "counted before" | "later" | "twice" | "other day", sentence: string) =>
      findings.push({ kind, id, stops: kind === "other day", sentence });
    if (seen.has(id)) {
      tell("twice", `The ${text} stands there twice, and counts once.`);
      continue;
    }
    seen.add(id);
    if (before.has(id)) {
      tell("counted before", `The ${text} was counted in an earlier week, and is not again.`);
      continue;
    }
    if (on > until) {
      tell("later", `The ${text} comes after ${until}, and counts in the week that follows.`);
      continue;
    }
    kept.push(fill);
    if (good.includes(on)) continue;
    tell(
      "other day",
      `The ${text} is of a day on which no order of ${from} was good (${
        good.join(", ")
      }); it counts.`,
    );
  }
  return { fills: kept, findings };
}

/** Actions that this week counts, and what is to be said of the others. */
function countedActions({ actions, from, until }: ReconcileInput) {
  const isIn = ({ day }: AccountAction) => day > from && day <= until;
  const findings = actions.filter((one) => !isIn(one)).map((one): Finding => ({
    kind: "not counted",
    day: one.day,
    ...(one.ticker === undefined ? {} : { ticker: one.ticker }),
    stops: false,
    sentence: `The ${one.kind === "ends" ? "end" : one.kind}${
      one.ticker === undefined ? "" : ` of ${one.ticker}`
    } on ${one.day} is not counted: this week goes from the close of ${from} to ${until}.`,
  }));
  return { actions: actions.filter(isIn), findings };
}

/**
 * The account that follows from a week's orders, fills, splits, dividends and cash, and everything that
 * came otherwise than it was ordered or that nothing explains.
 *
 * Shares are whole and exact, cash is booked in whole cents, one rounding for each movement. Fills count
 * as they are told, also those that no order asked for: the account is what happened, and a finding that
 * `stops` says that somebody must look at it first. Fills that an earlier week has counted, by their ids,
 * are not counted again; those that come after the week's end, and actions outside of it, are left to
 * the week they belong to. On one day splits come first, then the rights to dividends (who held at the
 * close before), trades by the minute, cash and fees, and funds that end.
 *
 * @param input The week; see {@linkcode ReconcileInput}.
 * @returns Holdings and cash after it, with each finding in a sentence.
 * @throws {RangeError | TypeError} If a line, an order, a fill or an action is none, or one id stands for
 *   two fills that differ.
 *
 * @example Ten shares fewer than were ordered
 * ```ts
 * import { reconciled } from "lab/week";
 * import { day, instant } from "lab/units";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * const monday = day("2026-11-30");
 * const week = reconciled({
 *   orders: [{ ticker: "XLE", action: "buy", shares: 100, price: 45, limitPrice: 45.23 }],
 *   before: [{ ticker: "CASH", shares: 10_000 }],
 *   fills: [
 *     { id: "1", ticker: "XLE", shares: 90, price: 45.105, feeUsd: 1, at: instant(monday, "09:31") },
 *   ],
 *   actions: [],
 *   from: day("2026-11-27"),
 *   until: day("2026-12-04"),
 * });
 * deepEqual(week.holdings, [
 *   { ticker: "XLE", shares: 90, since: "2026-11-30" },
 *   { ticker: "CASH", shares: 5939.55 },
 * ]);
 * equal(week.findings[0].sentence, "XLE: 100 shares were to be bought, 90 were.");
 * ```
 */
export function reconciled(input: ReconcileInput): Reconciliation {
  check(input);
  const { before, from, until, stated, closes, counted = [], receivables = [] } = input;
  const { fillDays = weekRules().fillDays } = input;
  const told = countedFills({ ...input, fillDays }), acted = countedActions(input);
  const orders = filledOrders(input.orders, told.fills, acted.actions);
  const account = bookedAccount(before, {
    fills: told.fills,
    actions: acted.actions,
    receivables,
    until,
    shortSpdr: input.shortSpdr ?? false,
  });
  const findings = [
    ...fillFindings(orders, told.fills, acted.actions, input.orders),
    ...told.findings,
    ...(closes ? priceFindings(closes, acted.actions, tickersOf(input)) : []),
    ...acted.findings,
    ...account.findings,
    ...(stated ? statedFindings(stated, account) : []),
  ];
  return {
    from,
    until,
    holds: !findings.some(({ stops }) => stops),
    findings,
    holdings: account.holdings,
    cashUsd: account.cashCents / 100,
    receivables: account.receivables,
    orders,
    fills: told.fills,
    bookings: account.bookings,
    counted: [...new Set([...counted, ...told.fills.map(({ id }) => id)])],
  };
}

/** Funds that the week is about. */
function tickersOf({ before, orders }: ReconcileInput): ReadonlySet<string> {
  return new Set([...before, ...orders].map(({ ticker }) => ticker));
}
