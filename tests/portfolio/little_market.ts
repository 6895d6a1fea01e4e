import { type Market, type Snapshot, snapshot, tradingDaysFrom } from "lab/market";
import { day, instant } from "lab/units";

/** Trading days of the little market: enough for a volatility. */
const DAYS = 81;

/** Last day of the little market. */
export const TODAY = tradingDaysFrom(day("2026-03-02"), DAYS)[DAYS - 1];

/**
 * The last day of a market whose closes swing by one percent around the prices given and end on
 * them: every return is about ±2 %, and prices are small enough for a pencil.
 */
export function littleView(
  prices: Readonly<Record<string, number>>,
  options: {
    readonly adjusted?: boolean;
    readonly count?: number;
    readonly frequency?: Market["frequency"];
  } = {},
): Snapshot {
  const { adjusted, count = DAYS, frequency = "daily" } = options;
  const days = tradingDaysFrom(day("2026-03-02"), adjusted ? count + 1 : count);
  const swing = days.map((_, i) => i === count - 1 ? 1 : i % 2 === 0 ? 1.01 : 0.99);
  const market: Market = {
    source: { kind: "simulated", seed: 0 },
    frequency,
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
      ...(adjusted ? { adjustedAsOf: days[count] } : {}),
    },
    rates: [],
    styles: [],
    fundamentals: [],
    headlines: [],
    flows: [],
  };
  return snapshot(market, days[count - 1]);
}
