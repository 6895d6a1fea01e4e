import {
  type Analyst,
  type AnalystAnswer,
  type AskOptions,
  type Brief,
  heldAnswer,
  type Rubric,
} from "../committee/mod.ts";

/** After a stop, calls under way have so long to end and book what they know, milliseconds. */
const GRACE_MS = 1000;

/** The answer to one question; an analyst that does not hear the stop is not waited for long. */
export async function answerWithinGrace(
  { brief, analyst }: { readonly brief: Brief; readonly analyst: Analyst },
  rubric: Rubric,
  options: AskOptions & { readonly signal: AbortSignal },
): Promise<AnalystAnswer> {
  const { signal } = options;
  let tell = () => {};
  let grace: ReturnType<typeof setTimeout> | undefined;
  const stopped = new Promise<never>((_, reject) => {
    tell = () => void (grace = setTimeout(() => reject(signal.reason), GRACE_MS));
    signal.addEventListener("abort", tell, { once: true });
  });
  try {
    signal.throwIfAborted();
    return await Promise.race([heldAnswer(analyst, brief, rubric, options), stopped]);
  } finally {
    signal.removeEventListener("abort", tell);
    clearTimeout(grace);
  }
}
