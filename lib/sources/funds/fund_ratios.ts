import type { Answer } from "../fetch/raw_store.ts";
import { SourceError } from "../fetch/source_error.ts";
import { fieldOf, jsonIn } from "../fetch/yahoo.ts";

/** A ratio of what a fund holds, turned into the unit that it is named for. */
export interface FundRatio {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/**
 * Ratios by the field they come in. The three of `equityHoldings` that are prices over something are
 * sent upside down: 0.034 for a price of 29 times earnings (measured on QQQ beside its trailing P/E).
 */
const RATIOS = [
  { field: "priceToEarnings", name: "earnings yield", unit: "share" },
  { field: "priceToBook", name: "book over price", unit: "share" },
  { field: "priceToSales", name: "sales over price", unit: "share" },
] as const;

/** Below it a price over earnings is surely sent upside down, above it surely not. */
const UPSIDE_DOWN_BELOW = 0.5, UPRIGHT_ABOVE = 2;

const figure = (value: unknown): number | undefined => {
  const raw = fieldOf(value, "raw") ?? value;
  return typeof raw === "number" && Number.isFinite(raw) && raw > 0 ? raw : undefined;
};

/** The ratios of a fund, and which could not be told. */
export interface FundRatios {
  readonly ratios: readonly FundRatio[];
  /** Names of ratios that are missing, or whose way up cannot be told. */
  readonly missing: readonly string[];
}

/**
 * The ratios of what a fund holds, as yields, from an answer about the fund; a ratio that is missing is
 * named and costs none of the others.
 *
 * Whether the answer is upside down is not taken on trust: the price over earnings lies between 2 and
 * 500, or its opposite does, and all three are sent the same way. Where that cannot be told, none is read.
 *
 * @throws {SourceError} If the answer is none about a fund.
 */
export function fundRatios(answer: Pick<Answer, "bytes">, address: string): FundRatios {
  const summary = fieldOf(jsonIn(answer, address), "quoteSummary");
  const results = fieldOf(summary, "result");
  const holdings = Array.isArray(results)
    ? fieldOf(fieldOf(results[0], "topHoldings"), "equityHoldings")
    : undefined;
  if (typeof holdings !== "object" || holdings === null) {
    throw new SourceError(
      `Cannot read the ratios of ${address}: there is no "topHoldings" with "equityHoldings"`,
      { fault: "unreadable", address },
    );
  }
  const sent = RATIOS.map(({ field }) => figure(fieldOf(holdings, field)));
  const [first] = sent;
  const isUpsideDown = first !== undefined && first < UPSIDE_DOWN_BELOW;
  const isUpright = first !== undefined && first > UPRIGHT_ABOVE;
  const ratios: FundRatio[] = [], missing: string[] = [];
  RATIOS.forEach(({ field, name, unit }, i) => {
    const value = sent[i];
    if (value === undefined || !(isUpsideDown || isUpright)) missing.push(field);
    else ratios.push({ name, unit, value: isUpsideDown ? value : 1 / value });
  });
  return { ratios, missing };
}
