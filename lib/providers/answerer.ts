import type { Answerer } from "../committee/mod.ts";
import type { Source } from "../market/mod.ts";
import type { Day } from "../units.ts";
import type { PaidReply } from "./make_call.ts";

/** Up to when a model may have read, by its name; `undefined` where nobody knows. */
export type CutoffOf = (model: string) => Day | undefined;

/**
 * Who really gave a reply: provider, model asked and answered, place in the chain, and that model's own
 * cutoff.
 *
 * @param asked Who was asked first.
 * @param cutoffOf By the name under which the model answered.
 */
export function answererOf(
  reply: Pick<PaidReply, "model" | "servedBy">,
  asked: { readonly provider: string; readonly model: string },
  cutoffOf: CutoffOf,
): Answerer {
  const { provider, model, place } = reply.servedBy ?? { ...asked, place: 0 };
  const cutoff = cutoffOf(reply.model ?? model) ?? cutoffOf(model);
  return {
    provider,
    asked: model,
    ...(reply.model === undefined || reply.model === "" ? {} : { model: reply.model }),
    place,
    ...(cutoff === undefined ? {} : { cutoff }),
  };
}

/**
 * Why a model may remember what came after a day, in a sentence without its end; `undefined` where it
 * cannot. An unknown cutoff counts as late, and of a simulated market nobody remembers anything.
 *
 * @example
 * ```ts
 * import { memoryFault } from "lab/providers";
 * import { day } from "lab/units";
 * import { equal, match } from "node:assert/strict";
 *
 * const model = { model: "gpt-5", cutoff: day("2024-09-30") };
 * match(memoryFault(model, day("2024-03-15"))!, /gpt-5 may remember what came after 2024-03-15/);
 * equal(memoryFault(model, day("2026-03-13")), undefined);
 * ```
 */
export function memoryFault(
  { model, cutoff }: { readonly model: string; readonly cutoff: string | undefined },
  day: Day,
  source?: Source,
): string | undefined {
  if (source?.kind === "simulated") return undefined;
  if (cutoff === undefined) {
    return `${model} may remember what came after ${day}: nobody says when its knowledge ends`;
  }
  return cutoff < day
    ? undefined
    : `${model} may remember what came after ${day}: its knowledge ends ${cutoff}`;
}
