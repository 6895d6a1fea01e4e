import { csvTextCell } from "../../outside_text.ts";
import { counted } from "../../words.ts";
import { ADDRESSES } from "../fetch/addresses.ts";
import { momentText } from "../formats/days_and_moments.ts";
import type { GrowingRow } from "../growing_table.ts";
import { newsItems } from "./news_items.ts";
import { eachOrMissing, type SourceFound, type SourceWorld } from "../source.ts";

/** A text as a table gives it back. */
function readBack(text: string): string {
  const cell = csvTextCell(text);
  return (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell).trim();
}

/**
 * Headlines about the sector funds. A headline counts from the fetch that saw it first, whatever the
 * search says of its time: what stands in the search today need not have stood there then.
 */
export async function newsSource(
  { yahoo, sectors, open }: Pick<SourceWorld, "yahoo" | "sectors" | "open">,
): Promise<SourceFound> {
  const table = await open("headlines"), rows: GrowingRow[] = [];
  const there = new Set(table.rows.map(({ sector, text, url }) => `${sector}\n${text}\n${url}`));
  let stale = 0, untitled = 0;
  const missing = await eachOrMissing(sectors, async (sector) => {
    const answer = await yahoo.news(sector), address = ADDRESSES.yahooNews(sector);
    const found = newsItems(answer, address);
    stale += found.stale;
    untitled += found.untitled;
    for (const { title, url, publisher } of found.items) {
      const key = `${sector}\n${readBack(title)}\n${url === undefined ? "" : readBack(url)}`;
      if (there.has(key)) continue;
      there.add(key);
      const available_at = momentText(Date.parse(answer.fetchedAt));
      rows.push({ sector, available_at, text: title, url, publisher });
    }
  });
  return {
    rows: { headlines: rows },
    notes: [
      "A headline counts from the fetch that saw it first; title, link and publisher are kept, no text.",
      ...(stale > 0
        ? [`${counted(stale, "headline")} left out: older than two weeks when first seen.`]
        : []),
      ...(untitled > 0 ? [`${counted(untitled, "headline")} without a title left out.`] : []),
    ],
    missing,
  };
}
