/**
 * A process of its own that asks a hostile server many times at once and prints the most memory it
 * held, in megabytes; for `wire_test.ts`, where other tests share the process.
 *
 * @module
 */
import { CallError, type Provider } from "lab/providers";
import { ballotCall, KINDS, providerAt } from "./questions.ts";

const urls = JSON.parse(Deno.args[0]);
const atOnce = Number(Deno.args[1]);
let most = 0;
const providers = KINDS.map((kind) => providerAt(kind, { urls }));

async function ask(provider: Provider): Promise<void> {
  try {
    await provider.call(ballotCall());
    throw new Error("there was a reply");
  } catch (error) {
    if (!(error instanceof CallError) || error.fault !== "body too large") throw error;
  }
  most = Math.max(most, Deno.memoryUsage().rss);
}

for (let round = 0; round < 3; round++) {
  await Promise.all(
    Array.from({ length: atOnce }, (_, i) => ask(providers[i % providers.length])),
  );
}
console.log(Math.round(most / 1e6));
