import type { Limits } from "../limits/limits.ts";
import { inPercent } from "../../words.ts";
import { type FoundFund, type OrderItem, orderItems } from "./order_items.ts";
import { orderPlan } from "./order_plan.ts";
import { orderRounding } from "./order_rounding.ts";
import type { OrderPlan, OrdersOptions, TargetBook } from "./order.ts";
import type { RoundingProblem, SearchEffort } from "./rounding_problem.ts";
import { type WholeShares, wholeShares } from "./rounding.ts";

/** Distance from the target, share of equity, from which a note says how coarse the shares are. */
const COARSE = 0.05;
/** Times the reserve is raised to what the orders really cost. */
const RESERVE_ROUNDS = 4;

/** Why no orders could be written. */
export type Shortfall =
  | { readonly status: "short of cash"; readonly reason: string }
  | {
    readonly status: "too small";
    /** The problem that whole shares could not solve, once the rules had given way. */
    readonly problem: RoundingProblem;
    readonly free: readonly OrderItem[];
    readonly rounded: Extract<WholeShares, { readonly found: false }>;
  };

/** Dollars for a sentence. */
export const dollarText = (value: number) => `$${Math.round(value).toLocaleString("en-US")}`;

interface Attempt {
  readonly keepFixed: boolean;
  readonly keepBudget: boolean;
}

/** What gives way, one after the other, if no whole shares are found: the rules, never a limit. */
const ATTEMPTS: readonly Attempt[] = [
  { keepFixed: true, keepBudget: true },
  { keepFixed: false, keepBudget: true },
  { keepFixed: true, keepBudget: false },
  { keepFixed: false, keepBudget: false },
];

/** The attempts that differ from each other. */
function attempts(hasFixed: boolean, hasBudget: boolean): readonly Attempt[] {
  return ATTEMPTS.filter(({ keepFixed, keepBudget }) =>
    (keepFixed || hasFixed) && (keepBudget || hasBudget)
  );
}

/** What gave way, in a sentence. */
function noteOf({ keepFixed, keepBudget }: Attempt, someStay: boolean): readonly string[] {
  const moved = someStay
    ? "a share or more of positions that should have stayed as they are"
    : "an order in dollars below the minimum trade";
  const over = "rounding exceeds the turnover budget";
  if (keepFixed) return keepBudget ? [] : [`Whole shares: ${over}.`];
  return [`Whole shares need ${moved}${keepBudget ? "" : `, and ${over}`}.`];
}

/**
 * The orders of an account, or why none could be written: no look is taken at other accounts.
 *
 * @param funds From `targetFunds`, all of them found.
 * @param facts.gross Gross of the solved book, share of equity.
 * @param facts.cashReserve Cash kept for costs, share of equity, before the costs are known.
 * @param facts.effort Bounds on the search for whole shares.
 */
export function writtenOrders(
  target: TargetBook,
  funds: readonly FoundFund[],
  options: OrdersOptions,
  facts: {
    readonly limits: Limits;
    readonly gross: number;
    readonly cashReserve: number;
    readonly effort?: SearchEffort;
  },
): OrderPlan | Shortfall {
  const { limits, gross, effort } = facts, { equityUsd } = options.account;
  let reserve = facts.cashReserve;
  for (let round = 0; round < RESERVE_ROUNDS; round++) {
    const least = Math.max(reserve, 1 - limits.capital);
    const asRuled = orderItems(target, funds, options, least, true);
    // Where capital is short, the positions that stay cannot share in making room for the cash.
    const someStay = "shortOfCash" in asRuled || asRuled.some(({ fixed }) => fixed);
    const someInDollars = !("shortOfCash" in asRuled) && limits.minimumTradeBps > 0 &&
      asRuled.some(({ fixed, price }) => !fixed && price === undefined);
    const list = attempts(someStay || someInDollars, options.turnoverBudget !== undefined);
    let costShare: number | undefined;
    for (const attempt of list) {
      const { keepFixed, keepBudget } = attempt, isLast = attempt === list.at(-1);
      const items = keepFixed ? asRuled : orderItems(target, funds, options, least, false);
      if ("shortOfCash" in items) {
        if (!isLast) continue;
        return { status: "short of cash", reason: items.shortOfCash };
      }
      const { free, problem } = orderRounding(items, options, limits, {
        sectors: target.sectors,
        gross,
        reserve,
        turnoverBudget: keepBudget ? options.turnoverBudget : undefined,
        minimumTrade: keepFixed ? limits.minimumTradeBps / 1e4 : 0,
      });
      const rounded = wholeShares(problem, effort);
      if (rounded.found) {
        const plan = orderPlan(target, options, {
          items,
          shares: new Map(free.map((item, i) => [item, rounded.shares[i]])),
          distance: rounded.distance,
          gaveWay: [
            ...(keepFixed || !someStay ? [] : ["held positions" as const]),
            ...(keepBudget ? [] : ["turnover budget" as const]),
          ],
          notes: [
            ...noteOf(attempt, someStay),
            ...(rounded.distance > COARSE
              ? [
                `Whole shares are coarse for an account of ${
                  dollarText(equityUsd)
                }: the book keeps ` +
                `its limits, but lies ${inPercent(rounded.distance)} of equity from its target.`,
              ]
              : []),
          ],
        });
        if (plan.cashUsd >= 0) return plan;
        costShare = plan.knownCostUsd / equityUsd;
        break;
      }
      if (!isLast) continue;
      if (free.every(({ price }) => price === undefined)) {
        const reason = `With ${inPercent(reserve)} of equity kept for costs the book breaks ` +
          `${rounded.breached.join(" and ")}.`;
        return { status: "short of cash", reason };
      }
      return { status: "too small", problem, free, rounded };
    }
    // The orders cost more than was set aside: set aside what they cost, and a tenth more.
    reserve = 1.1 * Math.max(reserve, costShare ?? 0);
  }
  const reason = `The orders cost more than the cash they leave, even with ` +
    `${inPercent(reserve)} of equity set aside.`;
  return { status: "short of cash", reason };
}
