import type { Manner } from "./provider.ts";

/** What one kind of wire protocol can do, and where its vendor is. */
interface Kind {
  /** The vendor's own address; where there is none, a server on this machine. */
  readonly baseUrl: string;
  /** Whether no call is answered without a key. */
  readonly needsKey: boolean;
  /** Where the key is looked for by default, and an address in place of the vendor's. */
  readonly keyVariable?: string;
  readonly baseUrlVariable?: string;
  /** Who issues keys. */
  readonly keysAt?: string;
  /** Web search, without which no role can research: whether its protocol knows a bound. */
  readonly search?: "bounded" | "unbounded";
  /** Whether answers are kept while nobody listens, so that they can be fetched by their id. */
  readonly keepsAnswers?: boolean;
  /** Its words; what is not there would be sent for nothing, or refused by the provider. */
  readonly manner: Readonly<Record<keyof Manner, readonly string[]>>;
  /** The field of an entry that this kind alone knows. */
  readonly ownField?: "tokenBound" | "contextTokens";
  /**
   * The vendor in npm:@pydantic/genai-prices, and dollars per 1,000 web searches, which that package
   * lacks or gives for some.
   */
  readonly prices?: { readonly id: string; readonly searchUsd?: number };
}

/** All words for thinking that a kind may know. */
export const EFFORTS = ["none", "minimal", "low", "medium", "high", "xhigh", "max"] as const;
/** All words for length. */
export const VERBOSITIES = ["low", "medium", "high"] as const;
/** All words for a class of service. */
export const TIERS = ["auto", "default", "flex", "priority", "standard_only"] as const;

const OPENAI_MANNER = {
  reasoningEffort: EFFORTS,
  verbosity: VERBOSITIES,
  serviceTier: TIERS.filter((word) => word !== "standard_only"),
};
const THINKS_AT_MOST_HIGH = {
  reasoningEffort: ["none", "low", "medium", "high"],
  verbosity: [],
  serviceTier: [],
};

const table = {
  openai: {
    baseUrl: "https://api.openai.com/v1",
    needsKey: true,
    keyVariable: "OPENAI_API_KEY",
    baseUrlVariable: "OPENAI_BASE_URL",
    keysAt: "platform.openai.com",
    search: "bounded",
    keepsAnswers: true,
    manner: OPENAI_MANNER,
    prices: { id: "openai", searchUsd: 10 },
  },
  anthropic: {
    baseUrl: "https://api.anthropic.com",
    needsKey: true,
    keyVariable: "ANTHROPIC_API_KEY",
    baseUrlVariable: "ANTHROPIC_BASE_URL",
    keysAt: "console.anthropic.com",
    search: "bounded",
    manner: {
      reasoningEffort: ["low", "medium", "high", "xhigh", "max"],
      verbosity: [],
      serviceTier: ["auto", "standard_only"],
    },
    prices: { id: "anthropic", searchUsd: 10 },
  },
  google: {
    baseUrl: "https://generativelanguage.googleapis.com/v1beta",
    needsKey: true,
    keyVariable: "GEMINI_API_KEY",
    baseUrlVariable: "GEMINI_BASE_URL",
    keysAt: "aistudio.google.com",
    search: "unbounded",
    manner: {
      reasoningEffort: ["none", "minimal", "low", "medium", "high"],
      verbosity: [],
      serviceTier: [],
    },
    prices: { id: "google", searchUsd: 35 },
  },
  xai: {
    baseUrl: "https://api.x.ai/v1",
    needsKey: true,
    keyVariable: "XAI_API_KEY",
    baseUrlVariable: "XAI_BASE_URL",
    keysAt: "console.x.ai",
    manner: THINKS_AT_MOST_HIGH,
    prices: { id: "x-ai" },
  },
  ollama: {
    baseUrl: "http://127.0.0.1:11434",
    needsKey: false,
    manner: THINKS_AT_MOST_HIGH,
    ownField: "contextTokens",
  },
  compatible: {
    baseUrl: "http://127.0.0.1:11434/v1",
    needsKey: false,
    manner: OPENAI_MANNER,
    ownField: "tokenBound",
  },
} as const satisfies Readonly<Record<string, Kind>>;

/** A kind of wire protocol. */
export type ProviderKind = keyof typeof table;

/**
 * What each kind of provider can do, a row a kind: settings, factory, prices and adapters read it, and
 * nothing about a kind is known elsewhere but how its protocol is spoken, in its adapter.
 *
 * @example Whose models search the web
 * ```ts
 * import { KINDS, PROVIDER_KINDS } from "lab/providers";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(PROVIDER_KINDS.filter((kind) => KINDS[kind].search), ["openai", "anthropic", "google"]);
 * ```
 */
export const KINDS: Readonly<Record<ProviderKind, Kind>> = table;

/** Names of the kinds, as the field `kind` of the settings takes them. */
export const PROVIDER_KINDS = Object.keys(table) as readonly ProviderKind[];
