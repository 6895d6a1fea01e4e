import { abortError } from "./body.ts";

/** Between two looks at what another program is doing, milliseconds. */
export const LOOK_AT_OTHERS_MS = 1000;

/** What calls wait for that would otherwise be made. */
export interface HoldUps {
  /** Waits for something that the reader may want to know of; a stop is a `CallError`. */
  held(why: string, milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Why the last one waits; `undefined` where none does. */
  readonly latest: string | undefined;
}

/** Waits that can be told of while they last. @param wait As `pause`. */
export function holdUps(
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>,
): HoldUps {
  const reasons = new Map<symbol, string>();
  return {
    get latest() {
      return [...reasons.values()].at(-1);
    },
    async held(why: string, milliseconds: number, signal: AbortSignal): Promise<void> {
      const mine = Symbol();
      reasons.set(mine, why);
      try {
        await wait(milliseconds, signal);
      } catch (error) {
        throw signal.aborted ? abortError(signal, "ask", false) : error;
      } finally {
        reasons.delete(mine);
      }
    },
  };
}
