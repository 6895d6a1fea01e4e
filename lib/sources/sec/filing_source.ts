import { DataError } from "../../errors.ts";
import {
  addCalendarDays,
  newYorkMoment,
  type Sector,
  SECTOR_LISTED_FROM,
} from "../../market/mod.ts";
import { type Day, day } from "../../units.ts";
import { counted, listed } from "../../words.ts";
import { ADDRESSES } from "../fetch/addresses.ts";
import { companyCloses } from "./company_closes.ts";
import { momentText } from "../formats/days_and_moments.ts";
import type { GrowingRow, GrowingTable } from "../growing_table.ts";
import { coverageLines } from "./coverage.ts";
import type { HoldingsFile } from "./fund_weights.ts";
import type { Split, SplitAdjustedClose } from "./market_value.ts";
import { secFundamentals } from "./sec_fundamentals.ts";
import type { FiledFundamental } from "./sector_fundamentals.ts";
import { SourceError } from "../fetch/source_error.ts";
import type { SourceFound, SourceWorld } from "../source.ts";

/** The first day from which company facts have figures. */
const FIRST_FIGURES = day("2009-01-01");
/** Days of closes and splits before the first row: shares may have been filed two years before. */
const DAYS_BEFORE = 800;
/** Tickers that a note names. */
const MOST_NAMED = 8;

/**
 * Fundamentals of the sectors as companies filed them, valued by closes, in the weights of the holdings
 * files that are there.
 *
 * Rows are added to each sector after its newest one. Where closes cannot be fetched just now nothing is
 * added: a row without its yield would stand for ever.
 */
export async function filingSource(world: SourceWorld): Promise<SourceFound> {
  const { get, sectors, today, open, onProgress } = world;
  // Whom the SEC does not answer needs no closes.
  await get(ADDRESSES.secTickers(), { accept: "application/json" });
  const table = await open("fundamentals"),
    holdings = filesOf(await open("basis/holdings"), sectors);
  if (holdings.length === 0) {
    return {
      rows: {},
      notes: [],
      missing: [{
        what: "all of it",
        reason: "there are no holdings of the funds yet, which say whose filings to read",
      }],
    };
  }
  const newest = newestBy(table), from = world.from > FIRST_FIGURES ? world.from : FIRST_FIGURES;
  const begun = sectors.map((sector) => newest.get(sector)?.slice(0, 10) ?? from).sort()[0];
  const tickers = [
    ...new Set(
      holdings.flatMap(({ rows }) =>
        rows.flatMap(({ ticker, weight }) => weight > 0 && ticker !== "" ? [ticker] : [])
      ),
    ),
  ];
  const prices = await closesOf(tickers, {
    from: addCalendarDays(day(begun), -DAYS_BEFORE),
    // A run of this day that began with nothing asked for more.
    further: addCalendarDays(from, -DAYS_BEFORE),
  }, world);
  try {
    const found = await secFundamentals({
      get,
      holdings,
      closes: prices.closes,
      splits: prices.splits,
      from,
      to: today,
      exactMinutes: world.exactMinutes ?? false,
      onProgress: ({ done, of }) =>
        onProgress?.({ done: tickers.length + done, total: tickers.length + of }),
    });
    const fresh = found.rows.filter(({ sector, availableAt }) =>
      momentOf(availableAt) > (newest.get(sector) ?? "") &&
      // The companies of a fund that was not there yet are no sector of anybody's.
      availableAt.slice(0, 10) >= SECTOR_LISTED_FROM[sector]
    );
    return {
      rows: {
        "basis/fundamentals": newBasis(fresh, await open("basis/fundamentals")),
        fundamentals: fresh.map(fundamentalRow),
      },
      notes: [
        `Fundamentals are ${found.source}.`,
        ...found.notes,
        ...(prices.without.length > 0
          ? [
            `No closes of ${counted(prices.without.length, "holding")}: ${
              listed(prices.without.slice(0, MOST_NAMED))
            }${prices.without.length > MOST_NAMED ? ", …" : ""}.`,
          ]
          : []),
      ],
      missing: [],
      says: { fundamentals: found.source },
      lines: coverageLines(found.coverage),
      covered: found.coverage.map(({ sector, holdingsDay, shareCovered, shareValued }) => ({
        sector,
        holdingsDay,
        shareCovered,
        shareValued,
      })),
    };
  } catch (cause) {
    if (!(cause instanceof DataError)) throw cause;
    throw new SourceError(cause.message, {
      fault: "unreadable",
      address: ADDRESSES.secTickers(),
      cause,
    });
  }
}

const momentOf = (minute: FiledFundamental["availableAt"]) => momentText(newYorkMoment(minute));

/** The files of holdings that were kept, one for each fund and day. */
function filesOf(table: GrowingTable, sectors: readonly Sector[]): readonly HoldingsFile[] {
  const files = new Map<string, HoldingsFile & { rows: { ticker: string; weight: number }[] }>();
  for (const { sector, day: on, available_at, ticker, weight } of table.rows) {
    const fund = sectors.find((one) => one === sector);
    if (fund === undefined) continue;
    const key = `${fund} ${on}`;
    const file = files.get(key) ??
      { sector: fund, day: day(on), fetchedAt: available_at, rows: [] };
    file.rows.push({ ticker, weight: Number(weight) });
    files.set(key, file);
  }
  return [...files.values()];
}

/** The newest moment of each sector's rows. */
function newestBy(table: GrowingTable): ReadonlyMap<string, string> {
  const newest = new Map<string, string>();
  for (const { sector, available_at } of table.rows) {
    if (available_at > (newest.get(sector) ?? "")) newest.set(sector, available_at);
  }
  return newest;
}

/** Closes and splits by the holdings' own tickers. */
async function closesOf(
  tickers: readonly string[],
  since: { readonly from: Day; readonly further: Day },
  { yahoo, today, onProgress }: Pick<SourceWorld, "yahoo" | "today" | "onProgress">,
) {
  const closes = new Map<string, readonly SplitAdjustedClose[]>();
  const splits = new Map<string, readonly Split[]>();
  const without: string[] = [];
  for (const [i, ticker] of tickers.entries()) {
    // Yahoo writes BRK-B where a fund writes BRK.B.
    const symbol = ticker.replace(/[./]/g, "-");
    try {
      const answer = await yahoo.closes(symbol, since);
      const found = companyCloses(answer, {
        today,
        address: ADDRESSES.yahooCloses(symbol, since.from),
      });
      closes.set(ticker, found.closes);
      splits.set(ticker, found.splits);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      if (error.fault === "offline" || error.fault === "refused") {
        throw new SourceError(
          `the holdings' closes cannot be fetched, and rows without a yield would stay so: ` +
            error.message,
          error,
        );
      }
      without.push(ticker);
    }
    onProgress?.({ done: i + 1, total: 2 * tickers.length });
  }
  return { closes, splits, without };
}

function fundamentalRow(row: FiledFundamental): GrowingRow {
  return {
    sector: row.sector,
    period_end: row.periodEnd,
    available_at: momentOf(row.availableAt),
    earnings_yield: row.earningsYield,
    earnings_growth: row.earningsGrowth,
  };
}

/** What stands behind rows; those that a run wrote before it was killed are there already. */
function newBasis(rows: readonly FiledFundamental[], table: GrowingTable): readonly GrowingRow[] {
  const there = new Set(table.rows.map(({ sector, available_at }) => `${sector} ${available_at}`));
  return rows.flatMap((row): GrowingRow[] => {
    const { sector, periodEnd, basis } = row, available_at = momentOf(row.availableAt);
    return there.has(`${sector} ${available_at}`) ? [] : [{
      sector,
      period_end: periodEnd,
      available_at,
      share_covered: basis.shareCovered,
      share_of_period: basis.shareOfPeriod,
      share_valued: basis.shareValued,
      share_grown: basis.shareGrown,
      growth_by: basis.growthBy,
      sales_growth: basis.salesGrowth,
      holdings_day: basis.holdingsDay,
      later_weights: basis.laterWeights ? 1 : 0,
      filings: basis.accessions.join(" "),
    }];
  });
}
