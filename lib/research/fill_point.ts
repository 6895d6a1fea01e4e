import { type Market, type Sector, SECTORS } from "../market/mod.ts";
import { type Point, priceAt, type PricePath, pricePath } from "./leg_factor.ts";

/** When an order is filled; `same close` trades at the very price that was decided on. */
export type FillRule = "next open" | "same close";

/**
 * Rows without a price after which a ticker counts as ended and is sold at its last price: a week of
 * days, or two months. The rule looks back only; that a price never comes again is nothing one knows.
 */
const ENDED_AFTER_ROWS: Readonly<Record<Market["frequency"], number>> = {
  daily: 5,
  monthly: 2,
};

/** Where the orders of one decision are filled. */
export interface Fill {
  readonly point: Point;
  /** Rows waited beyond the next one because a price was missing. */
  readonly waited: number;
  /** The first ticker that was waited for. */
  readonly missing?: string;
}

/** The price paths that fills look at: every sector that the market has, and the index. */
export interface TradedPaths {
  readonly tickers: readonly (Sector | "market")[];
  readonly paths: readonly PricePath[];
  readonly rows: number;
  readonly endedAfterRows: number;
}

/** The paths of a market's sectors and its index (last, as `market`). */
export function tradedPaths(market: Market): TradedPaths {
  const { prices } = market;
  const found: [Sector | "market", PricePath][] = [];
  for (const scope of [...SECTORS, "market"] as const) {
    const path = pricePath(prices, scope === "market" ? market.index : scope);
    if (path) found.push([scope, path]);
  }
  return {
    tickers: found.map(([scope]) => scope),
    paths: found.map(([, path]) => path),
    rows: prices.days.length,
    endedAfterRows: ENDED_AFTER_ROWS[market.frequency],
  };
}

/**
 * The point at which orders decided at the close of a row are filled: the next open, or the next
 * close where not every fund has an open.
 *
 * The whole book waits for the first row on which every fund that still trades has a price: half of
 * a hedged book is not hedged. A fund without a price for a week has ended and is not waited for.
 *
 * @param row Row of the decision.
 * @param rule `same close` fills at the close that was decided on.
 * @returns Nothing where the data end before.
 */
export function fillPoint(traded: TradedPaths, row: number, rule: FillRule): Fill | undefined {
  if (rule === "same close") return { point: 2 * row + 1, waited: 0 };
  const { paths, tickers, rows, endedAfterRows } = traded;
  let missing: string | undefined;
  for (let next = row + 1; next < rows; next++) {
    let opens = true, closes = true, living = 0, lacks: string | undefined;
    for (let i = 0; i < paths.length; i++) {
      if (!isLiving(paths[i], next, endedAfterRows)) continue;
      living++;
      opens &&= !Number.isNaN(priceAt(paths[i], 2 * next));
      const hasClose = !Number.isNaN(priceAt(paths[i], 2 * next + 1));
      if (!hasClose) lacks ??= tickers[i];
      closes &&= hasClose;
    }
    if (living > 0 && (opens || closes)) {
      const waited = next - row - 1;
      return { point: 2 * next + (opens ? 0 : 1), waited, ...(waited > 0 ? { missing } : {}) };
    }
    missing ??= lacks;
  }
  return undefined;
}

/** Whether a ticker has had a close within the rows before this one. */
function isLiving(path: PricePath, row: number, endedAfterRows: number): boolean {
  for (let at = Math.max(0, row - endedAfterRows); at < row; at++) {
    if (!Number.isNaN(path.close[at])) return true;
  }
  return false;
}
