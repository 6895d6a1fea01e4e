import { type Pillar, PILLAR_LABELS, PILLARS, type Report } from "../committee/mod.ts";

/** A line that opens a part of a report: "## Fundamentals (Q3)", "**Sentiment:**", "Technicals:". */
const HEADING = new RegExp(
  `^[\\s#*_\\d.)-]*(${
    Object.values(PILLAR_LABELS).join("|")
  })\\b[\\s*_]*(?:\\([^()]{1,40}\\))?[\\s*_]*(?::|$)`,
  "i",
);

/** Parts that are of no pillar, by the words with which reports open them. */
const NO_PILLAR =
  /^[\s#*_\d.)-]*(sources|references|citations|bibliography|further reading|links|summary|conclusions?|limitations|caveats)\b[\s*_]*(?::|$)/i;
/** How a line is set as a heading: by so many "#", or in bold. */
const SET_AS_HEADING = /^\s*(?:(#{1,6})\s+\S|(?:\d+[.)]\s*)?(?:\*\*|__)[^*_]+(?:\*\*|__):?\s*$)/;

/** Rank of a heading, 1 to 7; 8 for a line that is set as none. */
function rankOf(line: string): number {
  const set = SET_AS_HEADING.exec(line);
  return set === null ? 8 : set[1]?.length ?? 7;
}

/**
 * What a report cites for each pillar: a page counts where it stands under the pillar's heading, up to
 * the next heading of its rank, or where a reason of the ballot names it.
 *
 * @param text The report with its links as short `lab:research/` addresses, or as they came.
 * @param options.pages The page behind each short address.
 * @param options.reasons Reasons of the ballot, by pillar.
 *
 * @example One page for fundamentals, none for sentiment
 * ```ts
 * import { citedByPillar } from "lab/providers";
 * import { deepEqual } from "node:assert/strict";
 *
 * const pages = new Map([["lab:research/1", "https://example.org/q3"]]);
 * const text = "Fundamentals:\nProfits rose [lab:research/1].\n\nSentiment:\nNothing was found.";
 * deepEqual(citedByPillar(text, { pages, reasons: [] }), {
 *   fundamentals: ["https://example.org/q3"],
 * });
 * ```
 */
export function citedByPillar(
  text: string,
  options: {
    readonly pages: ReadonlyMap<string, string>;
    readonly reasons: readonly { readonly pillar: Pillar; readonly reason: string }[];
  },
): Report["cites"] {
  const { pages, reasons } = options;
  const cited = new Map<Pillar, Set<string>>();
  const note = (pillar: Pillar, line: string) => {
    for (const [address, page] of pages) {
      // "lab:research/1" is no part of "lab:research/12".
      const at = line.indexOf(address);
      const isShort = at >= 0 && !/\d/.test(line[at + address.length] ?? "");
      if (!isShort && !line.includes(page)) continue;
      const known = cited.get(pillar);
      if (known) known.add(page);
      else cited.set(pillar, new Set([page]));
    }
  };
  let under: Pillar | undefined, rank = 0;
  for (const line of text.split("\n")) {
    const heading = HEADING.exec(line)?.[1].toLowerCase();
    if (heading !== undefined) {
      under = PILLARS.find((pillar) => PILLAR_LABELS[pillar].toLowerCase() === heading);
      rank = rankOf(line);
    } else if (NO_PILLAR.test(line) || rankOf(line) <= Math.min(rank, 7)) under = undefined;
    if (under) note(under, line);
  }
  for (const { pillar, reason } of reasons) note(pillar, reason);
  return Object.fromEntries(
    PILLARS.flatMap((pillar) => {
      const found = cited.get(pillar);
      return found ? [[pillar, [...found]]] : [];
    }),
  );
}
