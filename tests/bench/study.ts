import { simulatedMarket } from "lab/market";
import { tearSheet, tearSheetPage } from "lab/tear_sheet";
import { committeePillars, decisionDays, LIMITS_ONLY, panelOf } from "lab/research";
import { study, studyOf, studyRows, tearSheetInput } from "lab/study";
import type { BenchRow } from "./bench_row.ts";

/** Weeks of the years 2 to 12 of a world: 552 steps. */
const WEEKS = 553;
const FIRST_WEEK = 60;

/** A whole study of ten years of weeks, and where its time goes. One run each: it takes seconds. */
export async function studyBench(): Promise<BenchRow[]> {
  // Fifteen years, for the last fifth of a market is put away.
  const market = simulatedMarket({ seed: 7, years: 15 });
  const days = decisionDays(market, "weekly").slice(FIRST_WEEK, FIRST_WEEK + WEEKS);
  const timed = async (work: () => unknown) => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };
  const asking = await timed(() => committeePillars(market, days));
  const pillars = await committeePillars(market, days);
  const terms = { seed: 1, answeredBy: "rules" };
  const panel = panelOf(market, pillars, { days });
  studyRows(studyOf(panel, { ...terms, draws: 50, resamples: 500 })); // warms the compiler up
  const whole = await timed(async () => {
    const found = await study(market, { ...terms, days, pillars });
    studyRows(found);
    found.measures();
  });
  const found = studyOf(panel, terms);
  const parts: readonly [string, () => unknown][] = [
    ["1,000 committees of permuted labels", () => found.chance("permuted labels")],
    ["1,000 dice drawn anew each week", () => found.chance("dice anew")],
    ["signal analysis with its block bootstrap", () => found.signals()],
    ["all measures, 2,000 resampled paths for three of them", () => found.measures()],
    ["the test against each of five baselines, 10,000 resamples", () => found.tests()],
    ["intervals of the Sharpe ratio and of five differences, 10,000 each", () => found.evidence()],
  ];
  const ms = (value: number) => `${value.toFixed(0)} ms`;
  const rows: BenchRow[] = [
    {
      what: "study of ten years weekly, tilt book, every part, sub-scores known",
      measured: ms(whole),
      beside: `no promise; asking the rule analyst before it: ${asking.toFixed(0)} ms`,
    },
  ];
  for (const [what, work] of parts) {
    rows.push({ what: `  ${what}`, measured: ms(await timed(work)), beside: "part of it" });
  }
  const page = await timed(() => tearSheetPage(tearSheet(tearSheetInput(found))));
  const limited = await timed(() => studyRows(studyOf(panel, { ...terms, rule: LIMITS_ONLY })));
  return [
    ...rows,
    {
      what: "its tear sheet as a page",
      measured: ms(page),
      beside: "promised: 2 s (quantstats HTML: 3.2 s)",
    },
    {
      what: "the same study with every limit solved exactly",
      measured: ms(limited),
      beside: "2,000 committees of 552 books each, both signs of the hedge",
    },
  ];
}
