/** Answers of the provider of daily prices, made by hand. */

/** One day as the provider's server sends it: the open's second, then prices. */
export interface ServedDay {
  readonly at: string;
  readonly open: number | null;
  readonly close: number | null;
  readonly adjusted: number | null;
  readonly volume: number | null;
}

/** A day of a thousand shares that opened a dollar lower. */
export const servedDay = (date: string, close: number, adjusted = close): ServedDay => ({
  at: `${date}T14:30:00Z`,
  open: close - 1,
  close,
  adjusted,
  volume: 1000,
});

/** The shape of an answer of the provider's chart endpoint. */
export function chartAnswer(ticker: string, days: readonly ServedDay[]): string {
  const period = { timezone: "EST", start: 1, end: 2, gmtoffset: -18000 };
  const meta = {
    currency: "USD",
    symbol: ticker,
    exchangeName: "PCX",
    fullExchangeName: "NYSEArca",
    instrumentType: "ETF",
    firstTradeDate: 728317800,
    regularMarketTime: 1785787200,
    hasPrePostMarketData: true,
    gmtoffset: -18000,
    timezone: "EST",
    exchangeTimezoneName: "America/New_York",
    regularMarketPrice: 1,
    priceHint: 2,
    currentTradingPeriod: { pre: period, regular: period, post: period },
    dataGranularity: "1d",
    range: "",
    validRanges: ["1d"],
  };
  const column = (field: "open" | "close" | "volume") => days.map((one) => one[field]);
  const quote = {
    open: column("open"),
    close: column("close"),
    high: column("close"),
    low: column("open"),
    volume: column("volume"),
  };
  return JSON.stringify({
    chart: {
      result: [{
        meta,
        timestamp: days.map((one) => Date.parse(one.at) / 1000),
        indicators: {
          quote: [quote],
          adjclose: [{ adjclose: days.map((one) => one.adjusted) }],
        },
      }],
      error: null,
    },
  });
}
