import {
  drawdownArea,
  drawdownAreaTitle,
  type Figure,
  growthLines,
  growthLinesTitle,
  histogramBars,
  histogramBarsTitle,
  monthCells,
  monthCellsTitle,
  rollingLine,
  rollingLineTitle,
  yearBars,
  yearBarsTitle,
} from "lab/charts";
import { randomStream } from "lab/stats";
import { equal, match, ok, throws } from "node:assert/strict";
import { histogramBins } from "../../lib/charts/histogram_bars.ts";
import { setApart } from "../../lib/charts/time_axis.ts";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const days = Array.from(
  { length: 40 },
  (_, week) => new Date(Date.UTC(2022, 0, 7 + 7 * week)).toISOString().slice(0, 10),
);
const stream = randomStream(7);
const returns = (drift: number) => days.map(() => drift + 0.02 * stream.normal());
const line = (of: readonly number[], label?: string) => {
  let value = 1;
  return { label, points: days.map((day, t) => ({ day, value: value *= 1 + of[t] })) };
};
const book = returns(0.004);
const dice = Array.from({ length: 8 }, () => line(returns(0)));
const fan = days.map((day, t) => ({ day, low: 0.98 - 0.004 * t, high: 1.02 + 0.006 * t }));
let value = 1, peak = 1;
const depths = book.map((one, t) => {
  value *= 1 + one;
  peak = Math.max(peak, value);
  return { day: days[t], depth: value / peak - 1 };
});
const windows = days.map((day, t) => ({
  day,
  value: t === 20 ? undefined : Math.sin(t / 6),
  ...(t === 20 ? {} : { low: Math.sin(t / 6) - 0.8, high: Math.sin(t / 6) + 0.8 }),
}));
const months = [0.012, -0.034, 0.0002, undefined, 0.051, -0.004].map((value, i) => ({
  month: `202${i < 3 ? 1 : 2}-0${i + 1}`,
  value,
}));
const years = [
  { label: "2020", value: 0.11, benchmark: 0.125 },
  { label: "2021", value: 0.12, benchmark: 0.2 },
  { label: "2022", value: -0.08, benchmark: -0.18 },
  { label: "2023", value: undefined, benchmark: 0.1 },
  { label: "2024 to Jun", value: 0.01, benchmark: 0.012 },
];
const rules = [{ label: "VaR 95 %", value: -0.029 }, { label: "ES 95 %", value: -0.036 }];

const figures: Readonly<Record<string, () => Figure>> = {
  growth_lines: () =>
    growthLines(line(book, "Committee"), {
      others: [
        ...dice,
        line(book.map((one) => one / 2), "Market"),
        line([...book].reverse(), "Dull"),
      ],
      source,
    }),
  growth_lines_fan: () =>
    growthLines(line(book, "Committee"), {
      fan,
      fanLabel: "90 % of 1,000 dice",
      log: true,
      source,
    }),
  drawdown_area: () => drawdownArea(depths, { source }),
  rolling_line: () => rollingLine(windows, { label: "Sharpe ratio over 20 weeks", source }),
  month_cells: () => monthCells(months, { source }),
  histogram_bars: () => histogramBars(book, { rules, counted: "weeks", source }),
  year_bars: () => yearBars(years, { benchmarkLabel: "Market", source }),
};

figureTests(figures);

Deno.test("charts of the tear sheet draw without a row, and with one", () => {
  const one = { day: "2022-01-07", value: 1 };
  for (
    const chart of [
      growthLines({ label: "Book", points: [] }, { source }),
      growthLines({ label: "Book", points: [one] }, { log: true, source }),
      drawdownArea([], { source }),
      drawdownArea([{ day: "2022-01-07", depth: 0 }], { source }),
      rollingLine([], { label: "Sharpe ratio", source }),
      rollingLine([one], { label: "Sharpe ratio", source }),
      monthCells([], { source }),
      histogramBars([], { source }),
      histogramBars([0], { source }),
      yearBars([], { source }),
    ]
  ) equal(/NaN|Infinity|undefined/.test(chart.html()), false, chart.title);
});

Deno.test("growthLines() refuses a day that is none, and ruin on a log axis", () => {
  throws(
    () => growthLines({ points: [{ day: "7 Jan", value: 1 }] }, { source }),
    /need days as YYYY-MM-DD, got "7 Jan"/,
  );
  throws(
    () => growthLines({ points: [{ day: "2022-01-07", value: 0 }] }, { log: true, source }),
    /values must be above 0, got 0/,
  );
});

Deno.test("growthLinesTitle() leaves out lines without a label or a point", () => {
  equal(growthLinesTitle({ label: "Book", points: [] }), "Book has no history yet");
  match(
    growthLinesTitle(line(book, "Book"), [...dice, { label: "Late", points: [] }]),
    /^Book turns 1 into \d\.\d\d$/,
  );
});

Deno.test("drawdownAreaTitle() tells an open fall from one that was made good", () => {
  equal(drawdownAreaTitle([]), "There was no fall below an earlier peak");
  equal(
    drawdownAreaTitle([{ day: "2022-01-07", depth: 0 }, { day: "2022-01-14", depth: -0.1 }]),
    "The deepest fall is −10.0 % on 2022-01-14, not made good yet",
  );
});

Deno.test("rollingLineTitle() counts windows with an interval only", () => {
  const label = "Beta";
  equal(rollingLineTitle([], { label }), "Beta: no window has a value");
  equal(
    rollingLineTitle([{ day: "2022-01-07", value: 1 }, { day: "2022-01-14", value: 2 }], { label }),
    "Beta: from 1.00 to 2.00",
  );
  equal(
    rollingLineTitle([{ day: "2022-01-07", value: 1, low: 0.9, high: 1.1 }], {
      label,
      reference: 1,
    }),
    "Beta: from 1.00 to 1.00; the interval leaves out 1 in 0 of 1 window",
  );
});

Deno.test("monthCellsTitle() and yearBarsTitle() count what has a return", () => {
  equal(
    monthCellsTitle(months),
    "3 of 5 months gained; best May 2022 with +5.1 %, worst Feb 2021 with −3.4 %",
  );
  equal(monthCellsTitle([{ month: "2021-01", value: undefined }]), "No month has a return");
  equal(yearBarsTitle(years, "Market"), "3 of 4 years gained; 1 of 4 beat Market");
  equal(yearBarsTitle([]), "No year has a return");
});

Deno.test("monthCells() shows a month without a return as a dash, not as zero", () => {
  const html = monthCells([{ month: "2021-03", value: undefined }], { source }).html();
  match(html, />–<\/text>/);
});

Deno.test("histogramBins() counts every value once, in bars that zero parts, over seeded draws", () => {
  for (let draw = 0; draw < 200; draw++) {
    const values = Array.from(
      { length: 1 + stream.integer(200) },
      () => 0.001 * Math.round(30 * stream.normal()),
    );
    const { bars, width } = histogramBins(values);
    equal(bars.reduce((sum, { count }) => sum + count, 0), values.length);
    ok(bars.length <= 50, `${bars.length} bars`);
    for (const { from, to, count } of bars) {
      const edge = 1e-9 * width;
      ok(Math.abs(to - from - width) < edge && (from >= -edge || to <= edge), `${from} to ${to}`);
      const inside = values.filter((value) => value >= from + edge && value < to - edge).length;
      ok(inside <= count);
    }
    match(histogramBarsTitle(values, "weeks"), new RegExp(`^Half of ${values.length} weeks`));
  }
});

Deno.test("setApart() keeps order and distance, and stays inside where there is room", () => {
  for (let draw = 0; draw < 200; draw++) {
    const count = 1 + stream.integer(8);
    const wished = Array.from({ length: count }, () => 400 * stream.uniform());
    const placed = setApart(wished, { least: 16, top: 30, bottom: 330 });
    const order = wished.map((px, i) => ({ px, i })).sort((a, b) => a.px - b.px);
    order.forEach(({ i }, k) => {
      ok(placed[i] >= 30 - 1e-9 && placed[i] <= 330 + 1e-9);
      if (k > 0) ok(placed[i] - placed[order[k - 1].i] >= 16 - 1e-9);
    });
  }
});
