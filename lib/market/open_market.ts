import { checkFields, checkFlag, checkWord, shown } from "../arguments.ts";
import { DataError } from "../errors.ts";
import { outsideLine } from "../outside_text.ts";
import { exchangeDay } from "./calendar.ts";
import { readIndustries } from "./industries.ts";
import type { Market } from "./market.ts";
import { readEvidence } from "./evidence/read_evidence.ts";
import { withEvidence } from "./evidence/with_evidence.ts";
import { acceptedWarnings, type PriceWarning } from "./price_warning.ts";
import { readPrices } from "./read_prices.ts";
import { simulatedMarket } from "./simulate/simulated_market.ts";

/** Which market a command or a lesson looks at. */
export type MarketChoice =
  | {
    readonly kind: "simulated";
    /** Its world. */
    readonly seed: number;
    readonly years?: number;
  }
  | {
    /** The bundled monthly returns of 1949 to 2017. */
    readonly kind: "industries";
  }
  | {
    readonly kind: "prices";
    /** Paths of files with daily prices, or of folders of them. */
    readonly prices: readonly string[];
    /** Whether closes count dividends; true by default. */
    readonly dividends?: boolean;
    /** Warnings that the reader has checked, such as `jumps:XLF`. */
    readonly accept?: readonly string[];
    /** Folder of evidence: filings, headlines, flows, rates, styles, own figures; see `readEvidence`. */
    readonly evidence?: string;
    /** Days after a period's end from which rows count that do not say so themselves. */
    readonly knownAfterDays?: number;
  };

/** A file that a run read, so that another run can be compared with it. */
export interface InputFile {
  readonly name: string;
  readonly sha256: string;
}

/** A market with what is to be told of it. */
export interface OpenMarket {
  readonly market: Market;
  /** Files of prices and of evidence; none of a market that the lab brings or makes. */
  readonly files: readonly InputFile[];
  /** What is odd in them. */
  readonly warnings: readonly PriceWarning[];
}

const ACTION = "Cannot open a market";
const FIELDS = {
  simulated: ["kind", "seed", "years"],
  industries: ["kind"],
  prices: ["kind", "prices", "dividends", "accept", "evidence", "knownAfterDays"],
} as const;

/**
 * The market of a choice: a seeded world, the bundled industries, or price files.
 *
 * @param choice What each kind may have; see {@linkcode MarketChoice}.
 * @param now The present moment, by which the newest close is old or not; without it nothing is said of
 *   the prices' age.
 * @throws {DataError} If a file cannot be read, its rows are no days, or a word of `accept` names no warning
 *   that is there.
 * @throws {RangeError} If the seed or the years are none.
 * @throws {TypeError} If `dividends` is neither true nor false, or `now` no moment.
 *
 * @example The default world
 * ```ts
 * import { openMarket } from "lab/market";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * const { market, files, warnings } = await openMarket({ kind: "simulated", seed: 7, years: 2 });
 * equal(market.frequency, "daily");
 * deepEqual([files, warnings], [[], []]);
 * ```
 */
export async function openMarket(choice: MarketChoice, now?: Date): Promise<OpenMarket> {
  checkWord(ACTION, "the kind of the choice", choice?.kind, ["simulated", "industries", "prices"]);
  checkFields(ACTION, "the choice", choice, FIELDS[choice.kind]);
  if (choice.kind === "simulated") {
    const { seed, years } = choice;
    return { market: simulatedMarket({ seed, years }), files: [], warnings: [] };
  }
  if (choice.kind === "industries") {
    return { market: await readIndustries(), files: [], warnings: [] };
  }
  const { prices, dividends, accept = [], evidence: folder, knownAfterDays } = choice;
  if (dividends !== undefined) checkFlag(ACTION, "dividends", dividends);
  if (now !== undefined && !(now instanceof Date && Number.isFinite(now.getTime()))) {
    throw new TypeError(`${ACTION}: now must be a moment, as new Date(), got ${shown(now)}`);
  }
  if (knownAfterDays !== undefined && folder === undefined) {
    throw new TypeError(
      `${ACTION}: knownAfterDays says when rows of evidence count, and no folder of evidence is named`,
    );
  }
  const read = await readPrices(prices, {
    dividends,
    // Words about evidence would name no warning here: all are held against all warnings together.
    ...(folder === undefined ? { accept } : {}),
    ...(now === undefined ? {} : { today: exchangeDay(now) }),
  });
  const { source, unfit } = read;
  if (unfit !== undefined) {
    throw new DataError(
      `Cannot use ${outsideLine(source.kind === "real" ? source.provider : "")}: ${unfit}`,
      { where: prices[0] },
    );
  }
  const files = read.files.map(({ where, sha256 }) => ({ name: where, sha256 }));
  if (folder === undefined) return { market: read, files, warnings: read.warnings };
  const evidence = await readEvidence(folder, { knownAfterDays, from: read.prices.days[0] });
  const joined = withEvidence(read, evidence);
  const warnings = acceptedWarnings(joined.warnings, accept);
  return { market: { ...joined, warnings }, files: [...files, ...evidence.files], warnings };
}
