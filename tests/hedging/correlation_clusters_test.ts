import { correlationClusters } from "lab/hedging";
import {
  type Market,
  readIndustries,
  SECTORS,
  simulatedMarket,
  snapshot,
  tradingDaysFrom,
} from "lab/market";
import { correlation, randomStream } from "lab/stats";
import { day, instant } from "lab/units";
import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { SOAK } from "../soak.ts";

const lastView = (market: Market) => snapshot(market, market.prices.days.at(-1)!);

/** Three sectors share one factor, two another, the rest have none; each with a little of its own. */
const PAIRED = [["XLB", "XLF", "XLI"], ["XLK", "XLY"]];

function planted(seed: number, days = 253): Market {
  const stream = randomStream(seed), on = tradingDaysFrom(day("2024-01-02"), days);
  const noise = () => Array.from({ length: days }, () => stream.normal());
  const factors = PAIRED.map(noise);
  const path = (of: readonly number[]) => {
    const out = new Float64Array(days).fill(100);
    for (let t = 1; t < days; t++) out[t] = out[t - 1] * (1 + 0.01 * of[t]);
    return out;
  };
  return {
    source: { kind: "simulated", seed },
    frequency: "daily",
    index: "SPY",
    prices: {
      days: on,
      availableAt: on.map((one) => instant(one)),
      close: new Map([...SECTORS, "SPY"].map((name) => {
        const k = PAIRED.findIndex((group) => group.includes(name));
        const own = noise();
        return [name, path(k < 0 ? own : own.map((e, t) => factors[k][t] + 0.4 * e))];
      })),
      open: new Map(),
      volume: new Map(),
    },
    rates: [],
    styles: [],
    fundamentals: [],
    headlines: [],
    flows: [],
  };
}

Deno.test("correlationClusters() finds the clusters that were planted, in every linkage", () => {
  for (let seed = 0; seed < (SOAK ? 200 : 10); seed++) {
    for (const linkage of ["single", "complete", "average"] as const) {
      const found = correlationClusters(lastView(planted(seed)), { linkage });
      ok(found.clusters !== undefined);
      // Correlation within a group is 1/1.16 = 0.86, and 0 elsewhere.
      deepEqual(found.clusters, [
        { name: "XLB+XLF+XLI", sectors: ["XLB", "XLF", "XLI"] },
        { name: "XLK+XLY", sectors: ["XLK", "XLY"] },
      ]);
      deepEqual([found.periods, found.unit, found.merges.length], [252, "days", 10]);
    }
  }
});

Deno.test("correlationClusters() measures the correlations of the window, and no others", () => {
  const view = lastView(planted(3));
  const found = correlationClusters(view, { windowDays: 100 });
  ok(found.clusters !== undefined);
  equal(found.periods, 100);
  const returns = (sector: string) => view.returns(sector, 100) as number[];
  const rho = correlation(returns("XLB"), returns("XLY"))!;
  ok(Math.abs(found.correlation[0][10] - rho) < 1e-12);
});

Deno.test("correlationClusters() with complete linkage holds its threshold for every pair", () => {
  for (let seed = 0; seed < (SOAK ? 40 : 4); seed++) {
    const view = lastView(simulatedMarket({ seed, years: 2 }));
    for (const threshold of [0.3, 0.5, 0.7, 0.9]) {
      const found = correlationClusters(view, { threshold });
      ok(found.clusters !== undefined);
      const seen = new Set<string>();
      for (const { sectors } of found.clusters) {
        ok(sectors.length >= 2);
        for (const a of sectors) {
          ok(!seen.has(a), "a sector in two clusters");
          seen.add(a);
          for (const b of sectors) {
            const i = found.sectors.indexOf(a), j = found.sectors.indexOf(b);
            ok(found.correlation[i][j] >= threshold - 1e-9);
          }
        }
      }
    }
  }
});

Deno.test("correlationClusters() of unrelated sectors is an empty list, which is an answer", () => {
  const found = correlationClusters(lastView(planted(1)), { threshold: 0.95 });
  deepEqual(found.clusters, []);
});

Deno.test("correlationClusters() leaves out what is too young or stands still", () => {
  const market = planted(2);
  const column = new Map(market.prices.close);
  column.set("XLC", column.get("XLC")!.map((value, t) => t < 220 ? NaN : value));
  column.set("XLF", column.get("XLF")!.map(() => 50));
  const found = correlationClusters(
    lastView({ ...market, prices: { ...market.prices, close: column } }),
  );
  ok(found.clusters !== undefined);
  deepEqual(found.leftOut, ["XLC", "XLF"]);
  equal(found.sectors.length, 9);
  deepEqual(found.clusters.map(({ name }) => name), ["XLB+XLI", "XLK+XLY"]);
});

Deno.test("correlationClusters() says why there are none, and refuses a bad option", () => {
  const short = correlationClusters(lastView(planted(1, 40)));
  ok(short.clusters === undefined);
  match(short.reason, /cannot be found on 2024-02-28: fewer than 60 of the last 252 days/);
  const view = lastView(planted(1));
  throws(
    () => correlationClusters(view, { threshold: 1 }),
    /threshold must be a correlation between -1 and 1, got 1/,
  );
  throws(() => correlationClusters(view, { threshold: NaN }), /got NaN/);
  throws(
    () => correlationClusters(view, { treshold: 0.6 } as never),
    /there is no option "treshold"; the options are threshold, windowDays, linkage/,
  );
  throws(() => correlationClusters(view, { windowDays: 0 }), /a whole number from 2, got 0/);
  throws(
    () => correlationClusters(view, { linkage: "median" as "single" }),
    /linkage must be one of single, complete, average, ward/,
  );
});

Deno.test("correlationClusters() reads months where a market is monthly", async () => {
  const found = correlationClusters(lastView(await readIndustries()));
  ok(found.clusters !== undefined);
  deepEqual([found.unit, found.periods], ["months", 60]);
});
