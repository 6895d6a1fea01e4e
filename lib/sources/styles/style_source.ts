import { counted } from "../../words.ts";
import { ADDRESSES } from "../fetch/addresses.ts";
import { momentText } from "../formats/days_and_moments.ts";
import { frenchFactors } from "./french_factors.ts";
import type { GrowingRow } from "../growing_table.ts";
import { eachOrMissing, type SourceFound, type SourceWorld } from "../source.ts";

/** Decimals of a return: the files have four of a percent. */
const DIGITS = 6;

/**
 * French's daily style factors, for attribution alone: each day counts from our fetch, weeks after it,
 * and a day that a later edition rewrote is a further row.
 */
export async function styleSource(
  { get, from, open }: Pick<SourceWorld, "get" | "from" | "open">,
): Promise<SourceFound> {
  const table = await open("styles"), rows: GrowingRow[] = [], notes: string[] = [];
  const written = (row: GrowingRow | Readonly<Record<string, string>>) =>
    ["size", "value", "momentum"].map((name) => Number(row[name])).join(" ");
  const last = new Map(table.rows.map((row) => [row.day, written(row)]));
  const missing = await eachOrMissing(["both files"], async () => {
    const addresses = { factors: ADDRESSES.frenchFactors(), momentum: ADDRESSES.frenchMomentum() };
    const accept = "application/zip";
    const factors = await get(addresses.factors, { accept });
    const momentum = await get(addresses.momentum, { accept });
    const found = await frenchFactors({ factors, momentum }, addresses);
    const later = [factors, momentum].map(({ fetchedAt }) => Date.parse(fetchedAt));
    const available_at = momentText(Math.max(...later));
    let rewritten = 0;
    for (const one of found.days) {
      if (one.day < from) continue;
      const [size, value, momentum] = [one.size, one.value, one.momentum]
        .map((share) => Number(share.toFixed(DIGITS)));
      const row = { day: one.day, available_at, size, value, momentum };
      if (last.get(one.day) === written(row)) continue;
      if (last.has(one.day)) rewritten++;
      rows.push(row);
    }
    notes.push(
      "Factors are Kenneth R. French's, " +
        (found.edition === ""
          ? "of an edition that the file does not name"
          : `CRSP ${found.edition}`) +
        ": for attribution alone, they come weeks late and each day counts from our fetch. They are " +
        "his: cite him and do not pass the file on.",
    );
    if (rewritten > 0) {
      notes.push(`${counted(rewritten, "day was", "days were")} rewritten: further rows.`);
    }
    if (found.missing > 0) {
      notes.push(`${counted(found.missing, "day")} left out: a factor is missing.`);
    }
  });
  return { rows: { styles: rows }, notes, missing };
}
