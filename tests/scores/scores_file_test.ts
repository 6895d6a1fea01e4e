import { SECTORS } from "lab/market";
import { pillarTableOf, readScores, scoresText, scoreTableOf } from "lab/scores";
import { deepEqual, equal, rejects, throws } from "node:assert/strict";

const HEAD = "day,sector,fundamentals,sentiment,technicals";
const text = (head: string, ...lines: string[]) =>
  scoresText([head, ...lines, ""].join("\n"), "s.csv");
const pillars = (...lines: string[]) => pillarTableOf(text(HEAD, ...lines));
const XLB = 0, XLY = SECTORS.indexOf("XLY");

Deno.test("pillarTableOf() gives three planes, and an empty cell is an abstention", () => {
  const table = pillars("2024-01-05,XLB,4,,2", "2024-01-05,XLY,1,2,3", "2024-01-12,XLB,5,5,5");
  deepEqual(table.days, ["2024-01-05", "2024-01-12"]);
  const cell = (p: number, k: number, sector: number) => table.scores[(p * 2 + k) * 11 + sector];
  deepEqual([cell(0, 0, XLB), cell(1, 0, XLB), cell(2, 0, XLY), cell(1, 1, XLB)], [4, NaN, 3, 5]);
  deepEqual([table.abstentions, table.isBlended], [1, false]);
});

Deno.test("scoreTableOf() takes scores, or blends pillars, and draws both by their confidence", () => {
  const one = (head: string, line: string, weights?: Parameters<typeof scoreTableOf>[1]) =>
    scoreTableOf(text(head, line), weights).scores[XLB];
  const equalParts = { fundamentals: 0, sentiment: 0.5, technicals: 0.5 };
  equal(one("day,sector,score", "2024-01-05,XLB,3.4"), 3.4);
  equal(one("day,sector,score,confidence", "2024-01-05,XLB,5,0.5"), 4);
  equal(one(HEAD, "2024-01-05,XLB,4,2,1"), 2.75);
  equal(one(HEAD, "2024-01-05,XLB,4,2,1", equalParts), 1.5);
  // The weight of a pillar that abstained goes to the others.
  equal(one(HEAD, "2024-01-05,XLB,4,,1"), 3);
  equal(one(`${HEAD},confidence`, "2024-01-05,XLB,5,5,5,0.5"), 4);
  // With both, the score counts until somebody weighs the pillars.
  equal(one(`${HEAD},score`, "2024-01-05,XLB,4,2,1,5"), 5);
  equal(one(`${HEAD},score`, "2024-01-05,XLB,4,2,1,5", equalParts), 1.5);
});

Deno.test("a file of blended scores gives every pillar its score, so that no weighting changes it", () => {
  const file = text("day,sector,score,confidence", "2024-01-05,XLB,5,0.5", "2024-01-05,XLY,,");
  const table = pillarTableOf(file);
  deepEqual([0, 1, 2].map((p) => table.scores[p * 11 + XLB]), [4, 4, 4]);
  deepEqual([table.isBlended, table.abstentions, table.given[XLY]], [true, 1, 1]);
});

Deno.test("scoresText() takes other names, other days and any order of rows", () => {
  const plain = text(
    "day,sector,score",
    "2024-01-05,XLB,4",
    "2024-01-05,XLY,2",
    "2024-01-12,XLB,5",
  );
  const other = text("Date,Ticker,Score", "2024/1/12,xlb,5", "20240105,XLB,4", "2024-01-05,XLY,2");
  const shown = ({ days, scores }: ReturnType<typeof scoreTableOf>) => [days, [...scores]];
  deepEqual(shown(scoreTableOf(other)), shown(scoreTableOf(plain)));
});

Deno.test("scoresText() names line and column of a fault", () => {
  throws(() => text(HEAD, "2024-01-05,XLB,4,6,2"), {
    name: "DataError",
    message: "Cannot read s.csv, line 2, column sentiment: need a score from 1 to 5, or nothing " +
      'where the pillar abstained, got "6"',
  });
  throws(() => text(HEAD, "2024-01-05,XLB,4,NaN,2"), /line 2, column sentiment/);
  throws(() => text(HEAD, "2024-01-05,XLQ,4,4,2"), /line 2, column sector: need one of XLB/);
  throws(() => text(HEAD, "2024-13-05,XLB,4,4,2"), /line 2, column day: need a day as YYYY-MM-DD/);
  throws(
    () => text(HEAD, "2024-01-05,XLB,4,4,2", "2024-01-12,XLB,4,4,2", "2024-01-05,XLB,4,4,2"),
    /line 4, column sector: need each sector once a day, and line 2 has it for 2024-01-05/,
  );
  throws(
    () => text("sector,score", "XLB,4", "XLB,4"),
    /line 3, column sector: need each sector once,/,
  );
  throws(() => text("day,sector,points", "2024-01-05,XLB,4"), /line 1: unknown column "points"/);
  throws(
    () => text("day,sector", "2024-01-05,XLB"),
    /need a column score, or the columns fundament/,
  );
  // Two pillars that are forgotten are no abstentions.
  throws(
    () => text("day,sector,score,fundamentals", "2024-01-05,XLB,4,2"),
    /need a column score, or the columns fundamentals, sentiment, technicals, or all of them; got day,/,
  );
  throws(() => text("day,sector,score", "2024-01-05,XLB,"), /it holds no score/);
  throws(() => scoreTableOf(text("sector,score", "XLB,4")), /need a column day/);
});

Deno.test("readScores() reads Parquet as CSV", async () => {
  const pl = (await import("nodejs-polars")).default;
  const folder = await Deno.makeTempDir();
  try {
    const columns = {
      day: [new Date("2024-01-05"), new Date("2024-01-05")],
      sector: ["XLB", "XLY"],
    };
    const write = (name: string, more: Record<string, unknown[]>) =>
      pl.DataFrame({ ...columns, ...more }).writeParquet(`${folder}/${name}.parquet`);
    write("s", { score: [4, null] });
    write("p", { fundamentals: [4, 1], sentiment: [2, 1], technicals: [1, NaN] });
    write("x", { score: [4, 7] });
    const scores = scoreTableOf(await readScores(`${folder}/s.parquet`)).scores;
    deepEqual([scores[XLB], scores[XLY]], [4, NaN]);
    const blended = scoreTableOf(await readScores(`${folder}/p.parquet`)).scores;
    deepEqual([blended[XLB], blended[XLY]], [2.75, 1]);
    await rejects(
      readScores(`${folder}/x.parquet`),
      /x\.parquet, row 2, column score: need a number/,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
