import { counted, listed } from "../../words.ts";
import { ADDRESSES } from "../fetch/addresses.ts";
import { countsFrom, momentText } from "../formats/days_and_moments.ts";
import { weeklyFlows } from "./fund_flows.ts";
import type { GrowingRow } from "../growing_table.ts";
import { navHistory } from "./nav_history.ts";
import { eachOrMissing, type SourceFound, type SourceWorld } from "../source.ts";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Sessions after a week's last day at whose opening its flow is surely out; see the note below. */
const SESSIONS_LATE = 2;
/** Decimals of a flow: a ten-thousandth of a percent. */
const DIGITS = 6;

/**
 * Weekly flows of the sector funds. Which minute their issuer publishes at is not known: the next session
 * or one later, so the later is taken, or our fetch where it saw the week before that. A week that
 * reads otherwise than it did is a further row, which counts from the fetch.
 */
export async function flowSource(
  { get, sectors, from, open }: Pick<SourceWorld, "get" | "sectors" | "from" | "open">,
): Promise<SourceFound> {
  const table = await open("flows"), rows: GrowingRow[] = [], notes: string[] = [];
  const last = new Map(
    table.rows.map(({ sector, week, flow_share }) => [`${sector} ${week}`, flow_share]),
  );
  let changed = 0;
  const missing = await eachOrMissing(sectors, async (sector) => {
    const address = ADDRESSES.navHistory(sector), answer = await get(address, { accept: XLSX });
    const history = await navHistory(answer, address);
    const { flows, splits, doubtful } = weeklyFlows(history.rows);
    for (const { week, flowShare } of flows) {
      if (week < from) continue;
      const value = Number(flowShare.toFixed(DIGITS)), before = last.get(`${sector} ${week}`);
      if (before !== undefined && Number(before) === value) continue;
      if (before !== undefined) changed++;
      rows.push({
        sector,
        week,
        available_at: before === undefined
          ? countsFrom(week, SESSIONS_LATE, answer.fetchedAt)
          : momentText(Date.parse(answer.fetchedAt)),
        flow_share: value,
      });
    }
    if (splits.length > 0) {
      notes.push(
        `${sector}: ${
          listed(splits.map(({ day, ratio }) => `the split of ${day} (${ratio}:1)`))
        } ` +
          `${splits.length > 1 ? "are" : "is"} undone.`,
      );
    }
    if (doubtful.length > 0) {
      notes.push(
        `${sector}: its value jumped like a split on ${listed(doubtful)} and its shares did not; ` +
          "those weeks have no flow.",
      );
    }
    if (history.withoutShares > 0) {
      notes.push(
        `${sector}: ${counted(history.withoutShares, "day")} without usable shares left out.`,
      );
    }
  });
  return {
    rows: { flows: rows },
    notes: [
      "A week counts from the opening of the second session after its last day, for its issuer names " +
      "no minute, or from the fetch that saw it earlier.",
      ...(changed > 0
        ? [`${counted(changed, "week reads", "weeks read")} otherwise than before: further rows.`]
        : []),
      ...notes,
    ],
    missing,
  };
}
