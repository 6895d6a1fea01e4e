import { type Brief, briefs, DEFAULT_RUBRIC } from "lab/committee";
import { simulatedMarket, snapshot } from "lab/market";
import {
  anthropicProvider,
  compatibleProvider,
  googleProvider,
  type ModelCall,
  openaiProvider,
  type Provider,
  wireSchema,
  xaiProvider,
} from "lab/providers";
import type { Instant } from "lab/units";
import type { LoopbackServer } from "./loopback_server.ts";

const market = simulatedMarket({ seed: 7, years: 2 });
const view = snapshot(market, market.prices.days[400]);

/** Eleven briefs of one simulated day. */
export const BRIEFS: readonly Brief[] = briefs(view);
/** The first of them. */
export const BRIEF: Brief = BRIEFS[0];
/** When questions are asked. */
export const ASKED_AT: Instant = view.decidedAt;
export { DEFAULT_RUBRIC as RUBRIC };

/** A key that is no vendor's and looks like none, so that only its text gives it away. */
export const KEY = "planted-Secret.0123456789-for/tests+only";

/** Kinds of provider in the order of the settings. */
export const KINDS = ["openai", "anthropic", "google", "xai", "compatible"] as const;

/** A provider of each kind that calls the test server. */
export function providerAt(
  kind: (typeof KINDS)[number],
  server: Pick<LoopbackServer, "urls">,
  options: Parameters<typeof openaiProvider>[0] = {},
): Provider {
  const make = {
    openai: openaiProvider,
    anthropic: anthropicProvider,
    google: googleProvider,
    xai: xaiProvider,
    compatible: compatibleProvider,
  }[kind];
  return make({ key: KEY, baseUrl: server.urls[kind], ...options });
}

/** A call for a ballot on XLB. */
export function ballotCall(parts: Partial<ModelCall> = {}): ModelCall {
  return {
    model: "test-model",
    stage: "ballot",
    system: "You are one analyst.",
    user: "Sector: Materials (XLB). Score XLB.",
    schema: { name: "ballot", jsonSchema: wireSchema() },
    maxOutputTokens: 1000,
    signal: new AbortController().signal,
    ...parts,
  };
}
