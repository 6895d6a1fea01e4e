/** What a column of prices holds; `adjusted` is a close that counts dividends, `unused` nothing we need. */
export type PriceField = "close" | "adjusted" | "open" | "volume" | "unused";

/** What a column's name says: a ticker, a field, or both. */
export interface ColumnMeaning {
  readonly ticker?: string;
  readonly field?: PriceField;
}

/** Fields as providers write them, in lower-case letters alone. */
const FIELDS: Readonly<Record<PriceField, readonly string[]>> = {
  close: [
    "close",
    "closelast",
    "last",
    "lastprice",
    "price",
    "closeprice",
    "closingprice",
    "pxlast",
  ],
  adjusted: [
    "adjclose",
    "adjustedclose",
    "adjusted",
    "adj",
    "closeadj",
    "closeadjusted",
    "adjprice",
    "adjustedprice",
    "adjcloseprice",
    "totreturnindexgrossdvds",
  ],
  open: ["open", "openprice", "openingprice", "pxopen"],
  volume: ["volume", "vol", "totalvolume", "pxvolume"],
  unused: [
    "high",
    "low",
    "hi",
    "lo",
    "pxhigh",
    "pxlow",
    "adjopen",
    "adjhigh",
    "adjlow",
    "adjvolume",
    "dividends",
    "dividend",
    "dividendamount",
    "divcash",
    "stocksplits",
    "splitfactor",
    "splitcoefficient",
    "capitalgains",
    "change",
    "changepercent",
    "pctchange",
    "vwap",
    "openint",
    "per",
    "time",
    "currency",
    "exchange",
  ],
};
const FIELD_OF = new Map(
  (Object.keys(FIELDS) as PriceField[]).flatMap((field) =>
    FIELDS[field].map((word) => [word, field] as const)
  ),
);

/** The field that a word names; the `.1` that pandas adds to a name that comes again is no part of it. */
function fieldOf(word: string): PriceField | undefined {
  return FIELD_OF.get(word.replace(/\.\d+$/, "").toLowerCase().replace(/[^a-z]/g, ""));
}

/** How providers mark a listing in the United States; other endings name other listings. */
const US_PREFIX = /^(?:NYSEARCA|ARCA|AMEX|NYSE|NASDAQ|BATS|US):/;
const US_SUFFIX = /(?:[ ._:-]US|[ ]UP|\.P)(?: EQUITY)?$/;

/** The ticker that a word names among those that are known: as it is, in capitals, or less its market. */
export function tickerOf(word: string, isKnown: (ticker: string) => boolean): string | undefined {
  const upper = word.trim().toUpperCase();
  return [word.trim(), upper, upper.replace(US_PREFIX, "").replace(US_SUFFIX, "")].find(isKnown);
}

/** The two parts of a pair as pandas writes a name of two levels, such as `('Close', 'XLK')`. */
const PAIR = /^\(\s*['"](.*?)['"]\s*,\s*['"](.*?)['"]\s*\)$/;

/**
 * What the name of a price column says, in the spellings that providers use: `XLK`, `XLK_close`,
 * `Close_XLK`, `XLK Adj Close`, `XLK.US`, `XLK US Equity`, `('Close', 'XLK')`, `Adj Close`.
 *
 * @param name The name, or the words of a header of several rows.
 * @param isKnown Which tickers there are.
 * @returns Nothing known is an empty object.
 */
export function columnMeaning(
  name: string | readonly string[],
  isKnown: (ticker: string) => boolean,
): ColumnMeaning {
  const parts = typeof name === "string" ? PAIR.exec(name)?.slice(1) ?? [name] : name;
  if (parts.length > 1) {
    const words = parts.filter((part) => part !== "").map((part) => columnMeaning(part, isKnown));
    const ticker = words.find((word) => word.ticker !== undefined)?.ticker;
    const field = words.find((word) => word.field !== undefined)?.field;
    return { ...(ticker ? { ticker } : {}), ...(field ? { field } : {}) };
  }
  const [word] = parts, whole = tickerOf(word, isKnown);
  if (whole !== undefined) return { ticker: whole };
  const field = fieldOf(word);
  if (field !== undefined) return { field };
  for (const { index, 0: mark } of word.matchAll(/[_ .:|/-]+/g)) {
    const left = word.slice(0, index), right = word.slice(index + mark.length);
    const before = tickerOf(left, isKnown), after = tickerOf(right, isKnown);
    const pair = before ? { ticker: before, field: fieldOf(right) } : {
      ticker: after,
      field: fieldOf(left),
    };
    if (pair.ticker !== undefined && pair.field !== undefined) return pair as ColumnMeaning;
  }
  return {};
}
