/** The parts between a question and a paid call, each by itself. */
import { deepEqual, equal, throws } from "node:assert/strict";
import { DataError } from "lab/errors";
import { modelPrices, providerSettings, statedPrices } from "lab/providers";

const AT = new Date("2026-11-23");

const vendor = (name: string, host: string) => ({
  name,
  baseUrl: `https://${host}/v1`,
  isLocal: false,
});

const OPENAI = vendor("openai", "api.openai.com");

Deno.test("modelPrices() gives the prices of the vendors' lists", async () => {
  const price = await modelPrices({ at: AT });
  const known: readonly [ReturnType<typeof vendor>, string, number, number, number][] = [
    // Dollars per million: input, cached input, output; LiteLLM 1.109.1, read 2026-11-23.
    [OPENAI, "gpt-6-luna", 0.1, 0.01, 0.5],
    [OPENAI, "gpt-5.4-mini", 0.75, 0.075, 4.5],
    [OPENAI, "gpt-6.1-sol", 2, 0.1, 10],
    [vendor("anthropic", "api.anthropic.com"), "claude-haiku-4-5", 1, 0.1, 5],
    [vendor("anthropic", "api.anthropic.com"), "claude-opus-5-5", 4, 0.2, 20],
    [
      vendor("google", "generativelanguage.googleapis.com"),
      "gemini-3.8-flash",
      0.75,
      0.075,
      3.75,
    ],
    [vendor("xai", "api.x.ai"), "grok-4.3", 1.25, 0.2, 2.5],
  ];
  for (const [provider, model, input, cached, output] of known) {
    const { costUsd } = price(provider, model);
    // 100,000 tokens: below the size from which some models cost more.
    const of = (
      facts: { inputTokens?: number; cachedInputTokens?: number; outputTokens?: number },
    ) => Number((10 * costUsd({ inputTokens: 0, outputTokens: 0, ...facts })).toFixed(9));
    deepEqual(
      [
        of({ inputTokens: 1e5 }),
        of({ inputTokens: 1e5, cachedInputTokens: 1e5 }),
        of({ outputTokens: 1e5 }),
      ],
      [input, cached, output],
      model,
    );
  }
  // Above 272,000 tokens of input the whole call is dearer: 0.2 and 0.75 instead of 0.1 and 0.5.
  equal(
    Number(price(OPENAI, "gpt-6-luna").costUsd({ inputTokens: 1e6, outputTokens: 1e6 }).toFixed(9)),
    0.95,
  );
  // Ten searches at $10 per 1,000.
  equal(
    price(OPENAI, "gpt-6-luna").costUsd({ inputTokens: 0, outputTokens: 0, searchCalls: 10 }),
    0.1,
  );
});

Deno.test("modelPrices() is closed for what it does not know, and free on this machine", async () => {
  const stated = {
    "ollama/big": { inputUsd: 1, outputUsd: 2 },
    "openai/gpt-6-luna": { inputUsd: 9, outputUsd: 9 },
  };
  const price = await modelPrices({ at: AT, stated });
  const usage = { inputTokens: 1e6, outputTokens: 1e6 };
  throws(() => price(OPENAI, "gpt-99"), DataError);
  // The same model through a gateway may have another price.
  throws(() => price(vendor("openai", "gateway.example"), "gpt-5.4-mini"), /gateway\.example/);
  throws(() => price({ ...OPENAI, name: "toString" }, "toString"), DataError);
  const local = { name: "ollama", baseUrl: "http://127.0.0.1:11434/v1", isLocal: true };
  equal(price(local, "any").costUsd(usage), 0);
  equal(price(local, "big").costUsd(usage), 3);
  // What the user states goes first.
  equal(price(OPENAI, "gpt-6-luna").costUsd(usage), 18);
  // A fee that nobody states is not taken for 0.
  throws(
    () => price(local, "big").costUsd({ ...usage, searchCalls: 1 }),
    /searchUsd/,
  );
  deepEqual(
    statedPrices(providerSettings({
      providers: [{
        name: "mine",
        kind: "compatible",
        roles: { fast: { model: "m", price: { inputUsd: 1, outputUsd: 2 } }, deep: "n" },
      }],
    })),
    { "mine/m": { inputUsd: 1, outputUsd: 2 } },
  );
});
