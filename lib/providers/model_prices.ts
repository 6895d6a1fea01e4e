import { DataError } from "../errors.ts";
import type { Provider } from "./provider.ts";
import { KINDS, PROVIDER_KINDS } from "./provider_kinds.ts";
import type { ProviderSettings } from "./provider_settings.ts";

/** Tokens and searches that are priced; every figure is known. */
export interface PricedUsage {
  readonly inputTokens: number;
  readonly cachedInputTokens?: number;
  readonly outputTokens: number;
  readonly searchCalls?: number;
}

/** What a model costs, and who says so. */
export interface ModelPrice {
  /** Dollars for that usage. */
  costUsd(usage: PricedUsage): number;
  /** Where the price comes from, with its date: for quotes and records. */
  readonly source: string;
}

/** The price of a model at a provider. @throws {DataError} If nobody knows it. */
export type PriceOf = (
  provider: Pick<Provider, "name" | "baseUrl" | "isLocal">,
  model: string,
) => ModelPrice;

/** A price that the user states, as in settings. */
export interface StatedPrice {
  /** Dollars per million tokens. */
  readonly inputUsd: number;
  /** Dollars per million tokens; the full price by default. */
  readonly cachedInputUsd?: number;
  readonly outputUsd: number;
  /** Dollars per 1,000 searches. */
  readonly searchUsd?: number;
}

/** Day of the two tables below. */
const TABLE_DAY = "2026-11-23";

/** Vendors by the host of their address: a gateway elsewhere may bill otherwise, and states a price. */
const VENDORS = new Map(
  PROVIDER_KINDS.flatMap((kind) => {
    const { baseUrl, prices } = KINDS[kind];
    return prices ? [[new URL(baseUrl).hostname, prices] as const] : [];
  }),
);

/**
 * Models that the package does not know yet: dollars per million tokens for input, cached input and
 * output, by the price table of LiteLLM 1.109.1; not checked with the vendors.
 */
const FURTHER_MODELS: Readonly<Record<string, readonly [number, number, number]>> = {
  "openai/gpt-6.1-terra": [1, 0.05, 5],
  "openai/gpt-6.1-sol": [2, 0.1, 10],
  "anthropic/claude-haiku-5-5": [0.1, 0.01, 0.5],
  "anthropic/claude-sonnet-5": [2, 0.2, 10],
  "anthropic/claude-opus-5-5": [4, 0.2, 20],
  "anthropic/claude-opus-5": [5, 0.5, 25],
  "x-ai/grok-4.7": [2, 0.5, 6],
};

function flatPrice(
  { inputUsd, cachedInputUsd = inputUsd, outputUsd, searchUsd }: StatedPrice,
  source: string,
): ModelPrice {
  return {
    source,
    costUsd({ inputTokens, cachedInputTokens = 0, outputTokens, searchCalls = 0 }) {
      const cached = Math.min(cachedInputTokens, inputTokens);
      const tokens = (inputTokens - cached) * inputUsd + cached * cachedInputUsd +
        outputTokens * outputUsd;
      return tokens / 1e6 + searchFee(searchCalls, searchUsd, source);
    },
  };
}

function searchFee(calls: number, perThousand: number | undefined, source: string): number {
  if (calls === 0) return 0;
  if (perThousand !== undefined) return calls * perThousand / 1000;
  throw new DataError(
    `Cannot price a web search: ${source} gives none; state \`searchUsd\` in the role's price`,
    { column: "searchUsd" },
  );
}

/**
 * Prices of models: what the user states, else 0 on this machine, else a dated table at the vendor's
 * own address. Unknown means closed: a call without a price is not made.
 *
 * The tables are npm:@pydantic/genai-prices, read offline and loaded here for the first time, and a
 * short one of newer models; fees of web searches stand in a table of their own.
 *
 * @param options.stated Prices by `provider/model`, the provider's name as in settings.
 * @param options.at The day of the call, for prices that change at a date.
 *
 * @example A known price, a stated one, and none
 * ```ts
 * import { modelPrices } from "lab/providers";
 * import { equal, throws } from "node:assert/strict";
 *
 * const at = new Date("2026-11-23");
 * const price = await modelPrices({ at, stated: { "mine/big": { inputUsd: 1, outputUsd: 2 } } });
 * const openai = { name: "openai", baseUrl: "https://api.openai.com/v1", isLocal: false };
 * const mine = { name: "mine", baseUrl: "https://models.example/v1", isLocal: false };
 * equal(price(openai, "gpt-5.4-mini").costUsd({ inputTokens: 1e5, outputTokens: 1e5 }), 0.525);
 * equal(price(mine, "big").costUsd({ inputTokens: 1e6, outputTokens: 1e6 }), 3);
 * throws(() => price(mine, "small"), /state one/);
 * ```
 */
export async function modelPrices(
  options: { readonly stated?: Readonly<Record<string, StatedPrice>>; readonly at: Date },
): Promise<PriceOf> {
  const { stated = {}, at } = options;
  const { calcPrice } = await import("@pydantic/genai-prices");
  return (provider, model) => {
    const own = Object.hasOwn(stated, `${provider.name}/${model}`)
      ? stated[`${provider.name}/${model}`]
      : undefined;
    const vendor = VENDORS.get(new URL(provider.baseUrl).hostname);
    if (own) {
      return flatPrice(
        { ...own, searchUsd: own.searchUsd ?? vendor?.searchUsd },
        "the price stated in the settings",
      );
    }
    if (provider.isLocal) {
      const free = { inputUsd: 0, outputUsd: 0, searchUsd: 0 };
      return flatPrice(free, "free, for it runs on this machine");
    }
    if (vendor) {
      const further = FURTHER_MODELS[`${vendor.id}/${model}`];
      if (further) {
        const [inputUsd, cachedInputUsd, outputUsd] = further;
        return flatPrice(
          { inputUsd, cachedInputUsd, outputUsd, searchUsd: vendor.searchUsd },
          `the lab's table of ${TABLE_DAY} (LiteLLM 1.109.1)`,
        );
      }
      const price = (usage: PricedUsage) =>
        calcPrice(
          {
            input_tokens: usage.inputTokens,
            cache_read_tokens: Math.min(usage.cachedInputTokens ?? 0, usage.inputTokens),
            output_tokens: usage.outputTokens,
          },
          model,
          { providerId: vendor.id, timestamp: at },
        );
      if (price({ inputTokens: 1, outputTokens: 1 })) {
        const source = "npm:@pydantic/genai-prices 0.1.8, search fees of " + TABLE_DAY;
        return {
          source,
          costUsd: (usage) =>
            price(usage)!.total_price + searchFee(usage.searchCalls ?? 0, vendor.searchUsd, source),
        };
      }
    }
    throw new DataError(
      `Cannot ask ${provider.name} (${model}): no table knows its price` +
        (vendor ? "" : ` at ${new URL(provider.baseUrl).host}`) +
        "; state one in the settings of the provider, as `price` of the role: inputUsd and " +
        "outputUsd in dollars per million tokens",
      { column: "price", value: model },
    );
  };
}

/**
 * The prices that a settings file states, by `provider/model`.
 *
 * @example
 * ```ts
 * import { providerSettings, statedPrices } from "lab/providers";
 * import { deepEqual } from "node:assert/strict";
 *
 * const price = { inputUsd: 1, outputUsd: 2 };
 * const settings = providerSettings({
 *   providers: [{ name: "mine", kind: "compatible", roles: { fast: { model: "m", price } } }],
 * });
 * deepEqual(statedPrices(settings), { "mine/m": price });
 * ```
 */
export function statedPrices(
  settings: Pick<ProviderSettings, "providers">,
): Readonly<Record<string, StatedPrice>> {
  return Object.fromEntries(
    settings.providers.flatMap(({ name, roles }) =>
      [roles.fast, roles.deep].flatMap((role) =>
        role === undefined ? [] : [role, { model: role.model, ...role.ballot }, {
          model: role.model,
          ...(typeof role.research === "object" ? role.research : {}),
        }].flatMap(({ model, price }) => price ? [[`${name}/${model}`, price]] : [])
      )
    ),
  );
}
