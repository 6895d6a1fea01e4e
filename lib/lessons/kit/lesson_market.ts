import {
  checkDecisionDay,
  lastTradingDay,
  type Market,
  type OpenMarket,
  openMarket,
  type PriceWarning,
  type Snapshot,
  snapshot,
  sourceLine,
  weeklyDays,
  withoutPrice,
} from "../../market/mod.ts";
import { quotedValue } from "../../outside_text.ts";
import { type Day, day as checkedDay } from "../../units.ts";
import { listed } from "../../words.ts";
import { type LessonFiles, refuseFiles, withChoices } from "./lesson_prices.ts";
import { type Notice, notice } from "./notice.ts";
import { priceOddities } from "./price_oddities.ts";

/** The world of a lesson, seen from the day of its decision. */
export interface LessonMarket {
  readonly market: Market;
  readonly snapshot: Snapshot;
  /** The line that ends every caption. */
  readonly source: string;
  /** What these data are and what they lack, as a sentence to show. */
  readonly about: Notice;
  /** What is odd in a price file; the first of them stand in `about`, too. */
  readonly warnings: readonly PriceWarning[];
  /** Why nothing can be ordered with these data; absent where orders make sense. */
  readonly noOrders?: Notice;
}

/**
 * The market that a lesson's one choice names, and the view of its day.
 *
 * @param data `"simulated"`, `"industries"` (real, monthly, 1949 to 2017), or the path of a CSV or
 *   Parquet file with daily prices.
 * @param options.seed The world of the simulated market; the other two have none.
 * @param options.dividends Whether the closes of a file count dividends; true by default.
 * @param options.day A trading day as `YYYY-MM-DD`, or what chooses one; `"last"` by default: the end of
 *   the last full week, of the last month, or the last trading day of the file.
 * @param options.accept Warnings about a price file that the reader has checked, such as `jumps:XLF`.
 * @param options.evidence Folder of evidence beside a price file, as `readEvidence` takes it; "" is none.
 * @param options.knownAfter Days after its period's end from which a row of evidence counts that does not
 *   say so itself.
 * @throws {DataError} If the file cannot be used, the day is no trading day of the market, or nothing can be
 *   decided on its prices (`lastTradingDay`).
 *
 * @example The default world
 * ```ts
 * import { lessonMarket } from "lab/lesson";
 * import { equal } from "node:assert/strict";
 *
 * const { snapshot, source } = await lessonMarket("simulated", { seed: 7 });
 * equal(snapshot.sectors.length, 11);
 * equal(source, "Source: simulated, seed 7.");
 * ```
 */
export async function lessonMarket(
  data: string,
  options: {
    readonly seed: number;
    readonly day?: string | ((market: Market) => Day);
    readonly dividends?: boolean;
    readonly accept?: readonly string[];
  } & LessonFiles,
): Promise<LessonMarket> {
  if (typeof data !== "string" || data.trim() === "") {
    throw new TypeError(
      'Cannot choose data: need "simulated", "industries" or the path of a price file, got ' +
        (JSON.stringify(data) ?? "undefined"),
    );
  }
  const isFile = data !== "simulated" && data !== "industries";
  const { accept = [], dividends } = options;
  const meant = [
    ...(accept.length > 0 ? ["accept"] : []),
    ...(dividends === false ? ["dividends"] : []),
  ];
  if (!isFile && meant.length > 0) {
    throw new TypeError(
      `Cannot use ${listed(meant)} with ${quotedValue(data)}: it is about the prices of a file`,
    );
  }
  if (!isFile) refuseFiles(data, options);
  const { market, warnings } = await opened(data, options);
  const day = options.day === undefined || options.day === "last"
    ? lastDay(market)
    : typeof options.day === "function"
    ? options.day(market)
    : checkedDay(options.day);
  const view = snapshot(market, day);
  if (isFile && day === options.day) checkDecisionDay(market, day);
  return {
    market,
    snapshot: view,
    source: sourceLine(market.source),
    about: notice(
      "note",
      [
        aboutData(data, view, market),
        ...withoutPrice(view).map(({ reason }) => `Set aside: ${reason}.`),
        ...priceOddities(warnings),
      ].join(" "),
    ),
    warnings,
    ...(data === "industries" ? { noOrders: notice("note", NO_ORDERS) } : {}),
  };
}

/** The market of a choice; a path that leads nowhere is told with what the choice may be. */
async function opened(
  data: string,
  { seed, dividends, accept, evidence = "", knownAfter }: {
    readonly seed: number;
    readonly dividends?: boolean;
    readonly accept?: readonly string[];
  } & LessonFiles,
): Promise<OpenMarket> {
  if (data === "simulated") return await openMarket({ kind: data, seed });
  if (data === "industries") return await openMarket({ kind: data });
  return await withChoices(
    data,
    () =>
      openMarket({
        kind: "prices",
        prices: [data],
        dividends,
        accept,
        ...(evidence === "" ? {} : { evidence }),
        knownAfterDays: knownAfter,
      }),
  );
}

const NO_ORDERS = "This part does not apply to the industries: their monthly returns stand for " +
  "sectors, but they are no prices of funds, so nothing can be ordered. The lesson goes on below.";

function lastDay(market: Market): Day {
  const { days } = market.prices;
  const newest = days[days.length - 1];
  if (market.frequency === "monthly") return newest;
  if (market.source.kind === "real") return lastTradingDay(market);
  const weeks = weeklyDays(days);
  return weeks[weeks.length - 1] ?? newest;
}

/** What a market of files holds beside prices, as a sentence. */
function besidePrices(market: Market): string {
  const { source } = market;
  const files = source.kind === "real" ? source.evidence ?? [] : [];
  if (files.length === 0) {
    return "A price file has no filings and no headlines, so two pillars abstain.";
  }
  const lacks = [
    ...(market.fundamentals.length === 0 ? ["filings"] : []),
    ...(market.headlines.length === 0 ? ["headlines"] : []),
    ...(market.flows.length === 0 ? ["flows"] : []),
  ];
  return `Evidence from ${listed(files.map(({ name }) => name))}${
    lacks.length === 0 ? "" : `; there are no ${listed(lacks, "or")}`
  }.`;
}

function aboutData(data: string, view: Snapshot, market: Market): string {
  const count = view.sectors.length;
  if (data === "simulated") {
    return `Simulated market, decision at the close of ${view.day}: ${count} sectors with prices, ` +
      "filings, headlines and flows.";
  }
  if (data === "industries") {
    return `Real monthly returns of industries that stand for ${count} sectors, decision at the ` +
      `end of ${view.day.slice(0, 7)}. They have no filings and no headlines, so two pillars ` +
      "abstain, and no prices that could be traded.";
  }
  const { source } = view;
  const without = source.kind === "real" && source.dividends === false ? ", without dividends" : "";
  return `Real prices from ${data}${without}, decision at the close of ${view.day}: ${count} sectors. ` +
    besidePrices(market);
}
