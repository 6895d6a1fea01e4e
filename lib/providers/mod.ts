/**
 * Language models as analysts of the committee.
 *
 * A `Provider` speaks one vendor's wire protocol and makes one try; a `ModelAnalyst` asks with rubric
 * and brief, reads the answer by the ballot's full schema, and asks once more if it cannot. Between
 * the two stands `MakeCall`: the place for prices, reserves, retries and caches. Nothing here is
 * loaded by `lab/committee`, and no call is made that was not asked for.
 *
 * @example From settings to analysts, with a cassette in place of the network
 * ```ts
 * import { analystsOf, cassetteFetch, providerSettings } from "lab/providers";
 * import { deepEqual } from "node:assert/strict";
 *
 * const settings = providerSettings({
 *   providers: [{ name: "google", kind: "google", roles: { fast: "gemini-3.8-flash" } }],
 *   analysts: ["rules", "google/fast"],
 * });
 * const analysts = analystsOf(settings, { fetch: cassetteFetch().fetch, withoutKeys: true });
 * deepEqual(analysts.map(({ name }) => name), ["rules", "google/fast"]);
 * ```
 *
 * Read next: `provider.ts`, the contract; `model_analyst.ts`, how an answer becomes a ballot;
 * `wire.ts`, what happens on the way; `cassette.ts`, how a class runs offline; `factory.ts`, from a
 * settings file to analysts.
 *
 * @module
 */
export {
  CallError,
  type CallFault,
  type Finish,
  type Manner,
  type ModelCall,
  type ModelReply,
  type Provider,
  type RateLimits,
  type SearchSource,
  type Stage,
  type Usage,
} from "./provider.ts";
export type { AdapterOptions } from "./adapter_options.ts";
export { isLoopback } from "./is_loopback.ts";
export { ollamaProvider } from "./ollama.ts";
export { openaiProvider } from "./openai.ts";
export { anthropicProvider } from "./anthropic.ts";
export { googleProvider } from "./google.ts";
export { xaiProvider } from "./xai.ts";
export { compatibleProvider, type TokenBound } from "./compatible.ts";
export { analystsOf, type FactoryOptions, providerOf, roleNotes, roleOptions } from "./factory.ts";
export { KINDS, PROVIDER_KINDS, type ProviderKind } from "./provider_kinds.ts";
export {
  type ProviderEntry,
  providerFields,
  type ProviderSettings,
  providerSettings,
  type ProviderSettingsInput,
  type Role,
  type RoleEntry,
} from "./provider_settings.ts";
export { environmentReader, envVariables, type ReadVariable } from "./dot_env.ts";
export {
  BALLOT_DEADLINE_MS,
  BALLOT_OUTPUT_TOKENS,
  FENCE_SEED,
  modelAnalyst,
  type ModelAnalystOptions,
} from "./model_analyst.ts";
export {
  RESEARCH_DEADLINE_MS,
  RESEARCH_OUTPUT_TOKENS,
  RESEARCH_SEARCHES,
  type ResearchOptions,
} from "./research_reply.ts";
export {
  type CallContext,
  callKey,
  type MakeCall,
  makeCallOnce,
  type PaidReply,
} from "./make_call.ts";
export { answererOf, type CutoffOf, memoryFault } from "./answerer.ts";
export { researchFault } from "./research_day.ts";
export { citedByPillar } from "./research_report.ts";
export { backgroundAnswer } from "./background.ts";
export { pause, withDeadline } from "./deadline.ts";
export {
  ballotPrompt,
  MODEL_PROMPT_VERSION,
  type ModelPrompt,
  repairPrompt,
  researchPrompt,
} from "./model_prompt.ts";
export { FENCE_RULE, type Fenced, fenced, plainText } from "./fence.ts";
export { wireSchema } from "./wire_schema.ts";
export { isSameModel } from "./same_model.ts";
export { type KnowledgeCutoff, knowledgeCutoff } from "./knowledge_cutoffs.ts";
export { MAX_BODY_BYTES, readBody } from "./body.ts";
export { rateLimits, retryAfterMs } from "./headers.ts";
export { type Redactor, redactor } from "./secrets.ts";
export { type Fetch, singleFetch } from "./fetch.ts";
export {
  type Cassette,
  cassetteFetch,
  CassetteMissError,
  type CassetteMode,
  cassetteOf,
  cassetteText,
  type Exchange,
} from "./cassette.ts";
export { type CallStore, openCallStore, type StoredRow } from "./call_store.ts";
export { StoreError, type StoreFault } from "./store_error.ts";
export { type CallClaims, callClaims } from "./call_claims.ts";
export type { Booking } from "./booking.ts";
export { type Caps, DEFAULT_CAPS } from "./caps.ts";
export type { LedgerEntry } from "./ledger_lines.ts";
export type { OpenReservation } from "./open_reservations.ts";
export { type Balance, type Ledger, type OpenAnswer, openLedger } from "./ledger.ts";
export { type AnswerCache, answerCache, CACHE_LIFETIME_MS } from "./answer_cache.ts";
export {
  type ModelPrice,
  modelPrices,
  type PricedUsage,
  type PriceOf,
  type StatedPrice,
  statedPrices,
} from "./model_prices.ts";
export { checkBoundedSearch, likelyInputTokens, worstUsage } from "./worst_usage.ts";
export { type BilledUsage, billedUsage, NOT_COUNTED } from "./billed_usage.ts";
export { MOST_TRIES, type RetryOptions, withRetries } from "./retry.ts";
export { type CircuitBreaker, circuitBreaker, type Pass, RestError } from "./circuit_breaker.ts";
export { DEFAULT_CONCURRENCY, type GateLimits, type Place } from "./call_window.ts";
export { type RateGate, rateGate } from "./rate_gate.ts";
export { type Link, withFallbacks } from "./fallback.ts";
export { type PaidCalls, paidCalls, type PaidCallsOptions } from "./paid_calls.ts";
export { type Quote, quote, type QuoteRow } from "./quote.ts";
export { sweep, type SweepOptions, type SweepResult } from "./sweep.ts";
export { type DayAsked, daysAsked } from "./day_asked.ts";
export {
  type AskedAnswer,
  sweepDays,
  type SweepDaysOptions,
  type SweepEnd,
  type SweptDay,
  type Unanswered,
} from "./sweep_days.ts";
export { progressLine, type SweepProgress } from "./sweep_progress.ts";
export {
  spendingFields,
  type SpendingSettings,
  spendingSettings,
  type SpendingSettingsInput,
} from "./spending_settings.ts";
export { type LiveCommittee, liveCommittee, type LiveCommitteeOptions } from "./live_committee.ts";
