import { shown } from "../arguments.ts";
import type { Sector } from "../market/mod.ts";
import type { StressWindow } from "./stress_windows.ts";

/** A position's part in a window. */
interface StressLeg {
  readonly scope: Sector | "market";
  /** `hedge` for the position in the market, else the side of the sector. */
  readonly side: "long" | "short" | "hedge";
  /** Signed exposure, share of equity. */
  readonly exposure: number;
  /** Return of sector or market in the window, a share; `undefined` where there is none. */
  readonly return: number | undefined;
  /** exposure × return, share of equity; `undefined` where the return is. */
  readonly pnl: number | undefined;
  /** What the return stands for where it is not the fund's own. */
  readonly proxy?: string;
}

/** What a book would have gained or lost in a window, leg by leg. */
export interface StressPnl {
  readonly window: StressWindow;
  /** Every position that is not zero, in the book's order, the hedge last. */
  readonly legs: readonly StressLeg[];
  /** Sum of each side, share of equity; `undefined` if a leg of it is missing. */
  readonly sides: {
    readonly long: number | undefined;
    readonly short: number | undefined;
    readonly hedge: number | undefined;
  };
  /** The whole book, share of equity; `undefined` if a leg is missing. */
  readonly total: number | undefined;
  /** The legs that are known, added up: it leaves the missing ones out and is no result by itself. */
  readonly knownPnl: number;
  /** Positions without a return in this window. */
  readonly missing: readonly (Sector | "market")[];
}

/**
 * Gain or loss of a book in a dated window, by leg.
 *
 * Exposures are those at the start and are left alone: exposure × return. A short through an inverse
 * fund would have drifted on the way (`inverseFundPath` tells how far where daily prices exist). A fund
 * that did not exist has no return: its leg is missing and so is the total, for zero would be a claim.
 *
 * @param window A window of `stressWindows`.
 * @param book.sectors Order of `weights`.
 * @param book.weights Signed exposures, share of equity.
 * @param book.hedge Signed exposure to the market, share of equity; 0 by default.
 * @returns Legs, sides and total.
 * @throws {RangeError} If lengths differ, an exposure is not finite, or a return is none that can be.
 *
 * @example Technology against energy on the day of the vaccine
 * ```ts
 * import { readStressWindows, stressPnl } from "lab/hedging";
 * import { equal } from "node:assert/strict";
 *
 * const vaccine = (await readStressWindows()).find(({ kind }) => kind === "rotation")!;
 * const { total } = stressPnl(vaccine, { sectors: ["XLK", "XLE"], weights: [0.2, -0.2] });
 * equal(total!.toFixed(3), "-0.030");
 * ```
 */
export function stressPnl(
  window: StressWindow,
  book: {
    readonly sectors: readonly Sector[];
    readonly weights: readonly number[];
    readonly hedge?: number;
  },
): StressPnl {
  const { sectors, weights, hedge = 0 } = book;
  if (sectors.length !== weights.length) {
    throw new RangeError(
      `Cannot stress a book: need one weight per sector, got ${weights.length} for ${sectors.length}`,
    );
  }
  const leg = (
    scope: Sector | "market",
    side: StressLeg["side"],
    exposure: number,
    value: number | undefined,
  ): readonly StressLeg[] => {
    if (!Number.isFinite(exposure)) {
      throw new RangeError(
        `Cannot stress a book: the exposure to ${scope} must be a finite share of equity, ` +
          `got ${exposure}`,
      );
    }
    if (value !== undefined && !(value >= -1 && value < Infinity)) {
      throw new RangeError(
        `Cannot stress a book: the return of ${scope} in ${
          shown(window.name)
        } must be a finite share of ` +
          `at least -1, for nothing loses more than all of it, got ${shown(value)}`,
      );
    }
    if (exposure === 0) return [];
    const proxy = scope === "market" ? undefined : window.proxies[scope];
    return [{
      scope,
      side,
      exposure,
      return: value,
      pnl: value === undefined ? undefined : exposure * value,
      ...(proxy === undefined || value === undefined ? {} : { proxy }),
    }];
  };
  const legs = [
    ...sectors.flatMap((sector, i) =>
      leg(sector, weights[i] > 0 ? "long" : "short", weights[i], window.returns[sector])
    ),
    ...leg("market", "hedge", hedge, window.market),
  ];
  const sumOf = (some: readonly StressLeg[]) =>
    some.some(({ pnl }) => pnl === undefined)
      ? undefined
      : some.reduce((sum, { pnl }) => sum + pnl!, 0);
  const side = (name: StressLeg["side"]) => sumOf(legs.filter((one) => one.side === name));
  return {
    window,
    legs,
    sides: { long: side("long"), short: side("short"), hedge: side("hedge") },
    total: sumOf(legs),
    knownPnl: legs.reduce((sum, { pnl }) => sum + (pnl ?? 0), 0),
    missing: legs.filter(({ pnl }) => pnl === undefined).map(({ scope }) => scope),
  };
}
