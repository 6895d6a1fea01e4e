import type { Sector } from "../../market/mod.ts";
import type { Day } from "../../units.ts";
import type { Fetcher } from "./fetcher.ts";
import { ADDRESSES } from "./addresses.ts";
import type { Answer, RawStore } from "./raw_store.ts";
import { SourceError } from "./source_error.ts";

/** Told of an answer, and under which address it is kept. */
export type OnAnswer = (address: string, answer: Answer) => void;

/** What Yahoo Finance answers about a fund, by its npm client, as bytes that are kept. */
export interface Yahoo {
  /** Its news search for a fund. */
  readonly news: (sector: Sector, onAnswer?: OnAnswer) => Promise<Answer>;
  /** The ratios of what a fund holds. */
  readonly fund: (sector: Sector, onAnswer?: OnAnswer) => Promise<Answer>;
  /**
   * A company's daily closes, adjusted for splits alone, and its splits since a day. An answer of this day
   * that begins `further` back serves as well.
   */
  readonly closes: (
    ticker: string,
    since: { readonly from: Day; readonly further?: Day },
    onAnswer?: OnAnswer,
  ) => Promise<Answer>;
}

/** Items asked for; the search gives what it likes of them. */
const MOST_NEWS = 20;

/**
 * Yahoo Finance by npm:yahoo-finance2, with the fetcher's manners and store.
 *
 * The client finds cookie and crumb; what it makes of an answer is not used, for it throws whole
 * answers away when one field is missing. The bytes are kept and read by the lab itself.
 *
 * @param options.now Milliseconds since 1970.
 *
 * @example An answer of this day is not asked for again
 * ```ts
 * import { ADDRESSES, openRawStore, openYahoo } from "lab/sources";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir(), store = openRawStore(folder, day("2026-12-01"));
 * const kept = new TextEncoder().encode('{"news":[]}');
 * await store.keep(ADDRESSES.yahooNews("XLK"), kept, "2026-12-01T15:00:00.000Z");
 * const fetch = () => Promise.reject(new TypeError("no network"));
 * const { news } = openYahoo({ fetch }, { store, now: () => 0 });
 * equal((await news("XLK")).bytes.length, kept.length);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export function openYahoo(
  { fetch: send }: Pick<Fetcher, "fetch">,
  { store, now }: { readonly store: RawStore; readonly now: () => number },
): Yahoo {
  let bytes: Uint8Array<ArrayBuffer> | undefined;
  const silent = () => {};
  const made = Promise.withResolvers<Client>();
  let isMade = false;
  const client = () => {
    if (!isMade) {
      isMade = true;
      import("yahoo-finance2").then(({ default: YahooFinance }) =>
        made.resolve(
          new YahooFinance({
            suppressNotices: ["yahooSurvey"],
            versionCheck: false,
            logger: { info: silent, warn: silent, error: silent, debug: silent, dir: silent },
            fetch: (async (address: URL | RequestInfo, init?: RequestInit) => {
              const answer = await send(address, init);
              if (!/\/finance\/(?:search|quoteSummary|chart)/.test(String(address))) return answer;
              bytes = new Uint8Array(await answer.arrayBuffer());
              return new Response(bytes, answer);
            }) as typeof fetch,
          }),
        ), made.reject);
    }
    return made.promise;
  };
  async function answer(
    address: string,
    ask: (client: Client) => Promise<unknown>,
    onAnswer: OnAnswer = () => {},
  ) {
    const found = await store.find(address) ?? await fresh(address, ask);
    onAnswer(address, found);
    return found;
  }
  async function fresh(address: string, ask: (client: Client) => Promise<unknown>) {
    bytes = undefined;
    try {
      await ask(await client());
    } catch (cause) {
      if (cause instanceof SourceError) throw cause;
      throw new SourceError(
        `Yahoo Finance refuses to answer: ${(cause as Error).message.split("\n")[0]} (${address})`,
        { fault: "refused", address, cause },
      );
    }
    if (bytes === undefined) {
      throw new SourceError(`Yahoo Finance sent no answer (${address})`, {
        fault: "refused",
        address,
      });
    }
    return await store.keep(address, bytes, new Date(now()).toISOString());
  }
  const loose = { validateResult: false } as const;
  return {
    news: (sector, onAnswer) =>
      answer(
        ADDRESSES.yahooNews(sector),
        (client) => client.search(sector, { newsCount: MOST_NEWS, quotesCount: 0 }, loose),
        onAnswer,
      ),
    fund: (sector, onAnswer) =>
      answer(
        ADDRESSES.yahooFund(sector),
        (client) =>
          client.quoteSummary(sector, { modules: ["topHoldings", "summaryDetail"] }, loose),
        onAnswer,
      ),
    closes: async (ticker, { from, further = from }, onAnswer) => {
      const longer = ADDRESSES.yahooCloses(ticker, further), kept = await store.find(longer);
      if (kept !== undefined) {
        onAnswer?.(longer, kept);
        return kept;
      }
      return await answer(
        ADDRESSES.yahooCloses(ticker, from),
        (client) => client.chart(ticker, { period1: from, interval: "1d", events: "split" }, loose),
        onAnswer,
      );
    },
  };
}

type Client = InstanceType<typeof import("yahoo-finance2").default>;

/** The value in an answer's bytes. */
export function jsonIn({ bytes }: Pick<Answer, "bytes">, address: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new SourceError(`Cannot read the answer of ${address}: it is no JSON, or was cut off`, {
      fault: "unreadable",
      address,
      cause,
    });
  }
}

/** A field of something that may be no object. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
