/**
 * What is planted is there, can be read, and nothing else can. Worlds 1 to 20, dates four weeks
 * apart, rank correlation with the return of the next 20 days.
 *
 * The readers below are as plain as they can be and know no parameter of the simulator; the rule
 * analyst of `lab/committee` has its own test.
 */
import { soakTest } from "../../soak.ts";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import {
  type Dated,
  DEFAULT_PLANTED,
  type Market,
  PLANTED_PILLARS,
  type PlantedChoice,
  type PlantedPillar,
  SECTORS,
  simulatedMarket,
  simulatedTruth,
} from "lab/market";
import { mean, rankCorrelation, standardDeviation } from "lab/stats";
import { LEAD_DAYS } from "../../../lib/market/simulate/parameters.ts";
import { simulatedWorld } from "../../../lib/market/simulate/world.ts";

const HORIZON = 20, FIRST_DATE = 65;

/** A mean with its standard error; dates do not overlap, so their coefficients are independent. */
function estimate(ics: readonly number[]) {
  return { mean: mean(ics), error: standardDeviation(ics) / Math.sqrt(ics.length) };
}

/** Rank correlations of the hidden signals, or of past returns, with what follows. */
function hiddenIcs(seeds: readonly number[], planted?: PlantedChoice) {
  const out = { fundamentals: [], sentiment: [], technicals: [], pastReturns: [] } as Record<
    PlantedPillar | "pastReturns",
    number[]
  >;
  for (const seed of seeds) {
    const world = simulatedWorld({ seed, planted });
    const total = (path: Float64Array, from: number, to: number) => {
      let value = 1;
      for (let t = from; t < to; t++) value *= 1 + path[t];
      return value;
    };
    const residualTotal = (path: Float64Array, from: number, to: number) => {
      let sum = 0;
      for (let t = from; t < to; t++) sum += path[t];
      return sum;
    };
    for (let t = LEAD_DAYS + FIRST_DATE; t + HORIZON < world.days.length; t += HORIZON) {
      const next = world.returns.map((path) => total(path, t + 1, t + 1 + HORIZON));
      for (const pillar of PLANTED_PILLARS) {
        out[pillar].push(rankCorrelation(world.signals[pillar].map((path) => path[t]), next)!);
      }
      // Without the market's part: where betas differ and the market drifts, raw returns of sectors
      // do repeat themselves a little, in the real world as here.
      out.pastReturns.push(
        rankCorrelation(
          world.residuals.map((path) => residualTotal(path, t - 64, t + 1)),
          world.residuals.map((path) => residualTotal(path, t + 1, t + 1 + HORIZON)),
        )!,
      );
    }
  }
  return out;
}

const good = /beat|raise|upgrade|record sales|gain|accelerate|bullish|strong|solid|success|improve/;
const bad = /miss|cut|downgrade|falling|slip|slow|bearish|weak|poor|fail|worse/;

/** The rows of a table, sorted by time, that became known after `from` and by `to`. */
function knownBetween<T extends Dated>(
  table: readonly T[],
  from: string,
  to: string,
): readonly T[] {
  const after = (limit: string) => {
    let low = 0, high = table.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (table[middle].availableAt <= limit) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return table.slice(after(from), after(to));
}

/** What a reader without knowledge of the simulator makes of each sector on row `t`. */
function readings(market: Market): (t: number) => Record<PlantedPillar, number[]> {
  const { days, close, volume } = market.prices;
  return (t) => {
    const now = `${days[t]}T16:00`, before = `${days[t - HORIZON]}T16:00`;
    const reports = knownBetween(market.fundamentals, "", now);
    const heard = knownBetween(market.headlines, before, now);
    const flows = knownBetween(market.flows, before, now);
    return {
      fundamentals: SECTORS.map((sector) =>
        reports.findLast((report) => report.sector === sector)!.earningsGrowth
      ),
      sentiment: SECTORS.map((sector) => {
        let sum = 0;
        for (const { text, ...headline } of heard) {
          if (headline.sector === sector) sum += good.test(text) ? 1 : bad.test(text) ? -1 : 0;
        }
        for (const flow of flows) if (flow.sector === sector) sum += flow.flowShare / 0.008;
        return sum;
      }),
      technicals: SECTORS.map((sector) => {
        const prices = close.get(sector)!, traded = volume.get(sector)!;
        let up = 0, ups = 0, down = 0, downs = 0;
        for (let k = t - HORIZON + 1; k <= t; k++) {
          if (prices[k] > prices[k - 1]) up += traded[k], ups++;
          else if (prices[k] < prices[k - 1]) down += traded[k], downs++;
        }
        return ups && downs ? Math.log(up / ups / (down / downs)) : 0;
      }),
    };
  };
}

function readIcs(seeds: readonly number[], planted: PlantedChoice) {
  const out = { fundamentals: [], sentiment: [], technicals: [] } as Record<
    PlantedPillar,
    number[]
  >;
  for (const seed of seeds) {
    const market = simulatedMarket({ seed, planted });
    const read = readings(market);
    for (let t = FIRST_DATE; t + HORIZON < market.prices.days.length; t += HORIZON) {
      const next = SECTORS.map((sector) => {
        const prices = market.prices.close.get(sector)!;
        return prices[t + HORIZON] / prices[t] - 1;
      });
      const now = read(t);
      for (const pillar of PLANTED_PILLARS) {
        const ic = rankCorrelation(now[pillar], next);
        if (ic !== undefined) out[pillar].push(ic);
      }
    }
  }
  return out;
}

const seeds = (first: number, count: number) => Array.from({ length: count }, (_, k) => first + k);

Deno.test("hidden signals have the planted coefficient, past returns none", () => {
  const ics = hiddenIcs(seeds(1, 40));
  for (const pillar of PLANTED_PILLARS) {
    const { mean, error } = estimate(ics[pillar]);
    ok(Math.abs(mean - DEFAULT_PLANTED[pillar].ic) < 3 * error, `${pillar} ${mean} ± ${error}`);
  }
  const past = estimate(ics.pastReturns);
  ok(Math.abs(past.mean) < 3 * past.error, `past returns ${past.mean} ± ${past.error}`);
});

Deno.test("hidden signals carry nothing when nothing is planted", () => {
  const ics = hiddenIcs(seeds(1, 20), "nothing");
  for (const pillar of PLANTED_PILLARS) {
    const { mean, error } = estimate(ics[pillar]);
    ok(Math.abs(mean) < 3 * error, `${pillar} ${mean} ± ${error}`);
  }
});

soakTest("hidden signals have the planted coefficient over 400 worlds, weak and strong", () => {
  for (const [ic, halfLifeWeeks] of [[0.04, 2], [0.08, 6], [0.1, 20], [0.15, 40]]) {
    const one = { ic, halfLifeWeeks };
    const ics = hiddenIcs(seeds(2001, 400), {
      fundamentals: one,
      sentiment: one,
      technicals: one,
    });
    for (const pillar of PLANTED_PILLARS) {
      const { mean, error } = estimate(ics[pillar]);
      console.log(
        `ic ${ic}, half-life ${halfLifeWeeks}: ${mean.toFixed(4)} ± ${error.toFixed(4)}`,
      );
      // One factor turns product-moment into rank correlation for all; it is right to 5 %.
      ok(Math.abs(mean - ic) < 3 * error + 0.05 * ic);
    }
    const past = estimate(ics.pastReturns);
    console.log(`  past returns ${past.mean.toFixed(4)} ± ${past.error.toFixed(4)}`);
    // Products of returns are free of autocorrelation, ranks nearly so: a fallen sector is more
    // volatile and skewed for a while, which alone makes about −0.008.
    ok(Math.abs(past.mean) < 0.01 + 3 * past.error);
  }
});

Deno.test("signals fade by their half-life", () => {
  const world = simulatedWorld({
    seed: 3,
    years: 60,
    planted: { sentiment: { halfLifeWeeks: 6 } },
  });
  let now = 0, later = 0, n = 0;
  for (const path of world.signals.sentiment) {
    for (let t = 0; t + 30 < path.length; t++) {
      now += path[t] * path[t];
      later += path[t] * path[t + 30];
      n++;
    }
  }
  // About 11 × 60 × 252 / 43 independent stretches: a standard error near 0.02.
  ok(Math.abs(now / n - 1) < 0.07, `variance ${now / n}`);
  ok(Math.abs(later / now - 0.5) < 0.06, `after a half-life ${later / now}`);
});

Deno.test("plain readers find nothing where nothing is planted", () => {
  const ics = readIcs(seeds(1, 20), "nothing");
  for (const pillar of PLANTED_PILLARS) {
    const { mean, error } = estimate(ics[pillar]);
    ok(Math.abs(mean) < 3 * error, `${pillar} ${mean} ± ${error}`);
  }
});

for (const planted of PLANTED_PILLARS) {
  Deno.test(`plain readers find ${planted} where it alone is planted`, () => {
    const ics = readIcs(seeds(1, 20), { [planted]: {} });
    for (const pillar of PLANTED_PILLARS) {
      const { mean, error } = estimate(ics[pillar]);
      if (pillar === planted) ok(mean > 3 * error, `${pillar} ${mean} ± ${error}`);
      else ok(Math.abs(mean) < 3 * error, `${pillar} ${mean} ± ${error}`);
    }
  });
}

Deno.test("a report read from its quarter's end knows more than was planted", () => {
  // Prices move before a report says why; lesson 01 shows the flattering coefficient.
  const ics: number[] = [];
  for (const seed of seeds(1, 10)) {
    const market = simulatedMarket({ seed });
    const { days, close } = market.prices;
    for (const periodEnd of new Set(market.fundamentals.map((report) => report.periodEnd))) {
      const t = days.findLastIndex((on) => on <= periodEnd);
      const reports = market.fundamentals.filter((report) => report.periodEnd === periodEnd);
      if (t < 0 || t + HORIZON >= days.length || reports.length < SECTORS.length) continue;
      const next = reports.map(({ sector }) => {
        const prices = close.get(sector)!;
        return prices[t + HORIZON] / prices[t] - 1;
      });
      ics.push(rankCorrelation(reports.map((report) => report.earningsGrowth), next)!);
    }
  }
  const { mean, error } = estimate(ics);
  ok(mean - 3 * error > DEFAULT_PLANTED.fundamentals.ic, `${mean} ± ${error}`);
});

Deno.test("pillars that are not named carry nothing, named ones keep their defaults", () => {
  const truth = (planted?: PlantedChoice) =>
    simulatedTruth({ seed: 1, years: 0.1, planted }).planted;
  deepEqual(truth(), DEFAULT_PLANTED);
  equal(truth("nothing").sentiment.ic, 0);
  deepEqual(truth({ sentiment: { ic: 0.05 } }), {
    fundamentals: { ...DEFAULT_PLANTED.fundamentals, ic: 0 },
    sentiment: { ...DEFAULT_PLANTED.sentiment, ic: 0.05 },
    technicals: { ...DEFAULT_PLANTED.technicals, ic: 0 },
  });
});

Deno.test("simulatedMarket() refuses to plant what makes no sense", () => {
  const plant = (planted: unknown) => () =>
    simulatedMarket({ seed: 1, years: 0.1, planted: planted as PlantedChoice });
  throws(plant({ mood: {} }), /pillars are fundamentals, sentiment, technicals, got "mood"/);
  throws(plant({ sentiment: { ic: 0.5 } }), /ic of sentiment must lie from -0.3 to 0.3, got 0.5/);
  throws(plant({ sentiment: { ic: NaN } }), RangeError);
  throws(plant({ technicals: { halfLifeWeeks: 0 } }), /must be above 0, got 0/);
  throws(
    plant({ fundamentals: { ic: 0.3, halfLifeWeeks: 200 } }),
    /fundamentals needs a smaller ic or a shorter half-life, got ic 0.3 with 200 weeks/,
  );
  throws(plant("everything"), /need "nothing" or an object with pillars, got everything/);
});
