import {
  biasCells,
  biasCellsTitle,
  biasOutcomes,
  biasOutcomesTitle,
  calibrationSteps,
  calibrationStepsTitle,
  centreLines,
  centreLinesTitle,
  confidenceSpread,
  confidenceSpreadTitle,
  correlationCells,
  correlationCellsTitle,
  disagreementDots,
  disagreementDotsTitle,
  errorLines,
  errorLinesTitle,
  type Figure,
  pooledDeviation,
  reliabilityDiagram,
  reliabilityDiagramTitle,
  retestBoxes,
  retestBoxesTitle,
} from "lab/charts";
import { randomStream } from "lab/stats";
import { equal, match, ok, throws } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

// Few rows a chart: enough for every branch of its drawing, few enough to read the markup.
const ballots = (...scores: number[]) =>
  scores.map((score, i) => ({ analyst: ["value", "momentum", "cautious"][i], score }));
const line = (label: string, ...errors: number[]) => ({
  label,
  points: errors.map((error, i) => ({ analysts: i + 1, error })),
});

const figures: Readonly<Record<string, () => Figure>> = {
  disagreement_dots: () =>
    disagreementDots([
      { label: "Energy", ballots: ballots(3, 3, 3), verdict: 3 },
      { label: "Technology", ballots: ballots(1.25, 4.5, 2.75), verdict: 2.75 },
      { label: "Staples", ballots: [] },
    ], { source }),
  centre_lines: () =>
    centreLines(
      [1, 2, 3, 4, 5].map((moved) => ({
        moved,
        mean: 2.2 + moved / 5,
        median: Math.min(3.25, Math.max(3, moved)),
      })),
      {
        analyst: "momentum",
        others: [2, 2.75, 3, 3.25],
        guess: { mean: 0.5, median: 0.1 },
        source,
      },
    ),
  correlation_cells: () =>
    correlationCells(
      [
        { a: "value", b: "value", correlation: 1 },
        { a: "value", b: "momentum", correlation: -0.7 },
        { a: "value", b: "a copy", correlation: 0.4 },
        { a: "momentum", b: "momentum", correlation: 1 },
        { a: "momentum", b: "a copy" },
      ],
      { source },
    ),
  error_lines: () =>
    errorLines(
      [
        line("copies", 1.2, 1.2, 1.2),
        line("temperaments", 1.2, 1.16, 1.15),
        line("independent voices", 1.2, 0.85, 0.69),
      ],
      { source },
    ),
  retest_boxes: () =>
    retestBoxes([
      { label: "Energy", samples: [2, 2.5, 2.5, 3, 4.75], analysts: [2.5, 4] },
      { label: "Staples", samples: [3, 3, 3], analysts: [3, 3] },
    ], { analyst: "balanced", source }),
  bias_cells: () =>
    biasCells(
      ["as given", "after comparison"].flatMap((panel, p) => [
        { panel, row: "Technology", column: "value", bias: 0.8 - 0.1 * p },
        { panel, row: "Technology", column: "cautious", bias: 0.6 + 0.1 * p },
        { panel, row: "Energy", column: "value", bias: -0.5 },
        { panel, row: "Energy", column: "cautious" },
      ]),
      { source },
    ),
  bias_outcomes: () =>
    biasOutcomes([
      { label: "Technology", said: 0.8, came: { mean: 0.05, low: -0.1, high: 0.2 } },
      { label: "Energy", said: -0.1, came: { mean: 0, low: -0.2, high: 0.2 } },
    ], { source }),
  confidence_spread: () =>
    confidenceSpread([
      { label: "Energy", spread: 4, confidence: 0.25, abstained: false },
      { label: "Technology", spread: 2, confidence: 0.5, abstained: true },
      { label: "Staples", spread: 2, confidence: 0.55, abstained: false },
      { label: "Utilities", confidence: 0, abstained: true },
    ], { alertAbove: 2, source }),
  reliability_diagram: () =>
    reliabilityDiagram([
      { count: 0 },
      { count: 120, stated: 0.55, observed: { share: 0.52, low: 0.43, high: 0.61 } },
      { count: 30, stated: 0.75, observed: { share: 0.5, low: 0.33, high: 0.67 } },
    ], { guess: 0.6, source }),
  calibration_steps: () =>
    calibrationSteps([
      { from: 0.4, to: 0.55, value: 0.48 },
      { from: 0.6, to: 0.8, value: 0.56 },
    ], {
      curve: [{ stated: 0.4, calibrated: 0.49 }, { stated: 0.8, calibrated: 0.55 }],
      source,
    }),
};

figureTests(figures);

Deno.test("disagreementDots() puts the widest disagreement first and keeps equal ones in order", () => {
  const rows = [
    { label: "Energy", ballots: ballots(3, 3) },
    { label: "Staples", ballots: ballots(2, 4) },
    { label: "Utilities", ballots: ballots(4, 4) },
  ];
  const labels = [...disagreementDots(rows, { source }).svg().matchAll(/>([A-Z][a-z]+)<\/text>/g)]
    .map((found) => found[1]);
  equal(labels.join(" "), "Staples Energy Utilities");
});

Deno.test("disagreementDotsTitle() names ties, counts many, and knows a lonely analyst", () => {
  const row = (label: string, ...scores: number[]) => ({ label, ballots: ballots(...scores) });
  equal(
    disagreementDotsTitle([row("a", 1, 3), row("b", 2, 4), row("c", 3, 3)]),
    "Analysts disagree most on a and b (2.00 points apart) and least on c (0.00)",
  );
  match(
    disagreementDotsTitle([row("a", 1, 3), ...["b", "c", "d", "e"].map((l) => row(l, 3, 3))]),
    /least on four sectors \(0\.00\)$/,
  );
  equal(disagreementDotsTitle([row("a", 2)]), "One analyst alone cannot disagree");
  equal(disagreementDotsTitle([row("a")]), "No analyst gives a score");
});

Deno.test("centreLinesTitle() states both falls, over 100 draws", () => {
  const random = randomStream(21);
  for (let draw = 0; draw < 100; draw++) {
    const others = Array.from({ length: 2 + random.integer(5) }, () => 1 + random.integer(17) / 4);
    const all = (moved: number) => [...others, moved].sort((a, b) => a - b);
    const middle = (list: number[]) => (list[(list.length - 1) >> 1] + list[list.length >> 1]) / 2;
    const rows = [1, 5].map((moved) => ({
      moved,
      mean: all(moved).reduce((a, b) => a + b) / (others.length + 1),
      median: middle(all(moved)),
    }));
    const [mean, median] = [...centreLinesTitle(rows, "x").matchAll(/\d+\.\d\d/g)].map(Number);
    ok(Math.abs(mean - 4 / (others.length + 1)) <= 0.0051);
    ok(Math.abs(median - (rows[1].median - rows[0].median)) <= 0.0051);
  }
});

Deno.test("correlationCellsTitle() leaves out the diagonal and the second half", () => {
  const cells = [
    { a: "x", b: "x", correlation: 1 },
    { a: "x", b: "y", correlation: 0.3 },
    { a: "y", b: "x", correlation: 0.3 },
    { a: "y", b: "y", correlation: 1 },
  ];
  equal(correlationCellsTitle(cells, "Errors"), "Errors of x and y have a correlation of 0.30");
  throws(
    () => correlationCells([{ a: "x", b: "y", correlation: 1.2 }], { source }),
    { name: "RangeError", message: /x with y must lie between -1 and 1, got 1\.2/ },
  );
});

Deno.test("errorLinesTitle() says more, less or as much, and is silent about a lone analyst", () => {
  equal(
    errorLinesTitle([line("a", 1, 1.1), line("b", 1, 0.9), line("c", 2, 2.002)]),
    "Two a err 10 % more than one; two b 10 % less than one; two c as much as one",
  );
  equal(errorLinesTitle([line("a", 1)]), "There is no committee to compare with one analyst");
});

Deno.test("pooledDeviation() weighs groups by their degrees of freedom", () => {
  // By hand: squares 2 and 8, degrees of freedom 1 and 2.
  equal(pooledDeviation([[1, 3], [1, 5, 3]])!.toFixed(6), Math.sqrt(10 / 3).toFixed(6));
  equal(pooledDeviation([[1], []]), undefined);
});

Deno.test("retestBoxesTitle() says when an analyst repeats itself or gave no two scores", () => {
  match(
    retestBoxesTitle([{ label: "a", samples: [2, 2], analysts: [1, 3] }], "value"),
    /^Asked again, value repeats itself; two analysts asked once vary by 1\.41$/,
  );
  match(retestBoxesTitle([{ label: "a", samples: [2], analysts: [1] }], "value"), /no two scores/);
});

Deno.test("biasCellsTitle() names only a row on which all stand on one side", () => {
  const cell = (row: string, column: string, bias: number) => ({ panel: "p", row, column, bias });
  match(biasCellsTitle([cell("a", "x", 0.5), cell("a", "y", -0.5)]), /^No sector/);
  match(biasCellsTitle([cell("a", "x", 0.1), cell("a", "y", 0.1)]), /^No sector/);
  equal(
    biasCellsTitle([cell("a", "x", -0.5), cell("a", "y", -0.7), cell("b", "x", 0.3)]),
    "Both analysts dislike a, by 0.60 points on average",
  );
});

Deno.test("biasOutcomesTitle() counts dots outside their intervals", () => {
  const came = { mean: 0, low: -0.2, high: 0.2 };
  const row = (said: number) => ({ label: "a", said, came });
  match(biasOutcomesTitle([row(0.2), row(-0.2)]), /agrees with what came/);
  match(biasOutcomesTitle([row(0.3), row(-0.5)]), /^a was said to be −0\.50 .* 2 of 2 sectors lie/);
  equal(biasOutcomesTitle([]), "No sector has an outcome yet");
});

Deno.test("confidenceSpreadTitle() counts alerts above the rule, not on it", () => {
  const dot = (spread?: number) => ({ label: "", spread, confidence: 0.5, abstained: !spread });
  equal(
    confidenceSpreadTitle([dot(2), dot(3), dot(4), dot()], 2),
    "2 of 4 verdicts raise an alert; 1 has an abstention",
  );
});

Deno.test("reliabilityDiagramTitle() averages by count and leaves empty bins out", () => {
  const observed = { share: 0.5, low: 0.4, high: 0.6 };
  equal(
    reliabilityDiagramTitle([
      { count: 0 },
      { count: 30, stated: 0.6, observed },
      { count: 10, stated: 0.8, observed: { ...observed, share: 0.7 } },
    ]),
    "40 calls stated at 65 % on average came true in 55 %; 1 of 2 bins misses the diagonal",
  );
  equal(reliabilityDiagramTitle([{ count: 0 }]), "No call has an outcome yet");
});

Deno.test("calibrationStepsTitle() takes the ends of the curve in any order", () => {
  const point = (stated: number, calibrated: number) => ({ stated, calibrated });
  equal(
    calibrationStepsTitle([point(0.8, 0.55), point(0.4, 0.5)]),
    "By their record, calls stated at 80 % are worth 55 %, those at 40 % 50 %",
  );
  match(calibrationStepsTitle([point(0.5, 0.5)]), /^By their record, calls stated at 50 % are/);
  equal(calibrationStepsTitle([]), "There is no record to calibrate by");
});
