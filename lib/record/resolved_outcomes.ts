import { horizonEnd, horizonReturns } from "../committee/mod.ts";
import { DataError } from "../errors.ts";
import {
  addCalendarDays,
  calendarDaysBetween,
  type Market,
  newYorkInstant,
  type Sector,
  SECTORS,
  sectorsOn,
  simulatedMarket,
  snapshot,
  tradedDays,
} from "../market/mod.ts";
import type { Day } from "../units.ts";
import { counted } from "../words.ts";
import type { RecordContents } from "./ballot_record.ts";
import { marketName } from "./ballot_market.ts";
import { outcomeDifference, outcomeKey, outcomeTable } from "./outcome_table.ts";
import type { BallotMarket, RecordedOutcome } from "./recorded_ballot.ts";

/** What a resolving found. */
export interface ResolvedOutcomes {
  /** To be appended: none is there yet. */
  readonly outcomes: readonly RecordedOutcome[];
  /** Decision days that had one already. */
  readonly known: number;
  /** Decision days whose horizon is not over. */
  readonly open: number;
  /**
   * Decision days whose horizon is over by the calendar, of markets that are none of the options or of
   * prices that end before it does.
   */
  readonly waiting: number;
  /** The day up to which prices must go that resolve all of these; absent without one. */
  readonly waitingFor?: Day;
  /** Days that cannot be resolved, and what else is odd of those that were, each a sentence. */
  readonly notes: readonly string[];
  /** Where these prices give another outcome than the record has; it keeps its own. */
  readonly differing: readonly string[];
}

interface Decision {
  readonly market: BallotMarket;
  readonly day: Day;
  readonly horizonWeeks: number;
  readonly sectors: Set<Sector>;
}

/** The market's close, New York time. */
const CLOSE = "16:00";
/** Sessions that may lack before the end of a horizon: one may be a closure that no list knows yet. */
const MOST_LACKING = 1;
/** The shortest world, which knows its first day. */
const SHORTEST_YEARS = 0.1;
/** Years beyond the last end of a horizon; a year of 252 trading days is longer than the calendar's. */
const YEARS_TO_SPARE = 0.2;
const DAYS_A_YEAR = 365.25;

/**
 * What came of the decision days of a record whose horizon is over: close to close, from the day of the
 * decision to its end.
 *
 * A real day is resolved by the prices given, a simulated one by its own seed (a world with more years
 * begins the same), an industries' one by the bundled returns. A day stays open where a sector that was
 * asked about has no close at an end, or the prices have a gap there: an outcome is never overwritten, so half a
 * one would stay. A day that
 * has an outcome is compared with what these prices say.
 *
 * @param contents From `read` of a record.
 * @param options.now The present moment: a close that has not been cannot be an end.
 * @param options.real Prices with the hash of their files (`ballotMarket`).
 * @param options.industries The bundled returns.
 *
 * @example A simulated day needs no file
 * ```ts
 * import { resolvedOutcomes } from "lab/record";
 * import { equal } from "node:assert/strict";
 *
 * const nothing = {
 *   where: "none", ballots: [], failures: [], outcomes: [], problems: [], lines: 0, head: "",
 * };
 * equal(resolvedOutcomes(nothing, { now: new Date("2026-11-30T12:00:00Z") }).outcomes.length, 0);
 * ```
 */
export function resolvedOutcomes(
  contents: RecordContents,
  options: {
    readonly now: Date;
    readonly real?: { readonly market: Market; readonly data: string };
    readonly industries?: Market;
  },
): ResolvedOutcomes {
  const { now, real, industries } = options;
  const known = outcomeTable(contents.outcomes), resolvedAt = now.toISOString();
  const minute = newYorkInstant(now.getTime());
  const outcomes: RecordedOutcome[] = [], notes: string[] = [], differing: string[] = [];
  let had = 0, open = 0, waiting = 0, waitingFor: Day | undefined;
  const pending = (decision: Decision) => {
    const due = dueOf(decision);
    if (`${due}T${CLOSE}` > minute) return void open++;
    waiting++;
    if (waitingFor === undefined || due > waitingFor) waitingFor = due;
  };
  const byMarket = Map.groupBy(
    decisions(contents).values(),
    ({ market }) => marketName(market),
  );
  for (const [name, list] of byMarket) {
    const missing = list.filter((one) => !known.has(keyOf(name, one)));
    had += list.length - missing.length;
    const found = marketOf(missing.length > 0 ? missing : list, { real, industries });
    if (found === undefined) {
      missing.forEach(pending);
      continue;
    }
    const isReal = list[0].market.kind === "real";
    for (const decision of isReal ? list : missing) {
      const first = known.get(keyOf(name, decision));
      const came = outcomeOf(decision, found.market, isReal ? minute : undefined);
      if (came.kind === "open") {
        if (first) continue;
        if (isReal) pending(decision);
        else open++;
      } else if (came.kind === "none") {
        if (!first) notes.push(`${nameOf(decision, name)}: ${came.reason}`);
      } else if (first) {
        const apart = outcomeDifference(first.recorded, came);
        if (apart !== undefined) {
          differing.push(
            `${nameOf(decision, name)}: beside the outcome joined on ` +
              `${first.recorded.resolvedAt.slice(0, 10)} this one ${apart}`,
          );
        }
      } else {
        const { day, horizonWeeks } = decision, { end, returns, without } = came;
        outcomes.push({
          kind: "outcome",
          day,
          horizonWeeks,
          end,
          returns,
          market: isReal ? { kind: "real", data: real!.data } : decision.market,
          resolvedAt,
        });
        if (without.length > 0) {
          notes.push(
            `${nameOf(decision, name)}: no closes of ${without.join(", ")}; the mean is of the ` +
              counted(Object.keys(returns).length, "other sector"),
          );
        }
      }
    }
  }
  return {
    outcomes,
    known: had,
    open,
    waiting,
    ...(waitingFor === undefined ? {} : { waitingFor }),
    notes,
    differing,
  };
}

/** Days asked about, with the sectors that somebody gave a ballot on. */
function decisions({ ballots }: RecordContents): ReadonlyMap<string, Decision> {
  const found = new Map<string, Decision>();
  for (const { market, ballot: { day, horizonWeeks, sector } } of ballots) {
    const key = outcomeKey(marketName(market), day, horizonWeeks);
    let decision = found.get(key);
    if (!decision) {
      decision = { market, day: day as Day, horizonWeeks, sectors: new Set() };
      found.set(key, decision);
    }
    decision.sectors.add(sector);
  }
  return found;
}

/** The day by which the horizon of a decision is over by the calendar. */
const dueOf = ({ day, horizonWeeks }: Decision) => addCalendarDays(day, 7 * horizonWeeks);

const keyOf = (name: string, { day, horizonWeeks }: Decision) =>
  outcomeKey(name, day, horizonWeeks);

function nameOf({ day, horizonWeeks }: Decision, market: string): string {
  return `${day}, ${counted(horizonWeeks, "week")}` + (market === "real" ? "" : ` (${market})`);
}

/** The market that resolves decisions; nothing where it is none of the options. */
function marketOf(
  list: readonly Decision[],
  { real, industries }: {
    readonly real?: { readonly market: Market };
    readonly industries?: Market;
  },
): { readonly market: Market } | undefined {
  const [{ market }] = list;
  if (market.kind === "real") return real;
  if (market.kind === "industries") return industries && { market: industries };
  const { seed } = market;
  const [first] = simulatedMarket({ seed, years: SHORTEST_YEARS }).prices.days;
  const ends = list.map(dueOf).sort();
  const years = Math.max(0, calendarDaysBetween(first, ends.at(-1)!) / DAYS_A_YEAR);
  return { market: simulatedMarket({ seed, years: years + YEARS_TO_SPARE }) };
}

type Came =
  | { readonly kind: "open" }
  | { readonly kind: "none"; readonly reason: string }
  | {
    readonly kind: "outcome";
    readonly end: Day;
    readonly returns: Readonly<Record<string, number>>;
    /** Sectors that were listed on the day and have no return. */
    readonly without: readonly Sector[];
  };

/** What came of one day; `minute` is New York's now, where the market is a real one. */
function outcomeOf(
  decision: Decision,
  market: Market,
  minute: string | undefined,
): Came {
  const { day, horizonWeeks, sectors } = decision, { days } = market.prices;
  if (day > days[days.length - 1]) return { kind: "open" };
  if (!days.includes(day)) {
    return {
      kind: "none",
      reason: day < days[0]
        ? `these prices begin on ${days[0]}`
        : "it is no trading day of these prices",
    };
  }
  let end: Day | undefined;
  try {
    end = horizonEnd(market, day, { horizonWeeks });
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return { kind: "none", reason: `these prices have no day within the horizon` };
  }
  if (end === undefined || (minute !== undefined && `${end}T${CLOSE}` > minute)) {
    return { kind: "open" };
  }
  if (minute !== undefined) {
    const lacking = tradedDays(addCalendarDays(end, 1), dueOf(decision));
    if (lacking.length > MOST_LACKING) {
      return {
        kind: "none",
        reason:
          `these prices lack the last ${lacking.length} sessions of its horizon, ${
            lacking[0]
          } to ` +
          `${lacking.at(-1)}; the day waits for prices that have them`,
      };
    }
  }
  const returns = horizonReturns(market, day, { horizonWeeks });
  const listed = minute === undefined ? snapshot(market, day).sectors : sectorsOn(day);
  const without = SECTORS.filter((sector) => listed.includes(sector) && !(sector in returns));
  const asked = without.filter((sector) => sectors.has(sector));
  if (asked.length > 0) {
    return {
      kind: "none",
      reason:
        `${asked.join(", ")} ${asked.length === 1 ? "has" : "have"} no close on ${day} or on ` +
        `${end}; the day waits for prices that have`,
    };
  }
  return Object.keys(returns).length < 2
    ? { kind: "none", reason: "fewer than two sectors have closes" }
    : { kind: "outcome", end, returns, without };
}
