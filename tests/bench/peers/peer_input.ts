/**
 * The input of `peers.py`: the numbers that the peers get, our figures from the same numbers, and how
 * long ours took. Written by `deno task bench --write-peer-input DIR`.
 *
 * @module
 */
import { join } from "node:path";
import {
  bootstrapSharpes,
  OVERFITTING_BLOCKS,
  overfittingProbability,
  superiorAbility,
} from "lab/evidence";
import { simulatedMarket, weeklyDays } from "lab/market";
import { sharpe } from "lab/performance";
import { tearSheet, tearSheetPage } from "lab/tear_sheet";
import { DEFAULT_LIMITS, fitBook } from "lab/portfolio";
import { SECTORS } from "lab/market";
import { DEFAULT_WEIGHTS } from "lab/committee";
import {
  backtestWeights,
  committeePillars,
  netSharpe,
  panelOf,
  type ResearchPanel,
} from "lab/research";
import { signalAnalysis } from "lab/signals";
import { standardDeviation } from "lab/stats";
import { mean } from "lab/stats";

/** Weeks of the years 2 to 12 of a world: 552 steps, as in `backtest.ts`. */
const WEEKS = 553, FIRST_WEEK = 60, SEED = 7;
const FEE = 0.001;
const BLOCK_LENGTH = 8, SPA_BLOCK_LENGTH = 23;
const SHARPES = 10_000, SPA_DRAWS = 1000;

/** The best of a few runs, milliseconds, the first of them cold and left out. */
function bestMs(run: () => unknown, rounds = 5): number {
  run();
  return Math.min(...Array.from({ length: rounds }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }));
}

/**
 * A panel that another program can follow: no risk-free rate, shorts that lose what the sector gains
 * on the capital they began with, and one fee for all.
 */
function plainPanel(panel: ResearchPanel, fee: number): ResearchPanel {
  const fill = (array: Float64Array, value: number) => new Float64Array(array.length).fill(value);
  return {
    ...panel,
    shortFactor: panel.longFactor.map((factor) => 2 - factor),
    shortLeverage: fill(panel.shortLeverage, -1),
    shortFund: new Int32Array(panel.shortFund.length),
    fundTickers: ["short"],
    canShort: panel.canLong,
    closedShorts: new Uint8Array(panel.closedShorts.length),
    cashFactor: fill(panel.cashFactor, 1),
    longRate: fill(panel.longRate, fee),
    shortRate: fill(panel.shortRate, fee),
    longImpact: fill(panel.longImpact, 0),
    shortImpact: fill(panel.shortImpact, 0),
  };
}

/** Everything that `peers.py` reads. */
export async function peerInput() {
  const market = simulatedMarket({ seed: SEED, years: 12 });
  const days = weeklyDays(market.prices.days).slice(FIRST_WEEK, FIRST_WEEK + WEEKS);
  const pillars = await committeePillars(market, days);
  const panel = panelOf(market, pillars, { days });
  const { steps } = panel, sectors = SECTORS.length;
  const weights = Array.from({ length: 21 }, (_, a) =>
    Array.from({ length: 21 - a }, (_, b) => ({
      fundamentals: a / 20,
      sentiment: b / 20,
      technicals: (20 - a - b) / 20,
    }))).flat();
  const costed = plainPanel(panel, FEE), free = plainPanel(panel, 0);
  const sweep = (of: ResearchPanel) => weights.map((one) => backtestWeights(of, one));
  const runs = sweep(costed);
  const row = (
    array: Float64Array,
    k: number,
    width: number,
  ) => [...array.subarray(k * width, k * width + sectors)];
  const rows = (array: Float64Array, width: number, count: number) =>
    Array.from({ length: count }, (_, k) => row(array, k, width));
  const plane = (p: number) =>
    rows(panel.pillars.subarray(p * days.length * sectors), sectors, steps);

  const scores = plane(0), relatives = rows(panel.longFactor, sectors + 1, steps);
  const table = {
    days: days.slice(0, steps),
    names: SECTORS,
    scores,
    returns: relatives.map((one) => one.map((factor) => factor - 1)),
  };
  const analysis = signalAnalysis(table);

  const net = [...backtestWeights(costed, DEFAULT_WEIGHTS).net];
  const index = Array.from({ length: steps }, (_, k) => panel.longFactor[k * 12 + sectors] - 1);
  const bootstrap = () =>
    bootstrapSharpes(net, { seed: 1, draws: SHARPES, blockLength: BLOCK_LENGTH });
  const drawn = [...bootstrap().values];
  const differences = runs.map((run) => [...run.net].map((value, t) => value - net[t]));
  const spa = (studentised = true) =>
    superiorAbility(differences, {
      seed: 1,
      draws: SPA_DRAWS,
      blockLength: SPA_BLOCK_LENGTH,
      studentised,
    });
  // A whole number of periods in each block: where there is a rest, packages differ in what they cut.
  const even = steps - steps % OVERFITTING_BLOCKS;
  const trials = runs.map((run) => run.net.subarray(0, even));
  const sheet = () =>
    tearSheetPage(tearSheet({
      title: "Bench",
      source: `Source: simulated, seed ${SEED}.`,
      periods: "weeks",
      periodsPerYear: 52,
      days: panel.fillDays,
      net,
      benchmark: { name: "Market", returns: index },
    }));

  const tilts = [2, 1, -1, 0.5, -2, 1.5, -0.5, 1, -1, -1.5, 0.25];
  const betas = [1.02, 1.02, 1.05, 1.08, 1.04, 1.2, 0.6, 0.95, 0.62, 0.73, 1.2];
  const book = () => fitBook({ sectors: SECTORS, tilts, betas, limits: DEFAULT_LIMITS });
  const fitted = book();
  const constructions = 2000;

  return {
    format: "sector-committee-lab/peer-input/1",
    source: `simulated, seed ${SEED}`,
    deno: Deno.version.deno,
    signals: {
      ...table,
      horizon: 4,
      ours: {
        meanIc: analysis.ic.ic,
        dates: analysis.ic.dates,
        ms: bestMs(() => signalAnalysis(table)),
      },
    },
    sweep: {
      pillars: [plane(0), plane(1), plane(2)],
      weights: weights.map((one) => [one.fundamentals, one.sentiment, one.technicals]),
      relatives,
      fee: FEE,
      ours: {
        sharpes: runs.map((run) => netSharpe(run, costed)),
        withoutFee: sweep(free).map((run) => netSharpe(run, free)),
        ms: bestMs(() => sweep(costed)),
      },
    },
    returns: {
      days: panel.fillDays,
      net,
      index,
      ours: {
        sharpe: sharpe(net, { periodsPerYear: 52 }).value,
        sheetMs: bestMs(sheet),
        sheetBytes: sheet().length,
      },
    },
    bootstrap: {
      draws: SHARPES,
      blockLength: BLOCK_LENGTH,
      ours: { mean: mean(drawn), deviation: standardDeviation(drawn), ms: bestMs(bootstrap) },
    },
    spa: {
      differences,
      draws: SPA_DRAWS,
      blockLength: SPA_BLOCK_LENGTH,
      // arch does not divide by the error of each model; the lab's own p-values do.
      ours: { ...spa(false), studentised: spa(), ms: bestMs(() => spa()) },
    },
    pbo: {
      trials: trials.map((one) => [...one]),
      blocks: OVERFITTING_BLOCKS,
      ours: {
        probability: overfittingProbability(trials).probability,
        ms: bestMs(() => overfittingProbability(trials)),
      },
    },
    construction: {
      tilts,
      betas,
      cluster: DEFAULT_LIMITS.cluster.sectors.map((sector) => SECTORS.indexOf(sector)),
      limits: DEFAULT_LIMITS,
      ours: {
        status: fitted.status,
        weights: fitted.weights,
        hedge: fitted.hedge,
        objective: fitted.objective,
        ms: bestMs(() => {
          for (let i = 0; i < constructions; i++) book();
        }) / constructions,
      },
    },
  };
}

/** Writes `peer_input.json` into a folder, and says where it lies. */
export async function writePeerInput(dir: string): Promise<string> {
  await Deno.mkdir(dir, { recursive: true });
  const path = join(dir, "peer_input.json");
  await Deno.writeTextFile(path, JSON.stringify(await peerInput()));
  return path;
}
