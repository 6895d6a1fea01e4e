import { dicePbos, markedWeights, weightRecord } from "lab/lesson/06";
import { check, guessOf, predict, quiz } from "../every_lesson.ts";
import { ternaryMap } from "lab/charts";
import { deepEqual, equal, match } from "node:assert/strict";

const folder = await Deno.makeTempDir();
const at = "2026-11-20";
// A short record whose plateau is not the whole triangle would be rare; the mistakes of 06.3 are put
// into a record by hand below.
const record = await weightRecord("simulated", { seed: 7, years: 2, step: 0.25, at, folder });
await Deno.remove(folder, { recursive: true });

Deno.test("check 06.1 counts the points and recognises each way to miss them", () => {
  const said = (answer: unknown) => check("06.1", answer);
  equal(said(231).kind, "right");
  match(said(441).message, /two weights move freely/);
  match(said(210).message, /leaves out one edge/);
  match(said(9261).message, /all three weights move freely/);
  match(said(171).message, /inside alone/);
  match(said(21).message, /one edge/);
  equal(said(230).kind, "hint");
  match(said("231").message, /without quotation marks/);
});

Deno.test("check 06.2 takes three shares and recognises wrong edges and sums", () => {
  const [first, second, third] = markedWeights(record.seed);
  const said = (a: number, b: number, c: number) =>
    check("06.2", { first: a, second: b, third: c }, record);
  equal(said(first, second, third).kind, "right");
  equal(said(first + 0.02, second - 0.01, third - 0.01).kind, "right");
  match(said(100 * first, 100 * second, 100 * third).message, /is a percentage/);
  match(said(second, third, first).message, /wrong edges/);
  match(said(first, third, second).message, /wrong edges/);
  match(said(first, second, third + 0.2).message, /sum to 1\.20/);
  // Three shares of one size each, which no marked point has.
  equal(said(1 / 3, 1 / 3, 1 / 3).kind, "hint");
  match(check("06.2", { first, second, third }).message, /third argument must be the record/);
  for (let seed = 0; seed < 50; seed++) equal(new Set(markedWeights(seed)).size, 3);
});

Deno.test("check 06.3 takes both shares and recognises what misses them", () => {
  // Nine others: four lie clear of zero one by one, one with all allowed for; all single intervals overlap.
  const ranges = Array.from({ length: 9 }, (_, k) => ({
    label: `other ${k}`,
    difference: -0.1,
    low: -0.2,
    high: k < 4 ? -0.05 : 0.1,
    wideLow: -0.3,
    wideHigh: k < 1 ? -0.01 : 0.2,
  }));
  const made = { ...record, ranges };
  const said = (alone: number, together: number) => check("06.3", { alone, together }, made);
  equal(said(4 / 9, 1 / 9).kind, "right");
  equal(said(0.444, 0.111).kind, "right");
  match(said(44.4, 11.1).message, /44\.4 % is 0\.444/);
  match(said(1 / 9, 4 / 9).message, /exchanged/);
  match(said(4 / 9, 4 / 9).message, /no allowance for the number of trials/);
  match(said(0, 1 / 9).message, /two single intervals overlap/);
  match(said(5 / 9, 8 / 9).message, /hold zero/);
  match(said(4, 1).message, /These are counts/);
  equal(said(0.77, 0.5).kind, "hint");
  match(
    check("06.3", { alone: 0.5, together: 0.5 }).message,
    /third argument must be the record/,
  );
});

Deno.test("check 06.4 takes mean and width, and one half, and recognises what one expects", () => {
  const found = dicePbos(record);
  const mean = found.reduce((sum, one) => sum + one, 0) / found.length;
  const least = Math.min(...found), most = Math.max(...found);
  const said = (a: number, b: number, c: number) =>
    check("06.4", { mean: a, least: b, most: c }, record);
  equal(found.length, 100);
  equal(said(mean, least, most).kind, "right");
  equal(said(0.5, 0.05, 0.95).kind, "right");
  match(said(100 * mean, 100 * least, 100 * most).message, /is a percentage/);
  match(said(0, 0, 1).message, /finds nothing where nothing is/);
  match(said(1, 0, 1).message, /expects every winner to fall/);
  match(said(found[0], found[0], found[0]).message, /reads one committee as the answer/);
  match(said(0.5, 0.45, 0.55).message, /reads one committee as the answer/);
  match(said(0.5, 0.3, 0.7).message, /The mean is right/);
  match(said(0.5, 0.9, 0.1).message, /swap them/);
});

Deno.test("check 06.5 judges the form of weights, reason and chart", () => {
  const weights = [0.6, 0.2, 0.2];
  const reason = "Reports fade slowly, so a book that follows them trades less.";
  const chart = ternaryMap(record.cells, record.map);
  const said = (answer: unknown) => check("06.5", answer);
  equal(said({ weights, reason, chart }).kind, "complete");
  match(said({ reason, chart }).message, /three numbers from 0/);
  match(said({ weights: [0.6, 0.2, 0.3], reason, chart }).message, /sum to 1\.10/);
  match(said({ weights: [60, 20, 20], reason, chart }).message, /60 % is 0\.6/);
  match(said({ weights: [1.2, -0.1, -0.1], reason, chart }).message, /three numbers from 0/);
  match(said({ weights, reason: "They are best.", chart }).message, /three words/);
  match(
    said({ weights, reason: "The star of the map has the highest Sharpe ratio of all.", chart })
      .message,
    /speaks of the test/,
  );
  match(said({ weights, reason }).message, /Add the chart/);
  match(said({ weights, chart }).message, /lacks reason/);
});

Deno.test("predict 06.3 takes three weights as shares or percents, and refuses what is none", () => {
  const said = (guess: unknown) => predict("06.3", guess).message;
  match(said([0.2, 0.3, 0.5]), /Your guess: 20\/30\/50/);
  deepEqual(guessOf("06.3")!.map((share) => Number(share.toFixed(9))), [0.2, 0.3, 0.5]);
  match(said([20, 30, 50]), /Your guess: 20\/30\/50/);
  match(said([0.3, 0.3, 0.3]), /sum to 0\.9; three weights from 0 sum to 1/);
  equal(guessOf("06.3"), undefined);
  match(said([1.5, -0.5, 0]), /three weights from 0/);
  match(said([NaN, 0.5, 0.5]), /"not a number"/);
  match(said("middle"), /three weights in square brackets/);
  match(said([0.5, 0.5]), /three weights in square brackets/);
});

Deno.test("predict 06.5 takes any number", () => {
  match(predict("06.5", 1.4).message, /Your guess: 1\.40/);
  equal(guessOf("06.5"), 1.4);
  match(predict("06.5", "0.4").message, /without quotation marks/);
  equal(guessOf("06.5"), undefined);
});

Deno.test("the quiz of lesson 06 is right with b, c, a", () => {
  equal(quiz("06", "bca").kind, "right");
  match(quiz("06", "acc").message, /1 and 3/);
});
