import { parseArgs } from "./parse_args.ts";
import { PRICE_OPTIONS, type PriceArguments, priceArguments, priceUsage } from "./price_options.ts";

const MOST_YEARS = 60;
/** Years of the simulated market: five weeks of judgement per week of warm-up, and a minute at most. */
const YEARS = 12;
const SEED = 7;

/** How the command is used, printed by `--help`. */
export const USAGE = `Usage: deno task scorecard [options]

${priceUsage(18)}
  --industries    the bundled monthly returns of 1949 to 2017
                  (without either: the simulated market)
  --seed N        world of the simulated market (default ${SEED}); elsewhere of the bootstraps alone
  --years N       years of the simulated market (default ${YEARS}, at most ${MOST_YEARS})
  --state DIR     where the ledger of paid calls lives (default .lab/state)
  --out DIR       write scorecard.json there
  --help          this text
`;

/** What the command line of `scorecard` asks for. */
export interface ScorecardArguments extends PriceArguments {
  readonly market: "simulated" | "industries" | "prices";
  readonly seed: number;
  readonly years: number;
  readonly state?: string;
  readonly out?: string;
  readonly help: boolean;
}

function number(name: string, text: string | undefined, low: number, high: number, whole: boolean) {
  if (text === undefined) return undefined;
  const value = text.trim() === "" ? NaN : Number(text);
  if (value >= low && value <= high && (!whole || Number.isInteger(value))) return value;
  throw new RangeError(
    `Cannot read --${name}: need a ${whole ? "whole " : ""}number from ${low} to ${high}, ` +
      `got ${JSON.stringify(text)}`,
  );
}

/**
 * The command line of `scorecard` as checked values.
 *
 * @throws {RangeError | TypeError} If an option is unknown, its value is not what it should be, or
 *   two options name different markets.
 *
 * @example The simulated market, unless told otherwise
 * ```ts
 * import { scorecardArguments } from "./scorecard_arguments.ts";
 * import { equal } from "node:assert/strict";
 *
 * equal(scorecardArguments([]).market, "simulated");
 * equal(scorecardArguments(["--industries"]).market, "industries");
 * ```
 */
export function scorecardArguments(args: readonly string[]): ScorecardArguments {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    allowPositionals: false,
    options: {
      ...PRICE_OPTIONS,
      industries: { type: "boolean" },
      seed: { type: "string" },
      years: { type: "string" },
      state: { type: "string" },
      out: { type: "string" },
      help: { type: "boolean" },
    },
  });
  const { prices = [], industries = false } = values;
  if (prices.length > 0 && industries) {
    throw new TypeError("Cannot use --industries with --prices: need one market");
  }
  const market = industries ? "industries" : prices.length > 0 ? "prices" : "simulated";
  if (values.years !== undefined && market !== "simulated") {
    throw new TypeError(
      `Cannot use --years with --${market}: the years of a real market are its own`,
    );
  }
  return {
    market,
    ...priceArguments(values),
    seed: number("seed", values.seed, 0, 2 ** 31 - 1, true) ?? SEED,
    years: number("years", values.years, 2, MOST_YEARS, false) ?? YEARS,
    state: values.state,
    out: values.out,
    help: values.help ?? false,
  };
}
