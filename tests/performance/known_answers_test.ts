/**
 * Every statistic beside a named package on `fixtures/returns_weekly.csv`. Versions: numpy 2.4.6,
 * scipy 1.17.1, pandas 3.1.1, statsmodels 0.15.0, empyrical-reloaded 0.7.1 (`ep`), quantstats
 * 0.0.86 (`qs`). In the calls r is the column book, m market, rf riskfree, x = r − rf, n = 180.
 */
import {
  cagr,
  calendarReturns,
  calmar,
  capture,
  deepestDrawdown,
  drawdowns,
  expectedShortfall,
  factorRegression,
  hitRate,
  informationRatio,
  kurtosis,
  loScale,
  loSharpe,
  type Measure,
  omega,
  rollingBeta,
  rollingDeviation,
  rollingSharpe,
  sharpe,
  skewness,
  sortino,
  trackingError,
  tradingMeasures,
  ulcerIndex,
  valueAtRisk,
  volatility,
} from "lab/performance";
import type { TailMethod } from "lab/stats";
import { equal, ok } from "node:assert/strict";
import { weekly, WEEKS } from "./weekly_fixture.ts";

const { days, book, market, size, riskFree } = weekly;
const options = { periodsPerYear: WEEKS };

function near(found: number | undefined, known: number, relative = 1e-9): void {
  ok(
    found !== undefined && Math.abs(found - known) <= relative * Math.abs(known),
    `found ${found}, known ${known}`,
  );
}

function interval({ interval }: Measure): [number, number] {
  ok(interval.low !== undefined, "there is an interval");
  return [interval.low, interval.high];
}

Deno.test("cagr() is empyrical's, with the interval of the mean log return", () => {
  const found = cagr(book, { ...options, lags: 4 });
  near(found.value, 0.11048591931195495); // ep.cagr(r, annualization=52); qs.stats.cagr(r, periods=52)
  // np.expm1(52*(lg.mean() + np.array([-1,1])*t.ppf(.975,179)*np.sqrt(nw(lg,4)/n))), lg = np.log1p(r)
  const [low, high] = interval(found);
  near(low, -0.012181968750179392);
  near(high, 0.24838678580290552);
});

Deno.test("volatility() is empyrical's, with a Newey–West interval on the log", () => {
  const found = volatility(book, { ...options, lags: 4 });
  near(found.value, 0.10259700573944128); // ep.annual_volatility(r, annualization=52)
  // vol*np.exp(np.array([-1,1])*t.ppf(.975,179)*np.sqrt(nw((r-mu)**2,4)/n)/(2*r.var(ddof=0)))
  const [low, high] = interval(found);
  near(low, 0.09101748507314124);
  near(high, 0.11564970816585608);
});

Deno.test("sharpe() is empyrical's and quantstats', without and with a risk-free series", () => {
  near(sharpe(book, options).value, 1.0735097783321392); // ep.sharpe_ratio(r, annualization=52); qs.stats.sharpe(r, periods=52)
  near(sharpe(book, { ...options, riskFree }).value, 0.8697691648419883); // ep.sharpe_ratio(r, risk_free=rf, annualization=52)
});

Deno.test("sharpe() has Lo's GMM error, and Mertens' without lags", () => {
  const error = (lags: number) => {
    const { interval } = sharpe(book, { ...options, riskFree, lags });
    return interval.low === undefined ? undefined : interval.standardError;
  };
  // g @ Omega @ g / n with Omega the Newey–West matrix of (x-mu, (x-mu)**2-s2), g = (1/s, -mu/(2 s**3))
  near(error(4), 0.594248774246234);
  // np.sqrt((1 - skew(x)*sr + (kurtosis(x)+2)/4*sr**2)/n)*np.sqrt(52), sr = x.mean()/x.std(ddof=0)
  near(error(0), 0.5471315713557493);
  const { value, interval: range } = sharpe(book, { ...options, riskFree, lags: 4 });
  // scipy.stats.t.ppf(.975, 179) = 1.9733054338414737
  near(range.high! - value!, 1.9733054338414737 * 0.594248774246234);
});

Deno.test("loSharpe() scales by Lo's factor, with few and with all autocorrelations", () => {
  // eta = 52/np.sqrt(52 + 2*sum((52-k)*acf(x)[k] for k in 1..K)); eta*x.mean()/x.std(ddof=1)
  near(loSharpe(book, { ...options, riskFree, lags: 4 }).value, 0.8296942404023369);
  near(loSharpe(book, { ...options, riskFree, lags: 51 }).value, 0.7556381525060692);
  // qs.stats.smart_sharpe(r, periods=52) is 0.8937… without a rate: another formula, not compared.
});

Deno.test("loScale() is Lo's closed form for a first-order autoregression", () => {
  // √q·[1 + 2ρ/(1−ρ)·(1 − (1−ρ^q)/(q(1−ρ)))]^(−1/2) (Lo 2002, eq. 22)
  for (const rho of [-0.3, 0.2, 0.9]) {
    const q = 12;
    const known = Math.sqrt(q) /
      Math.sqrt(1 + 2 * rho / (1 - rho) * (1 - (1 - rho ** q) / (q * (1 - rho))));
    near(loScale(q, Array.from({ length: q }, (_, k) => rho ** (k + 1))), known, 1e-12);
  }
});

Deno.test("sortino() is empyrical's and quantstats', without and with a target", () => {
  near(sortino(book, options).value, 1.6637467144817488); // ep.sortino_ratio(r, annualization=52); qs.stats.sortino(r, periods=52)
  near(sortino(book, { ...options, target: 0.0005 }).value, 1.2363929428176323); // ep.sortino_ratio(r, required_return=0.0005, annualization=52)
});

Deno.test("omega(), deepestDrawdown() and calmar() are empyrical's", () => {
  near(omega(book, options).value, 1.4527157004773557); // ep.omega_ratio(r, annualization=52)
  near(deepestDrawdown(book).value, -0.21166616890205278); // ep.max_drawdown(r); qs.stats.max_drawdown(r)
  near(calmar(book, options).value, 0.5219819486744791); // ep.calmar_ratio(r, annualization=52)
});

Deno.test("ulcerIndex() divides by n, quantstats by n − 1", () => {
  near(ulcerIndex(book).value, 0.06588628116568239); // np.sqrt(np.mean(dd**2))
  // qs.stats.ulcer_index(r)
  near(ulcerIndex(book).value! * Math.sqrt(180 / 179), 0.06607006473374073);
});

Deno.test("drawdowns() finds quantstats' four deepest, with peak, trough and recovery", () => {
  // qs.stats.drawdown_details(qs.stats.to_drawdown_series(r)).sort_values("max drawdown").head(4);
  // its start is the first day below the peak, its end the last one, ours the days beside them.
  const known = [
    ["2022-08-12", "2023-03-31", "2024-01-26", -0.21166617],
    ["2021-06-04", "2021-08-13", "2021-10-22", -0.06494166],
    ["2024-02-23", "2024-03-08", "2024-03-22", -0.05285539],
    ["2021-03-19", "2021-04-02", "2021-04-23", -0.03792370],
  ] as const;
  drawdowns(book).slice(0, 4).forEach((one, i) => {
    const [start, valley, end, depth] = known[i];
    equal(days[one.peakAt], start); // position t is after return t − 1, so the day after the peak
    equal(days[one.troughAt - 1], valley);
    equal(days[one.recoveredAt! - 2], end);
    near(one.depth, depth, 1e-6);
    equal(one.periodsDown + one.periodsUp!, one.recoveredAt! - one.peakAt);
  });
});

Deno.test("valueAtRisk() and expectedShortfall() are NumPy's, empyrical's and SciPy's", () => {
  const value = (method: TailMethod) => valueAtRisk(book, { method }).value;
  const mean = (method: TailMethod) => expectedShortfall(book, { method }).value;
  near(value("historic"), 0.019518749999999998); // -np.percentile(r, 5); -ep.value_at_risk(r)
  near(mean("historic"), 0.029441666666666668); // -r[r <= np.percentile(r,5)].mean(); -ep.conditional_value_at_risk(r)
  near(value("normal"), 0.02128433760319437); // -norm.ppf(.05, mu, s); -qs.stats.value_at_risk(r)
  near(mean("normal"), 0.027229489602212963); // -mu + s*norm.pdf(z)/.05; -qs.stats.cvar(r)
  // df = int(4 + 6/kurtosis(r)) = 12; sc = s*np.sqrt((df-2)/df); -mu + sc*t.ppf(.95, df)
  near(value("student"), 0.02103030115607643);
  near(mean("student"), 0.028310322695455102); // -mu + sc*t.pdf(q,df)/.05*(df+q*q)/(df-1)
  near(value("cornish-fisher"), 0.021984600510002825); // by the formula, with skew(-r), kurtosis(r)
  // u = np.percentile(-r, 90), 18 losses beyond; xi, beta by probability-weighted moments;
  // u + genpareto.ppf(1 - n/18*.05, xi, scale=beta), and genpareto.expect(…, conditional=True)
  near(value("gpd"), 0.019760211201732575);
  near(mean("gpd"), 0.029641165031536364);
});

Deno.test("valueAtRisk() has the interval of the ranks beside its own", () => {
  // h = norm.ppf(.975)*np.sqrt(n*.05*.95): ranks ⌊171 − 5.73⌋ = 165 and ⌈171 + 5.73⌉ + 1 = 178
  const losses = book.map((value) => -value).sort((a, b) => a - b);
  const [low, high] = interval(valueAtRisk(book));
  equal(low, losses[164]);
  equal(low, 0.015925); // np.sort(-r)[164]
  equal(high, losses[177]);
  equal(high, 0.037193); // np.sort(-r)[177]
});

Deno.test("skewness(), kurtosis() and hitRate() are SciPy's and statsmodels'", () => {
  near(skewness(book).value, -0.2247302550418335); // skew(r); pandas' r.skew() corrects: -0.2266…
  near(kurtosis(book).value, 0.6795653588155202); // kurtosis(r); pandas' r.kurt() corrects: 0.7329…
  near(hitRate(book).value, 0.5833333333333334); // (r > 0).mean(); qs.stats.win_rate(r)
  // proportion_confint((r > 0).sum(), n, method="wilson")
  const [low, high] = interval(hitRate(book));
  near(low, 0.510305304279413);
  near(high, 0.6528787794003181);
});

Deno.test("trackingError() and informationRatio() are those of the differences", () => {
  near(trackingError(book, market, options).value, 0.13250331330859774); // (r-m).std(ddof=1)*np.sqrt(52)
  const found = informationRatio(book, market, options).value;
  near(found, 0.74318242219339); // (r-m).mean()/(r-m).std(ddof=1)*np.sqrt(52)
  near(found! / Math.sqrt(WEEKS), 0.10306085885545363); // qs.stats.information_ratio(r, m); ep.excess_sharpe(r, m)
});

Deno.test("capture() is empyrical's", () => {
  near(capture(book, market, "up", options).value, 0.35509098216837826); // ep.up_capture(r, m, period="weekly")
  near(capture(book, market, "down", options).value, 0.29203558472921837); // ep.down_capture(r, m, period="weekly")
});

Deno.test("factorRegression() is statsmodels' OLS with HAC errors", () => {
  // OLS(x, add_constant(np.c_[m-rf, size])).fit(cov_type="HAC",
  //   cov_kwds={"maxlags": 4, "use_correction": True})
  const excess = market.map((value, t) => value - riskFree[t]);
  const found = factorRegression(
    book,
    [{ name: "market", returns: excess }, { name: "size", returns: size }],
    { ...options, riskFree, lags: 4 },
  );
  const error = ({ interval }: Measure) =>
    interval.low === undefined ? undefined : interval.standardError;
  near(found.alpha.value, 52 * 0.001777065160336099);
  near(error(found.alpha), 52 * 0.0009510371105410556);
  near(found.betas[0].value, 0.36845463099334047);
  near(error(found.betas[0]), 0.04229649039570451);
  near(found.betas[1].value, 0.11871951721776089);
  near(error(found.betas[1]), 0.09526538929432195);
  near(found.t[0], 1.8685550128796833);
  near(found.t[1], 8.711234136597762);
  near(found.rSquared.value, 0.3435906108515029);
});

Deno.test("rolling measures are pandas' at both ends", () => {
  const rolled = rollingSharpe(book, { ...options, riskFree, window: 52 });
  equal(rolled.length, 180 - 51);
  equal(rolled[0].at, 51);
  near(rolled[0].measure.value, 0.838514569746819); // (w.mean()/w.std())[51]*np.sqrt(52), w = x.rolling(52)
  near(rolled[128].measure.value, 2.3315400050878936); // the same at the end
  // r.rolling(52).std().iloc[-1]*np.sqrt(52)
  near(rollingDeviation(book, { ...options, window: 52 })[128].measure.value, 0.11049648431804088);
  // np.polyfit(m[-52:], r[-52:], 1)[0]
  near(
    rollingBeta(book, market, { ...options, window: 52 })[128].measure.value,
    0.40293890230681584,
  );
});

Deno.test("calendarReturns() compounds years and months as empyrical does", () => {
  // ep.aggregate_returns(r, "yearly")
  const known = [
    0.11275848950715317,
    0.06681297298027888,
    0.044153621690559586,
    0.1595556347774192,
  ];
  calendarReturns(days, book, "year").forEach((row, i) => near(row.value, known[i]));
  const months = calendarReturns(days, book, "month"); // (1+r).groupby([year, month]).prod()-1
  equal(months.length, 42);
  near(months[0].value, 0.017714653144617287);
  near(months[2].value, 0.004259567749026916);
});

Deno.test("tradingMeasures() by hand: three periods, one without a trade", () => {
  const found = tradingMeasures(
    { turnover: [1, 0, 0.5], costs: [0.001, 0, 0.0005], gross: [0.01, -0.004, 0.003] },
    options,
  );
  near(found.turnover.value, 52 * 0.5); // (1 + 0 + 0.5)/3 a week
  near(found.cost.value, 52 * 5); // 15 bp in three weeks
  near(found.costPerTrade.value, 10); // 15 bp on 1.5 times the account
  near(found.breakEven.value, 60); // 90 bp on 1.5 times the account
});
