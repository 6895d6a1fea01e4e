import {
  bookAndLimits,
  bookMultiples,
  type Figure,
  grossBars,
  limitDumbbells,
  tangentLine,
  waterfall,
} from "lab/charts";
import { equal, match, throws } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

// A few rows a chart: enough for every branch of its drawing, few enough to read the markup.
const bars = [
  { label: "Materials", weight: 0 },
  { label: "Energy", weight: -0.3 },
  { label: "Health care", weight: 0.26 },
];

const figures: Readonly<Record<string, () => Figure>> = {
  book_and_limits: () =>
    bookAndLimits(
      [{ label: "Communication", weight: 0, note: "closed" }, ...bars],
      [
        { label: "gross", used: 1, slack: "0.0 points", binds: true, shadowPrice: -0.014 },
        { label: "net", used: 0.35, slack: "13.0 points", binds: false },
        { label: "beta", used: 1.4, slack: "0.020", binds: true },
      ],
      { hedge: { label: "Hedge", weight: -0.17 }, cap: 0.3, source },
    ),
  book_multiples: () =>
    bookMultiples([
      { label: "gross alone", cost: 0, bars, hedge: 0 },
      { label: "beta", cost: 0.112, bars, hedge: -0.2 },
      { label: "net", cost: 0, bars, hedge: -0.2 },
    ], { guess: "net", source }),
  limit_dumbbells: () =>
    limitDumbbells([
      { label: "gross", before: 0.9, after: 1 },
      { label: "largest sector", before: 1, after: 1 },
      { label: "beta", before: 1.8, after: 1 },
    ], { source }),
  tangent_line: () =>
    tangentLine(
      [0.1, 0.15, 0.2, 0.3, 0.4].map((x) => ({ x, y: 0.4 - 0.8 * x + x * x, dashed: x < 0.2 })),
      {
        tangent: { x: 0.2, y: 0.28, slope: -0.4 },
        subtitle: "Distance over cap",
        xLabel: "Sector cap",
        yLabel: "distance",
        source,
      },
    ),
  gross_bars: () =>
    grossBars([
      { label: "2", long: 0.5, short: 0.2, hedge: 0.3, cash: 0 },
      { label: "1", long: 0.3, short: 0, hedge: 0.25, cash: 0.45 },
      { label: "0", long: 0, short: 0, hedge: 0, cash: 1 },
    ], { guess: { label: "1", cash: 0.3 }, source }),
  waterfall: () =>
    waterfall([
      { label: "Score", from: 0, to: -0.1, group: "exposure" },
      { label: "Confidence", from: -0.1, to: -0.1, group: "exposure" },
      { label: "Instrument", from: -0.1, to: 0.05, group: "money", note: "DUG gives −2x" },
      { label: "Cost", from: 0.05, to: 0.051, group: "money" },
    ], { total: "paid", source }),
};

figureTests(figures);

Deno.test("waterfall() refuses steps that do not meet, and none at all", () => {
  throws(
    () => waterfall([{ label: "a", from: 0, to: 1 }, { label: "b", from: 0.5, to: 1 }], { source }),
    { name: "RangeError", message: /b must begin at 1, got 0.5/ },
  );
  throws(() => waterfall([{ label: "a", from: 0.1, to: 1 }], { source }), /a must begin at 0/);
  throws(() => waterfall([], { source }), /need at least one step/);
});

Deno.test("limitDumbbells() names every limit that either book breaks", () => {
  const rows = [
    { label: "net", before: 1.2, after: 0.5 },
    { label: "beta", before: 1.0000001, after: 1 },
    { label: "gross", before: 1.3, after: 1.1 },
  ];
  equal(
    limitDumbbells(rows, { source }).title,
    "The book clipped breaks net and gross; solved together it breaks gross",
  );
});

Deno.test("grossBars() names the accounts that keep cash, all of them or none", () => {
  const full = { long: 0.6, short: 0.4, hedge: 0, cash: 0 };
  const title = (cash: readonly number[]) =>
    grossBars(cash.map((one, i) => ({ ...full, label: String(i), cash: one })), { source }).title;
  match(title([0, 0]), /^The whole gross is used whatever/);
  match(title([0.1, 0.2]), /^Part of the gross stays in cash whatever/);
  match(title([0, 0.2, 0.1]), /except with 1 and 2 sectors with a view$/);
});

Deno.test("tangentLine() calls a slope of zero what it is", () => {
  const chart = tangentLine([{ x: 0.2, y: 0.1 }, { x: 0.4, y: 0.1 }], {
    tangent: { x: 0.3, y: 0.1, slope: 0 },
    subtitle: "Distance over cap",
    xLabel: "Sector cap",
    yLabel: "distance",
    source,
  });
  equal(chart.title, "Sector cap at 30 %: a wider one would change nothing");
});
