import type { Sector } from "../market/mod.ts";
import { DEFAULT_LIMITS, fitBook, type Limits, targetWeights } from "../portfolio/mod.ts";
import { fundTerms } from "./fund_terms.ts";

/** What a naive book is built from. */
export interface NaiveProblem {
  readonly sectors: readonly Sector[];
  /** −2 to 2, one per sector. */
  readonly tilts: readonly number[];
  /** Measured betas, one per sector. */
  readonly betas: readonly number[];
  /** Leverage of the fund through which each sector would be sold short, −1 or −2. */
  readonly shortLeverages: readonly number[];
  /** Limits of the mandate; the default ones fill what is not given. */
  readonly limits?: Partial<Limits>;
}

/** Which of the mistakes are mended. */
interface Mended {
  /** Measured betas instead of one for all. */
  readonly betas: boolean;
  /** Capital of a short divided by the fund's leverage. */
  readonly leverage: boolean;
  /** Book and hedge solved together inside the limits, instead of scaled and clipped. */
  readonly order: boolean;
}

/** What somebody thinks to hold, and what is held. */
export interface NaiveBook {
  readonly mended: Mended;
  /** Exposures as they were meant, share of equity. */
  readonly intended: readonly number[];
  /** Exposures as they are: a −2x fund bought like a −1x one counts twice. */
  readonly actual: readonly number[];
  /** The market hedge, signed, share of equity; market funds are −1x and hold what they say. */
  readonly hedge: number;
  /** Beta as the report says it, written when the hedge was sized. */
  readonly reportedBeta: number;
  /** Beta of what is held, with measured betas. */
  readonly beta: number;
  /** Gross and net of what is held, hedge included, share of equity. */
  readonly gross: number;
  readonly net: number;
}

/**
 * A book built with three wrong inputs, and what it really holds. The wrong way of lesson 04.
 *
 * Targets are k·t. The hedge takes out the net, as if every beta were one, and the report is written:
 * beta 0. Book and hedge are scaled to the gross, and then every line, the hedge like any other, is
 * clipped at the sector cap. Shorts are bought as if each fund were −1x. With `mended` the mistakes are
 * taken back one at a time; with all three it is the book of `fitBook`.
 *
 * @param problem Views, measured betas and the funds' leverages.
 * @param mended Mistakes taken back; none by default.
 * @returns Intended and true exposures, reported and true beta.
 * @throws {RangeError} If lengths differ or a figure is out of range.
 *
 * @example A report of zero, a beta that is not
 * ```ts
 * import { naiveBook } from "lab/hedging";
 * import { equal } from "node:assert/strict";
 *
 * const book = naiveBook({
 *   sectors: ["XLK", "XLP"],
 *   tilts: [1, -1],
 *   betas: [1.5, 0.5],
 *   shortLeverages: [-2, -2],
 * });
 * equal(book.reportedBeta, 0);
 * // 30 % × 1.5 − 60 % × 0.5: the cap took 20 points from each side, the −2x fund doubled the short.
 * equal(book.beta.toFixed(2), "0.15");
 * ```
 */
export function naiveBook(
  problem: NaiveProblem,
  mended: Partial<Mended> = {},
): NaiveBook {
  const { sectors, tilts, betas, shortLeverages } = problem;
  const limits: Limits = { ...DEFAULT_LIMITS, ...problem.limits };
  const all: Mended = { betas: false, leverage: false, order: false, ...mended };
  const count = sectors.length;
  for (const [name, values] of Object.entries({ tilts, betas, shortLeverages })) {
    const wrong = values.findIndex((value) => !Number.isFinite(value));
    if (values.length !== count || wrong >= 0) {
      throw new RangeError(
        `Cannot build a naive book: ${name} needs one finite number per sector (${count}), ` +
          (wrong >= 0 ? `got ${values[wrong]} for ${sectors[wrong]}` : `got ${values.length}`),
      );
    }
  }
  shortLeverages.forEach((leverage) => fundTerms({ leverage }, "build a naive book"));
  const used = all.betas ? betas : betas.map(() => 1);
  const { intended, hedge, reportedBeta } = all.order
    ? solved(sectors, tilts, used, problem.limits)
    : scaledAndClipped(tilts, used, limits);
  const actual = intended.map((weight, i) =>
    weight < 0 && !all.leverage ? weight * Math.abs(shortLeverages[i]) : weight
  );
  const sum = (f: (weight: number, i: number) => number) =>
    actual.reduce((total, weight, i) => total + f(weight, i), 0);
  return {
    mended: all,
    intended,
    actual,
    hedge,
    reportedBeta,
    beta: sum((weight, i) => weight * betas[i]) + hedge,
    gross: sum(Math.abs) + Math.abs(hedge),
    net: sum((weight) => weight) + hedge,
  };
}

interface Meant {
  readonly intended: readonly number[];
  readonly hedge: number;
  readonly reportedBeta: number;
}

function scaledAndClipped(
  tilts: readonly number[],
  betas: readonly number[],
  limits: Limits,
): Meant {
  const weights = targetWeights(tilts, { gross: limits.gross });
  const hedge = -weights.reduce((sum: number, weight, i) => sum + weight * betas[i], 0);
  const used = weights.reduce((sum: number, weight) => sum + Math.abs(weight), Math.abs(hedge));
  const scale = used === 0 ? 0 : limits.gross / used;
  const clip = (exposure: number) =>
    Math.max(-limits.sector, Math.min(limits.sector, exposure * scale)) + 0;
  // The report is written when the hedge is sized, before anything is clipped: that is the mistake.
  return { intended: weights.map(clip), hedge: clip(hedge), reportedBeta: 0 };
}

function solved(
  sectors: readonly Sector[],
  tilts: readonly number[],
  betas: readonly number[],
  limits: Partial<Limits> | undefined,
): Meant {
  const book = fitBook({ sectors, tilts, betas, limits });
  return {
    intended: book.weights,
    hedge: book.hedge,
    reportedBeta: book.weights.reduce((sum, weight, i) => sum + weight * betas[i], book.hedge),
  };
}

/** The order in which lesson 04 takes the mistakes back. */
const STEPS: readonly (readonly [string, Partial<Mended>])[] = [
  ["as it was", {}],
  ["measured betas", { betas: true }],
  ["funds sized by their leverage", { betas: true, leverage: true }],
  ["book and hedge solved together", { betas: true, leverage: true, order: true }],
];

/**
 * The naive book and what becomes of it as its mistakes are taken back, one at a time.
 *
 * @param problem Views, measured betas and the funds' leverages.
 * @returns Four books with a label each; the last is the one of `fitBook`.
 * @throws {RangeError} As `naiveBook` does.
 *
 * @example
 * ```ts
 * import { naiveBookMended } from "lab/hedging";
 * import { ok } from "node:assert/strict";
 *
 * const steps = naiveBookMended({
 *   sectors: ["XLE", "XLF", "XLK", "XLP", "XLU"],
 *   tilts: [-1, 1, 2, -2, -1],
 *   betas: [0.6, 1.1, 1.5, 0.4, 0.5],
 *   shortLeverages: [-2, -1, -2, -2, -2],
 * });
 * ok(Math.abs(steps.at(-1)!.book.beta) <= 0.05 + 1e-9);
 * ```
 */
export function naiveBookMended(
  problem: NaiveProblem,
): readonly { readonly step: string; readonly book: NaiveBook }[] {
  return STEPS.map(([step, mended]) => ({ step, book: naiveBook(problem, mended) }));
}
