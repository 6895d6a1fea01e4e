import { type ExpectedReturn, expectedReturns } from "../../allocation/mod.ts";
import { type DumbbellRow, points, type SlopeAxis, type SlopeLine } from "../../charts/mod.ts";
import { number, percent } from "../../charts/mod.ts";
import { type Sector, SECTOR_LABELS } from "../../market/mod.ts";
import {
  type Book,
  HOLDING_YEARS,
  meanVarianceBook,
  type MeanVarianceProblem,
  turnover,
} from "../../portfolio/mod.ts";
import { changeRows } from "../kit/chart_rows.ts";
import type { RiskOfDay } from "./risk_of_day.ts";
import type { LimitProblem } from "./limit_steps.ts";
import { withRisk } from "./volatility_sweep.ts";

/** Scores on their way to expected returns. */
interface ReturnRoad {
  readonly sectors: readonly Sector[];
  readonly scores: readonly number[];
  readonly steps: readonly ExpectedReturn[];
  /** Size at which z is cut. */
  readonly cap: number;
  /** What `meanVarianceBook` needs of it: returns per year, limits, covariance, what is closed. */
  readonly problem: Omit<MeanVarianceProblem, "riskAversion">;
}

/** Covariance of the sectors' returns less the market's; the market is the last of what is given. */
export function relativeCovariance(covariance: RiskOfDay["covariance"]): number[][] {
  const m = covariance.length - 1;
  return covariance.slice(0, m).map((row, i) =>
    row.slice(0, m).map((value, j) =>
      value - covariance[i][m] - covariance[j][m] + covariance[m][m]
    )
  );
}

/**
 * From scores to expected returns: rank → z → μ = IC·σ·z over four weeks, for the sectors that can be
 * held.
 *
 * @param problem Limits and closed sectors of the day, which stay.
 * @param risk From `riskOfDay`; σ is of the return less the market's.
 * @param options.views One score per sector; a sector without one has a 3.
 * @param options.ic The coefficient that is assumed.
 * @param options.cap Size at which z is cut.
 * @param options.previous What is held, for costs; nothing by default.
 *
 * @example With a cap of 1 the first two of eleven sectors count alike
 * ```ts
 * import { lessonMarket } from "lab/lesson";
 * import { riskOfDay, returnRoad } from "lab/lesson/03";
 * import { SECTORS } from "lab/market";
 * import { fitBook } from "lab/portfolio";
 * import { equal } from "node:assert/strict";
 *
 * const { snapshot } = await lessonMarket("simulated", { seed: 7 });
 * const views = SECTORS.map((sector, i) => ({ sector, score: 1 + 0.3 * i }));
 * const problem = fitBook({
 *   sectors: SECTORS,
 *   tilts: views.map(({ score }) => score - 3),
 *   betas: SECTORS.map(() => 1),
 * });
 * const risk = riskOfDay(snapshot, problem);
 * const { steps } = returnRoad(problem, risk, { views, ic: 0.05, cap: 1 });
 * equal(steps.filter(({ isCapped }) => isCapped).length, 4);
 * ```
 */
export function returnRoad(
  problem: LimitProblem,
  risk: RiskOfDay,
  options: {
    readonly views: readonly { readonly sector: Sector; readonly score: number }[];
    readonly ic: number;
    readonly cap: number;
    readonly previous?: { readonly weights: readonly number[]; readonly hedge: number };
  },
): ReturnRoad {
  const { views, ic, cap, previous } = options;
  if (risk.none) {
    const empty = { sectors: [], betas: [], expectedReturns: [] };
    return { sectors: [], scores: [], steps: [], cap, problem: empty };
  }
  const known = withRisk(problem, risk);
  const isOpen = problem.sectors.map((sector) => !known.closed!.includes(sector));
  const open = problem.sectors.flatMap((_, i) => isOpen[i] ? [i] : []);
  const sectors = open.map((i) => problem.sectors[i]);
  const scores = sectors.map((sector) => views.find((one) => one.sector === sector)?.score ?? 3);
  const relative = relativeCovariance(risk.covariance);
  const steps = expectedReturns(scores, {
    ic,
    cap,
    volatilities: open.map((i) => Math.sqrt(Math.max(0, relative[i][i]) * HOLDING_YEARS)),
  });
  const perYear = problem.sectors.map((_, i) =>
    isOpen[i] ? steps[open.indexOf(i)].mean / HOLDING_YEARS : 0
  );
  const { betas, limits, closed, closedShorts, hedgeSides, fundCaps } = known;
  return {
    sectors,
    scores,
    steps,
    cap,
    problem: {
      sectors: problem.sectors,
      betas,
      limits,
      closed,
      closedShorts,
      hedgeSides,
      ...(fundCaps ? { fundCaps } : {}),
      risk: known.risk,
      expectedReturns: perYear,
      previous: previous ?? { weights: perYear.map(() => 0), hedge: 0 },
    },
  };
}

/**
 * The road as lines across rank, z and expected return.
 *
 * @example
 * ```ts
 * import { roadLines } from "lab/lesson/03";
 * import { deepEqual } from "node:assert/strict";
 *
 * const steps = [{ rank: 1, z: 1.5, mean: 0.01, isCapped: false }];
 * deepEqual(roadLines({ sectors: ["XLK"], steps })[0].values, [1, 1.5, 0.01]);
 * ```
 */
export function roadLines(
  { sectors, steps }: Pick<ReturnRoad, "sectors" | "steps">,
): readonly SlopeLine[] {
  return sectors.map((sector, i) => ({
    label: SECTOR_LABELS[sector],
    values: [steps[i].rank, steps[i].z, steps[i].mean],
    isCapped: steps[i].isCapped,
  }));
}

/** The three axes of the road. */
export function roadAxes({ steps, cap }: Pick<ReturnRoad, "steps" | "cap">): readonly SlopeAxis[] {
  const z = Math.max(cap, ...steps.map((step) => Math.abs(step.z)));
  const most = Math.max(1e-9, ...steps.map(({ mean }) => Math.abs(mean)));
  return [
    {
      label: "rank",
      domain: [1, Math.max(2, steps.length)],
      format: (rank) => number(rank, { digits: Number.isInteger(rank) ? 0 : 1 }),
    },
    { label: "z", domain: [-z, z], cap, format: (value) => number(value, { signed: true }) },
    {
      label: "μ in four weeks",
      domain: [-most, most],
      format: (value) => percent(value, { signed: true, digits: 2 }),
    },
  ];
}

/** What the cap made alike, as a sentence. */
export function roadTitle({ sectors, steps }: Pick<ReturnRoad, "sectors" | "steps">): string {
  const names = (sign: 1 | -1) =>
    sectors.filter((_, i) => steps[i].isCapped && Math.sign(steps[i].z) === sign).length;
  const top = names(1), bottom = names(-1);
  if (top + bottom === 0) return "No score lies beyond the cap: each keeps its own z";
  return `The cap cuts ${
    top + bottom
  } of ${sectors.length} scores: ${top} at the top, ${bottom} at the ` +
    "bottom";
}

/**
 * The axes of the road, and the words around it.
 *
 * @example
 * ```ts
 * import { roadWords } from "lab/lesson/03";
 * import { equal } from "node:assert/strict";
 *
 * const steps = [
 *   { rank: 1, z: 0.5, mean: 0.01, isCapped: true },
 *   { rank: 2, z: -0.3, mean: -0.006, isCapped: false },
 * ];
 * const { title } = roadWords({ sectors: ["XLK", "XLE"], steps, cap: 0.5 });
 * equal(title, "The cap cuts 1 of 2 scores: 1 at the top, 0 at the bottom");
 * ```
 */
export function roadWords(road: Pick<ReturnRoad, "sectors" | "steps" | "cap">) {
  return { axes: roadAxes(road), title: roadTitle(road) };
}

/** The book by returns, with and without costs, from what is held. */
interface RoadBooks {
  readonly withCosts: Book;
  readonly without: Book;
  /** Σ|trade| of each, hedge included, share of equity. */
  readonly traded: readonly [number, number];
}

/**
 * The best trade-off of return, risk and cost inside the limits, once with costs and once without.
 *
 * @param options.costBps Cost of trading a unit of exposure, bp; the hedge's too.
 *
 * @example Costs make the book trade less
 * ```ts
 * import { lessonMarket } from "lab/lesson";
 * import { returnRoad, riskOfDay, roadBooks } from "lab/lesson/03";
 * import { SECTORS } from "lab/market";
 * import { fitBook } from "lab/portfolio";
 * import { ok } from "node:assert/strict";
 *
 * const { snapshot } = await lessonMarket("simulated", { seed: 7 });
 * const views = SECTORS.map((sector, i) => ({ sector, score: 1 + 0.3 * i }));
 * const byViews = fitBook({
 *   sectors: SECTORS,
 *   tilts: views.map(({ score }) => score - 3),
 *   betas: SECTORS.map(() => 1),
 * });
 * const risk = riskOfDay(snapshot, byViews);
 * const road = returnRoad(byViews, risk, { views, ic: 0.05, cap: 1, previous: byViews });
 * const { traded } = roadBooks(road, { riskAversion: 5, costBps: 50 });
 * ok(traded[0] < traded[1]);
 * ```
 */
export function roadBooks(
  road: Pick<ReturnRoad, "problem">,
  options: { readonly riskAversion: number; readonly costBps: number },
): RoadBooks {
  const { problem } = road, { riskAversion, costBps } = options, costs = costBps / 1e4;
  const withCosts = meanVarianceBook({ ...problem, riskAversion, costs, hedgeCost: costs });
  const without = meanVarianceBook({ ...problem, riskAversion });
  const traded = (book: Book) => turnover(book, problem.previous!);
  return { withCosts, without, traded: [traded(withCosts), traded(without)] };
}

/**
 * From the book nearest to the views to the one by expected returns, one row per position.
 *
 * @example
 * ```ts
 * import { roadRows } from "lab/lesson/03";
 * import { fitBook } from "lab/portfolio";
 * import { deepEqual } from "node:assert/strict";
 *
 * const book = fitBook({ sectors: ["XLK", "XLE"], tilts: [2, -1], betas: [1, 1] });
 * const rows = roadRows(book, { withCosts: book });
 * deepEqual(rows.map(({ label }) => label), ["Technology", "Energy", "Hedge"]);
 * ```
 */
export function roadRows(
  byViews: Book,
  { withCosts }: Pick<RoadBooks, "withCosts">,
): readonly DumbbellRow[] {
  return changeRows(byViews, withCosts);
}

/** How far apart the ends of both roads lie, and what costs save, as a sentence. */
export function roadBooksTitle(byViews: Book, books: Pick<RoadBooks, "withCosts">): string {
  const rows = roadRows(byViews, books);
  const apart = rows.reduce((sum, { before, after }) => sum + Math.abs(after - before), 0) / 2;
  const turned = rows.filter(({ before, after }) => before * after < -1e-12).length;
  return `The two books differ in ${points(apart)} of exposure, and ` +
    (turned === 0
      ? "no position changes its side"
      : `${turned} ${turned === 1 ? "position changes its side" : "positions change their side"}`);
}

/** What was held before the trades, of a road. */
interface HeldBefore {
  readonly problem: Pick<ReturnRoad["problem"], "previous">;
}

/** What costs do to the trades, as a sentence for a caption. */
export function roadCostCaption(
  { problem }: HeldBefore,
  { traded: [less, more] }: Pick<RoadBooks, "traded">,
  costBps: number,
): string {
  const { weights, hedge } = problem.previous!;
  const isCash = hedge === 0 && weights.every((weight) => weight === 0);
  return `From ${isCash ? "cash" : "what is held"}, the book by returns trades ${
    percent(less)
  } of equity with costs of ` +
    `${costBps} bp, and ${percent(more)} without.`;
}

/**
 * The words around the ends of both roads.
 *
 * @example
 * ```ts
 * import { roadBooksWords } from "lab/lesson/03";
 * import { fitBook } from "lab/portfolio";
 * import { match } from "node:assert/strict";
 *
 * const book = fitBook({ sectors: ["XLK", "XLE"], tilts: [2, -1], betas: [1, 1] });
 * const road = { problem: { previous: { weights: [0, 0], hedge: 0 } } };
 * const ends = { withCosts: book, traded: [0.9, 1] as const };
 * const { caption } = roadBooksWords(book, road, ends, 10);
 * match(caption, /^From cash, the book by returns trades 90.0 % of equity/);
 * ```
 */
export function roadBooksWords(
  byViews: Book,
  road: HeldBefore,
  books: Pick<RoadBooks, "withCosts" | "traded">,
  costBps: number,
) {
  return {
    title: roadBooksTitle(byViews, books),
    subtitle: "Share of equity: hollow is the book by shares, full the one by returns",
    caption: roadCostCaption(road, books, costBps),
  };
}
