import { parseArgs } from "./parse_args.ts";
import { type Sector, SECTORS } from "../market/mod.ts";
import type { Day } from "../units.ts";
import { dayOption } from "./day_option.ts";
import { PRICE_OPTIONS, type PriceArguments, priceArguments, priceUsage } from "./price_options.ts";

/** What the command line of `committee` asks for. */
export interface CommitteeArguments extends PriceArguments {
  readonly settings?: string;
  /** Names as in settings; those of the settings file by default. */
  readonly analysts?: readonly string[];
  /** Files with recorded answers; each is an analyst `replay/<name of the file>`. */
  readonly recordings: readonly string[];
  /** All that are listed on the day by default. */
  readonly sectors?: readonly Sector[];
  readonly seed: number;
  readonly asOf?: Day;
  readonly samples: number;
  /** Dollars. */
  readonly capUsd?: number;
  readonly capDayUsd?: number;
  readonly capSectorUsd?: number;
  readonly cacheHours?: number;
  /** Name under which the sweep is booked. */
  readonly name?: string;
  readonly state?: string;
  readonly out?: string;
  /** Whether a past or simulated day may be researched on today's web. */
  readonly researchPast: boolean;
  readonly dryRun: boolean;
  readonly help: boolean;
}

/** How the command is used, printed by `--help`. */
export const USAGE = `Usage: deno task committee [options]

  --settings FILE   providers, models, limits and spending as JSON
                    (without it: the rule analyst alone, which calls nobody)
  --analysts A,B    who is polled: rules, replay/NAME, or PROVIDER/ROLE as in the settings
  --recording FILE  recorded answers, as the analyst replay/NAME-OF-THE-FILE; may be repeated
  --sectors A,B     such as XLK,XLE (default: all that are listed on the day)
${priceUsage(20)}
                    (without --prices: the simulated market)
  --seed N          world of the simulated market (default 7)
  --as-of DAY       decide at the close of this trading day, YYYY-MM-DD (default: the last one)
  --samples N       how often each question is asked (default 1)
  --cap USD         most that the sweep may cost, all its runs together (default 55)
  --cap-day USD     most in a calendar day, UTC (default 100)
  --cap-sector USD  most for one sector of the sweep (default 5)
  --cache-hours N   use an answer again for so long (default 4; 0 asks anew)
  --name NAME       book the sweep under this name (default: made from what is asked)
  --state DIR       where ledger and kept answers live (default .lab/state)
  --out DIR         write committee.json there
  --research-past   research on today's web though the day is past or simulated; every ballot from it
                    is marked contaminated
  --dry-run         print the quote and call nobody
  --help            this text

Stop with Ctrl+C and start again, also days later: what is paid for is kept until every question has
its answer. The exit code is 2 when questions stayed without an answer, or no answer was a ballot.
"deno task reservations" shows what calls without a known price may have cost.
`;

function number(name: string, text: string | undefined, low: number, high: number, need: string) {
  if (text === undefined) return undefined;
  const value = text.trim() === "" ? NaN : Number(text);
  if (!(value >= low && value <= high)) {
    throw new RangeError(`Cannot read --${name}: need ${need}, got ${JSON.stringify(text)}`);
  }
  return value;
}

function whole(name: string, text: string | undefined, low: number, high: number) {
  const need = `a whole number from ${low} to ${high.toLocaleString("en-US")}`;
  const value = number(name, text, low, high, need);
  if (value === undefined || Number.isInteger(value)) return value;
  throw new RangeError(`Cannot read --${name}: need ${need}, got ${JSON.stringify(text)}`);
}

/** Words between commas, in the order given. */
function words(name: string, text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const list = text.split(",").map((word) => word.trim()).filter((word) => word !== "");
  if (list.length === 0) throw new RangeError(`Cannot read --${name}: need at least one name`);
  return [...new Set(list)];
}

function sectorsOf(text: string | undefined): readonly Sector[] | undefined {
  const list = words("sectors", text)?.map((word) => word.toUpperCase());
  const unknown = list?.find((word) => !(SECTORS as readonly string[]).includes(word));
  if (unknown !== undefined) {
    throw new RangeError(
      `Cannot read --sectors: need names among ${SECTORS.join(", ")}, got ${unknown}`,
    );
  }
  return list as readonly Sector[] | undefined;
}

/**
 * The command line of `committee` as checked values.
 *
 * @param args The words after the command.
 * @throws {RangeError | TypeError} If an option is unknown, or its value is not what it should be.
 *
 * @example
 * ```ts
 * import { committeeArguments } from "./committee_arguments.ts";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(committeeArguments(["--sectors", "xlk,XLE"]).sectors, ["XLK", "XLE"]);
 * ```
 */
export function committeeArguments(args: readonly string[]): CommitteeArguments {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    allowPositionals: false,
    options: {
      settings: { type: "string" },
      analysts: { type: "string" },
      recording: { type: "string", multiple: true },
      sectors: { type: "string" },
      ...PRICE_OPTIONS,
      seed: { type: "string" },
      "as-of": { type: "string" },
      samples: { type: "string" },
      cap: { type: "string" },
      "cap-day": { type: "string" },
      "cap-sector": { type: "string" },
      "cache-hours": { type: "string" },
      name: { type: "string" },
      state: { type: "string" },
      out: { type: "string" },
      "research-past": { type: "boolean" },
      "dry-run": { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  const usd = (name: "cap" | "cap-day" | "cap-sector") =>
    number(name, values[name], 0, 1e6, "dollars from 0 to 1,000,000");
  if (values.seed !== undefined && values.prices !== undefined) {
    throw new TypeError(
      "Cannot use --seed with --prices: a seed makes a simulated market, prices are a real one",
    );
  }
  return {
    settings: values.settings,
    analysts: words("analysts", values.analysts),
    recordings: values.recording ?? [],
    sectors: sectorsOf(values.sectors),
    ...priceArguments(values),
    seed: whole("seed", values.seed, 0, 2 ** 31 - 1) ?? 7,
    asOf: dayOption("as-of", values["as-of"]),
    samples: whole("samples", values.samples, 1, 1000) ?? 1,
    capUsd: usd("cap"),
    capDayUsd: usd("cap-day"),
    capSectorUsd: usd("cap-sector"),
    cacheHours: number("cache-hours", values["cache-hours"], 0, 8760, "hours from 0 to 8760"),
    name: values.name,
    state: values.state,
    out: values.out,
    researchPast: values["research-past"] ?? false,
    dryRun: values["dry-run"] ?? false,
    help: values.help ?? false,
  };
}
