import { closedReason, type Scope, type Sector } from "../../market/mod.ts";
import { type BookProblem, bookTerms, type FundCaps } from "../book_problem.ts";
import { checkAccount } from "./check_account.ts";
import { inUnit } from "../limits/limit_unit.ts";
import { capitalPerExposure } from "../limits/capital_limit.ts";
import { sectorCap } from "../limits/exposure_limits.ts";
import type { CapitalUse } from "../limits/limit_rule.ts";
import type { Limits } from "../limits/limits.ts";
import { checkedFundRules } from "./fund_rules.ts";
import { choiceOf } from "./fund_choice.ts";
import { type FoundChoice, type FundRules, mandateFundRules } from "./fund_rules.ts";
import { canCarry, type FundRoom, type FundSide, fundSide } from "./fund_rooms.ts";
import type { HeldExposures } from "./holdings.ts";

/** A side of a sector on which nothing can be held, with its reason in a sentence. */
interface ClosedSide {
  readonly sector: Sector;
  readonly reason: string;
}

/** What funds mean for a book, worked out before it is solved. */
export interface BookFunds {
  /** The problem with all of it: caps, closed sides, sides of the hedge, capital. */
  readonly problem: BookProblem;
  /** Largest exposures that funds can carry, in the order of the problem. */
  readonly fundCaps: FundCaps;
  /** Short views that no fund can follow: none is listed, or what it carries is no trade. */
  readonly closedShorts: readonly ClosedSide[];
  /** Long views for which no fund is listed. */
  readonly closedLongs: readonly ClosedSide[];
  /** The rules with the fund chosen for each view, which the orders start from. */
  readonly rules: FundRules;
  /** Positions larger than their fund has become, each with what is done about it. */
  readonly shrunken: readonly string[];
}

const percent = (share: number) => inUnit(share, "share of equity");

/**
 * The funds of a book: how much each side can carry at most, which sides are closed, and through which
 * fund each view is followed.
 *
 * What a fund carries is a limit of the solve: the largest cap of the funds on a side. Where even that
 * lies under the mandate's smallest trade and nothing is held, or where no fund is listed, a short view
 * is closed. The fund of a view is the first that can carry what the book aims at, A times its share and
 * never more than the mandate's own cap, else the one that carries most. The book may ask for more than
 * its aim, as net may; `fundChoice` goes on from here to the first fund that can carry what was solved,
 * and there is one, for the solve had its cap.
 *
 * Where the limit on capital can bind, an exposure counts in it by its chosen fund. One that is served by a
 * later fund takes as much or less behind a −1x fund; behind a −2x fund it might take more, so there the
 * cap is that fund's own. Orders never need more than was counted, and the book need not be solved again.
 *
 * @param problem Views, betas and limits, before anything is known of funds.
 * @param account The account on the day.
 * @param rules Liquidity of the day, and whether sector funds may be sold short.
 * @returns The problem as it is to be solved, what was closed, and the rules for the orders.
 * @throws {RangeError} If the problem is none; see `fitBook`.
 *
 * @example A tenth of the $30,000 that SMN trades a day, at −2x, is 6 % of $100,000
 * ```ts
 * import { bookFunds, fitBook, heldExposures } from "lab/portfolio";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const views = { sectors: ["XLB", "XLF"] as const, tilts: [-1, 1], betas: [1, 1] };
 * const shorts = [50_000, 100_000].map((equityUsd) => {
 *   const on = { day: day("2026-08-03"), equityUsd, priceOf: () => ({ price: 20 }) };
 *   const { problem } = bookFunds(views, heldExposures([], on));
 *   return fitBook(problem).weights[0].toFixed(3);
 * });
 * deepEqual(shorts, ["-0.120", "-0.060"]);
 * ```
 */
export function bookFunds(
  problem: BookProblem,
  account: HeldExposures,
  rules: FundRules = {},
): BookFunds {
  checkAccount("Cannot find the funds of a book", account);
  checkedFundRules(rules);
  // Checks the problem, names included, before any fund is asked for.
  const { limits } = bookTerms(problem), { sectors, tilts } = problem;
  const by = mandateFundRules(limits, rules);
  const longs = sectors.map((sector) => fundSide(sector, "long", account, by));
  const shorts = sectors.map((sector) => fundSide(sector, "short", account, by));
  const hedges = {
    long: fundSide("market", "long", account, by),
    short: fundSide("market", "short", account, by),
  };
  const closedLongs: ClosedSide[] = [], closedShorts: ClosedSide[] = [];
  sectors.forEach((sector, i) => {
    if (problem.closed?.includes(sector)) return;
    const reason = tilts[i] < 0 ? closedShort(shorts[i], account, limits) : longs[i].closed?.reason;
    if (reason === undefined || tilts[i] === 0) return;
    (tilts[i] < 0 ? closedShorts : closedLongs).push({ sector, reason });
  });
  const fundCaps: FundCaps = {
    long: longs.map(({ cap }) => cap),
    short: shorts.map(({ cap }) => cap),
    hedge: { long: hedges.long.cap, short: hedges.short.cap },
  };
  const open: BookProblem = {
    ...problem,
    closed: [...problem.closed ?? [], ...closedLongs.map(({ sector }) => sector)],
    closedShorts: [...problem.closedShorts ?? [], ...closedShorts.map(({ sector }) => sector)],
    hedgeSides: {
      long: hedges.long.closed === undefined,
      short: hedges.short.closed === undefined,
    },
    fundCaps,
  };
  const views = viewFunds(open, longs, shorts);
  const chosen: Partial<Record<Scope, FoundChoice>> = {};
  for (const { side, room, aim } of views) chosen[side.scope] = choiceOf(side, room, aim, account);
  const counted = countsCapital(limits) ? withCapital(open, views, longs, shorts) : open;
  return {
    problem: counted,
    fundCaps: counted.fundCaps!,
    closedShorts,
    closedLongs,
    rules: { ...rules, chosen },
    shrunken: [...longs, ...shorts, hedges.long, hedges.short].flatMap(shrunken),
  };
}

/** Why a short view cannot be followed at all: no fund is listed, or even the smallest trade is too large. */
function closedShort(
  side: FundSide,
  account: HeldExposures,
  { minimumTradeBps }: Limits,
): string | undefined {
  if (side.closed) return side.closed.reason;
  const least = minimumTradeBps / 1e4;
  if (side.cap >= least || side.rooms.some(({ held }) => held > 0)) return undefined;
  const { equityUsd, day } = account;
  const passed = side.inOrder.flatMap(({ carrier, held }) =>
    carrier.tooSmallFor(least * equityUsd, (least - held) * equityUsd) ?? []
  );
  return `${closedReason(side.scope, side.side, day, passed).slice(0, -1)}, and ` +
    `${minimumTradeBps} bp is the smallest trade.`;
}

/** A view with the funds of its side, and the fund through which it is to be followed. */
interface ViewFund {
  readonly i: number;
  readonly side: FundSide;
  /** What the book aims at, never more than the mandate's own cap; a size, share of equity. */
  readonly aim: number;
  readonly room: FundRoom;
}

/** The fund of each open view: the first that can carry the aim, else the one that carries most. */
function viewFunds(
  problem: BookProblem,
  longs: readonly FundSide[],
  shorts: readonly FundSide[],
): readonly ViewFund[] {
  const { sectors, origin, signs, limits, aim: { shares, times = 0 } } = bookTerms(problem);
  return signs.flatMap((sign, at): readonly ViewFund[] => {
    if (sign === 0) return [];
    const i = origin[at], side = (sign < 0 ? shorts : longs)[i], { rooms } = side;
    const aim = Math.min(times * Math.abs(shares[at]), sectorCap(limits, sectors[at], sign));
    const largest = () => rooms.reduce((most, one) => one.cap > most.cap ? one : most);
    return [{ i, side, aim, room: rooms.find((one) => canCarry(one, aim)) ?? largest() }];
  });
}

/** Whether a book within its gross can break the limit on capital; a free hedge needs its own on top. */
function countsCapital({ capital, gross, accounting }: Limits): boolean {
  return capital < gross || accounting === "free";
}

/** Money per unit of exposure. */
const takes = ({ carrier: { fund } }: FundRoom) => capitalPerExposure(fund);

/** The problem with what each exposure takes of the capital, so capped that no fund takes more. */
function withCapital(
  problem: BookProblem,
  views: readonly ViewFund[],
  longs: readonly FundSide[],
  shorts: readonly FundSide[],
): BookProblem {
  const heldTakes = ({ rooms }: FundSide) =>
    Math.max(0, ...rooms.filter(({ held }) => held > 0).map(takes));
  // A name that a rule keeps as it is stays in the fund it has.
  const of = (sides: readonly FundSide[]) => sides.map((side) => heldTakes(side) || 1);
  const use: { readonly [Side in keyof CapitalUse]: number[] } = {
    long: of(longs),
    short: of(shorts),
  };
  const { long, short, hedge } = problem.fundCaps!;
  const caps = { long: [...long], short: [...short], hedge };
  for (const { i, side, room } of views) {
    const own = takes(room);
    use[side.side][i] = Math.max(own, heldTakes(side));
    // Behind a −1x fund none takes more; behind a −2x fund one might, so that its own cap counts.
    if (own < 1) caps[side.side][i] = room.cap;
  }
  return { ...problem, fundCaps: caps, capitalUse: use };
}

/** That a position is larger than its fund's assets allow, and how far a day's volume lets it fall. */
function shrunken({ scope, side, rooms }: FundSide): readonly string[] {
  return rooms.flatMap(({ carrier: { fund }, held, byAssets, cap }) =>
    held <= byAssets ? [] : [
      `${fund.ticker} holds ${percent(held)} ${side} of ${
        scope === "market" ? "the market" : scope
      }, more than the ` +
      `${percent(byAssets)} that its assets allow; a day's volume lets it fall to ${percent(cap)}.`,
    ]
  );
}
