import {
  accountWaffle,
  betaBars,
  dumbbell,
  largestChangeTitle,
  limitGauges,
  percent,
  scoreHeatmap,
  weightBars,
} from "lab/charts";
import { convene, views } from "lab/committee";
import { rebalance } from "lab/desk";
import {
  betaRows,
  changeRows,
  gaugeRows,
  hedgeRow,
  lessonMarket,
  SCORE_COLUMN,
  scoreCells,
  weightRows,
} from "lab/lesson";
import { accountParts, dollarNeutral, withScore } from "lab/lesson/00";
import { check } from "../every_lesson.ts";
import { SECTOR_LABELS, SECTORS } from "lab/market";
import { equal, match, ok } from "node:assert/strict";
import { SOAK } from "../../soak.ts";

// What the titles of lesson 00 claim, worked out again from the results themselves, without the
// helpers that wrote the titles. Twenty seeds in the quick run, two hundred in the soak.
const seeds = Array.from(
  { length: SOAK ? 200 : 20 },
  (_, i) => i + 1,
);

const signed = (share: number) => percent(share, { signed: true });

for (const seed of seeds) {
  Deno.test(`lesson 00 claims nothing false with seed ${seed}`, async () => {
    const { snapshot, source } = await lessonMarket("simulated", { seed });
    const verdict = await convene(snapshot);
    const plan = rebalance(snapshot, views(verdict));
    const { book, trades } = plan;
    let long = 0, short = 0;
    for (const weight of book.weights) weight > 0 ? long += weight : short -= weight;

    const shown = weightBars(weightRows(book), { hedge: hedgeRow(book), source }).title;
    if (long > 0.001 && short > 0.001) {
      ok(shown.startsWith(`The book is long ${percent(long)} and short ${percent(short)} `), shown);
    }
    if (Math.abs(book.hedge) > 0.001) match(shown, / with a hedge of [+−]/);

    const scores = verdict.sectors.flatMap((one) => one.score === undefined ? [] : [one]);
    const high = scores.toSorted((a, b) => b.score! - a.score!)[0];
    const heat = scoreHeatmap(scoreCells(verdict), { total: SCORE_COLUMN, source }).title;
    ok(heat.includes(SECTOR_LABELS[high.sector]) && heat.includes(high.score!.toFixed(2)), heat);

    const firstTry = { ...book, weights: dollarNeutral(book.tilts), hedge: 0, lostBets: [] };
    const beta = firstTry.weights.reduce((sum, w, i) => sum + w * book.betas[i], 0);
    const moved = betaBars(betaRows(firstTry), { net: 0, source }).title;
    if (Math.abs(beta) < 0.005) match(moved, /hardly moves/);
    else ok(moved.includes(`by ${beta > 0 ? "−" : "+"}`), moved);

    const gaps = book.weights.map((weight, i) => Math.abs(weight - firstTry.weights[i]));
    const furthest = SECTOR_LABELS[book.sectors[gaps.indexOf(Math.max(...gaps))]];
    const change = largestChangeTitle(weightRows(book, { before: firstTry.weights }));
    ok(change.includes(furthest), change);
    book.weights.forEach((weight, i) => ok(weight * book.tilts[i] >= 0, "a view is turned around"));

    const touched = book.readings.filter((one) => one.slack <= 2e-9).length;
    const gauges = limitGauges(gaugeRows(book), { source }).title;
    if (touched === 0) equal(gauges, "No limit binds");
    else equal(gauges.split(/: /)[1].split(/, | and /).length, touched, gauges);

    const account = accountWaffle(accountParts(trades.orders, 100_000), { source }).title;
    match(account, /of \$100,000 is spent/);

    const after = rebalance(snapshot, withScore(plan.views, "XLE", 5)).book;
    const turned = dumbbell(changeRows(book, after), { changed: "Energy", source }).title;
    const at = book.sectors.indexOf("XLE");
    if (Math.abs(after.weights[at] - book.weights[at]) > 1e-4) {
      ok(
        turned.includes(`from ${signed(book.weights[at])} to ${signed(after.weights[at])}`),
        turned,
      );
    } else match(turned, /Energy stays at/);
    const others = [...book.weights, book.hedge].filter((weight, i) =>
      i !== at && Math.abs(weight - [...after.weights, after.hedge][i]) >= 1e-4
    ).length;
    ok(turned.includes(others === 0 ? "none of the other" : ` ${others} of the other`), turned);

    // The checks hold for this run too.
    const answer = {
      long: long + Math.max(book.hedge, 0),
      short: short + Math.max(-book.hedge, 0),
    };
    equal(check("00.2", answer, book).kind, "right");
    const threes = rebalance(snapshot, plan.views.map((view) => ({ ...view, score: 3 }))).book;
    const gross = threes.weights.reduce((sum, weight) =>
      sum + Math.abs(weight), 0);
    equal(check("00.3", { status: threes.status, gross }).kind, "right");
  });
}

Deno.test("every chart of lesson 00 can be drawn without any view", async () => {
  const { snapshot, source } = await lessonMarket("simulated", { seed: 7 });
  const plan = rebalance(snapshot, SECTORS.map((sector) => ({ sector, score: 3, confidence: 1 })));
  const { book } = plan;
  equal(
    weightBars(weightRows(book), { hedge: hedgeRow(book), source }).title,
    "The book holds no sector, without a hedge",
  );
  const empty = { ...book, weights: dollarNeutral(book.tilts), hedge: 0, lostBets: [] };
  match(betaBars(betaRows(empty), { net: 0, source }).title, /hardly moves/);
  for (
    const chart of [
      limitGauges(gaugeRows(book), { source }),
      accountWaffle(accountParts(plan.trades.orders, 100_000), { source }),
      dumbbell(changeRows(book, book), { changed: "Energy", source }),
    ]
  ) equal(/NaN|Infinity|undefined/.test(chart.html()), false, chart.title);
});
