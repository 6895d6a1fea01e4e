import { resolve, type Sector, SECTOR_LABELS } from "../market/mod.ts";
import { fitBook, NEUTRAL_SCORE } from "../portfolio/mod.ts";
import type { Plan } from "./plan.ts";

/** The largest tilt there is: a score of 1 or 5 with full confidence. */
const LARGEST_TILT = 2;
/** A limit on beta that binds nothing: any book within the other limits keeps it. */
const NO_BETA_LIMIT = { target: 0, max: 3 };

/** A step on the way from a view to an order. */
export type ViewStepName =
  | "score"
  | "confidence"
  | "scale"
  | "limits"
  | "hedge"
  | "trade rules"
  | "instrument"
  | "rounding"
  | "held"
  | "cost";

/** One bar of the waterfall. */
export interface ViewStep {
  readonly name: ViewStepName;
  /** What the step is, for an axis. */
  readonly label: string;
  /** Where the bar begins and ends, share of equity; each begins where the one before ends. */
  readonly from: number;
  readonly to: number;
  /** to − from, share of equity. */
  readonly change: number;
  /** Up to `trade rules` an exposure, then money in the fund. */
  readonly unit: "exposure" | "capital";
  /** What happened, in a sentence. */
  readonly note: string;
}

/** The way of one sector from its view to its order. */
export interface ViewToOrder {
  readonly sector: Sector;
  readonly label: string;
  readonly steps: readonly ViewStep[];
  /** Exposure that the book gives the sector, share of equity. */
  readonly exposure: number;
  /** Fund that holds it; `undefined` where there is no position. */
  readonly ticker: string | undefined;
  /** Money that leaves the account for it, share of equity; negative comes in. The end of the bars. */
  readonly paid: number;
  /** Whether the whole cost is known; if not, the last bar is the known part. */
  readonly costKnown: boolean;
}

const percent = (share: number) => `${(100 * share).toFixed(2).replace("-", "−")} %`;

/** The sector's exposure under the limits alone, without hedge and with it, on the plan's problem. */
function solvedExposures(plan: Plan, at: number): { limits: number; hedge: number } {
  const { book } = plan;
  const problem = {
    sectors: book.sectors,
    tilts: book.tilts,
    closed: book.sectors.filter((_, i) => !Number.isFinite(book.betas[i])),
    closedShorts: plan.closedShorts.map(({ sector }) => sector),
  };
  const alone = fitBook({
    ...problem,
    betas: book.betas,
    limits: { ...book.limits, beta: NO_BETA_LIMIT, accounting: "none" },
  });
  const short = resolve("market", "short", plan.day, { exposureUsd: 0 }).instrument !== undefined;
  const hedged = fitBook({
    ...problem,
    betas: book.betas,
    limits: book.limits,
    hedgeSides: { short, long: true },
  });
  return { limits: alone.weights[at], hedge: hedged.weights[at] };
}

/**
 * How one sector's view became an order, step by step, so that the steps add up exactly.
 *
 * Score: the exposure the sector would have if every sector had a view as strong as can be. Confidence:
 * what is taken off for doubt. Scale: what is added because other views are weaker, so that all of them
 * use the whole gross. Limits: sector, side, net, cluster and the reader's own, without beta and hedge.
 * Hedge: the limit on beta and the room the hedge takes. Trade rules: turnover budget, minimum trade and
 * minimum holding. From here on the bars are money: a −2x fund takes half of the exposure, and a short is
 * bought like anything else. Rounding to shares and cash kept back; what is held already; and the cost.
 *
 * @param plan From `rebalance`.
 * @param sector One of the plan's sectors.
 * @returns Ten steps; a step in which nothing happens has a change of 0.
 * @throws {RangeError} If the sector is not in the plan's book.
 *
 * @example The bars end at the money that is paid
 * ```ts
 * import { rebalance, viewToOrder } from "lab/desk";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal, ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7 });
 * const plan = rebalance(snapshot(market, market.prices.days.at(-1)!), [
 *   { sector: "XLF", score: 4, confidence: 1 },
 *   { sector: "XLK", score: 5, confidence: 0.8 },
 *   { sector: "XLE", score: 1, confidence: 1 },
 * ]);
 * const { steps, paid, ticker } = viewToOrder(plan, "XLE");
 * equal(ticker, "DUG");
 * ok(steps[0].change < 0 && paid > 0);
 * ok(Math.abs(steps.reduce((sum, { change }) => sum + change, 0) - paid) < 1e-12);
 * ```
 */
export function viewToOrder(plan: Plan, sector: Sector): ViewToOrder {
  const { book, trades, account } = plan;
  const at = book.sectors.indexOf(sector);
  if (at < 0) {
    throw new RangeError(
      `Cannot follow a view: need one of ${book.sectors.join(" ")}, got ${JSON.stringify(sector)}`,
    );
  }
  const label = SECTOR_LABELS[sector];
  const view = plan.views.find((one) => one.sector === sector);
  const away = (view?.score ?? NEUTRAL_SCORE) - NEUTRAL_SCORE, tilt = book.tilts[at];
  const perTilt = book.limits.gross / (LARGEST_TILT * book.sectors.length);
  const solved = solvedExposures(plan, at);
  const exposure = book.weights[at];

  const choice = trades.funds.find(({ scope }) => scope === sector);
  const fund = exposure === 0 ? undefined : choice?.fund;
  const orders = trades.orders.filter(({ scope }) => scope === sector);
  const heldCapital = account.positions
    .filter(({ scope }) => scope === sector)
    .reduce((sum, { valueUsd }) => sum + valueUsd, 0) / account.equityUsd;
  const bought = orders.reduce(
    (sum, { action, dollars }) => sum + (action === "buy" ? dollars : -dollars),
    0,
  ) / account.equityUsd;
  const cost = orders.reduce((sum, order) => sum + order.cost.knownUsd, 0) / account.equityUsd;
  const costKnown = orders.every((order) => order.cost.totalUsd !== undefined);

  const steps: ViewStep[] = [];
  let reached = 0;
  const step = (
    name: ViewStepName,
    label: string,
    to: number,
    unit: ViewStep["unit"],
    note: string,
  ) => {
    steps.push({ name, label, from: reached, to, change: to - reached, unit, note });
    reached = to;
  };
  step(
    "score",
    "Score",
    perTilt * away + 0,
    "exposure",
    view
      ? `A score of ${view.score} is ${away > 0 ? "+" : ""}${away} away from ${NEUTRAL_SCORE}.`
      : `No view on ${label}.`,
  );
  step(
    "confidence",
    "Confidence",
    perTilt * tilt + 0,
    "exposure",
    view ? `Believed by ${percent(view.confidence)}.` : "Nothing to believe.",
  );
  step(
    "scale",
    "Scale",
    book.targets[at],
    "exposure",
    `All views together use ${percent(book.limits.gross)} gross.`,
  );
  const closed = plan.closedShorts.find((one) => one.sector === sector);
  step(
    "limits",
    "Limits",
    solved.limits,
    "exposure",
    closed?.reason ?? "Caps on sector, side, net and cluster.",
  );
  step("hedge", "Hedge", solved.hedge, "exposure", "The limit on beta, and room for the hedge.");
  step(
    "trade rules",
    "Trade rules",
    exposure,
    "exposure",
    book.fixed.includes(sector)
      ? "Held as it was, by minimum trade or minimum holding."
      : "Turnover budget, minimum trade and minimum holding.",
  );
  step(
    "instrument",
    "Instrument",
    fund ? exposure / fund.leverage : exposure,
    "capital",
    fund
      ? `${fund.ticker} gives ${fund.leverage}x: money is exposure ÷ ${fund.leverage}.`
      : "No fund is needed.",
  );
  step(
    "rounding",
    "Rounding",
    heldCapital + bought,
    "capital",
    orders.some(({ shares }) => shares === undefined)
      ? "No trade price: the order is in dollars and not rounded."
      : "Whole shares, and a little cash kept back.",
  );
  step("held", "Held already", bought, "capital", `${percent(heldCapital)} is held already.`);
  step(
    "cost",
    "Cost",
    bought + cost,
    "capital",
    costKnown ? "Spread, impact and fees." : "At least this much: a part is not known.",
  );
  return { sector, label, steps, exposure, ticker: fund?.ticker, paid: reached, costKnown };
}
