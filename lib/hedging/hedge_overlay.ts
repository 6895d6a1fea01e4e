import { checkOptions } from "../arguments.ts";

/** One figure of the book without and with its hedge. */
interface OverlayRow {
  readonly measure: "beta" | "gross" | "net" | "long" | "short";
  /** What the figure is, for a table. */
  readonly label: string;
  /** `beta` is a pure number, all others are shares of equity. */
  readonly unit: "beta" | "share of equity";
  readonly before: number;
  readonly after: number;
}

/** The hedge as a layer over the sector book, shown apart although both were solved together. */
export interface HedgeOverlay {
  /** Signed exposure to the market, share of equity. */
  readonly hedge: number;
  readonly side: "long" | "short" | "none";
  /** The fund that carries it, if it is known yet. */
  readonly instrument: string | undefined;
  readonly rows: readonly OverlayRow[];
}

/**
 * Beta, gross, net, long and short of a sector book before and after its hedge.
 *
 * The hedge is an exposure to the market of beta one and counts in full in every row, whatever
 * accounting the limits use: this table says what is held, the limits say what is allowed.
 *
 * @param book.weights Signed exposures, share of equity, one per sector.
 * @param book.betas Measured betas in the order of `weights`.
 * @param book.hedge Signed exposure to the market, share of equity.
 * @param options.instrument Ticker of the fund that carries the hedge, from the orders.
 * @returns Five rows; `short` is shown as a positive share.
 * @throws {RangeError} If the lengths differ or a number is not finite.
 *
 * @example A short hedge takes the beta out of a long book
 * ```ts
 * import { hedgeOverlay } from "lab/hedging";
 * import { deepEqual } from "node:assert/strict";
 *
 * const overlay = hedgeOverlay({ weights: [0.5, -0.25], betas: [1, 1], hedge: -0.25 });
 * deepEqual(
 *   overlay.rows.map((row) => [row.measure, row.before, row.after]),
 *   [
 *     ["beta", 0.25, 0],
 *     ["gross", 0.75, 1],
 *     ["net", 0.25, 0],
 *     ["long", 0.5, 0.5],
 *     ["short", 0.25, 0.5],
 *   ],
 * );
 * ```
 */
export function hedgeOverlay(
  book: {
    readonly weights: readonly number[];
    readonly betas: readonly number[];
    readonly hedge: number;
  },
  options: { readonly instrument?: string } = {},
): HedgeOverlay {
  checkOptions("Cannot lay out a hedge", options, ["instrument"]);
  const { weights, betas, hedge } = book;
  if (weights.length !== betas.length) {
    throw new RangeError(
      `Cannot lay out a hedge: need one beta per weight, got ${betas.length} for ${weights.length}`,
    );
  }
  let beta = 0, long = 0, short = 0;
  weights.forEach((weight, i) => {
    // A sector without a position needs no beta: 0 × unknown is nothing held, not an unknown.
    if (weight === 0) return;
    if (!Number.isFinite(weight) || !Number.isFinite(betas[i])) {
      throw new RangeError(
        `Cannot lay out a hedge: need finite weights and betas, ` +
          `got ${weight} and ${betas[i]} at position ${i}`,
      );
    }
    beta += weight * betas[i];
    if (weight > 0) long += weight;
    else short -= weight;
  });
  if (!Number.isFinite(hedge)) {
    throw new RangeError(`Cannot lay out a hedge: need a finite hedge, got ${hedge}`);
  }
  const longAfter = long + Math.max(hedge, 0), shortAfter = short + Math.max(-hedge, 0);
  const row = (
    measure: OverlayRow["measure"],
    label: string,
    before: number,
    after: number,
  ): OverlayRow => ({
    measure,
    label,
    unit: measure === "beta" ? "beta" : "share of equity",
    before,
    after,
  });
  return {
    hedge,
    side: hedge > 0 ? "long" : hedge < 0 ? "short" : "none",
    instrument: options.instrument,
    rows: [
      row("beta", "Beta to the market", beta, beta + hedge),
      row("gross", "Gross exposure", long + short, longAfter + shortAfter),
      row("net", "Net exposure", long - short, longAfter - shortAfter),
      row("long", "Long side", long, longAfter),
      row("short", "Short side", short, shortAfter),
    ],
  };
}
