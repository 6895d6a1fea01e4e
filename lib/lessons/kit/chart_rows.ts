/**
 * Results of the lab as the plain rows that charts take, so that a cell holds an idea and no
 * reshaping. Sectors keep their one order and their one label.
 *
 * @module
 */

import type { BetaRow, DumbbellRow, GaugeRow, ScoreCell, WeightRow } from "../../charts/mod.ts";
import { number, points } from "../../charts/mod.ts";
import { type Pillar, PILLAR_LABELS, PILLARS, rating } from "../../committee/mod.ts";
import { type Sector, SECTOR_LABELS } from "../../market/mod.ts";
import { type LimitId, type LimitReading, limitShort, type LostBet } from "../../portfolio/mod.ts";

/** The column that holds the weighted score. */
export const SCORE_COLUMN = "Score";

/**
 * The cells of a verdict: one per pillar, and the weighted score as a last column.
 *
 * @example
 * ```ts
 * import { scoreCells } from "lab/lesson";
 * import { convene } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const verdict = await convene(snapshot(market, market.prices.days[200]));
 * equal(scoreCells(verdict).length, 11 * 4);
 * ```
 */
export function scoreCells(verdict: {
  readonly sectors: readonly {
    readonly sector: Sector;
    readonly pillars: Readonly<Record<Pillar, { readonly median?: number }>>;
    readonly score?: number;
  }[];
}): ScoreCell[] {
  return verdict.sectors.flatMap(({ sector, pillars, score }) => {
    const row = SECTOR_LABELS[sector];
    const cell = (column: string, score?: number): ScoreCell => ({
      row,
      column,
      ...(score === undefined ? {} : { score, rating: rating(score) }),
    });
    return [
      ...PILLARS.map((pillar) => cell(PILLAR_LABELS[pillar], pillars[pillar].median)),
      cell(SCORE_COLUMN, score),
    ];
  });
}

/** What the rows below read of a book; a `Book` of `lab/portfolio` is one. */
export interface HeldBook {
  readonly sectors: readonly Sector[];
  /** Shares of equity, one per sector; negative is short. */
  readonly weights: readonly number[];
  /** Share of equity. */
  readonly hedge: number;
}

/**
 * One signed bar per sector of a book; one that is closed, or capped by the size of its fund, says
 * so.
 *
 * @param book Its weights are drawn.
 * @param options.before Earlier weights in the same order, drawn as hollow dots.
 *
 * @example
 * ```ts
 * import { weightRows } from "lab/lesson";
 * import { deepEqual } from "node:assert/strict";
 *
 * const book = { sectors: ["XLE" as const], weights: [0.2], hedge: 0 };
 * deepEqual(weightRows(book), [{ label: "Energy", weight: 0.2 }]);
 * ```
 */
export function weightRows(
  book: HeldBook & { readonly lostBets?: readonly Pick<LostBet, "sector" | "closed">[] },
  options: { readonly before?: readonly number[] } = {},
): WeightRow[] {
  const { before } = options;
  return book.sectors.map((sector, i) => {
    const lost = book.lostBets?.find((bet) => bet.sector === sector);
    return {
      label: SECTOR_LABELS[sector],
      weight: book.weights[i],
      ...(before ? { before: before[i] } : {}),
      ...(lost ? { note: lost.closed ? "closed" : "capped" } : {}),
    };
  });
}

/**
 * The bar of the hedge, named after the fund that carries it where one is given.
 *
 * @example
 * ```ts
 * import { hedgeRow } from "lab/lesson";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(hedgeRow({ hedge: -0.3 }, { instrument: "SH" }), {
 *   label: "Hedge (SH)",
 *   weight: -0.3,
 * });
 * ```
 */
export function hedgeRow(
  book: Pick<HeldBook, "hedge">,
  options: { readonly instrument?: string } = {},
): WeightRow {
  const { instrument } = options;
  return { label: instrument ? `Hedge (${instrument})` : "Hedge", weight: book.hedge };
}

/**
 * What each sector and the hedge add to a book's beta: weight times beta; the hedge has beta one.
 *
 * @example
 * ```ts
 * import { betaRows } from "lab/lesson";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(betaRows({ sectors: ["XLK"], weights: [0.5], betas: [1.2], hedge: -0.5 }), [
 *   { label: "Technology", contribution: 0.6 },
 *   { label: "Hedge", contribution: -0.5 },
 * ]);
 * ```
 */
export function betaRows(book: HeldBook & { readonly betas: readonly number[] }): BetaRow[] {
  const rows: BetaRow[] = book.sectors.map((sector, i) => ({
    label: SECTOR_LABELS[sector],
    // A weight of zero adds nothing, even where the beta is unknown.
    contribution: book.weights[i] === 0 ? 0 : book.weights[i] * book.betas[i],
  }));
  return book.hedge === 0 ? rows : [...rows, { label: "Hedge", contribution: book.hedge }];
}

/**
 * One dumbbell per sector, and one for the hedge, between two books of the same sectors.
 *
 * @example
 * ```ts
 * import { changeRows } from "lab/lesson";
 * import { deepEqual } from "node:assert/strict";
 *
 * const before = { sectors: ["XLK" as const], weights: [0.3], hedge: -0.3 };
 * deepEqual(changeRows(before, { ...before, hedge: -0.2 })[1], {
 *   label: "Hedge",
 *   before: -0.3,
 *   after: -0.2,
 * });
 * ```
 */
export function changeRows(before: HeldBook, after: HeldBook): DumbbellRow[] {
  return [
    ...before.sectors.map((sector, i) => ({
      label: SECTOR_LABELS[sector],
      before: before.weights[i],
      after: after.weights[i],
    })),
    { label: "Hedge", before: before.hedge, after: after.hedge },
  ];
}

/** Share of a limit that is used: from the middle of a range, or from zero for a size. */
function usedShare({ value, low, high, bound }: LimitReading): number {
  if (low < 0 && high < Infinity && low > -Infinity) {
    return Math.abs(value - (low + high) / 2) / ((high - low) / 2);
  }
  // A limit of zero that is kept is used by nothing.
  return bound === 0 ? Number(value !== 0) : Math.abs(value / bound);
}

/**
 * One gauge per limit. Of the caps on single sectors only those that bind are shown, or else the one
 * that is used most, so that eleven rows do not hide the others.
 *
 * @param book A book with its readings.
 * @param options.inWords Whether a limit that binds also says what a little more of it would bring.
 *
 * @example
 * ```ts
 * import { gaugeRows } from "lab/lesson";
 * import { fitBook } from "lab/portfolio";
 * import { ok } from "node:assert/strict";
 *
 * const book = fitBook({ sectors: ["XLK", "XLE"], tilts: [2, -1], betas: [1, 1] });
 * ok(gaugeRows(book).some(({ label, binds }) => label === "cap on Technology" && binds));
 * ```
 */
export function gaugeRows(
  book: {
    readonly readings: readonly LimitReading[];
    readonly limits: { readonly cluster: { readonly sectors: readonly Sector[] } };
  },
  options: { readonly inWords?: boolean } = {},
): GaugeRow[] {
  const isCap = (reading: LimitReading) => reading.id.kind === "sector";
  const caps = book.readings.filter(isCap);
  const most = Math.max(...caps.map(usedShare));
  const shownCaps = caps.some((cap) => cap.binds)
    ? caps.filter((cap) => cap.binds)
    : caps.filter((cap) => usedShare(cap) === most).slice(0, 1);
  return book.readings.filter((reading) => !isCap(reading) || shownCaps.includes(reading))
    .map((reading) => ({
      label: gaugeLabel(reading.id, book.limits.cluster.sectors),
      used: usedShare(reading),
      slack: reading.unit === "share of equity" || reading.unit === "per year"
        ? points(Math.abs(reading.slack))
        : number(Math.abs(reading.slack), { digits: 3 }),
      binds: reading.binds,
      shadowPrice: reading.multiplier,
      ...(options.inWords && reading.binds
        ? { priceInWords: whatMoreBrings(reading.sentence) }
        : {}),
    }));
}

/** The end of a reading's sentence: what a little more of the limit would do. */
function whatMoreBrings(sentence: string): string {
  const end = sentence.slice(sentence.indexOf("at its limit") + "at its limit".length)
    .replace(/^[.;]\s*/, "");
  return end.charAt(0).toUpperCase() + end.slice(1);
}

function gaugeLabel(id: LimitId, cluster: readonly Sector[]): string {
  if (id.kind === "cluster" && cluster.length <= 3) return `cluster ${cluster.join("+")}`;
  return limitShort(id, (sector) => SECTOR_LABELS[sector as Sector]);
}
