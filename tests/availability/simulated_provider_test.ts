import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { CallError, type ModelCall } from "lab/providers";
import { randomStream } from "lab/stats";
import {
  type Outage,
  READABLE,
  simulatedProvider,
  UNREADABLE,
} from "../../lib/availability/simulated_provider.ts";
import { simulatedTime } from "../../lib/availability/simulated_time.ts";
import { CALM } from "./poll_world.ts";

function at(moment: number, outage?: Outage, rates = CALM) {
  const time = simulatedTime(), stop = new AbortController();
  const provider = simulatedProvider("p", { rates, outage, time, draw: randomStream(3) });
  const call = async () => {
    await time.until(time.wait(moment, new AbortController().signal));
    return await time.until(provider.call({ signal: stop.signal, model: "m" } as ModelCall));
  };
  return { call, time, stop };
}

Deno.test("a simulated provider is out from the first moment of its outage to before the last", async () => {
  const outage = { from: 1000, to: 2000, hangs: false };
  for (const moment of [999, 2000]) equal((await at(moment, outage).call()).text, READABLE);
  for (const moment of [1000, 1999]) {
    const { call, time } = at(moment, outage);
    await rejects(call(), (error: CallError) => error.fault === "connection" && error.canRetry);
    equal(time.now(), moment + 300);
  }
});

Deno.test("a simulated provider that hangs answers nobody until it is told to stop", async () => {
  const { call, time, stop } = at(0, { from: 0, to: 1e9, hangs: true });
  time.wait(60_000, new AbortController().signal).then(() => stop.abort());
  await rejects(call(), (error: CallError) => error.fault === "deadline");
  equal(time.now(), 60_000);
});

Deno.test("a simulated provider is slow, busy or unreadable as often as the rates say", async () => {
  const always = (name: "slow" | "passing" | "unreadable") =>
    at(0, undefined, { ...CALM, [name]: { ...CALM[name], share: 1 } });
  const calm = at(0), slow = always("slow");
  await calm.call();
  await slow.call();
  ok(Math.abs(slow.time.now() - 8 * calm.time.now()) < 1e-6);
  ok(calm.time.now() > 3000 && calm.time.now() < 60_000);
  await rejects(always("passing").call(), (error: CallError) => error.fault === "server");
  deepEqual((await always("unreadable").call()).text, UNREADABLE);
});
