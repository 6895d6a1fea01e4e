/** What a committee must beat, and committees of chance. */
import { DEFAULT_WEIGHTS } from "lab/committee";
import { SECTORS, simulatedMarket } from "lab/market";
import {
  backtest,
  backtestScores,
  baselines,
  BUY_AND_HOLD_MARKET,
  decisionDays,
  diceCommittee,
  EQUAL_WEIGHT,
  INVERSE_VOLATILITY,
  laggedScores,
  lookAheadAlarm,
  momentumScores,
  netSharpe,
  NULL_LABELS,
  panelOf,
  panelScores,
  percentileAmong,
  permutedCommittee,
  randomCommittees,
  scorePolicy,
  type ScoreTable,
} from "lab/research";
import { randomStream } from "lab/stats";
import { deepEqual, equal, notDeepEqual, ok, throws } from "node:assert/strict";

const market = simulatedMarket({ seed: 6, years: 3 });
const days = decisionDays(market, "weekly").slice(60, 140);
const draw = randomStream(3);
const scores = new Float64Array(3 * days.length * 11);
for (let at = 0; at < scores.length; at++) {
  const hasBefore = at % (days.length * 11) >= 11;
  scores[at] = hasBefore && draw.uniform() < 0.8 ? scores[at - 11] : 1 + draw.integer(5);
}
const panel = panelOf(market, { days, scores }, { days });
const table = panelScores(panel, DEFAULT_WEIGHTS);

Deno.test("baselines() are the runs of backtest() with the same policies", () => {
  const ours = baselines(panel, table);
  deepEqual(
    ours.map(({ name }) => name),
    ["equal weight", "momentum", "last scores", "market", "inverse volatility"],
  );
  const tilt = scorePolicy({ kind: "tilt" });
  const loops = [
    backtest(market, { days, policy: EQUAL_WEIGHT }),
    backtest(market, { days, policy: tilt, scores: momentumScores(panel) }),
    backtest(market, { days, policy: tilt, scores: laggedScores(table) }),
    backtest(market, { days, policy: BUY_AND_HOLD_MARKET }),
    backtest(market, { days, policy: INVERSE_VOLATILITY }),
  ];
  loops.forEach(({ steps }, b) =>
    steps.forEach(({ returns }, k) => {
      const off = Math.abs(returns.net - ours[b].run.net[k]);
      ok(off <= 1e-12, `${ours[b].name}, step ${k}: off by ${off}`);
    })
  );
});

Deno.test("momentumScores() rank the return of twelve months without the last one", () => {
  const k = 20, view = market.prices.days.indexOf(days[k]);
  const signal = SECTORS.map((sector) => {
    const close = market.prices.close.get(sector)!;
    return close[view - 21] / close[view - 252] - 1;
  });
  const { scores } = momentumScores(panel);
  const best = signal.indexOf(Math.max(...signal)), worst = signal.indexOf(Math.min(...signal));
  equal(scores[k * 11 + best], 5);
  equal(scores[k * 11 + worst], 1);
});

Deno.test("laggedScores() have none on the first day and then those of the day before", () => {
  const { scores } = laggedScores(table);
  ok(scores.subarray(0, 11).every(Number.isNaN));
  deepEqual(scores.subarray(11), table.scores.subarray(0, scores.length - 11));
});

const sorted = (values: Iterable<number>) => [...values].sort((a, b) => a - b);

Deno.test("permutedCommittee() exchanges labels once: each sector has the whole past of another", () => {
  const permuted = permutedCommittee(table, 4);
  const column = ({ scores }: ScoreTable, i: number) =>
    Array.from(days, (_, k) => scores[k * 11 + i]).join();
  const ours = SECTORS.map((_, i) => column(table, i));
  const theirs = SECTORS.map((_, i) => column(permuted, i));
  deepEqual(theirs.toSorted(), ours.toSorted());
  notDeepEqual(theirs, ours);
  deepEqual(permutedCommittee(table, 4), permuted);
});

Deno.test("permutedCommittee() with a sector that is listed late leaves no score out and invents none", () => {
  const late = { days, scores: table.scores.slice() };
  for (let k = 0; k < 30; k++) late.scores[k * 11 + 1] = NaN;
  for (let seed = 1; seed <= 20; seed++) {
    const permuted = permutedCommittee(late, seed);
    for (let k = 0; k < days.length; k++) {
      const [a, b] = [late, permuted].map(({ scores }) => scores.subarray(k * 11, k * 11 + 11));
      deepEqual(sorted(b.filter((x) => x > 0)), sorted(a.filter((x) => x > 0)));
      equal(Number.isNaN(b[1]), k < 30);
    }
  }
});

Deno.test("diceCommittee() shuffles each day's scores anew among the sectors that have one", () => {
  const gaps = { days, scores: table.scores.slice() };
  gaps.scores[5] = NaN;
  const dice = diceCommittee(gaps, 8);
  for (let k = 0; k < days.length; k++) {
    const [a, b] = [gaps, dice].map(({ scores }) => scores.subarray(k * 11, k * 11 + 11));
    deepEqual(sorted(b.filter((x) => x > 0)), sorted(a.filter((x) => x > 0)));
  }
  ok(Number.isNaN(dice.scores[5]));
});

Deno.test("randomCommittees() keep our turnover under exchanged labels, and not with dice anew", () => {
  const ours = backtestScores(panel, table);
  const turnover = ours.turnover.reduce((sum, one) => sum + one, 0) / panel.steps;
  const permuted = randomCommittees(panel, table, { seed: 1, draws: 200 });
  const dice = randomCommittees(panel, table, { seed: 1, draws: 50, kind: "dice anew" });
  ok(Math.abs(permuted.turnover / turnover - 1) < 0.1, `${permuted.turnover} and ${turnover}`);
  ok(dice.turnover > 1.5 * turnover, `${dice.turnover} and ${turnover}`);
  equal(dice.label, NULL_LABELS["dice anew"]);
  equal(new Set(permuted.values).size, 200);
  deepEqual(randomCommittees(panel, table, { seed: 1, draws: 200 }).values, permuted.values);
  throws(() => randomCommittees(panel, table, { seed: 1, draws: 0 }), /whole number from 1, got 0/);
});

Deno.test("percentileAmong() spreads evenly where ours is a committee of chance itself", () => {
  // Twenty committees without skill, each among 99 others: the mean percentile is one half within
  // three standard errors, 3 × √(1/12/20) = 0.19.
  const chance = randomCommittees(panel, table, { seed: 5, draws: 119 }).values;
  let sum = 0;
  for (let d = 0; d < 20; d++) sum += percentileAmong(chance[d], chance.subarray(20));
  ok(Math.abs(sum / 20 - 0.5) < 0.19, `${sum / 20}`);
});

Deno.test("percentileAmong() counts ties by half and leaves out what has no figure", () => {
  equal(percentileAmong(2, [1, 2, 3, NaN]), 0.5);
  equal(percentileAmong(4, [1, 2, 3]), 1);
  ok(Number.isNaN(percentileAmong(NaN, [1])));
  ok(Number.isNaN(percentileAmong(1, [NaN])));
});

Deno.test("netSharpe() is mean over deviation beyond cash, per year", () => {
  // Excess 1 %, 3 %: mean 2 %, sd (ddof 1) √2 %, so √2 × √52 = 10.198039…
  const value = netSharpe(
    { net: Float64Array.of(0.02, 0.04) },
    { cashFactor: Float64Array.of(1.01, 1.01), periodsPerYear: 52 },
  );
  ok(Math.abs(value - Math.sqrt(104)) < 1e-12);
  ok(Number.isNaN(
    netSharpe({ net: Float64Array.of(0, 0) }, {
      cashFactor: Float64Array.of(1, 1),
      periodsPerYear: 52,
    }),
  ));
});

Deno.test("backtestScores() of constant scores trades nothing and has no Sharpe ratio", () => {
  const constant = { days: panel.days, scores: new Float64Array(table.scores.length).fill(3) };
  const run = backtestScores(panel, constant);
  ok(run.turnover.every((one) => one === 0) && run.status.every((one) => one === "cash"));
  ok(Number.isNaN(netSharpe(run, panel)));
});

Deno.test("lookAheadAlarm() rings for scores that saw the next week, and not for ours", () => {
  const peeking = new Float64Array(table.scores.length).fill(3);
  for (let k = 0; k < panel.steps; k++) {
    for (let i = 0; i < 11; i++) peeking[k * 11 + i] = panel.longFactor[k * 12 + i] > 1 ? 5 : 1;
  }
  const seen = backtestScores(panel, { days: panel.days, scores: peeking });
  ok(/suspect: look for a look-ahead/.test(lookAheadAlarm(netSharpe(seen, panel))!));
  equal(lookAheadAlarm(netSharpe(backtestScores(panel, table), panel)), undefined);
  equal(lookAheadAlarm(NaN), undefined);
});
