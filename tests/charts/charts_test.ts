import {
  accountWaffle,
  betaBars,
  dumbbell,
  type Figure,
  limitGauges,
  scoreHeatmap,
  tiltLines,
  weightBars,
} from "lab/charts";
import { equal, throws } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

// Five rows a chart: enough for every branch of its drawing, few enough to read the markup.
const rows = [
  { label: "Materials", weight: 0.05, before: 0.1 },
  { label: "Communication", weight: 0, note: "closed: no inverse fund" },
  { label: "Technology", weight: 0.3, before: 0.25 },
  { label: "Staples", weight: -0.12, before: -0.2 },
  { label: "Utilities", weight: 0 },
];

const figures: Readonly<Record<string, () => Figure>> = {
  weight_bars: () =>
    weightBars(rows, {
      hedge: { label: "Hedge (SPDN)", weight: -0.09 },
      cap: 0.3,
      guess: "Staples",
      source,
    }),
  score_heatmap: () =>
    scoreHeatmap([
      { row: "Materials", column: "fundamentals", score: 1, rating: 1 },
      { row: "Materials", column: "sentiment", score: 3, rating: 3 },
      { row: "Materials", column: "score", score: 1.67, rating: 2 },
      { row: "Energy", column: "fundamentals", score: 5, rating: 5 },
      { row: "Energy", column: "sentiment" },
      { row: "Energy", column: "score", score: 5, rating: 5 },
    ], { total: "score", source }),
  tilt_lines: () =>
    tiltLines(
      [1, 0.5].map((confidence) => ({
        label: `confidence ${confidence}`,
        points: [1, 3, 5].map((score) => ({ score, tilt: (score - 3) * confidence })),
      })),
      { dots: [{ label: "Energy", score: 4, tilt: 1 }], source },
    ),
  beta_bars: () =>
    betaBars(
      rows.map((row, i) => ({ label: row.label, contribution: row.weight * (0.6 + 0.2 * i) })),
      { limit: 0.05, net: 0.23, guess: 0, source },
    ),
  limit_gauges: () =>
    limitGauges([
      { label: "gross", used: 1, slack: "0.0 points", binds: true, shadowPrice: 0.21 },
      { label: "net", used: 0.35, slack: "13.0 points", binds: false },
      { label: "cluster", used: 1.1, slack: "5.0 points", binds: false },
    ], { source }),
  account_waffle: () =>
    accountWaffle([
      { label: "long funds", dollars: 52_013, kind: "long" },
      { label: "capital of shorts", dollars: 16_400, kind: "short" },
      { label: "hedge", dollars: 9_013, kind: "hedge" },
      { label: "cash", dollars: 22_574, kind: "cash" },
    ], { source }),
  dumbbell: () =>
    dumbbell(
      rows.map((row) => ({
        label: row.label,
        before: row.before ?? row.weight,
        after: row.weight,
      })),
      { changed: "Technology", guess: 0.2, source },
    ),
};

figureTests(figures);

Deno.test("scoreHeatmap() refuses a score outside 1 to 5", () => {
  throws(
    () => scoreHeatmap([{ row: "Energy", column: "score", score: 0 }], { source }),
    { name: "RangeError", message: /Energy, score must lie between 1 and 5, got 0/ },
  );
});

Deno.test("accountWaffle() refuses a negative part and an empty account", () => {
  const part = { label: "cash", kind: "cash" } as const;
  throws(() => accountWaffle([{ ...part, dollars: -1 }], { source }), /got -1/);
  throws(() => accountWaffle([{ ...part, dollars: NaN }], { source }), /got NaN/);
  throws(() => accountWaffle([{ ...part, dollars: 0 }], { source }), /need one part above zero/);
});

Deno.test("weightBars() keeps the order of its rows, zero weights included", () => {
  const labels = [...weightBars(rows, { source }).html().matchAll(/>([A-Z][a-z]+)<\/text>/g)]
    .map((found) => found[1]);
  equal(labels.join(" "), "Materials Communication Technology Staples Utilities");
});
