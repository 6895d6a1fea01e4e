/** The rule with limits holds no more than the funds of the day can carry, as the desk does. */
import { DEFAULT_WEIGHTS } from "lab/committee";
import { sectorBetas } from "lab/hedging";
import { dollarVolume, SECTORS, simulatedMarket, snapshot } from "lab/market";
import { bookFunds, fitBook, fundCap, heldExposures } from "lab/portfolio";
import {
  backtest,
  backtestWeights,
  decisionDays,
  LIMITS_ONLY,
  NAME_COUNT,
  panelOf,
  type PillarTable,
  scorePolicy,
  scoreTable,
} from "lab/research";
import { randomStream } from "lab/stats";
import { deepEqual, equal, ok } from "node:assert/strict";
import { SOAK } from "../soak.ts";

const market = simulatedMarket({ seed: 5, years: 2 });
const days = decisionDays(market, "weekly").slice(-16);

/** Whole scores of every sector on each day, changing now and then. */
function drawnScores(seed: number) {
  const draw = randomStream(seed), scores = SECTORS.map(() => 1 + draw.integer(5));
  return days.map((on) => {
    for (let k = 0; k < 3; k++) scores[draw.integer(11)] = 1 + draw.integer(5);
    return { on, scores: [...scores] };
  });
}
/** One table as all three pillars. */
const threeTimes = (scores: Float64Array) =>
  Float64Array.from({ length: 3 * scores.length }, (_, i) => scores[i % scores.length]);
const tableOf = (rows: ReturnType<typeof drawnScores>) =>
  scoreTable(
    rows.flatMap(({ on, scores }) =>
      SECTORS.map((sector, i) => ({ day: on, sector, score: scores[i] }))
    ),
  );

Deno.test("the first book of a backtest is the desk's, inside what funds carry, at every equity", () => {
  let bound = 0;
  for (let seed = 0; seed < (SOAK ? 100 : 10); seed++) {
    const rows = drawnScores(seed), equityUsd = 10 ** (4 + (seed % 7) / 2);
    const { steps } = backtest(market, {
      policy: scorePolicy(LIMITS_ONLY),
      scores: tableOf(rows),
      days: days.slice(0, 2),
      equityUsd,
    });
    const view = snapshot(market, days[0]);
    const account = heldExposures([], { day: days[0], priceOf: view.tradePrice, equityUsd });
    const { problem } = bookFunds(
      {
        sectors: SECTORS,
        tilts: rows[0].scores.map((score) => score - 3),
        betas: sectorBetas(view).map(({ beta }) => beta ?? NaN),
        limits: LIMITS_ONLY.kind === "limits" ? LIMITS_ONLY.limits : {},
      },
      account,
      { liquidity: (ticker) => ({ advUsd: dollarVolume(view, ticker) }) },
    );
    const book = fitBook(problem);
    const wanted = [...book.weights, book.hedge];
    steps[0].decision.target.forEach((exposure, i) =>
      ok(Math.abs(exposure! - wanted[i]) < 1e-8, `seed ${seed}, $${equityUsd}, ${i}`)
    );
    if (book.readings.some(({ name, binds }) => name.startsWith("fund ") && binds)) bound++;
  }
  ok(bound > 2, `${bound}`);
});

Deno.test("targets of a run stay inside what funds carry of the equity at each decision", () => {
  let bound = 0, closed = 0;
  for (const equityUsd of [1e5, 1e6, 1e7]) {
    const rows = drawnScores(equityUsd);
    const scores = tableOf(rows);
    const { steps } = backtest(market, {
      policy: scorePolicy({ kind: "limits" }),
      scores,
      days,
      equityUsd,
    });
    const pillars: PillarTable = { days, scores: threeTimes(scores.scores) };
    const panel = panelOf(market, pillars, { days });
    const run = backtestWeights(panel, DEFAULT_WEIGHTS, {
      rule: { kind: "limits" },
      equityUsd,
      detail: true,
    });
    steps.forEach(({ decision }, k) => {
      const { target, held } = decision, from = k * 72;
      // What the fund's drift since the fill before has made of the equity is within a tenth.
      const about = run.equityUsd[k];
      target.forEach((exposure, i) => {
        equal(run.target![k * NAME_COUNT + i], exposure, `$${equityUsd} ${k} ${i}`);
        if (i === 11 || exposure! >= 0) return;
        const dollars = (j: number) => panel.fundDollars[from + 6 * i + j] / about;
        const own = fundCap(
          Math.max(0, -held[i]!),
          0.1 * dollars(2),
          0.1 * dollars(3),
        );
        const cap = Math.max(own, fundCap(0, 0.1 * dollars(4), 0.1 * dollars(5)));
        ok(-exposure! <= 1.1 * cap, `$${equityUsd} ${k} ${SECTORS[i]} ${exposure} ${cap}`);
        if (-exposure! > 0.9 * cap) bound++;
      });
      closed += decision.closedShorts.length - 1;
      ok(decision.lostBets.every((sector) => decision.closedShorts.includes(sector)));
    });
  }
  ok(bound > 20 && closed > 20, `${bound} ${closed}`);
});

Deno.test("a synthetic short is capped by no fund", () => {
  const scores = tableOf(drawnScores(1));
  const targets = [1e4, 1e9].map((equityUsd) =>
    backtest(market, {
      policy: scorePolicy(LIMITS_ONLY),
      scores,
      days: days.slice(0, 3),
      equityUsd,
      shorts: "synthetic",
    }).steps.map(({ decision }) => decision.target)
  );
  deepEqual(targets[0], targets[1]);
});
