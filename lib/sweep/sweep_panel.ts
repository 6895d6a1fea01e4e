import { DataError } from "../errors.ts";
import type { HoldoutMark } from "../evidence/mod.ts";
import {
  type Market,
  openMarket,
  type PriceWarning,
  simulatedMarket,
  simulatedTruth,
  sourceLine,
} from "../market/mod.ts";
import {
  assumedVolumeText,
  decisionDays,
  decisionsThatTake,
  type MarketHoldout,
  marketHoldout,
  marketMark,
  panelOf,
  type ResearchPanel,
  type Schedule,
  SECTOR_COUNT,
  WARM_UP_ROWS,
} from "../research/mod.ts";
import type { Day } from "../units.ts";
import type { PanelRecipe } from "./panel_recipe.ts";
import type { Pillars } from "./pillars.ts";
import { pillarsOf } from "./sweep_pillars.ts";

/** A panel with what a result says about it. */
export interface SweepPanel {
  readonly panel: ResearchPanel;
  /** The committee's stated confidence × 11, 0 below 0.3; 1 where nobody states one. */
  readonly confidence: Float64Array;
  readonly facts: PanelFacts;
}

/** What is known of a panel besides its numbers; goes into the manifest. */
export interface PanelFacts {
  /** The line that ends every caption. */
  readonly source: string;
  readonly pillarLabels: readonly [string, string, string];
  readonly periodsPerYear: number;
  /** Decision days; the last one closes the account. */
  readonly days: readonly Day[];
  /** What cash returned until the next fill, one per step. */
  readonly cash: readonly number[];
  /** State of the market at each decision, for tables by regime and never an input. */
  readonly regimes: readonly string[];
  /** What the market is known by. */
  readonly mark: string;
  /** Decisions put away; null where nothing is held out. */
  readonly heldOut: HeldOut | null;
  /** What the lab's own rule puts away and this sweep looks at, all or in part. */
  readonly looksAt?: Pick<MarketHoldout, "name" | "from" | "to" | "mark">;
  /** Whether all of it may be remembered by whoever answered; absent where it is not. */
  readonly isRemembered?: true;
  /** What a reader must know of the data, sentences. */
  readonly notes: readonly string[];
  /** What is odd in the reader's price files; absent where there are none. */
  readonly warnings?: readonly PriceWarning[];
}

/** Decisions put away, and by what their openings are recognised. */
interface HeldOut {
  readonly name: string;
  readonly from: Day;
  readonly to: Day;
  /** Decisions of the sweep's schedule in it. */
  readonly steps: number;
  readonly mark: HoldoutMark;
}

/** A market this far below its highest close so far is "down", the usual 20 % rule. */
const DOWN_SHARE = 0.2;

/** Markets and pillars of the last recipe: variants that differ in betas alone share them. */
let lastMarket: { readonly key: string; readonly market: Market } | undefined;
let lastPillars: { readonly key: string; readonly pillars: Pillars } | undefined;

/** Lets go of the last market and its pillars; the next panel builds them anew. */
export function forgetMarkets(): void {
  lastMarket = lastPillars = undefined;
}

/**
 * Builds the panel of a recipe: the market, its pillars asked through snapshots, and what every leg
 * returned. The same recipe gives the same bytes.
 *
 * @param onDay Called after each day a committee was asked.
 * @throws {DataError} If a file cannot be used, the scores have gaps, or too few decisions are left.
 *
 * @example
 * ```ts
 * import { sweepConfig, sweepPanel, sweepPlan } from "lab/sweep";
 * import { equal } from "node:assert/strict";
 *
 * const config = sweepConfig({
 *   data: { kind: "simulated", seeds: [7], years: 3, committee: "dice" },
 *   grid: { step: 0.5 },
 * });
 * const { facts } = await sweepPanel(sweepPlan(config).recipes[0]);
 * equal(facts.source, "Source: simulated, seed 7.");
 * ```
 */
export async function sweepPanel(recipe: PanelRecipe, onDay?: () => void): Promise<SweepPanel> {
  const market = await marketOf(recipe);
  const warm = market.prices.days[WARM_UP_ROWS[market.frequency]];
  if (warm === undefined) {
    throw new DataError(
      `Cannot sweep: need more than ${
        WARM_UP_ROWS[market.frequency]
      } rows of prices, the first of which only feed betas, got ${market.prices.days.length}`,
    );
  }
  const { schedule, analysts, from, to } = recipe;
  const pillarKey = JSON.stringify([recipe.data, recipe.files, schedule, analysts, from, to]);
  if (lastPillars?.key !== pillarKey) {
    const days = decisionDays(market, schedule, {
      from: (from !== undefined && from > warm ? from : warm) as Day,
      ...(to === undefined ? {} : { to: to as Day }),
    });
    lastPillars = { key: pillarKey, pillars: await pillarsOf(market, days, recipe, onDay) };
  }
  const { table, confidence, labels, notes, scored, areMoved, isRemembered } = lastPillars.pillars;
  const { holdoutShare: share } = recipe, all = table.days;
  const put = share === null ? undefined : marketHoldout(market, { ...scored, share });
  const known = put === undefined ? all.length : all.filter((on) => on < put.from).length;
  const rule = marketHoldout(market, scored);
  if (known < 3) {
    throw new DataError(
      `Cannot sweep: need at least three decision days after the holdout is put away, got ${
        Math.max(0, known)
      } of ${all.length}`,
    );
  }
  const days = recipe.isOpen ? all : all.slice(0, known);
  const panel = panelOf(market, table, {
    days,
    schedule,
    fill: recipe.fill,
    betas: { halfLifeDays: recipe.halfLifeDays },
  });
  const steps = days.length - 1;
  const trusted = new Float64Array(days.length * SECTOR_COUNT).fill(1);
  if (confidence) trusted.set(confidence.subarray(0, trusted.length));
  return {
    panel,
    confidence: trusted,
    facts: {
      source: sourceLine(market.source),
      pillarLabels: labels,
      periodsPerYear: panel.periodsPerYear,
      days,
      cash: Array.from(panel.cashFactor, (factor) => factor - 1),
      regimes: regimesOf(market, recipe, days.slice(0, steps)),
      mark: marketMark(market),
      heldOut: put === undefined || recipe.isOpen ? null : {
        ...placeOf(put),
        steps: (areMoved ? decisionsThatTake : stepsFrom)(market, schedule, put),
      },
      ...(rule !== undefined && !recipe.isOpen && known > 0 && all[known - 1] >= rule.from
        ? { looksAt: placeOf(rule) }
        : {}),
      ...(isRemembered ? { isRemembered } : {}),
      notes: [
        ...notes,
        ...(panel.assumedFunds && panel.assumedFunds.length > 0
          ? [capital(assumedVolumeText(panel.assumedFunds))]
          : []),
      ],
      ...(market.warnings ? { warnings: market.warnings } : {}),
    },
  };
}

const capital = (phrase: string) => phrase[0].toUpperCase() + phrase.slice(1);

const placeOf = ({ name, from, to, mark }: MarketHoldout) => ({ name, from, to, mark });

/** Decisions of a schedule among the days put away. */
function stepsFrom(market: Market, schedule: Schedule, { from, to }: MarketHoldout): number {
  return decisionDays(market, schedule, { from, to }).length;
}

async function marketOf({ data, files }: PanelRecipe): Promise<Market> {
  const key = JSON.stringify([data, files]);
  if (lastMarket?.key === key) return lastMarket.market;
  const market = data.kind === "simulated"
    ? simulatedMarket(worldOptions(data))
    : (await openMarket(
      data.kind === "industries" ? { kind: "industries" } : {
        kind: "prices",
        prices: data.prices,
        dividends: data.dividends,
        evidence: data.evidence,
        knownAfterDays: data.knownAfterDays,
      },
    )).market;
  lastMarket = { key, market };
  return market;
}

function worldOptions(data: Extract<PanelRecipe["data"], { kind: "simulated" }>) {
  const { seed, years, planted } = data;
  return { seed, years, ...(planted === undefined ? {} : { planted }) };
}

function regimesOf(market: Market, recipe: PanelRecipe, days: readonly Day[]): readonly string[] {
  if (recipe.data.kind === "simulated") {
    const truth = simulatedTruth(worldOptions(recipe.data));
    const at = new Map(truth.days.map((on, row) => [on, truth.regimes[row]]));
    return days.map((on) => at.get(on) ?? "unknown");
  }
  const closes = market.prices.close.get(market.index)!;
  const state = new Map<Day, string>();
  let high = -Infinity;
  market.prices.days.forEach((on, row) => {
    if (closes[row] > high) high = closes[row];
    state.set(on, closes[row] <= (1 - DOWN_SHARE) * high ? "down" : "up");
  });
  return days.map((on) => state.get(on)!);
}
