import { checkNumber, checkOptions } from "../arguments.ts";
import type { SectorView } from "../committee/mod.ts";
import { TRADING_DAYS_A_WEEK, TRADING_DAYS_A_YEAR, WEEKS_A_YEAR } from "../days.ts";
import { DataError } from "../errors.ts";
import {
  type Market,
  type Sector,
  SECTORS,
  simulatedMarket,
  snapshot,
  weeklyDays,
} from "../market/mod.ts";
import type { Holding } from "../portfolio/mod.ts";
import { BALLOT_DEADLINE_MS, modelPrices, openCallStore, type PriceOf } from "../providers/mod.ts";
import { type Settings, settings as defaultSettings } from "../settings.ts";
import { type RandomStream, randomStream } from "../stats/mod.ts";
import type { Day } from "../units.ts";
import { type AgedViews, agedViews, type DatedViews } from "../week/mod.ts";
import { counted } from "../words.ts";
import { checkedRates, type FaultRates, STATED_RATES } from "./rates.ts";
import { MODEL, simulatedPoll } from "./simulated_poll.ts";
import { simulatedProvider } from "./simulated_provider.ts";
import { type SimulatedTime, simulatedTime } from "./simulated_time.ts";
import { heldBook, rebuiltBook, type WeekBook, withoutPrices } from "./week_book.ts";
import { type Stage, type WeekFate, weekFate } from "./week_fate.ts";
import type { WeekOutcome } from "./week_outcome.ts";

const SECOND = 1000;
/** The chain: who is asked, and who takes over. */
const CHAIN = ["first", "second"] as const;
/** How long prices are waited for before those of the day before are taken. */
const PRICES_WAIT_MS = 60 * SECOND;
/** After so long from the start no question waits any longer; a run held up before it asks has so long still. */
const POLL_ENDS_MS = 240 * SECOND, POLL_LEAST_MS = 175 * SECOND;
/** What stages take that neither ask nor wait: reading prices, and making and checking a book. */
const STAGE_MS: Readonly<Record<Stage, number>> = { prices: 5 * SECOND, poll: 0, book: 5 * SECOND };
const RUN_MINUTES = 5;
/** Streams of one seed: the market has the seed itself. */
const FATES = 1, SCORES = 2, ANSWERS = 3;

/** What is simulated. */
export interface AvailabilityOptions {
  /** 1,000 by default. */
  readonly weeks?: number;
  /** 1 by default. */
  readonly seed?: number;
  readonly rates?: FaultRates;
  readonly settings?: Settings;
  /**
   * Time for one try of a question; 120 by default, as a role has it in the settings file
   * (`deadlineSeconds`).
   */
  readonly deadlineSeconds?: number;
  /** Told after each week. */
  readonly onWeek?: (progress: { readonly done: number; readonly total: number }) => void;
  /** Stops between two weeks. */
  readonly signal?: AbortSignal;
}

/**
 * Weeks of a committee on a simulated market, with what goes wrong in them: each from its start to the
 * question for a yes, on simulated time.
 *
 * Providers, prices, disk and time are simulated, by rates that are stated and not measured; the rest is
 * the lab's own: reservations, retries, resting providers and the chain of fallbacks (`paidCalls`), kept
 * answers after a crash, the last verdict with its age (`agedViews`), the book by `rebalance` with its
 * independent checker. Every week begins with the account that the one before left.
 *
 * **What a week does about it.** Prices are waited for a minute; then those of the day before are taken,
 * one trading day old at the most, else the book is held. Questions are stopped four minutes after the
 * start, and the last verdict stands in for what is missing, at a lower gross. A book that is held counts
 * as valid only where it keeps every limit at the newest prices.
 *
 * @param options See {@linkcode AvailabilityOptions}.
 * @returns One outcome a week, in order.
 * @throws {RangeError} If the rates or the count make no sense.
 *
 * @example Ten weeks in which nothing goes wrong
 * ```ts
 * import { availabilitySummary, simulatedWeeks, STATED_RATES, timesAsOften } from "lab/availability";
 * import { equal } from "node:assert/strict";
 *
 * const rates = timesAsOften(STATED_RATES, 0);
 * const weeks = await simulatedWeeks({ weeks: 3, rates });
 * equal(availabilitySummary(weeks).share, 1);
 * ```
 */
export async function simulatedWeeks(
  options: AvailabilityOptions = {},
): Promise<readonly WeekOutcome[]> {
  const action = "Cannot simulate weeks";
  checkOptions(action, options, [
    ...["weeks", "seed", "rates", "settings", "deadlineSeconds", "onWeek", "signal"],
  ]);
  const { weeks: count = 1000, seed = 1, settings = defaultSettings() } = options;
  const rates = checkedRates(options.rates ?? STATED_RATES);
  checkNumber(action, "weeks", count, { low: 1, high: 10_000, what: "a whole number from 1" });
  if (!Number.isInteger(count)) {
    throw new RangeError(`${action}: weeks must be whole, got ${count}`);
  }
  const { deadlineSeconds = BALLOT_DEADLINE_MS / SECOND } = options;
  checkNumber(action, "deadlineSeconds", deadlineSeconds, { low: 1, what: "seconds from 1" });
  const years = 1 + (count + 3) * TRADING_DAYS_A_WEEK / TRADING_DAYS_A_YEAR +
    count / WEEKS_A_YEAR / 50;
  const market = simulatedMarket({ seed, years });
  const { days } = market.prices;
  const fridays = weeklyDays(days).filter((day) => days.indexOf(day) > TRADING_DAYS_A_YEAR)
    .slice(0, count);
  const priceOf = await modelPrices({
    at: new Date(Date.UTC(2026, 10, 27)),
    stated: Object.fromEntries(
      CHAIN.map((name) => [`${name}/${MODEL}`, { inputUsd: 1, outputUsd: 4 }]),
    ),
  });
  const fates = randomStream(seed, FATES), scores = scoreWalk(randomStream(seed, SCORES));
  const outcomes: WeekOutcome[] = [];
  let holdings: readonly Holding[] = [], last: DatedViews | undefined;
  for (const [w, week] of fridays.entries()) {
    options.signal?.throwIfAborted();
    const draw = randomStream(fates.integer(2 ** 31)), answers = fates.integer(2 ** 31);
    const fate = weekFate(rates, { draw, providers: CHAIN.length, runMinutes: RUN_MINUTES });
    const world = {
      market,
      week,
      before: days[days.indexOf(week) - 1],
      rates,
      settings,
      priceOf,
      deadlineSeconds,
    };
    const done = await simulatedWeek(world, { fate, answers, scores: scores(), holdings, last });
    holdings = done.book.holdings;
    if (done.fresh.views.length > 0) last = done.fresh;
    outcomes.push(done.outcome);
    options.onWeek?.({ done: w + 1, total: fridays.length });
  }
  return outcomes;
}

/** Scores of all sectors, a quarter apart, that keep most of what they were a week before. */
function scoreWalk(draw: RandomStream): () => Readonly<Record<Sector, number>> {
  const KEPT = 0.8, NEW = 0.6;
  const states = SECTORS.map(() => draw.normal());
  return () => {
    const scored = SECTORS.map((sector, i) => {
      states[i] = KEPT * states[i] + NEW * draw.normal();
      return [sector, Math.min(5, Math.max(1, Math.round(4 * (3 + states[i])) / 4))];
    });
    return Object.fromEntries(scored) as Readonly<Record<Sector, number>>;
  };
}

interface World {
  readonly market: Market;
  readonly week: Day;
  /** The trading day before. */
  readonly before: Day;
  readonly rates: FaultRates;
  readonly settings: Settings;
  readonly priceOf: PriceOf;
  readonly deadlineSeconds: number;
}

interface Begun {
  readonly fate: WeekFate;
  /** Seed of the providers' answers. */
  readonly answers: number;
  readonly scores: Readonly<Record<Sector, number>>;
  readonly holdings: readonly Holding[];
  readonly last: DatedViews | undefined;
}

/** A week's clock with what it tells, and the disk that may be full between two stages. */
function weekLog(fate: WeekFate) {
  const time = simulatedTime(), told: string[] = [], never = new AbortController().signal;
  const tell = (what: string) => void told.push(`${Math.round(time.now() / SECOND)} s: ${what}`);
  const pass = (ms: number) => time.until(time.wait(ms, never));
  async function stored(stage: Stage): Promise<void> {
    await pass(STAGE_MS[stage]);
    if (fate.fullDisk?.after !== stage) return;
    tell(`the disk is full after ${stage}; nothing is lost`);
    await pass(fate.fullDisk.forMs);
    tell("somebody has made room, and the same command goes on");
  }
  return { time, told, tell, pass, stored };
}

async function simulatedWeek(world: World, begun: Begun) {
  const { market, week, before, settings } = world, { fate, holdings, last } = begun;
  const { time, told, tell, pass, stored } = weekLog(fate);

  let prices: WeekOutcome["prices"] = fate.hasNoPrices ? "too old" : "of the day";
  if (fate.hasNoPrices) tell("the newest prices are older than one trading day: nothing is traded");
  else if (fate.pricesAt !== undefined) {
    const what = fate.withoutPrice.length > 0 ? `of ${fate.withoutPrice.join(" ")} ` : "";
    await pass(Math.min(fate.pricesAt, PRICES_WAIT_MS));
    if (fate.pricesAt <= PRICES_WAIT_MS) tell(`prices ${what}came late`);
    else {
      prices = fate.withoutPrice.length > 0 ? "partial" : "of the day before";
      tell(`prices ${what}have not come`);
    }
  }
  await stored("prices");

  const { sectors: poll, wasKilled } = await polled(world, begun, { time, tell, pass });
  await stored("poll");
  const bySector = new Map(poll.map((one) => [one.sector, one]));
  const isAnswered = (sector: Sector) => bySector.get(sector)?.place !== undefined;
  const viewsOn = (day: Day): AgedViews =>
    agedViews({
      day,
      fresh: SECTORS.filter(isAnswered).map((sector): SectorView => ({
        sector,
        score: begun.scores[sector],
        confidence: 1,
      })),
      unanswered: SECTORS.filter((sector) => !isAnswered(sector)),
      ...(last ? { last } : {}),
    });

  let day = prices === "of the day before" ? before : week, aged = viewsOn(day);
  const account = { holdings, settings };
  let book: WeekBook | undefined;
  if (prices !== "too old" && aged.isTrusted) {
    const partial = prices === "partial" ? fate.withoutPrice : [];
    try {
      book = rebuiltBook(snapshot(withoutPrices(market, day, partial), day), aged, account);
    } catch (error) {
      if (!(error instanceof DataError) || prices !== "partial") throw error;
      tell("a position has no price that day: the prices of the day before are taken");
      prices = "of the day before";
      aged = viewsOn(day = before);
      book = rebuiltBook(snapshot(market, day), aged, account);
    }
  }
  for (const sentence of aged.sentences) tell(sentence);
  book ??= heldBook(snapshot(market, week), account);
  if (book.reason) tell(book.reason);
  await stored("book");

  const ages = aged.views.map(({ ageDays }) => ageDays), old = ages.filter((age) => age > 0).length;
  const places = CHAIN.map((_, place) => poll.filter((one) => one.place === place).length);
  const outcome: WeekOutcome = {
    week,
    day,
    seconds: time.now() / SECOND,
    verdict: ages.length === 0
      ? "none"
      : old === 0
      ? "fresh"
      : old === ages.length
      ? "old"
      : "part old",
    ageDays: Math.max(0, ...ages),
    grossFactor: aged.grossFactor,
    answered: places,
    unanswered: SECTORS.filter((sector) => !isAnswered(sector)).length,
    prices,
    wasKilled,
    diskWasFull: fate.fullDisk !== undefined,
    book: book.book,
    breaches: book.breaches,
    told,
  };
  const fresh = aged.views.filter(({ ageDays }) => ageDays === 0)
    .map(({ sector, score, confidence }) => ({ sector, score, confidence }));
  return { outcome, book, fresh: { day, views: fresh } };
}

/** The questions of a week, asked again from the same store where the program was killed. */
async function polled(
  { week, rates, priceOf, deadlineSeconds }: World,
  { fate, answers }: Begun,
  { time, tell, pass }: {
    readonly time: SimulatedTime;
    readonly tell: (what: string) => void;
    readonly pass: (ms: number) => Promise<void>;
  },
) {
  const store = openCallStore(":memory:");
  const chain = CHAIN.map((name, i) =>
    simulatedProvider(name, {
      rates,
      outage: fate.outages[i],
      time,
      draw: randomStream(answers, ANSWERS + i),
    })
  );
  const around = {
    ...{ store, chain, time, priceOf, seed: answers },
    day: week,
    sweep: `week of ${week}`,
    endsAt: Math.max(POLL_ENDS_MS, time.now() + POLL_LEAST_MS),
    deadlineMs: deadlineSeconds * SECOND,
  };
  try {
    const { killedAfter } = fate;
    let poll = await simulatedPoll({
      ...around,
      ...(killedAfter === undefined ? {} : { killedAfter }),
    });
    const wasKilled = poll.isKilled;
    if (wasKilled) {
      tell(`it is killed after ${counted(killedAfter!, "answer")}`);
      await pass(rates.crash.restartSeconds * SECOND);
      poll = await simulatedPoll(around);
    }
    const none = poll.sectors.filter(({ reason }) => reason !== undefined);
    if (none.length > 0) {
      tell(`${counted(none.length, "question")} without an answer: ${none[0].reason}`);
    }
    return { sectors: poll.sectors, wasKilled };
  } finally {
    store.close();
  }
}
