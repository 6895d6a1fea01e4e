import { rateLimits, retryAfterMs } from "lab/providers";
import { deepEqual, equal } from "node:assert/strict";

Deno.test("retryAfterMs() reads seconds, milliseconds and dates by the server's own clock", () => {
  const read = (headers: Record<string, string>) => retryAfterMs(new Headers(headers), 0);
  equal(read({ "retry-after": "2" }), 2000);
  equal(read({ "retry-after": "0.5" }), 500);
  equal(read({ "retry-after-ms": "150", "retry-after": "9" }), 150);
  equal(
    read({ "retry-after": "Fri, 20 Mar 2020 10:00:30 GMT", date: "Fri, 20 Mar 2020 10:00:00 GMT" }),
    30_000,
  );
  equal(read({ "retry-after": "Thu, 01 Jan 1970 00:00:05 GMT" }), 5000);
  equal(
    read({ "retry-after": "Fri, 20 Mar 2020 09:00:00 GMT", date: "Fri, 20 Mar 2020 10:00:00 GMT" }),
    0,
  );
  equal(read({ "retry-after": "soon" }), undefined);
  equal(read({ "retry-after": "-5" }), undefined);
  equal(read({}), undefined);
});

Deno.test("rateLimits() reads what OpenAI and Anthropic say, and nothing from noise", () => {
  const read = (headers: Record<string, string>) => rateLimits(new Headers(headers), 0);
  deepEqual(
    read({
      "x-ratelimit-remaining-requests": "59",
      "x-ratelimit-remaining-tokens": "149984",
      "x-ratelimit-reset-requests": "20ms",
      "x-ratelimit-reset-tokens": "6m0s",
    }),
    { requestsLeft: 59, tokensLeft: 149_984, resetsInMs: 360_000 },
  );
  deepEqual(
    read({
      "anthropic-ratelimit-requests-remaining": "4",
      "anthropic-ratelimit-requests-reset": "2026-01-01T00:00:10Z",
      date: "Thu, 01 Jan 2026 00:00:00 GMT",
    }),
    { requestsLeft: 4, resetsInMs: 10_000 },
  );
  equal(read({ "x-ratelimit-remaining-requests": "many" }), undefined);
});
