import { shown } from "../../arguments.ts";
import { closedReason, type PassedOver, type Scope } from "../../market/mod.ts";
import { checkAccount } from "./check_account.ts";
import { checkedFundRules, type FoundChoice, type FundRules } from "./fund_rules.ts";
import { canCarry, type FundRoom, type FundSide, fundSide } from "./fund_rooms.ts";
import type { HeldExposures } from "./holdings.ts";

/** The fund for a position, or why there is none. */
export type FundChoice = FoundChoice | {
  readonly scope: Scope;
  readonly fund: undefined;
  readonly reason: string;
  /** `size` if a smaller position would have found a fund. */
  readonly cause: "none exists" | "not listed" | "size";
};

/** Why funds cannot carry an exposure of a size; nothing of those that can. */
function tooSmall(
  rooms: readonly FundRoom[],
  size: number,
  { equityUsd }: Pick<HeldExposures, "equityUsd">,
): readonly PassedOver[] {
  return rooms.flatMap((room) => {
    const trade = Math.abs(size - room.held) * equityUsd;
    const why = canCarry(room, size)
      ? undefined
      : room.carrier.tooSmallFor(size * equityUsd, trade);
    return why ? [why] : [];
  });
}

/** A fund of a side as the choice for an exposure of a size, with the reason why it is not the first. */
export function choiceOf(
  { scope, inOrder }: FundSide,
  room: FundRoom,
  size: number,
  account: Pick<HeldExposures, "equityUsd">,
): FoundChoice {
  const { fund, soldShort, approximate } = room.carrier;
  const before = inOrder.slice(0, inOrder.indexOf(room));
  const passed = tooSmall(before, size, account);
  const other = before.find((one) => canCarry(one, size))?.carrier.fund.ticker;
  const kept = other !== undefined && room.held > 0;
  const label = scope === "market" ? "the market" : scope;
  const reason = kept
    ? `${fund.ticker} is held and stays: ${other} would be the choice today.`
    : passed.length > 0
    ? `${fund.ticker} instead: ${passed.map((one) => one.reason).join("; ")}.`
    : soldShort
    ? `${fund.ticker} itself is sold short: no inverse fund on ${label} serves.`
    : undefined;
  return {
    scope,
    fund,
    soldShort,
    kept,
    ...(reason === undefined ? {} : { reason }),
    ...(approximate === undefined ? {} : { liquidity: approximate }),
  };
}

/**
 * The fund by which an exposure is held, given what the account holds.
 *
 * The first fund that can carry it, beginning with the one chosen before the book was solved, or else
 * with what is held on that side already: that stays as long as it can, because a switch costs two
 * spreads and changes no exposure. Of several funds held the largest comes first.
 *
 * @param scope A sector, or `"market"` for the hedge.
 * @param exposure Signed exposure wanted, share of equity; 0 asks whether a short exists at all.
 * @param account The account on the day of the trade.
 * @param rules Liquidity, the sizes allowed in a fund, and what was chosen before.
 * @returns The fund, or the reason why no fund can carry the exposure.
 * @throws {RangeError} If the exposure is not finite, or `carriers` refuses its arguments.
 *
 * @example Financials short: SEF first, SKF where it is held already
 * ```ts
 * import { fundChoice, heldExposures } from "lab/portfolio";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const options = { day: day("2026-08-03"), equityUsd: 100_000, priceOf: () => ({ price: 20 }) };
 * const funds = [[], [{ ticker: "SKF", shares: 200 }]].map((holdings) =>
 *   fundChoice("XLF", -0.08, heldExposures(holdings, options)).fund?.ticker
 * );
 * deepEqual(funds, ["SEF", "SKF"]);
 * ```
 */
export function fundChoice(
  scope: Scope,
  exposure: number,
  account: Pick<HeldExposures, "day" | "equityUsd" | "positions">,
  rules: FundRules = {},
): FundChoice {
  if (!Number.isFinite(exposure)) {
    throw new RangeError(
      `Cannot choose a fund for ${scope}: need a finite exposure, got ${shown(exposure)}`,
    );
  }
  checkAccount("Cannot choose a fund", account);
  checkedFundRules(rules);
  const side = fundSide(scope, exposure > 0 ? "long" : "short", account, rules);
  const { rooms, closed } = side, size = Math.abs(exposure);
  if (closed) return { scope, fund: undefined, ...closed };
  const chosen = rules.chosen?.[scope];
  // A choice for the other side is none here.
  const from = Math.max(0, rooms.findIndex((room) => room.carrier.fund === chosen?.fund));
  const room = [...rooms.slice(from), ...rooms.slice(0, from)].find((one) => canCarry(one, size));
  if (room === undefined) {
    const reason = closedReason(
      scope,
      side.side,
      account.day,
      tooSmall(side.inOrder, size, account),
    );
    return { scope, fund: undefined, reason, cause: "size" };
  }
  const choice = choiceOf(side, room, size, account);
  if (choice.reason !== undefined || room.carrier.fund !== chosen?.fund || !chosen.reason) {
    return choice;
  }
  // The first fund could carry what was solved, though not what the book aimed at.
  return { ...choice, reason: `${choice.fund.ticker} was chosen for what the book aims at.` };
}
