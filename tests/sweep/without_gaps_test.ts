import { pillarTableOf, scoresText } from "lab/scores";
import { day } from "lab/units";
import { equal, throws } from "node:assert/strict";
import { withoutGaps } from "../../lib/sweep/without_gaps.ts";

const HEAD = "day,sector,fundamentals,sentiment,technicals\n";
const read = (...lines: string[]) =>
  pillarTableOf(scoresText(HEAD + lines.join("\n") + "\n", "scores.csv"));

Deno.test("withoutGaps() refuses a decision day, or a listed sector on it, without a row", () => {
  const days = ["2024-01-05", "2024-01-12", "2024-01-19"].map(day);
  const table = read("2024-01-05,XLB,4,4,2", "2024-01-05,XLY,4,4,2", "2024-01-12,XLB,4,4,2");
  throws(() => withoutGaps(table, days, () => ["XLB", "XLY"]), {
    name: "DataError",
    message:
      "Cannot use scores.csv: need a row for every listed sector on each of the 3 decision " +
      "days, got none for XLY on 2024-01-12, and gaps on 1 more days; write a row with empty cells " +
      "where a pillar abstained, or take the newest scores known by each decision (--scores-known-by)",
  });
  const kept = withoutGaps(table, days.slice(0, 2), () => ["XLB"]);
  equal(kept.scores[11], 4);
});
