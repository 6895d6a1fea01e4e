import { deepEqual, equal, rejects } from "node:assert/strict";
import { simulatedTime } from "../../lib/availability/simulated_time.ts";

const signal = new AbortController().signal;

Deno.test("simulatedTime() wakes in the order of moments, and of two at once the first that waited", async () => {
  const time = simulatedTime(), woken: string[] = [];
  const waits = ([["late", 5000], ["first", 1000], ["second", 1000], ["now", -5]] as const)
    .map(([name, ms]) =>
      time.wait(ms, signal).then(() => void woken.push(`${name} ${time.now()}`))
    );
  await time.until(Promise.all(waits));
  deepEqual(woken, ["now 0", "first 1000", "second 1000", "late 5000"]);
  equal(time.now(), 5000);
});

Deno.test("simulatedTime() stands still where nothing waits, and rejects who is told to stop", async () => {
  const time = simulatedTime(), stop = new AbortController();
  equal(await time.until(Promise.resolve(7)), 7);
  equal(time.now(), 0);
  const waits = time.wait(1000, stop.signal);
  stop.abort(new Error("enough"));
  await rejects(time.until(waits), /enough/);
  await rejects(time.wait(1, stop.signal), /enough/);
  equal(time.now(), 0);
});

Deno.test("simulatedTime() forgets the killed: they never wake, and others do", async () => {
  const time = simulatedTime();
  let isWoken = false;
  time.wait(10, signal).then(() => isWoken = true);
  time.kill();
  await time.until(time.wait(100, signal));
  deepEqual([isWoken, time.now()], [false, 100]);
});
