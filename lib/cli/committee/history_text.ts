import { type Source, sourceLine } from "../../market/mod.ts";
import { outsideLine } from "../../outside_text.ts";
import type { SweepEnd } from "../../providers/mod.ts";
import { counted, times } from "../../words.ts";
import { spentLine } from "./committee_text.ts";
import type { HistoryDay, HistoryTally } from "./history_tally.ts";
import { textTable } from "../text_table.ts";

/** Days that the table shows: the newest; all of them stand in the file. */
const MOST_DAYS = 26;

const left = (heading: string) => ({ heading });
const right = (heading: string) => ({ heading, right: true });
const ifAny = (count: number) => count === 0 ? "" : String(count);

/** The sector with the most extreme score of a day, such as "XLK 4.25". */
function extreme({ sectors }: HistoryDay, sign: 1 | -1): string {
  const scored = sectors.flatMap(({ sector, score }) =>
    score === undefined ? [] : [{ sector, score }]
  );
  if (scored.length === 0) return "no score";
  const { sector, score } = scored.toSorted((a, b) => sign * (b.score - a.score))[0];
  return `${sector} ${score.toFixed(2)}`;
}

/** A history as text: its days, who answered, what failed or has no answer, and what it cost. */
export function historyText(
  tally: HistoryTally,
  { spent }: Pick<SweepEnd, "spent">,
  source: Source | undefined,
): string {
  const { days } = tally, shown = days.slice(-MOST_DAYS);
  return [
    `Verdicts at the close of ${counted(days.length, "day")}` +
    (shown.length < days.length ? `, the newest ${shown.length} of them` : "") + "\n",
    textTable(
      [
        left("day"),
        right("ballots"),
        right("failed"),
        right("no answer"),
        left("highest"),
        left("lowest"),
      ],
      shown.map((one) => [
        one.day,
        String(one.ballots),
        ifAny(one.failed),
        ifAny(one.unanswered),
        extreme(one, 1),
        extreme(one, -1),
      ]),
    ),
    ...[...tally.voices].map(([who, n]) => `  ${who}: ${counted(n, "ballot")}\n`),
    tally.contaminated === 0
      ? ""
      : `  Contaminated: ${tally.contaminated} of ${
        counted(tally.ballots, "ballot")
      }; no merit counts\n`,
    ...tally.failed.map((one) => `  Failed, ${times(one.times)}: ${one.analyst}: ${one.reason}\n`),
    ...tally.unanswered.map((one) =>
      `  No answer, ${times(one.times)}: ${one.analyst}: ${one.reason}\n`
    ),
    spentLine(spent),
    source ? `\n${outsideLine(sourceLine(source))}\n` : "",
  ].join("");
}
