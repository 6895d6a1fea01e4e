import type { Dated, Market, Sector } from "lab/market";
import { SECTORS } from "lab/market";
import { type Day, instant } from "lab/units";

/** How to build a market that fits on a sheet of paper. */
export interface SmallMarket {
  readonly days: readonly Day[];
  /** Simple returns per day of the index; the first one is not used. */
  readonly index: readonly number[];
  /** Returns of each sector, in the same days. */
  readonly sectors: Readonly<Partial<Record<Sector, readonly (number | undefined)[]>>>;
  readonly volumes?: Readonly<Partial<Record<Sector, readonly number[]>>>;
  readonly fundamentals?: Market["fundamentals"];
  readonly headlines?: Market["headlines"];
  readonly flows?: Market["flows"];
}

function closes(returns: readonly (number | undefined)[]): Float64Array {
  const out = new Float64Array(returns.length);
  let price = 100;
  returns.forEach((r, i) => {
    if (i > 0 && r !== undefined) price *= 1 + r;
    out[i] = r === undefined ? NaN : price;
  });
  return out;
}

/** A market from returns; a day without a return has no close. */
export function smallMarket(parts: SmallMarket): Market {
  const { days, index, sectors, volumes = {} } = parts;
  return {
    source: { kind: "simulated", seed: 0 },
    frequency: "daily",
    index: "SPY",
    prices: {
      days,
      availableAt: days.map((day) => instant(day)),
      close: new Map([
        ["SPY", closes(index)],
        ...SECTORS.flatMap((sector): [string, Float64Array][] => {
          const returns = sectors[sector];
          return returns ? [[sector, closes(returns)]] : [];
        }),
      ]),
      open: new Map(),
      volume: new Map(
        Object.entries(volumes).map(([ticker, shares]) => [ticker, Float64Array.from(shares)]),
      ),
    },
    rates: [],
    styles: [],
    fundamentals: parts.fundamentals ?? [],
    headlines: parts.headlines ?? [],
    flows: parts.flows ?? [],
  };
}

/** The same market with two sectors' data exchanged. */
export function exchanged(market: Market, a: Sector, b: Sector): Market {
  const other = (ticker: string) => ticker === a ? b : ticker === b ? a : ticker;
  const columns = (map: ReadonlyMap<string, Float64Array>) =>
    new Map([...map].map(([ticker, column]) => [other(ticker), column]));
  const rows = <T extends Dated & { readonly sector: Sector }>(table: readonly T[]) =>
    table.map((row) => ({ ...row, sector: other(row.sector) as Sector }));
  return {
    ...market,
    prices: {
      ...market.prices,
      close: columns(market.prices.close),
      open: columns(market.prices.open),
      volume: columns(market.prices.volume),
    },
    fundamentals: rows(market.fundamentals),
    headlines: rows(market.headlines),
    flows: rows(market.flows),
  };
}
