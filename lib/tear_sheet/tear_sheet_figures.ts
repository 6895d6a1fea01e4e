import {
  calendarReturns,
  expectedShortfall,
  growth,
  type PeriodReturns,
  rollingSharpe,
  underwater,
  valueAtRisk,
} from "../performance/mod.ts";
import {
  type DepthPoint,
  drawdownArea,
  drawdownAreaTitle,
  type FanPoint,
  type Figure,
  type GrowthLine,
  growthLines,
  histogramBars,
  monthCells,
  percent,
  rollingLine,
  rollingLineTitle,
  yearBars,
} from "../charts/mod.ts";
import { quantile } from "../stats/mod.ts";
import type { TearSheetInput } from "./tear_sheet_input.ts";

/** More dice than this are drawn as a fan. */
const MOST_DICE_LINES = 60;
/** Points of a line; a screen has no more columns for it. */
const MOST_POINTS = 600;
/** The share of the dice that the fan holds. */
const FAN = 0.9;

/** Positions evenly apart, the last one among them. */
function thinned(count: number): number[] {
  const step = Math.max(1, Math.ceil(count / MOST_POINTS));
  return Array.from({ length: count }, (_, t) => t).filter((t) => (count - 1 - t) % step === 0);
}

/** A series that starts late begins at 1 where its first return ends. */
function line(returns: PeriodReturns, days: readonly string[], label?: string): GrowthLine {
  const from = returns.findIndex((value) => value !== undefined);
  if (from < 0) return { label, points: [] };
  const to = returns.findLastIndex((value) => value !== undefined) + 1;
  const values = growth(returns.slice(from, to));
  return {
    label,
    points: thinned(to - from).map((t) => ({ day: days[from + t], value: values[t + 1] })),
  };
}

/** A name that says when its line begins, where that is later than the book's. */
function sinceOf(name: string, returns: PeriodReturns, days: readonly string[]): string {
  const from = returns.findIndex((value) => value !== undefined);
  return from <= 0 ? name : `${name} since ${days[from].slice(0, 7)}`;
}

/** The middle share of the dice on each drawn day. */
function fanOf(dice: readonly PeriodReturns[], days: readonly string[]): FanPoint[] {
  const paths = dice.map((returns) => growth(returns));
  return thinned(days.length).map((t) => {
    const values = paths.map((path) => path[t + 1]);
    return {
      day: days[t],
      low: quantile(values, (1 - FAN) / 2),
      high: quantile(values, (1 + FAN) / 2),
    };
  });
}

/** Of each stretch the deepest and the highest point, in the order of time. */
function thinnedDepths(points: readonly DepthPoint[]): DepthPoint[] {
  if (points.length <= MOST_POINTS) return [...points];
  const step = Math.ceil(2 * points.length / MOST_POINTS);
  const out: DepthPoint[] = [];
  for (let from = 0; from < points.length; from += step) {
    let low = from, high = from;
    for (let t = from; t < Math.min(from + step, points.length); t++) {
      if (points[t].depth < points[low].depth) low = t;
      if (points[t].depth > points[high].depth) high = t;
    }
    for (const t of new Set([Math.min(low, high), Math.max(low, high)])) out.push(points[t]);
  }
  return out;
}

/** The source line with the run's own period: the data may reach further than the run. */
export function runSource({ source, days }: Pick<TearSheetInput, "source" | "days">): string {
  return `${source.replace(/\.$/, "")}; the run from ${days[0]} to ${days[days.length - 1]}.`;
}

/** The six charts of a tear sheet, growth first. */
export function tearSheetFigures(input: TearSheetInput): Figure[] {
  const { periods, days, net, benchmark, baselines = [], dice = [], periodsPerYear } = input;
  const source = runSource(input);
  const { riskFree, lags, level } = input;
  const isFan = dice.length > MOST_DICE_LINES;
  const window = Math.min(net.length, input.window ?? Math.max(2, Math.round(periodsPerYear)));
  const rolled = rollingSharpe(net, { periodsPerYear, riskFree, lags, level, window });
  const windows = rolled.map(({ at, measure }) => ({
    day: days[at],
    value: measure.value,
    low: measure.interval.low,
    high: measure.interval.high,
  }));
  const rolling = { label: `Sharpe ratio over ${window} ${periods}` };
  // Titles count every point; only the drawing is thinned.
  const depths = Array.from(underwater(net), (depth, t) => ({ day: days[t], depth }));
  const years = calendarReturns(days, net, "year");
  const its = new Map(
    benchmark
      ? calendarReturns(days, benchmark.returns, "year").map((row) => [row.label, row.value])
      : [],
  );
  const value = valueAtRisk(net, { lags, level }), mean = expectedShortfall(net, { lags, level });
  const rules = [
    { label: "VaR 95 %", value: value.value },
    { label: "ES 95 %", value: mean.value },
  ].flatMap((rule) => rule.value === undefined ? [] : [{ ...rule, value: -rule.value }]);
  return [
    growthLines(line(net, days, "The book"), {
      subtitle: "Value of one unit, the book net of costs",
      others: [
        ...(isFan ? [] : dice.map((returns) => line(returns, days))),
        ...[...(benchmark ? [benchmark] : []), ...baselines].map(({ name, returns }) =>
          line(returns, days, sinceOf(name, returns, days))
        ),
      ],
      ...(isFan
        ? {
          fan: fanOf(dice, days),
          fanLabel: `${percent(FAN, { digits: 0 })} of ${dice.length} dice`,
        }
        : {}),
      log: input.log,
      source,
    }),
    drawdownArea(thinnedDepths(depths), { title: drawdownAreaTitle(depths), source }),
    rollingLine(thinned(windows.length).map((i) => windows[i]), {
      ...rolling,
      title: rollingLineTitle(windows, rolling),
      source,
    }),
    yearBars(
      years.map((row) => ({ label: row.label, value: row.value, benchmark: its.get(row.label) })),
      {
        benchmarkLabel: benchmark?.name,
        caption: `From ${days[0]} to ${
          days[days.length - 1]
        }; the first and the last year may be parts.`,
        source,
      },
    ),
    monthCells(
      calendarReturns(days, net, "month").map(({ label, value }) => ({ month: label, value })),
      { source },
    ),
    histogramBars(net, { rules, counted: periods, source }),
  ];
}
