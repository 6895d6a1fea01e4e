import { createHash } from "node:crypto";
import { LabError } from "../../errors.ts";
import { addCalendarDays, newYorkInstant } from "../../market/mod.ts";
import { type Day, day } from "../../units.ts";

/** One trading day of a ticker; a figure that the provider does not have is absent, never zero. */
export interface DailyBar {
  readonly day: Day;
  readonly open?: number;
  readonly close?: number;
  /** Close adjusted for splits and dividends. */
  readonly adjustedClose?: number;
  /** Shares, adjusted for splits. */
  readonly volume?: number;
}

/** What was fetched for one ticker. */
export interface DownloadedTicker {
  readonly ticker: string;
  readonly bars: readonly DailyBar[];
  /** SHA-256 of the answer's bytes, hexadecimal. */
  readonly sha256: string;
}

/** A ticker that the provider has nothing for, with its words. */
export interface MissingTicker {
  readonly ticker: string;
  readonly reason: string;
}

/** What a download is told besides the tickers. */
export interface DownloadOptions {
  readonly from: Day;
  /** Last day wanted; the newest complete one where absent. */
  readonly to?: Day;
  /** The moment of the download; a day that is not over by then is left out. */
  readonly now: Date;
  /** Fetches an address; the network's own by default. */
  readonly fetch?: typeof fetch;
}

/** Time in New York from which a day's close is settled. */
const SETTLED_AT = "16:30";
/** Longest wait for one answer, milliseconds. */
const PATIENCE_MS = 30_000;

/** The newest day whose close is settled at a moment, weekends not yet taken out. */
export function newestSettledDay(now: Date): Day {
  const [today, time] = newYorkInstant(now.getTime()).split("T");
  return time >= SETTLED_AT ? day(today) : addCalendarDays(day(today), -1);
}

const figure = (value: unknown) =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;

/** Whether a failure says that nothing could be reached at all, rather than that a ticker is unknown. */
function isOffline(error: unknown): boolean {
  if (error instanceof DOMException && error.name === "TimeoutError") return true;
  return error instanceof TypeError && /error sending request|fetch failed|network/i.test(
    error.message,
  );
}

/**
 * Daily prices of Yahoo Finance, by npm:yahoo-finance2, one ticker after the other.
 *
 * Days that are not over at `now` are left out, since their last bar is still moving. A ticker that
 * the provider does not know is reported and the others go on.
 *
 * @param tickers Yahoo's names, such as `XLK` or `^IRX`.
 * @param options Days, the present moment, and how to fetch; see {@linkcode DownloadOptions}.
 * @returns What was found and what was not, in the order of the tickers.
 * @throws {LabError} If the provider cannot be reached or refuses to answer: then nothing is returned.
 */
export async function downloadPrices(
  tickers: readonly string[],
  options: DownloadOptions,
): Promise<
  { readonly found: readonly DownloadedTicker[]; readonly missing: readonly MissingTicker[] }
> {
  const settled = newestSettledDay(options.now);
  const last = options.to !== undefined && options.to < settled ? options.to : settled;
  if (last < options.from) {
    throw new LabError(
      `Cannot download prices: the newest day that is over is ${settled}, and ${options.from} ` +
        "lies after it",
    );
  }
  const { default: YahooFinance } = await import("yahoo-finance2");
  const silent = () => {};
  const get = options.fetch ?? fetch;
  let bytes = new Uint8Array();
  const client = new YahooFinance({
    suppressNotices: ["yahooSurvey"],
    versionCheck: false,
    logger: { info: silent, warn: silent, error: silent, debug: silent, dir: silent },
    // The answer's own bytes are hashed before anything is made of them.
    fetch: (async (address: URL | RequestInfo, init?: RequestInit) => {
      const answer = await get(address, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
      bytes = new Uint8Array(await answer.arrayBuffer());
      return new Response(bytes, answer);
    }) as typeof fetch,
  });

  const found: DownloadedTicker[] = [], missing: MissingTicker[] = [];
  const { error: complain } = console;
  for (const ticker of tickers) {
    try {
      console.error = silent; // the client prints addresses that were refused
      const { quotes } = await client.chart(ticker, {
        period1: options.from,
        period2: addCalendarDays(last, 1),
        interval: "1d",
      });
      const bars = quotes.map((quote): DailyBar => ({
        // New York's sessions lie inside one day of UTC.
        day: day(quote.date.toISOString().slice(0, 10)),
        open: figure(quote.open),
        close: figure(quote.close),
        adjustedClose: figure(quote.adjclose) ?? figure(quote.close),
        volume: figure(quote.volume),
      })).filter((bar) => bar.day >= options.from && bar.day <= last && bar.close !== undefined);
      if (bars.length === 0) {
        missing.push({ ticker, reason: `no price from ${options.from} to ${last}` });
        continue;
      }
      found.push({ ticker, bars, sha256: createHash("sha256").update(bytes).digest("hex") });
    } catch (error) {
      const cause = error as Error & { code?: unknown };
      if (isOffline(error)) {
        throw new LabError(
          `Cannot download prices: Yahoo Finance cannot be reached (at ${ticker}). Is this machine ` +
            "online? Nothing was written.",
          { cause },
        );
      }
      if (cause.code === 429 || cause.code === 401 || Number(cause.code) >= 500) {
        throw new LabError(
          `Cannot download prices: Yahoo Finance refuses to answer (status ${cause.code}, at ` +
            `${ticker}). Try again in a while. Nothing was written.`,
          { cause },
        );
      }
      missing.push({ ticker, reason: cause.message.split("\n")[0] });
    } finally {
      console.error = complain;
    }
  }
  return { found, missing };
}
