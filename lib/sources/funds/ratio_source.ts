import { ADDRESSES } from "../fetch/addresses.ts";
import { momentText } from "../formats/days_and_moments.ts";
import { fundRatios } from "./fund_ratios.ts";
import type { GrowingRow } from "../growing_table.ts";
import { eachOrMissing, type SourceFound, type SourceWorld } from "../source.ts";

/** Decimals of a ratio. */
const DIGITS = 6;

/**
 * Valuations of what the sector funds hold, as rows of further figures. They have no history: each
 * counts from its fetch, and a history grows with the runs.
 */
export async function ratioSource(
  { yahoo, sectors, open }: Pick<SourceWorld, "yahoo" | "sectors" | "open">,
): Promise<SourceFound> {
  const table = await open("figures"), rows: GrowingRow[] = [], notes: string[] = [];
  const there = new Set(
    table.rows.map(({ sector, name, available_at }) => `${sector} ${name} ${available_at}`),
  );
  const missing = await eachOrMissing(sectors, async (sector) => {
    const answer = await yahoo.fund(sector);
    const found = fundRatios(answer, ADDRESSES.yahooFund(sector));
    const available_at = momentText(Date.parse(answer.fetchedAt));
    for (const { name: plain, value, unit } of found.ratios) {
      const name = `${plain} (Yahoo)`;
      if (there.has(`${sector} ${name} ${available_at}`)) continue;
      rows.push({
        sector,
        pillar: "fundamentals",
        name,
        value: Number(value.toFixed(DIGITS)),
        unit,
        available_at,
      });
    }
    if (found.missing.length > 0) {
      notes.push(`${sector}: no ${found.missing.join(", ")}, or its way up cannot be told.`);
    }
  });
  return {
    rows: { figures: rows },
    notes: [
      "Valuations have no history: each counts from its fetch. Ratios that are sent upside down are " +
      "written as the yields that they are.",
      ...notes,
    ],
    missing,
  };
}
