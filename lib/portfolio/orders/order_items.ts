import { inPercent } from "../../words.ts";
import type { Instrument, Scope } from "../../market/mod.ts";
import { type FundChoice, fundChoice } from "./fund_choice.ts";
import type { HeldExposures, Position } from "./holdings.ts";
import type { Order, OrdersOptions, TargetBook } from "./order.ts";

/** How far gross may miss the book's because shares are whole, share of equity (design section 8). */
export const GROSS_ROUNDING = 0.02;
/** Exposures are rounded to 1e-9 before they become orders; nearer than this is the same exposure. */
const SAME_EXPOSURE = 2e-9;

/** A fund choice that found a fund. */
export type FoundFund = Extract<FundChoice, { readonly fund: Instrument }>;

/** A position of the target with its fund, its price, and what is held of it. */
export interface OrderItem {
  readonly scope: Scope;
  readonly fund: Instrument;
  readonly choice: FoundFund;
  /** Exposure as it was solved, share of equity. */
  readonly solved: number;
  /** Exposure to be held, share of equity: the solved one, less a little where cash needs it. */
  readonly target: number;
  readonly beta: number;
  readonly price: number | undefined;
  /** Why there is no price. */
  readonly reason: Order["reason"];
  /** Positions of the account in the same scope, whatever the fund. */
  readonly held: readonly Position[];
  readonly heldExposure: number;
  /** Shares held of the item's own fund. */
  readonly heldShares: number;
  /** Whether the position stays exactly as it is. */
  readonly fixed: boolean;
}

/** Exposures that the target asks for, without the ones that are 0. */
function wantedOf(target: TargetBook): readonly { scope: Scope; exposure: number; beta: number }[] {
  return [
    ...target.sectors.map((scope, i) => ({
      scope,
      exposure: target.weights[i],
      beta: target.betas[i] ?? NaN,
    })),
    { scope: "market" as const, exposure: target.hedge, beta: 1 },
  ].filter(({ exposure }) => exposure !== 0);
}

function staysAsItIs(
  scope: Scope,
  exposure: number,
  account: HeldExposures,
  fixed: OrdersOptions["fixed"],
): boolean {
  const held = heldExposure(account, scope);
  if (held === 0) return false;
  return Math.abs(held - exposure) <= SAME_EXPOSURE ||
    (fixed?.includes(scope === "market" ? "hedge" : scope) ?? false);
}

/** What an account is exposed to in a sector or the market, share of equity. */
export function heldExposure(account: HeldExposures, scope: Scope): number {
  return (scope === "market" ? account.hedge : account.weights[scope]) ?? 0;
}

/** The fund of each position of the target. One that stays as it is keeps the fund it has. */
export function targetFunds(target: TargetBook, options: OrdersOptions): readonly FundChoice[] {
  const { account, rules, fixed } = options;
  return wantedOf(target).map(({ scope, exposure }): FundChoice => {
    if (!staysAsItIs(scope, exposure, account, fixed)) {
      return fundChoice(scope, exposure, account, rules);
    }
    const side = Math.sign(heldExposure(account, scope));
    const largest = account.positions
      .filter((position) => position.scope === scope && Math.sign(position.exposure) === side)
      .reduce((a, b) => Math.abs(b.exposure) > Math.abs(a.exposure) ? b : a);
    return { scope, fund: largest.instrument, soldShort: largest.shares < 0, kept: true };
  });
}

/** Whether an account holds a target already, in every sector and the market. */
export function holdsAlready(target: TargetBook, account: HeldExposures): boolean {
  const wanted = wantedOf(target);
  return wanted.every(({ scope, exposure }) =>
    Math.abs(heldExposure(account, scope) - exposure) <= SAME_EXPOSURE
  ) && account.positions.every((held) => wanted.some(({ scope }) => scope === held.scope));
}

/**
 * The positions of a target, scaled down a little where they would leave less cash than the reserve.
 *
 * @param funds From `targetFunds`, all of them found.
 * @param reserve Cash to be left, share of equity.
 * @param keepFixed Whether positions that must stay as they are do so.
 * @returns The items, or why there is not enough capital for them.
 */
export function orderItems(
  target: TargetBook,
  funds: readonly FoundFund[],
  options: OrdersOptions,
  reserve: number,
  keepFixed: boolean,
): readonly OrderItem[] | { readonly shortOfCash: string } {
  const { account, snapshot } = options;
  const items = wantedOf(target).map(({ scope, exposure, beta }, i): OrderItem => {
    const choice = funds[i], { fund } = choice;
    const quote = snapshot.tradePrice(fund.ticker);
    const held = account.positions.filter((position) => position.scope === scope);
    return {
      scope,
      fund,
      choice,
      solved: exposure,
      target: exposure,
      beta,
      price: "price" in quote ? quote.price : undefined,
      reason: "price" in quote ? undefined : quote.reason,
      held,
      heldExposure: heldExposure(account, scope),
      heldShares: held.find((position) => position.ticker === fund.ticker)?.shares ?? 0,
      fixed: keepFixed && staysAsItIs(scope, exposure, account, options.fixed),
    };
  });
  let fixedCapital = 0, freeCapital = 0, freeExposure = 0;
  for (const item of items) {
    if (item.fixed) fixedCapital += heldCapital(item, account);
    else {
      freeCapital += Math.abs(item.target / item.fund.leverage);
      freeExposure += Math.abs(item.target);
    }
  }
  const room = 1 - reserve - fixedCapital;
  if (freeCapital <= room) return items;
  const scale = room / freeCapital;
  if (scale > 0 && (1 - scale) * freeExposure < GROSS_ROUNDING) {
    return items.map((item) => item.fixed ? item : { ...item, target: item.target * scale });
  }
  return {
    shortOfCash:
      `The book needs ${inPercent(fixedCapital + freeCapital)} of equity as capital, and ` +
      `${inPercent(reserve)} stays in cash: its gross or its hedge is larger than that allows.`,
  };
}

/** Σ|value| of what is held in an item's scope, share of equity. */
export function heldCapital(item: OrderItem, account: HeldExposures): number {
  return item.held.reduce((sum, held) => sum + Math.abs(held.valueUsd), 0) / account.equityUsd;
}

/** Positions that no item continues: they are sold out. */
export function positionsWithoutItem(
  items: readonly OrderItem[],
  account: HeldExposures,
): readonly Position[] {
  return account.positions.filter((held) => !items.some((item) => item.scope === held.scope));
}
