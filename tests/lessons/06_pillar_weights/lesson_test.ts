import {
  intervalDots,
  pairedRanges,
  ratioBars,
  sampleScatter,
  ternaryMap,
  ternaryPanels,
} from "lab/charts";
import {
  diceMap,
  dicePbos,
  exactTitle,
  exactWeights,
  openWeights,
  overfittingChart,
  PLANTED_MAP,
  plantedBest,
  plantedTitle,
  starBars,
  sweepTable,
  truthTitle,
  weightingTable,
  weightRecord,
  withoutTriangle,
  withoutTruth,
} from "lab/lesson/06";
import { swept, type WeightRecord } from "../../../lib/lessons/06_pillar_weights/weight_record.ts";
import { simulatedMarket } from "lab/market";
import { runSweep, sweepConfig } from "lab/sweep";
import pl from "nodejs-polars";
import { deepEqual, equal, match, notDeepEqual, ok, throws } from "node:assert/strict";
import { SOAK, soakTest } from "../../soak.ts";

// What the titles of lesson 06 claim, worked out again from the sweep's own returns and the file of its
// results, without the helpers that wrote the titles.

const at = "2026-11-20";
const text = (weights: readonly number[]) =>
  weights.map((share) => String(Math.round(1000 * share) / 10)).join("/");
const two = (value: number) => value.toFixed(2).replace(/^-0\.00$/, "0.00").replace("-", "−");
const ratioOf = (excess: ArrayLike<number>, year: number) => {
  const list = Array.from(excess), n = list.length;
  const mean = list.reduce((sum, one) => sum + one, 0) / n;
  const squares = list.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return mean / Math.sqrt(squares / (n - 1)) * Math.sqrt(year);
};
const placeIn = (values: readonly number[], value: number) =>
  1 + values.filter((one) => one > value).length;

/** A folder for count and runs, removed in the end. */
async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function judgeLesson(
  data: string,
  options: { seed: number; years: number; step: number },
): Promise<void> {
  await withFolder(async (folder) => {
    const { seed } = options;
    const record = await weightRecord(data, { ...options, at, folder });
    const { cells, map, evidence, sweep, counted } = swept(record);
    const { panel } = record, year = panel.periodsPerYear, here = `${data} ${seed}: `;
    equal(counted!.tried, sweep.points.length);

    // Ratios from the sweep's returns, less cash.
    const excess = (await sweep.returns()).map((net) =>
      Array.from(net, (value, k) => value - (panel.cashFactor[k] - 1))
    );
    const ratios = excess.map((one) => ratioOf(one, year)), most = Math.max(...ratios);
    const star = sweep.points[ratios.indexOf(most)];
    const baseAt = sweep.points.findIndex((one) => text(one) === "50/25/25");
    const isStarBase = text(star) === "50/25/25";
    const first = ternaryMap(cells, map).title;
    ok(
      first.includes(
        isStarBase
          ? `the best is 50/25/25`
          : `${text(star)} with a net Sharpe ratio of ${two(most)}`,
      ),
      here + first,
    );
    if (baseAt >= 0 && !isStarBase) {
      const pair = evidence.againstBest.trials[baseAt];
      const holds = pair.lowForAll <= 0 && pair.highForAll >= 0;
      match(first, holds ? /cannot be told from 50\/25\/25 with/ : /is clear of 50\/25\/25 with/);
      ok(first.endsWith(two(ratios[baseAt])), here + first);
    }

    // 2. The file of results says the same, and the two bars.
    const rows = pl.readParquet(record.parquet).sort("netSharpe", true).toRecords();
    equal(rows.length, sweep.points.length);
    ok(Math.abs(Number(rows[0].netSharpe) - most) < 1e-9);
    deepEqual(map.labels.map((label) => rows[0][label.toLowerCase()]), [...star]);
    weightingTable(rows.slice(0, 5), record);
    const bars = ratioBars(starBars(record), { subtitle: "a", source: map.source }).title;
    const cents = (value: number) => Math.round(100 * value);
    const own = baseAt >= 0 ? ratios[baseAt] : evidence.base.sharpe;
    const above = cents(most) - cents(own);
    equal(
      bars,
      isStarBase
        ? "50/25/25 stands alone"
        : above === 0
        ? `${text(star)} is as good as 50/25/25 to two decimals`
        : `${text(star)} lies ${two(above / 100)} above 50/25/25`,
      here,
    );

    // 3. Dice have a star, and another one for another throw.
    const thrown = diceMap(record, { seed: 1, outlined: true });
    equal(thrown.cells.length, sweep.points.length);
    ternaryMap(thrown.cells, { ...map, guess: [0.5, 0.25, 0.25] });
    const panels = [2, 3].map((more) => ({
      label: `dice ${more}`,
      cells: diceMap(record, { seed: more, step: 0.25 }).cells,
    }));
    notDeepEqual(panels[0].cells, panels[1].cells);
    ternaryPanels(panels, map);

    // 4. Differences.
    const ranges = pairedRanges(record.ranges, {
      base: "50/25/25",
      valueName: map.valueName,
      trials: cells.length,
      source: map.source,
    }).title;
    const pairs = evidence.againstBase.trials.slice(0, excess.length)
      .filter((_, k) => k !== baseAt);
    const clear = (low: number, high: number) => low > 0 || high < 0;
    const alone = pairs.filter(({ low, high }) => clear(low, high)).length;
    const all = pairs.filter(({ lowForAll, highForAll }) => clear(lowForAll, highForAll)).length;
    const many = (count: number) => count === 0 ? "none" : String(count);
    match(
      ranges,
      new RegExp(
        `^Of ${pairs.length} differences.*, ${many(alone)} lies? clear.*and ${many(all)} once`,
      ),
    );
    ok(all <= alone);

    // 5. Halves.
    const half = Math.floor(excess[0].length / 2);
    const early = excess.map((one) => ratioOf(one.slice(0, half), year));
    const late = excess.map((one) => ratioOf(one.slice(half), year));
    const winner = early.indexOf(Math.max(...early));
    const halves = sampleScatter(record.dots, {
      ...map,
      samples: ["in the first half", "in the second half"],
      guess: 0.1,
    }).title;
    ok(
      halves.startsWith(
        `The best of ${excess.length} in the first half, ${
          text(sweep.points[winner])
        }, is number ` +
          `${placeIn(late, late[winner])} in the second half`,
      ),
      here + halves,
    );

    // 6. Overfitting.
    const chart = overfittingChart(record);
    if (typeof evidence.overfitting !== "string") {
      const { ranks } = evidence.overfitting;
      const below = ranks.reduce((sum, one) => sum + (one < 0.5 ? 1 : one === 0.5 ? 0.5 : 0), 0) /
        ranks.length;
      if (below >= 0.01 && below <= 0.99) {
        match(
          (chart as unknown as { title: string }).title,
          new RegExp(`other in ${(100 * below).toFixed(0)} % of splits$`),
        );
      }
    }
    sweepTable(record);

    // 7. The truth.
    const noTruth = withoutTruth(record);
    equal(noTruth === undefined, data === "simulated");
    if (!noTruth) {
      const planted = plantedBest().weights;
      const moved = Math.round(
        100 * star.reduce((sum, share, p) => sum + Math.abs(share - planted[p]), 0) / 2,
      );
      const claim = truthTitle(record);
      match(claim, moved === 0 ? /stands on what/ : new RegExp(`stands ${moved} points`));
      const truthAt = sweep.points.findIndex((one) => text(one) === text(planted));
      if (truthAt >= 0) {
        const pair = evidence.againstBest.trials[truthAt];
        match(
          claim,
          pair.lowForAll <= 0 && pair.highForAll >= 0 ? /plateau holds it$/ : /does not hold it$/,
        );
      }
      match(plantedTitle(record), new RegExp(`the best ${two(plantedBest().value)}$`));
      ternaryMap(cells, { ...map, truth: planted, title: claim });
    }

    // 8. With every limit.
    const exact = await exactWeights(record, { at, folder });
    const changed = exact.sweep.rows.map(({ values, weights }) => {
      const k = sweep.points.findIndex((one) => text(one) === text(weights));
      return k < 0 ? NaN : values.netSharpe! - ratios[k];
    });
    if (!changed.some(Number.isNaN)) {
      const up = changed.filter((value) => value > 0).length;
      const word = (count: number) => count === 66 ? "all" : count === 0 ? "none" : String(count);
      equal(
        exactTitle(exact),
        `With every limit solved, the net Sharpe ratio rises for ${
          word(up)
        } of 66 weightings and ` +
          `falls for ${word(66 - up)}`,
        here,
      );
    }
    equal(exact.constructions, 66 * panel.steps);

    // 9. The holdout, and the count goes on.
    const opening = { key: "the weights are chosen", because: "a test of the lesson", at, folder };
    const opened = await openWeights(record, star, opening);
    ok("rows" in opened);
    const { chosen, base, difference, from } = opened.opened;
    ok(
      from > sweep.panel().days.at(-1)!,
      "the holdout begins after the last decision that was seen",
    );
    ok(Math.abs(difference.value - (chosen.sharpe - base.sharpe)) < 1e-9);
    match(opened.title, /that nobody had seen/);
    ok(opened.title.includes(`shows ${two(chosen.sharpe)}`), here + opened.title);
    if (!isStarBase) {
      const holds = difference.low <= 0 && difference.high >= 0;
      equal(/holds zero$/.test(opened.title), holds, here + opened.title);
    }
    intervalDots(opened.rows, { title: opened.title, subtitle: "a", source: map.source });
    match(
      opened.said.message,
      new RegExp(`opened once.*${sweep.points.length + 66} weightings tried`),
    );
    const again = await openWeights(record, star, opening);
    ok("rows" in again);
    match(again.title, /looked at before/);
    match(again.said.message, /opened twice, so it holds nothing out any more/);
  });
}

const cases = [
  { data: "simulated", seed: 3, years: 4, step: 0.05 },
  { data: "simulated", seed: 13, years: 2, step: 0.25 },
  ...(SOAK
    ? [
      ...Array.from({ length: 20 }, (_, i) => ({
        data: "simulated",
        seed: i + 1,
        years: 10,
        step: 0.05,
      })),
      { data: "industries", seed: 1, years: 10, step: 0.05 },
    ]
    : []),
];

for (const { data, ...options } of cases) {
  const { seed, years, step } = options;
  Deno.test(`lesson 06 claims nothing false on ${data}, seed ${seed}, ${years} years, step ${step}`, () =>
    judgeLesson(data, options));
}

Deno.test("the same sweep counts once, and is read from its folder the second time", async () => {
  await withFolder(async (folder) => {
    const options = { seed: 7, years: 2, step: 0.5, at, folder };
    const once = await weightRecord("simulated", options);
    const twice = await weightRecord("simulated", { ...options, at: "2026-11-21" });
    equal(once.counted!.tried, 6);
    equal(twice.counted!.tried, 6);
    deepEqual(twice.cells, once.cells);
    equal(twice.parquet, once.parquet);
  });
});

Deno.test("a price file has no map, one sentence says so, and dice go on with its prices", async () => {
  await withFolder(async (folder) => {
    const { prices } = simulatedMarket({ seed: 5, years: 4 });
    const names = [...prices.close.keys()];
    const lines = prices.days.map((day, k) =>
      [
        day,
        ...names.map((name) => {
          const value = prices.close.get(name)![k];
          return Number.isNaN(value) ? "" : value.toFixed(4);
        }),
      ].join(",")
    );
    const path = `${folder}/own.csv`;
    await Deno.writeTextFile(path, [["date", ...names].join(","), ...lines].join("\n") + "\n");
    const record = await weightRecord(path, { seed: 3, years: 10, step: 0.25, at, folder });
    match(record.flat!.message, /two pillars abstain.*the lesson goes on below\.$/);
    equal(record.cells.length, 0);
    equal(withoutTriangle(record), record.flat);
    equal(withoutTruth(record), record.flat);
    equal(overfittingChart(record), record.flat);
    equal(diceMap(record, { seed: 1, outlined: true }).cells.length, 15);
    match(record.map.source, /^Source: real, /);
    throws(() => swept(record), /these data have none/);
  });
});

Deno.test("years that no sweep can have are refused", async () => {
  for (const years of [0, NaN, 1000]) {
    const said = await weightRecord("simulated", { seed: 1, years, step: 0.5, at }).catch(String);
    match(String(said), /years must lie from 1 to 100/);
  }
});

Deno.test("the planted map is the whole triangle, and its best lies above the default", () => {
  equal(PLANTED_MAP.cells.length, 231);
  ok(PLANTED_MAP.cells.every(({ value }) => Math.abs(value) < 1));
  const base = PLANTED_MAP.cells.find(({ weights }) => text(weights) === "50/25/25")!;
  ok(plantedBest().value > base.value);
});

soakTest("the planted map is what other worlds with the same truth give on average", async () => {
  const seeds = Array.from({ length: 20 }, (_, i) => 200_001 + i);
  const isBase = (weights: readonly number[]) => text(weights) === "50/25/25";
  const [base] = PLANTED_MAP.cells.filter(({ weights }) => isBase(weights));
  const others = PLANTED_MAP.cells.filter(({ weights }, i) => i % 20 === 0 && !isBase(weights));
  const config = sweepConfig({
    data: { kind: "simulated", seeds, years: 11 },
    grid: { list: [base, ...others].map(({ weights }) => [...weights]) },
    holdout: null,
    metrics: ["netSharpe"],
  });
  const result = await runSweep(config, { workers: 0 });
  const ratio = (world: number, k: number) => result.part({ world })[k].values.netSharpe!;
  others.forEach(({ weights, value }, k) => {
    // Paired with the default of the same world, where most of the luck is shared.
    const differences = seeds.map((_, world) => ratio(world, k + 1) - ratio(world, 0));
    const mean = differences.reduce((sum, one) => sum + one, 0) / seeds.length;
    const squares = differences.reduce((sum, one) => sum + (one - mean) ** 2, 0);
    const error = Math.sqrt(squares / (seeds.length - 1) / seeds.length);
    const planted = value - base.value;
    // Four and a half of its own errors; the map's, from ten times as many worlds, is a third of it.
    ok(Math.abs(mean - planted) < 4.5 * error, `${text(weights)}: ${mean} and ${planted}`);
  });
});

soakTest("a hundred committees of dice have a mean PBO of about one half", async () => {
  await withFolder(async (folder) => {
    const record: WeightRecord = await weightRecord("simulated", {
      seed: 11,
      years: 5,
      step: 0.5,
      at,
      folder,
    });
    const found = dicePbos(record);
    const mean = found.reduce((sum, one) => sum + one, 0) / found.length;
    ok(mean > 0.35 && mean < 0.65, String(mean));
    ok(Math.min(...found) < 0.2 && Math.max(...found) > 0.8);
  });
});
