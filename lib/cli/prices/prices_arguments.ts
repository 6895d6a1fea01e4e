import { INSTRUMENTS } from "../../market/mod.ts";
import { quotedValue } from "../../outside_text.ts";
import { day } from "../../units.ts";
import { command } from "../options/command.ts";
import { option, type Reader } from "../options/option.ts";
import { readOptions } from "../options/read_options.ts";
import { folder } from "../options/readers.ts";
import { checkSpan, span } from "../options/run_options.ts";

/** The first day of the oldest sector funds. */
const DEFAULT_FROM = day("1998-12-22");
/** The 13-week Treasury bill, percent a year. */
const RATE_TICKER = "^IRX";

/** Every fund of the master that is still listed, and the risk-free rate. */
export const DEFAULT_TICKERS: readonly string[] = [
  ...INSTRUMENTS.filter(({ status }) => status === "listed").map(({ ticker }) => ticker),
  RATE_TICKER,
];

const tickers: Reader<readonly string[]> = (text, refuse) => {
  const list = text.split(",").map((ticker) => ticker.trim().toUpperCase());
  const wrong = list.find((ticker, i) =>
    !/^[\^A-Z0-9][A-Z0-9.=-]{0,11}$/.test(ticker) || list.indexOf(ticker) !== i
  );
  return wrong === undefined
    ? list
    : refuse("tickers separated by commas, each once", { got: quotedValue(wrong) });
};

/** The command `prices`. */
export const PRICES_COMMAND = command({
  name: "prices",
  options: {
    tickers: option(tickers, {
      value: "A,B",
      help: `what to download (default: every listed fund of the lab, and ${RATE_TICKER}, the ` +
        "risk-free rate)",
    }),
    ...span("day", { from: DEFAULT_FROM, to: "the newest trading day that is over" }),
    out: option(folder, {
      value: "DIR",
      help: "write prices.csv and prices.json there",
      preset: "out/prices",
    }),
  },
  notes:
    "The prices are Yahoo Finance's, free for personal use under its own terms. They are adjusted " +
    "for splits and dividends, so levels change with every dividend and returns do not: prices.json " +
    "keeps the hash of what was fetched and of what was written.",
});

/**
 * The command line of `prices` as checked values.
 *
 * @throws {RangeError | TypeError} If an option is unknown, or its value is not what it should be.
 *
 * @example Lower case is meant as upper case
 * ```ts
 * import { pricesArguments } from "./prices_arguments.ts";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(pricesArguments(["--tickers", "xlk, SPY"]).tickers, ["XLK", "SPY"]);
 * ```
 */
export function pricesArguments(args: readonly string[]) {
  const given = readOptions(PRICES_COMMAND, args);
  const { tickers = DEFAULT_TICKERS, from = DEFAULT_FROM, to, out } = given;
  checkSpan({ from, to });
  return { tickers, from, ...(to === undefined ? {} : { to }), out };
}
