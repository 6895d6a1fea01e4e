import type { Instrument, Scope, Sector, Snapshot } from "../../market/mod.ts";
import type { HeldName } from "../book_problem.ts";
import type { Exposures } from "../check_exposures.ts";
import type { BookRisk } from "../limits/book_risk.ts";
import type { Limits } from "../limits/limits.ts";
import type { CostModel, TradeCost } from "./costs.ts";
import type { FundChoice } from "./fund_choice.ts";
import type { FundRules } from "./fund_rules.ts";
import type { HeldExposures } from "./holdings.ts";
import type { NarrowLimit } from "./narrow_limits.ts";

/** Something to be bought or sold. */
export interface Order {
  readonly ticker: string;
  readonly action: "buy" | "sell";
  /** Whole shares; absent where there is no price to count them with. */
  readonly shares?: number;
  /** Value of the order, dollars, above 0. */
  readonly dollars: number;
  /** Dollars per share; absent where there is none. */
  readonly price?: number;
  /** The sector the fund serves, or the market. */
  readonly scope: Scope;
  readonly leverage: Instrument["leverage"];
  /** Signed exposure through this fund, share of equity, before and after the order. */
  readonly exposureBefore: number;
  readonly exposureAfter: number;
  readonly cost: TradeCost;
  /** How far the figures of spread and volume can be trusted; empty where they are of the day. */
  readonly liquidity: string;
  /** Why the order is in dollars; absent where it is in shares. */
  readonly reason?: "no price" | "adjusted price";
  /** Why this fund, where it is not the first choice, or why the position is closed. */
  readonly note?: string;
}

/** Exposures to be held, signed shares of equity. */
export interface TargetBook extends Exposures {
  /** The order of the weights. */
  readonly sectors: readonly Sector[];
  /** Measured betas; one that is unknown is allowed where the weight is 0. */
  readonly betas: readonly (number | undefined)[];
}

/** What `orders` works with besides the target. */
export interface OrdersOptions {
  /** The view of the day: prices and volatilities. */
  readonly snapshot: Snapshot;
  /** The account on that day, from `heldExposures`. */
  readonly account: HeldExposures;
  /** The limits the target was solved under; the default ones fill what is not given. */
  readonly limits?: Partial<Limits>;
  /** Risk figures it was solved with, the sectors as in the target; only where limits need them. */
  readonly risk?: BookRisk;
  /** Names that stay as they are, by minimum trade or minimum holding, as `fitBook` was told. */
  readonly fixed?: readonly HeldName[];
  /** Turnover still allowed, share of equity; absent for none. */
  readonly turnoverBudget?: number;
  /**
   * Options of `resolve`, such as liquidity figures of the day. How large an order and a position may
   * be in a fund is what the limits say.
   */
  readonly rules?: FundRules;
  readonly costs?: Partial<CostModel>;
  /** Cash kept for costs, share of equity; 0.005 by default. */
  readonly cashReserve?: number;
}

/**
 * Orders with the book they lead to, or the reason why there are none. Its exposures are those after
 * the orders, in the order of `target.sectors`; the present ones if there are none.
 */
export interface OrderPlan extends Exposures {
  /**
   * `orders`: trade these. `no trade`: the account holds the book already. `too small`: no book in
   * whole shares keeps the limits. `too narrow`: a limit leaves less room than one share takes, in any
   * account; see `narrow`. `short of cash`: the book needs more capital than there is. `closed`: a
   * position has no fund; see `closed`.
   */
  readonly status: "orders" | "no trade" | "too small" | "too narrow" | "short of cash" | "closed";
  /** Sells before buys, each in the order of the sectors, the market last. */
  readonly orders: readonly Order[];
  /** The fund of each position of the target. */
  readonly funds: readonly FundChoice[];
  /** Positions without a fund; empty unless the status is `closed`. */
  readonly closed: readonly FundChoice[];
  /** Cash after the orders and their known costs, dollars; never negative. */
  readonly cashUsd: number;
  /** Σ|value| of all funds after the orders, share of equity. */
  readonly capitalUsed: number;
  /** Σ|change of exposure| over sectors and market, share of equity. */
  readonly turnover: number;
  /** Cost of all orders, dollars, or `undefined` if one of them is unknown. */
  readonly costUsd: number | undefined;
  /** The part that is known: a floor where `costUsd` is unknown. */
  readonly knownCostUsd: number;
  /** `costUsd` over equity, bp. */
  readonly costBps: number | undefined;
  /** √Σ(exposure − target)² over positions, share of equity: what whole shares cost in precision. */
  readonly distance: number;
  /** For `too small`: the first size on a grid of 5 % steps whose orders were found, dollars. */
  readonly smallestAccountUsd?: number;
  /** For `too narrow`: the limits, what shares can keep them to, and what to allow instead. */
  readonly narrow?: readonly NarrowLimit[];
  /** What gave way to limits because shares are whole; empty as a rule, and noted. */
  readonly gaveWay: readonly ("held positions" | "turnover budget")[];
  /** Why there are no orders, in a sentence. */
  readonly reason?: string;
  /** What a reader should know: funds not of first choice, rules given up, figures not known. */
  readonly notes: readonly string[];
}
