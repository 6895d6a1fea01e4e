import { checkNumber, shown } from "../../arguments.ts";
import { type Carrier, type CarrierOptions, carriers, type Scope } from "../../market/mod.ts";
import { EXPOSURE_STEP, onStep } from "../book_problem.ts";
import type { HeldExposures } from "./holdings.ts";

/**
 * Largest exposure that a fund can carry after today's trade, a share of equity: what its assets allow,
 * but no further from what is held than a day's volume allows.
 *
 * A position that its fund has become too small for is therefore made smaller step by step. The cap lies
 * one step of 1e-9 inside, so that rounding exposures cannot take an order beyond it; what is held may
 * stay in any case, unless the fund is too small for it.
 *
 * @param held Exposure held through the fund in this direction; below 0 where it is held in the other.
 * @param byAssets Largest exposure by the fund's assets.
 * @param byVolume Largest change of it in a day.
 * @throws {RangeError} If a figure is no number, or a size is below 0.
 *
 * @example A new position, and one whose fund has shrunk
 * ```ts
 * import { fundCap } from "lab/portfolio";
 * import { deepEqual } from "node:assert/strict";
 *
 * const caps = [fundCap(0, 0.2, 0.06), fundCap(0.1, 0.02, 0.06)];
 * deepEqual(caps.map((cap) => cap.toFixed(3)), ["0.060", "0.040"]);
 * ```
 */
export function fundCap(held: number, byAssets: number, byVolume: number): number {
  // Compared without lists: a backtest asks millions of times.
  if (!Number.isFinite(held)) checkNumber("Cannot cap a fund", "what is held", held);
  if (!(typeof byAssets === "number" && byAssets >= 0)) refuseSize("byAssets", byAssets);
  if (!(typeof byVolume === "number" && byVolume >= 0)) refuseSize("byVolume", byVolume);
  const most = Math.max(held - byVolume, Math.min(held + byVolume, byAssets));
  const inside = Math.floor(most / EXPOSURE_STEP) - 1;
  const stays = most >= held ? onStep(held) : 0;
  return Math.max(0, inside / 1e9, stays);
}

function refuseSize(name: string, size: unknown): never {
  throw new RangeError(
    `Cannot cap a fund: ${name} must be a share of equity of at least 0, or Infinity, got ${
      shown(size)
    }`,
  );
}

/** A fund for one side of a scope, and what of an account it can carry; all shares of equity. */
export interface FundRoom {
  readonly carrier: Carrier;
  /** Exposure held through it in the direction of the side; below 0 on the other side. */
  readonly held: number;
  /** Largest exposure by its assets. */
  readonly byAssets: number;
  /** Largest change in a day by its volume. */
  readonly byVolume: number;
  /** Largest exposure that it can carry after today's trade. */
  readonly cap: number;
}

/** The funds for one side of a scope, for an account. */
export interface FundSide {
  readonly scope: Scope;
  readonly side: "long" | "short";
  /** Funds held already first, the largest of them in front; then the order of `carriers`. */
  readonly rooms: readonly FundRoom[];
  /** The order of `carriers`, in which one without holdings would choose. */
  readonly inOrder: readonly FundRoom[];
  /** The largest cap of its funds; where there are none, what is held all the same. */
  readonly cap: number;
  /** Why no fund is listed for it. */
  readonly closed?: {
    readonly reason: string;
    readonly cause: "none exists" | "not listed" | "size";
  };
}

/**
 * The funds that can hold one side of a scope, and what each can carry for an account on its day.
 *
 * @param account Equity, and what is held already: of that only the change must find a market.
 */
export function fundSide(
  scope: Scope,
  side: "long" | "short",
  account: Pick<HeldExposures, "day" | "equityUsd" | "positions">,
  rules: CarrierOptions = {},
): FundSide {
  const { day, equityUsd, positions } = account, sign = side === "long" ? 1 : -1;
  const found = carriers(scope, side, day, rules);
  const inOrder = found.carriers.map((carrier): FundRoom => {
    const position = positions.find(({ ticker }) => ticker === carrier.fund.ticker);
    const held = position ? sign * position.exposure : 0;
    const byAssets = carrier.positionUsd / equityUsd, byVolume = carrier.tradeUsd / equityUsd;
    return { carrier, held, byAssets, byVolume, cap: fundCap(held, byAssets, byVolume) };
  });
  if (found.closed) {
    let held = 0;
    for (const one of positions) {
      if (one.scope === scope) held += Math.max(0, sign * one.exposure);
    }
    return { scope, side, rooms: [], inOrder, cap: onStep(held), closed: found.closed };
  }
  // Each that is held counts by its size, the others alike: sorting keeps their order.
  const rooms = inOrder.toSorted((a, b) => Math.max(0, b.held) - Math.max(0, a.held));
  return { scope, side, rooms, inOrder, cap: Math.max(...inOrder.map(({ cap }) => cap)) };
}

/** Caps are steps of 1e-9 and exposures are rounded to them: within two steps a fund can carry it. */
const NEAR = 2 * EXPOSURE_STEP;

/** Whether a fund can carry an exposure of a size, share of equity. */
export function canCarry({ cap }: FundRoom, size: number): boolean {
  return size <= cap + NEAR;
}
