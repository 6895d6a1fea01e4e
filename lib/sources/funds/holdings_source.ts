import { ADDRESSES } from "../fetch/addresses.ts";
import { momentText } from "../formats/days_and_moments.ts";
import { fundHoldings } from "./fund_holdings.ts";
import type { GrowingRow } from "../growing_table.ts";
import { eachOrMissing, type SourceFound, type SourceWorld } from "../source.ts";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/**
 * What the sector funds hold today. Nobody publishes the days before for free, so each run adds the
 * file of a day that is not there yet, and a history grows.
 */
export async function holdingsSource(
  { get, sectors, open }: Pick<SourceWorld, "get" | "sectors" | "open">,
): Promise<SourceFound> {
  const table = await open("basis/holdings"), rows: GrowingRow[] = [];
  const there = new Set(table.rows.map(({ sector, day }) => `${sector} ${day}`));
  const missing = await eachOrMissing(sectors, async (sector) => {
    const address = ADDRESSES.holdings(sector), answer = await get(address, { accept: XLSX });
    const holdings = await fundHoldings(answer, sector, address);
    if (there.has(`${sector} ${holdings[0].day}`)) return;
    const available_at = momentText(Date.parse(answer.fetchedAt));
    rows.push(...holdings.map((one): GrowingRow => ({
      ...one,
      weight: Number(one.weight.toFixed(10)),
      available_at,
    })));
  });
  return { rows: { "basis/holdings": rows }, notes: [], missing };
}
