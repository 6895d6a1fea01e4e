import { parseArgs } from "./parse_args.ts";
import type { Schedule } from "../research/mod.ts";
import type { Day } from "../units.ts";
import { dayOption } from "./day_option.ts";
import { PRICE_OPTIONS, type PriceArguments, priceArguments, priceUsage } from "./price_options.ts";
import { SCORE_OPTIONS, type ScoreArguments, scoreArguments, scoreUsage } from "./score_options.ts";

const SCHEDULES = ["weekly", "monthly", "vintages"] as const;
const SEED = 7;
const YEARS = 12;

/** What the command line of `days` asks for. */
export interface DaysArguments extends PriceArguments, ScoreArguments {
  readonly industries: boolean;
  readonly seed: number;
  readonly years: number;
  readonly schedule?: Schedule;
  readonly from?: Day;
  readonly to?: Day;
  readonly help: boolean;
}

/** How the command is used, printed by `--help`. */
export const USAGE = `Usage: deno task days [options]

Prints the days on which decisions fall, one a line: those that scores of your own need rows for.

${priceUsage(20)}
  --industries      the bundled monthly returns of 1949 to 2017
                    (without either: the simulated market)
  --seed N          world of the simulated market (default ${SEED})
  --years N         years of the simulated market (default ${YEARS})
  --schedule NAME   weekly: the last trading day of each week by the exchange's calendar (default);
                    monthly (default of --industries); vintages, weekly as well
  --from DAY        first day, YYYY-MM-DD       --to DAY    last day
${scoreUsage(20)}
                    (tells which days they lack, and which of theirs are none)
  --help            this text
`;

/**
 * The command line of `days` as checked values.
 *
 * @throws {RangeError | TypeError} If an option is unknown, or its value is not what it should be.
 *
 * @example
 * ```ts
 * import { daysArguments } from "./days_arguments.ts";
 * import { equal } from "node:assert/strict";
 *
 * equal(daysArguments(["--schedule", "monthly"]).schedule, "monthly");
 * ```
 */
export function daysArguments(args: readonly string[]): DaysArguments {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    allowPositionals: false,
    options: {
      ...PRICE_OPTIONS,
      ...SCORE_OPTIONS,
      industries: { type: "boolean" },
      seed: { type: "string" },
      years: { type: "string" },
      schedule: { type: "string" },
      from: { type: "string" },
      to: { type: "string" },
      help: { type: "boolean" },
    },
  });
  const priced = priceArguments(values), { industries = false } = values;
  const market = priced.prices.length > 0 ? "prices" : industries ? "industries" : "simulated";
  if (priced.prices.length > 0 && industries) {
    throw new TypeError("Cannot use --industries with --prices: need one market");
  }
  for (const name of ["seed", "years"] as const) {
    if (values[name] !== undefined && market !== "simulated") {
      throw new TypeError(`Cannot use --${name} with --${market}: only a simulated market has it`);
    }
  }
  const number = (name: "seed" | "years", low: number, high: number, preset: number) => {
    const text = values[name],
      value = text === undefined ? preset : text.trim() === "" ? NaN : Number(text);
    if (value >= low && value <= high && (name === "years" || Number.isInteger(value))) {
      return value;
    }
    throw new RangeError(
      `Cannot read --${name}: need a number from ${low} to ${high}, got ${JSON.stringify(text)}`,
    );
  };
  const schedule = SCHEDULES.find((one) => one === values.schedule);
  if (values.schedule !== undefined && schedule === undefined) {
    throw new RangeError(
      `Cannot read --schedule: need ${SCHEDULES.join(" or ")}, got ${
        JSON.stringify(values.schedule)
      }`,
    );
  }
  const from = dayOption("from", values.from), to = dayOption("to", values.to);
  if (from !== undefined && to !== undefined && to < from) {
    throw new RangeError(`Cannot list days: --to ${to} lies before --from ${from}`);
  }
  return {
    ...priced,
    industries,
    seed: number("seed", 0, 2 ** 31 - 1, SEED),
    years: number("years", 1, 60, YEARS),
    ...(schedule ? { schedule } : {}),
    from,
    to,
    ...scoreArguments(values),
    help: values.help ?? false,
  };
}
