import type { Market, Sector } from "../market/mod.ts";

/**
 * The same world without some sectors: no prices, no reports, no headlines, no flows of them.
 *
 * For the question whether a result rests on the two young sectors: a run on nine sectors from 1999 to
 * today is `withoutSectors(market, ["XLRE", "XLC"])`. What others said of them is gone too, so that
 * ranks among sectors are ranks among those that are left.
 *
 * @param market Left as it is.
 *
 * @example Nine sectors
 * ```ts
 * import { withoutSectors } from "lab/research";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = withoutSectors(simulatedMarket({ seed: 7, years: 1 }), ["XLRE", "XLC"]);
 * equal(snapshot(market, market.prices.days[100]).sectors.length, 9);
 * ```
 */
export function withoutSectors(market: Market, sectors: readonly Sector[]): Market {
  const { prices } = market;
  const columns = (map: ReadonlyMap<string, Float64Array>) =>
    new Map([...map].filter(([ticker]) => !(sectors as readonly string[]).includes(ticker)));
  const rows = <T extends { readonly sector: Sector }>(table: readonly T[]) =>
    table.filter(({ sector }) => !sectors.includes(sector));
  return {
    ...market,
    prices: {
      ...prices,
      close: columns(prices.close),
      open: columns(prices.open),
      volume: columns(prices.volume),
    },
    fundamentals: rows(market.fundamentals),
    headlines: rows(market.headlines),
    flows: rows(market.flows),
    ...(market.figures === undefined ? {} : { figures: rows(market.figures) }),
  };
}
