import { bookVolatility, fitBook } from "../../portfolio/mod.ts";
import { percent, points, type TangentPoint } from "../../charts/mod.ts";
import type { RiskOfDay } from "./risk_of_day.ts";
import type { LimitProblem } from "./limit_steps.ts";
import { type Notice, notice } from "../kit/notice.ts";

/** How the distance from the aims depends on a limit on volatility, and what its price says of it. */
interface VolatilitySweep {
  /** Why there is nothing to sweep; absent where there is. */
  readonly none?: Notice;
  /** Limits per year, share of equity. */
  readonly points: readonly TangentPoint[];
  /** The limit that was set, the distance there, and the slope that its price gives. */
  readonly tangent: { readonly x: number; readonly y: number; readonly slope: number };
  /** Volatility of the book without such a limit, per year. */
  readonly free: number;
}

/** Range of the limits tried, as shares of the volatility of the book without one. */
const FROM = 0.5, TO = 1.1, STEPS = 60;
/** The limit is set a tenth below what the book has. */
const SET = 0.9;

/**
 * The book's distance from its aims over a limit on its volatility, with the slope of the price.
 *
 * The price is that of the objective f, and the distance d is √(2Gf) with G the gross aimed at, so that
 * its slope is −G·price/d.
 *
 * @example Below the book's own volatility a limit costs distance, above it nothing
 * ```ts
 * import { lessonMarket } from "lab/lesson";
 * import { riskOfDay, volatilitySweep } from "lab/lesson/03";
 * import { SECTORS } from "lab/market";
 * import { DEFAULT_LIMITS } from "lab/portfolio";
 * import { ok } from "node:assert/strict";
 *
 * const { snapshot } = await lessonMarket("simulated", { seed: 7 });
 * const problem = {
 *   sectors: SECTORS,
 *   tilts: SECTORS.map((_, i) => i % 2 === 0 ? 1 : -1),
 *   betas: SECTORS.map(() => 1),
 *   limits: DEFAULT_LIMITS,
 * };
 * ok(volatilitySweep(problem, riskOfDay(snapshot, problem)).tangent.slope < 0);
 * ```
 */
export function volatilitySweep(
  problem: LimitProblem,
  risk: Pick<RiskOfDay, "covariance" | "none">,
): VolatilitySweep {
  const nothing = { points: [], tangent: { x: 0, y: 0, slope: 0 }, free: 0 };
  if (risk.none) return { ...nothing, none: risk.none };
  // The mandate's own limit on volatility, where it has one, is the one that is moved here.
  const { volatility: _, ...limits } = problem.limits;
  const known = withRisk({ ...problem, limits }, risk);
  const at = (max: number) =>
    fitBook({ ...known, limits: { ...known.limits, volatility: { max } } });
  const free = bookVolatility(fitBook(known), risk.covariance);
  if (free === 0) {
    return {
      ...nothing,
      none: notice(
        "note",
        "This part does not apply here: the book of these choices holds nothing, so it has no risk " +
          "that could be limited. Follow more views.",
      ),
    };
  }
  const x = SET * free, set = at(x);
  const price = set.readings.find(({ id }) => id.kind === "volatility")!.multiplier;
  return {
    points: Array.from({ length: STEPS + 1 }, (_, i) => {
      const max = (FROM + (TO - FROM) * i / STEPS) * free;
      return { x: max, y: at(max).distance };
    }),
    tangent: {
      x,
      y: set.distance,
      slope: price > 1e-9 ? -price * set.grossAimed / set.distance : 0,
    },
    free,
  };
}

/**
 * What a little more of the limit would bring, as a sentence; a tenth of a point, for a whole one may
 * lie beyond the volatility that the book would have without a limit.
 */
export function volatilityTitle(
  { tangent: { x, y, slope } }: Pick<VolatilitySweep, "tangent">,
): string {
  const start = `A limit of ${percent(x)} on volatility: `;
  return start +
    (slope === 0
      ? "a wider one would change nothing"
      : -0.001 * slope > y
      ? "the tangent is too steep to hold for a tenth of a point more"
      : `a tenth of a point more brings the book about ${
        points(0.001 * -slope, { digits: 2 })
      } nearer to its aims`);
}

/**
 * Where the line is touched, and the words around it.
 *
 * @example
 * ```ts
 * import { volatilityWords } from "lab/lesson/03";
 * import { equal } from "node:assert/strict";
 *
 * const sweep = { tangent: { x: 0.05, y: 0.2, slope: -3 } };
 * const { title } = volatilityWords(sweep, { words: "Covariance: sample." });
 * equal(
 *   title,
 *   "A limit of 5.0 % on volatility: a tenth of a point more brings the book about 0.30 points nearer " +
 *     "to its aims",
 * );
 * ```
 */
export function volatilityWords(
  sweep: Pick<VolatilitySweep, "tangent">,
  risk: Pick<RiskOfDay, "words">,
) {
  return {
    tangent: sweep.tangent,
    title: volatilityTitle(sweep),
    subtitle:
      "Distance of the book from its aims, share of equity, over the limit on its volatility" +
      " per year; dashed: what its price says",
    xLabel: "Volatility limit",
    yLabel: "distance from the aims",
    caption: risk.words,
  };
}

/** The problem with the day's covariance; a sector that it does not know is closed. */
export function withRisk(
  problem: LimitProblem,
  { covariance }: Pick<RiskOfDay, "covariance">,
): LimitProblem {
  const unknown = problem.sectors.filter((_, i) => !Number.isFinite(covariance[i][i]));
  return {
    ...problem,
    closed: [...new Set([...problem.closed ?? [], ...unknown])],
    risk: { ...problem.risk, covariance },
  };
}
