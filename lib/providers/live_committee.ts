import { createHash } from "node:crypto";
import { type Analyst, type Brief, canonicalJson, DEFAULT_RUBRIC } from "../committee/mod.ts";
import type { Source } from "../market/mod.ts";
import type { Day, Instant } from "../units.ts";
import { type DayAsked, dayOfBriefs } from "./day_asked.ts";
import { openCallStore } from "./call_store.ts";
import { memoryFault } from "./answerer.ts";
import { analystsOf, cutoffsOf, type FactoryOptions, roleNotes, roleOptions } from "./factory.ts";
import { checkFallbacks, fallbackLinks, fallbackNotes, roleOf } from "./fallback_links.ts";
import { modelPrices, statedPrices } from "./model_prices.ts";
import { type PaidCalls, paidCalls, type PaidCallsOptions } from "./paid_calls.ts";
import { type Quote, quote } from "./quote.ts";
import type { Stage } from "./provider.ts";
import type { ProviderSettings } from "./provider_settings.ts";
import { researchFault, researchRefusal } from "./research_day.ts";
import { type SpendingSettings, spendingSettings } from "./spending_settings.ts";
import { sweep, type SweepOptions, type SweepResult } from "./sweep.ts";
import { sweepDays, type SweepDaysOptions, type SweepEnd } from "./sweep_days.ts";

/** What is asked, of whom, and where the money is booked. */
export interface LiveCommitteeOptions extends
  Pick<
    PaidCallsOptions,
    "now" | "clock" | "wait" | "timeout" | "seed" | "lookEveryMs" | "onWarning"
  >,
  Pick<SweepOptions, "rubric" | "samples"> {
  readonly settings: ProviderSettings;
  readonly spending?: SpendingSettings;
  /** What is asked about one day; or `days`. */
  readonly briefs?: readonly Brief[];
  /** Days of a history in order, see `daysAsked`; or `briefs`. */
  readonly days?: readonly DayAsked[];
  /** What names the sweep of a history beside its days, such as the hashes of its files. */
  readonly about?: unknown;
  /**
   * Where the briefs' data come from. On a simulated market nothing can be remembered or researched;
   * without it they count as real.
   */
  readonly source?: Source;
  /** Whether past and simulated days may be researched; each ballot is then contaminated. */
  readonly researchPast?: boolean;
  /** When the questions about one day are asked; the minute of the decision by default. */
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
  /** Which of the models may remember what came after the day, in sentences without their ends. */
  readonly memory: readonly string[];
  /** Calls nobody; rejects with the signal's reason where it is stopped. */
  quote(options?: Pick<Parameters<typeof quote>[2], "signal" | "onDay">): Promise<Quote>;
  /** Asks about one day; the same again pays only for what is missing. */
  sweep(
    options?: Pick<SweepOptions, "signal" | "onProgress" | "onAnswer">,
  ): Promise<SweepResult>;
  /** Asks about all days, and hands on each as it ends. */
  sweepDays(
    options?: Pick<SweepDaysOptions, "signal" | "onProgress" | "onAnswer" | "onDay">,
  ): Promise<SweepEnd>;
  /** Closes the file. */
  close(): void;
}

/** Models that may be asked by one name of `analysts` or of a chain of fallbacks. */
function modelsOf(name: string, settings: ProviderSettings): readonly string[] {
  const { entry, role } = roleOf(name, settings);
  const asked = entry && roleOptions(settings, entry, role);
  return asked ? [asked.model, ...(asked.research?.model ? [asked.research.model] : [])] : [];
}

/** Which of the models that may be asked may remember what came after the days, each once. */
function memoryFaults(
  settings: ProviderSettings,
  chains: ReadonlyMap<string, readonly string[]>,
  days: readonly Day[],
  about: Omit<Parameters<typeof memoryFault>[1], "day">,
): readonly string[] {
  const cutoffOf = cutoffsOf(settings);
  const models = settings.analysts.flatMap((name) => [name, ...chains.get(name) ?? []])
    .flatMap((name) => modelsOf(name, settings));
  return [...new Set(models)].flatMap((model) => {
    const cutoff = cutoffOf(model);
    const faults = days.flatMap((day) => {
      const fault = memoryFault({ model, cutoff }, { ...about, day });
      return fault === undefined ? [] : [{ day, fault }];
    });
    if (faults.length < 2) return faults.map(({ fault }) => fault);
    const last = faults[faults.length - 1].day;
    return [
      `${model} may remember what came after ${faults.length} of ${days.length} days, ` +
      `${faults[0].day} to ${last}: ` +
      (cutoff === undefined
        ? "nobody says when its knowledge ends"
        : `its knowledge ends ${cutoff}`),
    ];
  });
}

/** @throws {DataError} If an analyst would research another day than today. */
function refuseResearch(
  settings: ProviderSettings,
  days: readonly Day[],
  about: { readonly now: number; readonly source: Source | undefined },
): void {
  for (const name of settings.analysts) {
    const { entry, role } = roleOf(name, settings);
    if (!entry || !roleOptions(settings, entry, role)?.research) continue;
    for (const day of days) {
      const fault = researchFault(day, about);
      if (fault !== undefined) throw researchRefusal(name, day, fault);
    }
  }
}

/** The days asked about. @throws {RangeError} If there is nothing to ask. */
function daysOf({ briefs, days, askedAt }: LiveCommitteeOptions): readonly DayAsked[] {
  const all = days ??
    (briefs === undefined || briefs.length === 0 ? [] : [dayOfBriefs(briefs, askedAt)]);
  if (all.every(({ sectors }) => sectors.length === 0)) {
    throw new RangeError("Cannot convene a committee: need at least one brief, got none");
  }
  return all;
}

/** The name of a sweep, made from what is asked: the same for the same questions. */
function nameOf(
  { settings, days, about, source, rubric = DEFAULT_RUBRIC, samples = 1 }: LiveCommitteeOptions,
  asked: readonly DayAsked[],
): string {
  const { masked, analysts: names } = settings;
  const models = settings.providers.map(({ name, roles }) => ({ name, roles }));
  const all = { names, models, masked, rubric, samples };
  const hash = (value: unknown) =>
    createHash("sha256").update(canonicalJson(value)).digest("hex").slice(0, 12);
  const [first] = asked, last = asked[asked.length - 1];
  if (days === undefined) return `${first.day}-${hash({ ...all, briefs: first.briefs() })}`;
  // No brief is made for the name of a history: what its days are made of stands for them.
  const of = asked.map(({ day, sectors }) => ({ day, sectors }));
  return `${first.day}-to-${last.day}-${hash({ ...all, source, about, of })}`;
}

/**
 * From settings to a committee that can be quoted, asked, stopped and asked again.
 *
 * @throws {CallError} `missing key`, of an analyst or of a fallback.
 * @throws {RangeError} If an analyst or a fallback is not in the settings, or there is no brief.
 * @throws {DataError} If nobody knows the price of a fallback, or research is asked for on another day
 *   than today.
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
  const { settings, rubric = DEFAULT_RUBRIC, samples = 1, storePath, now } = options;
  const { source, researchPast = false } = options;
  const factory: FactoryOptions = { ...options.factory, now, researchPast };
  const { spending = spendingSettings() } = options;
  const { clock = () => performance.now(), wait, timeout, seed, lookEveryMs, onWarning } = options;
  const asked = daysOf(options), days = asked.map(({ day }) => day);
  const { analysts: names } = settings;
  if (!researchPast) refuseResearch(settings, days, { now: now(), source });
  const sweepName = options.sweep ?? nameOf(options, asked);
  checkFallbacks(spending.fallbacks, settings);
  const chains = new Map(
    Object.entries(spending.fallbacks).filter(([name]) => names.includes(name)),
  );
  const linked = (stage: Stage) =>
    new Map(
      [...chains].map(([name, list]) => [name, fallbackLinks(list, stage, settings, factory)]),
    );
  const fallbacks = { ballot: linked("ballot"), research: linked("research") };
  const limits = new Map(settings.providers.map((entry) => [entry.name, {
    concurrency: entry.concurrency,
    requestsPerMinute: entry.requestsPerMinute,
    tokensPerMinute: entry.tokensPerMinute,
  }]));
  const limitsOf = (name: string) => limits.get(name) ?? {};
  const priceOf = await modelPrices({ stated: statedPrices(settings), at: new Date(now()) });
  // Without its price a fallback would fail when it is needed.
  for (const links of [...fallbacks.ballot.values(), ...fallbacks.research.values()]) {
    for (const { provider, model } of links) priceOf(provider, model);
  }
  for (const note of [...roleNotes(settings), ...fallbackNotes(chains, settings)]) {
    onWarning?.(note);
  }
  // Keys are looked for before a file is made.
  analystsOf(settings, factory);
  const store = openCallStore(storePath);
  const calls = paidCalls({
    store,
    sweep: sweepName,
    priceOf,
    now,
    clock,
    caps: spending.capsUsd,
    limitsOf,
    fallbacksOf: (name, stage) =>
      fallbacks[stage === "research" ? "research" : "ballot"].get(name) ?? [],
    tries: spending.tries,
    lifetimeMs: spending.cacheHours * 3_600_000,
    wait,
    timeout,
    seed,
    lookEveryMs,
    onWarning,
  });
  const analysts = analystsOf(settings, { ...factory, makeCall: calls.makeCall });
  const shared = {
    now: clock,
    wallNow: now,
    rubric,
    samples,
    calls,
    ...(source === undefined ? {} : { source }),
  };
  return {
    analysts,
    calls,
    sweepName,
    memory: memoryFaults(settings, chains, days, { now: now(), source }),
    quote: (given = {}) =>
      quote((makeCall) => analystsOf(settings, { ...factory, makeCall }), asked, {
        priceOf,
        rubric,
        samples,
        ...(source === undefined ? {} : { source }),
        kept: calls.kept,
        limitsOf,
        ...given,
      }),
    async sweep(given = {}) {
      const [{ briefs, askedAt }, ...others] = asked;
      if (others.length > 0) {
        throw new RangeError(`Cannot sweep one day: there are ${asked.length}; need sweepDays`);
      }
      return await sweep(analysts, briefs(), { askedAt, ...shared, ...given });
    },
    sweepDays: (given = {}) => sweepDays(analysts, asked, { ...shared, ...given }),
    close: () => store.close(),
  };
}
