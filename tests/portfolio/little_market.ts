import { type Market, type Snapshot, snapshot, tradingDaysFrom } from "lab/market";
import { day, instant } from "lab/units";

/** Trading days of the little market: enough for a volatility. */
const DAYS = 81;

/** Last day of the little market. */
export const TODAY = tradingDaysFrom(day("2026-03-02"), DAYS)[DAYS - 1];

/**
 * The last day of a market whose closes swing by one percent around the prices given and end on
 * them: every daily return is about ±2 %, and prices are small enough for a pencil.
 */
export function littleView(
  prices: Readonly<Record<string, number>>,
  options: { readonly adjusted?: boolean } = {},
): Snapshot {
  const days = tradingDaysFrom(day("2026-03-02"), options.adjusted ? DAYS + 1 : DAYS);
  const swing = days.map((_, i) => i === DAYS - 1 ? 1 : i % 2 === 0 ? 1.01 : 0.99);
  const market: Market = {
    source: { kind: "simulated", seed: 0 },
    frequency: "daily",
    index: "SPY",
    prices: {
      days,
      availableAt: days.map((on) => instant(on)),
      close: new Map(
        Object.entries(prices).map(([ticker, price]) => [
          ticker,
          Float64Array.from(swing, (factor) => factor * price),
        ]),
      ),
      open: new Map(),
      volume: new Map(),
      ...(options.adjusted ? { adjustedAsOf: days[DAYS] } : {}),
    },
    rates: [],
    styles: [],
    fundamentals: [],
    headlines: [],
    flows: [],
  };
  return snapshot(market, TODAY);
}
