import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import {
  availabilitySummary,
  type FaultRates,
  isAvailable,
  simulatedWeeks,
  STATED_RATES,
  timesAsOften,
} from "lab/availability";
import { calendarDaysBetween } from "lab/market";
import { SOAK } from "../soak.ts";

const CALM = timesAsOften(STATED_RATES, 0);
const always = <Name extends keyof FaultRates>(name: Name, more: Partial<FaultRates[Name]> = {}) =>
  ({ ...CALM, [name]: { ...CALM[name], share: 1, ...more } }) as FaultRates;

Deno.test("simulatedWeeks() of calm weeks: fresh, rebuilt, valid, one a week on its last trading day", async () => {
  const weeks = await simulatedWeeks({ weeks: 6, rates: CALM });
  equal(weeks.length, 6);
  for (const one of weeks) {
    deepEqual([one.verdict, one.book, one.day, one.grossFactor], ["fresh", "rebuilt", one.week, 1]);
    ok(isAvailable(one) && one.seconds > 10 && one.told.length === 0);
    deepEqual(one.answered, [11, 0]);
  }
  for (let w = 1; w < weeks.length; w++) ok(weeks[w].week > weeks[w - 1].week);
});

Deno.test("simulatedWeeks() is the same bytes for the same seed, and other weeks for another", async () => {
  const rates = timesAsOften(STATED_RATES, 8),
    run = (seed: number) => simulatedWeeks({ weeks: 8, seed, rates });
  const first = JSON.stringify(await run(4));
  equal(JSON.stringify(await run(4)), first);
  ok(JSON.stringify(await run(5)) !== first);
});

Deno.test("simulatedWeeks() in which nobody ever answers hold an empty book, in time", async () => {
  const weeks = await simulatedWeeks({ weeks: 3, rates: always("outage", { minutes: 1000 }) });
  for (const one of weeks) {
    deepEqual([one.verdict, one.book, one.unanswered, one.breaches], ["none", "held", 11, []]);
    ok(isAvailable(one), `${one.seconds}`);
    match(one.told.join(" "), /there is no verdict before.*The book is held\./);
  }
});

Deno.test("simulatedWeeks() follow the last verdict at a gross by its age, until four weeks are over", async () => {
  const rates = always("outage", { share: 0.85, minutes: 1000, hangs: 0 });
  const weeks = await simulatedWeeks({ weeks: 24, rates });
  const ages = new Set<number>();
  for (const [w, one] of weeks.entries()) {
    const last = weeks.slice(0, w).findLast(({ verdict }) => verdict === "fresh");
    if (one.unanswered < 11) continue;
    const age = last === undefined ? 99 : calendarDaysBetween(last.day, one.day);
    equal(one.verdict, age < 28 ? "old" : "none");
    deepEqual([one.ageDays, one.grossFactor], age < 28 ? [age, 1 - age / 28] : [0, 0]);
    equal(one.book, age < 28 ? "rebuilt" : "held");
    ages.add(age);
  }
  ok(
    ages.has(7) && ages.has(14) && weeks.some(({ verdict }) => verdict === "fresh"),
    [...ages].join(),
  );
});

Deno.test("simulatedWeeks() that hold what they have see it drift out of its limits", async () => {
  const rates = always("noPrices", { share: 0.7 });
  const weeks = await simulatedWeeks({ weeks: 24, rates });
  ok(weeks.some(({ book }) => book === "rebuilt"));
  const held = weeks.filter(({ book }) => book === "held");
  ok(
    held.some(({ breaches }) => breaches.length > 0) &&
      held.some(({ breaches }) => breaches.length === 0),
  );
  for (const one of weeks) equal(isAvailable(one), one.seconds <= 300 && one.breaches.length === 0);
});

Deno.test("simulatedWeeks() with late prices take those of the day before, after a minute", async () => {
  const late = await simulatedWeeks({ weeks: 4, rates: always("latePrices", { minutes: 1e6 }) });
  for (const one of late) {
    ok(one.day < one.week && one.prices === "of the day before" && isAvailable(one));
    ok(one.seconds > 65, `${one.seconds}`);
    match(one.told[0], /^60 s: prices have not come$/);
  }
  const soon = await simulatedWeeks({ weeks: 4, rates: always("latePrices", { minutes: 0.5 }) });
  for (const one of soon) {
    deepEqual([one.day, one.prices], [one.week, "of the day"]);
    match(one.told[0], /prices came late/);
  }
});

Deno.test("simulatedWeeks() without prices hold what they have; killed ones go on; a full disk is late and says so", async () => {
  const [none] = await simulatedWeeks({ weeks: 1, rates: always("noPrices") });
  deepEqual([none.book, none.prices], ["held", "too old"]);
  match(none.told[0], /older than one trading day: nothing is traded/);
  for (const one of await simulatedWeeks({ weeks: 4, rates: always("crash") })) {
    ok(one.wasKilled && one.verdict === "fresh" && isAvailable(one));
    match(one.told[0], /it is killed after \d+ answers?$/);
  }
  for (
    const one of await simulatedWeeks({ weeks: 4, rates: always("fullDisk", { minutes: 1e5 }) })
  ) {
    ok(!isAvailable(one) && one.diskWasFull && one.verdict === "fresh");
    match(
      one.told.join(" "),
      /the disk is full after (prices|poll|book); nothing is lost .* the same command goes on/,
    );
  }
});

Deno.test("simulatedWeeks() with partial prices set the sectors aside or take the day before", async () => {
  const rates = { ...always("partialPrices"), latePrices: { share: 0, minutes: 1e6 } };
  const weeks = await simulatedWeeks({ weeks: 12, rates });
  ok(weeks.every(isAvailable));
  const words = new Set(weeks.map(({ prices }) => prices));
  ok(
    [...words].every((word) => word === "partial" || word === "of the day before"),
    [...words].join(),
  );
});

Deno.test("simulatedWeeks() refuses counts and deadlines that are none, and stops when told", async () => {
  await rejects(simulatedWeeks({ weeks: 0 }), /weeks must be a whole number from 1, got 0/);
  await rejects(simulatedWeeks({ weeks: 1.5 }), /weeks must be whole, got 1\.5/);
  await rejects(
    simulatedWeeks({ deadlineSeconds: 0 }),
    /deadlineSeconds must be seconds from 1, got 0/,
  );
  await rejects(simulatedWeeks({ week: 3 } as never), /there is no option "week"/);
  await rejects(
    simulatedWeeks({ weeks: 2, signal: AbortSignal.abort(new Error("enough")) }),
    /enough/,
  );
});

Deno.test({
  name: "of 1,000 weeks at the stated rates 99 % end in five minutes with a valid book",
  ignore: !SOAK,
  fn: async () => {
    for (const seed of [1, 2, 3]) {
      const { share, low } = availabilitySummary(await simulatedWeeks({ seed }));
      ok(share >= 0.99 && low > 0.985, `seed ${seed}: ${share}`);
    }
  },
});
