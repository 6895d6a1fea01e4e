import { parseArgs } from "./parse_args.ts";
import { INSTRUMENTS } from "../market/mod.ts";
import { type Day, day } from "../units.ts";
import { dayOption } from "./day_option.ts";

/** The first day of the oldest sector funds. */
const DEFAULT_FROM = day("1998-12-22");
/** The 13-week Treasury bill, percent a year. */
const RATE_TICKER = "^IRX";
const DEFAULT_FOLDER = "out/prices";

/** Every fund of the master that is still listed, and the risk-free rate. */
export const DEFAULT_TICKERS: readonly string[] = [
  ...INSTRUMENTS.filter(({ status }) => status === "listed").map(({ ticker }) => ticker),
  RATE_TICKER,
];

/** What the command line of `prices` asks for. */
export interface PricesArguments {
  readonly tickers: readonly string[];
  readonly from: Day;
  /** Last day wanted; the newest complete one where absent. */
  readonly to?: Day;
  readonly out: string;
  readonly help: boolean;
}

/** How the command is used, printed by `--help`. */
export const USAGE = `Usage: deno task prices [options]

  --tickers A,B   what to download (default: every listed fund of the lab, and ^IRX, the
                  risk-free rate)
  --from DAY      first day, YYYY-MM-DD (default ${DEFAULT_FROM})
  --to DAY        last day (default: the newest trading day that is over)
  --out DIR       folder for prices.csv and prices.json (default ${DEFAULT_FOLDER})
  --help          this text

The prices are Yahoo Finance's, free for personal use under its own terms. They are adjusted for
splits and dividends, so levels change with every dividend and returns do not: prices.json keeps
the hash of what was fetched and of what was written.
`;

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
export function pricesArguments(args: readonly string[]): PricesArguments {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    allowPositionals: false,
    options: {
      tickers: { type: "string" },
      from: { type: "string" },
      to: { type: "string" },
      out: { type: "string" },
      help: { type: "boolean" },
    },
  });
  const tickers = values.tickers === undefined
    ? DEFAULT_TICKERS
    : values.tickers.split(",").map((ticker) => ticker.trim().toUpperCase());
  const wrong = tickers.find((ticker, i) =>
    !/^[\^A-Z0-9][A-Z0-9.=-]{0,11}$/.test(ticker) || tickers.indexOf(ticker) !== i
  );
  if (wrong !== undefined) {
    throw new RangeError(
      `Cannot read --tickers: need tickers separated by commas, each once, got ${
        JSON.stringify(wrong)
      }`,
    );
  }
  const from = dayOption("from", values.from) ?? DEFAULT_FROM;
  const to = dayOption("to", values.to);
  if (to !== undefined && to < from) {
    throw new RangeError(`Cannot download prices: --to ${to} lies before --from ${from}`);
  }
  return {
    tickers,
    from,
    ...(to === undefined ? {} : { to }),
    out: values.out ?? DEFAULT_FOLDER,
    help: values.help ?? false,
  };
}
