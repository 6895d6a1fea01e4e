/**
 * Every exercise against a table of answers: right ones, other ways of writing them, nonsense, what is
 * not written yet, and what is handed along wrongly. A new exercise without a table fails the first test.
 */
import { intervalDots, limitGauges, percent, ternaryMap } from "lab/charts";
import {
  analystErrors,
  convene,
  DEFAULT_RUBRIC,
  errorCorrelation,
  mostAlike,
  prompt,
  rubric,
  views,
} from "lab/committee";
import { rebalance } from "lab/desk";
import { readStressWindows } from "lab/hedging";
import { gaugeRows, lessonMarket, notice } from "lab/lesson";
import { filingCase, minuteCase, promptChange, sectorDecision, sixBallots } from "lab/lesson/01";
import {
  biasQuestion,
  ensembleAnalysts,
  ensembleRecord,
  lastYear,
  maskedAnalysts,
} from "lab/lesson/02";
import { fourChanges, problemOf, sideReturns, strongestViews } from "lab/lesson/03";
import { diceCrowd, luckRecord, plainRows } from "lab/lesson/05";
import { dicePbos, markedWeights, weightRecord } from "lab/lesson/06";
import { changedScores } from "../../../lib/lessons/01_agent_analysis/minute_case.ts";
import { FOUR_CHANGES } from "../../../lib/lessons/03_portfolio_construction/four_changes.ts";
import { check, EXERCISES } from "../every_lesson.ts";
import { simulatedMarket } from "lab/market";
import { fitBook } from "lab/portfolio";
import { settings } from "lab/settings";
import { correlation } from "lab/stats";
import { deepEqual, equal, match, ok } from "node:assert/strict";

const source = "Source: simulated, seed 62.";
const chart = intervalDots([{ label: "ours", value: 1, low: 0, high: 2 }], {
  subtitle: "Sharpe ratio",
  source,
});

// 00: the lesson's own week.
const first = await lessonMarket("simulated", { seed: 62 });
const plan = rebalance(first.snapshot, views(await convene(first.snapshot)));
const { book } = plan, all = [...book.weights, book.hedge];
const side = (sign: 1 | -1) => all.reduce((sum, w) => sum + Math.max(sign * w, 0), 0);
const long = side(1), short = side(-1);
const scores = (of: Record<string, number>) =>
  Object.fromEntries(plan.views.map(({ sector }) => [sector, of[sector] ?? 3]));
// One lone view: its cap and the limit on beta, as the solutions say.
const lone = scores({ XLK: 5 });
const loneLimits = rebalance(
  first.snapshot,
  plan.views.map((view) => ({ ...view, score: lone[view.sector] })),
).book.readings.filter(({ name, binds }) => binds && name !== "gross").map(({ name }) => name);

// 01
const decision = await sectorDecision("simulated", { seed: 8, sector: "XLE" });
const ballot = (await convene(decision.snapshot)).ballots.find(({ sector }) => sector === "XLE")!;
const filings = filingCase(decision.snapshot.day);
const usable = filings.filings.filter(({ availableAt }) => availableAt <= filings.decidedAt)
  .at(-1)!.periodEnd;
const moved = minuteCase(decision.market, decision.snapshot)!;
const differ = changedScores(moved.onTime!, moved.late!).length;
const question = "Is the return after beta over 13 weeks among the three highest of all sectors?";
const asked = promptChange(
  prompt(DEFAULT_RUBRIC, decision.brief),
  prompt(rubric({ questions: { technicals: [question] } }), decision.brief),
);
const agreed = "The brief holds the rank, so two readers can only read the same line.";

// 02
const analysts = ensembleAnalysts({ seed: 62, lean: { XLK: 1 } });
const record = await ensembleRecord(analysts, first.market, first.snapshot);
const errors = analystErrors(record.rows);
const bias = biasQuestion(lastYear(record).rows)!;
const masked = maskedAnalysts(record.rows, { seed: 62 });
const pair = mostAlike(errorCorrelation(analystErrors(masked)))!;
const owned = bias.scores.reduce((sum, score) => sum + score - 3, 0) / bias.scores.length;
const left = bias.scores.at(-1)! - owned;

// 03: as the lesson ships, where the answers must not be the limits that were changed.
const third = await lessonMarket("simulated", { seed: 21 });
const mandate = { from: "lab", sector: 0.3, side: 0.6, net: 0.2, hedge: 0.5 };
const five = rebalance(
  third.snapshot,
  strongestViews(views(await convene(third.snapshot)), 5),
  { equityUsd: 100_000, settings: settings({ mandate }) },
);
const problem = problemOf(five), sides = sideReturns(five.book, third.snapshot)!;
const alike = correlation(sides.long, sides.short)!;
const fourPrices = Object.fromEntries(FOUR_CHANGES.map((change) => {
  const [before, after] = Object.values(fourChanges(problem)[change]).map((one) =>
    fitBook(one).readings
  );
  const changes = after.filter(({ name }) => !/^(gross|fund)/.test(name)).map((is) => {
    const was = before.find(({ name }) => name === is.name)?.multiplier ?? 0;
    return { name: is.name, was, size: Math.abs(is.multiplier - was) };
  }).filter(({ name, size, was }) =>
    size > 1e-9 && (change === "cap" ? was <= 1e-9 : name !== change)
  ).sort((a, b) => b.size - a.size);
  return [change, changes[0]?.name ?? "none"];
}));
const equalViews = five.book.tilts.map(Math.sign);
const equalBinds = fitBook({ ...problem, tilts: equalViews }).readings
  .filter(({ name, binds }) => binds && name !== "gross").map(({ name }) => name);

// 04, 05, 06
const windows = await readStressWindows();
const { returns } = windows.find(({ kind }) => kind === "rotation")!;
const pnl = 0.2 * returns.XLK! - 0.2 * returns.XLE!;
const market = simulatedMarket({ seed: 7, years: 4 });
const luck = await luckRecord(market, { until: market.prices.days.at(-1)!, years: 1 });
const crowd = diceCrowd(luck, { committees: 20, seed: 1 });
const { sharpes, ours } = crowd.lastYear;
const place = sharpes.filter((one) => one < ours.sharpe).length / sharpes.length;
const plain = plainRows(luck, { seed: 1 });
const own = plain.rows[0];
const shown = (value: number) => value.toFixed(2).replace("-", "−");
const sentence = `In one simulated year the book had a Sharpe ratio of ${shown(own.value)} after ` +
  `costs, with an interval from ${shown(own.low!)} to ${shown(own.high!)}.`;
const notProven = "That it earns more than cash is not proven, nor that it beats equal weight.";
const at = "2026-01-05T09:00:00.000Z", folder = await Deno.makeTempDir();
const swept = await weightRecord("simulated", { seed: 7, years: 2, step: 0.25, at, folder });
await Deno.remove(folder, { recursive: true });
const [a, b, c] = markedWeights(7);
const isClear = (low: number, high: number) => low > 0 || high < 0;
const others = swept.ranges.length;
const alone = swept.ranges.filter(({ low, high }) => isClear(low, high)).length / others;
const together = swept.ranges.filter(({ wideLow, wideHigh }) => isClear(wideLow, wideHigh)).length /
  others;
const pbos = dicePbos(swept);
const meanPbo = pbos.reduce((sum, one) => sum + one, 0) / pbos.length;
const map = ternaryMap(swept.cells, swept.map);
const reason = "Reports stay true for months, so a book that leans on them trades less.";

interface Answers {
  readonly context?: unknown;
  readonly right: readonly unknown[];
  /** Other ways of writing a right answer, or what is close to it, with what is said of them. */
  readonly near: readonly (readonly [unknown, RegExp])[];
  readonly nonsense: readonly unknown[];
  /** How the notebook's cell stands before anybody has written. */
  readonly untouched?: unknown;
}

const PERCENT = /percentage|hundred/;
const four = (k = 1) => ({ XLK: 0.4 * k, XLV: 0.2 * k, XLP: -0.15 * k, XLE: -0.25 * k });
const pencil = (k = 1) => ({
  fives: { long: 0.525 * k, hedge: -0.475 * k },
  ones: { short: -0.525 * k, hedge: 0.475 * k },
});
const six = sixBallots(ballot);
const valid = {
  A: "valid",
  B: "wrong_sum",
  C: "wrong_sector",
  D: "missing",
  E: "valid",
  F: "out_of_range",
};
const gibberish = "foo bar foo bar foo bar foo bar foo bar";
const vague = "I like this one very much because it is the nicest of them.";

const ANSWERS: Readonly<Record<string, Answers>> = {
  "00.1": {
    right: [1.6],
    near: [[160, PERCENT], ["1,6", /1\.6, with a decimal point/], ["1.6", /without quotation/], [
      -1.6,
      /above is positive/,
    ], [[1.6], /without the brackets/]],
    nonsense: [0, 7, -3, "high", { tilt: 1.6 }],
  },
  "00.2": {
    context: book,
    right: [{ long, short }, { long, short: -short }],
    near: [
      [{ long: 100 * long, short: 100 * short }, PERCENT],
      [{ long: 1e5 * long, short: 1e5 * short }, /in dollars.*\$100,000/],
      [{ long: `$${(1e5 * long).toFixed(0)}`, short: "0,5" }, /without the dollar sign/],
      [{ long: percent(long), short }, /as a share of one/],
      [{ long: short, short: long }, /exchanged/],
    ],
    nonsense: [{ long: 0, short: 0 }, { long: 0.9, short: 0.05 }, { long: 777, short: 3 }],
    untouched: { long: undefined, short: undefined },
  },
  "00.3": {
    right: [{ status: "cash", gross: 0 }, { status: " Cash", gross: 0 }],
    near: [[{ status: "cash", gross: true }, /one number is wanted/], [
      { status: "full", gross: 100 },
      /eleven views/,
    ]],
    nonsense: [{ status: "bananas", gross: 0 }, { status: "reduced", gross: 0.3 }],
    untouched: { status: undefined, gross: undefined },
  },
  "00.4": {
    context: { snapshot: first.snapshot, plan },
    right: [{
      scores: lone,
      because: "The cap on Technology and beta bind, for a lone view takes the whole book.",
      chart,
    }],
    near: [
      [{ scores: { ...lone, XLK: "5,0" }, because: vague, chart }, /with a decimal point/],
      [{
        scores: lone,
        because: "The cap on Technology binds, for one view alone is large.",
        chart,
      }, /does not speak of the limit called beta/],
    ],
    nonsense: [
      // The week's own scores, untouched but for a sentence.
      {
        scores: Object.fromEntries(plan.views.map(({ sector, score }) => [sector, score])),
        because: "The cap and beta bind because all of the longs are cyclical here.",
        chart,
      },
      { scores: lone, because: gibberish, chart },
      { scores: lone, because: vague, chart },
      { scores: scores({}), because: vague, chart },
      { scores: scores({ XLK: 9 }), because: vague, chart },
    ],
    untouched: {
      scores: Object.fromEntries(plan.views.map(({ sector, score }) => [sector, score])),
      because: undefined,
      chart,
    },
  },
  "01.1": {
    right: [{ score: 3.25, rating: 3 }],
    near: [
      [{ score: 3.3, rating: 3 }, /rounded too far/],
      [{ score: "3,25", rating: 3 }, /3\.25, with a decimal point/],
      [{ score: 325, rating: 3 }, /weights in percent/],
      [{ score: 3.25, rating: 3.25 }, /whole number/],
    ],
    nonsense: [{ score: 1, rating: 1 }, { score: 5, rating: 9 }],
    untouched: { score: undefined, rating: undefined },
  },
  "01.2": {
    context: filings,
    right: [usable, ` ${usable} `, usable.replaceAll("-", "/")],
    near: [[filings.filings.at(-1)!.periodEnd, /not filed yet/]],
    nonsense: ["yesterday", "1999-12-31", 20190630],
  },
  "01.3": {
    context: six,
    right: [valid, { ...valid, F: "Out of range" }],
    near: [[{ ...valid, A: "missing" }, /abstains/]],
    nonsense: [
      { A: "x", B: "x", C: "x", D: "x", E: "x", F: "x" },
      { ...valid, B: "valid", C: "valid", D: "valid", F: "valid" },
    ],
    untouched: {
      A: undefined,
      B: undefined,
      C: undefined,
      D: undefined,
      E: undefined,
      F: undefined,
    },
  },
  "01.4": {
    context: moved,
    right: [differ],
    near: [[String(differ), /without quotation marks/], [differ / 11, /count is asked for/]],
    nonsense: [11, 0, 300, -1],
  },
  "01.5": {
    right: [{ question, pillar: "technicals", because: agreed, chart: asked }],
    near: [
      [{
        question: "Is the trend of the sector a healthy one?",
        pillar: "technicals",
        because: agreed,
        chart: asked,
      }, /without a span of time/],
      [{
        question: "Did the sector rise nicely last week or not?",
        pillar: "technicals",
        because: agreed,
        chart: asked,
      }, /without a comparison|does not hold your question/],
      [{
        question,
        pillar: "technicals",
        because: agreed,
        chart: promptChange(
          prompt(DEFAULT_RUBRIC, decision.brief),
          prompt(DEFAULT_RUBRIC, decision.brief),
        ),
      }, /does not hold your question/],
    ],
    nonsense: [
      {
        question: "foo bar foo bar foo bar foo?",
        pillar: "technicals",
        because: gibberish,
        chart: asked,
      },
      { question, pillar: "technicals", because: gibberish, chart: asked },
      { question, pillar: "technicals", because: question, chart: asked },
      { question, pillar: "bananas", because: agreed, chart: asked },
    ],
    untouched: { question: undefined, pillar: "technicals", because: undefined, chart: asked },
  },
  "02.1": {
    right: [3.5],
    near: [[350, PERCENT], ["3,5", /decimal point/], [-3.5, /sign is the other/]],
    nonsense: [1, 7, 2.2],
  },
  "02.2": {
    context: bias,
    right: [left, Number(left.toFixed(2))],
    near: [[100 * left, PERCENT], [left.toFixed(2).replace(".", ","), /decimal point/], [
      Number(left.toFixed(1)) === left ? left.toFixed(1) : Number(left.toFixed(1)),
      /rounded too far|quotation/,
    ]],
    nonsense: [0, 17, -2],
  },
  "02.3": {
    right: [
      { better: "no", low: 0.422, high: 0.715 },
      { better: false, low: 0.4218, high: 0.7282 },
      { better: "No, it is not.", low: 0.409, high: 0.73 },
    ],
    near: [
      [{ better: "no", low: 42.2, high: 71.5 }, PERCENT],
      [{ better: true, low: 0.422, high: 0.715 }, /can chance be ruled out/],
      [{ better: "no", low: "0,422", high: 0.715 }, /decimal point/],
      [{ better: "no", low: 0.4, high: 0.7 }, /rounded too far/],
    ],
    nonsense: [{ better: "no", low: 0, high: 1 }, { better: "bananas", low: 0.422, high: 0.715 }],
    untouched: { better: undefined, low: undefined, high: undefined },
  },
  "02.4": {
    context: masked,
    right: [`${pair.a} and ${pair.b}`, `${pair.b}, ${pair.a}`, `analysts ${pair.a} & ${pair.b}`],
    near: [[[pair.a, pair.b], /a text in quotation marks/]],
    nonsense: ["X and Y", "both", pair.a],
  },
  "02.5": {
    context: { analysts, errors },
    right: [{
      members: "value, momentum and contrarian",
      because: "They look at different figures, so that their errors should differ most of all.",
      chart,
    }],
    near: [[{ members: "value, momentum", because: vague, chart }, /^Two of the analysts are/]],
    nonsense: [
      { members: "value, momentum, bananas", because: vague, chart },
      { members: "value, momentum, cautious", because: gibberish, chart },
      { members: "value, momentum, cautious, bananas", because: vague, chart },
    ],
    untouched: { members: "balanced, value, momentum", because: undefined, chart },
  },
  "03.1": {
    right: [four()],
    near: [[four(100), PERCENT], [four(1e5), /\$100,000/], [four(-1), /sign is the other/]],
    nonsense: [{ XLK: 1, XLV: 1, XLP: 1, XLE: 1 }, { XLK: 0, XLV: 0, XLP: 0, XLE: 0 }],
    untouched: { XLK: undefined, XLV: undefined, XLP: undefined, XLE: undefined },
  },
  "03.2": {
    right: [pencil()],
    near: [
      [pencil(100), PERCENT],
      [pencil(1e5), /\$100,000/],
      [{ ...pencil(), fives: { long: 0.53, hedge: -0.48 } }, /rounded too far/],
    ],
    nonsense: [pencil(0), pencil(3), {
      fives: { long: 1, hedge: 1 },
      ones: { short: 1, hedge: 1 },
    }],
    untouched: {
      fives: { long: undefined, hedge: undefined },
      ones: { short: undefined, hedge: undefined },
    },
  },
  "03.3": {
    context: problem,
    right: [fourPrices],
    near: [
      [{ ...fourPrices, beta: "beta" }, /is the limit that was changed/],
      [{ ...fourPrices, cluster: "cluster" }, /slack before and after/],
      [{ ...fourPrices, cap: 0.2 }, /a text in quotation marks/],
    ],
    nonsense: [
      { cap: "beta", beta: "beta", cluster: "cluster", confidence: "gross" },
      { ...fourPrices, confidence: "bananas" },
    ],
    untouched: { cap: undefined, beta: undefined, cluster: undefined, confidence: undefined },
  },
  "03.4": {
    context: sides,
    right: [alike, Number(alike.toFixed(2))],
    near: [[100 * alike, PERCENT], [-alike, /sign turns around/]],
    nonsense: [0, 1, -1, 17],
  },
  "03.5": {
    context: { book: five.book, problem },
    right: [{
      tilts: equalViews,
      because: `It wants every view alike strong, and ${
        equalBinds.join(" and ")
      } stood in its way.`,
      chart,
    }],
    near: [
      [{ tilts: five.book.tilts, because: vague, chart }, /same book as the views do/],
      [{ tilts: five.book.tilts.map((tilt) => tilt / 2), because: vague, chart }, /one factor/],
      [{ tilts: equalViews.map((tilt) => 3 * tilt), because: vague, chart }, /from −2 to 2/],
    ],
    nonsense: [
      { tilts: equalViews, because: gibberish, chart },
      { tilts: equalViews, because: vague, chart },
      { because: vague, chart },
    ],
    untouched: { tilts: five.book.tilts, because: undefined, chart },
  },
  "04.1": {
    right: [0.03],
    near: [[3, PERCENT], [300, /basis points/], [3000, /\$100,000/], ["3 %", /as a share of one/], [
      6,
      /6 % is 0\.06.*−1x fund/,
    ]],
    nonsense: [0.5, 160, -7],
  },
  "04.2": {
    right: [-0.171],
    near: [
      [0.829, /less 1/],
      [82.9, /less 1/],
      [-17.1, PERCENT],
      [17.1, /other sign/],
      [-0.17, /rounded too far/],
      ["−17,1 %", /-0\.171, with a decimal point/],
    ],
    nonsense: [0.5, 3, -0.9],
  },
  "04.3": {
    right: [0.072, -0.072],
    near: [[7.2, PERCENT], [7200, /\$100,000/], [5.4, /borrowed short/]],
    nonsense: [0.5, 160, 0.01],
  },
  "04.4": {
    context: windows,
    right: [pnl],
    near: [[100 * pnl, PERCENT], [1e5 * pnl, /\$100,000/], [1 + pnl, /less 1/]],
    nonsense: [0.5, 12, -0.4],
  },
  "04.5": {
    right: [5.5, 5.45],
    near: [[5, /rounded too far/], ["5.5 days", /without its unit/], ["5,5", /decimal point/]],
    nonsense: [0, 1, 99],
  },
  "05.1": {
    right: [160],
    near: [["160 weeks", /without its unit/], [-160, /sign/], [16_000, /hundred/]],
    nonsense: [2, 77, 1000],
  },
  "05.2": {
    right: [2.7, 2.75],
    near: [[3, /rounded too far/], ["2,7", /decimal point/], [143, /number of weeks/]],
    nonsense: [0, 7, 25],
  },
  "05.3": {
    right: [2],
    near: [["2", /quotation marks/], ["line 2", /one number is wanted/]],
    nonsense: [0, 99, 2.5, 12],
  },
  "05.4": {
    context: crowd,
    right: [place],
    near: [[100 * place, PERCENT], [place * sharpes.length, /divide it by 20/]],
    nonsense: [-0.3, 44.4, 777],
  },
  "05.5": {
    context: plain.rows,
    right: [
      { sentence, notProven, chart },
      // A range with a hyphen, and figures that begin at the point.
      { sentence: sentence.replace(/ from (.*) to /, " from $1-"), notProven, chart },
      { sentence: sentence.replace(/\b0\./g, "."), notProven, chart },
    ],
    near: [[
      { sentence: sentence.replace(/ from .*\./, "."), notProven, chart },
      /interval is not/,
    ]],
    nonsense: [
      { sentence: gibberish, notProven, chart },
      { sentence: "It had a ratio of 9.87 with an interval from 8.76 to 9.99.", notProven, chart },
      { sentence, notProven: gibberish, chart },
      { sentence, notProven: sentence, chart },
      { sentence: "It had 1 2 3 4 5 6 7 8 9 of all things in it.", notProven, chart },
      // Whole numbers lie within a half of any small figure, and name none.
      { sentence: "After -2 -1 0 costs 1 or 2 of us will trust in this book.", notProven, chart },
    ],
    untouched: { sentence: undefined, notProven: undefined, chart },
  },
  "06.1": {
    right: [231],
    near: [["231", /quotation marks/], ["231 points", /without its unit/]],
    nonsense: [0, 3, 1000, 230],
  },
  "06.2": {
    context: swept,
    right: [{ first: a, second: b, third: c }],
    near: [
      [{ first: 100 * a, second: 100 * b, third: 100 * c }, PERCENT],
      [{ first: 100 * b, second: 100 * c, third: 100 * a }, /percentage.*wrong edges/],
      [{ first: a, second: b, third: "0,5" }, /decimal point/],
    ],
    nonsense: [
      { first: 1, second: 1, third: 1 },
      { first: 0, second: 0, third: 1 },
      { first: 33, second: 33, third: 34 },
    ],
  },
  "06.3": {
    context: swept,
    right: [{ alone, together }],
    near: [[{ alone: 1 - alone, together: 1 - together }, /hold zero/]],
    nonsense: [{ alone: 0.77, together: 0.66 }, { alone: 50, together: 40 }],
    untouched: { alone: undefined, together: undefined },
  },
  "06.4": {
    context: swept,
    right: [{ mean: meanPbo, least: Math.min(...pbos), most: Math.max(...pbos) }, {
      mean: 0.5,
      least: 0.05,
      most: 0.95,
    }],
    near: [[{ mean: 50, least: 5, most: 95 }, PERCENT], [
      { mean: 0.5, least: 0.95, most: 0.05 },
      /swap them/,
    ]],
    nonsense: [{ mean: 7, least: 1, most: 3 }, { mean: 0.2, least: 0.19, most: 0.21 }, {
      mean: 0.5,
      least: -3,
      most: 0.9,
    }],
  },
  "06.5": {
    right: [
      { weights: [0.6, 0.2, 0.2], reason, chart: map },
      {
        weights: [0.6, 0.2, 0.2],
        reason: "From the start we trusted reports, for they stay true for many months.",
        chart: map,
      },
    ],
    near: [[{ weights: [60, 20, 20], reason, chart: map }, PERCENT], [
      {
        weights: [0.6, 0.2, 0.2],
        reason: "The star of the map lies there and has the best Sharpe.",
        chart: map,
      },
      /speaks of the test/,
    ], [
      { weights: [0.333, 0.333, 0.333], reason, chart: map },
      /sum to 0\.999; three weights sum to 1\. What rounding took/,
    ]],
    nonsense: [
      { weights: [1, 1, 1], reason, chart: map },
      { weights: "all", reason, chart: map },
      { weights: [0.6, 0.2, 0.2], reason: gibberish, chart: map },
    ],
  },
};

const OPEN = ["00.4", "01.5", "02.5", "03.5", "05.5", "06.5"];

Deno.test("every exercise has a table of answers", () => {
  deepEqual(Object.keys(ANSWERS).sort(), EXERCISES.map(({ id }) => id).sort());
  deepEqual([...loneLimits].sort(), ["beta", "sector XLK"]);
});

for (const { id } of EXERCISES) {
  const { context, right, near, nonsense, untouched } = ANSWERS[id];
  const done = OPEN.includes(id) ? "complete" : "right";
  const say = (answer: unknown) => {
    const said = check(id, answer, context);
    return { ...said, text: `${JSON.stringify(answer)}: ${said.kind}, ${said.message}` };
  };

  Deno.test(`${id} takes its right answers, and an open one is complete`, () => {
    for (const answer of right) equal(say(answer).kind, done, say(answer).text);
    if (done === "complete") match(String(check(id, right[0], context)), /^Complete\./);
  });

  Deno.test(`${id} recognises other ways of writing, and what is close`, () => {
    for (const [answer, message] of near) {
      const { kind, message: said, text } = say(answer);
      ok(kind === "mistake" || kind === "hint", text);
      match(said, message);
    }
  });

  Deno.test(`${id} takes no nonsense`, () => {
    const kinds = [true, [], {}, "", "bananas", gibberish, NaN, null, () => 1, ...nonsense];
    for (const answer of kinds) {
      const { kind, text } = say(answer);
      ok(kind === "mistake" || kind === "hint", text);
    }
  });

  Deno.test(`${id} is neutral while nobody has answered`, () => {
    for (const answer of [undefined, ...(untouched === undefined ? [] : [untouched])]) {
      const { kind, message, text } = say(answer);
      equal(kind, "note", text);
      match(message, /No answer yet|Still open/);
    }
  });

  Deno.test(`${id} tells a wrong third argument, and blames nobody else`, () => {
    const wrong = [undefined, null, 5, "text", [], {}, [1, 2], [{}], { weights: "none" }, {
      map: 1,
    }];
    for (const other of wrong) {
      if (context === undefined || typeof other === "number") continue;
      const said = check(id, right[0], other);
      ok(
        said.kind === "note" || /^The third argument must be /.test(said.message),
        `${JSON.stringify(other)}: ${said.kind}, ${said.message}`,
      );
    }
  });
}

Deno.test("a decimal comma in a cell is two arguments, and recognised as such", () => {
  match(check("00.1", 1, 6).message, /^Two numbers arrived, 1 and 6\. .*: 1\.6\.$/);
  match(check("04.2", -0, 171).message, /: -0\.171\.$/);
});

Deno.test("03.3 as shipped asks for more than the limits that were changed", () => {
  equal(fourPrices.cap, "sector XLV");
  equal(fourPrices.beta, "sector XLE");
  equal(fourPrices.cluster, "none");
  equal(fourPrices.confidence, "sector XLE");
});

Deno.test("a fault of the lab is told as one, not as the reader's mistake", () => {
  const broken = {
    ...book,
    get weights(): number[] {
      throw new TypeError("cannot read 'x' of undefined");
    },
  };
  try {
    check("00.2", { long: 0.5, short: 0.5 }, broken);
  } catch (error) {
    equal((error as Error).name, "LabError");
    match((error as Error).message, /00\.2 could not be judged\. This is a fault of the lab.*'x'/);
    return;
  }
  throw new Error("nothing was thrown");
});

Deno.test("a chart is a chart, and a sentence of the judge is none of the prompt", () => {
  const said = check("01.5", {
    question,
    pillar: "technicals",
    because: agreed,
    chart: notice("note", "no prompt"),
  });
  match(said.message, /does not hold your question/);
  ok(limitGauges(gaugeRows(book), { source }));
});

Deno.test("00.4 wants other scores where those of the week do it already", async () => {
  // Industries: the long side and the net bind, before anybody has changed a score.
  const { snapshot } = await lessonMarket("industries", { seed: 62 });
  const plan = rebalance(snapshot, views(await convene(snapshot)));
  const own = Object.fromEntries(plan.views.map(({ sector, score }) => [sector, score]));
  const because = "The long side and the net bind, for most of the views are good ones.";
  const said = check("00.4", { scores: own, because, chart }, { snapshot, plan });
  equal(said.kind, "hint");
  match(said.message, /they do it already: .*long side.*net/);
});

Deno.test("02.2 says on which side of 3 a bias lies", () => {
  const disliked = { scores: [1, 1, 2], committee: -0.5 };
  match(check("02.2", 2 - 5 / 3, disliked).message, /liked too little must come up/);
  const liked = { scores: [5, 5, 4], committee: 0.5 };
  match(check("02.2", 4 + 5 / 3, liked).message, /liked too much must come down/);
});
