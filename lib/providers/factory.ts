import type { Day } from "../units.ts";
import { type Analyst, type Recording, replayAnalysts, rulesAnalyst } from "../committee/mod.ts";
import { quotedValue } from "../outside_text.ts";
import { anthropicProvider } from "./anthropic.ts";
import { compatibleProvider } from "./compatible.ts";
import type { CutoffOf } from "./answerer.ts";
import { environmentReader, type ReadVariable } from "./dot_env.ts";
import type { Fetch } from "./fetch.ts";
import { googleProvider } from "./google.ts";
import { knowledgeCutoff } from "./knowledge_cutoffs.ts";
import type { MakeCall } from "./make_call.ts";
import { modelAnalyst, type ModelAnalystOptions } from "./model_analyst.ts";
import type { ResearchOptions } from "./research_reply.ts";
import { ollamaProvider } from "./ollama.ts";
import { openaiProvider } from "./openai.ts";
import { mannerOf } from "./refuse_words.ts";
import { CallError, type Manner, type Provider } from "./provider.ts";
import { KINDS } from "./provider_kinds.ts";
import {
  type ProviderEntry,
  type ProviderSettings,
  type Role,
  type RoleEntry,
} from "./provider_settings.ts";
import type { AdapterOptions } from "./adapter_options.ts";
import { xaiProvider } from "./xai.ts";

/** What the factory needs beside settings. */
export interface FactoryOptions {
  /** Where variables are read; the environment, then `.env` beside `deno.json`, by default. */
  readonly readVariable?: ReadVariable;
  /** In place of the platform's fetch, for instance a cassette. */
  readonly fetch?: Fetch;
  /** Makes each call; the plain way by default. */
  readonly makeCall?: MakeCall;
  /** Recordings by the name under which `analysts` lists them, as `replay/<name>`. */
  readonly recordings?: Readonly<Record<string, Recording>>;
  /** Clock for research, which is on today's web; `Date.now` by default. */
  readonly now?: () => number;
  /** Whether past and simulated days may be researched; each ballot is then contaminated. */
  readonly researchPast?: boolean;
  /** Whether a key need not be there, as when a cassette answers. */
  readonly withoutKeys?: boolean;
}

/** Stands for a key where a cassette answers; it opens nothing. */
const NO_KEY = "no-key-needed-for-replay";

const ADAPTERS: Readonly<
  Record<ProviderEntry["kind"], (options: AdapterOptions, entry: ProviderEntry) => Provider>
> = {
  openai: (options) => openaiProvider(options),
  anthropic: (options) => anthropicProvider(options),
  google: (options) => googleProvider(options),
  xai: (options) => xaiProvider(options),
  ollama: (options, { contextTokens }) =>
    ollamaProvider({ ...options, ...(contextTokens ? { contextTokens } : {}) }),
  compatible: (options, { tokenBound }) =>
    compatibleProvider({ ...options, ...(tokenBound ? { bound: tokenBound } : {}) }),
};

/** Where a key goes, in a sentence. */
function keyAdvice({ name, kind }: ProviderEntry, variable: string | undefined): string {
  if (variable === undefined) {
    return `If the server asks for a key, name its variable as keyVariable of the provider ${name}`;
  }
  const { keysAt } = KINDS[kind];
  return `Put a key into the environment variable ${variable}, or as the line ${variable}=... into ` +
    "the file .env beside deno.json, which git ignores" +
    (keysAt ? `; ${keysAt} issues keys` : "") +
    '. The lab works without one: the analysts "rules" and "replay" need none';
}

/**
 * The provider that an entry of the settings describes; nothing is called.
 *
 * @param entry One of `providerSettings(…).providers`.
 * @throws {CallError} `missing key` if the kind needs one and none is set; says where to put it.
 * @throws {RangeError} If the base URL is none, or would carry the key in the clear.
 *
 * @example A missing key says where it goes
 * ```ts
 * import { providerOf, providerSettings } from "lab/providers";
 * import { throws } from "node:assert/strict";
 *
 * const [entry] = providerSettings({
 *   providers: [{ name: "openai", kind: "openai", roles: { fast: "gpt-6-luna" } }],
 * }).providers;
 * throws(() => providerOf(entry, { readVariable: () => undefined }), /OPENAI_API_KEY.*\.env/);
 * ```
 */
export function providerOf(entry: ProviderEntry, options: FactoryOptions = {}): Provider {
  const { readVariable = environmentReader(), withoutKeys = false } = options;
  const defaults = KINDS[entry.kind];
  const keyVariable = entry.keyVariable ?? defaults.keyVariable;
  const baseUrlVariable = entry.baseUrlVariable ?? defaults.baseUrlVariable;
  const baseUrl = entry.baseUrl ?? (baseUrlVariable ? readVariable(baseUrlVariable) : undefined);
  // A cassette answers whoever asks, and then no true key is even read.
  const key = withoutKeys
    ? keyVariable ? NO_KEY : undefined
    : keyVariable
    ? readVariable(keyVariable)
    : undefined;
  const advice = keyAdvice(entry, keyVariable);
  if (keyVariable !== undefined && key === undefined) {
    throw new CallError(`Cannot ask ${entry.name}: there is no key. ${advice}`, {
      fault: "missing key",
      canRetry: false,
      mayCost: false,
    });
  }
  return ADAPTERS[entry.kind]({
    name: entry.name,
    keyAdvice: advice,
    modelSetting: (model) => {
      const roles = (["fast", "deep"] as const).flatMap((role) => {
        const { ballot, research, model: own } = entry.roles[role] ?? {};
        return [
          ...(own === model ? [`roles.${role}`] : []),
          ...(ballot?.model === model ? [`roles.${role}.ballot`] : []),
          ...(typeof research === "object" && research.model === model
            ? [`roles.${role}.research`]
            : []),
        ];
      });
      return `${roles.join(" and ") || "roles"} of the provider ` +
        `${entry.name} in the provider settings`;
    },
    ...(key === undefined ? {} : { key }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(options.fetch ? { fetch: options.fetch } : {}),
  }, entry);
}

/**
 * How the model of one role is asked.
 *
 * @example A deep role researches where its kind can search
 * ```ts
 * import { providerSettings, roleOptions } from "lab/providers";
 * import { deepEqual } from "node:assert/strict";
 *
 * const settings = providerSettings({
 *   providers: [{ name: "openai", kind: "openai", roles: { deep: "gpt-5.5" } }],
 * });
 * const asked = roleOptions(settings, settings.providers[0], "deep");
 * deepEqual(asked?.research, { background: true });
 * ```
 */
export function roleOptions(
  settings: ProviderSettings,
  entry: ProviderEntry,
  role: Role,
): ModelAnalystOptions | undefined {
  const given = entry.roles[role];
  if (!given) return undefined;
  const canSearch = KINDS[entry.kind].search !== undefined;
  const { deadlineSeconds, maxOutputTokens, alsoCalled, ballot } = given;
  const asked = given.research ?? (role === "deep" && canSearch);
  return {
    model: ballot?.model ?? given.model,
    ...mannerOf(given, ballot),
    name: `${entry.name}/${role}`,
    masked: settings.masked,
    ...(settings.fenceSeed === undefined ? {} : { fenceSeed: settings.fenceSeed }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    ...(deadlineSeconds === undefined ? {} : { deadlineMs: Math.ceil(deadlineSeconds * 1000) }),
    ...(alsoCalled === undefined ? {} : { alsoCalled }),
    cutoffOf: cutoffsOf(settings),
    ...(asked === false
      ? {}
      : { research: researchOptions(entry, given, asked === true ? {} : asked) }),
  };
}

/**
 * What a reader may not expect of the analysts that are listed: a `deep` role that does not research.
 *
 * @example
 * ```ts
 * import { providerSettings, roleNotes } from "lab/providers";
 * import { match } from "node:assert/strict";
 *
 * const settings = providerSettings({
 *   providers: [{ name: "xai", kind: "xai", roles: { deep: "grok-4.7" } }],
 *   analysts: ["xai/deep"],
 * });
 * match(roleNotes(settings)[0], /^xai\/deep does not research/);
 * ```
 */
export function roleNotes(settings: ProviderSettings): readonly string[] {
  return settings.providers.flatMap((entry) => {
    const name = `${entry.name}/deep`;
    if (!settings.analysts.includes(name)) return [];
    const asked = roleOptions(settings, entry, "deep");
    return asked === undefined || asked.research !== undefined ? [] : [
      `${name} does not research: ` +
      (entry.roles.deep?.research === false
        ? "its settings say so"
        : `the kind ${entry.kind} is asked without web search`) +
      "; its ballots rest on the brief alone.",
    ];
  });
}

/** Up to when a model has read: by the settings, else by the table. */
export function cutoffsOf({ cutoffs }: Pick<ProviderSettings, "cutoffs">): CutoffOf {
  const own = Object.fromEntries(
    Object.entries(cutoffs).map(([model, day]) => [model, {
      day: day as Day,
      source: "the settings",
    }]),
  );
  return (model) => knowledgeCutoff(model, own)?.day;
}

/** Other names under which a model of the settings answers, in whichever role it is asked. */
function otherNamesOf(
  { providers }: Pick<ProviderSettings, "providers">,
  { provider, asked }: { readonly provider: string; readonly asked: string },
): readonly string[] {
  const entry = providers.find(({ name }) => name === provider);
  return Object.values(entry?.roles ?? {}).flatMap((role) => {
    const { model, ballot, research, alsoCalled = [] } = role ?? {};
    const models = [
      model,
      ballot?.model,
      typeof research === "object" ? research.model : undefined,
    ];
    return models.includes(asked) ? alsoCalled : [];
  });
}

/** The manner of a stage, where there is one or another stage has its own. */
function mannered(manner: Manner, other: Manner = {}): { readonly manner?: Manner } {
  return Object.keys({ ...manner, ...mannerOf(other) }).length === 0 ? {} : { manner };
}

function researchOptions(
  { kind }: ProviderEntry,
  role: RoleEntry,
  asked: Partial<Exclude<RoleEntry["research"], boolean | undefined>>,
): ResearchOptions {
  const {
    maxSearches,
    maxOutputTokens,
    deadlineMinutes,
    background = KINDS[kind].keepsAnswers ?? false,
  } = asked;
  return {
    background,
    // Beside another model for the ballot, that of the role is the one that searches.
    ...(asked.model || role.ballot ? { model: asked.model ?? role.model } : {}),
    ...mannered(mannerOf(role, asked), role.ballot),
    ...(asked.unboundedSearches ? { unboundedSearches: true } : {}),
    ...(maxSearches === undefined ? {} : { maxSearches }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    ...(deadlineMinutes === undefined ? {} : { deadlineMs: Math.ceil(deadlineMinutes * 60_000) }),
  };
}

/**
 * The analysts that the settings list, ready for `poll`; nothing is called.
 *
 * `rules` is the rule analyst, `replay/<name>` all analysts of a recording, `<provider>/<role>` a model.
 *
 * @param settings From `providerSettings`.
 * @throws {CallError} `missing key` if a listed provider has none.
 * @throws {RangeError} If a listed analyst is not there; names those that are.
 *
 * @example Without a key, the rules still answer
 * ```ts
 * import { analystsOf, providerSettings } from "lab/providers";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(analystsOf(providerSettings()).map(({ name }) => name), ["rules"]);
 * ```
 */
export function analystsOf(
  settings: ProviderSettings,
  options: FactoryOptions = {},
): readonly Analyst[] {
  const { recordings = {} } = options;
  const made = new Map<string, Provider>();
  const known = [
    "rules",
    ...Object.keys(recordings).map((name) => `replay/${name}`),
    ...settings.providers.flatMap(({ name, roles }) =>
      (["fast", "deep"] as const).filter((role) => roles[role]).map((role) => `${name}/${role}`)
    ),
  ];
  return settings.analysts.flatMap((listed): Analyst | readonly Analyst[] => {
    if (!known.includes(listed)) {
      throw new RangeError(
        `Cannot make the analyst ${quotedValue(listed)}: need one of ${known.join(", ")}` +
          (settings.providers.length === 0 && /^[^/]+\/(fast|deep)$/.test(listed)
            ? "; a model's provider stands in the settings (--settings FILE)"
            : ""),
      );
    }
    if (listed === "rules") return rulesAnalyst();
    const [first, second] = listed.split("/");
    if (first === "replay" && Object.hasOwn(recordings, second)) {
      // One would be hidden by the other, and nobody would see which of them answers.
      if (
        settings.providers.some(({ name, roles }) => name === first && Object.hasOwn(roles, second))
      ) {
        throw new RangeError(
          `Cannot make the analyst ${
            quotedValue(listed)
          }: need one of that name, got a recording ` +
            "and a provider; rename either",
        );
      }
      return replayAnalysts(recordings[second]);
    }
    const entry = settings.providers.find(({ name }) => name === first)!;
    const provider = made.get(first) ?? providerOf(entry, options);
    made.set(first, provider);
    const asked = roleOptions(settings, entry, second as Role)!;
    const { now, researchPast } = options;
    return modelAnalyst(provider, {
      ...asked,
      alsoCalledOf: (served) => otherNamesOf(settings, served),
      ...(now ? { now } : {}),
      ...(researchPast === undefined ? {} : { researchPast }),
      ...(options.makeCall ? { makeCall: options.makeCall } : {}),
    });
  });
}
