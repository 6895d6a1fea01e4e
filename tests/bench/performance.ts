import { performanceMeasures, rollingSharpe } from "lab/performance";
import { tearSheet, tearSheetPage } from "lab/tear_sheet";
import { randomStream } from "lab/stats";
import type { BenchRow } from "./bench_row.ts";

/** Median of some runs, milliseconds; the first run warms the compiler up. */
function medianMs(runs: number, run: () => unknown): number {
  run();
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[runs >> 1];
}

/** All measures of ten years of weeks and of 27 years of days, and the tear sheet as a page. */
export function performanceBench(): BenchRow[] {
  const stream = randomStream(11);
  const series = (n: number, deviation: number) =>
    Array.from({ length: n }, () => 0.0005 + deviation * stream.student(5));
  const days = (n: number, apart: number) =>
    Array.from(
      { length: n },
      (_, t) => new Date(Date.UTC(1999, 0, 8) + 864e5 * apart * t).toISOString().slice(0, 10),
    );
  const input = (n: number, periodsPerYear: number, apart: number) => {
    const net = series(n, 0.14 / Math.sqrt(periodsPerYear));
    return {
      title: "Bench",
      source: "Source: simulated, seed 11.",
      periods: apart === 7 ? "weeks" : "days",
      periodsPerYear,
      days: days(n, apart),
      net,
      gross: net.map((value) => value + 0.0002),
      costs: net.map(() => 0.0002),
      turnover: net.map(() => 0.3),
      benchmark: { name: "Market", returns: series(n, 0.16 / Math.sqrt(periodsPerYear)) },
    };
  };
  const weekly = input(552, 52, 7), daily = input(6_900, 252, 1);
  const dice = Array.from({ length: 1_000 }, () => series(552, 0.02));
  const measures = (of: typeof weekly) =>
    performanceMeasures({
      returns: of.net,
      benchmark: of.benchmark.returns,
      trading: of,
      periodsPerYear: of.periodsPerYear,
    });
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  return [
    {
      what: "all measures of 552 weeks, with benchmark and trading",
      measured: ms(medianMs(9, () => measures(weekly))),
      beside: "no promise",
    },
    {
      what: "all measures of 6,900 days, with benchmark and trading",
      measured: ms(medianMs(5, () => measures(daily))),
      beside: "no promise",
    },
    {
      what: "rolling Sharpe with intervals, 6,900 days by 252",
      measured: ms(
        medianMs(3, () => rollingSharpe(daily.net, { periodsPerYear: 252, window: 252 })),
      ),
      beside: "no promise",
    },
    {
      what: "tear sheet as a page, 552 weeks beside 1,000 dice",
      measured: ms(medianMs(5, () => tearSheetPage(tearSheet({ ...weekly, dice })))),
      beside: "promised: 2 s (quantstats HTML: 3.2 s)",
    },
    {
      what: "tear sheet as a page, 6,900 days",
      measured: ms(medianMs(3, () => tearSheetPage(tearSheet(daily)))),
      beside: "promised: 2 s",
    },
  ];
}
