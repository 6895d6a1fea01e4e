import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { type Analyst, type Brief, DEFAULT_RUBRIC, rulesAnalyst, rulesBallot } from "lab/committee";
import { BudgetError, LabError } from "lab/errors";
import { simulatedMarket, weeklyDays } from "lab/market";
import {
  type AskedAnswer,
  type DayAsked,
  daysAsked,
  modelAnalyst,
  modelPrices,
  openCallStore,
  paidCalls,
  pause,
  type Provider,
  sweepDays,
  type SweepProgress,
  type SweptDay,
} from "lab/providers";
import { randomStream } from "lab/stats";
import { SOAK } from "../soak.ts";
import { goodAnswer, sectorAsked } from "./loopback_server.ts";

const market = simulatedMarket({ seed: 7, years: 4 });
const weeks = weeklyDays(market.prices.days);

/** Days that count how many of them are open: briefs were made and the result was not handed on. */
function watched(days: readonly DayAsked[]) {
  const open = new Set<string>();
  let most = 0, made = 0;
  const all = days.map((one): DayAsked => ({
    ...one,
    briefs() {
      open.add(one.day);
      made++;
      most = Math.max(most, open.size);
      return one.briefs();
    },
  }));
  return {
    days: all,
    open,
    get most() {
      return most;
    },
    get made() {
      return made;
    },
  };
}

/** A brief without a snapshot: what a sweep itself reads of it. */
function plainDays(
  count: number,
  sectors: readonly string[] = ["XLE", "XLK"],
): readonly DayAsked[] {
  return weeks.slice(0, count).map((day) => {
    const askedAt = `${day}T16:00` as DayAsked["askedAt"];
    const briefs = sectors.map((sector) =>
      ({
        sector,
        day,
        decidedAt: askedAt,
        facts: [],
        missing: [],
        headlines: [],
      }) as unknown as Brief
    );
    return { day, askedAt, sectors: sectors as DayAsked["sectors"], briefs: () => briefs };
  });
}

/** An analyst that answers as it is told. */
function analyst(
  name: string,
  before: (brief: Brief) => void | Promise<void> = () => {},
): Analyst {
  return {
    name,
    async answer(brief, rubric, { askedAt }) {
      await before(brief);
      return {
        kind: "ballot",
        ballot: { ...rulesBallot(brief, rubric, { askedAt }), analyst: name },
        costUsd: 0.5,
      };
    },
  };
}

Deno.test("sweepDays() hands on each day once, in order, with what a sweep of it alone brings", async () => {
  const days = daysAsked(market, weeks.slice(60, 66), { sectors: ["XLU", "XLB"] });
  const random = randomStream(3);
  const slow = analyst("slow", () => pause(random.uniform() * 4, new AbortController().signal));
  const seen: SweptDay[] = [], answers: AskedAnswer[] = [];
  const { unanswered, isStopped } = await sweepDays([slow, rulesAnalyst()], days, {
    now: () => 0,
    wallNow: () => Date.UTC(2026, 10, 27),
    onAnswer: (one) => void answers.push(one),
    onDay: async (one) => {
      await pause(1, new AbortController().signal);
      seen.push(one);
    },
  });
  deepEqual([unanswered, isStopped], [0, false]);
  deepEqual(seen.map(({ day }) => day), weeks.slice(60, 66));
  for (const { day, ballots, sectors } of seen) {
    deepEqual(sectors, ["XLB", "XLU"]);
    deepEqual(ballots.map((one) => [one.day, one.sector, one.analyst]), [
      [day, "XLB", "slow"],
      [day, "XLB", "rules"],
      [day, "XLU", "slow"],
      [day, "XLU", "rules"],
    ]);
  }
  equal(answers.length, 24);
  for (const { request, asked, answer } of answers) {
    equal(asked.askedAt, "2026-11-27T00:00:00.000Z");
    equal(request.rubric, DEFAULT_RUBRIC);
    const isRules = request.analyst === "rules";
    deepEqual([asked.costUsd, asked.prompt], isRules ? [0, "rules 1"] : [0.5, undefined]);
    ok(answer.kind === "ballot" && answer.ballot.sector === request.brief.sector);
  }
});

Deno.test("sweepDays() has few days open, however many there are and however slow one is", async () => {
  const watch = watched(plainDays(60)), first = watch.days[0].day;
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  let done = 0;
  const stubborn = analyst("stubborn", ({ day, sector }) => {
    if (day === first && sector === "XLE") return held;
    // The others run ahead of it, but not without end.
    if (++done === 60) setTimeout(release, 20);
    return Promise.resolve();
  });
  await sweepDays([stubborn], watch.days, {
    now: () => 0,
    onDay: ({ day }) => void watch.open.delete(day),
  });
  equal(watch.made, 60);
  // 64 questions at once are 32 days of two; ten more may be open beside them.
  ok(watch.most <= 42 && watch.most >= 32, `${watch.most} days`);
});

Deno.test("sweepDays() asks again what a cap put off, day by day, and goes on with the days after", async () => {
  const watch = watched(plainDays(90));
  const asked = new Map<string, number>();
  const poor = analyst("poor", ({ day, sector }) => {
    const key = `${day} ${sector}`;
    asked.set(key, (asked.get(key) ?? 0) + 1);
    // From the 30th day on there is no money; on the 31st it is there the second time.
    if (day < weeks[30] || (day === weeks[31] && asked.get(key) === 2)) return;
    throw new BudgetError("Cannot ask: no money", {
      cap: "sweep",
      allowedUsd: 0,
      spentUsd: 0,
      reservedUsd: 0,
      neededUsd: 1,
    });
  });
  const seen: SweptDay[] = [];
  const { unanswered } = await sweepDays([poor], watch.days, {
    now: () => 0,
    onDay: (one) => {
      watch.open.delete(one.day);
      seen.push(one);
    },
  });
  deepEqual(seen.map(({ day }) => day), weeks.slice(0, 90));
  deepEqual(
    seen.map(({ ballots }) => ballots.length),
    weeks.slice(0, 90).map((_, i) => i < 30 || i === 31 ? 2 : 0),
  );
  equal(unanswered, 2 * 59);
  ok(seen.every((one) => one.unanswered.every(({ reason }) => reason === "Cannot ask: no money")));
  equal(asked.size, 180);
  ok([...asked].every(([key, times]) => times === (key.slice(0, 10) < weeks[30] ? 1 : 2)));
  ok(watch.most <= 42, `${watch.most} days open`);
});

Deno.test("sweepDays() that is stopped hands on all days, with what they have", async () => {
  const stop = new AbortController();
  let answers = 0;
  const seen: SweptDay[] = [];
  const end = await sweepDays([analyst("a")], plainDays(80), {
    now: () => 0,
    signal: stop.signal,
    onAnswer: () => ++answers === 50 && stop.abort(),
    onDay: (one) => void seen.push(one),
  });
  equal(end.isStopped, true);
  equal(seen.length, 80);
  const ballots = seen.flatMap(({ ballots }) => ballots).length;
  equal(ballots, answers);
  equal(end.unanswered, 160 - ballots);
  ok(ballots >= 50 && ballots < 160);
  ok(seen[79].unanswered.every(({ reason }) => /stopped before/.test(reason)));
});

Deno.test("sweepDays() tells a fault of whoever takes a day, and asks nobody after it", async () => {
  let asked = 0;
  await rejects(
    sweepDays([analyst("a", () => void asked++)], plainDays(200), {
      now: () => 0,
      onDay: () => Promise.reject(new LabError("Cannot write: the disk is full")),
    }),
    /disk is full/,
  );
  ok(asked < 200, `${asked} questions`);
});

Deno.test("sweepDays() tells such a fault too while it asks again what was put off", async () => {
  const met = new Set<string>(), days = plainDays(3, ["XLE"]);
  const capped = analyst("capped", async ({ day }) => {
    if (!met.has(day)) {
      met.add(day);
      throw new BudgetError("Cannot ask: the cap of a day is reached", {
        cap: "day",
        allowedUsd: 1,
        spentUsd: 1,
        reservedUsd: 0,
        neededUsd: 1,
        othersUsd: 0,
      });
    }
    // Long enough for the fault of the day before to be nobody's.
    if (day !== days[0].day) await pause(20, new AbortController().signal);
  });
  let again = 0;
  await rejects(
    sweepDays([capped], days, {
      now: () => 0,
      onAnswer: () => void again++,
      onDay: () => Promise.reject(new LabError("Cannot write: the disk is full")),
    }),
    /disk is full/,
  );
  equal(again, 1, "nobody is asked after it");
});

/** Time that passes when nothing else happens, so that a minute is a moment. */
function virtualTime() {
  const timers: { readonly at: number; readonly go: () => void }[] = [];
  let time = 0, isOn = true;
  const wait = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      timers.push({ at: time + ms, go: resolve });
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
  async function run() {
    while (isOn) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      timers.sort((a, b) => a.at - b.at);
      const next = timers.shift();
      if (!next) continue;
      time = Math.max(time, next.at);
      next.go();
      while (timers.length > 0 && timers[0].at <= time) timers.shift()!.go();
    }
  }
  return { now: () => time, wait, run, end: () => void (isOn = false) };
}

Deno.test("sweepDays() of weeks of 11 sectors by 3 analysts takes no more than 1.2 of the time that the limits allow", async () => {
  const clock = virtualTime(), running = clock.run();
  const count = SOAK ? 104 : 26, delays = randomStream(11);
  const limits: Record<string, { concurrency: number; requestsPerMinute?: number }> = {
    a: { concurrency: 4 },
    b: { concurrency: 64, requestsPerMinute: 60 },
    c: { concurrency: 8, requestsPerMinute: 200 },
  };
  const store = openCallStore(":memory:");
  const price = { inputUsd: 1, outputUsd: 10 };
  const calls = paidCalls({
    store,
    sweep: "s",
    priceOf: await modelPrices({
      at: new Date("2026-11-23"),
      stated: { "a/m": price, "b/m": price, "c/m": price },
    }),
    now: clock.now,
    clock: clock.now,
    wait: clock.wait,
    timeout: (_, signal) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    caps: { sweep: 1e5, sector: 1e5, day: 1e5 },
    limitsOf: (name) => limits[name],
  });
  const analysts = Object.keys(limits).map((name) => {
    const provider: Provider = {
      name,
      baseUrl: `https://${name}.example/v1`,
      isLocal: false,
      async call({ user, model }) {
        // Two seconds on average; some take four.
        await clock.wait(1000 + 2000 * delays.uniform() + (delays.uniform() < 0.05 ? 1000 : 0));
        const text = JSON.stringify(goodAnswer(sectorAsked(user)));
        return { finish: "complete", text, model, usage: { inputTokens: 900, outputTokens: 300 } };
      },
    };
    return modelAnalyst(provider, { model: "m", name, makeCall: calls.makeCall });
  });
  const seen: SweepProgress[] = [];
  const began = clock.now();
  const { unanswered } = await sweepDays(
    analysts,
    daysAsked(market, weeks.slice(80, 80 + count)),
    { now: clock.now, wallNow: clock.now, calls, onProgress: (one) => void seen.push(one) },
  );
  const tookMs = clock.now() - began;
  clock.end();
  await running;
  equal(unanswered, 0);
  const questions = count * 11, meanMs = 2050;
  const allowedMs = Math.max(
    questions / 4 * meanMs,
    (Math.ceil(questions / 60) - 1) * 60_000,
    questions / 8 * meanMs,
  );
  ok(tookMs < 1.2 * allowedMs, `${tookMs} ms of ${allowedMs} ms`);
  ok(tookMs > 0.8 * allowedMs, `${tookMs} ms of ${allowedMs} ms: the limits hold`);
  // What was foreseen a third of the way was about right.
  const early = seen.find(({ done, total }) => done > total / 3)!;
  const foreseen = early.elapsedMs + early.leftMs!;
  ok(Math.abs(foreseen / tookMs - 1) < 0.25, `${foreseen} ms foreseen, ${tookMs} ms`);
  store.close();
});
