import { parseArgs } from "./parse_args.ts";
import type { Day } from "../units.ts";
import { dayOption } from "./day_option.ts";
import { PRICE_OPTIONS, type PriceArguments, priceArguments, priceUsage } from "./price_options.ts";
import { SCORE_OPTIONS, type ScoreArguments, scoreArguments, scoreUsage } from "./score_options.ts";
import { weightsOption } from "./weights_option.ts";

/** What the command line of `rebalance` asks for. */
export interface RebalanceArguments extends PriceArguments, ScoreArguments {
  readonly holdings?: string;
  readonly settings?: string;
  readonly out?: string;
  readonly accountUsd?: number;
  /** Pillar weights as shares: fundamentals, sentiment, technicals. */
  readonly weights?: readonly [number, number, number];
  /** Turnover allowed in 30 days as a share of equity; `off` for none. */
  readonly turnover?: number | "off";
  /** Limits that may give way so that the gross is kept, the first named first. */
  readonly relax?: readonly string[];
  /** Whether to tell the way of each view to its order in words. */
  readonly explain: boolean;
  /** Whether to compare accounts of different size. */
  readonly capacity: boolean;
  readonly asOf?: Day;
  readonly seed: number;
  readonly help: boolean;
}

/** How the command is used, printed by `--help` and below every mistake in a call. */
export const USAGE = `Usage: deno task rebalance [options]

${priceUsage(20)}
                    (without --prices: the simulated market)
  --seed N          world of the simulated market (default 7)
  --as-of DAY       decide at the close of this trading day, YYYY-MM-DD (default: the last one)
${scoreUsage(20)}
                    (without --scores: the rule analyst)
  --weights A,B,C   weights of fundamentals, sentiment, technicals in percent (default 50,25,25)
  --account USD     equity of the account in dollars, holdings included (default 100000)
  --holdings CSV    what the account holds: ticker, shares, optional since; CASH for cash
  --turnover N|off  percent of equity that may be traded in 30 days (default: the mandate's 20)
  --settings FILE   mandate, costs and rules as JSON
  --relax A,B       limits that give way so that the gross is kept, the first named first
  --explain         tell the way of each view to its order
  --capacity        the same views in accounts of 10 thousand to 10 million dollars
  --out DIR         write orders.csv, basket.csv and rebalance.json there
  --help            this text
`;

/** Every option, as `parseArgs` wants it; each stands in the text above. */
export const OPTIONS = {
  ...PRICE_OPTIONS,
  ...SCORE_OPTIONS,
  holdings: { type: "string" },
  settings: { type: "string" },
  out: { type: "string" },
  account: { type: "string" },
  weights: { type: "string" },
  turnover: { type: "string" },
  relax: { type: "string" },
  explain: { type: "boolean" },
  capacity: { type: "boolean" },
  "as-of": { type: "string" },
  seed: { type: "string" },
  help: { type: "boolean" },
} as const;

function number(name: string, text: string | undefined, low: number, high: number, need: string) {
  if (text === undefined) return undefined;
  const value = text.trim() === "" ? NaN : Number(text);
  if (!(value >= low && value <= high)) {
    throw new RangeError(`Cannot read --${name}: need ${need}, got ${JSON.stringify(text)}`);
  }
  return value;
}

/** Names between commas; which of them are limits is known once there is a problem. */
function limitNames(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const names = text.split(",").map((name) => name.trim());
  if (names.some((name) => name === "")) {
    throw new RangeError(
      `Cannot read --relax: need names of limits between commas, such as sector,side, got ${
        JSON.stringify(text)
      }`,
    );
  }
  return names;
}

/**
 * The command line of `rebalance` as checked values.
 *
 * @param args The words after the command.
 * @returns Values in the lab's units: dollars, shares of one, days.
 * @throws {RangeError | TypeError} If an option is unknown, or its value is not what it should be.
 *
 * @example Percent on the command line, shares inside
 * ```ts
 * import { rebalanceArguments } from "./rebalance_arguments.ts";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(rebalanceArguments(["--weights", "40,30,30"]).weights, [0.4, 0.3, 0.3]);
 * ```
 */
export function rebalanceArguments(args: readonly string[]): RebalanceArguments {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    allowPositionals: false,
    options: OPTIONS,
  });
  const turnover = values.turnover === "off"
    ? "off"
    : number("turnover", values.turnover, 0, 1000, "a percentage of at least 0, or off");
  const seed = number("seed", values.seed, 0, 2 ** 31 - 1, "a whole number of at least 0") ?? 7;
  if (!Number.isInteger(seed)) {
    throw new RangeError(`Cannot read --seed: need a whole number of at least 0, got ${seed}`);
  }
  if (values.seed !== undefined && values.prices !== undefined) {
    throw new TypeError(
      "Cannot use --seed with --prices: a seed makes a simulated market, prices are a real one",
    );
  }
  return {
    ...priceArguments(values),
    ...scoreArguments(values),
    holdings: values.holdings,
    settings: values.settings,
    out: values.out,
    accountUsd: number("account", values.account, 1, 1e12, "dollars of at least 1"),
    weights: values.weights === undefined ? undefined : weightsOption("weights", values.weights),
    turnover: typeof turnover === "number" ? turnover / 100 : turnover,
    relax: limitNames(values.relax),
    explain: values.explain ?? false,
    capacity: values.capacity ?? false,
    asOf: dayOption("as-of", values["as-of"]),
    seed,
    help: values.help ?? false,
  };
}
