import type { Ballot, Verdict } from "../committee/mod.ts";
import type { Sector } from "../market/mod.ts";
import type { MemoReference } from "./memo_data.ts";

/** Facts of a brief are named one by one; a reader looks for their table. */
const FACT = /^lab:([^/]+)\/([^/#]+)/;

/** What is counted together: the facts of one kind about one sector, or a page. */
function placeOf({ url, title }: { readonly url: string; readonly title: string }) {
  const fact = FACT.exec(url);
  return fact ? { url: fact[0], title: `${fact[1]} in the brief on ${fact[2]}` } : { url, title };
}

/**
 * The references that carried weight: how much of the book's gross rests on each, most first.
 *
 * A sector's exposure is parted equally among the ballots on it, and a ballot's part equally among what
 * it cites; facts of one kind from the brief on a sector (`lab:` addresses) stand together. It says where to read first when a position is doubted, not what moved a model's mind: nobody
 * knows that.
 *
 * @param ballots Of the verdict that the book follows.
 * @param weights Exposure of each sector, signed shares of equity; one that is absent is 0.
 * @returns Shares of the sectors' gross, 0 to 1. They add up to less than 1 where a ballot cites nothing;
 *   empty where the book is cash.
 *
 * @example One ballot with two references, and a position of its sector alone
 * ```ts
 * import { weightyReferences } from "lab/memo";
 * import { deepEqual } from "node:assert/strict";
 *
 * const ballot = (url: string) => ({ sector: "XLE" as const, references: [{ url, title: url }] });
 * const found = weightyReferences([ballot("lab:a"), ballot("lab:b")], { XLE: -0.2 });
 * deepEqual(found.map(({ url, share }) => [url, share]), [["lab:a", 0.5], ["lab:b", 0.5]]);
 * ```
 */
export function weightyReferences(
  ballots: readonly CitingBallot[],
  weights: Readonly<Partial<Record<Sector, number>>>,
): readonly MemoReference[] {
  const counts = new Map<Sector, number>();
  for (const { sector } of ballots) counts.set(sector, (counts.get(sector) ?? 0) + 1);
  let gross = 0;
  for (const weight of Object.values(weights)) gross += Math.abs(weight);
  if (!(gross > 0)) return [];
  const found = new Map<string, { title: string; share: number; sectors: Set<Sector> }>();
  for (const { sector, references } of ballots) {
    const part = Math.abs(weights[sector] ?? 0) / gross / counts.get(sector)!;
    // A page that is cited twice is cited once.
    const cited = new Map(references.map((one) => [one.url, one]));
    for (const one of cited.values()) {
      const { url, title } = placeOf(one);
      const place = found.get(url) ?? { title, share: 0, sectors: new Set<Sector>() };
      place.share += part / cited.size;
      if (part > 0) place.sectors.add(sector);
      found.set(url, place);
    }
  }
  return [...found].filter(([, { share }]) => share > 0)
    .map(([url, { title, share, sectors }]) => ({ title, url, sectors: [...sectors], share }))
    .sort((a, b) => b.share - a.share || (a.url < b.url ? -1 : 1));
}

/** What is looked at of a ballot. */
export interface CitingBallot extends Pick<Ballot, "sector"> {
  readonly references: readonly Pick<
    Verdict["sectors"][number]["references"][number],
    "url" | "title"
  >[];
}
