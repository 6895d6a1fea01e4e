import { SECTORS } from "lab/market";
import { pillarScores } from "lab/sweep";
import { day } from "lab/units";
import { deepEqual, equal, throws } from "node:assert/strict";
import { withoutGaps } from "../../lib/sweep/pillar_scores_file.ts";

const HEAD = "day,sector,fundamentals,sentiment,technicals\n";
const read = (...lines: string[]) => pillarScores(HEAD + lines.join("\n") + "\n", "scores.csv");

Deno.test("pillarScores() reads three planes, and an empty cell as an abstention", () => {
  const table = read("2024-01-05,XLB,4,,2", "2024-01-05,XLY,1,2,3", "2024-01-12,XLB,5,5,5");
  deepEqual(table.days, ["2024-01-05", "2024-01-12"]);
  const cell = (p: number, k: number, sector: "XLB" | "XLY") =>
    table.scores[(p * 2 + k) * 11 + SECTORS.indexOf(sector)];
  equal(cell(0, 0, "XLB"), 4);
  equal(cell(1, 0, "XLB"), NaN);
  equal(cell(2, 0, "XLY"), 3);
  equal(cell(1, 1, "XLB"), 5);
  equal(table.abstentions, 1);
});

Deno.test("pillarScores() names line and column of a fault", () => {
  throws(() => read("2024-01-05,XLB,4,6,2"), {
    name: "DataError",
    message:
      "Cannot read scores.csv, line 2, column sentiment: need a score from 1 to 5, or nothing " +
      'where the pillar abstained, got "6"',
  });
  throws(() => read("2024-01-05,XLB,4,NaN,2"), /line 2, column sentiment/);
  throws(() => read("2024-01-05,XLQ,4,4,2"), /line 2, column sector: need one of XLB/);
  throws(() => read("2024-13-05,XLB,4,4,2"), /line 2, column day: need a day as YYYY-MM-DD/);
  throws(
    () => read("2024-01-12,XLB,4,4,2", "2024-01-05,XLB,4,4,2"),
    /line 3, column day: need days/,
  );
  throws(
    () => read("2024-01-05,XLB,4,4,2", "2024-01-05,XLB,4,4,2"),
    /line 3, column sector: need each/,
  );
  throws(
    () => pillarScores("day,sector,score\n2024-01-05,XLB,4\n", "scores.csv"),
    /line 1: unknown/,
  );
});

Deno.test("withoutGaps() refuses a decision day, or a listed sector on it, without a row", () => {
  const days = ["2024-01-05", "2024-01-12", "2024-01-19"].map(day);
  const table = read("2024-01-05,XLB,4,4,2", "2024-01-05,XLY,4,4,2", "2024-01-12,XLB,4,4,2");
  throws(() => withoutGaps(table, days, () => ["XLB", "XLY"]), {
    name: "DataError",
    message:
      "Cannot use scores.csv: need a row for every listed sector on each of the 3 decision " +
      "days, got none for XLY on 2024-01-12, and gaps on 1 more days; write a row with empty cells " +
      "where a pillar abstained",
  });
  const kept = withoutGaps(table, days.slice(0, 2), () => ["XLB"]);
  equal(kept.scores[11], 4);
});
