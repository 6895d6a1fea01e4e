import {
  exchangeDay,
  missedDays,
  type PriceFilesMarket,
  type PriceWarning,
  readPrices,
} from "../market/mod.ts";
import { DataError } from "../errors.ts";
import { outsideLine } from "../outside_text.ts";
import { counted } from "../words.ts";
import type { InputFile } from "./plan_json.ts";

/** Prices that a command reads, what it is told of them, and what it tells. */
export interface PriceFiles {
  readonly market: PriceFilesMarket;
  readonly files: readonly InputFile[];
  readonly warnings: readonly PriceWarning[];
}

/**
 * Reads the price files of a command.
 *
 * @param given.dividends Whether closes count dividends.
 * @param given.accept Warnings that the reader has checked.
 * @param now The present moment, by which the newest close is old or not.
 * @throws {DataError} If a file cannot be read, its rows are no days, or a word of `accept` names no
 *   warning that is there.
 */
export async function readPriceFiles(
  given: {
    readonly prices: readonly string[];
    readonly dividends?: boolean;
    readonly accept: readonly string[];
  },
  now: Date,
): Promise<PriceFiles> {
  const { prices, dividends, accept } = given;
  const market = await readPrices(prices, { dividends, accept, today: exchangeDay(now) });
  if (market.unfit !== undefined) {
    throw new DataError(
      `Cannot use ${
        outsideLine(market.source.kind === "real" ? market.source.provider : "")
      }: ${market.unfit}`,
      { where: given.prices[0] },
    );
  }
  const files = market.files.map(({ where, sha256 }) => ({ name: where, sha256 }));
  return { market, files, warnings: market.warnings };
}

/** Refuses `--accept` where no prices are read. */
export function checkAccept(accept: readonly string[], prices: readonly string[]): void {
  if (accept.length === 0 || prices.length > 0) return;
  throw new TypeError(
    "Cannot use --accept without --prices: it names a warning about them that you have checked",
  );
}

/**
 * Warnings as lines for a terminal: each that is open, then those that were accepted in one line. How old
 * stale prices are stands here and in no file, for it changes by the day.
 */
export function priceWarningLines(
  warnings: readonly PriceWarning[],
  now: Date,
): readonly string[] {
  const open = warnings.filter(({ accepted }) => !accepted).map(({ kind, days, message }) => {
    const text = outsideLine(message, 2000);
    if (kind !== "stale prices") return `Note: ${text}`;
    const today = exchangeDay(now);
    return `Note: ${text} ${
      counted(missedDays(days[0], today), "trading day")
    } ended since, before ${today}.`;
  });
  const accepted = warnings.filter((one) => one.accepted)
    .map(({ kind, columns }) => columns.length === 0 ? kind : `${kind} (${columns.join(", ")})`);
  return accepted.length === 0 ? open : [...open, `Accepted: ${accepted.join("; ")}.`];
}
