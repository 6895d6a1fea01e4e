import { type Rows, signalAnalysis, type SignalTable } from "lab/signals";
import { randomStream } from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { SOAK } from "../soak.ts";
import { lehmerTable } from "./lehmer_table.ts";
import { near } from "./near.ts";

// The answers of this file come from SciPy 1.17.1, statsmodels 0.15.0 and alphalens-reloaded 0.5.1 on
// the table of `lehmer_table.ts`. Outcomes: np.prod(1 + R[d:d+h], axis=0) - 1.

Deno.test("signalAnalysis() gives SciPy's Spearman per date and statsmodels' HAC errors", () => {
  // ic[d] = scipy.stats.spearmanr(S[d], y[d])[0]
  // sm.OLS(ic, np.ones(45)).fit(cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": False})
  const { ic, icByDate, openDates } = signalAnalysis(lehmerTable(), { lags: 3 });
  near(icByDate[0], -0.08571429, 1e-8);
  near(icByDate[2], 0.25714286, 1e-8);
  equal(openDates, 3);
  equal(ic.dates, 45);
  near(ic.ic, 0.08825396825396825);
  near(ic.neweyWest!.standardError, 0.07046775119703247);
  near(ic.neweyWest!.t!, 1.2524022230708671);
  near(ic.neweyWest!.low, -0.04986029, 1e-8);
  // scipy.stats.sem, ttest_1samp, t.interval(.95, 44, ...)
  near(ic.plain!.standardError, 0.06425971718830373);
  near(ic.plain!.low, -0.04125298211026565, 1e-10);
});

Deno.test("signalAnalysis() shares ranks among whole scores as SciPy does", () => {
  const { ic } = signalAnalysis(lehmerTable({ whole: true }), { lags: 5 });
  near(ic.ic, 0.050602721093311);
  near(ic.neweyWest!.standardError, 0.07995526571367037);
});

Deno.test("signalAnalysis() reads the long run from four slow cosines", () => {
  // lam = [np.sqrt(2/n) * np.sum((ic - ic.mean()) * np.cos(np.pi*j*(t - .5)/n)) for j in 1..4]
  // se = np.sqrt(np.mean(np.square(lam)) / n); stats.t.interval(.95, 4, ic.mean(), se)
  const { ic } = signalAnalysis(lehmerTable());
  near(ic.headline!.standardError, 0.076702023718792);
  near(ic.headline!.low, -0.12470499005883687, 1e-9);
  near(ic.headline!.high, 0.30121292656677334, 1e-9);
  equal(ic.headline!.degreesOfFreedom, 4);
});

Deno.test("signalAnalysis() shows every phase without overlap", () => {
  // ic[p::4].mean(), scipy.stats.sem(ic[p::4])
  const { phases } = signalAnalysis(lehmerTable()).ic;
  deepEqual(phases.each.map(({ dates }) => dates), [12, 11, 11, 11]);
  near(phases.each[0].interval!.mean, -0.10476190476190479);
  near(phases.each[0].interval!.standardError, 0.10605265453009567);
  near(phases.each[3].interval!.standardError, 0.0714545407337118);
  // sqrt(mean of the four squared errors)
  near(phases.pooled!.standardError, 0.12863773123899244);
});

Deno.test("signalAnalysis() follows the decay over horizons", () => {
  const { decay } = signalAnalysis(lehmerTable(), { decaySteps: 4 });
  near(decay[0].ic.ic, 0.1523809523809524);
  near(decay[1].ic.ic, -0.022492401215805466);
  near(decay[2].ic.ic, 0.09440993788819874);
  deepEqual(decay.map(({ ic }) => ic.dates), [48, 47, 46, 45]);
});

Deno.test("signalAnalysis() has alphalens' quantile returns, and twice its spread", () => {
  // fd = get_clean_factor_and_forward_returns(fac, prices, quantiles=3, periods=(1, 4))
  // m, _ = mean_return_by_quantile(fd, by_date=True, demeaned=True)
  // m.groupby(level="factor_quantile").mean()["4D"]; compute_mean_returns_spread(m, 3, 1)[0].mean()
  const { quantiles } = signalAnalysis(lehmerTable(), { quantiles: 3 });
  near(quantiles.quantiles[0].mean, -0.005925375738576869);
  near(quantiles.quantiles[1].mean, -0.001599320833453434);
  near(quantiles.quantiles[2].mean, 0.007524696572030298);
  near(quantiles.spread!.mean, 2 * 0.006725036155303584);
});

Deno.test("signalAnalysis() has alphalens' turnover and rank autocorrelation", () => {
  // On the 45 dates that alphalens keeps: quantile_turnover(fd["factor_quantile"], q, 1).mean(),
  // factor_rank_autocorrelation(fd, 1).mean()
  const { days, names, scores, returns } = lehmerTable();
  const first: SignalTable = {
    days: days.slice(0, 45),
    names,
    scores: scores.slice(0, 45),
    returns: returns.slice(0, 45),
  };
  const { quantiles, persistence } = signalAnalysis(first, { quantiles: 3 });
  near(quantiles.quantiles[0].turnover, 0.7045454545454546);
  near(quantiles.quantiles[1].turnover, 0.6818181818181818);
  near(quantiles.quantiles[2].turnover, 0.6931818181818182);
  near(persistence.value, -0.06753246753246754);
});

Deno.test("signalAnalysis() counts hits and leaves threes out, by hand", () => {
  // Relative outcomes of the one step: −2, 0 and 2 %.
  const returns = [[-0.02, 0, 0.02], [-0.02, 0, 0.02]];
  const found = signalAnalysis({
    days: lehmerTable().days.slice(0, 2),
    names: ["A", "B", "C"],
    scores: [[1, 4, 5], [4, 3, 5]],
    returns,
  }, { horizon: 1 });
  // Date 1: A right, B wrong (exactly zero is no side of its), C right. Date 2: A wrong, C right.
  deepEqual([found.hits.hits, found.hits.calls, found.hits.neutral], [3, 5, 1]);
  equal(found.hits.wilson!.share, 0.6);
  equal(found.byName[0].hits.hits, 1);
  equal(found.byName[2].hits.hits, 2);
});

Deno.test("signalAnalysis() counts constant scores and never makes them zero", () => {
  const { days, names, scores, returns } = lehmerTable();
  const flat = scores.map((row, d) => d < 10 ? row.map(() => 3) : row);
  const found = signalAnalysis({ days, names, scores: flat, returns });
  equal(found.constantDates, 10);
  equal(found.ic.dates, 35);
  deepEqual(found.icByDate.slice(0, 10), new Array(10).fill(undefined));
  const all = signalAnalysis({ days, names, scores: scores.map((r) => r.map(() => 3)), returns });
  equal(all.ic.ic, undefined);
  equal(all.ic.headline, undefined);
  equal(all.constantDates, 45);
  equal(all.quantiles.spread, undefined);
  deepEqual([all.hits.calls, all.hits.neutral], [0, 45 * 6]);
});

Deno.test("signalAnalysis() takes sectors that appear later, and never as zero", () => {
  const { days, names, scores, returns } = lehmerTable();
  const late = (rows: Rows) =>
    rows.map((row, d) => row.map((one, i) => i === 5 && d < 20 ? undefined : one));
  const found = signalAnalysis({ days, names, scores: late(scores), returns: late(returns) });
  const five = (rows: Rows) => rows.map((row) => row.slice(0, 5));
  const without = signalAnalysis({
    days,
    names: names.slice(0, 5),
    scores: five(scores),
    returns: five(returns),
  });
  // Up to the 17th date its four weeks would begin before it existed.
  deepEqual(found.icByDate.slice(0, 20), without.icByDate.slice(0, 20));
  equal(found.byName[5].dates, 25);
  near(found.byName.reduce((sum, { part }) => sum + part, 0), found.ic.ic!);
});

Deno.test("signalAnalysis() cuts by regime, confidence and disagreement, and the parts add up", () => {
  const table = lehmerTable({ whole: true });
  const confidence = table.scores.map((row, d) => row.map((_, i) => ((7 * d + 3 * i) % 11) / 10));
  const regimes = table.days.map((_, d) => d < 30 ? "calm" : d < 46 ? "crisis" : undefined);
  const found = signalAnalysis(table, { confidence, disagreement: confidence, regimes });
  deepEqual(found.regimes.map(({ label, ic }) => [label, ic.dates]), [["calm", 30], [
    "crisis",
    15,
  ]]);
  near(
    found.regimes.reduce((sum, { ic }) => sum + ic.ic! * ic.dates, 0) / 45,
    found.ic.ic!,
  );
  equal(found.byConfidence.reduce((sum, { hits }) => sum + hits.calls, 0), found.hits.calls);
  equal(found.byConfidence.reduce((sum, { hits }) => sum + hits.hits, 0), found.hits.hits);
  equal(found.byConfidence.reduce((sum, { ic }) => sum + ic.dates, 0), found.ic.dates);
  equal(found.byDisagreement.length, 3);
  const alike = table.scores.map((row) => row.map(() => 0.5));
  deepEqual(signalAnalysis(table, { confidence: alike }).byConfidence, []);
});

Deno.test("signalAnalysis() judges each pillar and analyst as it would alone", () => {
  const table = lehmerTable(), other = lehmerTable({ whole: true });
  const found = signalAnalysis(table, {
    pillars: { technicals: other.scores },
    analysts: { rules: table.scores },
  });
  deepEqual(found.pillars[0].ic, signalAnalysis(other).ic);
  deepEqual(found.analysts[0].hits, found.hits);
});

Deno.test("signalAnalysis() is plain data: JSON keeps all of it", () => {
  const found = signalAnalysis(lehmerTable(), { confidence: lehmerTable().scores });
  const text = JSON.stringify(found);
  equal(/NaN|null/.test(text.replace(/"icByDate":\[[^\]]*\]/, "")), false);
  deepEqual(signalAnalysis(lehmerTable(), { confidence: lehmerTable().scores }), found);
});

/** A random table with missing names, ties and a constant date. */
function drawn(seed: number): SignalTable {
  const stream = randomStream(seed);
  const table = lehmerTable();
  const rows = (of: () => number) => table.days.map(() => table.names.map(of));
  const scores: Rows = rows(() => stream.integer(9) / 2 + 1);
  return {
    ...table,
    scores: scores.map((row, d) =>
      row.map((one, i) => d === 5 ? 3 : (d + i) % 13 === seed % 13 ? undefined : one)
    ),
    returns: rows(() => stream.normal() / 40),
  };
}

const draws = SOAK ? 200 : 20;

Deno.test("signalAnalysis() does not change when scores are stretched without changing their order", () => {
  for (let seed = 1; seed <= draws; seed++) {
    const table = drawn(seed);
    const curved = table.scores.map((row) =>
      row.map((one) => one === undefined ? one : Math.exp(one) - Math.exp(3))
    );
    const a = signalAnalysis(table),
      b = signalAnalysis({ ...table, scores: curved }, { neutral: 0 });
    deepEqual(b.ic, a.ic);
    deepEqual(b.quantiles, a.quantiles);
    deepEqual(b.hits, a.hits);
  }
});

Deno.test("signalAnalysis() turns around when scores do", () => {
  for (let seed = 1; seed <= draws; seed++) {
    const table = drawn(seed);
    const turned = table.scores.map((row) => row.map((one) => one === undefined ? one : 6 - one));
    const a = signalAnalysis(table), b = signalAnalysis({ ...table, scores: turned });
    near(b.ic.ic, -a.ic.ic!);
    near(b.ic.headline!.standardError, a.ic.headline!.standardError);
    near(b.ic.headline!.low, -a.ic.headline!.high);
    equal(b.hits.neutral, a.hits.neutral);
    // No outcome is exactly zero here: a call is either right or right when turned.
    equal(b.hits.hits, a.hits.calls - a.hits.hits);
  }
});

Deno.test("signalAnalysis() does not mind the order of names", () => {
  for (let seed = 1; seed <= draws; seed++) {
    const table = drawn(seed), order = [3, 0, 5, 1, 4, 2];
    const mixed = (rows: Rows) => rows.map((row) => order.map((i) => row[i]));
    const a = signalAnalysis(table);
    const b = signalAnalysis({
      ...table,
      names: order.map((i) => table.names[i]),
      scores: mixed(table.scores),
      returns: mixed(table.returns),
    });
    near(b.ic.ic, a.ic.ic!);
    near(b.quantiles.spread!.mean, a.quantiles.spread!.mean);
    near(b.byName[0].part, a.byName[3].part);
    deepEqual(b.hits, a.hits);
  }
});

Deno.test("signalAnalysis() does not see what every sector has in common", () => {
  for (let seed = 1; seed <= draws; seed++) {
    const table = drawn(seed);
    const moved = table.returns.map((row, d) =>
      row.map((one) => (1 + one!) * (1 + (d % 7 - 3) / 50) - 1)
    );
    const a = signalAnalysis(table), b = signalAnalysis({ ...table, returns: moved });
    near(b.ic.ic, a.ic.ic!);
  }
});

const bad: readonly (readonly [string, Partial<SignalTable>, RegExp])[] = [
  ["one sector", {
    names: ["XLK"],
    scores: [[1], [2]],
    returns: [[0], [0]],
  }, /need at least 3 names to put in order, got only XLK/],
  [
    "a name twice",
    { names: ["A", "B", "A", "D", "E", "F"] },
    /need each name once, got A twice/,
  ],
  [
    "NaN among returns",
    { returns: lehmerTable().returns.map((row, d) => d === 3 ? [...row.slice(1), NaN] : row) },
    /need finite returns, or undefined where there is none, got NaN of F on 2024-01-05/,
  ],
  [
    "NaN among scores",
    { scores: lehmerTable().scores.map((row, d) => d === 0 ? [NaN, ...row.slice(1)] : row) },
    /need finite scores, .*got NaN of A on 2024-01-02/,
  ],
  ["a row short", { scores: lehmerTable().scores.slice(1) }, /got 47 rows and 48 days/],
  [
    "a loss of more than all",
    { returns: lehmerTable().returns.map((row, d) => d === 1 ? [-1.5, ...row.slice(1)] : row) },
    /need returns from -1 \(all lost\), got -1.5 of A after 2024-01-03/,
  ],
];

for (const [what, part, says] of bad) {
  Deno.test(`signalAnalysis() refuses ${what}`, () => {
    const table = { ...lehmerTable(), ...part };
    const days = what === "one sector" ? table.days.slice(0, 2) : table.days;
    throws(() => signalAnalysis({ ...table, days }), says);
  });
}

Deno.test("signalAnalysis() refuses days that are doubled or out of order", () => {
  const table = lehmerTable(), { days } = table;
  const twice = [...days.slice(0, 4), days[3], ...days.slice(5)];
  throws(
    () => signalAnalysis({ ...table, days: twice }),
    /need each day once, got 2024-01-05 twice/,
  );
  const mixed = [days[1], days[0], ...days.slice(2)];
  throws(
    () => signalAnalysis({ ...table, days: mixed }),
    /need days in order, got 2024-01-02 after 2024-01-03/,
  );
});

Deno.test("signalAnalysis() refuses fewer dates than lags, or than the horizon", () => {
  throws(
    () => signalAnalysis(lehmerTable(), { lags: 45 }),
    /need more dates with a coefficient than lags, got 45 dates and 45 lags/,
  );
  throws(
    () => signalAnalysis(lehmerTable(), { horizon: 48 }),
    /need more dates than the horizon of 48, got 48/,
  );
});

Deno.test("signalAnalysis() gives no interval to a short record, and says what it would need", () => {
  const { days, names, scores, returns } = lehmerTable();
  const { ic } = signalAnalysis({
    days: days.slice(0, 20),
    names,
    scores: scores.slice(0, 20),
    returns: returns.slice(0, 20),
  });
  equal(ic.headline, undefined);
  equal(ic.power, undefined);
  equal(ic.reason, "17 dates are too few for an interval: a horizon of 4 needs at least 32");
  ok(ic.plain);
});
