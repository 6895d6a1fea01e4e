import {
  bookAndLimits,
  bookMultiples,
  type Figure,
  grossBars,
  grossLines,
  grossLinesTitle,
  limitDumbbells,
  slopeLines,
  slopeLinesTitle,
  tangentLine,
  tangentLineTitle,
  waterfall,
  weightCells,
} from "lab/charts";
import { equal, match, ok, throws } from "node:assert/strict";
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
  slope_lines: () =>
    slopeLines([
      { label: "Energy", values: [1, -1, -0.02], isCapped: true },
      { label: "Utilities", values: [2, -1, -0.01], isCapped: true },
      { label: "Materials", values: [3, 0, 0] },
      { label: "Technology", values: [4, 0.9, 0.002] },
    ], {
      axes: [
        { label: "rank", format: String },
        { label: "z", domain: [-1, 1], cap: 1, format: (z) => z.toFixed(2) },
        { label: "return", format: (share) => `${(100 * share).toFixed(1)} %` },
      ],
      source,
    }),
  weight_cells: () =>
    weightCells([
      { row: "Energy", column: "tracking", weight: -0.3 },
      { row: "Energy", column: "equal weight", weight: -0.1 },
      { row: "Utilities", column: "tracking", weight: 0 },
      { row: "Utilities", column: "equal weight", weight: 0.04 },
    ], {
      title: "Two books",
      foot: { label: "would move", texts: { tracking: "8.0 %", "equal weight": "nothing" } },
      source,
    }),
  gross_bars: () =>
    grossBars([
      { label: "2", long: 0.5, short: 0.2, hedge: 0.3, cash: 0 },
      { label: "1", long: 0.3, short: 0, hedge: 0.25, cash: 0.45, allowed: 0.65 },
      { label: "0", long: 0, short: 0, hedge: 0, cash: 1 },
    ], { guess: { label: "1", cash: 0.3 }, source }),
  gross_lines: () =>
    grossLines(
      ["equality", "the aim"].map((label, i) => ({
        label,
        points: [0.2, 0.3, 0.4].map((limit) => ({
          limit,
          gross: limit < 0.35 ? 0.3 : i === 0 ? 1 : 0.31,
        })),
      })),
      { subtitle: "Gross over the cap", xLabel: "Sector cap", source },
    ),
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

Deno.test("grossBars() names the accounts whose cash the limits do not ask for", () => {
  const half = { long: 0.3, short: 0.2, hedge: 0, cash: 0.5 };
  const bars = [{ ...half, label: "2", allowed: 1 }, { ...half, label: "1", allowed: 0.6 }];
  match(grossBars(bars, { source }).title, /; the limits would allow it with 2$/);
});

Deno.test("bookAndLimits() leaves air between a long bar's label and the names of the limits", () => {
  const gauge = { used: 0.5, slack: "25.0 points", binds: false };
  const chart = bookAndLimits(
    [{ label: "Energy", weight: 0.3 }],
    [{ label: "cluster XLK+XLC+XLY", ...gauge }],
    { cap: 0.3, source },
  ).html();
  const xOf = (words: string) =>
    Number(
      new RegExp(`<text transform="translate\\(([\\d.]+),[\\d.]+\\)"[^>]*>${words}`).exec(
        chart,
      )![1],
    );
  // A letter of these labels is 7 to 7.4 pixels wide; the one begins five pixels beyond its bar.
  const name = "cluster XLK+XLC+XLY", label = "+30.0 %";
  const end = xOf("\\+30\\.0 %") + 5 + 7.4 * label.length;
  const start = xOf("cluster XLK\\+XLC\\+XLY") - 7 * name.length;
  ok(start - end > 12, `${start - end} pixels between them`);
});

Deno.test("grossLines() names a jump by where it goes, and a slope by its steepest step", () => {
  const line = (label: string, ...gross: readonly number[]) => ({
    label,
    points: gross.map((one, i) => ({ limit: 0.1 * (i + 1), gross: one })),
  });
  equal(
    grossLinesTitle([line("one", 0.5, 0.5123, 0.5123), line("two", 0.9, 0.2, 0.2)], "cap"),
    "By one no step moves the gross by more than 1.3 points; by two the gross jumps from 90.0 to " +
      "20.0 % at a cap of 20.0 %",
  );
});

Deno.test("tangentLine() promises no more than the whole distance", () => {
  const steep = { x: 0.3, y: 0.01, slope: -1.7 };
  match(tangentLineTitle(steep, "Sector cap"), /too steep to hold for one more point$/);
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

Deno.test("slopeLinesTitle() counts the lines at the cap", () => {
  const line = { label: "Energy", values: [1, 1] };
  equal(slopeLinesTitle([line]), "No line reaches the cap");
  const capped = { ...line, isCapped: true };
  equal(slopeLinesTitle([line, capped, capped]), "Two of 3 lines end at the cap");
});

Deno.test("slopeLines() refuses no lines, one axis, and figures that are missing or not finite", () => {
  const axis = { label: "rank", format: String }, options = { axes: [axis, axis], source };
  const line = { label: "Energy", values: [1, 2] };
  throws(() => slopeLines([], options), /need at least one line, got none/);
  throws(() => slopeLines([line], { ...options, axes: [axis] }), /at least two axes, got 1/);
  throws(() => slopeLines([{ ...line, values: [1] }], options), /Energy needs 2 finite figures/);
  throws(() => slopeLines([{ ...line, values: [1, NaN] }], options), /got 1, NaN/);
});

Deno.test("slopeLines() keeps names apart and inside the drawing where figures are all alike", () => {
  const lines = Array.from({ length: 11 }, (_, i) => ({ label: `name ${i}`, values: [6, 0] }));
  const axes = [{ label: "rank", format: String }, { label: "z", format: String }];
  const svg = slopeLines(lines, { axes, source }).svg();
  const heights = [...svg.matchAll(/,([\d.]+)\)" y="0.32em">name/g)].map((one) => Number(one[1]));
  const sorted = heights.sort((a, b) => a - b);
  equal(sorted.length, 11);
  for (let i = 1; i < sorted.length; i++) equal(sorted[i] - sorted[i - 1] >= 16.9, true);
});

Deno.test("weightCells() refuses no cells and weights that are not finite", () => {
  throws(() => weightCells([], { title: "No books", source }), /need at least one cell/);
  const cell = { row: "Energy", column: "tracking", weight: NaN };
  throws(() => weightCells([cell], { title: "A book", source }), /finite weight, got NaN/);
});
