import { lessonMarket } from "lab/lesson";
import {
  budgetRows,
  budgetTable,
  capacityRows,
  capacityTitle,
  clusterEffect,
  contributionRows,
  fourChanges,
  objectiveBooks,
  objectiveCells,
  returnRoad,
  riskOfDay,
  volatilitySweep,
  weekLater,
} from "lab/lesson/03";
import { roadTitle } from "../../../lib/lessons/03_portfolio_construction/two_roads.ts";
import { smallestBudget } from "../../../lib/lessons/03_portfolio_construction/budget_table.ts";
import { relativeCovariance } from "../../../lib/lessons/03_portfolio_construction/two_roads.ts";
import { DISPLAY } from "lab/charts";
import { snapshot } from "lab/market";
import { DEFAULT_LIMITS, fitBook } from "lab/portfolio";
import { settings } from "lab/settings";
import { deepEqual, equal, match } from "node:assert/strict";

const problem = {
  sectors: ["XLB", "XLE", "XLK", "XLU"] as const,
  tilts: [1, -1, 2, -1],
  betas: [1.1, 0.9, 1.2, 0.6],
  limits: DEFAULT_LIMITS,
};

Deno.test("without a covariance the parts on risk say why, and draw nothing", async () => {
  const { market } = await lessonMarket("simulated", { seed: 21 });
  const early = snapshot(market, market.prices.days[20]);
  const risk = riskOfDay(early, problem);
  match(risk.none!.message, /too short a history/);
  deepEqual(contributionRows(fitBook(problem), risk).rows, []);
  equal(volatilitySweep(problem, risk).none, risk.none);
  const road = returnRoad(problem, risk, { views: [], ic: 0.05, cap: 1 });
  deepEqual(road.steps, []);
  deepEqual(objectiveCells(objectiveBooks(problem, risk)), []);
});

Deno.test("relativeCovariance() takes the market off both sides", () => {
  // Of a sector with beta 1 and own variance 0.01 on a market of 0.04, 0.01 is left; of the market's
  // twin nothing.
  const covariance = [[0.05, 0.04, 0.04], [0.04, 0.04, 0.04], [0.04, 0.04, 0.04]];
  const relative = relativeCovariance(covariance).map((row) =>
    row.map((value) => Number(value.toFixed(12)))
  );
  deepEqual(relative, [[0.01, 0], [0, 0]]);
});

Deno.test("budgetTable() knows when nothing must trade, and names the smallest budget otherwise", () => {
  const source = "Source: simulated, seed 7.";
  const { weights, hedge } = fitBook(problem);
  const kept = budgetRows(problem, { weights, hedge });
  equal(smallestBudget(kept), 0);
  match(budgetTable(kept, { source })[DISPLAY]()["text/plain"], /^No budget is too small/);
  // From cash the whole gross has to be traded.
  const cash = budgetRows(problem, { weights: [0, 0, 0, 0], hedge: 0 });
  equal(Math.abs(smallestBudget(cash)! - 1) < 1e-7, true);
  match(budgetTable(cash, { source })[DISPLAY]()["text/plain"], /budget that works is 100.00 %/);
});

Deno.test("clusterEffect() moves nothing where no cluster is found", () => {
  const { rows, moved } = clusterEffect(problem, [], { max: 0.2, threshold: 0.7 });
  equal(moved, 0);
  deepEqual(rows.map(({ from }) => from), ["mandate"]);
});

Deno.test("capacityTitle() counts what is closed in the largest account, and the dearest trading", () => {
  const row = { wanted: 0.1, kept: 0.1, positionUsd: 0, scope: "XLE", label: "Energy" } as const;
  const book = { status: "full", ordersStatus: "orders", gross: 1, knownCostBps: 0 } as const;
  const capacity = {
    accountsUsd: [1e4, 1e7],
    rows: [
      { ...row, accountUsd: 1e4, fate: "first choice", ticker: "DUG" },
      { ...row, accountUsd: 1e7, fate: "closed", reason: "too thin" },
      { ...row, label: "Staples", accountUsd: 1e4, fate: "not in the book" },
      { ...row, label: "Staples", accountUsd: 1e7, fate: "falls back", ticker: "SZK" },
      { ...row, label: "Utilities", accountUsd: 1e4, fate: "first choice", ticker: "SDP" },
      {
        ...row,
        label: "Utilities",
        accountUsd: 1e7,
        fate: "capped by size",
        ticker: "SDP",
        kept: -0.0068,
        pointsNearer: 2.5,
      },
    ],
    books: [
      { ...book, accountUsd: 1e4, costBps: 3 },
      { ...book, accountUsd: 1e7, costBps: 9 },
    ],
  } as const;
  equal(
    capacityTitle(capacity),
    "At $10M 1 of 3 positions is closed, 1 is capped by size and 1 falls back; trading costs 3.0 bp " +
      "at $10k and 9.0 bp at $10M",
  );
  deepEqual(capacityRows(capacity).cells.map(({ state }) => state), [
    "first choice",
    "closed",
    "not held",
    "fallback",
    "first choice",
    "capped",
  ]);
  const capped = capacityRows(capacity).cells.at(-1)!;
  deepEqual([capped.cap, capped.price], [0.0068, 2.5]);
});

Deno.test("fourChanges() halves the second strongest view that can be followed, and no other", () => {
  const { confidence } = fourChanges({ ...problem, closed: ["XLK"] });
  deepEqual(confidence.after.tilts, [1, -0.5, 2, -1]);
  const none = fourChanges({ ...problem, tilts: [0, 0, 0, 0] }).confidence;
  deepEqual(none.after.tilts, [0, 0, 0, 0]);
});

Deno.test("roadTitle() says where the cap cuts", () => {
  const step = { rank: 1, mean: 0 };
  const steps = [{ ...step, z: 1, isCapped: true }, { ...step, z: 0, isCapped: false }];
  const sectors = ["XLE", "XLK"] as const;
  equal(roadTitle({ sectors, steps }), "The cap cuts 1 of 2 scores: 1 at the top, 0 at the bottom");
  match(roadTitle({ sectors: ["XLK"], steps: steps.slice(1) }), /^No score lies beyond/);
});

Deno.test("weekLater() says why a monthly market has no week", async () => {
  const { market, snapshot: today } = await lessonMarket("industries", { seed: 21 });
  const week = await weekLater(market, today, {
    followed: 5,
    equityUsd: 100_000,
    settings: settings(),
  });
  match(week.none!.message, /monthly/);
  deepEqual(week.rows, []);
});
