import { briefs } from "lab/committee";
import { DISPLAY } from "lab/charts";
import { liveBallots } from "lab/lesson";
import { simulatedMarket, snapshot } from "lab/market";
import { equal, match, ok } from "node:assert/strict";
import { jsonServer } from "../../providers/json_server.ts";
import { goodAnswer, loopbackServer } from "../../providers/loopback_server.ts";

const market = simulatedMarket({ seed: 7, years: 2 });
const two = briefs(snapshot(market, market.prices.days[400])).slice(0, 2);
const source = market.source;
const KEY = "planted-Secret.0123456789-for/tests+only";

Deno.test("liveBallots() asks nobody without a choice, and says how to get a model", async () => {
  match(String(await liveBallots("", two, { source })), /No model is asked.*Ollama.*works without/);
});

Deno.test("liveBallots() says where a missing key belongs, and which names there are", async () => {
  const options = { source, storePath: ":memory:", readVariable: () => undefined };
  const missing = String(await liveBallots("openai/fast", two, options));
  match(missing, /OPENAI_API_KEY.*\.env.*works without/);
  match(String(await liveBallots("nobody/fast", two, options)), /nobody\/fast.*works without/);
});

Deno.test("liveBallots() shows a model's ballots with their cost, and never the key", async () => {
  const server = loopbackServer();
  try {
    const shown = await liveBallots("claude/fast", two, {
      source,
      storePath: ":memory:",
      readVariable: (name) => name.endsWith("_KEY") ? KEY : undefined,
      settings: {
        // A block of the same file, which `deno task committee` reads.
        spending: { capsUsd: { day: 20 }, fallbacks: {} },
        providers: [{
          name: "claude",
          kind: "anthropic",
          baseUrl: server.urls.anthropic,
          roles: { fast: { model: "m", price: { inputUsd: 1, outputUsd: 10 } } },
        }],
      },
    });
    const { "text/plain": text, "text/html": html } = shown[DISPLAY]();
    match(text, /^claude\/fast: 2 of 2 answers are ballots, for \$0\.\d{4}/);
    match(text, /XLB/);
    ok(!text.includes(KEY) && !html.includes(KEY));
    equal(server.bill.length, 2);
  } finally {
    await server.close();
  }
});

Deno.test("liveBallots() says whole why there is no ballot, with the switch that helps", async () => {
  await using server = jsonServer([{
    model: "m",
    choices: [{ message: { content: "Half an ans" }, finish_reason: "length" }],
    usage: { prompt_tokens: 3696, completion_tokens: 400 },
  }]);
  const shown = await liveBallots("local/fast", [two[0]], {
    source,
    storePath: ":memory:",
    settings: {
      providers: [{
        name: "local",
        kind: "compatible",
        baseUrl: `${server.url}/v1`,
        roles: { fast: "m" },
      }],
    },
  });
  match(shown[DISPLAY]()["text/plain"], /about 4,096 tokens.*--max-model-len.*LM Studio/s);
});

Deno.test("liveBallots() says what was mended, and that a deep role without search does not research", async () => {
  const content = `<think>4?</think>${JSON.stringify(goodAnswer(two[0].sector))}`;
  await using server = jsonServer([{
    model: "m",
    choices: [{ message: { content }, finish_reason: "stop" }],
    usage: { prompt_tokens: 3000, completion_tokens: 400 },
  }]);
  const shown = await liveBallots("local/deep", [two[0]], {
    source,
    settings: {
      providers: [{
        name: "local",
        kind: "compatible",
        baseUrl: `${server.url}/v1`,
        roles: { deep: "m" },
      }],
    },
    storePath: ":memory:",
    readVariable: () => undefined,
  });
  match(
    shown[DISPLAY]()["text/plain"],
    /1 of 1 ballots was mended.*thinking taken off 1\. local\/deep does not research/,
  );
});
