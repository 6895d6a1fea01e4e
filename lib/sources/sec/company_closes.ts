import type { Day } from "../../units.ts";
import { publishedDay } from "../formats/days_and_moments.ts";
import type { Answer } from "../fetch/raw_store.ts";
import { SourceError } from "../fetch/source_error.ts";
import { fieldOf, jsonIn } from "../fetch/yahoo.ts";

/** Closes of a company as they would be with today's shares, and the splits that made them so. */
export interface CompanyCloses {
  /** Oldest first; adjusted for splits and not for dividends, dollars. */
  readonly closes: readonly { readonly day: Day; readonly close: number }[];
  /** New shares for an old one. */
  readonly splits: readonly { readonly day: Day; readonly ratio: number }[];
}

/** The day of a second in an answer; sessions of New York lie inside one day of universal time. */
const dayOf = (seconds: unknown) =>
  typeof seconds === "number" ? publishedDay(new Date(seconds * 1000)) : undefined;

/**
 * The closes and splits in an answer of Yahoo's chart. The last day before `today` is the newest: a bar
 * of today may still be moving.
 *
 * @throws {SourceError} If the answer holds no closes.
 */
export function companyCloses(
  answer: Pick<Answer, "bytes">,
  { today, address }: { readonly today: Day; readonly address: string },
): CompanyCloses {
  const results = fieldOf(fieldOf(jsonIn(answer, address), "chart"), "result");
  const chart = Array.isArray(results) ? results[0] : undefined;
  const times = fieldOf(chart, "timestamp");
  const quotes = fieldOf(fieldOf(chart, "indicators"), "quote");
  const column = Array.isArray(quotes) ? fieldOf(quotes[0], "close") : undefined;
  if (!Array.isArray(times) || !Array.isArray(column)) {
    throw new SourceError(`Cannot read the closes of ${address}: there are none`, {
      fault: "unreadable",
      address,
    });
  }
  const closes = times.flatMap((seconds, i) => {
    const on = dayOf(seconds), close = column[i];
    return on !== undefined && on < today && typeof close === "number" && close > 0
      ? [{ day: on, close }]
      : [];
  }).sort((a, b) => a.day < b.day ? -1 : 1);
  const events = fieldOf(fieldOf(chart, "events"), "splits") ?? {};
  const splits = Object.values(events).flatMap((split) => {
    const on = dayOf(fieldOf(split, "date"));
    const ratio = Number(fieldOf(split, "numerator")) / Number(fieldOf(split, "denominator"));
    return on !== undefined && ratio > 0 && Number.isFinite(ratio) ? [{ day: on, ratio }] : [];
  }).sort((a, b) => a.day < b.day ? -1 : 1);
  return { closes, splits };
}
