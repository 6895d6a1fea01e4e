import { z } from "zod";
import { DataError } from "../errors.ts";
import { quotedValue } from "../outside_text.ts";

/** Kinds of wire protocol that the lab speaks. */
export const PROVIDER_KINDS = [
  "openai",
  "anthropic",
  "google",
  "xai",
  "ollama",
  "compatible",
] as const;

/** A kind of wire protocol. */
export type ProviderKind = (typeof PROVIDER_KINDS)[number];

/** Kinds whose models can search the web, so that `research` is possible. */
export const SEARCHES: ReadonlySet<ProviderKind> = new Set(["openai", "anthropic", "google"]);
/** Kinds that keep an answer while nobody listens. */
const KEEPS_ANSWERS: ReadonlySet<ProviderKind> = new Set(["openai"]);

const count = z.number().int().min(1);
const usd = z.number().min(0);
const variable = z.string().regex(
  /^[A-Za-z_][A-Za-z0-9_]*$/,
  "need the name of a variable, such as OPENAI_API_KEY, never the key itself",
);

const researchSchema = z.strictObject({
  /** Web searches of one report at most, where the protocol knows a bound. */
  maxSearches: count.default(10),
  /** Tokens of one report at most, thinking included. */
  maxOutputTokens: count.default(30_000),
  /** Whether the provider works on while nobody listens; openai alone. */
  background: z.boolean().optional(),
  /** Minutes for one try. */
  deadlineMinutes: z.number().positive().default(30),
});

const fullRoleSchema = z.strictObject({
  model: z.string().min(1),
  /** Tokens of one ballot at most, thinking included. */
  maxOutputTokens: count.optional(),
  /** Seconds for one try of a ballot. */
  deadlineSeconds: z.number().positive().optional(),
  /** Research before the ballot; `true` takes the defaults. */
  research: z.union([z.boolean(), researchSchema]).optional(),
  /** Other names by which the same model answers. */
  alsoCalled: z.array(z.string().min(1)).optional(),
  /** Own price, where no table knows the model; dollars per million tokens, per 1,000 searches. */
  price: z.strictObject({
    inputUsd: usd,
    cachedInputUsd: usd.optional(),
    outputUsd: usd,
    searchUsd: usd.optional(),
  }).optional(),
});

const roleSchema = z.union([
  z.string().min(1).transform((model): z.infer<typeof fullRoleSchema> => ({ model })),
  fullRoleSchema,
]);

const providerSchema = z.strictObject({
  /** What the provider is called in tables and in `analysts`: "openai/fast". */
  name: z.string().regex(/^[a-z0-9][a-z0-9_-]*$/, "need lower-case letters, digits, - and _"),
  kind: z.enum(PROVIDER_KINDS),
  /** Another address that speaks the same protocol. */
  baseUrl: z.string().optional(),
  /** Variable that holds the address, if `baseUrl` is absent. */
  baseUrlVariable: variable.optional(),
  /** Variable that holds the key. */
  keyVariable: variable.optional(),
  /** Models by role; `fast` makes ballots, `deep` researches first. */
  roles: z.strictObject({ fast: roleSchema.optional(), deep: roleSchema.optional() }),
  /** How a compatible server names the bound on its answer. */
  tokenBound: z.enum(["max_tokens", "max_completion_tokens"]).optional(),
  /** Tokens of context that Ollama is asked for; what prompt and answer need by default. */
  contextTokens: count.optional(),
  /** Calls under way at once. */
  concurrency: count.optional(),
  requestsPerMinute: count.optional(),
  tokensPerMinute: count.optional(),
}).superRefine(({ kind, roles, tokenBound, contextTokens }, context) => {
  const refuse = (path: string[], message: string) =>
    context.addIssue({ code: "custom", path, message });
  if (!roles.fast && !roles.deep) refuse(["roles"], "need a model for fast, deep or both");
  if (tokenBound && kind !== "compatible") {
    refuse(["tokenBound"], `only for the kind compatible, got ${kind}`);
  }
  if (contextTokens && kind !== "ollama") {
    refuse(["contextTokens"], `only for the kind ollama, got ${kind}`);
  }
  for (const role of ["fast", "deep"] as const) {
    const given = roles[role];
    const research = given?.research;
    if (!research) continue;
    if (!SEARCHES.has(kind)) {
      refuse(
        ["roles", role, "research"],
        `the kind ${kind} cannot search; leave it out, or use ${[...SEARCHES].join(", ")}`,
      );
    } else if (research !== true && research.background && !KEEPS_ANSWERS.has(kind)) {
      refuse(["roles", role, "research", "background"], `the kind ${kind} keeps no answers`);
    }
  }
});

const schema = z.strictObject({
  providers: z.array(providerSchema).default([]),
  /** Who is polled: "rules", or a provider with a role, as "openai/fast". */
  analysts: z.array(z.string().min(1)).min(1).default(["rules"]),
  /** Whether names and dates are hidden from the models. */
  masked: z.boolean().default(false),
  /** Seed of the marks around text that strangers wrote. */
  fenceSeed: z.string().min(1).optional(),
}).superRefine(({ providers }, context) => {
  const names = providers.map(({ name }) => name);
  names.forEach((name, i) => {
    if (names.indexOf(name) !== i) {
      context.addIssue({
        code: "custom",
        path: ["providers", i, "name"],
        message: `need a name of its own, got ${quotedValue(name)} twice`,
      });
    }
  });
});

/** Providers and analysts as a reader sets them, complete and checked. */
export type ProviderSettings = Readonly<z.infer<typeof schema>>;
/** The same before defaults are filled in. */
export type ProviderSettingsInput = Readonly<z.input<typeof schema>>;
/** One provider of the settings. */
export type ProviderEntry = ProviderSettings["providers"][number];
/** One role of a provider: its model and how to ask it. */
export type RoleEntry = NonNullable<ProviderEntry["roles"]["fast"]>;

/** Names of a role. */
export type Role = "fast" | "deep";

/** What each kind is by default: where its key is looked for, and where to get one. */
export const KIND_DEFAULTS: Readonly<
  Record<ProviderKind, {
    readonly keyVariable?: string;
    readonly baseUrlVariable?: string;
    readonly keysAt?: string;
  }>
> = {
  openai: {
    keyVariable: "OPENAI_API_KEY",
    baseUrlVariable: "OPENAI_BASE_URL",
    keysAt: "platform.openai.com",
  },
  anthropic: {
    keyVariable: "ANTHROPIC_API_KEY",
    baseUrlVariable: "ANTHROPIC_BASE_URL",
    keysAt: "console.anthropic.com",
  },
  google: {
    keyVariable: "GEMINI_API_KEY",
    baseUrlVariable: "GEMINI_BASE_URL",
    keysAt: "aistudio.google.com",
  },
  xai: { keyVariable: "XAI_API_KEY", baseUrlVariable: "XAI_BASE_URL", keysAt: "console.x.ai" },
  ollama: {},
  compatible: {},
};

/**
 * Complete provider settings from a part of them.
 *
 * @param input As in a settings file; see `data/providers.example.json`.
 * @param where Name of the file, for messages.
 * @throws {DataError} If a field is unknown or wrong; names every such field. A value that could be
 *   a key is not shown.
 *
 * @example The shortest file that asks a model
 * ```ts
 * import { providerSettings } from "lab/providers";
 * import { deepEqual } from "node:assert/strict";
 *
 * const { providers } = providerSettings({
 *   providers: [{ name: "openai", kind: "openai", roles: { fast: "gpt-6-luna" } }],
 *   analysts: ["rules", "openai/fast"],
 * });
 * deepEqual(providers[0].roles.fast, { model: "gpt-6-luna" });
 * ```
 */
export function providerSettings(
  input: ProviderSettingsInput = {},
  where = "provider settings",
): ProviderSettings {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) =>
    `${issue.path.length > 0 ? `${issue.path.join(".")}: ` : ""}${issue.message}`
  );
  throw new DataError(`Cannot read ${where}: ${faults.join("; ")}`, {
    where,
    column: parsed.error.issues[0].path.join("."),
  });
}
