import {
  bandDots,
  bandDotsTitle,
  bandRouteTitle,
  bandSteps,
  bandStepsTitle,
  betaIntervals,
  betaIntervalsTitle,
  type Figure,
  legBars,
  legBarsTitle,
  lifeSpans,
  lifeSpansTitle,
  pairedBars,
  pairedBarsTitle,
  pathPanels,
  pathPanelsTitle,
  stateLine,
  stateLineTitle,
  stressBars,
  stressBarsTitle,
  stressLines,
  stressLinesTitle,
} from "lab/charts";
import { equal, match } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const stress = [
  { label: "Covid crash", group: "Crashes", pnl: 0.031 },
  { label: "Late 2018", group: "Crashes", pnl: -0.012 },
  { label: "Dot-com", group: "Crashes", pnl: -0.06, missing: "without XLRE" },
  { label: "Covid rebound", group: "Rebounds", pnl: -0.046 },
];
const legs = [
  { panel: "Rebound", label: "Energy", side: "short", pnl: -0.03 },
  { panel: "Rebound", label: "Technology", side: "long", pnl: 0.02 },
  { panel: "Rebound", label: "Hedge", side: "hedge", pnl: -0.01 },
  { panel: "Old crash", label: "Energy", side: "short", pnl: 0.04 },
  { panel: "Old crash", label: "Technology", side: "long", pnl: undefined },
] as const;
const betas = ["Energy", "Staples"].flatMap((label, i) =>
  ["OLS", "EWMA", "Dimson"].map((estimator, j) => ({
    label,
    estimator,
    beta: label === "Staples" && j === 1 ? undefined : 1 - 0.4 * i + 0.1 * j,
    low: 0.8 - 0.4 * i,
    high: 1.3 - 0.4 * i,
  }))
);
const dots = [
  { label: "as it was", value: -0.32, before: 0 },
  { label: "mended", value: -0.05, before: -0.05 },
  { label: "history", value: -0.06, low: -0.1, high: -0.02 },
];
const paired = [
  { label: "Energy", intended: -0.1, actual: -0.2 },
  { label: "Financials", intended: -0.1, actual: -0.1 },
  { label: "Technology", intended: 0.15, actual: 0.15 },
  { label: "Utilities", intended: 0, actual: 0 },
];
const panels = [
  { label: "Calm", full: [1, 1.01, 1.02], dashed: [1, 1.01, 1.021] },
  { label: "Zigzag", full: [1, 0.8, 0.9], dashed: [1, 0.8, 1], guess: -0.05 },
];
const lives = [
  { label: "Energy", fund: { name: "DUG −2x", from: "2007-02-01", isInverse: true } },
  {
    label: "Communication",
    fund: { name: "CCON +1x", from: "2020-08-31", to: "2021-09-17", isInverse: false },
  },
  { label: "Communication" },
];
const lines = [0.02, 0.2].map((end, i) => ({
  label: ["All to one", "Adverse"][i],
  points: [0, 0.5, 1].map((theta) => ({ theta, volatility: 0.05 + theta * (end - 0.05) })),
}));
const steps = [
  { label: "Band", betas: [0, 0.03, 0.05, undefined, 0.02], trades: [2], costBps: 0.1 },
  { label: "Every evening", betas: [0, 0, 0, undefined, 0], trades: [1, 2, 4], costBps: 0.4 },
];
const fear = [0.15, 0.26, 0.2, 0.17, undefined, 0.3].map((volatility, i) => ({
  volatility,
  state: [1, 2, 5].includes(i) ? "fear" as const : "calm" as const,
  scale: [1, 0.69, 0.9, 1, 1, 0.6][i],
}));

const figures: Readonly<Record<string, () => Figure>> = {
  stress_bars: () => stressBars(stress, { source }),
  leg_bars: () => legBars(legs, { source }),
  beta_intervals: () => betaIntervals(betas, { source }),
  band_dots: () => bandDots(dots, { band: 0.05, source }),
  paired_bars: () => pairedBars(paired, { source }),
  path_panels: () => pathPanels(panels, { source }),
  life_spans: () => lifeSpans(lives, { until: "2026-08-03", source }),
  stress_lines: () => stressLines(lines, { guess: 0.08, source }),
  band_steps: () => bandSteps(steps, { band: 0.05, source }),
  state_line: () => stateLine(fear, { from: 0.25, until: 0.18, source }),
};

figureTests(figures);

Deno.test("charts of lesson 04 draw without a row", () => {
  for (
    const chart of [
      stressBars([], { source }),
      legBars([], { source }),
      betaIntervals([], { source }),
      bandDots([], { band: 0.05, source }),
      pairedBars([], { source }),
      stressLines([], { source }),
      bandSteps([], { band: 0.05, source }),
      stateLine([], { from: 0.25, until: 0.18, source }),
    ]
  ) equal(/NaN|Infinity|undefined/.test(chart.html()), false, chart.title);
});

Deno.test("stressBarsTitle() counts complete windows only", () => {
  // A hollow bar may be longer than the worst that is counted, so the title says what it counts.
  equal(
    stressBarsTitle(stress),
    "The book loses in 2 of 3 complete windows, most in Covid rebound: −4.6 %",
  );
  equal(
    stressBarsTitle(stress.filter(({ missing }) => missing === undefined)),
    "The book loses in 2 of 3 windows, most in Covid rebound: −4.6 %",
  );
  equal(stressBarsTitle(stress.slice(0, 1)), "The book does not lose in the one window");
  match(stressBarsTitle(stress.slice(2, 3)), /^No window has a return for every position/);
});

Deno.test("legBarsTitle() leaves out a panel that lacks a leg", () => {
  equal(legBarsTitle(legs), "Rebound: longs +2.0 %, shorts −3.0 %, hedge −1.0 %");
  equal(legBarsTitle(legs.slice(3)), "No complete result in Old crash");
});

Deno.test("betaIntervalsTitle() takes the widest spread and skips what is missing", () => {
  equal(betaIntervalsTitle(betas), "The estimators differ most on Energy: by 0.20");
  equal(betaIntervalsTitle(betas.slice(0, 1)), "No sector has two estimates of its beta");
});

Deno.test("bandDotsTitle() and bandRouteTitle() let a beta on the limit be inside", () => {
  equal(bandDotsTitle(dots, 0.05), "1 of 3 readings puts the book's beta inside ±0.05");
  match(bandRouteTitle(dots.slice(0, 2), 0.05), /from −0.32 to −0.05, inside/);
  match(bandRouteTitle(dots, 0.05), /to −0.06, outside/);
});

Deno.test("pairedBarsTitle() counts what is held", () => {
  equal(
    pairedBarsTitle(paired),
    "1 of 3 positions is not what was meant: together 45.0 %, not 35.0 %",
  );
});

Deno.test("pathPanelsTitle() names the panel whose ends lie furthest apart", () => {
  match(pathPanelsTitle(panels), /^Zigzag: the fund ends at −10.0 %, .* at 0.0 %$/);
  equal(pathPanelsTitle([{ label: "a", full: [1, 2] }]), "Each panel follows one path");
});

Deno.test("lifeSpansTitle() counts no long fund and no fund that is gone", () => {
  equal(lifeSpansTitle(lives, "2021-01-04"), "One of 2 has no inverse fund: Communication");
  equal(lifeSpansTitle(lives.slice(0, 1), "2026-08-03"), "Energy has an inverse fund");
  match(lifeSpansTitle(lives, "2006-01-03"), /^Two of 2 have no inverse fund/);
});

Deno.test("stressLinesTitle(), bandStepsTitle() and stateLineTitle() state ends, costs and counts", () => {
  equal(stressLinesTitle(lines), "Volatility 5.0 % as measured; all to one 2.0 %, adverse 20.0 %");
  equal(
    bandStepsTitle(steps),
    "Cheapest is band (1 trade, 0.1 bp), dearest every evening (3 trades, 0.4 bp)",
  );
  equal(stateLineTitle(fear), "Fear on 3 of 6 evenings; gross goes down to 60 %");
  match(stateLineTitle(fear.slice(0, 1)), /^No fear on 1 evening; gross stays at 100 %/);
});
