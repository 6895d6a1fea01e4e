/** The parts between a question and a paid call, each by itself. */
import { equal, ok, rejects, throws } from "node:assert/strict";
import { rateGate } from "lab/providers";
import { randomStream } from "lab/stats";

const NEVER = new AbortController().signal;

/** A clock that stands still until someone waits. */
function standingClock() {
  let time = 0;
  const waits: number[] = [];
  return {
    waits,
    now: () => time,
    move: (ms: number) => void (time += ms),
    wait: (ms: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      waits.push(ms);
      time += ms;
      return Promise.resolve();
    },
  };
}

/** A clock that goes on to the next waiter when nobody else has anything to do. */
function virtualClock() {
  let time = 0;
  let waiters: { at: number; go: () => void }[] = [];
  return {
    now: () => time,
    wait: (ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        const one = { at: time + ms, go: resolve };
        waiters.push(one);
        signal.addEventListener("abort", () => {
          waiters = waiters.filter((other) => other !== one);
          reject(signal.reason);
        }, { once: true });
      }),
    async run(): Promise<void> {
      while (true) {
        for (let i = 0; i < 20; i++) await Promise.resolve();
        if (waiters.length === 0) return;
        const next = waiters.reduce((a, b) => b.at < a.at ? b : a);
        waiters = waiters.filter((one) => one !== next);
        time = next.at;
        next.go();
      }
    },
  };
}

Deno.test("rateGate() starts no more in any minute than the limits say, over seeded draws", async () => {
  const random = randomStream(5);
  for (let round = 0; round < 20; round++) {
    const clock = virtualClock();
    const limits = {
      concurrency: 1 + random.integer(4),
      requestsPerMinute: 1 + random.integer(10),
      tokensPerMinute: 500 + random.integer(2000),
    };
    const gate = rateGate(limits, clock);
    const starts: { at: number; tokens: number }[] = [];
    let most = 0;
    for (let i = 0; i < 40; i++) {
      const tokens = 1 + random.integer(900), takes = random.integer(3000);
      gate.enter(tokens, NEVER).then(async (place) => {
        most = Math.max(most, gate.running);
        starts.push({ at: clock.now(), tokens });
        await clock.wait(takes, NEVER);
        place.leave();
      });
    }
    await clock.run();
    equal(starts.length, 40);
    ok(most <= limits.concurrency);
    for (const { at } of starts) {
      const within = starts.filter((one) => one.at >= at && one.at < at + 60_000);
      ok(within.length <= limits.requestsPerMinute, `${within.length}`);
      // One call that is larger than a whole minute's share goes alone.
      const tokens = within.reduce((sum, one) => sum + one.tokens, 0);
      ok(tokens <= limits.tokensPerMinute || within.length === 1, `${tokens}`);
    }
    equal(gate.running + gate.waiting, 0);
    // Nor does it dawdle: each minute but the last is as full as it may be.
    const minutes = Math.ceil((clock.now() + 1) / 60_000);
    const tokens = starts.reduce((sum, one) => sum + one.tokens, 0);
    const least = Math.max(40 / limits.requestsPerMinute, tokens / limits.tokensPerMinute);
    ok(minutes <= 3 * least + 3, `${minutes} minutes where ${least} would do`);
  }
});

Deno.test("rateGate() counts what was used, heeds headers, and holds after a refusal", async () => {
  const clock = standingClock();
  const gate = rateGate({ tokensPerMinute: 1000 }, clock);
  const enter = async (tokens: number) => {
    const place = await gate.enter(tokens, NEVER);
    return { place, at: clock.now() };
  };
  // Foreseen 900, used 100: the next has room at once.
  (await enter(900)).place.leave({ tokens: 100 });
  const second = await enter(900);
  equal(second.at, 0);
  second.place.leave({ tokens: 0, limits: { requestsLeft: 0, resetsInMs: 5000 } });
  const third = await enter(1);
  equal(third.at, 5000);
  third.place.leave({ limits: { tokensLeft: 50, resetsInMs: 2000 } });
  const fourth = await enter(60);
  equal(fourth.at, 7000);
  fourth.place.leave();
  gate.holdFor(3000);
  const fifth = await enter(1);
  equal(fifth.at, 10_000);
  // No server can hold up the others for longer than a minute.
  gate.holdFor(24 * 86_400_000);
  fifth.place.leave();
  equal((await enter(1)).at, 70_000);
  throws(() => rateGate({ concurrency: 0 }, clock), /concurrency/);
});

Deno.test("rateGate() lets a waiting call go when it is stopped, and the next one in", async () => {
  const gate = rateGate({ concurrency: 1 }, { now: () => 0 });
  const first = await gate.enter(1, NEVER);
  const stop = new AbortController();
  const second = gate.enter(1, stop.signal);
  const third = gate.enter(1, NEVER);
  stop.abort(new Error("no more"));
  await rejects(second, /no more/);
  first.leave();
  first.leave();
  (await third).leave();
  equal(gate.running, 0);
});
