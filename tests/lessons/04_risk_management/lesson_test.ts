import {
  bandDots,
  bandRouteTitle,
  bandSteps,
  betaIntervals,
  legBars,
  lifeSpans,
  pairedBars,
  pathPanels,
  pathPanelsTitle,
  percent,
  stateLine,
  stressBars,
  stressLines,
} from "lab/charts";
import { convene, views } from "lab/committee";
import { rebalance } from "lab/desk";
import {
  betaEstimators,
  bookCovariance,
  naiveBook,
  readStressWindows,
  volatilityTrigger,
} from "lab/hedging";
import { lessonMarket } from "lab/lesson";
import {
  bookBetaDots,
  correlationLines,
  fundPanels,
  fundYear,
  hedgePanels,
  legRows,
  lifeRows,
  LIVES_SOURCE,
  LIVES_UNTIL,
  mendedDots,
  naiveProblem,
  needsDaily,
  reboundPaths,
  reboundPathsTitle,
  stressRows,
  stressSource,
} from "lab/lesson/04";
import { shapedReturns } from "../../../lib/lessons/04_risk_management/fund_panels.ts";
import { check } from "../every_lesson.ts";
import { INSTRUMENTS, type Sector, SECTOR_LABELS, SECTORS } from "lab/market";
import { rollingVolatility } from "lab/stats";
import { equal, match, ok } from "node:assert/strict";
import { SOAK } from "../../soak.ts";

// What the titles of lesson 04 claim, worked out again from the file of windows, the snapshot's own
// returns and the book, without the helpers that wrote the titles.
const seeds = SOAK ? Array.from({ length: 20 }, (_, i) => i + 1) : [1, 13, 106];

/** The file of windows, read here by hand. */
const table =
  (await Deno.readTextFile(new URL("../../../data/stress_windows.csv", import.meta.url)))
    .trim().split("\n").filter((line) => !line.startsWith("#")).map((line) => line.split(","));
const [columns, ...cells] = table;
const file = cells.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])));

const signed = (share: number) => percent(share, { signed: true });
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

async function run(data: string, seed: number) {
  const { snapshot, source } = await lessonMarket(data, { seed });
  const plan = rebalance(snapshot, views(await convene(snapshot)), { equityUsd: 100_000 });
  return { snapshot, source, book: plan.book, windows: await readStressWindows() };
}

const realPrices =
  new URL("../../../../shared/data/sectors_adjclose.csv", import.meta.url).pathname;
const hasReal = await Deno.stat(realPrices).then(({ isFile }) => isFile, () => false);
const cases = [
  ...seeds.map((seed) => ({ what: `seed ${seed}`, data: "simulated", seed })),
  ...(SOAK && hasReal ? [{ what: "real prices", data: realPrices, seed: 1 }] : []),
];

for (const { what, data, seed } of cases) {
  Deno.test(`lesson 04 claims nothing false with ${what}`, async () => {
    const { snapshot, source, book, windows } = await run(data, seed);
    const held = book.sectors.filter((_, i) => book.weights[i] !== 0);
    const weightOf = (sector: Sector) => book.weights[book.sectors.indexOf(sector)];

    // First screen: every window with a figure for every position, from the file itself.
    const full = file.filter((row) =>
      held.every((sector) => row[sector] !== "") && (book.hedge === 0 || row.SPY !== "")
    );
    const pnl = full.map((row) =>
      sum(held.map((sector) => weightOf(sector) * Number(row[sector]))) / 100 +
      book.hedge * Number(row.SPY) / 100
    );
    const losses = pnl.filter((value) => value < -5e-4);
    const stress = stressBars(stressRows(windows, book), { source: stressSource(windows) });
    if (losses.length === 0) match(stress.title, /loses in none of/);
    else {
      const worst = full[pnl.indexOf(Math.min(...pnl))].window;
      equal(
        stress.title,
        `The book loses in ${losses.length} of ${full.length} ` +
          `${full.length < file.length ? "complete " : ""}windows, most in ${worst}: ` +
          percent(Math.min(...losses)),
      );
    }
    equal(
      stress.caption,
      "Source: real, total returns of sector funds and SPY (data/stress_windows.csv), " +
        "1987-10-14 to 2025-04-09.",
    );

    // Section 1.
    const estimates = betaEstimators(snapshot);
    const spreads = SECTORS.map((sector) => {
      const own = estimates.flatMap((row) => row.sector === sector ? [row.beta!] : []);
      return Math.max(...own) - Math.min(...own);
    });
    const most = SECTOR_LABELS[SECTORS[spreads.indexOf(Math.max(...spreads))]];
    const named = estimates.map((row) => ({ ...row, label: SECTOR_LABELS[row.sector] }));
    const { title } = betaIntervals(named, { source });
    ok(title.includes(`${most}: by ${Math.max(...spreads).toFixed(2)}`), title);

    const dots = bookBetaDots(snapshot, book, estimates);
    const limit = book.limits.beta.max;
    let inside = 0;
    for (const name of ["OLS", "EWMA", "Vasicek", "Dimson", "Kalman"]) {
      const beta = book.hedge + sum(held.map((sector) =>
        weightOf(sector) *
        estimates.find((row) => row.sector === sector && row.estimator === name)!.beta!
      ));
      equal(dots.find(({ label }) => label === name)!.value.toFixed(9), beta.toFixed(9));
      if (Math.abs(beta) <= limit + 1e-6) inside++;
      // The lab builds with this one, so it must lie inside.
      if (name === "EWMA") ok(Math.abs(beta) <= limit + 1e-6);
    }
    const market = snapshot.returns(snapshot.index, 252) as number[];
    const own = market.map((index, day) =>
      book.hedge * index +
      sum(held.map((sector) => weightOf(sector) * snapshot.returns(sector, 252)[day]!))
    );
    const means = [sum(own) / 252, sum(market) / 252];
    const history = sum(own.map((value, i) => (value - means[0]) * (market[i] - means[1]))) /
      sum(market.map((value) => (value - means[1]) ** 2));
    if (held.length > 0) {
      const last = dots.at(-1)!;
      equal(last.value.toFixed(9), history.toFixed(9));
      ok(last.low! < history && history < last.high!);
      if (Math.abs(history) <= limit + 1e-6) inside++;
    }
    ok(bandDots(dots, { band: limit, source }).title.startsWith(`${inside} of ${dots.length} `));

    // Section 2.
    const problem = naiveProblem(book), naive = naiveBook(problem);
    const steps = mendedDots(problem);
    const truth = naive.hedge +
      sum(naive.actual.map((weight, i) => weight * problem.betas[i]));
    const route = bandRouteTitle(steps, limit);
    ok(route.includes(`from ${signedBeta(truth)} to `), route);
    match(route, /, inside its limit/);
    const pairs = naive.intended.map((intended, i) => ({
      label: SECTOR_LABELS[book.sectors[i]],
      intended,
      actual: naive.actual[i],
    }));
    const doubled = naive.intended.filter((weight, i) =>
      weight < 0 &&
      INSTRUMENTS.filter((one) => one.sector === book.sectors[i] && one.leverage < 0)
        .every(({ leverage }) => leverage === -2)
    ).length;
    const paired = pairedBars(pairs, { source }).title;
    if (doubled === 0) match(paired, /are what was meant/);
    else {
      ok(paired.startsWith(`${doubled} of `), paired);
      ok(paired.includes(percent(sum(naive.actual.map(Math.abs)))), paired);
    }
    naive.actual.forEach((weight, i) => {
      if (INSTRUMENTS.every((one) => one.sector !== book.sectors[i] || one.leverage > 0)) {
        ok(weight >= 0, `${book.sectors[i]} is short without a fund`);
      }
    });

    // Section 3: the panels are what their labels say.
    const panels = fundPanels({ leverage: -2, seed });
    const zigzag = panels[2].full.at(-1)! - 1;
    ok(pathPanelsTitle(panels.slice(-1)).includes(`ends at ${signed(zigzag)}`));
    ok(Math.abs(zigzag - Math.expm1(-3 * 0.0625 / 2)) < 0.01);
    ok(panels[1].full.at(-1)! > panels[1].dashed!.at(-1)!, "the trend ends above its promise");
    equal(panels[1].dashed!.at(-1)!.toFixed(9), "1.400000000");
    pathPanels(panels, { source });

    // Section 4.
    const year = fundYear(snapshot, { sector: "XLV", assumedRate: 0.04 });
    const returns = snapshot.returns("XLV", 252) as number[];
    const rate = snapshot.ratePerYear ?? 0.04;
    const nav = returns.reduce(
      (value, r) => value * (1 - 2 * r + (3 * rate - year.fund.expenseRatio) / 252),
      1,
    );
    equal(year.rows.at(-1)!.to.toFixed(9), (nav - 1).toFixed(9));
    const log = sum(returns.map((r) => Math.log1p(r)));
    const before = Math.exp(-2 * log - 3 * sum(returns.map((r) => Math.log1p(r) ** 2)));
    const carry = before * Math.expm1(3 * rate);
    ok(year.title.includes(`carry ${signed(carry)}`), year.title);
    equal(/carry is the larger$/.test(year.title), 3 * rate > year.fund.expenseRatio, year.title);

    // Section 5.
    const without = SECTORS.filter((sector) =>
      !INSTRUMENTS.some((one) =>
        one.sector === sector && one.leverage < 0 && one.status === "listed"
      )
    );
    equal(without.join(), "XLC");
    match(
      lifeSpans(lifeRows(), { until: LIVES_UNTIL, source: LIVES_SOURCE }).title,
      /: Communication$/,
    );

    // Section 6.
    const rebounds = windows.filter(({ from }) => from === "2020-03-23" || from === "2020-11-06");
    equal(rebounds.length, 2);
    const told = legBars(legRows(rebounds, book), { source }).title;
    for (const row of file.filter(({ from }) => from === "2020-03-23" || from === "2020-11-06")) {
      const side = (sign: 1 | -1) => held.filter((sector) => Math.sign(weightOf(sector)) === sign);
      for (const [name, of] of [["longs", side(1)], ["shorts", side(-1)]] as const) {
        if (of.length === 0) continue;
        const total = sum(of.map((sector) => weightOf(sector) * Number(row[sector]) / 100));
        ok(
          told.split("; ").some((one) =>
            one.startsWith(row.window) && one.includes(`${name} ${signed(total)}`)
          ),
          told,
        );
      }
    }

    // The path, where the data have those days: each leg's fund, bought on the day and left alone.
    const paths = reboundPaths(snapshot, book, rebounds);
    equal(Array.isArray(paths), data !== "simulated");
    if (Array.isArray(paths)) {
      const days = snapshot.tradingDays();
      const ends = rebounds.map(({ name, from }) => {
        const at = days.indexOf(from) + 1;
        const gain = (ticker: string, exposure: number, leverage: number) =>
          exposure / leverage * (snapshot.returns(ticker).slice(at, at + 20).reduce(
            (value: number, r) => value * (1 + leverage * r!),
            1,
          ) - 1);
        const legs = held.map((sector) => {
          const weight = weightOf(sector);
          // SEF and REK are the only −1x funds of a sector.
          const once = sector === "XLF" || sector === "XLRE";
          return gain(sector, weight, weight > 0 ? 1 : once ? -1 : -2);
        });
        const hedged = gain(snapshot.index, book.hedge, book.hedge < 0 ? -1 : 1);
        return `${name}: ${signed(sum(legs) + hedged)} after 20 days`;
      });
      equal(reboundPathsTitle(paths), ends.join("; "));
    }

    // Section 7.
    const lines = correlationLines(snapshot, book);
    if (held.length > 0) {
      const { names, matrix } = bookCovariance(snapshot)!;
      const weights = names.map((name) => name === "market" ? book.hedge : weightOf(name));
      const risks = weights.map((weight, i) => weight * Math.sqrt(matrix[i][i]));
      const measured = Math.sqrt(
        sum(weights.flatMap((w, i) => weights.map((v, j) => w * matrix[i][j] * v))),
      );
      const { title } = stressLines(lines, { source });
      equal(
        title,
        `Volatility ${percent(measured)} as measured; all to one ${
          percent(Math.abs(sum(risks)))
        }, adverse ${percent(sum(risks.map(Math.abs)))}`,
      );
      // What the text below the chart says.
      ok(Math.abs(sum(risks)) < sum(risks.map(Math.abs)));
    }

    // Section 8: a hedge kept by hand.
    const hedges = hedgePanels(snapshot, book, { band: 0.05, costBps: 3 });
    const [edge, target, daily] = hedges;
    for (const panel of hedges) {
      ok(panel.betas.every((beta) => Math.abs(beta!) <= 0.05 + 1e-9), panel.label);
    }
    ok(daily.betas.slice(0).every((beta) => Math.abs(beta!) < 1e-9));
    // The bands need few trades; which of the two needs fewer is left to the beta's way.
    ok(Math.max(edge.trades.length, target.trades.length) <= daily.trades.length);
    const costs = hedges.map(({ costBps }) => costBps);
    const shown = bandSteps(hedges, { band: 0.05, source }).title;
    const cheapest = hedges[costs.indexOf(Math.min(...costs))].label.toLowerCase();
    ok(shown.startsWith(`Cheapest is ${cheapest} (`) || shown.startsWith("All 3 rules"), shown);

    // Section 9: the rule, evening by evening.
    const evenings = rollingVolatility(snapshot.returns(snapshot.index));
    let state = "calm", afraid = 0, least = 1;
    evenings.forEach((volatility, evening) => {
      if (volatility !== undefined && volatility >= 0.25) state = "fear";
      if (volatility !== undefined && volatility <= 0.18) state = "calm";
      if (evening < evenings.length - 756 || state === "calm") return;
      afraid++;
      if (volatility !== undefined) least = Math.min(least, 0.18 / volatility);
    });
    const fear = volatilityTrigger(evenings, { from: 0.25, until: 0.18 }).slice(-756);
    const feared = stateLine(fear, { from: 0.25, until: 0.18, source }).title;
    ok(feared.startsWith(afraid === 0 ? "No fear on 756" : `Fear on ${afraid} of 756`), feared);
    ok(feared.endsWith(percent(least, { digits: 0 })), feared);
  });
}

function signedBeta(beta: number): string {
  const text = Math.abs(beta).toFixed(2);
  return text === "0.00" ? text : (beta > 0 ? "+" : "−") + text;
}

Deno.test("lesson 04 goes on where a section does not apply", async () => {
  const { snapshot, source, book, windows } = await run("industries", 1);
  match(needsDaily(snapshot)!.message, /monthly/);
  for (
    const chart of [
      stressBars(stressRows(windows, book), { source: stressSource(windows) }),
      bandDots(bookBetaDots(snapshot, book, betaEstimators(snapshot)), { band: 0.05, source }),
      stressLines(correlationLines(snapshot, book), { source }),
    ]
  ) equal(/NaN|Infinity|undefined/.test(chart.html()), false, chart.title);
  match(String(reboundPaths(snapshot, book, windows)), /price file/);
});

Deno.test("shapedReturns() ends and moves exactly as asked, over seeds", () => {
  for (let seed = 1; seed <= 20; seed++) {
    for (const shape of [{ end: -0.2, volatility: 0.12 }, { end: 0, volatility: 0.25 }]) {
      const logs = shapedReturns(shape, { days: 126, seed }).map((r) => Math.log1p(r));
      ok(Math.abs(Math.expm1(sum(logs)) - shape.end) < 1e-12);
      const variance = sum(logs.map((value) => value ** 2)) * 252 / 126;
      ok(Math.abs(Math.sqrt(variance) - shape.volatility) < 1e-12);
    }
  }
});

Deno.test("the exercises of lesson 04 know right answers, percent, and the usual mistakes", async () => {
  const windows = await readStressWindows();
  const kinds: readonly (readonly [string, unknown, string, RegExp])[] = [
    ["04.1", 0.03, "right", /3\.0 %/],
    ["04.1", 3, "mistake", /percentage/],
    ["04.1", 0.06, "mistake", /−1x/],
    ["04.1", 0.12, "mistake", /multiplies/],
    ["04.1", 0.02, "hint", /dollar/],
    ["04.2", -0.171, "right", /resetting/],
    ["04.2", -17.1, "mistake", /percentage/],
    ["04.2", -0.061, "mistake", /−1x/],
    ["04.2", 0, "mistake", /no flat fund/],
    ["04.2", -0.118, "mistake", /another question/],
    ["04.2", -0.0895, "mistake", /half a year/],
    ["04.2", -0.5, "hint", /exp/],
    ["04.2", 0.171, "mistake", /gain or lose/],
    ["04.3", 0.072, "right", /grows/],
    ["04.3", -0.072, "right", /grows/],
    ["04.3", 7.2, "mistake", /percentage/],
    ["04.3", 0.054, "mistake", /borrowed/],
    ["04.3", 0.06, "mistake", /resets/],
    ["04.3", 0.066, "mistake", /−1x/],
    ["04.4", -0.03, "right", /−3\.0 %/],
    ["04.4", -3, "mistake", /percentage/],
    ["04.4", 0.0272, "mistake", /wrong sign/],
    ["04.4", 0.013, "mistake", /SPY/],
    ["04.4", 0.03, "mistake", /who was short/],
    ["04.5", 5.5, "right", /5\.5 days/],
    ["04.5", 5.45, "right", /5\.5 days/],
    ["04.5", 10.9, "mistake", /exposure/],
    ["04.5", 0.5, "mistake", /tenth of the volume/],
    ["04.5", 545, "mistake", /hundred/],
    ["04.5", "5.5", "mistake", /quotation marks/],
  ];
  for (const [id, answer, kind, text] of kinds) {
    const judged = check(id, answer, id === "04.4" ? windows : undefined);
    equal(`${id} ${answer} ${judged.kind}`, `${id} ${answer} ${kind}`);
    match(judged.message, text);
  }
  match(check("04.4", -0.03).message, /third argument must be the windows/);
});
