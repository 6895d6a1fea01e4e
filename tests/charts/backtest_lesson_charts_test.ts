import {
  bootstrapHistogram,
  decisionTicks,
  decisionTicksTitle,
  type Figure,
  halfWidthLine,
  intervalDots,
  intervalDotsTitle,
} from "lab/charts";
import { randomStream } from "lab/stats";
import { equal, match, throws } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";
const weeks = ["2024-01-05", "2024-01-12", "2024-01-19", "2024-01-26"];
const decisions = weeks.map((day) => ({ day, changed: day > "2024-01-12" }));
const dots = [
  { label: "our committee", value: 0.3, low: -0.4, high: 1.1, own: true, note: "" },
  {
    label: "a model, cutoff unknown",
    value: 1.2,
    low: 0.5,
    high: 1.9,
    hollow: true,
    note: "9 weeks",
  },
  { label: "too short", value: -0.2, note: "3 weeks" },
];
const subtitle = "Sharpe ratio a year";

const figures: Readonly<Record<string, () => Figure>> = {
  decision_ticks: () => decisionTicks(decisions, { marked: "2024-01-12", source }),
  interval_dots: () => intervalDots(dots, { subtitle, source }),
  bootstrap_histogram_guess: () =>
    bootstrapHistogram([-1.2, -0.6, -0.6, -0.1, 0, 0.2, 0.2, 0.3, 0.7, 1.4], {
      estimate: 0.1,
      low: -1.1,
      high: 1.2,
      guess: 0.3,
      source,
    }),
};

figureTests(figures);

Deno.test("decisionTicksTitle() counts each side of the marked day, over 200 draws", () => {
  const random = randomStream(3);
  for (let draw = 0; draw < 200; draw++) {
    const rows = weeks.map((day) => ({ day, changed: random.integer(2) === 1 }));
    const marked = weeks[random.integer(weeks.length)];
    const count = (of: (day: string) => boolean) =>
      rows.filter(({ day, changed }) => changed && of(day)).length;
    const early = count((day) => day <= marked), late = count((day) => day > marked);
    const title = decisionTicksTitle(rows, marked);
    if (early > 0) match(title, new RegExp(`^${early} of .*: this run saw the future$`));
    else match(title, new RegExp(`^None of .* and ${late} of \\d after it$`));
  }
});

Deno.test("decisionTicks() draws one tick per decision, and refuses what is no day", () => {
  const html = decisionTicks(decisions, { marked: "2024-01-12", source }).html();
  equal(html.match(/: changed<\/title>/g)?.length, 2);
  equal(html.match(/: as before<\/title>/g)?.length, 2);
  match(decisionTicks([], { marked: "2024-01-12", source }).title, /^None of 0 decisions/);
  throws(() => decisionTicks(decisions, { marked: "soon", source }), /need days as YYYY-MM-DD/);
  throws(
    () => decisionTicks([{ day: "2024-13-01", changed: true }], { marked: "2024-01-12", source }),
    /need days as YYYY-MM-DD, got "2024-13-01"/,
  );
});

Deno.test("intervalDotsTitle() counts intervals above, below and around zero, and no others", () => {
  const row = (low: number, high: number) => ({ label: "", value: (low + high) / 2, low, high });
  equal(
    intervalDotsTitle([row(1, 2), row(-2, -1), row(-1, 1), row(0, 1)]),
    "1 of 4 intervals lies above zero, 1 lies below it, 2 hold it",
  );
  equal(intervalDotsTitle([row(1, 2)]), "1 of 1 intervals lies above zero");
  equal(intervalDotsTitle([{ label: "", value: 1 }]), "There is no interval to show");
});

Deno.test("intervalDots() refuses a figure that is none and an interval the wrong way round", () => {
  const draw = (row: { value: number; low?: number; high?: number }) => () =>
    intervalDots([{ label: "ours", ...row }], { subtitle, source });
  throws(draw({ value: NaN }), /need a finite figure .* got NaN .* of ours/);
  throws(draw({ value: 1, low: 2, high: 0 }), /from low to high, got 1 \(2 to 0\) of ours/);
});

Deno.test("bootstrapHistogram() marks a guess where that share of the draws lies left", () => {
  const draws = Array.from({ length: 100 }, (_, i) => i / 100);
  const options = { estimate: 0.5, low: 0, high: 1, source };
  const withGuess = (guess: number) => bootstrapHistogram(draws, { ...options, guess });
  match(withGuess(0.25).svg(), /your guess: 25 % lie left/);
  equal(/your guess/.test(bootstrapHistogram(draws, options).svg()), false);
  withGuess(0).svg();
  withGuess(1).svg();
  throws(() => withGuess(1.5), /need a guess from 0 to 1 of the share below zero, got 1.5/);
});

Deno.test("halfWidthLine() speaks of months where the record is monthly", () => {
  const points = [{ weeks: 12, halfWidth: 0.2 }, { weeks: 24, halfWidth: 0.1 }];
  const chart = halfWidthLine(points, { planted: 0.15, periodName: "months", source });
  match(chart.title, /^After 18 months/);
  match(chart.svg(), /months of record/);
});
