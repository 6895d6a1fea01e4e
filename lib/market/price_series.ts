import { counted, listed } from "../words.ts";
import type { PriceField } from "./column_meaning.ts";
import { type Cell, isEmpty, numberIn, quoted, type RawTable, refusal } from "./raw_table.ts";

/** One ticker's closes, opens or volumes, as they stand in a file. */
export interface Series {
  readonly ticker: string;
  readonly field: PriceField;
  /** Its name in the table that is handed on. */
  readonly name: string;
  readonly cells: readonly Cell[];
}

/**
 * An open or a volume in the measure of the adjusted closes. Where one of the closes is empty nobody knows
 * that measure, and the cell is empty, too; a cell that is no number stays, for the check that names it.
 */
function scaled(
  { field, cells, ...one }: Series,
  { plain, counts, table }: {
    readonly plain: Series;
    readonly counts: Series;
    readonly table: RawTable;
  },
): Series {
  const scaledCells = cells.map((cell, row) => {
    const value = numberIn(cell), close = plain.cells[row];
    if (Number.isNaN(value)) return cell;
    if (isEmpty(close) || isEmpty(counts.cells[row])) return null;
    const from = numberIn(close), to = numberIn(counts.cells[row]);
    if (!(from > 0 && Number.isFinite(from))) {
      throw refusal(
        table,
        `column ${plain.name}: need a price above 0 or an empty cell, got ${quoted(close)}`,
        row,
        plain.name,
      );
    }
    // An adjusted close that is no number is told by the check of the closes.
    return Number.isNaN(to) ? cell : field === "open" ? value * to / from : value * from / to;
  });
  return { ...one, field, cells: scaledCells };
}

/**
 * The series of a file as the columns that are handed on: of an adjusted and a plain close the one that
 * is asked for, opens and volumes in its measure, and of a rate the close alone.
 */
export function chosenSeries(
  series: readonly Series[],
  table: RawTable,
  { dividends, rate }: {
    /** Whether closes shall count dividends: then an adjusted close goes before a plain one. */
    readonly dividends: boolean;
    /** Ticker of the risk-free rate, of which only the close counts. */
    readonly rate: string;
  },
): { readonly columns: readonly Series[]; readonly notes: readonly string[] } {
  const columns: Series[] = [], adjusted: string[] = [];
  let isScaled = false;
  const left = { open: [] as string[], volume: [] as string[] };
  for (const ticker of new Set(series.map((one) => one.ticker))) {
    const own = series.filter((one) => one.ticker === ticker);
    const plain = own.find(({ field }) => field === "close");
    const counts = own.find(({ field }) => field === "adjusted");
    if (ticker === rate) {
      const close = own.filter(({ field }) => field === "close");
      columns.push(...(close.length > 0 ? close : counts ? [counts] : []).map((one) => ({
        ...one,
        field: "close" as const,
        name: rate,
      })));
      continue;
    }
    if (!counts) {
      columns.push(...own.filter(({ field }) => field !== "unused"));
      continue;
    }
    if (!dividends) {
      if (!plain) {
        throw refusal(
          table,
          `${ticker} has adjusted closes alone, and prices without dividends are asked for; need a ` +
            `column ${ticker}_close`,
          undefined,
          ticker,
        );
      }
      columns.push(...own.filter(({ field }) => field !== "adjusted" && field !== "unused"));
      continue;
    }
    adjusted.push(ticker);
    columns.push({ ...counts, field: "close", name: `${ticker}_close` });
    for (const one of own) {
      if (one.field !== "open" && one.field !== "volume") continue;
      if (plain) columns.push(scaled(one, { plain, counts, table }));
      else left[one.field].push(ticker);
      isScaled ||= plain !== undefined && one.field === "open";
    }
  }
  const whose = (some: readonly string[]) =>
    some.length > 3 ? counted(some.length, "ticker") : listed(some);
  return {
    columns,
    notes: [
      ...(adjusted.length > 0
        ? [
          `the adjusted closes of ${whose(adjusted)} were taken${
            isScaled ? ", and opens scaled with them" : ""
          }`,
        ]
        : []),
      ...(["open", "volume"] as const).filter((field) => left[field].length > 0).map((field) =>
        `the ${field}s of ${
          whose(left[field])
        } were left out, for without a plain close beside them their measure is not known`
      ),
    ],
  };
}
