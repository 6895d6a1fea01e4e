import { bookCovariance, riskContributions } from "../../hedging/mod.ts";
import type { ContributionRow } from "../../charts/mod.ts";
import { type Sector, SECTOR_LABELS, type Snapshot } from "../../market/mod.ts";
import type { Book } from "../../portfolio/mod.ts";
import type { Matrix } from "../../stats/mod.ts";
import type { LimitProblem } from "./limit_steps.ts";
import { type Notice, notice } from "../kit/notice.ts";

/** What a lesson knows of the risk of its sectors on its day. */
export interface RiskOfDay {
  /** Why nothing is known; absent where something is. */
  readonly none?: Notice;
  /** What the covariance knows: sectors, the market last. Per year. */
  readonly names: readonly (Sector | "market")[];
  readonly matrix: Matrix;
  /** In the order of the problem's sectors, the market last; NaN for a sector without history. */
  readonly covariance: Matrix;
  /** The estimator and what it looked back on, as a sentence for a caption. */
  readonly words: string;
}

/**
 * The covariance of a lesson's day, in the order of its problem, with its estimator in words.
 *
 * @example
 * ```ts
 * import { lessonMarket } from "lab/lesson";
 * import { riskOfDay } from "lab/lesson/03";
 * import { SECTORS } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const { snapshot } = await lessonMarket("simulated", { seed: 7 });
 * const risk = riskOfDay(snapshot, { sectors: SECTORS });
 * equal(risk.words, "Covariance: sample, over 252 days, per year.");
 * ```
 */
export function riskOfDay(
  snapshot: Snapshot,
  problem: Pick<LimitProblem, "sectors">,
): RiskOfDay {
  const found = bookCovariance(snapshot);
  if (found === undefined) {
    return {
      none: notice(
        "note",
        "This part needs a covariance, and these data have too short a history for one on this " +
          "day, so it does not apply; the lesson goes on below.",
      ),
      names: [],
      matrix: [],
      covariance: [],
      words: "",
    };
  }
  const { names, matrix, estimator, periods, unit } = found;
  const at = [...problem.sectors, "market" as const].map((name) => names.indexOf(name));
  return {
    names,
    matrix,
    covariance: at.map((i) => at.map((j) => i < 0 || j < 0 ? NaN : matrix[i][j])),
    words: `Covariance: ${estimator}, over ${periods} ${unit}, per year.`,
  };
}

/**
 * What each position and the hedge add to a book's volatility and beta, for `contributionBars`; what
 * is not held is left out, and without a covariance everything.
 *
 * @example
 * ```ts
 * import { contributionRows } from "lab/lesson/03";
 * import { deepEqual } from "node:assert/strict";
 *
 * const book = { sectors: ["XLK" as const], weights: [0.5], betas: [1.2], hedge: -0.5 };
 * deepEqual(contributionRows(book, { names: [], matrix: [] }).rows, []);
 * ```
 */
export function contributionRows(
  book: Pick<Book, "sectors" | "weights" | "betas" | "hedge">,
  risk: Pick<RiskOfDay, "names" | "matrix">,
): { readonly rows: readonly ContributionRow[]; readonly hedge: ContributionRow } {
  if (risk.names.length === 0) return { rows: [], hedge: { label: "Hedge", risk: 0, beta: 0 } };
  const betas = book.betas.map((beta) => Number.isFinite(beta) ? beta : undefined);
  const { rows } = riskContributions({ ...book, betas }, risk);
  const all = rows.filter(({ exposure, name }) => exposure !== 0 || name === "hedge")
    .map(({ name, risk, betaContribution }) => ({
      label: name === "hedge" ? "Hedge" : SECTOR_LABELS[name],
      risk,
      beta: betaContribution,
    }));
  return { rows: all.slice(0, -1), hedge: all[all.length - 1] };
}
