import { listed } from "../../words.ts";
import { jointRules } from "../limits/catalogue.ts";
import { limitName } from "../limits/limit_id.ts";
import type { Limits } from "../limits/limits.ts";
import { heldExposures } from "./holdings.ts";
import { type NarrowLimit, narrowLimits, narrowRows } from "./narrow_limits.ts";
import { type FoundFund, targetFunds } from "./order_items.ts";
import type { OrderPlan, OrdersOptions, TargetBook } from "./order.ts";
import { ACCOUNT_STEP, largestAccount, smallestAccount } from "./rounding.ts";
import type { SearchEffort } from "./rounding_problem.ts";
import { dollarText, type Shortfall, writtenOrders } from "./written_orders.ts";

/** Shares beyond the target from which the liquidity of a fund is no obstacle to rounding. */
const NEAR_SHARES = 3;
/** What each account size is tried with: where one of eighty does not do, the next may. */
const EFFORT_PER_SIZE: SearchEffort = { maxNodes: 10_000, maxSteps: 25, starts: 1 };

type TooSmall = Extract<Shortfall, { readonly status: "too small" }>;

/** What orders were tried with. */
interface Facts {
  readonly limits: Limits;
  readonly gross: number;
  readonly cashReserve: number;
}

/**
 * What can be said where no whole shares keep the limits: which account would do, or what shares can
 * keep a limit to that is narrower than one of them.
 *
 * Shares become finer as an account grows. A limit that is narrower than one in the largest account too
 * is met by luck alone, and no account is searched for it; but what is ordered in dollars can make good
 * what shares miss, one position for each such limit.
 */
export function unmetBook(
  shortfall: TooSmall,
  target: TargetBook,
  options: OrdersOptions,
  facts: Facts,
): Pick<OrderPlan, "status" | "reason" | "narrow" | "smallestAccountUsd"> {
  const { equityUsd } = options.account, { limits } = facts;
  const { sectors } = target, { risk = {} } = options;
  const ranges = jointRules(limits, { sectors, risk })
    .filter((rule) => !rule.isSize)
    .map((rule) => ({ name: limitName(rule.id), low: rule.low(limits), high: rule.high(limits) }));
  const rows = narrowRows(shortfall.problem, ranges);
  const largest = largestAccount(equityUsd), finest = equityUsd / largest;
  const never = rows.filter(({ range: { low, high }, share }) => high - low < share * finest);
  const inDollars = shortfall.free.filter(({ price }) => price === undefined).length;
  const isHopeless = never.length > inDollars;
  const smallest = isHopeless ? undefined : smallestThatDoes(target, options, facts);
  if (smallest !== undefined) {
    const reason = `${tooSmallText(shortfall, equityUsd)}. ${dollarText(smallest)} would do: the ` +
      `first size that does, in steps of ${Math.round((ACCOUNT_STEP - 1) * 100)} % upward, at ` +
      `today's prices and as a first book.`;
    return { status: "too small", reason, smallestAccountUsd: smallest };
  }
  const narrow = rows.length > 0 ? narrowLimits(shortfall.problem, rows) : undefined;
  if (narrow) {
    const reason = tooNarrowText(narrow, equityUsd, limits.groups);
    return { status: "too narrow", narrow, reason };
  }
  const start = tooSmallText(shortfall, equityUsd);
  if (!isHopeless) {
    const none = `no larger account was found that would do, up to ${dollarText(largest)}`;
    return { status: "too small", reason: `${start}, and ${none}.` };
  }
  const names = limitsOn(rows.map(({ range }) => range.name));
  const untried = `Larger accounts were not tried for the ${names} less room than one share takes.`;
  return { status: "too small", reason: `${start}. ${untried}` };
}

/** The smallest account by the rules of a real run: funds of its own size, its own costs, nothing held. */
function smallestThatDoes(
  target: TargetBook,
  options: OrdersOptions,
  facts: Facts,
): number | undefined {
  const { snapshot, account: { day, equityUsd } } = options;
  return smallestAccount(equityUsd, (size) => {
    const account = heldExposures([], { day, priceOf: snapshot.tradePrice, equityUsd: size });
    const first = { ...options, account, fixed: undefined, turnoverBudget: undefined };
    const choices = targetFunds(target, first);
    const funds = choices.filter((choice): choice is FoundFund => choice.fund !== undefined);
    if (funds.length < choices.length) return false;
    const written = writtenOrders(target, funds, first, { ...facts, effort: EFFORT_PER_SIZE });
    return written.status === "orders";
  });
}

function tooSmallText({ problem, free, rounded }: TooSmall, equityUsd: number): string {
  const thin = free.flatMap(({ fund, price }, i) => {
    if (price === undefined) return [];
    const most = Math.max(-problem.minimum[i], problem.maximum[i]);
    return most < Math.ceil(Math.abs(problem.targets[i] / problem.lots[i])) + NEAR_SHARES
      ? [`${most} of ${fund.ticker}`]
      : [];
  });
  const limits = `the limit on ${rounded.breached.join(" and ")}`;
  return `An account of ${dollarText(equityUsd)} is too small for this book: ` +
    (rounded.exhausted
      ? `no whole shares near it keep ${limits}`
      : `no whole shares were found that keep ${limits}`) +
    (thin.length > 0
      ? ` (and volume or fund assets allow no more shares than ${thin.join(", ")})`
      : "");
}

function tooNarrowText(
  narrow: readonly NarrowLimit[],
  equityUsd: number,
  groups: Limits["groups"] = [],
): string {
  const kept = narrow.map(({ name, low, high, kept, allow }) => {
    // A group is set by its two ends, every other limit by a distance from a target.
    if (groups.some((group) => group.name === name)) {
      return `${name} to ${figure(kept, 4)}: allow ${figure(allow.low)} to ${figure(allow.high)}`;
    }
    const middle = (low + high) / 2, away = figure(Math.abs(kept - middle), 2);
    return `${name} to ${away} of ${figure(middle)}: allow ${figure((allow.high - allow.low) / 2)}`;
  });
  const names = limitsOn(narrow.map(({ name }) => name));
  return `Whole shares cannot meet the ${names} less room than one share takes. An account of ` +
    `${dollarText(equityUsd)} can keep ${listed(kept)}.`;
}

function limitsOn(names: readonly string[]): string {
  const list = listed(names);
  return names.length === 1 ? `limit on ${list}, which leaves` : `limits on ${list}, which leave`;
}

/** A figure with so many digits, and never as a power of ten: it is to be typed in. */
function figure(value: number, digits = 6): string {
  if (value === 0) return "0";
  const places = digits - 1 - Number(value.toExponential(digits - 1).split("e")[1]);
  const text = value.toFixed(Math.max(0, places));
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
