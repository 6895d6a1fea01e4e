import { deepEqual, equal, match, ok } from "node:assert/strict";
import { SECTORS } from "lab/market";
import { CALM, pollWorld } from "./poll_world.ts";

const FOREVER = { from: -1e9, to: 1e9 };

Deno.test("a calm poll is answered by the first of the chain, one call a question", async () => {
  const { poll, time, called } = pollWorld();
  const { sectors, isKilled } = await poll();
  deepEqual(sectors.map(({ sector, place }) => [sector, place]), SECTORS.map((one) => [one, 0]));
  deepEqual([isKilled, called], [false, [11, 0]]);
  ok(time.now() > 10_000 && time.now() < 120_000, `${time.now()}`);
});

Deno.test("where the first refuses, the second answers every question in time", async () => {
  const { poll, time } = pollWorld([{ ...FOREVER, hangs: false }]);
  const { sectors } = await poll();
  deepEqual(sectors.map(({ place }) => place), SECTORS.map(() => 1));
  ok(time.now() < 240_000, `${time.now()}`);
});

Deno.test("a first that hangs keeps the second from being asked, unless a try has a short deadline", async () => {
  const hangs = [{ ...FOREVER, hangs: true }];
  const long = pollWorld(hangs), short = pollWorld(hangs);
  const none = await long.poll({ deadlineMs: 120_000 });
  deepEqual([none.sectors.filter(({ place }) => place !== undefined).length, long.time.now()], [
    0,
    240_000,
  ]);
  const some = await short.poll({ deadlineMs: 30_000 });
  const by = some.sectors.filter(({ place }) => place === 1).length;
  ok(by >= 9, `the second answered ${by}`);
  // Without anybody else to ask, no deadline helps.
  ok(some.sectors.every(({ place }) => place !== 0));
});

Deno.test("where both are out the poll ends at its moment, and every question says why", async () => {
  const { poll, time } = pollWorld([{ ...FOREVER, hangs: false }, { ...FOREVER, hangs: true }]);
  await time.until(time.wait(40_000, new AbortController().signal));
  const { sectors } = await poll({ endsAt: 90_000 });
  equal(time.now(), 90_000);
  for (const { place, reason } of sectors) {
    equal(place, undefined);
    match(reason!, /Cannot ask/);
  }
});

Deno.test("a poll that is killed pays once: the same questions again ask only for what is missing", async () => {
  for (const killedAfter of [0, 1, 7, 10]) {
    const { poll, called, store, time } = pollWorld();
    deepEqual(await poll({ killedAfter }), { sectors: [], isKilled: true });
    const kept = store.rows("SELECT count(*) AS n FROM answers")[0].n;
    equal(kept, killedAfter);
    const before = called[0], at = time.now();
    const { sectors } = await poll();
    equal(called[0] - before, 11 - killedAfter);
    ok(sectors.every(({ place }) => place === 0) && time.now() > at);
  }
});

Deno.test("an answer that cannot be read is asked for once more, and then there is none", async () => {
  const { poll, called } = pollWorld([], { ...CALM, unreadable: { share: 1 } });
  const { sectors } = await poll();
  deepEqual(sectors[0], { sector: "XLB", reason: "its answer could not be read, twice" });
  equal(called[0], 22);
});
