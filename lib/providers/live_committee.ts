import { createHash } from "node:crypto";
import { type Analyst, type Brief, canonicalJson, DEFAULT_RUBRIC } from "../committee/mod.ts";
import type { Rubric } from "../committee/mod.ts";
import { quotedValue } from "../outside_text.ts";
import type { Instant } from "../units.ts";
import { openCallStore } from "./call_store.ts";
import { analystsOf, type FactoryOptions, providerOf, roleNotes } from "./factory.ts";
import type { Link } from "./fallback.ts";
import { modelPrices, statedPrices } from "./model_prices.ts";
import { type PaidCalls, paidCalls, type PaidCallsOptions } from "./paid_calls.ts";
import { type Quote, quote } from "./quote.ts";
import type { ProviderSettings, Role } from "./provider_settings.ts";
import { type SpendingSettings, spendingSettings } from "./spending_settings.ts";
import { sweep, type SweepOptions, type SweepResult } from "./sweep.ts";

/** What is asked, of whom, and where the money is booked. */
export interface LiveCommitteeOptions
  extends Pick<PaidCallsOptions, "now" | "wait" | "seed" | "lookEveryMs" | "onWarning"> {
  readonly settings: ProviderSettings;
  readonly spending?: SpendingSettings;
  readonly briefs: readonly Brief[];
  readonly rubric?: Rubric;
  readonly samples?: number;
  /** When the questions are asked; the minute of the decision by default. */
  readonly askedAt?: Instant;
  /** File of ledger and kept answers, such as `.lab/state/calls.sqlite`. */
  readonly storePath: string;
  /** Name under which the sweep is booked; made from what is asked by default. */
  readonly sweep?: string;
  /** Where keys are read, and what stands in for the network. */
  readonly factory?: Omit<FactoryOptions, "makeCall">;
}

/** Analysts of the settings with one ledger, ready to be quoted and asked. */
export interface LiveCommittee {
  readonly analysts: readonly Analyst[];
  readonly calls: PaidCalls;
  readonly sweepName: string;
  /** Calls nobody. */
  quote(): Promise<Quote>;
  /** Asks; the same again pays only for what is missing. */
  sweep(options?: Pick<SweepOptions, "signal" | "onProgress">): Promise<SweepResult>;
  /** Closes the file. */
  close(): void;
}

/** Models that take over, from names such as "anthropic/fast". */
function linksOf(
  names: readonly string[],
  settings: ProviderSettings,
  factory: FactoryOptions,
): readonly Link[] {
  return names.map((name) => {
    const [first, second] = name.split("/");
    const entry = settings.providers.find((one) => one.name === first);
    const role = entry?.roles[second as Role];
    if (!entry || !role) {
      const known = settings.providers.flatMap((one) =>
        Object.keys(one.roles).map((each) => `${one.name}/${each}`)
      );
      throw new RangeError(
        `Cannot fall back on ${quotedValue(name)}: need one of ${known.join(", ") || "none"}`,
      );
    }
    return { provider: providerOf(entry, factory), model: role.model };
  });
}

/**
 * From settings to a committee that can be quoted, asked, stopped and asked again.
 *
 * @throws {CallError} `missing key`, of an analyst or of a fallback.
 * @throws {RangeError} If an analyst or a fallback is not in the settings, or there is no brief.
 * @throws {DataError} If nobody knows the price of a fallback.
 * @throws {LabError} If the file cannot be opened.
 *
 * @example Without a key and without cost
 * ```ts
 * import { briefs } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { liveCommittee, providerSettings } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days[400]);
 * const committee = await liveCommittee({
 *   settings: providerSettings({ analysts: ["rules"] }),
 *   briefs: briefs(view),
 *   storePath: ":memory:",
 *   now: () => 0,
 * });
 * equal((await committee.sweep()).ballots.length, 11);
 * committee.close();
 * ```
 */
export async function liveCommittee(options: LiveCommitteeOptions): Promise<LiveCommittee> {
  const { settings, briefs, rubric = DEFAULT_RUBRIC, samples = 1, storePath, now } = options;
  const { factory = {}, spending = spendingSettings(), wait, seed, lookEveryMs, onWarning } =
    options;
  if (briefs.length === 0) {
    throw new RangeError("Cannot convene a committee: need at least one brief, got none");
  }
  const askedAt = options.askedAt ?? briefs[0].decidedAt;
  const models = settings.providers.map(({ name, roles }) => ({ name, roles }));
  const { masked, analysts: names } = settings;
  const sweepName = options.sweep ??
    `${briefs[0].day}-${
      createHash("sha256").update(
        canonicalJson({ names, models, masked, rubric, samples, briefs }),
      ).digest("hex").slice(0, 12)
    }`;
  const fallbacks = new Map(
    Object.entries(spending.fallbacks).map(([name, list]) => {
      if (!names.includes(name)) return [name, []];
      return [name, linksOf(list, settings, factory)];
    }),
  );
  const limits = new Map(settings.providers.map((entry) => [entry.name, {
    concurrency: entry.concurrency,
    requestsPerMinute: entry.requestsPerMinute,
    tokensPerMinute: entry.tokensPerMinute,
  }]));
  const limitsOf = (name: string) => limits.get(name) ?? {};
  const priceOf = await modelPrices({ stated: statedPrices(settings), at: new Date(now()) });
  // Without its price a fallback would fail when it is needed.
  for (const links of fallbacks.values()) {
    for (const { provider, model } of links) priceOf(provider, model);
  }
  for (const note of roleNotes(settings)) onWarning?.(note);
  // Keys are looked for before a file is made.
  analystsOf(settings, factory);
  const store = openCallStore(storePath);
  const calls = paidCalls({
    store,
    sweep: sweepName,
    priceOf,
    now,
    caps: spending.capsUsd,
    limitsOf,
    fallbacksOf: (name) => fallbacks.get(name) ?? [],
    tries: spending.tries,
    lifetimeMs: spending.cacheHours * 3_600_000,
    wait,
    seed,
    lookEveryMs,
    onWarning,
  });
  const analysts = analystsOf(settings, { ...factory, makeCall: calls.makeCall });
  return {
    analysts,
    calls,
    sweepName,
    quote: () =>
      quote((makeCall) => analystsOf(settings, { ...factory, makeCall }), briefs, {
        askedAt,
        priceOf,
        rubric,
        samples,
        kept: calls.kept,
        limitsOf,
      }),
    sweep: (given = {}) =>
      sweep(analysts, briefs, { askedAt, now, rubric, samples, calls, ...given }),
    close: () => store.close(),
  };
}
