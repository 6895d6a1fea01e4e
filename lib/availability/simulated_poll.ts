import { type Sector, SECTORS } from "../market/mod.ts";
import {
  BALLOT_DEADLINE_MS,
  callKey,
  type CallStore,
  type ModelCall,
  paidCalls,
  type PriceOf,
  type Provider,
} from "../providers/mod.ts";
import type { Day } from "../units.ts";
import { READABLE } from "./simulated_provider.ts";
import type { SimulatedTime } from "./simulated_time.ts";

export const ANALYST = "committee", MODEL = "simulated";

/** What came of one question. */
export interface PolledSector {
  readonly sector: Sector;
  /** Place in the chain of who answered, 0 for the first; absent where nobody did. */
  readonly place?: number;
  /** Why nobody did. */
  readonly reason?: string;
}

/** How a poll ended. */
export interface SimulatedPoll {
  readonly sectors: readonly PolledSector[];
  /** Whether the program was killed while it asked; what was answered by then is in the store. */
  readonly isKilled: boolean;
}

/** What a poll is asked with. */
export interface PollAround {
  readonly store: CallStore;
  /** The chain, first to last. */
  readonly chain: readonly Provider[];
  readonly time: SimulatedTime;
  readonly day: Day;
  /** Name of the sweep, the same after a restart. */
  readonly sweep: string;
  readonly priceOf: PriceOf;
  /** Moment at which it is stopped, milliseconds of the simulated time. */
  readonly endsAt: number;
  /** It is killed after so many answers; absent: never. */
  readonly killedAfter?: number;
  readonly deadlineMs?: number;
  readonly seed: number;
}

/** Milliseconds since 1970 at which every simulated week begins. */
const STARTS = Date.UTC(2026, 10, 27, 21);

/**
 * Eleven questions through `paidCalls`: reservations, places, retries, resting providers, the chain of
 * fallbacks, kept answers, all as in a real poll; only providers and time are simulated.
 */
export async function simulatedPoll(around: PollAround): Promise<SimulatedPoll> {
  const { store, chain, time, day, sweep, priceOf, endsAt, killedAfter, seed } = around;
  const { deadlineMs = BALLOT_DEADLINE_MS } = around;
  const [provider, ...fallbacks] = chain, stop = new AbortController();
  const calls = paidCalls({
    store,
    sweep,
    priceOf,
    now: () => STARTS + time.now(),
    clock: time.now,
    wait: time.wait,
    timeout: time.wait,
    fallbacksOf: () => fallbacks.map((provider) => ({ provider, model: MODEL })),
    seed,
  });
  let answered = 0, die = () => {};
  const killed = new Promise<undefined>((resolve) => void (die = () => resolve(undefined)));
  async function made(sector: Sector, stage: "ballot" | "repair") {
    const call: ModelCall = {
      model: MODEL,
      stage,
      system: "",
      user: `${stage} on ${sector}`,
      maxOutputTokens: 1000,
      signal: stop.signal,
    };
    const about = { provider, analyst: ANALYST, sector, day, sample: 0 };
    return await calls.makeCall(call, { ...about, key: callKey(call, about), deadlineMs });
  }
  async function asked(sector: Sector): Promise<PolledSector> {
    try {
      let reply = await made(sector, "ballot");
      if (reply.text !== READABLE) reply = await made(sector, "repair");
      if (++answered === killedAfter) die();
      return reply.text === READABLE
        ? { sector, place: reply.servedBy?.place ?? 0 }
        : { sector, reason: "its answer could not be read, twice" };
    } catch (error) {
      return { sector, reason: error instanceof Error ? error.message : String(error) };
    }
  }
  if (killedAfter === 0) return { sectors: [], isKilled: true };
  const over = new AbortController();
  time.wait(endsAt - time.now(), over.signal)
    .then(() => stop.abort(new Error("the time for questions was over")), () => {});
  const ended = await time.until(Promise.race([Promise.all(SECTORS.map(asked)), killed]));
  if (ended === undefined) {
    time.kill();
    return { sectors: [], isKilled: true };
  }
  over.abort();
  return { sectors: ended, isKilled: false };
}
