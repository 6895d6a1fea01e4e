import { type PriceFilesMarket, readPrices } from "../market/mod.ts";
import type { InputFile } from "./plan_json.ts";

/** The options of every command that reads prices, as `parseArgs` wants them. */
export const PRICE_OPTIONS = {
  prices: { type: "string", multiple: true },
  "without-dividends": { type: "boolean" },
} as const;

/** Lines of help about them, the texts beginning in a column. */
export function priceUsage(column: number): string {
  const line = (option: string, text: string) => `  ${option}`.padEnd(column) + text;
  return [
    line(
      "--prices FILE",
      "daily prices, CSV or Parquet, or a folder of them; may be given several",
    ),
    line("", "times; closes are taken to count dividends"),
    line("--without-dividends ", "they are prices alone: returns count no dividends, and say so"),
  ].join("\n");
}

/** What a command is told of its prices. */
export interface PriceArguments {
  readonly prices: readonly string[];
  /** Whether their closes count dividends. */
  readonly dividends: boolean;
}

/**
 * The options about prices as checked values.
 *
 * @throws {TypeError} If it is said how prices are to be read, and none are given.
 */
export function priceArguments(
  values: { readonly prices?: readonly string[]; readonly "without-dividends"?: boolean },
): PriceArguments {
  const { prices = [], "without-dividends": without = false } = values;
  if (without && prices.length === 0) {
    throw new TypeError(
      "Cannot use --without-dividends without --prices: it says what the closes of price files count",
    );
  }
  return { prices, dividends: !without };
}

/** A market with what a command writes down about it. */
export interface PriceInput {
  readonly market: PriceFilesMarket;
  readonly files: readonly InputFile[];
  /** Sentences that every command prints. */
  readonly warnings: readonly string[];
}

/** The market of the price files that a command is given. */
export async function readPriceInput({ prices, dividends }: PriceArguments): Promise<PriceInput> {
  const market = await readPrices(prices, { dividends });
  return {
    market,
    files: market.files.map(({ where, sha256 }) => ({ name: where, sha256 })),
    warnings: market.warnings.map(({ message }) => message),
  };
}
