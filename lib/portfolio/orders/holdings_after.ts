import { checkList, checkNumber, checkObject } from "../../arguments.ts";
import { day } from "../../units.ts";
import { checkOrderList } from "./check_order_list.ts";
import { CASH, type HeldExposures, type Holding } from "./holdings.ts";
import type { OrderPlan } from "./order.ts";

const ACTION = "Cannot fill the orders";

/**
 * The lines of an account after its orders were filled at their prices.
 *
 * A position that is opened is held since the day; one that changes its size keeps its day, because
 * holdings hold one day per line.
 *
 * @param holdings The lines before.
 * @param plan Orders with their costs; all of them in shares.
 * @param account The account that the orders were made for.
 * @returns Lines in the order of the holdings, new ones after them, `CASH` last.
 * @throws {RangeError} If an order is in dollars: how many shares it buys is not known.
 *
 * @example From cash to one position
 * ```ts
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { heldExposures, holdingsAfter, orders } from "lab/portfolio";
 * import { deepEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const view = snapshot(market, market.prices.days.at(-1)!);
 * const account = heldExposures([{ ticker: "CASH", shares: 100_000 }], {
 *   day: view.day,
 *   priceOf: view.tradePrice,
 * });
 * const target = { sectors: ["XLE"] as const, weights: [0.1], betas: [0.4], hedge: 0 };
 * const plan = orders(target, { snapshot: view, account });
 * deepEqual(holdingsAfter([], plan, account).map((line) => line.ticker), ["XLE", "CASH"]);
 * ```
 */
export function holdingsAfter(
  holdings: readonly Holding[],
  plan: Pick<OrderPlan, "orders" | "cashUsd">,
  account: Pick<HeldExposures, "day">,
): readonly Holding[] {
  checkList(ACTION, "what is given", holdings, "lines");
  for (const line of holdings) checkObject(ACTION, "each line", line, "ticker and shares");
  checkObject(ACTION, "the plan", plan, "orders and cashUsd");
  checkOrderList(ACTION, plan.orders);
  checkNumber(ACTION, "the cash of the plan", plan.cashUsd);
  checkObject(ACTION, "the account", account, "day");
  day(account.day);
  const lines = new Map(
    holdings.filter((line) => line.ticker !== CASH).map((line) => [line.ticker, line]),
  );
  for (const order of plan.orders) {
    if (order.shares === undefined) {
      throw new RangeError(
        `${ACTION}: ${order.ticker} needs a number of shares, ` +
          `got an order in dollars (${order.reason})`,
      );
    }
    const held = lines.get(order.ticker);
    const before = held?.shares ?? 0;
    const shares = before + (order.action === "buy" ? order.shares : -order.shares);
    const isNew = before === 0 || Math.sign(before) !== Math.sign(shares);
    const since = isNew ? account.day : held?.since;
    lines.set(order.ticker, {
      ticker: order.ticker,
      shares,
      ...(since === undefined ? {} : { since }),
    });
  }
  return [
    ...[...lines.values()].filter((line) => line.shares !== 0),
    { ticker: CASH, shares: plan.cashUsd },
  ];
}
