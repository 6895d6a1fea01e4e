import { deepEqual, equal, throws } from "node:assert/strict";
import { newsItems } from "../../../lib/sources/news/news_items.ts";
import { newsItem, newsJson } from "../shapes.ts";

const FROM = "https://example.org/search";
const FETCHED = "2024-03-08T22:00:00.000Z";
const items = (...news: unknown[]) =>
  newsItems({ bytes: new TextEncoder().encode(newsJson(news)), fetchedAt: FETCHED }, FROM);

Deno.test("newsItems() keeps title, link, publisher and time; what is missing costs no headline", () => {
  deepEqual(items(newsItem({})).items, [{
    title: "Chips rise",
    url: "https://example.org/chips",
    publisher: "A Paper",
    publishedAt: Date.UTC(2024, 2, 8, 14),
  }]);
  const bare = { publisher: undefined, link: undefined, providerPublishTime: undefined };
  deepEqual(items(newsItem(bare)).items, [{ title: "Chips rise" }]);
  deepEqual(
    items(newsItem({ providerPublishTime: { raw: 1709906400 } })).items[0].publishedAt,
    1709906400000,
  );
});

Deno.test("newsItems() leaves out what is months old, what has no title, and what stands there twice", () => {
  const old = newsItem({ providerPublishTime: Date.UTC(2024, 1, 1) / 1000 });
  const found = items(
    old,
    newsItem({ title: "  " }),
    newsItem({ title: 7 }),
    newsItem({}),
    newsItem({}),
  );
  deepEqual([found.items.length, found.stale, found.untitled], [1, 1, 2]);
  equal(items(newsItem({ providerPublishTime: Date.UTC(2024, 1, 24) / 1000 })).items.length, 1);
});

Deno.test("newsItems() takes no link that a browser would run", () => {
  for (const link of ["javascript:alert(1)", "data:text/html,x", "//example.org", 7]) {
    equal(items(newsItem({ link })).items[0].url, undefined);
  }
});

Deno.test("newsItems() refuses an answer without a list, or one that was cut off", () => {
  const read = (text: string) =>
    newsItems({ bytes: new TextEncoder().encode(text), fetchedAt: FETCHED }, FROM);
  throws(() => read('{"quotes":[]}'), /there is no list "news"/);
  throws(() => read('{"news":[{"ti'), /it is no JSON, or was cut off/);
});
