/**
 * A sweep in a process of its own, for tests that kill it or start it twice. Prints "asking" before its
 * first call.
 */
import { DEFAULT_RUBRIC, verdict } from "lab/committee";
import {
  type Caps,
  modelAnalyst,
  modelPrices,
  openCallStore,
  paidCalls,
  pause,
  sweep,
} from "lab/providers";
import { STATED } from "./hostile_mix.ts";
import type { LoopbackServer } from "./loopback_server.ts";
import { ASKED_AT, BRIEFS, providerAt } from "./questions.ts";

/** Sweeps against a server's URLs; what came out, as text. */
export async function sweptText(
  server: Pick<LoopbackServer, "urls">,
  path: string,
  { name = "killed", caps = {} }: { readonly name?: string; readonly caps?: Partial<Caps> } = {},
): Promise<string> {
  const store = openCallStore(path);
  const kinds = ["anthropic", "compatible"] as const;
  const calls = paidCalls({
    store,
    sweep: name,
    caps,
    priceOf: await modelPrices({
      at: new Date("2026-11-23"),
      stated: Object.fromEntries(kinds.map((kind) => [`${kind}/test-model`, STATED])),
    }),
    now: Date.now,
    // Looks at another program are short here.
    wait: (ms, signal) => pause(Math.min(ms, 20), signal),
    limitsOf: () => ({ concurrency: 3 }),
  });
  const analysts = kinds.map((kind) =>
    modelAnalyst(providerAt(kind, server), {
      model: "test-model",
      // Analysts of another name ask for answers of their own.
      name: name === "killed" ? kind : `${kind} ${name}`,
      makeCall: calls.makeCall,
    })
  );
  const result = await sweep(analysts, BRIEFS, {
    askedAt: ASKED_AT,
    now: Date.now,
    samples: 3,
    calls,
  });
  const made = verdict(result.ballots, {
    day: BRIEFS[0].day,
    sectors: BRIEFS.map(({ sector }) => sector),
    rubric: DEFAULT_RUBRIC,
    failed: result.failed,
  });
  store.close();
  return JSON.stringify({ verdict: made, unanswered: result.unanswered });
}

if (import.meta.main) {
  const [urls, path, out, more = "{}"] = Deno.args;
  console.log("asking");
  let peak = 0;
  setInterval(() => peak = Math.max(peak, Deno.memoryUsage().rss), 10);
  await Deno.writeTextFile(
    out,
    await sweptText({ urls: JSON.parse(urls) }, path, JSON.parse(more)),
  );
  console.log(`peak ${Math.round(peak / 1e6)} MB`);
  Deno.exit(0);
}
