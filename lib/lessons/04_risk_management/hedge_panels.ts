import type { BandStepsPanel } from "../../charts/mod.ts";
import { bookBetaPath, hedgePath, type HedgeRule } from "../../hedging/mod.ts";
import type { Snapshot } from "../../market/mod.ts";
import type { HeldBook } from "../kit/chart_rows.ts";
import { inverseFundOf } from "./fund_year.ts";

/** Evenings followed, half a year. */
const EVENINGS = 126;

/**
 * The hedge of a book followed by three rules over the newest half year.
 *
 * Exposures drift, shorts by the leverage of their funds; betas are measured anew each evening.
 *
 * @param snapshot A daily view.
 * @param book Its exposures are those at the start, half a year ago.
 * @param options.band Half width of the no-trade band, a beta.
 * @param options.costBps Cost of a trade on its value.
 * @returns Three panels; none if the book's beta could be measured on no evening.
 *
 * @example
 * ```ts
 * import { hedgePanels } from "lab/lesson/04";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 3 });
 * const book = { sectors: ["XLK" as const, "XLE" as const], weights: [0.3, -0.3], hedge: 0 };
 * const seen = snapshot(market, market.prices.days.at(-1)!);
 * equal(hedgePanels(seen, book, { band: 0.05, costBps: 5 }).length, 3);
 * ```
 */
export function hedgePanels(
  snapshot: Snapshot,
  book: HeldBook,
  options: { readonly band: number; readonly costBps: number },
): BandStepsPanel[] {
  const { band, costBps } = options;
  const weights = snapshot.sectors.map((sector) => {
    const at = book.sectors.indexOf(sector);
    return at < 0 ? 0 : book.weights[at];
  });
  const betas = bookBetaPath(snapshot, {
    weights,
    leverages: snapshot.sectors.map((sector, i) =>
      weights[i] < 0 ? inverseFundOf(sector)?.leverage ?? -1 : 1
    ),
    days: EVENINGS,
  }).map(({ beta }) => beta);
  if (betas.every((beta) => beta === undefined)) return [];
  const rules: readonly (readonly [string, HedgeRule])[] = [
    ["Band, to its edge", { kind: "edge", band }],
    ["Band, to the middle", { kind: "target", band }],
    ["Every evening", { kind: "calendar", days: 1 }],
  ];
  return rules.map(([label, rule]) => {
    // The limit is the band here: a wider band is the reader's own choice.
    const path = hedgePath(betas, { rule, limit: band, costBps });
    return {
      label,
      betas: path.days.map(({ after }) => after),
      trades: path.days.flatMap(({ trade }, evening) => trade === 0 ? [] : [evening]),
      costBps: path.costBps,
    };
  });
}
