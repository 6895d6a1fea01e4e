import {
  bootstrapHistogramTitle,
  decisionTicksTitle,
  growthLinesTitle,
  halfWidthLineTitle,
  icWeeksTitle,
  percent,
  tHistogramsTitle,
} from "lab/charts";
import { countTrials, lessonMarket } from "lab/lesson";
import {
  chanceTable,
  diceCrowd,
  diceFan,
  growthOf,
  luckLine,
  luckRecord,
  memoryRows,
  noiseTs,
  plainRows,
  plantedWeeklyIc,
  sameCloseLines,
  sharpeDraws,
  shiftedDecisions,
  weekTicks,
} from "lab/lesson/05";
import { weekTitle } from "../../../lib/lessons/05_backtest_and_luck/week_ticks.ts";
import {
  excessReturns,
  type LuckRecord,
} from "../../../lib/lessons/05_backtest_and_luck/luck_record.ts";
import { DEFAULT_PLANTED, SECTORS, simulatedTruth, weeklyDays } from "lab/market";
import {
  backtest,
  backtestScores,
  BUY_AND_HOLD_MARKET,
  EQUAL_WEIGHT,
  type Ledger,
  permutedCommittee,
  scorePolicy,
} from "lab/research";
import { signalAnalysis } from "lab/signals";
import { signalRows } from "lab/study";
import { normalProbability, randomStream, rankCorrelation } from "lab/stats";
import { equal, match, ok, rejects, throws } from "node:assert/strict";
import { SOAK } from "../../soak.ts";

// What the titles of lesson 05 claim, worked out again: books by the readable loop instead of the
// panel, dice one by one, correlations week by week, formulas written out.
const seeds = SOAK ? Array.from({ length: 20 }, (_, i) => i + 1) : [9, 11];
const realPrices =
  new URL("../../../../shared/data/sectors_adjclose.csv", import.meta.url).pathname;
const hasReal = await Deno.stat(realPrices).then(({ isFile }) => isFile, () => false);
const cases = [
  ...seeds.map((seed) => ({ what: `seed ${seed}`, data: "simulated", seed })),
  { what: "the industries", data: "industries", seed: 1 },
  ...(SOAK && hasReal ? [{ what: "real prices", data: realPrices, seed: 1 }] : []),
];

const YEARS = 5, DICE = 40, TRIES = 66;
const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);
const average = (values: readonly number[]) => sum(values) / values.length;

function ratio(excess: readonly number[]): number {
  const mean = average(excess);
  return mean / Math.sqrt(sum(excess.map((one) => (one - mean) ** 2)) / (excess.length - 1));
}

/** Net returns above cash of a ledger, whose panel knows what cash earned. */
function excessOf({ steps }: Ledger, { panel }: LuckRecord): number[] {
  return steps.map(({ returns }, k) => returns.net - (panel.cashFactor[k] - 1));
}

const shown = (value: number, digits = 2) =>
  `${value < 0 && Number(value.toFixed(digits)) !== 0 ? "−" : ""}${
    Math.abs(value).toFixed(digits)
  }`;

for (const { what, data, seed } of cases) {
  Deno.test(`lesson 05 claims nothing false with ${what}`, async () => {
    const { market, snapshot, source } = await lessonMarket(data, { seed });
    const record = await luckRecord(market, { until: snapshot.day, years: YEARS });
    const { days, panel, table, rule, periodName } = record;
    const year = panel.periodsPerYear, steps = days.length - 1;
    const run = (policy: Parameters<typeof backtest>[1]["policy"], more = {}) =>
      backtest(market, { days, scores: table, policy, ...more });

    // What is put away is the last fifth of the decisions that can be scored, and nothing before touches it.
    const { days: traded } = market.prices, isMonthly = market.frequency === "monthly";
    const calendar = (isMonthly ? traded : weeklyDays(traded))
      .filter((on) => on >= traded[isMonthly ? 24 : 252]);
    const put = calendar.slice(-Math.round((calendar.length - 1) / 5));
    equal(record.holdout.from, put[0]);
    equal(record.holdout.days, put.length);
    ok(days.at(-1)! < put[0]);
    equal(days.at(-1), calendar.filter((on) => on < put[0]).at(-1));
    equal(steps, YEARS * year);
    match(record.putAway.message, new RegExp(`the ${put.length} ${periodName}.*on ${days.at(-1)}`));

    // First screen: our ratio by the loop, dice one by one.
    const ledger = run(scorePolicy(rule));
    const ours = ratio(excessOf(ledger, record)) * Math.sqrt(year);
    equal(record.sharpe.toFixed(8), ours.toFixed(8));
    const one = (of: number) => {
      const stream = randomStream(of);
      return () => {
        const scores = permutedCommittee(table, stream.integer(2 ** 32));
        return backtestScores(panel, scores, { rule });
      };
    };
    const fan = diceFan(record, { draws: DICE, seed });
    const next = one(seed);
    const dice = Array.from({ length: DICE }, next);
    const ratios = dice.map((die) => ratio([...excessReturns(die, panel)]) * Math.sqrt(year));
    const below = ratios.filter((value) => value < ours).length;
    equal(fan.percentile, below / DICE);
    if (below === DICE) match(fan.title, /above each of 40/);
    else if (below === 0) match(fan.title, /below each of 40/);
    else ok(fan.title.includes(`above ${percent(below / DICE, { digits: 0 })} of 40`), fan.title);
    const ends = dice.map(({ equityUsd }) => equityUsd.at(-1)! / equityUsd[0]);
    const band = fan.fan.at(-1)!;
    const inside = ends.filter((end) => end >= band.low && end <= band.high).length;
    ok(inside >= 35 && inside <= 37, `${inside} of 40 in a fan of nine tenths`);

    // Section 1.
    const crowd = diceCrowd(record, { committees: TRIES, seed });
    const draw = one(seed + 1_000_000), tried = Array.from({ length: TRIES }, draw);
    const last = (values: Float64Array, n: number) => [...values].slice(-n);
    const cash = [...panel.cashFactor].map((factor) => factor - 1);
    const over = (net: Float64Array, n: number) =>
      ratio(last(net, n).map((value, k) => value - cash.slice(-n)[k])) * Math.sqrt(year);
    const found = tried.map(({ net }) => over(net, year));
    const best = found.indexOf(Math.max(...found));
    const final = tried.map(({ equityUsd }) => equityUsd.at(-1)! / equityUsd.at(-1 - year)!);
    equal(
      crowd.praise,
      `Committee no. ${best + 1} turns 1 into ${shown(final[best])} in ${year} ${periodName}: ` +
        `a Sharpe ratio of ${shown(found[best])}`,
    );
    equal(
      crowd.truth,
      `No. ${best + 1} is the best of 66 committees of dice; ` +
        `${final.filter((end) => end < 1).length} of the 66 end below 1`,
    );
    equal(crowd.others.length, TRIES - 1);
    crowd.windows.forEach(({ years, net, gross, chance }) => {
      equal(net.toFixed(9), Math.max(...tried.map((t) => over(t.net, years * year))).toFixed(9));
      equal(
        gross.toFixed(9),
        Math.max(...tried.map((t) => over(t.gross, years * year))).toFixed(9),
      );
      // Facts: 2.38, 1.68 and 1.06 for 66 trials on one, two and five years.
      equal(chance.toFixed(2), { 1: "2.38", 2: "1.68", 5: "1.06" }[years]);
    });
    chanceTable(crowd, { source });

    // Section 2.
    const shifted = await shiftedDecisions(record, { seed });
    const step = shifted.ledger.steps[4];
    const minute = ({ day, at }: { day: string; at: string }) =>
      Date.parse(`${day}T${at === "open" ? "09:30" : "16:00"}Z`);
    const hours = (minute(step.fill!) - Date.parse(`${step.decision.decidedAt}Z`)) / 3_600_000;
    ok(hours > 0);
    const held = (minute(step.to) - minute(step.fill!)) / 86_400_000;
    const heading = weekTitle(step);
    ok(heading.includes(`${step.decision.day}, filled ${Number(hours.toFixed(1))} hours`), heading);
    ok(heading.endsWith(`drift for ${Math.round(held)} days`), heading);
    const ticks = weekTicks(market, step);
    ok(ticks.some(({ row, at }) => row === "closes" && at === step.decision.decidedAt));
    equal(
      ticks.find(({ row }) => row === "drift")!.asOf,
      ticks.find(({ row }) => row === "fill")!.at,
    );

    const lines = sameCloseLines(record);
    const grown = (policy: Ledger) =>
      policy.steps.reduce((wealth, { returns }) => wealth * (1 + returns.net), 1);
    const optimistic = run(scorePolicy(rule), { fill: "same close" });
    const first = market.prices.open.size > 0 ? "Next open" : "Next close";
    equal(
      growthLinesTitle(lines[0], [lines[1]]),
      `${first} turns 1 into ${shown(grown(ledger))}, same close (optimistic) into ` +
        shown(grown(optimistic)),
    );
    ok(optimistic.head.optimistic);

    // Section 3.
    const { changes, marked } = shifted;
    const changed = (of: (day: string) => boolean) =>
      changes.filter((change) => change.changed && of(change.day)).length;
    equal(changed((on) => on <= marked), 0);
    ok(changed((on) => on > marked) > 0);
    ok(shifted.touched > 0);
    match(decisionTicksTitle(changes, marked), /^None of 13 decisions/);

    // Section 4: week by week.
    // From fill to fill: the open, or where a file has none the close, of the day after a decision.
    const { open, close } = market.prices;
    const ics = days.slice(0, -1).flatMap((on, k) => {
      const [a, b] = [on, days[k + 1]].map((one) => traded.indexOf(one) + 1);
      const scores: number[] = [], returns: number[] = [];
      SECTORS.forEach((sector, i) => {
        const prices = (open.size > 0 ? open : close).get(sector);
        const score = table.scores[11 * k + i], gained = prices ? prices[b] / prices[a] - 1 : NaN;
        if (Number.isNaN(score) || Number.isNaN(gained)) return;
        scores.push(score);
        returns.push(gained);
      });
      const ic = rankCorrelation(scores, returns);
      return ic === undefined ? [] : [ic];
    });
    const analysis = signalAnalysis(signalRows(panel, table).table, { horizon: 1 });
    const { headline } = analysis.ic;
    equal(analysis.ic.dates, ics.length);
    equal(headline!.mean.toFixed(9), average(ics).toFixed(9));
    const claim = icWeeksTitle({ ic: headline!.mean, low: headline!.low, high: headline!.high });
    ok(claim.startsWith(`The mean IC is ${shown(average(ics), 3)}, `), claim);
    equal(/not told from zero$/.test(claim), headline!.low <= 0 && headline!.high >= 0);

    // Section 5.
    const planted = data === "simulated" ? plantedWeeklyIc(DEFAULT_PLANTED) : 0.05;
    const points = Array.from({ length: 100 }, (_, i) => 13 + 4 * i).map((n) => ({
      weeks: n,
      halfWidth: 1.96 * analysis.chanceDeviation! / Math.sqrt(n),
    }));
    const [, stated] = /^After (\d+) /.exec(halfWidthLineTitle(points, planted, periodName))!;
    const exact = (1.96 * analysis.chanceDeviation! / planted) ** 2;
    ok(Number(stated) >= exact && Number(stated) < exact + 2, `${stated} for ${exact}`);

    // Section 6.
    const noise = noiseTs(record, { runs: 60, seed });
    if (!Array.isArray(noise)) equal(periodName, "months");
    else {
      const share = ({ values, critical }: { values: readonly number[]; critical: number }) =>
        percent(values.filter((t) => Math.abs(t) > critical).length / 60, { digits: 0 });
      equal(
        tHistogramsTitle(noise),
        `Noise is called a find in ${share(noise[0])} of runs as if independent, ` +
          `${share(noise[1])} corrected`,
      );
      equal(noise[0].critical.toFixed(2), "1.96");
      ok(noise[1].critical > 2);
    }

    // Section 7.
    const resampled = sharpeDraws(record, { draws: 400, seed });
    const bracket = bootstrapHistogramTitle(resampled);
    ok(bracket.startsWith(`A Sharpe ratio of ${shown(ours)} may be`), bracket);
    const between = resampled.values.filter((one) => one >= resampled.low && one <= resampled.high);
    ok(Math.abs(between.length / 400 - 0.95) <= 0.01);
    const excess = excessOf(ledger, record), perPeriod = ratio(excess), mean = average(excess);
    const moment = (power: number) => average(excess.map((one) => (one - mean) ** power));
    const skewness = moment(3) / moment(2) ** 1.5, kurtosis = moment(4) / moment(2) ** 2;
    const spread = 1 - skewness * perPeriod + (kurtosis - 1) / 4 * perPeriod ** 2;
    const psr = normalProbability(perPeriod * Math.sqrt(steps - 1) / Math.sqrt(spread));
    const line = luckLine(record, { tried: 1, beside: TRIES }).message;
    if (psr > 0.001 && psr < 0.999) {
      const said = Number(/above zero is ([\d.]+) %/.exec(line)![1]);
      ok(Math.abs(said - 100 * psr) < 0.11, `${said} for ${100 * psr}`);
    }
    // scipy.stats.norm.ppf(0.95)
    const needed = 1 + spread * (1.6448536269514722 / perPeriod) ** 2;
    if (perPeriod <= 0) match(line, /no length of record would do/);
    else if (needed <= steps) match(line, /would have been enough/);
    else if (needed > 1000 * year) match(line, /it takes more than 1,000 years/);
    else ok(line.includes(`${Math.ceil(needed - steps).toLocaleString("en-US")} more than`), line);

    // Section 8.
    const memory = memoryRows(record, { seed });
    equal(memory.rows[0].value.toFixed(9), average(ics).toFixed(9));
    equal(memory.rows.map(({ hollow }) => hollow).join(), "false,true,false,true");
    const value = (at: number) => shown(memory.rows[at].value, 3);
    ok(
      memory.title.startsWith(
        `Model A shows an IC of ${value(1)} before its cutoff and ${value(2)}`,
      ),
    );
    ok(memory.rows[1].value > memory.rows[2].value, "a memory must show");
    // After its cutoff the pretended model is our committee.
    const late = ics.slice(-Number(/^\d+/.exec(memory.rows[2].note!)![0]));
    equal(memory.rows[2].value.toFixed(9), average(late).toFixed(9));

    // Section 9.
    const plain = plainRows(record, { seed });
    const byLabel = (start: string) => plain.rows.find(({ label }) => label.startsWith(start))!;
    for (
      const [label, policy] of [["equal", EQUAL_WEIGHT], [
        "the market",
        BUY_AND_HOLD_MARKET,
      ]] as const
    ) {
      const sharpe = ratio(excessOf(run(policy), record)) * Math.sqrt(year);
      equal(byLabel(label).value.toFixed(6), sharpe.toFixed(6));
    }
    const others = plain.rows.slice(1);
    const alike = others.filter(({ note }) => note === "not told apart").length;
    ok(
      plain.title.includes(
        alike === others.length ? `any of ${alike} plain` : `${alike} of ${others.length}`,
      ),
      plain.title,
    );
  });
}

Deno.test("plantedWeeklyIc() is what a perfect reader of hidden signals shows, over many worlds", () => {
  // The mean rank correlation of the blended signals with the coming week's relative returns.
  const worlds = SOAK ? 200 : 20, years = 8;
  const values: number[] = [];
  for (let seed = 301; seed < 301 + worlds; seed++) {
    const truth = simulatedTruth({ seed, years });
    const weeks = weeklyDays(truth.days).map((on) => truth.days.indexOf(on));
    for (let k = 0; k + 1 < weeks.length; k++) {
      const blend = SECTORS.map((sector) =>
        0.5 * truth.signals.fundamentals[sector][weeks[k]] +
        0.25 * truth.signals.sentiment[sector][weeks[k]] +
        0.25 * truth.signals.technicals[sector][weeks[k]]
      );
      const returns = SECTORS.map((sector) => {
        let growth = 1;
        for (let t = weeks[k] + 1; t <= weeks[k + 1]; t++) growth *= 1 + truth.returns[sector][t];
        return growth;
      });
      values.push(rankCorrelation(blend, returns)!);
    }
  }
  // 0.316 over the root of all weeks is the error by chance; FROM_RANKS holds within 5 %.
  const error = 0.316 / Math.sqrt(values.length);
  const planted = plantedWeeklyIc(DEFAULT_PLANTED);
  ok(Math.abs(average(values) - planted) < 4 * error + 0.05 * planted, `${average(values)}`);
});

Deno.test("luckRecord() names what is too short, and never reads the year put away", async () => {
  const { market, snapshot } = await lessonMarket("simulated", { seed: 3 });
  const until = market.prices.days[500];
  await rejects(
    luckRecord(market, { until: market.prices.days[430], years: 5 }),
    /Cannot judge luck: need at least 40 decisions .* got \d+; choose a later day or a longer/,
  );
  await rejects(luckRecord(market, { until, years: 0 }), /years must be above 0, got 0/);
  // The same record where everything after the last day before the holdout is nonsense.
  const record = await luckRecord(market, { until: snapshot.day, years: 1 });
  const cut = market.prices.days.indexOf(record.days.at(-1)!);
  const close = new Map(
    [...market.prices.close].map((
      [ticker, values],
    ) => [ticker, values.map((value, row) => row > cut + 1 ? 1e6 : value)]),
  );
  const other = await luckRecord({ ...market, prices: { ...market.prices, close } }, {
    until: snapshot.day,
    years: 1,
  });
  equal(other.sharpe, record.sharpe);
});

Deno.test("growthOf() begins anew where only the last steps are wanted", () => {
  const line = growthOf(
    { equityUsd: Float64Array.of(100, 110, 121) },
    { fillDays: ["2024-01-08", "2024-01-15"] as never, endDay: "2024-01-22" as never },
    { last: 1 },
  );
  equal(JSON.stringify(line.points.map(({ value }) => value)), "[1,1.1]");
  equal(line.points.at(-1)!.day, "2024-01-22");
});

Deno.test("diceCrowd() needs a crowd", async () => {
  const { market, snapshot } = await lessonMarket("industries", { seed: 1 });
  const record = await luckRecord(market, { until: snapshot.day, years: 4 });
  throws(() => diceCrowd(record, { committees: 1, seed: 1 }), /whole number from 2, got 1/);
  equal(
    diceCrowd(record, { committees: 2, seed: 1 }).windows.map(({ years }) => years).join(),
    "1,2",
  );
});

Deno.test("countTrials() counts a run once, keeps the count, and goes on without a file", async () => {
  const folder = await Deno.makeTempDir();
  const entry = {
    at: "2026-11-20",
    family: "pillar weights",
    name: "50/25/25",
    trials: 1,
    config: "a",
    source: "Source: simulated, seed 7.",
  };
  try {
    equal(countTrials(entry, { noun: "weightings", folder }).tried, 1);
    const again = countTrials({ ...entry, at: "2026-11-21" }, { noun: "weightings", folder });
    equal(again.tried, 1);
    equal(again.tally!.repeats, 1);
    const other = countTrials({ ...entry, config: "b" }, { noun: "weightings", folder });
    match(other.message, /^On the counter: 2 weightings tried in this family; 2 in the life/);
    equal(other.kind, "note");
    const file = `${folder}/file`;
    await Deno.writeTextFile(file, "");
    const none = countTrials({ ...entry, trials: 66 }, { noun: "dice", folder: file });
    match(none.message, /^Nothing was counted\. Cannot write the trials/);
    equal(none.tried, 66);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("countTrials() follows LAB_TRIALS, so that no test enters the reader's own count", async () => {
  const folder = await Deno.makeTempDir(), before = Deno.env.get("LAB_TRIALS");
  Deno.env.set("LAB_TRIALS", folder);
  try {
    countTrials({
      at: "2026-11-20",
      family: "dice",
      name: "two",
      trials: 2,
      config: "a",
      source: "Source: simulated, seed 7.",
    }, { noun: "dice" });
    ok((await Deno.stat(`${folder}/.lab/trials.jsonl`)).isFile);
  } finally {
    if (before === undefined) Deno.env.delete("LAB_TRIALS");
    else Deno.env.set("LAB_TRIALS", before);
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("luckLine() says how long in words: enough, still so many, a thousand years, never", () => {
  const said = (mean: number) => {
    // Two values around a mean, half each: deviation 0.02 but for the last bit.
    const net = Float64Array.from({ length: 200 }, (_, k) => mean + (k % 2 ? 0.02 : -0.02));
    const cashFactor = new Float64Array(200).fill(1);
    const record = { run: { net }, panel: { cashFactor, periodsPerYear: 52 }, periodName: "weeks" };
    return luckLine(record as never, { tried: 1, beside: 66 }).message;
  };
  match(said(0.01), /a record of \d+ weeks would have been enough/);
  match(said(0.001), /it takes a record of 1,\d{3} weeks, \d+ more than there are/);
  match(said(0.0001), /it takes more than 1,000 years/);
  match(said(-0.001), /no length of record would do/);
});
