import {
  biasCells,
  biasOutcomes,
  calibrationSteps,
  centreLines,
  confidenceSpread,
  correlationCells,
  disagreementDots,
  DISPLAY,
  errorLines,
  reliabilityDiagram,
  retestBoxes,
} from "lab/charts";
import {
  ALERT_ABOVE_POINTS,
  analystErrors,
  comparedBias,
  convene,
  copyOf,
  errorCorrelation,
  houseBias,
  measuredCommitteeErrors,
  statedForecasts,
} from "lab/committee";
import { lessonMarket } from "lab/lesson";
import {
  biasOutcomeRows,
  biasQuestion,
  biasRows,
  calibrationPoints,
  confidenceDots,
  disagreementRows,
  ensembleAnalysts,
  ensembleRecord,
  lastYear,
  laterHalf,
  maskedAnalysts,
  movedVoice,
  retestRows,
  withoutComparedBias,
} from "lab/lesson/02";
import { pastDecisions } from "../../../lib/lessons/02_ensemble_comparison/ensemble_record.ts";
import { copyPairs } from "../../../lib/lessons/02_ensemble_comparison/exercises.ts";
import { check } from "../every_lesson.ts";
import { addCalendarDays, SECTOR_LABELS, simulatedMarket, snapshot as viewOf } from "lab/market";
import { calibration, reliability } from "lab/stats";
import { day } from "lab/units";
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { SOAK } from "../../soak.ts";

// What the titles of lesson 02 claim, worked out again from ballots, prices and outcomes, without the
// helpers that wrote the titles. A few seeds in the quick run, twenty in the soak.
const seeds = SOAK ? Array.from({ length: 20 }, (_, i) => i + 1) : [2, 9];
const PRICES = ["../shared/data/sectors_adjclose.csv"];
const worlds = [
  ...seeds.map((seed) => ({ data: "simulated", seed })),
  { data: "industries", seed: 62 },
  ...(SOAK ? PRICES.map((data) => ({ data, seed: 62 })) : []),
].filter(({ data }) => !data.endsWith(".csv") || exists(data));

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

const two = (x: number) => x.toFixed(2).replace("-", "−").replace(/^−0\.00$/, "0.00");
const whole = (share: number) => `${Math.round(100 * share)} %`;
const average = (list: readonly number[]) => list.reduce((a, b) => a + b, 0) / list.length;
const plainScore = (subScores: Readonly<Record<string, { kind: string; score?: number }>>) => {
  const weights: Record<string, number> = { fundamentals: 0.5, sentiment: 0.25, technicals: 0.25 };
  let sum = 0, total = 0;
  for (const [pillar, given] of Object.entries(subScores)) {
    if (given.kind !== "score") continue;
    sum += weights[pillar] * given.score!;
    total += weights[pillar];
  }
  return total === 0 ? undefined : sum / total;
};

for (const { data, seed } of worlds) {
  Deno.test(`lesson 02 claims nothing false with ${data}, seed ${seed}`, async () => {
    const { market, snapshot, source } = await lessonMarket(data, { seed });
    const analysts = ensembleAnalysts({ seed, lean: { XLK: 1 } });
    const verdict = await convene(snapshot, { analysts });
    const rows = disagreementRows(verdict);

    // First screen: the widest and the narrowest spread, from the sub-scores themselves.
    const spreads = snapshot.sectors.flatMap((sector) => {
      const scores = verdict.ballots.filter((ballot) => ballot.sector === sector)
        .flatMap(({ subScores }) => plainScore(subScores) ?? []);
      return scores.length === 0
        ? []
        : [{ sector, spread: Math.max(...scores) - Math.min(...scores) }];
    }).sort((a, b) => b.spread - a.spread);
    const dots = disagreementDots(rows, { source }).title;
    const [first] = spreads, last = spreads[spreads.length - 1];
    const widest = spreads.filter(({ spread }) => Math.abs(spread - first.spread) < 1e-12);
    if (widest.length <= 3) ok(dots.includes(SECTOR_LABELS[first.sector]), dots);
    ok(dots.includes(`${two(first.spread)} points apart`), dots);
    ok(dots.endsWith(`(${two(last.spread)})`), dots);

    // 1: the mean falls by 4/n, the median by the distance of the voices it passes.
    const moved = movedVoice(rows, "value");
    if (!moved.none) {
      const sorted = moved.others.toSorted((a, b) => a - b), n = sorted.length;
      const at = (moved: number) => {
        const all = [...sorted, moved].sort((a, b) => a - b);
        return n % 2 === 0 ? all[n / 2] : (all[(n - 1) / 2] + all[(n + 1) / 2]) / 2;
      };
      const title = centreLines(moved.centres, { analyst: "value", source }).title;
      equal(
        title,
        `As value goes from 5 to 1, the mean falls by ${two(4 / (n + 1))} points and the median ` +
          `by ${two(at(5) - at(1))}`,
      );
    }

    // 2: copies agree on everything.
    const clones = [1, 2, 3, 4, 5].map((i) => copyOf(analysts[0], `copy ${i}`));
    const unanimous = disagreementRows(await convene(snapshot, { analysts: clones }));
    match(disagreementDots(unanimous, { source }).title, /^All analysts agree on all \d+ sectors/);

    const record = await ensembleRecord(analysts, market, snapshot);
    equal(record.tooShort, undefined);
    const errors = analystErrors(record.rows);
    const own = errors.filter(({ analyst }) => analyst === analysts[0].name);
    const copied = own.map((error) => ({ ...error, analyst: "a copy" }));
    const cells = errorCorrelation([...errors, ...copied]);
    match(
      correlationCells(cells, { source }).title,
      /^Errors of balanced and a copy are most alike \(1\.00\)/,
    );
    for (const { a, b, correlation } of cells) {
      const twin = [a, b].every((name) => name === "balanced" || name === "a copy");
      if (a !== b && correlation !== undefined) equal(correlation > 1 - 1e-9, twin, `${a} ${b}`);
    }

    // Error of the mean of all, from the rows: only questions that all answered.
    const varied = measuredCommitteeErrors(errors);
    const voices = [...new Set(errors.map(({ analyst }) => analyst))];
    const questions = new Map<string, number[]>();
    for (const { sector, day, error } of errors) {
      const key = `${sector} ${day}`;
      questions.set(key, [...questions.get(key) ?? [], error]);
    }
    const common = [...questions.values()].filter((list) => list.length === voices.length);
    const rms = (list: readonly number[]) => Math.sqrt(average(list.map((x) => x * x)));
    const one = Math.sqrt(average(common.flatMap((list) => list.map((x) => x * x))));
    const share = 1 - rms(common.map(average)) / one;
    const renamed = ["1", "2", "3", "4", "5"].flatMap((analyst) =>
      own.map((error) => ({ ...error, analyst }))
    );
    const lines = [
      { label: "copies", points: measuredCommitteeErrors(renamed) },
      { label: "temperaments", points: varied },
      {
        label: "independent voices",
        points: varied.map(({ analysts }) => ({ analysts, error: one / Math.sqrt(analysts) })),
      },
    ];
    const helped = errorLines(lines, { source }).title;
    match(helped, /^Five copies err as much as one; /);
    ok(helped.includes(` temperaments ${whole(share)} less than one`), `${helped} ${share}`);
    ok(helped.endsWith(`${whole(1 - 1 / Math.sqrt(voices.length))} less than one`), helped);

    // 3: the standard deviation within sectors.
    const again = await convene(snapshot, { analysts, samples: 12 });
    let squares = 0, degrees = 0;
    for (const sector of snapshot.sectors) {
      const scores = again.ballots
        .filter((ballot) => ballot.sector === sector && ballot.analyst === "balanced")
        .flatMap(({ subScores }) => plainScore(subScores) ?? []);
      if (scores.length === 0) continue;
      squares += scores.reduce((sum, x) => sum + (x - average(scores)) ** 2, 0);
      degrees += scores.length - 1;
    }
    const noise = Math.sqrt(squares / degrees);
    const boxes = retestBoxes(retestRows(again, "balanced"), { analyst: "balanced", source }).title;
    if (noise >= 0.005) ok(boxes.includes(`balanced varies by ${two(noise)} points`), boxes);

    // 4: the row that all like, before and after.
    const year = lastYear(record);
    const biases = houseBias(year.rows);
    const compared = houseBias(withoutComparedBias(year.rows, comparedBias(biases)));
    const liked =
      biasCells([...biasRows("a", biases), ...biasRows("b", compared)], { source }).title;
    const named = /analysts (like|dislike) ([^,]+), by (\d\.\d\d) points/.exec(liked);
    const means = snapshot.sectors.map((sector) => {
      const list = voices.flatMap((voice) => {
        const scores = year.ballots
          .filter((ballot) => ballot.sector === sector && ballot.analyst === voice)
          .flatMap(({ subScores }) => plainScore(subScores) ?? []);
        return scores.length === 0 ? [] : [average(scores) - 3];
      });
      const alike = list.every((x) => x > 0) || list.every((x) => x < 0);
      return { sector, mean: average(list), alike: alike && list.length > 1 };
    });
    const shared = means.filter(({ mean, alike }) => alike && Math.abs(mean) >= 0.25)
      .sort((a, b) => Math.abs(b.mean) - Math.abs(a.mean));
    if (shared.length === 0) match(liked, /^No sector/);
    else {
      equal(named![2], SECTOR_LABELS[shared[0].sector], liked);
      equal(named![1], shared[0].mean > 0 ? "like" : "dislike");
      ok(Math.abs(Number(named![3]) - Math.abs(shared[0].mean)) <= 0.0051, liked);
      // What all share outlives the comparison.
      ok(Math.abs(Number(/it is (\d\.\d\d)$/.exec(liked)![1]) - Number(named![3])) < 0.011, liked);
    }

    // Outcomes from prices, each decision once.
    const outcomes = biasOutcomeRows(record.rows);
    const contradicted = outcomes.filter(({ said, came }) => said < came.low || said > came.high);
    const contrast = biasOutcomes(outcomes, { source }).title;
    if (contradicted.length === 0) match(contrast, /agrees with what came/);
    else ok(contrast.includes(`: ${contradicted.length} of ${outcomes.length} sectors`), contrast);
    const XLK = outcomes.find(({ label }) => label === SECTOR_LABELS.XLK)!;
    const relative = record.days.flatMap((day) => {
      const returns = record.returns.get(day)!;
      return returns.XLK === undefined
        ? []
        : [(returns.XLK - average(Object.values(returns))) / 0.037];
    });
    ok(Math.abs(XLK.came.mean - average(relative)) < 0.1, `${XLK.came.mean} ${average(relative)}`);
    if (data === "simulated") ok(XLK.said > 0.5, "the planted habit is there");

    // 5: alerts and abstentions, from the ballots.
    let alerts = 0, abstained = 0, verdicts = 0;
    for (const { ballots, sectors } of year.verdicts) {
      for (const { sector } of sectors) {
        const given = ballots.filter((ballot) => ballot.sector === sector);
        verdicts++;
        const pillars = ["fundamentals", "sentiment", "technicals"] as const;
        const widest = Math.max(...pillars.map((pillar) => {
          const scores = given.flatMap(({ subScores }) =>
            subScores[pillar].kind === "score" ? [subScores[pillar].score] : []
          );
          return scores.length === 0 ? 0 : Math.max(...scores) - Math.min(...scores);
        }));
        if (widest > 2) alerts++;
        if (given.some(({ subScores }) => pillars.some((p) => subScores[p].kind !== "score"))) {
          abstained++;
        }
      }
    }
    const cloud = confidenceSpread(confidenceDots(year.verdicts), {
      alertAbove: ALERT_ABOVE_POINTS,
      source,
    });
    match(cloud.title, new RegExp(`^${alerts} of ${verdicts} verdicts .*; ${abstained} ha`));

    // 6: hits from scores and returns.
    let right = 0, stated = 0, count = 0;
    for (const ballot of record.ballots) {
      const returns = record.returns.get(day(ballot.day))!;
      const score = plainScore(ballot.subScores), value = returns[ballot.sector];
      if (ballot.analyst !== "balanced" || score === undefined || value === undefined) continue;
      if (Math.abs(score - 3) < 1e-12) continue;
      count++;
      stated += ballot.confidence;
      if ((score - 3) * (value - average(Object.values(returns))) > 0) right++;
    }
    const calls = statedForecasts(record.rows.filter(({ analyst }) => analyst === "balanced"));
    const diagram = reliabilityDiagram(reliability(calls).bins, { source }).title;
    ok(
      diagram.startsWith(
        `${count} calls stated at ${whole(stated / count)} on average came true in ${
          whole(right / count)
        };`,
      ),
      diagram,
    );

    // 7: the curve stays within the steps' range and near the base rate.
    const curve = calibration(calls);
    ok(curve.kind === "curve");
    const points = calibrationPoints(curve);
    const steps = calibrationSteps(curve.steps, { curve: points, source }).title;
    ok(steps.includes(`stated at ${whole(Math.max(...calls.map((c) => c.stated)))} are`), steps);
    points.slice(1).forEach((point, i) => ok(point.calibrated >= points[i].calibrated - 1e-12));
    match(laterHalf(calls, { source })[DISPLAY]()["text/plain"], /comes nearest to what happened/);

    // The checks hold for this run.
    const question = biasQuestion(year.rows);
    if (data === "simulated") ok(question);
    if (question) {
      const { scores, committee } = question;
      const bias = average(scores) - 3, final = scores[scores.length - 1];
      equal(check("02.2", final - bias, question).kind, "right");
      match(check("02.2", final - bias - committee, question).message, /taken off as well/);
      match(check("02.2", final - bias * scores.length, question).message, /divided by the count/);
    }
    const masked = maskedAnalysts(record.rows, { seed });
    const pairs = copyPairs(masked);
    equal(check("02.4", pairs.copies.join(" and "), masked).kind, "right");
    if (data === "simulated") {
      match(check("02.4", pairs.alikeBias.join(" and "), masked).message, /same house bias/);
      match(check("02.4", pairs.alikeScores.join(), masked).message, /most similar scores/);
      // The planted pair gives the same ballots: taking the habits off leaves one series.
      const [a, b] = pairs.copies.map((letter) => {
        const list = masked.filter((row) => row.analyst === letter && row.sector === "XLE");
        return list.map((row) => row.score! - average(list.map((one) => one.score!)));
      });
      ok(average(a.map((x, i) => Math.abs(x - b[i]))) < 0.25);
    }
    equal(verdictCheck({ analysts, errors: analystErrors(record.rows) }), "complete");
  });
}

function verdictCheck(committee: unknown): string {
  const chart = errorLines([{ label: "x", points: [{ analysts: 1, error: 1 }] }], {
    source: "Source: simulated, seed 7.",
  });
  return check("02.5", {
    members: "value, momentum, contrarian",
    because: "They read different figures, so their errors should have least in common.",
    chart,
  }, committee).kind;
}

Deno.test("check 02.1 knows the mean and the median without the dissenter", () => {
  equal(check("02.1", 3.5).kind, "right");
  match(check("02.1", 3.25).message, /is the mean/);
  match(check("02.1", 4).message, /without the dissenter/);
  match(check("02.1", "3.5").message, /without quotation marks/);
});

Deno.test("check 02.3 knows the normal rule, weeks counted eleven times, and percent", () => {
  // statsmodels: proportion_confint(23, 40, method="wilson") is (0.4220, 0.7149).
  const wilson = { low: 0.422, high: 0.715 };
  equal(check("02.3", { better: "no", ...wilson }).kind, "right");
  equal(check("02.3", { better: "No.", ...wilson }).kind, "right");
  match(check("02.3", { better: "yes", ...wilson }).message, /can chance be ruled out/);
  match(check("02.3", { better: "no", low: 42.2, high: 71.5 }).message, /42\.2 % is 0\.422/);
  // proportion_confint(23, 40, method="normal"), and method="beta", which is Clopper and Pearson.
  match(
    check("02.3", { better: "no", low: 0.4218, high: 0.7282 }).message,
    /^No: by the normal rule/,
  );
  match(
    check("02.3", { better: "no", low: 0.4089, high: 0.7296 }).message,
    /^No: by the exact rule/,
  );
  // proportion_confint(253, 440, method="wilson") is (0.5284, 0.6203).
  match(check("02.3", { better: "yes", low: 0.528, high: 0.62 }).message, /share one market/);
  match(check("02.3", { better: "maybe", ...wilson }).message, /write "yes" or "no"/);
  match(check("02.3", { better: "no", low: 0.715, high: 0.422 }).message, /exchanged/);
  // proportion_confint(23, 40, alpha=0.1, method="wilson") is (0.4457, 0.6948).
  match(
    check("02.3", { better: "no", low: 0.4457, high: 0.6948 }).message,
    /interval at 90 %\. 95 % is asked for/,
  );
  equal(check("02.3", { better: "no", low: 0.1, high: 0.9 }).kind, "hint");
});

Deno.test("checks 02.2, 02.4 and 02.5 say what is missing", () => {
  match(check("02.2", 3).message, /third argument must be the question/);
  match(check("02.4", "A and B").message, /third argument must be the masked record/);
  const row = { sector: "XLK", day: day("2020-01-03"), sample: 0, confidence: 0.5, score: 4 };
  const rows = ["A", "B", "C"].map((analyst) => ({ ...row, analyst }));
  match(check("02.4", "A and F", rows).message, /two of the letters A, B, C/);
  match(check("02.4", "A", rows).message, /two of the letters/);
  match(check("02.4", "A, B", rows).message, /too few common outcomes/);
  match(
    check("02.5", { members: "value", because: "x" }, rows).message,
    /third argument must be the analysts and their errors/,
  );
});

Deno.test("pastDecisions() gives days whose outcome is known on the day, without overlap", () => {
  const market = simulatedMarket({ seed: 3, years: 4 });
  const { prices } = market;
  for (const at of [300, 500, 777, 1000]) {
    const today = prices.days[at];
    const days = pastDecisions(market, today);
    days.forEach((one, i) => {
      ok(addCalendarDays(one, 28) <= today, `${one} is still open on ${today}`);
      ok(prices.days.indexOf(one) >= 260);
      if (i > 0) ok(addCalendarDays(days[i - 1], 26) <= one);
    });
  }
});

Deno.test("a record does not change when prices after today do", async () => {
  const market = simulatedMarket({ seed: 4, years: 3 });
  const today = market.prices.days[520];
  const close = new Map(
    [...market.prices.close].map(([name, list]) => [
      name,
      list.map((price, i) => i > 520 ? price * 3 : price),
    ]),
  );
  const other = { ...market, prices: { ...market.prices, close } } as typeof market;
  const analysts = ensembleAnalysts({ seed: 4 });
  const a = await ensembleRecord(analysts, market, viewOf(market, today));
  const b = await ensembleRecord(analysts, other, viewOf(other, today));
  deepEqual(b.rows, a.rows);
});

Deno.test("a short market says so in place of charts", async () => {
  const market = simulatedMarket({ seed: 5, years: 1.2 });
  const today = viewOf(market, market.prices.days[market.prices.days.length - 1]);
  const record = await ensembleRecord(ensembleAnalysts({ seed: 5 }), market, today);
  match(record.tooShort!.message, /past decisions with a known outcome, and 12 are needed/);
});
