import { console } from "./console.ts";

/**
 * Runs what may be stopped by Ctrl+C: the first time it is asked to stop, the second time the program ends
 * at once. Before and after it, Ctrl+C ends the program as it always does.
 *
 * @param kept What a stop does not lose, for the sentence that is told then.
 * @param run Told by its signal to stop; returns when it has.
 */
export async function stoppable<T>(
  kept: string,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const onInterrupt = () => {
    if (stop.signal.aborted) Deno.exit(130);
    console.error(`\nStopping; ${kept} is kept. Once more ends at once.`);
    stop.abort();
  };
  Deno.addSignalListener("SIGINT", onInterrupt);
  try {
    return await run(stop.signal);
  } finally {
    Deno.removeSignalListener("SIGINT", onInterrupt);
  }
}
