import { blackLitterman, hierarchicalRiskParity, riskParity } from "../../allocation/mod.ts";
import { listed, percent, type WeightCell } from "../../charts/mod.ts";
import { SECTOR_LABELS } from "../../market/mod.ts";
import { type Book, fitBook, meanVarianceBook } from "../../portfolio/mod.ts";
import type { RiskOfDay } from "./risk_of_day.ts";
import type { LimitProblem } from "./limit_steps.ts";
import { relativeCovariance } from "./two_roads.ts";
import { withRisk } from "./volatility_sweep.ts";

/** An objective's book, and what of it hangs on how strong the views are. */
interface ObjectiveBook {
  readonly name: string;
  readonly book: Book;
  /** Half of what moves once all views are alike strong, hedge included, share of equity. */
  readonly moved: number;
}

/** Expected return per year of a full view, in standard deviations: a coefficient of 0.05 over four weeks. */
const RETURN_PER_SD = 0.05 * Math.sqrt(13);
const RISK_AVERSION = 5;
/** How far Black–Litterman believes each view. */
const BELIEF = 0.5;
/** A book that moves by less is the same. */
const SAME = 1e-6;

/** The six ways from views to what is asked of the limits; each takes tilts and gives a book. */
function objectives(
  problem: LimitProblem,
  { covariance }: Pick<RiskOfDay, "covariance">,
): readonly { readonly name: string; readonly of: (tilts: readonly number[]) => Book }[] {
  const { sectors, closed = [] } = problem;
  const inside = (tilts: readonly number[]) => fitBook({ ...problem, tilts });
  const scaled = (weights: readonly number[]) => {
    const most = Math.max(...weights.map(Math.abs));
    return weights.map((weight) => most === 0 ? 0 : 2 * weight / most);
  };
  const open = sectors.flatMap((sector, i) => closed.includes(sector) ? [] : [i]);
  const among = (at: readonly number[]) => at.map((i) => at.map((j) => covariance[i][j]));
  // Views are on returns less the market's: with plain ones the market would lend itself to all.
  const relative = relativeCovariance(covariance);
  /** Weights of the sectors with a view, which of their strength keep only the side. */
  const bySide = (
    tilts: readonly number[],
    weigh: (held: readonly (readonly number[])[], signs: readonly number[]) => readonly number[],
  ) => {
    const held = open.filter((i) => tilts[i] !== 0);
    const found = weigh(among(held), held.map((i) => Math.sign(tilts[i])));
    return inside(scaled(sectors.map((_, i) => held.includes(i) ? found[held.indexOf(i)] : 0)));
  };
  const expected = (tilts: readonly number[]) =>
    tilts.map((tilt, i) =>
      open.includes(i) ? RETURN_PER_SD * Math.sqrt(relative[i][i]) * tilt / 2 : 0
    );
  const byReturns = (expectedReturns: readonly number[]) => {
    const { betas, limits, closedShorts, hedgeSides, fundCaps, risk } = problem;
    return meanVarianceBook({
      sectors,
      betas,
      limits,
      closed,
      closedShorts,
      hedgeSides,
      ...(fundCaps ? { fundCaps } : {}),
      risk,
      expectedReturns,
      riskAversion: RISK_AVERSION,
    });
  };
  return [
    { name: "tracking", of: inside },
    { name: "mean variance", of: (tilts) => byReturns(expected(tilts)) },
    {
      name: "Black Litterman",
      of: (tilts) => {
        const mu = expected(tilts);
        const { mean } = blackLitterman(
          open.map(() => 0),
          open.map((i) => open.map((j) => relative[i][j])),
          open.flatMap((i, at) =>
            mu[i] === 0 ? [] : [{
              picks: open.map((_, j) => j === at ? 1 : 0),
              value: mu[i],
              confidence: BELIEF,
            }]
          ),
        );
        return byReturns(sectors.map((_, i) => open.includes(i) ? mean[open.indexOf(i)] : 0));
      },
    },
    {
      name: "risk parity",
      of: (tilts) => bySide(tilts, (held, signs) => riskParity(held, { signs })),
    },
    {
      name: "HRP",
      of: (tilts) => bySide(tilts, (held, signs) => hierarchicalRiskParity(held, { signs })),
    },
    { name: "equal weight", of: (tilts) => bySide(tilts, (_, signs) => signs) },
  ];
}

/**
 * Six objectives with the same views and the same limits, and how much of each hangs on the strength
 * of the views: each is solved once more with all views alike strong.
 *
 * Mean-variance and Black–Litterman take 0.05 for the coefficient, 5 for the aversion to risk, and
 * half a belief in each view; risk parity, HRP and equal weight know only the side of a view.
 *
 * @example
 * ```ts
 * import { lessonMarket } from "lab/lesson";
 * import { riskOfDay, objectiveBooks } from "lab/lesson/03";
 * import { SECTORS } from "lab/market";
 * import { DEFAULT_LIMITS } from "lab/portfolio";
 * import { deepEqual } from "node:assert/strict";
 *
 * const { snapshot } = await lessonMarket("simulated", { seed: 7 });
 * const problem = {
 *   sectors: SECTORS,
 *   tilts: SECTORS.map((_, i) => (i % 4 - 1.5) / 2),
 *   betas: SECTORS.map(() => 1),
 *   limits: DEFAULT_LIMITS,
 * };
 * const books = objectiveBooks(problem, riskOfDay(snapshot, problem));
 * deepEqual(books.filter(({ moved }) => moved < 1e-6).map(({ name }) => name), [
 *   "risk parity", "HRP", "equal weight",
 * ]);
 * ```
 */
export function objectiveBooks(problem: LimitProblem, risk: RiskOfDay): readonly ObjectiveBook[] {
  if (risk.none) return [];
  const known = withRisk(problem, risk);
  const { tilts } = known;
  const sizes = tilts.filter((tilt) => tilt !== 0).map(Math.abs);
  const mean = sizes.reduce((sum, size) => sum + size, 0) / Math.max(1, sizes.length);
  const alike = tilts.map((tilt) => Math.sign(tilt) * mean);
  return objectives(known, risk).map(({ name, of }) => {
    const book = of(tilts), other = of(alike);
    return {
      name,
      book,
      moved: book.weights.reduce(
        (sum, weight, i) => sum + Math.abs(weight - other.weights[i]),
        Math.abs(book.hedge - other.hedge),
      ) / 2,
    };
  });
}

/**
 * Sectors and the hedge down, objectives across.
 *
 * @example
 * ```ts
 * import { objectiveCells } from "lab/lesson/03";
 * import { fitBook } from "lab/portfolio";
 * import { deepEqual } from "node:assert/strict";
 *
 * const book = fitBook({ sectors: ["XLK", "XLE"], tilts: [2, -1], betas: [1, 1] });
 * deepEqual(objectiveCells([{ name: "views", book, moved: 0 }]).map(({ row }) => row), [
 *   "Technology",
 *   "Energy",
 *   "Hedge",
 * ]);
 * ```
 */
export function objectiveCells(books: readonly ObjectiveBook[]): readonly WeightCell[] {
  if (books.length === 0) return [];
  const { sectors } = books[0].book;
  return [...sectors, "hedge" as const].flatMap((row, i) =>
    books.map(({ name, book }) => ({
      row: row === "hedge" ? "Hedge" : SECTOR_LABELS[row],
      column: name,
      weight: row === "hedge" ? book.hedge : book.weights[i],
    }))
  );
}

/** How much of each book would move if all views were alike strong, as the row below the cells. */
export function objectiveFoot(books: readonly ObjectiveBook[]): {
  readonly label: string;
  readonly texts: Readonly<Record<string, string>>;
} {
  return {
    label: "would move",
    texts: Object.fromEntries(
      books.map((
        { name, moved },
      ) => [name, moved < SAME ? "nothing" : percent(moved)]),
    ),
  };
}

/** Which objectives do not ask how strong a view is, as a sentence. */
export function objectivesTitle(books: readonly ObjectiveBook[]): string {
  const deaf = books.filter(({ moved }) => moved < SAME).map(({ name }) => name);
  if (deaf.length === books.length) {
    return "With all views alike strong, every objective would give the same book as now";
  }
  if (deaf.length === 0) return "Each objective's book would change if all views were alike strong";
  return `How strong the views are does not matter to ${listed(deaf)}`;
}

/**
 * The row below the cells, and the words around them.
 *
 * @example
 * ```ts
 * import { objectiveWords } from "lab/lesson/03";
 * import { fitBook } from "lab/portfolio";
 * import { equal } from "node:assert/strict";
 *
 * const book = fitBook({ sectors: ["XLK", "XLE"], tilts: [2, -1], betas: [1, 1] });
 * const { foot } = objectiveWords([{ name: "views", book, moved: 0.05 }], { words: "" });
 * equal(foot.texts.views, "5.0 %");
 * ```
 */
export function objectiveWords(books: readonly ObjectiveBook[], risk: Pick<RiskOfDay, "words">) {
  return {
    title: objectivesTitle(books),
    foot: objectiveFoot(books),
    caption: "Last row: half of what would move if all views were alike strong. " + risk.words,
  };
}
