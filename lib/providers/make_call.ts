import { createHash } from "node:crypto";
import { canonicalJson, type QuestionNames } from "../committee/mod.ts";
import { backgroundAnswer } from "./background.ts";
import { withDeadline } from "./deadline.ts";
import type { ModelCall, ModelReply, Provider } from "./provider.ts";

/** What a call is for, for whoever reserves, books, retries and keeps. */
export interface CallContext extends QuestionNames {
  readonly provider: Provider;
  /** Content key of the call, see `callKey`: the same for the same question, run after run. */
  readonly key: string;
  /**
   * Time for one try, body and background included. `ModelCall.signal` holds the user's stop alone,
   * so that waiting for a place in a queue does not count; `withDeadline` joins both.
   */
  readonly deadlineMs: number;
}

/** A finished reply with what it cost in all its tries. */
export interface PaidReply extends ModelReply {
  /** When the call was made, milliseconds since 1970, and how long it took; kept with the answer. */
  readonly asked?: { readonly at: number; readonly latencyMs?: number };
  /** Dollars; `undefined` when unknown, which is not 0. */
  readonly costUsd: number | undefined;
  /** Who was asked in the end, where a fallback took over, and its place in the chain, from 1. */
  readonly servedBy?: {
    readonly provider: string;
    readonly model: string;
    readonly place: number;
  };
}

/**
 * Makes one call happen: the place for quotes, reserves, retries, fallbacks, a ledger and a cache. It
 * never returns a pending reply.
 *
 * @throws {CallError} If there is no reply in the end; `costUsd` of the error is what was booked.
 */
export type MakeCall = (call: ModelCall, context: CallContext) => Promise<PaidReply>;

/**
 * Content key of a call: SHA-256 of all that decides its answer, 64 hexadecimal digits. The signal is
 * no part of it; provider and address are, so that a stand-in's answer is never taken for a vendor's.
 *
 * @example Another sample is another call
 * ```ts
 * import { callKey, compatibleProvider, type ModelCall } from "lab/providers";
 * import { day } from "lab/units";
 * import { notEqual } from "node:assert/strict";
 *
 * const call: ModelCall = {
 *   model: "m",
 *   stage: "ballot",
 *   system: "",
 *   user: "",
 *   maxOutputTokens: 100,
 *   signal: new AbortController().signal,
 * };
 * const about = {
 *   provider: compatibleProvider(),
 *   analyst: "a",
 *   sector: "XLK",
 *   day: day("2020-03-20"),
 * } as const;
 * notEqual(callKey(call, { ...about, sample: 0 }), callKey(call, { ...about, sample: 1 }));
 * ```
 */
export function callKey(
  call: ModelCall,
  context: Omit<CallContext, "key" | "deadlineMs">,
): string {
  const { signal: _, ...question } = call;
  const { provider, analyst, sector, day, sample } = context;
  const where = { name: provider.name, baseUrl: provider.baseUrl };
  return createHash("sha256")
    .update(canonicalJson({ question, where, analyst, sector, day, sample })).digest("hex");
}

/**
 * The plainest way to make a call: one try, a deadline, and waiting for a background answer. It books
 * nothing, so the cost is 0 on this machine and unknown elsewhere.
 *
 * @example A model on this machine
 * ```ts
 * import { makeCallOnce, type ModelCall, type Provider } from "lab/providers";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const provider: Provider = {
 *   name: "own",
 *   baseUrl: "http://localhost:8080",
 *   isLocal: true,
 *   call: ({ model }) => Promise.resolve({ finish: "complete", text: "3", model, usage: undefined }),
 * };
 * const call: ModelCall = {
 *   model: "m",
 *   stage: "ballot",
 *   system: "",
 *   user: "",
 *   maxOutputTokens: 100,
 *   signal: new AbortController().signal,
 * };
 * const reply = await makeCallOnce(call, {
 *   provider,
 *   analyst: "a",
 *   sector: "XLK",
 *   day: day("2020-03-20"),
 *   sample: 0,
 *   key: "",
 *   deadlineMs: 1000,
 * });
 * equal(reply.costUsd, 0);
 * ```
 */
export const makeCallOnce: MakeCall = async (call, { provider, deadlineMs }) => {
  const reply = await withDeadline(deadlineMs, call.signal, async (signal) => {
    const first = await provider.call({ ...call, signal });
    return first.finish === "pending" && first.id !== undefined
      ? await backgroundAnswer(provider, first.id, { signal, longestMs: deadlineMs })
      : first;
  });
  return { ...reply, costUsd: provider.isLocal ? 0 : undefined };
};
