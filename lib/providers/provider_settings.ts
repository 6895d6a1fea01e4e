import { z } from "zod";
import { DataError } from "../errors.ts";
import { quotedValue } from "../outside_text.ts";
import { EFFORTS, KINDS, PROVIDER_KINDS, TIERS, VERBOSITIES } from "./provider_kinds.ts";
import { faultsOf, faultsText, strictFields } from "../strict_fields.ts";

const count = z.number().int().min(1);
const usd = z.number().min(0);
const variable = z.string().regex(
  /^[A-Za-z_][A-Za-z0-9_]*$/,
  "need the name of a variable, such as OPENAI_API_KEY, never the key itself",
);

/** How a model is asked; what a kind cannot say is refused below. */
const manner = {
  /** How much it thinks. */
  reasoningEffort: z.enum(EFFORTS).optional(),
  /** How much it writes. */
  verbosity: z.enum(VERBOSITIES).optional(),
  /** Which class of service is paid for. */
  serviceTier: z.enum(TIERS).optional(),
};

/** Own price, where no table knows the model; dollars per million tokens, per 1,000 searches. */
const price = strictFields({
  inputUsd: usd,
  cachedInputUsd: usd.optional(),
  outputUsd: usd,
  searchUsd: usd.optional(),
}).optional();

const researchFields = strictFields({
  /** Who researches; the model of the role by default. */
  model: z.string().min(1).optional(),
  price,
  ...manner,
  /** Web searches of one report at most, where the protocol knows a bound. */
  maxSearches: count.default(10),
  /** Accepts a bill beyond the caps: google alone, whose protocol knows no bound on searches. */
  unboundedSearches: z.boolean().optional(),
  /** Tokens of one report at most, thinking included. */
  maxOutputTokens: count.default(30_000),
  /** Whether the provider works on while nobody listens; openai alone. */
  background: z.boolean().optional(),
  /** Minutes for one try. */
  deadlineMinutes: z.number().positive().default(30),
});
const researchSchema = z.union([
  z.boolean(),
  z.string().min(1).transform((model) => researchFields.parse({ model })),
  researchFields,
]);

const ballotFields = strictFields({
  /** Who writes the ballot. */
  model: z.string().min(1),
  price,
  ...manner,
});
const ballotRole = z.union([
  z.string().min(1).transform((model): z.infer<typeof ballotFields> => ({ model })),
  ballotFields,
]);

const fullRoleSchema = strictFields({
  /** The model, of ballot and research where these name none; that of the ballot by default. */
  model: z.string().min(1).optional(),
  ...manner,
  /** Tokens of one ballot at most, thinking included. */
  maxOutputTokens: count.optional(),
  /** Seconds for one try of a ballot. */
  deadlineSeconds: z.number().positive().optional(),
  /** Research before the ballot: `true` takes the defaults, a name has that model search. */
  research: researchSchema.optional(),
  /** Another model for the ballot: one that searches deeply may not be able to write one. */
  ballot: ballotRole.optional(),
  /** Other names by which the same model answers. */
  alsoCalled: z.array(z.string().min(1)).optional(),
  price,
}).transform(({ model, ...role }, context) => {
  const name = model ?? role.ballot?.model;
  if (name !== undefined) return { model: name, ...role };
  context.addIssue({ code: "custom", path: ["model"], message: "need a model, or one for ballot" });
  return z.NEVER;
});

const roleSchema = z.union([
  z.string().min(1).transform((model): z.infer<typeof fullRoleSchema> => ({ model })),
  fullRoleSchema,
]);

type StatedTwice = NonNullable<z.infer<typeof price>>;

/** Each place that may state a price, with the model that it is for. */
function statedIn(roles: { readonly [name in Role]?: z.infer<typeof fullRoleSchema> }) {
  return (["fast", "deep"] as const).flatMap((name) => {
    const role = roles[name];
    if (!role) return [];
    const path = ["roles", name];
    const { model, price, ballot, research } = role;
    return [
      { path, model, price },
      ...(ballot ? [{ path: [...path, "ballot"], model: ballot.model, price: ballot.price }] : []),
      ...(typeof research === "object"
        ? [{ path: [...path, "research"], model: research.model ?? model, price: research.price }]
        : []),
    ];
  });
}

function isSamePrice(one: StatedTwice, other: StatedTwice): boolean {
  return (["inputUsd", "cachedInputUsd", "outputUsd", "searchUsd"] as const)
    .every((field) => one[field] === other[field]);
}

const providerSchema = strictFields({
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
  roles: strictFields({ fast: roleSchema.optional(), deep: roleSchema.optional() }),
  /** How a compatible server names the bound on its answer. */
  tokenBound: z.enum(["max_tokens", "max_completion_tokens"]).optional(),
  /** Tokens of context that Ollama is asked for; what prompt and answer need by default. */
  contextTokens: count.optional(),
  /** Calls under way at once. */
  concurrency: count.optional(),
  requestsPerMinute: count.optional(),
  tokensPerMinute: count.optional(),
}).superRefine(({ kind, roles, ...fields }, context) => {
  const { search, keepsAnswers = false, manner: words, ownField } = KINDS[kind];
  const refuse = (path: string[], message: string) =>
    context.addIssue({ code: "custom", path, message });
  if (!roles.fast && !roles.deep) refuse(["roles"], "need a model for fast, deep or both");
  for (const name of ["tokenBound", "contextTokens"] as const) {
    if (fields[name] === undefined || ownField === name) continue;
    const kinds = PROVIDER_KINDS.filter((one) => KINDS[one].ownField === name).join(", ");
    refuse([name], `only for the kind ${kinds}, got ${kind}`);
  }
  const prices = new Map<string, { readonly path: string; readonly price: StatedTwice }>();
  for (const { path, model, price } of statedIn(roles)) {
    if (!price) continue;
    const other = prices.get(model);
    if (other && !isSamePrice(other.price, price)) {
      refuse(
        [...path, "price"],
        `${quotedValue(model)} has another price at ${other.path}, and calls are booked by the ` +
          "model; state the dearer one in both places, or name the provider twice",
      );
    }
    prices.set(model, { path: [...path, "price"].join("."), price });
  }
  for (const role of ["fast", "deep"] as const) {
    const given = roles[role];
    if (!given) continue;
    const { research, ballot } = given;
    const stages = [
      { path: ["roles", role], asked: given },
      ...(ballot ? [{ path: ["roles", role, "ballot"], asked: ballot }] : []),
      ...(typeof research === "object"
        ? [{ path: ["roles", role, "research"], asked: research }]
        : []),
    ];
    for (const { path, asked } of stages) {
      for (const word of ["reasoningEffort", "verbosity", "serviceTier"] as const) {
        const value = asked[word];
        const known = words[word];
        if (value !== undefined && !known.includes(value)) {
          refuse(
            [...path, word],
            known.length === 0
              ? `the kind ${kind} has no such word; leave it out`
              : `need one of ${known.join(", ")} for the kind ${kind}, got ${value}`,
          );
        }
      }
    }
  }
  for (const role of ["fast", "deep"] as const) {
    const given = roles[role];
    if (!given) continue;
    const { research, ballot } = given;
    const searches = research ?? (role === "deep" && search !== undefined);
    const asks = [
      { part: "ballot", ...ballot },
      ...(searches === false
        ? []
        : [{ part: "research", ...(typeof research === "object" ? research : {}) }]),
    ];
    const unpriced = new Set<string>();
    for (const { part, model = given.model, serviceTier } of asks) {
      // Tables hold the price of the standard tier, and a cap must not be passed unseen.
      if ((serviceTier ?? given.serviceTier) !== "priority" || prices.has(model)) continue;
      if (unpriced.has(model)) continue;
      unpriced.add(model);
      refuse(
        ["roles", role, ...(serviceTier === undefined ? [] : [part]), "serviceTier"],
        `priority costs more than any table says; state the price of ${
          quotedValue(model)
        } beside it`,
      );
    }
    if (!research) continue;
    if (search === undefined) {
      refuse(
        ["roles", role, "research"],
        `the kind ${kind} cannot search; leave it out, or use ${
          PROVIDER_KINDS.filter((one) => KINDS[one].search).join(", ")
        }`,
      );
    } else if (research !== true && research.background && !keepsAnswers) {
      refuse(["roles", role, "research", "background"], `the kind ${kind} keeps no answers`);
    } else if (research !== true && research.unboundedSearches && search === "bounded") {
      refuse(
        ["roles", role, "research", "unboundedSearches"],
        `the kind ${kind} keeps the bound; leave it out`,
      );
    }
  }
});

const providerList = z.array(providerSchema).superRefine((providers, context) => {
  const names = providers.map(({ name }) => name);
  names.forEach((name, i) => {
    if (names.indexOf(name) !== i) {
      context.addIssue({
        code: "custom",
        path: [i, "name"],
        message: `need a name of its own, got ${quotedValue(name)} twice`,
      });
    }
  });
});

/** Fields of a settings file that say who is asked and how, each with its default. */
export const providerFields = {
  providers: providerList.default([]),
  /** Who is polled: "rules", or a provider with a role, as "openai/fast". */
  analysts: z.array(z.string().min(1)).min(1).default(["rules"]),
  /** Whether names and dates are hidden from the models. */
  masked: z.boolean().default(false),
  /** Seed of the marks around text that strangers wrote. */
  fenceSeed: z.string().min(1).optional(),
  /** Up to when models have read that no table knows: {"llama3.2": "2023-12-31"}. */
  cutoffs: z.record(z.string().min(1), z.iso.date()).default({}),
};

const schema = strictFields(providerFields, { elsewhere: ", and in a file spending" });

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
  const faults = faultsOf(parsed.error);
  throw new DataError(`Cannot read ${where}: ${faultsText(faults)}`, {
    where,
    column: faults[0].path.join("."),
  });
}
