import { coverage, signalAnalysis, type SignalTable } from "lab/signals";
import { tradingDaysFrom, weeklyDays } from "lab/market";
import { day } from "lab/units";
import { lehmer } from "../signals/lehmer_table.ts";
import type { BenchRow } from "./bench_row.ts";

const WEEKS = 552;
const NAMES = [..."ABCDEFGHIJK"];
const REPEATS = 15;

/** Ten and a half years on the rubric's grid. */
function table(): SignalTable & { readonly confidence: SignalTable["scores"] } {
  const draw = lehmer(11);
  const days = weeklyDays(tradingDaysFrom(day("2014-01-06"), 2800)).slice(0, WEEKS);
  const rows = (of: () => number) => days.map(() => NAMES.map(of));
  return {
    days,
    names: NAMES,
    scores: rows(() => 1 + Math.floor(17 * draw()) / 4),
    returns: rows(() => (draw() - 0.5) / 10),
    confidence: rows(draw),
  };
}

/** The middle of repeated times, ms; the first, cold call is left out. */
function medianMs(run: () => void): number {
  run();
  const times = Array.from({ length: REPEATS }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return times[REPEATS >> 1];
}

/** Signal analysis, and the coverage of its headline interval with the table that chose it. */
export function signalsBench(): BenchRow[] {
  const { confidence, ...plain } = table();
  const regimes = plain.days.map((_, d) => ["calm", "normal", "crisis"][Math.floor(d / 50) % 3]);
  const { scores } = plain;
  const cold = performance.now();
  const first = signalAnalysis(plain);
  const coldMs = performance.now() - cold;
  const every = {
    confidence,
    disagreement: confidence,
    regimes,
    pillars: { fundamentals: scores, sentiment: scores, technicals: scores },
    analysts: { one: scores, two: scores },
  };
  const start = performance.now();
  const found = coverage();
  const seconds = (performance.now() - start) / 1000;
  const share = (count: number) => `${(100 * count / found.worlds).toFixed(1)} %`;
  return [
    {
      what: `signal analysis, ${WEEKS} dates of ${NAMES.length} (median of ${REPEATS})`,
      measured: `${medianMs(() => signalAnalysis(plain)).toFixed(1)} ms`,
      beside:
        `promised: under 50 ms (first call ${coldMs.toFixed(0)} ms); alphalens' tear sheet 15 s; ` +
        `mean IC ${first.ic.ic!.toFixed(6)}`,
    },
    {
      what: "the same with pillars, analysts, regimes, confidence, disagreement",
      measured: `${medianMs(() => signalAnalysis(plain, every)).toFixed(1)} ms`,
      beside: "promised: under 50 ms",
    },
    {
      what: `coverage on ${found.worlds} worlds of ${found.years} years, one core`,
      measured: `${seconds.toFixed(0)} s`,
      beside: `promised: under 3 minutes; true IC ${found.truth.ic.toFixed(4)} ` +
        `± ${found.truth.standardError.toFixed(4)} from ${found.truth.years} years`,
    },
    ...found.rows.map((row) => ({
      what: `  ${row.interval}${row.judged ? " (judged)" : ""}: covers the truth`,
      measured: share(row.covered),
      beside:
        `noise found in ${share(row.noiseFound)}; mean half-width ${row.halfWidth.toFixed(3)}` +
        (row.judged ? "; promised: 93 to 97 % and 3 to 7 %" : ""),
    })),
  ];
}
