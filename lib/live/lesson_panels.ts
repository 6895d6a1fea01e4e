import { type Pillar, PILLARS, type Verdict } from "../committee/mod.ts";
import type { Plan } from "../desk/mod.ts";
import type { Sector } from "../market/mod.ts";
import { type Book, GROSS_ROUNDING } from "../portfolio/mod.ts";
import { type LivePanel, livePanel } from "./live_panel.ts";
import type { DayData } from "./panels/day_book.ts";
import { drift, type DriftState } from "./panels/drift.ts";
import { limits } from "./panels/limits.ts";
import { pillarWeights, type PillarWeightsState } from "./panels/pillar_weights.ts";

/** What the desk knew on the day of a plan, as the panels need it. */
function dayData(plan: Plan, source: string): DayData {
  const { account, book, fundCaps } = plan;
  const { turnover, minimumTradeBps } = book.limits;
  const isClosed = (sector: Sector, i: number) =>
    plan.closedShorts.some((one) => one.sector === sector) || fundCaps.short[i] === 0 ||
    // Sectors that are long today may turn: as the desk has it, what is no trade is closed.
    (fundCaps.short[i] < minimumTradeBps / 1e4 && !((account.weights[sector] ?? 0) < 0));
  const betas = book.sectors.map((sector) =>
    plan.betas.find((row) => row.sector === sector)?.beta ?? null
  );
  return {
    sectors: book.sectors,
    betas,
    closedShorts: book.sectors.filter(isClosed),
    closed: book.sectors.filter((_, i) => betas[i] === null),
    fundCaps,
    previous: {
      weights: book.sectors.map((sector) => account.weights[sector] ?? 0),
      hedge: account.hedge,
    },
    // As the desk has it: the first book is exempt.
    turnoverBudget: turnover === null || account.positions.length === 0
      ? null
      : Math.max(0, turnover - account.recentTurnover),
    heldDays: { ...account.heldDays },
    limits: book.limits,
    risk: plan.risk,
    source,
  };
}

/**
 * The panel of lesson 00: three sliders for the weights of the pillars move ratings and book.
 *
 * Sliders hold points; a pillar counts with its share of all points. The book begins as the plan's
 * own. What funds can carry stays as it was on the day.
 *
 * @param verdict The committee's verdict, with the medians of the pillars.
 * @param plan The plan that was made of it.
 * @param options.source The source line of the lesson.
 * @throws {RangeError} If verdict and plan are of different days.
 *
 * @example
 * ```ts
 * import { pillarWeightsPanel } from "lab/live";
 * import { convene, views } from "lab/committee";
 * import { rebalance } from "lab/desk";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { deepEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const today = snapshot(market, market.prices.days[450]);
 * const verdict = await convene(today);
 * const plan = rebalance(today, views(verdict));
 * const panel = pillarWeightsPanel(verdict, plan, { source: "Source: simulated, seed 7." });
 * deepEqual(panel.start.book.weights, plan.book.weights);
 * ```
 */
export function pillarWeightsPanel(
  verdict: Verdict,
  plan: Plan,
  options: { readonly source: string },
): LivePanel<PillarWeightsState> {
  if (verdict.day !== plan.day) {
    throw new RangeError(
      `Cannot show the pillar weights: need verdict and plan of one day, got ${verdict.day} and ` +
        plan.day,
    );
  }
  const day = dayData(plan, options.source);
  return livePanel(pillarWeights, {
    ...day,
    medians: day.sectors.map((sector) => {
      const pillars = verdict.sectors.find((one) => one.sector === sector)?.pillars;
      return Object.fromEntries(PILLARS.flatMap((pillar): [Pillar, number][] => {
        const median = pillars?.[pillar].median;
        return median === undefined ? [] : [[pillar, median]];
      }));
    }),
    confidences: day.sectors.map((sector) =>
      plan.views.find((view) => view.sector === sector)?.confidence ?? 1
    ),
    weights: verdict.weights,
  });
}

/**
 * The panel of lesson 03: sliders for the limits move the book, what is left of each limit, and
 * its shadow price. The views stay as they are.
 *
 * @param plan Its book gives views and limits to begin with.
 * @param options.source The source line of the lesson.
 *
 * @example
 * ```ts
 * import { limitsPanel } from "lab/live";
 * import { rebalance } from "lab/desk";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const plan = rebalance(snapshot(market, market.prices.days[450]), [
 *   { sector: "XLK", score: 5, confidence: 1 },
 *   { sector: "XLE", score: 1, confidence: 1 },
 * ]);
 * const panel = limitsPanel(plan, { source: "Source: simulated, seed 7." });
 * equal(panel.start.status, "reduced");
 * ```
 */
export function limitsPanel(plan: Plan, options: { readonly source: string }): LivePanel<Book> {
  return livePanel(limits, {
    ...dayData(plan, options.source),
    tilts: [...plan.book.tilts],
  });
}

/**
 * A panel in which the market moves, and one sector beside it, and the book of a plan drifts: what its funds
 * become worth, what they expose to then, and which limits are passed.
 *
 * @param plan From `rebalance`; its orders, in whole shares, are what is held.
 * @param options.source The source line.
 *
 * @example
 * ```ts
 * import { rebalance } from "lab/desk";
 * import { driftPanel } from "lab/live";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7 });
 * const plan = rebalance(snapshot(market, market.prices.days.at(-1)!), [
 *   { sector: "XLK", score: 5, confidence: 1 },
 * ]);
 * const { start } = driftPanel(plan, { source: "Source: simulated, seed 7." });
 * equal(start.before.gross, start.after.gross);
 * ```
 */
export function driftPanel(
  plan: Plan,
  options: { readonly source: string },
): LivePanel<DriftState> {
  const { book: { sectors, limits: { gross, sector, side, net, beta } }, trades } = plan;
  const exposures = [...sectors.map((_, i) => trades.weights[i]), trades.hedge];
  const leverageOf = (scope: Sector | "market", exposure: number) =>
    trades.funds.find((one) => one.scope === scope)?.fund?.leverage ?? (exposure < 0 ? -1 : 1);
  const betas = sectors.map((name) => plan.betas.find((row) => row.sector === name)?.beta ?? null);
  return livePanel(drift, {
    // A sector without a beta cannot be moved by the market, and is held by nobody.
    sectors: sectors.filter((_, i) => betas[i] !== null),
    betas: betas.filter((one) => one !== null),
    weights: exposures.slice(0, -1).filter((_, i) => betas[i] !== null),
    leverages: sectors.map((name, i) => leverageOf(name, exposures[i]))
      .filter((_, i) => betas[i] !== null),
    hedge: trades.hedge,
    hedgeLeverage: leverageOf("market", trades.hedge),
    // What is held is in whole shares.
    limits: { gross: gross + GROSS_ROUNDING, sector, side, net, beta: beta.max },
    source: options.source,
  });
}
