import { deepEqual, equal, ok } from "node:assert/strict";
import { STATED_RATES, timesAsOften } from "lab/availability";
import { randomStream } from "lab/stats";
import { type WeekFate, weekFate } from "../../lib/availability/week_fate.ts";

const WEEKS = 20_000;
const seeds = randomStream(5);
const SEEDS = Array.from({ length: WEEKS }, () => seeds.integer(2 ** 31));
const fates = (times: number) => {
  const rates = timesAsOften(STATED_RATES, times);
  return SEEDS.map((seed) =>
    weekFate(rates, { draw: randomStream(seed), providers: 2, runMinutes: 5 })
  );
};
const once = fates(1), thrice = fates(3);
const FAULTS: Readonly<Record<string, (fate: WeekFate) => boolean>> = {
  "first out": ({ outages }) => outages[0] !== undefined,
  "second out": ({ outages }) => outages[1] !== undefined,
  killed: ({ killedAfter }) => killedAfter !== undefined,
  "no prices": ({ hasNoPrices }) => hasNoPrices,
  full: ({ fullDisk }) => fullDisk !== undefined,
  late: ({ pricesAt, withoutPrice }) => pricesAt !== undefined && withoutPrice.length === 0,
  partial: ({ withoutPrice }) => withoutPrice.length > 0,
};
const SHARES: Readonly<Record<string, number>> = {
  "first out": 0.02,
  "second out": 0.02,
  killed: 0.01,
  "no prices": 0.001,
  full: 0.002,
  late: 0.05,
  // Where prices are late they are not partial as well.
  partial: 0.01 * 0.95,
};

Deno.test("weekFate() draws each fault as often as its rate says, within four standard errors", () => {
  for (const [name, is] of Object.entries(FAULTS)) {
    const share = SHARES[name], found = once.filter(is).length / WEEKS;
    const error = Math.sqrt(share * (1 - share) / WEEKS);
    ok(Math.abs(found - share) < 4 * error, `${name}: ${found} for ${share}`);
  }
  const both =
    once.filter((fate) => FAULTS["first out"](fate) && FAULTS["second out"](fate)).length;
  ok(both < 25, `${both} weeks with both out: they fail by themselves`);
});

Deno.test("weekFate() at three times the rates meets all it met before, and more", () => {
  for (const [name, is] of Object.entries(FAULTS)) {
    if (name === "partial") continue;
    ok(once.every((fate, i) => !is(fate) || is(thrice[i])), name);
    ok(thrice.filter(is).length > 2 * once.filter(is).length, name);
  }
});

Deno.test("weekFate() lays every outage over the run, and keeps all lengths within the rates", () => {
  for (const { outages, pricesAt, withoutPrice, killedAfter, fullDisk } of thrice) {
    for (const outage of outages) {
      if (!outage) continue;
      ok(outage.from <= 300_000 && outage.to >= 0);
      equal(Math.round(outage.to - outage.from), 1_800_000);
    }
    ok((pricesAt ?? 0) >= 0 && (pricesAt ?? 0) <= 7_200_000);
    ok(withoutPrice.length <= 3 && new Set(withoutPrice).size === withoutPrice.length);
    ok(killedAfter === undefined || (killedAfter >= 0 && killedAfter < 11));
    ok(fullDisk === undefined || fullDisk.forMs <= 3_600_000);
  }
  const hangs = thrice.flatMap(({ outages }) => outages.flatMap((one) => one ? [one.hangs] : []));
  const share = hangs.filter((one) => one).length / hangs.length;
  ok(Math.abs(share - 0.5) < 0.05, `${share}`);
});

Deno.test("weekFate() of no faults is a calm week", () => {
  const calm = weekFate(timesAsOften(STATED_RATES, 0), {
    draw: randomStream(1),
    providers: 2,
    runMinutes: 5,
  });
  deepEqual(calm, { outages: [undefined, undefined], withoutPrice: [], hasNoPrices: false });
});
