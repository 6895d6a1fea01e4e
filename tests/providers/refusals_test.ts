import { CallError, type CallFault, type Fetch } from "lab/providers";
import { deepEqual, doesNotMatch, equal, ok } from "node:assert/strict";
import { ballotCall, KEY, KINDS, providerAt } from "./questions.ts";

const url = "http://127.0.0.1:9";
const nowhere = { urls: { openai: url, anthropic: url, google: url, xai: url, compatible: url } };

/** Refusals as the vendors' pages show them, or close to it, and what each is to the lab. */
const REFUSALS: readonly (readonly [typeof KINDS[number], number, string, CallFault, boolean])[] = [
  [
    "openai",
    429,
    '{"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}',
    "quota",
    false,
  ],
  [
    "openai",
    429,
    '{"error":{"message":"Rate limit reached for gpt-x in organization org-a on tokens per min (TPM): Limit 30000","type":"tokens","param":null,"code":"rate_limit_exceeded"}}',
    "rate limit",
    true,
  ],
  [
    "openai",
    404,
    '{"error":{"message":"The model `o4-mini` has been deprecated, learn more here","type":"invalid_request_error","param":null,"code":"model_not_found"}}',
    "unknown model",
    false,
  ],
  [
    "openai",
    403,
    '{"error":{"message":"Project `proj_a` does not have access to model `gpt-x`","type":"invalid_request_error","param":null,"code":"model_not_found"}}',
    "unknown model",
    false,
  ],
  [
    "openai",
    400,
    '{"error":{"message":"Unsupported parameter: \'max_tokens\' is not supported with this model.","type":"invalid_request_error","param":"max_tokens","code":"unsupported_parameter"}}',
    "bad request",
    false,
  ],
  [
    "openai",
    401,
    '{"error":{"message":"Incorrect API key provided: sk-abc***.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}',
    "refused key",
    false,
  ],
  [
    "anthropic",
    404,
    '{"type":"error","error":{"type":"not_found_error","message":"model: claude-old"},"request_id":"r"}',
    "unknown model",
    false,
  ],
  [
    "anthropic",
    400,
    '{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API."}}',
    "quota",
    false,
  ],
  [
    "anthropic",
    529,
    '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
    "server",
    true,
  ],
  [
    "anthropic",
    413,
    '{"type":"error","error":{"type":"request_too_large","message":"Request exceeds the maximum size"}}',
    "bad request",
    false,
  ],
  [
    "google",
    400,
    '{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}}',
    "refused key",
    false,
  ],
  [
    "google",
    404,
    '[{"error":{"code":404,"message":"models/gemini-old is not found for API version v1beta, or is not supported for generateContent.","status":"NOT_FOUND"}}]',
    "unknown model",
    false,
  ],
  [
    "google",
    429,
    '{"error":{"code":429,"message":"You exceeded your current quota, please check your plan and billing details.","status":"RESOURCE_EXHAUSTED"}}',
    "rate limit",
    true,
  ],
  [
    "google",
    503,
    '{"error":{"code":503,"message":"The model is overloaded. Please try again later.","status":"UNAVAILABLE"}}',
    "server",
    true,
  ],
  [
    "xai",
    400,
    '{"code":"Client specified an invalid argument","error":"Incorrect API key provided: xa***yz."}',
    "refused key",
    false,
  ],
  [
    "xai",
    404,
    '{"code":"Some requested entity was not found","error":"The model grok-old does not exist or your team does not have access to it."}',
    "unknown model",
    false,
  ],
  [
    "compatible",
    404,
    '{"error":{"message":"model \\"llama9\\" not found, try pulling it first","type":"api_error","param":null,"code":null}}',
    "unknown model",
    false,
  ],
  ["compatible", 404, "404 page not found", "not the protocol", false],
  [
    "compatible",
    503,
    '{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}',
    "server",
    true,
  ],
];

Deno.test("refusals of each vendor are told apart by status and words", async () => {
  for (const [kind, status, body, fault, canRetry] of REFUSALS) {
    const fetch: Fetch = () => Promise.resolve(new Response(body, { status }));
    const error = await providerAt(kind, nowhere, { fetch }).call(ballotCall())
      .then(() => undefined, (error) => error);
    ok(error instanceof CallError, body);
    deepEqual([body, error.fault, error.canRetry], [body, fault, canRetry]);
    equal(error.status, status);
  }
});

Deno.test("a key that a refusal spells with escapes is in no word of the error", async () => {
  const escaped = [...KEY].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const some = [...KEY].map((char, i) => i % 5 === 2 ? escaped[i] : char).join("");
  // A key of a shape that the lab knows, and was never told of.
  const other = "sk-proj-abcdefghijklmnop1234".replace("p", "\\u0070");
  for (const spelt of [escaped.join(""), some, KEY.replaceAll("/", "\\/"), other]) {
    for (
      const body of [
        `{"error":{"message":"Incorrect API key provided: ${spelt}.","code":"invalid_api_key"}}`,
        `{"error":"no such key: ${spelt}"}`,
        `[{"error":{"message":"${spelt}"}}]`,
        `{"detail":"${spelt}"}`,
        `<p>${spelt}`,
      ]
    ) {
      for (const kind of KINDS) {
        for (const status of [200, 401, 500]) {
          const fetch: Fetch = () => Promise.resolve(new Response(body, { status }));
          const error = await providerAt(kind, nowhere, { fetch }).call(ballotCall())
            .then(() => undefined, (error) => error);
          ok(error instanceof CallError, body);
          const seen = `${error.message} ${error.raw}`;
          // Twice decoded, as someone would who looks for it.
          const decoded = seen.replace(
            /\\+u([0-9a-f]{4})/g,
            (_, hex) => String.fromCharCode(parseInt(hex, 16)),
          ).replaceAll("\\", "");
          for (const text of [seen, decoded]) ok(!text.includes(KEY.slice(0, 20)), text);
          doesNotMatch(error.message, /sk-proj-abcd/);
        }
      }
    }
  }
});
