import { outsideLine } from "../../outside_text.ts";
import type { Answer } from "../fetch/raw_store.ts";
import { SourceError } from "../fetch/source_error.ts";
import { fieldOf, jsonIn } from "../fetch/yahoo.ts";

/** A headline as the search gave it: no text of the article is kept. */
export interface NewsItem {
  readonly title: string;
  readonly url?: string;
  readonly publisher?: string;
  /** When it was published by the search's own word, milliseconds since 1970. */
  readonly publishedAt?: number;
}

/** Headlines, and what was left out. */
export interface NewsItems {
  readonly items: readonly NewsItem[];
  /** Items too old to be news when they were first seen: the search serves some that are months old. */
  readonly stale: number;
  /** Items without a title. */
  readonly untitled: number;
}

/** Age at which an item that was never seen before is no news, milliseconds: two weeks. */
const STALE_AFTER_MS = 14 * 86_400_000;
/** Characters of a title; the longest real ones have half of it. */
const MOST_TITLE = 300;

/** A link that a reader may follow, else nothing. */
function link(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  try {
    const { protocol, href } = new URL(value);
    return /^https?:$/.test(protocol) && href.length <= 500 ? href : undefined;
  } catch {
    return undefined;
  }
}

const line = (value: unknown, most: number) =>
  typeof value === "string" ? outsideLine(value, most) : "";

/** The time in a field: seconds since 1970, a text, or either inside `raw`. */
function time(value: unknown): number | undefined {
  const raw = fieldOf(value, "raw") ?? value;
  const ms = typeof raw === "number" ? raw * 1000 : typeof raw === "string" ? Date.parse(raw) : NaN;
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}

/**
 * The headlines in an answer of the news search; a missing publisher or time costs no headline.
 *
 * @throws {SourceError} If the answer holds no list of news.
 */
export function newsItems(answer: Pick<Answer, "bytes" | "fetchedAt">, address: string): NewsItems {
  const news = fieldOf(jsonIn(answer, address), "news");
  if (!Array.isArray(news)) {
    throw new SourceError(`Cannot read the headlines of ${address}: there is no list "news"`, {
      fault: "unreadable",
      address,
    });
  }
  const items: NewsItem[] = [], seen = new Set<string>();
  let stale = 0, untitled = 0;
  for (const one of news) {
    const title = line(fieldOf(one, "title"), MOST_TITLE), url = link(fieldOf(one, "link"));
    const publisher = line(fieldOf(one, "publisher"), 80);
    const publishedAt = time(fieldOf(one, "providerPublishTime"));
    if (title === "") untitled++;
    else if (
      publishedAt !== undefined && Date.parse(answer.fetchedAt) - publishedAt > STALE_AFTER_MS
    ) stale++;
    else if (!seen.has(`${title}\n${url}`)) {
      seen.add(`${title}\n${url}`);
      items.push({
        title,
        ...(url === undefined ? {} : { url }),
        ...(publisher === "" ? {} : { publisher }),
        ...(publishedAt === undefined ? {} : { publishedAt }),
      });
    }
  }
  return { items, stale, untitled };
}
