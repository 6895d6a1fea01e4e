import { knownBy, scoresText } from "lab/scores";
import { day } from "lab/units";
import { deepEqual, equal, throws } from "node:assert/strict";

const file = (...lines: string[]) => scoresText(["day,sector,score", ...lines].join("\n"), "s.csv");
const DECISIONS = ["2021-03-19", "2021-03-26", "2021-04-01", "2021-04-09", "2021-04-16"].map(day);
const taken = (known: ReturnType<typeof knownBy>) =>
  known.entries.map(({ day, sector, score }) => `${day} ${sector} ${score}`);

Deno.test("knownBy() takes the newest score on or before a decision, never a later one", () => {
  const known = knownBy(file("2021-03-26,XLK,4", "2021-04-02,XLK,2"), DECISIONS);
  // Good Friday's score waits for the next decision, after which nothing newer is to come.
  deepEqual(taken(known), ["2021-03-26 XLK 4", "2021-04-01 XLK 4", "2021-04-09 XLK 2"]);
  deepEqual([known.taken, known.older, known.oldestDays], [3, 2, 7]);
});

Deno.test("knownBy() takes each sector's own newest, and lets the old ones lapse", () => {
  const scores = file("2021-03-12,XLB,5", "2021-03-26,XLK,4", "2021-04-16,XLY,1");
  const of = (ageDays: number) =>
    taken(knownBy(scores, DECISIONS, { ageDays })).filter((one) => one.includes("XLB"));
  equal(of(35).length, 5);
  deepEqual(of(14), ["2021-03-19 XLB 5", "2021-03-26 XLB 5"]);
  deepEqual(of(0), []);
});

Deno.test("knownBy() lets an empty cell take a score back", () => {
  const known = knownBy(file("2021-03-19,XLK,4", "2021-03-24,XLK,", "2021-04-09,XLK,5"), DECISIONS);
  deepEqual(taken(known).slice(0, 2), ["2021-03-19 XLK 4", "2021-03-26 XLK undefined"]);
  // What was taken back is no score, and none that is old.
  deepEqual([known.taken, known.older, known.oldestDays], [2, 0, 0]);
  throws(
    () => knownBy(file("2021-03-12,XLK,4", "2021-03-17,XLK,"), DECISIONS),
    /no decision .* knows a score/,
  );
});

Deno.test("knownBy() says what it cannot do", () => {
  throws(
    () => knownBy(scoresText("sector,score\nXLK,4\n", "s.csv"), DECISIONS),
    /need a column day/,
  );
  throws(
    () => knownBy(file("2024-01-05,XLK,4"), DECISIONS),
    /no decision from 2021-03-19 to 2021-04-16 knows a score that is not older than 35 days; its days run from 2024-01-05/,
  );
  throws(
    () => knownBy(file("2021-03-19,XLK,4"), DECISIONS, { ageDays: -1 }),
    /number of days of at least 0/,
  );
});
