import {
  canonicalJson,
  convene,
  LEAST_STATED_CONFIDENCE,
  PILLAR_LABELS,
  PILLARS,
  rulesAnalyst,
  TEMPERAMENTS,
} from "../committee/mod.ts";
import { DataError } from "../errors.ts";
import { type HoldoutMark, isAfterCutoff, scoresMark } from "../evidence/mod.ts";
import { outsideLine } from "../outside_text.ts";
import { counted } from "../words.ts";
import {
  type Market,
  openMarket,
  type PriceWarning,
  SECTORS,
  sectorsOn,
  simulatedMarket,
  simulatedTruth,
  snapshot,
  sourceLine,
} from "../market/mod.ts";
import {
  assumedVolumeText,
  daysWithScores,
  decisionDays,
  decisionsThatTake,
  type MarketHoldout,
  marketHoldout,
  marketMark,
  panelOf,
  type PillarTable,
  type ResearchPanel,
  RULE_SCORES,
  type Schedule,
  type ScoredDecisions,
  SECTOR_COUNT,
  WARM_UP_ROWS,
} from "../research/mod.ts";
import { firstUsable, knownBy, pillarTableOf, readScores } from "../scores/mod.ts";
import { randomStream } from "../stats/mod.ts";
import type { Day } from "../units.ts";
import { HORIZON_LABELS, horizonPillars } from "./horizon_pillars.ts";
import { withoutGaps } from "./without_gaps.ts";
import type { SweepConfig } from "./sweep_config.ts";

/** What one panel is made from: a world and the settings that a panel depends on. Plain data. */
export interface PanelRecipe {
  readonly data:
    | Extract<SweepConfig["data"], { kind: "industries" | "files" }>
    | (Omit<Extract<SweepConfig["data"], { kind: "simulated" }>, "seeds"> & {
      readonly seed: number;
    });
  readonly schedule: Schedule;
  readonly analysts: number;
  readonly halfLifeDays: number;
  readonly from?: string;
  readonly to?: string;
  readonly fill: "next open" | "same close";
  readonly holdoutShare: number | null;
  /** Hash by path of the reader's files, so that a changed file makes another panel. */
  readonly files?: Readonly<Record<string, string>>;
  /** Whether the sealed decisions are taken in too: only for opening the holdout. */
  readonly isOpen?: boolean;
}

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
  /** What a reader must know of the data, sentences. */
  readonly notes: readonly string[];
  /** What is odd in the reader's price files; absent where there are none. */
  readonly warnings?: readonly PriceWarning[];
}

/** Decisions put away, and by what their openings are recognised. */
export interface HeldOut {
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

interface Pillars {
  readonly table: PillarTable;
  readonly confidence?: Float64Array;
  readonly labels: readonly [string, string, string];
  readonly notes: readonly string[];
  /** Whose decisions they are, for what is put away. */
  readonly scored: ScoredDecisions;
  /** Whether they were moved to the days of decisions. */
  readonly areMoved?: boolean;
}

/**
 * Builds the panel of a recipe: the market, its pillars asked through snapshots, and what every leg
 * returned. The same recipe gives the same bytes.
 *
 * @param onDay Called after each day a committee was asked.
 * @throws {DataError} If a file cannot be used, the scores have gaps, or too few decisions are left.
 */
export async function sweepPanel(recipe: PanelRecipe, onDay?: () => void): Promise<SweepPanel> {
  const market = await marketOf(recipe);
  const warm = market.prices.days[WARM_UP_ROWS[market.frequency]];
  if (warm === undefined) {
    throw new DataError(
      `Cannot sweep: need more than ${
        WARM_UP_ROWS[market.frequency]
      } rows of prices, the first of which ` +
        `only feed betas, got ${market.prices.days.length}`,
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
  const { table, confidence, labels, notes, scored, areMoved } = lastPillars.pillars;
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
      data.kind === "industries"
        ? { kind: "industries" }
        : { kind: "prices", prices: data.prices, dividends: data.dividends },
    )).market;
  lastMarket = { key, market };
  return market;
}

function worldOptions(data: Extract<PanelRecipe["data"], { kind: "simulated" }>) {
  const { seed, years, planted } = data;
  return { seed, years, ...(planted === undefined ? {} : { planted }) };
}

async function pillarsOf(
  market: Market,
  days: readonly Day[],
  recipe: PanelRecipe,
  onDay?: () => void,
): Promise<Pillars> {
  const labels = PILLARS.map((pillar) => PILLAR_LABELS[pillar]) as unknown as Pillars["labels"];
  const { data } = recipe;
  if (data.kind === "industries") {
    return {
      table: horizonPillars(market, days),
      labels: HORIZON_LABELS,
      scored: { scores: "the technical pillar at three horizons" },
      notes: [
        "The industries have prices alone: the three “pillars” are the technical pillar at three " +
        `horizons, ${HORIZON_LABELS.join(", ")}`,
      ],
    };
  }
  if (data.kind === "files") {
    const file = await readScores(data.scores), { scoresAgeDays: ageDays, cutoff } = data;
    const taken = ageDays === undefined ? undefined : knownBy(file, days, { ageDays });
    const own = pillarTableOf(taken ?? file);
    const last = own.days[own.days.length - 1], scorer = outsideLine(data.scoredBy);
    const isKept = (on: Day) => isAfterCutoff(on, cutoff ?? "no memory");
    const within = days.filter((on) => own.days[0] <= on && on <= last && isKept(on));
    const remembered = days.filter((on) => own.days[0] <= on && on <= last && !isKept(on)).length;
    if (within.length < 3) {
      throw new DataError(
        `Cannot use ${own.where}: need at least three decision days between its first and last day, ` +
          `${own.days[0]} and ${
            own.days[own.days.length - 1]
          }, got ${within.length}; decisions begin ` +
          `on ${days[0] ?? "no day"}` +
          (remembered > 0
            ? `, and ${remembered} of them lie on or before ${scorer}'s knowledge cutoff, ${cutoff}`
            : ""),
        { where: own.where },
      );
    }
    const table = withoutGaps(own, within, (on) => snapshot(market, on).sectors);
    const decided = new Set<Day>(decisionDays(market, recipe.schedule));
    const strays = own.days.filter((on) => !decided.has(on)).length;
    const outside = own.days.length - strays - within.length - remembered;
    return {
      table,
      labels,
      areMoved: taken !== undefined,
      scored: {
        scores: scoresMark(await Deno.readFile(data.scores)),
        title: own.where,
        // No schedule and no first or last day moves what is put away.
        days: taken ? firstUsable(file, market.prices.days) : daysWithScores(own, market),
        isBehind: (on) => isAfterCutoff(on, cutoff),
      },
      notes: [
        ...(remembered > 0
          ? [
            `${remembered} decisions on or before ${cutoff}, the knowledge cutoff of ` +
            `${scorer}, are left out: they may be remembered`,
          ]
          : []),
        ...(cutoff === undefined
          ? [
            `The knowledge cutoff of ${scorer} is unknown: every figure may be remembered, and ` +
            "none is to be quoted",
          ]
          : []),
        ...(strays > 0
          ? [
            `${counted(strays, "day")} of ${own.where} ${
              strays === 1 ? "is no decision day and is" : "are no decision days and are"
            } not used`,
          ]
          : []),
        ...(outside > 0
          ? [
            `${counted(outside, "decision day")} of ${own.where} ${
              outside === 1 ? "lies" : "lie"
            } before ${
              within[0]
            }, where betas have their history, or outside the days asked for, and ${
              outside === 1 ? "is" : "are"
            } not used`,
          ]
          : []),
        ...(own.isBlended
          ? [`The scores of ${own.where} are blended, and every weighting makes the same book`]
          : []),
        ...(taken && taken.older > 0
          ? [
            `${taken.older} of ${taken.taken} scores are older than their decision, by ` +
            `${counted(taken.oldestDays, "day")} at most`,
          ]
          : []),
        ...(own.abstentions > 0 && !own.isBlended
          ? [
            `${own.abstentions} cells of ${own.where} are empty: there the pillar abstained and ` +
            "its weight went to the others",
          ]
          : []),
      ],
    };
  }
  if (data.committee === "dice") {
    return {
      table: diceTable(days, data.diceSeed),
      labels,
      scored: { scores: `dice ${data.diceSeed}` },
      notes: ["The committee throws dice"],
    };
  }
  const cells = days.length * SECTOR_COUNT;
  const scores = new Float64Array(PILLARS.length * cells).fill(NaN);
  const confidence = new Float64Array(cells);
  const analysts = TEMPERAMENTS.slice(0, recipe.analysts).map((temperament) =>
    rulesAnalyst({ temperament })
  );
  for (let k = 0; k < days.length; k++) {
    const verdict = await convene(snapshot(market, days[k]), { analysts });
    for (const { sector, pillars, confidence: stated = 0 } of verdict.sectors) {
      const at = k * SECTOR_COUNT + SECTORS.indexOf(sector);
      PILLARS.forEach((pillar, p) => scores[p * cells + at] = pillars[pillar].median ?? NaN);
      confidence[at] = stated < LEAST_STATED_CONFIDENCE ? 0 : stated;
    }
    onDay?.();
  }
  const { planted } = data;
  return {
    table: { days, scores },
    confidence,
    labels,
    scored: {
      scores: planted === undefined
        ? RULE_SCORES
        : `${RULE_SCORES}, planted ${canonicalJson(planted)}`,
    },
    notes: [],
  };
}

/** Sub-scores from 1 to 5 without any knowledge, drawn anew for each pillar, sector and day. */
function diceTable(days: readonly Day[], seed: number): PillarTable {
  const draw = randomStream(seed), cells = days.length * SECTOR_COUNT;
  const scores = new Float64Array(PILLARS.length * cells).fill(NaN);
  days.forEach((on, k) => {
    const listed = sectorsOn(on);
    for (let p = 0; p < PILLARS.length; p++) {
      SECTORS.forEach((sector, i) => {
        if (listed.includes(sector)) scores[p * cells + k * SECTOR_COUNT + i] = 1 + draw.integer(5);
      });
    }
  });
  return { days, scores };
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
