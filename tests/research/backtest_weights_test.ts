/** The fast path gives the figures of the loop, whatever the schedule, the rule and the holes. */
import { DEFAULT_WEIGHTS, weightedScore } from "lab/committee";
import { type Market, SECTORS, simulatedMarket } from "lab/market";
import {
  backtest,
  type BacktestOptions,
  backtestScores,
  backtestTargets,
  backtestWeights,
  blendedScores,
  type BookRule,
  decisionDays,
  LIMITS_ONLY,
  NAME_COUNT,
  panelBuffers,
  panelOf,
  panelScores,
  type PillarTable,
  type ResearchPanel,
  researchPanel,
  scorePolicy,
} from "lab/research";
import { randomStream } from "lab/stats";
import { type Day, day } from "lab/units";
import { deepEqual, equal, ok, rejects, throws } from "node:assert/strict";
import { SOAK } from "../soak.ts";
import { instrumentsWith } from "./known_markets.ts";

/** Integer sub-scores that last some weeks, with abstentions. */
function drawnPillars(days: readonly Day[], seed: number): PillarTable {
  const draw = randomStream(seed);
  const scores = new Float64Array(3 * days.length * 11);
  for (let at = 0; at < scores.length; at++) {
    const before = at % (days.length * 11) >= 11 ? scores[at - 11] : NaN;
    scores[at] = draw.uniform() < 0.6 && !Number.isNaN(before)
      ? before
      : draw.uniform() < 0.1
      ? NaN
      : 1 + draw.integer(5);
  }
  return { days, scores };
}

/** The market with prices missing at random, and one sector that ends. */
function holed(market: Market, seed: number): Market {
  const draw = randomStream(seed), { prices } = market;
  const rows = prices.days.length, gone = SECTORS[draw.integer(11)];
  const from = Math.floor(rows * (0.6 + 0.3 * draw.uniform()));
  const close = new Map(prices.close), open = new Map(prices.open);
  for (const sector of [...SECTORS, "SPY"]) {
    const closes = close.get(sector)!.slice(), opens = open.get(sector)!.slice();
    for (let row = 0; row < rows; row++) {
      const isGone = sector === gone && row >= from, hole = draw.uniform();
      if (isGone || hole < 0.004) closes[row] = opens[row] = NaN;
      else if (hole < 0.008) opens[row] = NaN;
    }
    close.set(sector, closes);
    open.set(sector, opens);
  }
  return { ...market, prices: { ...prices, close, open } };
}

function assertSame(
  panel: ResearchPanel,
  pillars: PillarTable,
  market: Market,
  options: Omit<BacktestOptions, "policy">,
  rule: BookRule,
  name: string,
): void {
  const run = backtestWeights(panel, DEFAULT_WEIGHTS, { rule, detail: true });
  const { steps } = backtest(market, {
    ...options,
    policy: scorePolicy(rule),
    scores: blendedScores(pillars),
  });
  equal(steps.length, panel.steps);
  const same = (a: number, b: number, what: string, k: number) =>
    ok(Math.abs(a - b) <= 1e-12, `${name}, step ${k}, ${what}: panel ${a}, loop ${b}`);
  steps.forEach(({ returns, costs, turnover, equityUsd, decision, before, after }, k) => {
    for (const leg of ["net", "gross", "long", "short", "hedge", "cash"] as const) {
      same(run[leg][k], returns[leg], leg, k);
    }
    same(run.fundPath![k], returns.fundPath, "fundPath", k);
    same(run.cost[k], costs.total, "cost", k);
    same(run.turnover[k], turnover, "turnover", k);
    same(run.equityUsd[k] / 1e5, equityUsd / 1e5, "equity", k);
    equal(run.status[k], decision.status, `${name}, step ${k}`);
    equal(run.costKnown[k] === 1, costs.known, `${name}, step ${k}`);
    for (let i = 0; i < NAME_COUNT; i++) {
      const at = k * NAME_COUNT + i;
      same(run.before![at], before[i] ?? 0, `before ${i}`, k);
      same(run.target![at], decision.target[i] ?? 0, `target ${i}`, k);
      same(run.after![at], after[i] ?? 0, `after ${i}`, k);
    }
  });
}

const rules: readonly BookRule[] = [
  { kind: "tilt" },
  { kind: "tilt", hedge: "beta" },
  LIMITS_ONLY,
  { kind: "limits" },
  { kind: "limits", limits: { side: 0.5, accounting: "counted", turnover: null } },
];

Deno.test("backtestWeights() gives the ledger of backtest() to 1e-12, over seeds, schedules and holes", () => {
  let compared = 0, missing = 0;
  for (let seed = 1; seed <= (SOAK ? 120 : 12); seed++) {
    const draw = randomStream(1000 + seed);
    const whole = simulatedMarket({
      seed,
      years: 1.6,
      ...(seed % 3 ? {} : { from: day("2017-10-02") }),
    });
    const market = seed % 2 ? holed(whole, seed) : whole;
    const schedule = (["weekly", "monthly", "vintages"] as const)[draw.integer(3)];
    const row = market.prices.days[70 + draw.integer(40)];
    const all = decisionDays(market, schedule, { from: row });
    const days = all.slice(0, schedule === "monthly" ? 14 : 30);
    const { days: rows } = market.prices;
    const options = {
      schedule,
      days,
      fill: draw.uniform() < 0.2 ? "same close" as const : "next open" as const,
      shorts: draw.uniform() < 0.2 ? "synthetic" as const : "funds" as const,
      betas: { halfLifeDays: 20 + draw.integer(100) },
      costs: { feeBps: draw.integer(3), commissionUsd: draw.integer(2) },
      instruments: instrumentsWith({
        SEF: { listedTo: rows[rows.length - 60 - draw.integer(60)] },
      }),
    };
    const pillars = drawnPillars(days, seed);
    const panel = panelOf(market, pillars, options);
    missing += panel.filled.filter((one) => one === 0).length +
      panel.canLong.filter((one) => one === 0).length;
    const chosen = SOAK ? rules : [rules[seed % rules.length], rules[(seed + 2) % rules.length]];
    for (const rule of chosen) {
      const name = `seed ${seed} ${schedule} ${JSON.stringify(rule)}`;
      assertSame(panel, pillars, market, options, rule, name);
      compared += panel.steps;
    }
  }
  ok(compared > 300 && missing > 20, `${compared} ${missing}`);
});

const market = simulatedMarket({ seed: 2, years: 2 });
const days = decisionDays(market, "weekly").slice(40, 70);
const pillars = drawnPillars(days, 4);
const panel = panelOf(market, pillars, { days });

Deno.test("panelScores() blends as weightedScore() does, abstentions included", () => {
  const weights = { fundamentals: 0.2, sentiment: 0, technicals: 0.8 };
  const { scores } = panelScores(panel, weights);
  const cells = days.length * 11;
  for (let cell = 0; cell < cells; cell++) {
    const [fundamentals, sentiment, technicals] = [0, 1, 2].map((p) => {
      const value = pillars.scores[p * cells + cell];
      return Number.isNaN(value) ? undefined : value;
    });
    const expected = weightedScore({ fundamentals, sentiment, technicals }, weights).score ?? NaN;
    ok(Object.is(scores[cell], expected as number), `${scores[cell]} is not ${expected}`);
  }
});

Deno.test("researchPanel() asks the committee where no pillars are given", async () => {
  const few = days.slice(0, 4);
  const asked = await researchPanel(market, { days: few });
  ok(asked.pillars.some((score) => score >= 1));
  equal(asked.steps, 3);
  const seen: number[] = [];
  await researchPanel(market, { days: few, onDay: ({ done }) => seen.push(done) });
  deepEqual(seen, [1, 2, 3, 4]);
});

Deno.test("panelBuffers() lists every array, so that a panel survives the way to a worker", () => {
  const copy: ResearchPanel = structuredClone(panel);
  const moved: ResearchPanel = structuredClone(copy, { transfer: panelBuffers(copy) });
  equal(copy.longFactor.length, 0);
  deepEqual(
    backtestWeights(moved, DEFAULT_WEIGHTS).net,
    backtestWeights(panel, DEFAULT_WEIGHTS).net,
  );
  const arrays = Object.values(panel).filter(ArrayBuffer.isView).length;
  equal(new Set(panelBuffers(panel)).size, arrays);
});

Deno.test("backtestWeights() gives the same run twice, and another weighting another run", () => {
  const a = backtestWeights(panel, DEFAULT_WEIGHTS), b = backtestWeights(panel, DEFAULT_WEIGHTS);
  const c = backtestWeights(panel, { fundamentals: 0, sentiment: 0, technicals: 1 });
  deepEqual(a, b);
  ok(a.net.some((value, k) => value !== c.net[k]));
});

Deno.test("backtestWeights() charges each part of a cost model where it belongs", () => {
  const base = backtestWeights(panelOf(market, pillars, { days }), DEFAULT_WEIGHTS);
  const fee = backtestWeights(
    panelOf(market, pillars, { days, costs: { feeBps: 10 } }),
    DEFAULT_WEIGHTS,
  );
  // Ten basis points on the money traded, which is less than the exposure for −2x funds.
  fee.cost.forEach((cost, k) => {
    const extra = cost - base.cost[k];
    ok(extra <= 0.0011 * fee.turnover[k] && extra >= 0.0004 * fee.turnover[k], `${extra}`);
  });
  const small = backtestWeights(panel, DEFAULT_WEIGHTS, { equityUsd: 1e4 });
  const large = backtestWeights(panel, DEFAULT_WEIGHTS, { equityUsd: 1e7 });
  ok(small.cost[0] < base.cost[0] && base.cost[0] < large.cost[0]);
});

Deno.test("backtestTargets() refuses a return that is not known, rather than take it as zero", () => {
  const longFactor = panel.longFactor.slice();
  longFactor[3 * NAME_COUNT + 4] = NaN;
  const targets = new Float64Array(panel.steps * NAME_COUNT);
  for (let k = 0; k < panel.steps; k++) targets[k * NAME_COUNT + 4] = 1;
  throws(
    () => backtestTargets({ ...panel, longFactor }, targets),
    (error: Error) =>
      error.message ===
        `Cannot go on with the backtest: XLI is held from ${days[3]} and its return ` +
          "is not known; a missing return is never taken as zero",
  );
});

Deno.test("backtestWeights() refuses weights that are no shares", () => {
  throws(
    () => backtestWeights(panel, { fundamentals: 50, sentiment: 25, technicals: 25 }),
    /percent/,
  );
  throws(
    () => backtestWeights(panel, { fundamentals: NaN, sentiment: 0.5, technicals: 0.5 }),
    /weight of fundamentals/,
  );
});

Deno.test("backtestScores() refuses scores of other days", () => {
  const other = blendedScores(drawnPillars(days.slice(1), 1));
  throws(() => backtestScores(panel, other), /the scores need the panel's 30 days from/);
});

Deno.test("researchPanel() refuses days that are doubled", async () => {
  await rejects(researchPanel(market, { days: [days[0], days[0]] }), /need each day once/);
});
