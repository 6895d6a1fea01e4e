import { checkFields, checkList, checkNumber, shown } from "../arguments.ts";
import { CASH } from "../portfolio/mod.ts";
import { type Day, day, type Instant } from "../units.ts";

/** One execution, as a broker reports it. */
export interface Fill {
  /** The broker's own, one for each execution. */
  readonly id: string;
  readonly ticker: string;
  /** Whole shares, bought above 0, sold below. */
  readonly shares: number;
  /** Dollars a share. */
  readonly price: number;
  /** Dollars, at least 0; 0 only where none was asked. */
  readonly feeUsd: number;
  /** When it was made, New York. */
  readonly at: Instant;
}

/**
 * What happens to an account without an order: a `split` (from the open of its day, `gives` new shares for
 * `takes` old ones), a `dividend` a share (who holds at the close before its day has it; in the account
 * from `paid` on, the day itself where that is not said), `cash` in or out (with a ticker where it is paid
 * for the fraction of a share), a `fee`, and a fund that `ends` and pays its shares out.
 */
export type AccountAction =
  | {
    readonly kind: "split";
    readonly day: Day;
    readonly ticker: string;
    readonly gives: number;
    readonly takes: number;
  }
  | {
    readonly kind: "dividend";
    readonly day: Day;
    readonly ticker: string;
    readonly usdPerShare: number;
    readonly paid?: Day;
  }
  | {
    readonly kind: "ends";
    readonly day: Day;
    readonly ticker: string;
    readonly usdPerShare: number;
  }
  | { readonly kind: "cash"; readonly day: Day; readonly usd: number; readonly ticker?: string }
  | { readonly kind: "fee"; readonly day: Day; readonly usd: number; readonly ticker?: string };

/** Fields of each kind beside `kind`, `day`. */
const FIELDS: Readonly<Record<AccountAction["kind"], readonly string[]>> = {
  split: ["ticker", "gives", "takes"],
  dividend: ["ticker", "usdPerShare", "paid"],
  ends: ["ticker", "usdPerShare"],
  cash: ["usd", "ticker"],
  fee: ["usd", "ticker"],
};

const POSITIVE = { low: Number.MIN_VALUE, what: "a number above 0" };

function checkTicker(action: string, of: string, ticker: unknown): void {
  if (typeof ticker === "string" && /^[A-Za-z0-9.-]{1,12}$/.test(ticker) && ticker !== CASH) return;
  throw new RangeError(`${action}: ${of} needs a ticker, such as XLE, got ${shown(ticker)}`);
}

/** A clock time of New York behind its day. */
const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d$/;

/** Refuses a moment that is none. */
export function checkInstant(action: string, of: string, at: unknown): void {
  const on = typeof at === "string" ? INSTANT.exec(at)?.[1] : undefined;
  if (on === undefined) {
    throw new RangeError(
      `${action}: ${of} needs a minute in New York, such as 2026-11-30T09:31, got ${shown(at)}`,
    );
  }
  day(on);
}

/** Refuses what is no list of fills, or has an id twice for two that differ. */
export function checkFills(action: string, fills: unknown): asserts fills is readonly Fill[] {
  checkList(action, "the fills", fills, "fills");
  const seen = new Map<string, string>();
  for (const fill of fills) {
    checkFields(action, "a fill", fill, ["id", "ticker", "shares", "price", "feeUsd", "at"]);
    const { id, ticker, shares, price, feeUsd, at } = fill as Fill;
    if (typeof id !== "string" || id === "") {
      throw new RangeError(`${action}: a fill needs the id its broker gave it, got ${shown(id)}`);
    }
    const of = `fill ${shown(id)}`, text = JSON.stringify([ticker, shares, price, feeUsd, at]);
    checkTicker(action, of, ticker);
    checkNumber(action, `the price of ${of}`, price, POSITIVE);
    checkNumber(action, `the fee of ${of}`, feeUsd, { low: 0, what: "dollars of at least 0" });
    if (!Number.isSafeInteger(shares) || shares === 0) {
      throw new RangeError(
        `${action}: ${of} needs whole shares, bought above 0 and sold below, got ${shown(shares)}`,
      );
    }
    checkInstant(action, of, at);
    if ((seen.get(id) ?? text) !== text) {
      throw new RangeError(`${action}: ${of} stands there twice, and not with the same figures`);
    }
    seen.set(id, text);
  }
}

/** Refuses what is no list of actions. */
export function checkActions(
  action: string,
  actions: unknown,
): asserts actions is readonly AccountAction[] {
  checkList(action, "the actions", actions, "splits, dividends, cash and fees");
  for (const one of actions) {
    const { kind } = (one ?? {}) as AccountAction;
    if (!Object.hasOwn(FIELDS, kind ?? "")) {
      throw new RangeError(
        `${action}: an action is one of ${Object.keys(FIELDS).join(", ")}, got ${shown(kind)}`,
      );
    }
    checkFields(action, `a ${kind}`, one, ["kind", "day", ...FIELDS[kind]]);
    const given = one as AccountAction, of = `the ${kind} of ${day(given.day)}`;
    if (given.ticker !== undefined || FIELDS[kind][0] === "ticker") {
      checkTicker(action, of, given.ticker);
    }
    switch (given.kind) {
      case "split":
        for (const shares of [given.gives, given.takes]) {
          if (Number.isSafeInteger(shares) && shares > 0) continue;
          throw new RangeError(
            `${action}: ${of} needs whole numbers of new and old shares, got ${shown(shares)}`,
          );
        }
        break;
      case "dividend":
        checkNumber(action, `dollars a share of ${of}`, given.usdPerShare, POSITIVE);
        if (given.paid !== undefined && day(given.paid) < given.day) {
          throw new RangeError(`${action}: ${of} cannot be paid before it, on ${given.paid}`);
        }
        break;
      case "ends":
        checkNumber(action, `dollars a share of ${of}`, given.usdPerShare, {
          low: 0,
          what: "a number of at least 0",
        });
        break;
      case "fee":
        checkNumber(action, of, given.usd, POSITIVE);
        break;
      case "cash":
        checkNumber(action, of, given.usd);
    }
  }
}
