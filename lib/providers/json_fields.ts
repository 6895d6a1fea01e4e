/**
 * Reading what came over a wire: a field that is not what it should be is absent, never guessed.
 *
 * @module
 */
import { outsideLine } from "../outside_text.ts";
import type { SearchSource } from "./provider.ts";

/** A plain object. */
export type Fields = Readonly<Record<string, unknown>>;

/** The object at a key, or an empty one. */
export function objectAt(from: Fields, key: string): Fields {
  const value = from[key];
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value as Fields
    : {};
}

/** The objects in the list at a key. */
export function objectsAt(from: Fields, key: string): readonly Fields[] {
  const value = from[key];
  return Array.isArray(value)
    ? value.filter((one) => typeof one === "object" && one !== null && !Array.isArray(one))
    : [];
}

/** The text at a key. */
export function textAt(from: Fields, key: string): string | undefined {
  const value = from[key];
  return typeof value === "string" ? value : undefined;
}

/** The text at a key as one short line, for what is shown and not read as an answer. */
export function lineAt(from: Fields, key: string): string | undefined {
  const text = textAt(from, key);
  return text === undefined ? undefined : outsideLine(text);
}

/** The count at a key: a whole number of at least 0. */
export function countAt(from: Fields, key: string): number | undefined {
  const value = from[key];
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** Sources by address, each once, in the order in which they came; http(s) addresses alone. */
export function distinctSources(
  found: readonly (Partial<SearchSource> & { readonly url: string | undefined })[],
): readonly SearchSource[] {
  const byUrl = new Map<string, SearchSource>();
  for (const { url, title, publishedAt } of found) {
    if (url === undefined || !/^https?:\/\/[^\s]+$/.test(url) || url.length > 2000) continue;
    // An address with marks that nobody sees is not the address that is read.
    if (outsideLine(url, Infinity) !== url) continue;
    byUrl.set(url, {
      ...(title === undefined ? {} : { title: outsideLine(title) }),
      ...(publishedAt === undefined ? {} : { publishedAt: outsideLine(publishedAt) }),
      ...byUrl.get(url),
      url,
    });
  }
  return [...byUrl.values()];
}
