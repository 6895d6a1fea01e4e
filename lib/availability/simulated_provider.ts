import { CallError, type ModelCall, type Provider } from "../providers/mod.ts";
import type { RandomStream } from "../stats/mod.ts";
import type { FaultRates } from "./rates.ts";
import type { SimulatedTime } from "./simulated_time.ts";

/** Median time of an answer, milliseconds, and the spread of its logarithm. */
const MEDIAN_MS = 12_000, SPREAD = 0.5;
/** A call that is refused is refused so fast, milliseconds. */
const REFUSED_MS = 300;
const TOKENS = { inputTokens: 3000, outputTokens: 900 };
const HANGS_MS = 3_600_000;

/** What an answer is, as far as a simulation needs it. */
export const READABLE = "a ballot", UNREADABLE = "no ballot";

/** When a provider is out, milliseconds of the simulated time, and how it shows. */
export interface Outage {
  readonly from: number;
  readonly to: number;
  readonly hangs: boolean;
}

/**
 * A provider that answers on simulated time, late or not at all, as the rates say.
 *
 * @param name Of the provider; each has a stream of its own, so that one more call at one of them changes
 *   nothing at the other.
 */
export function simulatedProvider(
  name: string,
  { rates, outage, time, draw }: {
    readonly rates: FaultRates;
    readonly outage: Outage | undefined;
    readonly time: SimulatedTime;
    readonly draw: RandomStream;
  },
): Provider {
  const fault = (what: string, fault: "connection" | "deadline" | "server") =>
    new CallError(`Cannot ask ${name}: ${what}`, { fault, canRetry: true, mayCost: false });
  return {
    name,
    baseUrl: `https://${name}.example/v1`,
    isLocal: false,
    async call({ signal, model }: ModelCall) {
      // All are drawn in any case, so that a call's fate depends on its place alone.
      const luck = draw.uniform(), pace = Math.exp(SPREAD * draw.normal());
      const isSlow = draw.uniform() < rates.slow.share;
      const isReadable = draw.uniform() >= rates.unreadable.share;
      const isOut = outage && outage.from <= time.now() && time.now() < outage.to;
      try {
        if (isOut) {
          await time.wait(outage.hangs ? HANGS_MS : REFUSED_MS, signal);
          throw fault("it is out", "connection");
        }
        if (luck < rates.passing.share) {
          await time.wait(REFUSED_MS, signal);
          throw fault("it is busy", "server");
        }
        await time.wait(MEDIAN_MS * pace * (isSlow ? rates.slow.times : 1), signal);
      } catch (error) {
        if (error instanceof CallError) throw error;
        throw fault("no answer in time", "deadline");
      }
      return {
        finish: "complete",
        text: isReadable ? READABLE : UNREADABLE,
        model,
        usage: TOKENS,
      };
    },
  };
}
