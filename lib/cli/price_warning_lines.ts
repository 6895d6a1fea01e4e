import { exchangeDay, missedDays, type PriceWarning } from "../market/mod.ts";
import { outsideLine } from "../outside_text.ts";
import { counted } from "../words.ts";

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
