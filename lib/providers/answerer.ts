import type { Answerer } from "../committee/mod.ts";
import { outsideLine } from "../outside_text.ts";
import type { Source } from "../market/mod.ts";
import type { Day } from "../units.ts";
import type { PaidReply } from "./make_call.ts";
import { researchFault } from "./research_day.ts";

/** As much of the name by which a model answers as a ballot keeps. */
const MOST_NAME_CHARACTERS = 120;

/** Up to when a model may have read, by its name; `undefined` where nobody knows. */
export type CutoffOf = (model: string) => Day | undefined;

/**
 * Who really gave a reply: provider, model asked and answered, place in the chain, and that model's own
 * cutoff.
 *
 * @param asked Who was asked first.
 * @param cutoffOf By the name under which the model answered.
 *
 * @example Who took over
 * ```ts
 * import { answererOf } from "lab/providers";
 * import { deepEqual } from "node:assert/strict";
 *
 * const servedBy = { provider: "local", model: "n", place: 1 };
 * const asked = { provider: "openai", model: "m" };
 * deepEqual(answererOf({ model: undefined, servedBy }, asked, () => undefined), {
 *   provider: "local",
 *   asked: "n",
 *   place: 1,
 * });
 * ```
 */
export function answererOf(
  reply: Pick<PaidReply, "model" | "servedBy">,
  asked: { readonly provider: string; readonly model: string },
  cutoffOf: CutoffOf,
): Answerer {
  const { provider, model, place } = reply.servedBy ?? { ...asked, place: 0 };
  const cutoff = cutoffOf(reply.model ?? model) ?? cutoffOf(model);
  const own = outsideLine(reply.model ?? "", MOST_NAME_CHARACTERS);
  return {
    provider,
    asked: model,
    ...(own === "" ? {} : { model: own }),
    place,
    ...(cutoff === undefined ? {} : { cutoff }),
  };
}

/**
 * Why a model may remember what came after a day, in a sentence without its end; `undefined` where it
 * cannot: it has read up to an earlier day, nothing has come yet, or the market is simulated. An
 * unknown cutoff counts as late.
 *
 * @param model Its name and cutoff.
 * @param options.day The day that is asked about.
 * @param options.now Milliseconds since 1970.
 * @param options.source Where the brief's data come from; a real market by default.
 *
 * @example
 * ```ts
 * import { memoryFault } from "lab/providers";
 * import { day } from "lab/units";
 * import { equal, match } from "node:assert/strict";
 *
 * const model = { model: "gpt-5", cutoff: day("2024-09-30") };
 * const now = Date.UTC(2026, 10, 20, 22);
 * match(memoryFault(model, { day: day("2024-03-15"), now })!, /may remember .* 2024-03-15/);
 * equal(memoryFault(model, { day: day("2026-03-13"), now }), undefined);
 * ```
 */
export function memoryFault(
  { model, cutoff }: { readonly model: string; readonly cutoff: string | undefined },
  options: { readonly day: Day; readonly now: number; readonly source?: Source },
): string | undefined {
  const { day, now, source } = options;
  // What the web does not tell yet no model has read either.
  if (source?.kind === "simulated" || researchFault(day, { now }) === undefined) return undefined;
  if (cutoff === undefined) {
    return `${model} may remember what came after ${day}: nobody says when its knowledge ends`;
  }
  return cutoff < day
    ? undefined
    : `${model} may remember what came after ${day}: its knowledge ends ${cutoff}`;
}
