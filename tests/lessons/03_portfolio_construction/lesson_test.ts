import {
  bookAndLimits,
  bookMultiples,
  capacityCells,
  contributionBars,
  countWord,
  dendrogram,
  DISPLAY,
  dumbbell,
  faultWaffle,
  type Figure,
  grossBars,
  grossLines,
  limitDumbbells,
  limitGauges,
  percent,
  points,
  slopeLines,
  tangentLine,
  tradeDumbbells,
  waterfall,
  weightBars,
  weightCells,
} from "lab/charts";
import { convene, views } from "lab/committee";
import { capacity, type Plan, rebalance, viewToOrder, viewToOrderText } from "lab/desk";
import { correlationClusters } from "lab/hedging";
import { gaugeRows, hedgeRow, lessonMarket, weightRows } from "lab/lesson";
import {
  budgetRows,
  budgetTable,
  capacityRows,
  capacityTitle,
  capTangent,
  clipBreaches,
  clipTable,
  clusterEffect,
  clusterTable,
  clusterTree,
  contributionRows,
  fourChanges,
  grossBar,
  grossByCap,
  grossTable,
  limitShareRows,
  limitSteps,
  mandateTable,
  objectiveBooks,
  objectiveCells,
  problemOf,
  returnRoad,
  riskOfDay,
  roadBooks,
  roadLines,
  roadRows,
  shareTitle,
  sideReturns,
  stepPanels,
  strongestViews,
  trialCounts,
  viewWaterfall,
  volatilitySweep,
  weekCaption,
  weekLater,
} from "lab/lesson/03";
import {
  trialCaption,
  trialTitle,
} from "../../../lib/lessons/03_portfolio_construction/clip_breaches.ts";
import { viewWaterfallTitle } from "../../../lib/lessons/03_portfolio_construction/view_waterfall.ts";
import {
  objectiveFoot,
  objectivesTitle,
} from "../../../lib/lessons/03_portfolio_construction/other_objectives.ts";
import {
  roadAxes,
  roadBooksTitle,
  roadCostCaption,
  roadTitle,
} from "../../../lib/lessons/03_portfolio_construction/two_roads.ts";
import { volatilityTitle } from "../../../lib/lessons/03_portfolio_construction/volatility_sweep.ts";
import { smallestBudget } from "../../../lib/lessons/03_portfolio_construction/budget_table.ts";
import { equalityBook } from "../../../lib/lessons/03_portfolio_construction/equality_book.ts";
import { type RiskOfDay } from "../../../lib/lessons/03_portfolio_construction/risk_of_day.ts";
import {
  type LimitProblem,
  refit,
} from "../../../lib/lessons/03_portfolio_construction/limit_steps.ts";
import { type LessonMarket } from "../../../lib/lessons/kit/lesson_market.ts";
import { check } from "../every_lesson.ts";
import { SECTOR_LABELS } from "lab/market";
import { type Book, clippedBook, fitBook } from "lab/portfolio";
import { settings } from "lab/settings";
import { equal, match, ok } from "node:assert/strict";
import { SOAK, soakTest } from "../../soak.ts";

// What the titles of lesson 03 claim, worked out again from weights, betas and limits, without the
// readings and helpers that wrote the titles.

const CLUSTER = ["XLK", "XLC", "XLY"];
const size = (values: readonly number[]) => values.reduce((sum, value) => sum + Math.abs(value), 0);
const betaOf = (book: Pick<Book, "weights" | "betas" | "hedge">) =>
  book.weights.reduce((sum, w, i) => w === 0 ? sum : sum + w * book.betas[i], book.hedge);

/** The limits that a book breaks, by the mandate's own words, and the funds that it is too large for. */
function broken(
  book: Pick<Book, "sectors" | "weights" | "betas" | "hedge" | "limits">,
  { fundCaps }: Pick<LimitProblem, "fundCaps"> = {},
): string[] {
  const { limits, hedge, weights } = book;
  const all = [...weights, hedge];
  const long = size(all.filter((w) => w > 0)), short = size(all.filter((w) => w < 0));
  const cluster = size(weights.filter((_, i) => CLUSTER.includes(book.sectors[i])));
  const past = (value: number, bound: number) => value > bound + 1e-8;
  return [
    past(long + short, limits.gross) ? "gross" : "",
    past(Math.max(0, ...weights.map(Math.abs)), limits.sector) ? "largest sector" : "",
    past(long, limits.side) ? "long side" : "",
    past(short, limits.side) ? "short side" : "",
    past(Math.abs(long - short), limits.net) ? "net" : "",
    past(cluster, limits.cluster.max) ? "cluster" : "",
    past(Math.abs(betaOf(book)), limits.beta.max) ? "beta" : "",
    past(Math.abs(hedge), limits.hedge) ? "hedge" : "",
    ...weights.map((w, i) =>
      past(Math.abs(w), (w < 0 ? fundCaps?.short : fundCaps?.long)?.[i] ?? Infinity)
        ? `fund of ${SECTOR_LABELS[book.sectors[i]]}`
        : ""
    ),
  ].filter(Boolean);
}

/** Hedge, scale, clip, written out once more. */
function clippedByHand(
  tilts: readonly number[],
  betas: readonly number[],
  closed: readonly boolean[],
) {
  let weights = tilts.map((tilt, i) => closed[i] || tilt === 0 ? 0 : tilt / size(tilts));
  let hedge = -weights.reduce((sum, w, i) => w === 0 ? sum : sum + w * betas[i], 0);
  const gross = size([...weights, hedge]) || 1;
  weights = weights.map((weight) => weight / gross);
  hedge /= gross;
  return { weights: weights.map((w) => Math.sign(w) * Math.min(0.3, Math.abs(w))), hedge };
}

/** √(x′Σx), by names. */
function volatilityOf(
  book: Pick<Book, "sectors" | "weights" | "hedge">,
  { names, matrix }: RiskOfDay,
): number {
  const held = names.map((name) =>
    name === "market" ? book.hedge : book.weights[book.sectors.indexOf(name)]
  );
  return Math.sqrt(
    held.reduce((sum, a, i) => sum + held.reduce((of, b, j) => of + a * matrix[i][j] * b, 0), 0),
  );
}

/** Σ|difference|, hedge included. */
function apartBy(a: Pick<Book, "weights" | "hedge">, b: Pick<Book, "weights" | "hedge">): number {
  return size([...a.weights.map((weight, i) => weight - b.weights[i]), a.hedge - b.hedge]);
}

/** Sections 6 to 9: risk, a week later, capacity, the other road, other objectives. */
async function judgeRest(
  lesson: LessonMarket,
  run: {
    readonly allViews: ReturnType<typeof views>;
    readonly followed: number;
    readonly plan: Plan;
    readonly at: string;
    readonly draw: (chart: Figure) => string;
  },
): Promise<void> {
  const { market, snapshot, source, noOrders } = lesson;
  const { allViews, followed, plan, at, draw } = run, { book } = plan;
  const problem = problemOf(plan);
  const free = fitBook(problem);

  // 6. Parts of risk add up; the limit on volatility is kept and its tangent lies between two slopes.
  const risk = riskOfDay(snapshot, problem);
  equal(risk.none, undefined);
  const parts = contributionRows(book, risk);
  const sums = draw(contributionBars(parts.rows, { hedge: parts.hedge, source }));
  const known = volatilityOf(book, risk);
  const total = [...parts.rows, parts.hedge].reduce((sum, one) => sum + one.risk, 0);
  ok(Math.abs(total - known) < 1e-12, at);
  ok(sums.includes(`volatility of ${percent(known)} and`), at + sums);
  const most = Math.max(...[...parts.rows, parts.hedge].map((one) => one.risk));
  if (most > 1e-4) ok(sums.includes(points(most)), at + sums);

  const calmer = volatilitySweep(problem, risk);
  if (size(free.weights) === 0) ok(calmer.none !== undefined, at);
  else {
    const said = draw(tangentLine(calmer.points, {
      tangent: calmer.tangent,
      title: volatilityTitle(calmer),
      subtitle: "distance over volatility",
      xLabel: "Volatility limit",
      yLabel: "distance",
      source,
    }));
    const limited = (max: number) => {
      const one = refit({ ...problem, risk: { covariance: risk.covariance } }, {
        volatility: { max },
      });
      ok(volatilityOf(one, risk) <= max + 1e-8, at);
      equal(broken(one).length, 0, at);
      return one;
    };
    const { x, y, slope } = calmer.tangent, step = 1e-5;
    ok(Math.abs(calmer.free - volatilityOf(free, risk)) < 1e-12, at);
    const left = limited(x - step), right = limited(x + step);
    if (y > 1e-3) {
      const before = (y - left.distance) / step, after = (right.distance - y) / step;
      ok(slope >= before - 5e-3 && slope <= after + 5e-3, `${at}${slope}: ${before} ${after}`);
      const claimed = /brings the book about ([\d.]+) points/.exec(said)?.[1];
      if (/too steep/.test(said)) ok(-slope > 1000 * y, at + said);
      else if (claimed === undefined) ok(after > -5e-3, at + said);
      // Points of distance for a tenth of a point of volatility, to two decimals.
      else ok(Math.abs(-10 * Number(claimed) - slope) < 0.051, at + said);
    }
  }

  // Clusters: every pair inside one is as correlated as the cut; the limit on them is kept.
  for (const threshold of [0.7, 0.5]) {
    const found = correlationClusters(snapshot, { threshold });
    ok(found.clusters !== undefined);
    draw(dendrogram(found.merges, clusterTree(found, { source })));
    const max = 0.2, effect = clusterEffect(problem, found.clusters, { max, threshold });
    const table = clusterTable(effect, { max, source })[DISPLAY]()["text/plain"];
    const inside = (one: Book, sectors: readonly string[]) =>
      size(one.weights.filter((_, i) => sectors.includes(one.sectors[i])));
    const over = found.clusters.filter(({ sectors }) => inside(free, sectors) > max + 1e-8).length;
    for (const { sectors } of found.clusters) ok(inside(effect.book, sectors) <= max + 1e-8, at);
    if (found.clusters.length === 0) match(table, /^No cluster is found/);
    else if (over === 0) {
      match(table, /would move nothing/);
      ok(apartBy(effect.book, free) < 1e-7, at + table);
    } else {
      ok(table.includes(`hold back ${countWord(over).toLowerCase()} and move `), at + table);
      ok(table.includes(points(apartBy(effect.book, free) / 2)), at + table);
    }
  }

  // 7. A week later, and the smallest budget.
  const week = await weekLater(market, snapshot, {
    followed,
    equityUsd: 100_000,
    settings: settings(),
  });
  if (week.plan === undefined) ok(week.none !== undefined && week.rows.length === 0, at);
  else {
    const said = draw(tradeDumbbells(week.rows, { hedge: week.hedge, source }));
    const all = [...week.rows, ...week.hedge ? [week.hedge] : []];
    const traded = all.filter((row) => Math.abs(row.after - row.before) >= 1e-4).length;
    if (traded > 0) ok(said.startsWith(`${countWord(traded)} of ${all.length} `), at + said);
    else match(said, all.length > 0 ? /^No position trades/ : /^There is no position/, at);
    match(weekCaption(week), /Outcome: (full|reduced|cash|over budget)/);
    const rows = budgetRows(problem, week.held), smallest = smallestBudget(rows);
    const table = budgetTable(rows, { source })[DISPLAY]()["text/plain"];
    ok(smallest !== undefined, at);
    for (const { budget, book: one } of rows) {
      equal(broken(one).length, 0, at);
      const spent = apartBy(one, week.held);
      // What is held is read to the nearest 1e-9, for each of twelve names.
      ok(Math.abs(spent - one.turnover!.value) < 12e-9, at);
      if (budget === undefined) continue;
      equal(one.status === "over budget", budget < smallest - 2e-9, `${at}${budget} ${smallest}`);
      ok(spent <= Math.max(budget, smallest) + 2e-8, at);
    }
    if (smallest > 0) ok(table.includes(percent(smallest, { digits: 2 })), at + table);
    else match(table, /^No budget is too small/);
  }

  // Capacity: what the title counts stands in the cells.
  const sizes = capacity(snapshot, plan.views), { cells, costs } = capacityRows(sizes);
  if (noOrders === undefined) {
    const said = draw(capacityCells(cells, { costs, title: capacityTitle(sizes), source }));
    const largest = cells.filter(({ column }) => column === "$10M");
    const held = largest.filter(({ state }) => state !== "not held");
    const closed = held.filter(({ state }) => state === "closed").length;
    if (held.length === 0) match(said, /nothing is held/);
    else {
      ok(
        said.startsWith(
          `At $10M ${closed === 0 ? "none" : closed} of ${held.length} positions`,
        ),
        at + said,
      );
    }
  }

  // 8. The other road: z from ranks, cut at the cap; the book keeps every limit.
  const first = problemOf(rebalance(snapshot, allViews, { equityUsd: 100_000 }));
  const byViews = fitBook(first);
  const road = returnRoad(first, risk, {
    views: allViews,
    ic: 0.05,
    cap: 0.8,
    previous: week.held,
  });
  const said = draw(
    slopeLines(roadLines(road), { axes: roadAxes(road), title: roadTitle(road), source }),
  );
  const cut = road.steps.filter(({ z }) => Math.abs(z) === 0.8).length;
  const stated = Number(/The cap cuts (\d+) of/.exec(said)?.[1] ?? 0);
  equal(stated, cut, at + said);
  road.scores.forEach((score, i) =>
    road.scores.forEach((other, j) => {
      if (score > other) ok(road.steps[i].z >= road.steps[j].z, at);
    })
  );
  const ends = roadBooks(road, { riskAversion: 5, costBps: 10 });
  equal(broken(ends.withCosts).length + broken(ends.without).length, 0, at);
  ok(Math.abs(ends.traded[0] - apartBy(ends.withCosts, week.held)) < 1e-12, at);
  const differ = draw(dumbbell(roadRows(byViews, ends), {
    title: roadBooksTitle(byViews, ends),
    caption: roadCostCaption(road, ends, 10),
    source,
  }));
  ok(differ.includes(points(apartBy(byViews, ends.withCosts) / 2)), at + differ);
  ends.withCosts.weights.forEach((weight, i) => {
    ok(weight >= 0 || !first.closedShorts!.includes(book.sectors[i]), `${at}no fund to short`);
  });

  // 9. Six objectives inside the limits; those that know sides only would not move.
  const six = objectiveBooks(problem, risk);
  const cellsOf = draw(weightCells(objectiveCells(six), {
    title: objectivesTitle(six),
    foot: objectiveFoot(six),
    source,
  }));
  for (const { name, book: one, moved } of six) {
    equal(broken(one).length, 0, `${at}${name}: ${broken(one)}`);
    if (["risk parity", "HRP", "equal weight"].includes(name)) ok(moved < 1e-6, at + name);
    else if (moved >= 1e-6) equal(cellsOf.includes(name), false, at + cellsOf);
  }
  ok(apartBy(six[0].book, free) < 1e-7, at);
}

async function judgeLesson(data: string, seed: number, followed: number): Promise<void> {
  const lesson = await lessonMarket(data, { seed });
  const { snapshot, source, noOrders } = lesson;
  const allViews = views(await convene(snapshot));
  const plan = rebalance(snapshot, strongestViews(allViews, followed), { equityUsd: 100_000 });
  const { book } = plan, problem = problemOf(plan);
  const at = `seed ${seed}, ${followed} views: `;
  const html: string[] = [];
  const draw = (chart: Figure) => {
    html.push(chart.html());
    return chart.title;
  };

  const strength = (view: { readonly score: number }) => Math.abs(view.score - 3);
  const kept = strongestViews(allViews, followed).filter(({ score }) => score !== 3);
  ok(kept.length <= followed);
  const weakest = Math.min(...kept.map(strength));
  const keptSectors = kept.map(({ sector }) => sector);
  ok(allViews.every((v) => keptSectors.includes(v.sector) || strength(v) <= weakest + 1e-12));

  const first = draw(bookAndLimits(weightRows(book), gaugeRows(book), {
    hedge: hedgeRow(book),
    cap: book.limits.sector,
    source,
  }));
  const touched = book.readings.filter(({ slack }) => slack <= 2e-9).length;
  if (touched === 0) equal(first, "No limit binds");
  else equal(first.split(": ")[1].split(/, | and /).length, touched, at + first);
  equal(broken(book, plan).length, 0, at + broken(book, plan));

  const mandate = mandateTable(book.limits, { source, readings: plan.readings })[DISPLAY]();
  match(mandate["text/plain"], /^The mandate: 13 limits, and how far views may reach;/);
  // Each binding limit says what more of it would bring: something nearer, or nothing.
  const inWords = gaugeRows(book, { inWords: true });
  draw(limitGauges(inWords, { source }));
  for (const { binds, shadowPrice = 0, priceInWords } of inWords) {
    equal(priceInWords !== undefined, binds, at);
    if (!binds) continue;
    ok(shadowPrice >= 0, at);
    // One more point cannot bring a book nearer than to its aims.
    const isSteep = 0.01 * shadowPrice * book.grossAimed > book.distance ** 2;
    match(priceInWords!, shadowPrice === 0 ? /nothing/ : isSteep ? /too steep/ : /nearer/, at);
  }

  // 1. Shares, and how strong the views are as a set.
  const k = size(book.tilts) === 0 ? 0 : 1 / size(book.tilts);
  const share = shareTitle(book);
  draw(weightBars(weightRows({ ...book, weights: book.targets }), { title: share, source }));
  const conviction = size(book.tilts) / (2 * book.tilts.length);
  if (book.status !== "cash") {
    equal(/The views are (weak|few)/.test(book.summary), conviction < 0.25, at + book.summary);
  }
  if (k > 0) {
    const most = Math.max(...book.tilts.map((tilt) => Math.abs(tilt) * k));
    ok(share.includes(` is ${percent(most)} `), at + share);
    const past = book.tilts.filter((tilt) => Math.abs(tilt) * k > 0.3 + 1e-9).length;
    if (past === 0) match(share, /no share passes/);
    else match(share, past === 1 ? /one share passes/ : /[a-z]+ shares pass/);
  }

  // 2. Clipped and solved.
  const clipped = clippedBook(problem);
  const closed = book.sectors.map((sector) => problem.closed!.includes(sector));
  const byHand = clippedByHand(book.tilts, book.betas, closed);
  ok(size(clipped.weights.map((weight, i) => weight - byHand.weights[i])) < 1e-9);
  clipTable(clipped, { source });
  const both = draw(limitDumbbells(limitShareRows(clipped, book), { source }));
  const names = broken({ ...book, ...byHand }, problem).map((name) =>
    name === "cluster" ? `cluster ${book.limits.cluster.sectors.join("+")}` : name
  );
  const stated = /clipped breaks (.*); solved together it breaks no limit$/.exec(both)?.[1];
  equal(
    (stated ?? both).split(/, | and /).toSorted().join(),
    names.length === 0 ? "no limit" : names.toSorted().join(),
    at + both,
  );

  const trials = clipBreaches(problem, { seed });
  const known = book.betas.flatMap((beta, i) => Number.isFinite(beta) ? [i] : []);
  const sectors = known.map((i) => book.sectors[i]), betas = known.map((i) => book.betas[i]);
  const { limits } = book;
  let broke = 0, missed = 0, few = 0;
  for (const { tilts } of trials) {
    const hand = clippedByHand(tilts, betas, tilts.map(() => false));
    if (broken({ sectors, betas, limits, ...hand }).length > 0) {
      broke++;
      if (tilts.filter((tilt) => tilt !== 0).length <= 4) few++;
    } else if (
      size([...hand.weights, hand.hedge]) < 0.98 &&
      fitBook({ sectors, betas, tilts }).status === "full"
    ) missed++;
  }
  const waffle = draw(faultWaffle(trialCounts(trials), { title: trialTitle(trials), source }));
  equal(Number(/breaks a limit in (\d+)/.exec(waffle)![1]), broke, at + waffle);
  equal(Number(/gross in (\d+) more/.exec(waffle)?.[1] ?? 0), missed, at + waffle);
  ok(trialCaption(trials).startsWith(`${few} of the ${broke} broken sets`), at);

  // 3. One limit at a time.
  const steps = limitSteps(problem);
  const openSize = size(book.tilts.filter((_, i) => !problem.closed!.includes(book.sectors[i])));
  const times = Math.min(1.5, Math.max(1.1, size(book.tilts) / openSize));
  const distances = steps.map(({ book: one }) =>
    Math.sqrt(
      one.weights.reduce((sum, w, i) => {
        const v = k * Math.abs(book.tilts[i]);
        const isOpen = v > 0 && !problem.closed!.includes(book.sectors[i]);
        return isOpen ? sum + (Math.abs(w) - times * v) ** 2 / v : sum;
      }, 0.1 * one.hedge ** 2),
    )
  );
  const costs = distances.slice(1).map((distance, i) => distance - distances[i]);
  const dearest = Math.max(...costs);
  const multiples = draw(bookMultiples(stepPanels(steps), { guess: "net", source }));
  if (dearest < 4.99e-4) match(multiples, /^No limit takes/);
  else {
    const named = /^Of all limits (\w+) costs most/.exec(multiples)?.[1];
    const i = steps.findIndex(({ added }) => added === named);
    ok(costs[i - 1] >= dearest - 1e-7, at + multiples);
    ok(multiples.includes(points(dearest)), at + multiples);
  }
  const last = steps[steps.length - 1].book;
  equal(broken(last).length, 0);

  // 4. The tangent lies between the slopes on both sides of the cap.
  const touching = capTangent(problem), { slope, y: here } = touching.tangent;
  const line = [0.1, 0.3, 0.5].map((x) => ({ x, y: refit(problem, { sector: x }).distance }));
  const tangent = draw(tangentLine(line, { ...touching, source }));
  const step = 1e-5;
  const distanceAt = (cap: number) => refit(problem, { sector: cap });
  const left = distanceAt(0.3 - step), right = distanceAt(0.3 + step);
  if (here > 1e-3) {
    const before = (here - left.distance) / step, after = (right.distance - here) / step;
    ok(slope >= before - 2e-3 && slope <= after + 2e-3, `${at}${before} ${after}`);
    const claimed = /brings the book ([\d.]+) points/.exec(tangent)?.[1];
    if (/too steep/.test(tangent)) ok(-slope > 100 * here, at + tangent);
    else if (claimed === undefined) ok(after > -2e-3, at + tangent);
    else {
      const gain = Number(claimed);
      ok(gain <= 100 * here + 0.005, at + tangent);
      ok(-gain >= before - 0.008 && -gain <= after + 0.008, at + tangent);
    }
  }

  // 5. Fewer and fewer views.
  const counts = allViews.map((_, i) => allViews.length - i).concat(0);
  const problems = counts.map((count) =>
    problemOf(
      rebalance(snapshot, strongestViews(allViews, count), { equityUsd: 100_000 }),
    )
  );
  const books = problems.map((one) => fitBook(one));
  const grosses = draw(grossBars(books.map((one, i) => grossBar(String(counts[i]), one)), {
    xLabel: "views kept",
    guess: { label: "1", cash: 0.4 },
    source,
  }));
  const grossOf = (one: Book) => size([...one.weights, one.hedge]);
  const shortOf = counts.filter((_, i) => grossOf(books[i]) < 0.9995);
  const claimedShort = /except with (.*?) views kept/.exec(grosses)?.[1]?.split(/, | and /) ?? [];
  if (shortOf.length < counts.length) equal(claimedShort.join(), shortOf.join(), at + grosses);
  // That the limits would allow the whole gross is shown by a book that has it.
  const room = /the limits would allow it with (.*)$/.exec(grosses)?.[1]?.split(/, | and /) ?? [];
  counts.forEach((count, i) => {
    if (grossOf(books[i]) >= 0.9995 || books[i].status === "cash") return;
    const full = equalityBook(problems[i]);
    equal(room.includes(String(count)), full.isEqual, at + grosses);
    equal(broken({ ...books[i], ...full }).length, 0, at);
  });
  const rows = books.map((one, i) => ({ views: counts[i], book: one }));
  const outcomes = grossTable(rows, { source })[DISPLAY]()["text/plain"];
  const reducedBy = books.filter(({ status }) => status === "reduced");
  if (reducedBy.length === 0) match(outcomes, /^No book is reduced/);
  else ok(outcomes.startsWith(`${countWord(reducedBy.length)} book`), at + outcomes);
  for (const [i, one] of books.entries()) {
    if (one.status !== "reduced") continue;
    const { change, setting } = one.remedies.find(({ to }) => to !== undefined) ?? {};
    if (change === undefined) continue;
    const changed = refit(problems[i], change);
    if (setting === "reach") ok(grossOf(changed) >= 1 - 1e-8, at);
    else ok(Math.abs(changed.grossAllowed! - 1) < 1e-8, at);
  }
  // Neither line leaves its caps, and the title's largest step stands in the rows.
  const byCap = grossByCap(problem);
  const said = draw(grossLines(byCap, { subtitle: "gross", xLabel: "Sector cap", source }));
  byCap.forEach(({ points: line }, i) => {
    const steps = line.slice(1).map(({ gross }, j) => Math.abs(gross - line[j].gross));
    const most = Math.max(...steps), to = line[steps.indexOf(most) + 1];
    const part = said.split("; ")[i];
    if (most < 0.02) {
      const claimed = Number(/more than ([\d.]+) points/.exec(part)![1]) / 100;
      ok(claimed >= most - 1e-9 && claimed <= most + 1e-3, at + said);
    } else {
      ok(
        part.includes(`to ${percent(to.gross)} at a sector cap of ${percent(to.limit)}`),
        at + said,
      );
    }
  });
  const which = books.findIndex(({ remedies }) => remedies.length > 1);
  for (const { setting, from, to } of books[which]?.remedies ?? []) {
    if (to === undefined || setting !== "sector") continue;
    ok(refit(problems[which], { sector: to }).grossAllowed! >= 1 - 1e-8, at);
    ok(refit(problems[which], { sector: (from + to) / 2 }).grossAllowed! < 1 - 1e-8, at);
  }

  // 6. The steps add up.
  const sizes = book.weights.map(Math.abs);
  const explained = book.sectors[sizes.indexOf(Math.max(...sizes))];
  const way = viewToOrder(plan, explained);
  const sum = way.steps.reduce((total, { change }) => total + change, 0);
  ok(Math.abs(sum - way.paid) < 1e-9, at);
  const end = draw(waterfall(viewWaterfall(way.steps), { title: viewWaterfallTitle(way), source }));
  const spent = plan.trades.orders.filter(({ scope }) => scope === explained)
    .reduce((total, { dollars, cost }) => total + dollars + cost.knownUsd, 0) / 100_000;
  if (noOrders === undefined && plan.trades.orders.length > 0 && way.ticker !== undefined) {
    ok(end.includes(SECTOR_LABELS[explained]) && end.includes(percent(spent)), at + end);
    ok(end.endsWith(way.ticker), end);
    ok(viewToOrderText(way).startsWith(SECTOR_LABELS[explained]), at);
  }

  await judgeRest(lesson, { allViews, followed, plan, at, draw });

  for (const one of html) equal(/NaN|Infinity|undefined/.test(one), false, at);

  // The checks hold for this run too.
  const sides = sideReturns(book, snapshot);
  const none = check("03.4", 0.5, sides);
  if (sides === undefined) equal(none.kind, "note");
  else {
    const { long, short } = sides;
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const ml = mean(long), ms = mean(short);
    const products = long.map((value, i) => (value - ml) * (short[i] - ms));
    const scale = Math.sqrt(
      mean(long.map((v) => (v - ml) ** 2)) * mean(short.map((v) => (v - ms) ** 2)),
    );
    const rho = mean(products) / scale;
    equal(check("03.4", rho, sides).kind, "right", at);
    if (Math.abs(rho) > 0.02) equal(check("03.4", -rho, sides).kind, "mistake", at);
  }
  const asked = ["cap", "beta", "cluster", "confidence"] as const, changes = fourChanges(problem);
  const expected = Object.fromEntries(asked.map((change) => {
    const from = fitBook(changes[change].before).readings;
    const to = fitBook(changes[change].after).readings;
    const priceOf = (name: string) => from.find((one) => one.name === name)?.multiplier ?? 0;
    const moves = to.map(({ name, multiplier }) => ({
      name,
      was: priceOf(name),
      by: Math.abs(multiplier - priceOf(name)),
      is: multiplier,
    })).filter(({ name, by }) => name !== "gross" && !name.startsWith("fund ") && by > 1e-9).sort((
      a,
      b,
    ) => b.by - a.by);
    const found = change === "cap"
      ? moves.find(({ was, is }) => was <= 1e-9 && is > 1e-9)
      : moves.find(({ name }) => name !== change);
    return [change, found?.name ?? "none"];
  }));
  equal(check("03.3", expected, problem).kind, "right", at + JSON.stringify(expected));
  const neutral = book.sectors.find((_, i) => book.tilts[i] === 0);
  if (neutral) match(check("03.3", { ...expected, cap: neutral }, problem).message, /has no view/);
}

const seeds = SOAK ? Array.from({ length: 60 }, (_, i) => i + 1) : [21, 1, 2];
for (const seed of seeds) {
  Deno.test(`lesson 03 claims nothing false with seed ${seed}`, async () => {
    for (const followed of SOAK ? [5, 1, 2, 3, 4, 8, 11, 0] : [5, 2]) {
      await judgeLesson("simulated", seed, followed);
    }
  });
}

Deno.test("lesson 03 claims nothing false on the industries", async () => {
  await judgeLesson("industries", 21, 5);
});

Deno.test("optional limits of a mandate come with the last step, and the sweep moves the reader's own", async () => {
  const { snapshot } = await lessonMarket("simulated", { seed: 21 });
  const mandate = { volatility: { max: 0.1 }, correlated: { max: 0.25, threshold: 0.7 } };
  const plan = rebalance(snapshot, strongestViews(views(await convene(snapshot)), 5), {
    settings: settings({ mandate }),
  });
  const problem = problemOf(plan), risk = riskOfDay(snapshot, problem);
  const steps = limitSteps(problem), last = steps[steps.length - 1].book;
  ok(volatilityOf(steps[0].book, risk) > 0.1 + 1e-6);
  ok(volatilityOf(last, risk) <= 0.1 + 1e-8);
  ok(apartBy(last, plan.book) < 1e-8);
  ok(volatilitySweep(problem, risk).free > 0.1 + 1e-6);
  const gauge = gaugeRows(plan.book).find(({ label }) => label === "volatility")!;
  match(gauge.slack, /points$/);
});

// The shipped seed was picked because the recipe fails on it; the lesson says so and gives the rate.
soakTest("lesson 03 states how often the recipe breaks a limit over seeds 1 to 40", async () => {
  const count = new Map([[3, 0], [5, 0], [11, 0]]), ofFunds = new Map(count);
  for (let seed = 1; seed <= 40; seed++) {
    const { snapshot } = await lessonMarket("simulated", { seed });
    const allViews = views(await convene(snapshot));
    for (const [kept, so] of count) {
      const plan = rebalance(snapshot, strongestViews(allViews, kept), { equityUsd: 100_000 });
      const problem = problemOf(plan), clipped = clippedBook(problem);
      if (broken(clipped).length > 0) count.set(kept, so + 1);
      const asked = broken(clipped, problem).some((name) => name.startsWith("fund of"));
      if (asked) ofFunds.set(kept, ofFunds.get(kept)! + 1);
    }
  }
  equal([...count.values()].join(), "11,2,0");
  equal([...ofFunds.values()].join(), "21,33,31");
});

// Real prices do not belong to the repository; the soak finds them beside it.
const prices = new URL("../../../../shared/data/sectors_adjclose.csv", import.meta.url).pathname;
let isThere = false;
try {
  isThere = SOAK && Deno.statSync(prices).isFile;
} catch {
  // Elsewhere there are none, and nothing to run.
}
if (isThere) {
  Deno.test("lesson 03 claims nothing false on real prices", async () => {
    for (const followed of [5, 1, 2, 3, 11]) await judgeLesson(prices, 21, followed);
  });
}
