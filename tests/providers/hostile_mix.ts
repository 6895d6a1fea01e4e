import { modelAnalyst, modelPrices, openCallStore, paidCalls, sweep } from "lab/providers";
import type { SweepResult } from "lab/providers";
import { randomStream } from "lab/stats";
import { type Fault, FAULTS, loopbackServer } from "./loopback_server.ts";
import { ASKED_AT, BRIEFS, KINDS, providerAt } from "./questions.ts";

/** Dollars per million tokens that the test server charges. */
export const STATED = { inputUsd: 1, outputUsd: 10, searchUsd: 10 };

/** What a sweep against a server with faults came to. */
export interface MixReport {
  readonly asked: number;
  /** After the sweep was started again where a question had no answer. */
  readonly result: SweepResult;
  readonly unansweredAtFirst: SweepResult["unanswered"];
  /** Good answers that went out whole. */
  readonly goodDelivered: number;
  /** Keys with two answers that were both counted, beyond those given up, refused or held back. */
  readonly paidTwice: number;
  readonly billUsd: number;
  readonly deliveredUsd: number;
  readonly settledUsd: number;
  readonly openUsd: number;
  /** Moments at which the bill lay outside the ledger's bounds. */
  readonly outside: number;
  readonly looks: number;
  readonly faults: ReadonlySet<Fault>;
  readonly seconds: number;
  readonly peakMb: number;
}

/** A sweep of 55 ballots a sample by five kinds of provider, with faults of all kinds. */
export async function hostileMix(
  options: {
    readonly samples: number;
    readonly faultShare: number;
    readonly seed: number;
    readonly path: string;
  },
): Promise<MixReport> {
  const { samples, faultShare, seed, path } = options;
  // Loading the library must not count under the deadline of a call.
  await import("openai");
  const random = randomStream(seed);
  // The table is long enough for all tries; the server may look at a line twice.
  const plan = Array.from(
    { length: samples * 55 * 6 },
    () => random.uniform() < faultShare ? FAULTS[random.integer(FAULTS.length)] : undefined,
  );
  const faults = new Set<Fault>();
  await using server = loopbackServer({
    fault(_, n) {
      const fault = plan[n];
      if (fault) faults.add(fault);
      return fault;
    },
    retryAfter: "0",
    price: STATED,
  });
  const store = openCallStore(path);
  const started = performance.now();
  let outside = 0, looks = 0, peak = 0, skippedMs = 0;
  const calls = paidCalls({
    store,
    sweep: "mix",
    priceOf: await modelPrices({
      at: new Date("2026-11-23"),
      stated: Object.fromEntries(KINDS.map((kind) => [`${kind}/test-model`, STATED])),
    }),
    now: Date.now,
    caps: { day: 1e5, sweep: 1e5, sector: 1e5 },
    // Of a wait that is cut short the clock shows the whole.
    clock: () => performance.now() + skippedMs,
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          skippedMs += Math.max(0, ms - 5);
          resolve();
        }, Math.min(ms, 5));
        signal.addEventListener("abort", () => {
          clearTimeout(timer);
          reject(signal.reason);
        }, { once: true });
      }),
  });
  const analysts = KINDS.map((kind) =>
    modelAnalyst(providerAt(kind, server), {
      model: "test-model",
      name: kind,
      makeCall: calls.makeCall,
      deadlineMs: 3000,
    })
  );
  const look = () => {
    const { settledUsd, openUsd } = calls.ledger.balance();
    const bill = server.billUsd();
    looks++;
    if (bill < settledUsd - 1e-7 || bill > settledUsd + openUsd + 1e-7) outside++;
    peak = Math.max(peak, Deno.memoryUsage().rss);
  };
  const run = () =>
    sweep(analysts, BRIEFS, { askedAt: ASKED_AT, now: Date.now, samples, calls, onProgress: look });
  let result = await run();
  const unansweredAtFirst = result.unanswered;
  // A question that met a refused key twice is left with its reason; the sweep is started again.
  for (let again = 0; again < 2 && result.unanswered.length > 0; again++) result = await run();
  look();
  const counted = new Map<string, number>();
  for (const { kind, basis, key } of calls.ledger.entries()) {
    if (kind === "settle" && basis === "usage") counted.set(key, (counted.get(key) ?? 0) + 1);
  }
  const repeated = [...counted.values()].reduce((sum, n) => sum + n - 1, 0);
  const gaveUp =
    server.bill.filter(({ fault }) =>
      fault === "failed" || fault === "refusal" || fault === "filter"
    ).length;
  const { settledUsd, openUsd } = calls.ledger.balance();
  const report = {
    asked: BRIEFS.length * KINDS.length * samples,
    result,
    unansweredAtFirst,
    goodDelivered: server.bill.filter(({ delivered, fault }) => delivered && !fault).length,
    paidTwice: Math.max(0, repeated - gaveUp),
    billUsd: server.billUsd(),
    deliveredUsd: server.bill.filter(({ delivered }) => delivered)
      .reduce((sum, { usd }) => sum + usd, 0),
    settledUsd,
    openUsd,
    outside,
    looks,
    faults,
    seconds: (performance.now() - started) / 1000,
    peakMb: peak / 1e6,
  };
  store.close();
  return report;
}
