/** Real returns: the bundled industries, and price files where they lie beside the repository. */
import { DEFAULT_WEIGHTS } from "lab/committee";
import { type Market, readIndustries, readPrices, SECTORS } from "lab/market";
import {
  backtest,
  backtestWeights,
  baselines,
  blendedScores,
  committeePillars,
  decisionDays,
  EQUAL_WEIGHT,
  LEDGER_NAMES,
  LIMITS_ONLY,
  netSharpe,
  panelOf,
  panelScores,
  scorePolicy,
  withoutSectors,
} from "lab/research";
import { day } from "lab/units";
import { deepEqual, equal, ok } from "node:assert/strict";

Deno.test("backtest() runs the industries of 1949 to 2017 monthly, on technicals and synthetic shorts", async () => {
  const market = await readIndustries();
  const days = decisionDays(market, "monthly", { from: day("1955-01-01"), to: day("1975-12-31") });
  const pillars = await committeePillars(market, days);
  const plane = days.length * 11;
  ok(pillars.scores.subarray(0, 2 * plane).every(Number.isNaN), "only technicals can be read");
  const panel = panelOf(market, pillars, { days });
  equal(panel.shorts, "synthetic");
  equal(panel.periodsPerYear, 12);
  // No opens: the orders of a month's end are filled at the next row, a month later.
  equal(panel.fillDays[0], days[1]);
  const run = backtestWeights(panel, DEFAULT_WEIGHTS, { rule: LIMITS_ONLY });
  const ledger = backtest(market, {
    days,
    policy: scorePolicy(LIMITS_ONLY),
    scores: blendedScores(pillars),
  });
  ledger.steps.forEach(({ returns, after }, k) => {
    ok(Math.abs(returns.net - run.net[k]) < 1e-12);
    equal(after[SECTORS.indexOf("XLRE")], null);
  });
  ok(ledger.head.notes[0].startsWith("Shorts are synthetic"));
  ok(Number.isFinite(netSharpe(run, panel)));
  equal(baselines(panel, panelScores(panel, DEFAULT_WEIGHTS)).length, 5);
});

Deno.test("backtest() of the industries' market bought and held is the market's own return", async () => {
  const market = await readIndustries();
  const days = decisionDays(market, "monthly", { from: day("2000-01-01"), to: day("2005-12-31") });
  const empty = { days, scores: new Float64Array(3 * days.length * 11).fill(NaN) };
  const panel = panelOf(market, empty, { days, costs: { impactCoefficient: 0 } });
  const { run } = baselines(panel, panelScores(panel, DEFAULT_WEIGHTS))[3];
  const level = market.prices.close.get("MKT")!;
  const row = (on: string) => market.prices.days.indexOf(day(on));
  const last = panel.steps;
  const grown = level[row(days[last]) + 1] / level[row(panel.fillDays[0])];
  ok(Math.abs(run.equityUsd[last] / run.equityUsd[0] / grown - 1) < 2e-4);
});

const file = new URL("../../../shared/data/sectors_open_close_adj.csv", import.meta.url);

function exists(path: URL): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

if (exists(file)) {
  Deno.test("backtest() of real prices knows the young sectors from their first week on", async () => {
    const market: Market = await readPrices([decodeURIComponent(file.pathname)]);
    const days = decisionDays(market, "weekly", { from: day("2015-06-01"), to: day("2018-09-30") });
    const { steps, head } = backtest(market, { days, policy: EQUAL_WEIGHT });
    equal(head.source.kind, "real");
    const names = (on: string) => {
      const step = steps.findLast(({ decision }) => decision.day <= on)!;
      return step.after.flatMap((value, i) => value ? [LEDGER_NAMES[i]] : []).length;
    };
    deepEqual(["2015-10-02", "2015-10-09", "2018-06-15", "2018-06-22"].map(names), [9, 10, 10, 11]);
    ok(steps.every(({ fill }) => fill!.at === "open"));
    const nine = backtest(withoutSectors(market, ["XLRE", "XLC"]), { days, policy: EQUAL_WEIGHT });
    ok(nine.steps.every(({ after }) => Math.abs(after[0]! - 1 / 9) < 1e-12));
  });
}
