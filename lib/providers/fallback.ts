import { CallError, type CallFault, type Manner, type Provider } from "./provider.ts";

/** One place to ask: a provider with a model. */
export interface Link {
  readonly provider: Provider;
  readonly model: string;
  /** How it is asked; nothing is said by default, for another model's words are not its own. */
  readonly manner?: Manner;
}

/**
 * Faults after which another provider may be asked. A retired model, a refused key or a wrong request
 * has to be mended, not replaced in silence.
 */
const PASSES_ON: ReadonlySet<CallFault> = new Set([
  "quota",
  "rate limit",
  "server",
  "connection",
  "deadline",
  "body too large",
  "body cut",
  "not the protocol",
  "expired",
]);

/**
 * Asks one place after another, in the order given, until one answers.
 *
 * @param links The first is who should answer; the others take over in turn.
 * @param ask Gets one link and its place in the chain; retries are inside it.
 * @throws The last error; its message names every place that was asked.
 *
 * @example The second answers
 * ```ts
 * import { CallError, type Provider, withFallbacks } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * const named = (name: string) => ({ provider: { name } as Provider, model: "m" });
 * const answered = await withFallbacks([named("a"), named("b")], ({ provider }) => {
 *   if (provider.name === "b") return Promise.resolve("b");
 *   throw new CallError("Cannot ask a", { fault: "server", canRetry: true, mayCost: false });
 * });
 * equal(answered, "b");
 * ```
 */
export async function withFallbacks<T>(
  links: readonly Link[],
  ask: (link: Link, place: number) => Promise<T>,
): Promise<T> {
  const errors: CallError[] = [];
  for (const [place, link] of links.entries()) {
    try {
      return await ask(link, place);
    } catch (error) {
      const passesOn = error instanceof CallError && PASSES_ON.has(error.fault);
      if (passesOn) errors.push(error);
      if (passesOn && place + 1 < links.length) continue;
      if (!(error instanceof CallError) || errors.length < 2) throw error;
      const { fault, canRetry, mayCost, status, retryAfterMs, raw, costUsd } = error;
      throw new CallError(
        errors.map(({ message }) => message).join("; then "),
        { fault, canRetry, mayCost, status, retryAfterMs, raw, costUsd, cause: error },
      );
    }
  }
  throw new RangeError("Cannot ask: need at least one provider, got none");
}
