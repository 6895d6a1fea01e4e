import { checkAccept } from "./price_files.ts";

/** The options of every command that reads prices, as `parseArgs` wants them. */
export const PRICE_OPTIONS = {
  prices: { type: "string", multiple: true },
  "without-dividends": { type: "boolean" },
  accept: { type: "string", multiple: true },
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
    line(
      "--accept WORD",
      "a warning about the prices that you have checked, such as jumps:XLF; it",
    ),
    line("", "changes no figure; may be given several times"),
  ].join("\n");
}

/** What a command is told of its prices. */
export interface PriceArguments {
  readonly prices: readonly string[];
  /** Whether their closes count dividends. */
  readonly dividends: boolean;
  /** Warnings about them that the reader has checked. */
  readonly accept: readonly string[];
}

/**
 * The options about prices as checked values.
 *
 * @throws {TypeError} If it is said how prices are to be read, and none are given.
 */
export function priceArguments(
  values: {
    readonly prices?: readonly string[];
    readonly "without-dividends"?: boolean;
    readonly accept?: readonly string[];
  },
): PriceArguments {
  const { prices = [], "without-dividends": without = false, accept = [] } = values;
  checkAccept(accept, prices);
  if (without && prices.length === 0) {
    throw new TypeError(
      "Cannot use --without-dividends without --prices: it says what the closes of price files count",
    );
  }
  return { prices, dividends: !without, accept };
}
