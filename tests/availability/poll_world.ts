import { modelPrices, openCallStore } from "lab/providers";
import { STATED_RATES, timesAsOften } from "lab/availability";
import { randomStream } from "lab/stats";
import { day } from "lab/units";
import { type Outage, simulatedProvider } from "../../lib/availability/simulated_provider.ts";
import { MODEL, type PollAround, simulatedPoll } from "../../lib/availability/simulated_poll.ts";
import { simulatedTime } from "../../lib/availability/simulated_time.ts";

export const CALM = timesAsOften(STATED_RATES, 0);

const priceOf = await modelPrices({
  at: new Date("2026-11-27"),
  stated: Object.fromEntries(
    ["first", "second"].map((name) => [`${name}/${MODEL}`, { inputUsd: 1, outputUsd: 4 }]),
  ),
});

/** A chain of two on one clock and one store, and how often each was called. */
export function pollWorld(
  outages: readonly (Outage | undefined)[] = [],
  rates = CALM,
) {
  const time = simulatedTime(), store = openCallStore(":memory:"), called = [0, 0];
  const chain = ["first", "second"].map((name, i) => {
    const draw = randomStream(11, i);
    const inner = simulatedProvider(name, { rates, outage: outages[i], time, draw });
    return {
      ...inner,
      call: (call: Parameters<typeof inner.call>[0]) => {
        called[i]++;
        return inner.call(call);
      },
    };
  });
  const around = { store, chain, time, day: day("2026-11-27"), sweep: "s", priceOf, seed: 1 };
  const poll = (more: Partial<PollAround> = {}) =>
    simulatedPoll({ ...around, endsAt: 240_000, ...more });
  return { poll, time, store, called, chain };
}
