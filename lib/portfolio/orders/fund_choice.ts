import {
  checkFields,
  checkFlag,
  checkList,
  checkObject,
  checkWord,
  shown,
} from "../../arguments.ts";
import {
  type Instrument,
  type Liquidity,
  listedOn,
  MAX_ADV_SHARE,
  MAX_AUM_SHARE,
  type Resolution,
  resolve,
  type ResolveOptions,
  type Scope,
  type Sector,
  SECTORS,
} from "../../market/mod.ts";
import type { Day } from "../../units.ts";
import { checkAccount } from "./check_account.ts";
import { checkedFundRules } from "./fund_rules.ts";
import type { HeldExposures, Position } from "./holdings.ts";
import { checkLimits } from "../check_limits.ts";
import type { Limits } from "../limits.ts";

/** What the choice of a fund depends on besides day and size; all of it is passed to `resolve`. */
export type FundRules = Omit<ResolveOptions, "exposureUsd" | "tradeUsd">;

/** Rules with the sizes that a mandate allows in a fund. */
export function mandateFundRules(limits: Limits, rules: FundRules = {}): FundRules {
  const { advShare, fundShare } = checkLimits(limits);
  return { ...checkedFundRules(rules), maxAdvShare: advShare, maxAumShare: fundShare };
}

/** The fund for a position, or why there is none. */
export type FundChoice =
  | {
    readonly scope: Scope;
    readonly fund: Instrument;
    /** Whether shares are borrowed and sold. */
    readonly soldShort: boolean;
    /** Whether another fund would be the first choice now, but the one held is still legal. */
    readonly kept: boolean;
    /** Why it is not the first choice. */
    readonly reason?: string;
    /** `approximate, as of …` where the liquidity of the day is not known. */
    readonly liquidity?: string;
  }
  | {
    readonly scope: Scope;
    readonly fund: undefined;
    readonly reason: string;
    /** `size` if a smaller position would have found a fund. */
    readonly cause: "none exists" | "not listed" | "size";
  };

const SCOPES: readonly Scope[] = [...SECTORS, "market"];

/** Whether a fund already held may stay for a position of that size: listed, and large enough. */
function mayStay(
  position: Position,
  exposureUsd: number,
  tradeUsd: number,
  day: Day,
  rules: FundRules,
): boolean {
  const { instrument: fund } = position;
  // A −2x fund on the market resets daily twice as hard; resolve never chooses it, nor is it kept.
  if (fund.sector === "market" && Math.abs(fund.leverage) !== 1) return false;
  if (fund.leverage > 0 && position.shares < 0 && !rules.shortSpdr) return false;
  if (!listedOn(fund, day)) return false;
  const today: Liquidity = rules.liquidity?.(fund.ticker) ?? {};
  const adv = today.advUsd ?? fund.adv, aum = today.aumUsd ?? fund.aum;
  // What is not known cannot be within a limit: then the rules of `resolve` decide anew.
  if (adv === undefined || aum === undefined) return false;
  const times = Math.abs(fund.leverage);
  return tradeUsd / times <= (rules.maxAdvShare ?? MAX_ADV_SHARE) * adv &&
    exposureUsd / times <= (rules.maxAumShare ?? MAX_AUM_SHARE) * aum;
}

/**
 * The fund by which an exposure is held, given what the account holds.
 *
 * `resolve` decides. If the account holds the same side of the same sector through another fund, that
 * fund stays as long as it is listed and within the liquidity limits, because a switch costs two
 * spreads and changes no exposure; otherwise it is closed out and the position opened anew. Of
 * several funds held the resolved one stays, else the largest that may.
 *
 * @param scope A sector, or `"market"` for the hedge.
 * @param exposure Signed exposure wanted, share of equity; 0 asks whether a short exists at all.
 * @param account The account on the day of the trade.
 * @param rules Options of `resolve`.
 * @returns The fund, or the reason why the side is closed.
 * @throws {RangeError} If the exposure is not finite, or `resolve` refuses its arguments.
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
  const { day, equityUsd } = account;
  const side = exposure > 0 ? "long" : "short";
  const exposureUsd = Math.abs(exposure) * equityUsd;
  const sameSide = account.positions.filter((position) =>
    position.scope === scope && (side === "long" ? position.exposure > 0 : position.exposure < 0)
  );
  const changeIn = (position: Position) => Math.abs(exposure - position.exposure) * equityUsd;
  const resolveWith = (tradeUsd: number): Resolution =>
    resolve(scope, side, day, { ...rules, exposureUsd, tradeUsd });

  // The first choice for one who holds nothing; if it is held, only the change must find a market.
  let chosen = resolveWith(exposureUsd);
  let heldAsChosen = sameSide.find((held) => held.ticker === chosen.instrument?.ticker);
  if (chosen.status !== "first choice") {
    const withHeld = sameSide
      .map((held) => ({ held, resolution: resolveWith(changeIn(held)) }))
      .find(({ held, resolution }) => resolution.instrument?.ticker === held.ticker);
    if (withHeld) {
      chosen = withHeld.resolution;
      heldAsChosen = withHeld.held;
    }
  }
  if (!heldAsChosen && exposure !== 0) {
    const stays = sameSide
      .filter((held) => mayStay(held, exposureUsd, changeIn(held), day, rules))
      .sort((a, b) => Math.abs(b.exposure) - Math.abs(a.exposure))[0];
    if (stays) {
      const { instrument: fund } = stays;
      return {
        scope,
        fund,
        soldShort: stays.shares < 0,
        kept: true,
        reason: `${fund.ticker} is held and stays: ` +
          (chosen.instrument
            ? `${chosen.instrument.ticker} would be the choice today`
            : chosen.reason),
        ...(rules.liquidity?.(fund.ticker)?.advUsd === undefined
          ? { liquidity: `approximate, as of ${fund.asOf}` }
          : {}),
      };
    }
  }
  if (chosen.status === "closed") {
    return { scope, fund: undefined, reason: chosen.reason, cause: chosen.cause };
  }
  return {
    scope,
    fund: chosen.instrument,
    soldShort: chosen.soldShort,
    kept: false,
    ...(chosen.reason ? { reason: chosen.reason } : {}),
    ...(chosen.approximate ? { liquidity: chosen.approximate } : {}),
  };
}

/** Whether a short of some size can be held, and through what. */
export type ShortAccess = FundChoice & {
  /** The exposure asked about, share of equity, at most 0. */
  readonly exposure: number;
  readonly open: boolean;
};

/**
 * Which sectors, and whether the market, can be held short at the exposures given.
 *
 * Closing a sector makes others larger, which may close them in turn. So the desk asks, closes, solves
 * and asks again until nothing new is closed; each round closes at least one of eleven, so it ends.
 *
 * @param exposures Exposure by sector and `market`, share of equity. Entries above 0 are left out; 0
 *   asks whether any fund is listed, whatever the size.
 * @param account The account on the day.
 * @param rules Options of `resolve`, such as `shortSpdr`.
 * @returns One row per exposure of at most 0, in the order of the sectors, the market last.
 * @throws {RangeError} If an exposure is not finite.
 *
 * @example Staples can be sold short a little, but not much; communication services not at all
 * ```ts
 * import { heldExposures, shortAccess } from "lab/portfolio";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const account = heldExposures([], {
 *   day: day("2026-08-03"),
 *   equityUsd: 100_000,
 *   priceOf: () => ({ price: 20 }),
 * });
 * const open = (size: number) =>
 *   shortAccess({ XLC: size, XLP: size, market: size }, account).map((row) => row.open);
 * deepEqual(open(-0.05), [false, true, true]);
 * deepEqual(open(-0.25), [false, false, true]);
 * ```
 */
export function shortAccess(
  exposures: Readonly<Partial<Record<Scope, number>>>,
  account: Pick<HeldExposures, "day" | "equityUsd" | "positions">,
  rules: FundRules = {},
): readonly ShortAccess[] {
  checkFields("Cannot find shorts", "exposures", exposures, SCOPES);
  return SCOPES.flatMap((scope) => {
    const exposure = exposures[scope];
    if (exposure === undefined || exposure > 0) return [];
    const choice = fundChoice(scope, exposure, account, rules);
    return [{ ...choice, exposure, open: choice.fund !== undefined }];
  });
}

/** The sectors among the rows of `shortAccess` that are closed. */
export function closedSectors(access: readonly ShortAccess[]): readonly Sector[] {
  checkList("Cannot name closed sectors", "what is given", access, "rows of shortAccess");
  for (const row of access) {
    checkObject("Cannot name closed sectors", "each row", row, "scope and open");
    checkWord("Cannot name closed sectors", "the scope of a row", row.scope, SCOPES);
    checkFlag("Cannot name closed sectors", `open of ${row.scope}`, row.open);
  }
  return access.flatMap((row) => row.open || row.scope === "market" ? [] : [row.scope]);
}
