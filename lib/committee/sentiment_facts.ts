import { HORIZON_WEEKS } from "../days.ts";
import { addCalendarDays, headlinesAfter } from "../market/mod.ts";
import type { FileOrigin, FundFlow, Headline } from "../market/mod.ts";
import type { Sector } from "../market/mod.ts";
import type { Snapshot } from "../market/mod.ts";
import type { Day, Instant } from "../units.ts";
import { type MissingFact, originOf, type RawFact, type SectorFacts } from "./fact.ts";

/** Calendar days of headlines in a brief: the four weeks of the horizon, looked at backwards. */
export const HEADLINE_DAYS = 7 * HORIZON_WEEKS;
/** The newest so many headlines of a sector; a feed gone wild must not fill a prompt. */
export const MOST_HEADLINES = 60;
/** A week's flow is published within days; one older than this says nothing about now. */
const FLOW_STALE_AFTER_DAYS = 14;
/** Weeks in the longer sum of flows. */
const FLOW_WEEKS = 4;
/** Neighbours lie 21 days from first to last, a few more around a holiday; a lost week makes 28. */
const FLOW_WEEKS_SPAN_DAYS = 25;

/** A headline as a brief holds it. */
export interface BriefHeadline {
  readonly address: string;
  readonly availableAt: Instant;
  readonly text: string;
  /** Where it was read; absent where it is from no file. */
  readonly origin?: FileOrigin;
}

/** What was written about a sector, with the figures of its fund's flows. */
export interface SentimentFacts extends SectorFacts {
  /** Oldest first. */
  readonly headlines: readonly BriefHeadline[];
}

function inBrief({ address, availableAt, text, origin }: Headline): BriefHeadline {
  return origin === undefined
    ? { address, availableAt, text }
    : { address, availableAt, text, origin };
}

function byAvailability(a: Headline, b: Headline): number {
  return a.availableAt < b.availableAt
    ? -1
    : a.availableAt > b.availableAt
    ? 1
    : a.address < b.address
    ? -1
    : a.address > b.address
    ? 1
    : 0;
}

/** Headlines by minute and address; most come so. */
function inOrder(headlines: readonly Headline[]): readonly Headline[] {
  const isSorted = headlines.every((one, i) =>
    i === 0 || byAvailability(headlines[i - 1], one) <= 0
  );
  return isSorted ? headlines : headlines.toSorted(byAvailability);
}

function grouped<T extends { readonly sector: Sector }>(
  rows: readonly T[],
): ReadonlyMap<Sector, readonly T[]> {
  const groups = new Map<Sector, T[]>();
  for (const row of rows) {
    const group = groups.get(row.sector);
    if (group) group.push(row);
    else groups.set(row.sector, [row]);
  }
  return groups;
}

/**
 * Headlines of the last four weeks and the fund's net flows, per listed sector.
 *
 * A four-week flow needs four neighbouring weeks; a week that is not there is not zero.
 */
export function sentimentFacts(snapshot: Snapshot): ReadonlyMap<Sector, SentimentFacts> {
  // A day is a prefix of its minutes, so no minute of that day comes after this in text order.
  const before = `${addCalendarDays(snapshot.day, -HEADLINE_DAYS)}T24`;
  const flowsFrom = addCalendarDays(
    snapshot.day,
    -(FLOW_STALE_AFTER_DAYS + FLOW_WEEKS_SPAN_DAYS),
  );
  const headlines = grouped(headlinesAfter(snapshot, before));
  const flows = grouped(snapshot.flows.filter(({ week }) => week >= flowsFrom));

  return new Map(snapshot.sectors.map((sector) => {
    const facts: RawFact[] = [];
    const missing: MissingFact[] = [];
    flowFacts(snapshot, sector, flows.get(sector) ?? [], facts, missing);
    const recent = inOrder(headlines.get(sector) ?? [])
      .slice(-MOST_HEADLINES)
      .map(inBrief);
    if (recent.length === 0) {
      missing.push({
        pillar: "sentiment",
        name: "headlines",
        reason: snapshot.headlines.length === 0
          ? "these data hold no headlines"
          : `no headline about ${sector} in the ${HEADLINE_DAYS} days to ${snapshot.day}`,
      });
    }
    return [sector, { facts, missing, headlines: recent }];
  }));
}

function flowFacts(
  snapshot: Snapshot,
  sector: Sector,
  flows: readonly FundFlow[],
  facts: RawFact[],
  missing: MissingFact[],
): void {
  const absent = (name: "netFlow1w" | "netFlow4w", reason: string) =>
    missing.push({ pillar: "sentiment", name, reason });
  // A later figure for the same week replaces the earlier one.
  const byWeek = new Map<Day, FundFlow>();
  for (const flow of flows) {
    const known = byWeek.get(flow.week);
    if (!known || flow.availableAt > known.availableAt) byWeek.set(flow.week, flow);
  }
  const newestFirst = [...byWeek.values()].sort((a, b) => a.week < b.week ? 1 : -1);
  const newest = newestFirst[0];
  const staleFrom = addCalendarDays(snapshot.day, -FLOW_STALE_AFTER_DAYS);
  if (!newest || newest.week < staleFrom || !Number.isFinite(newest.flowShare)) {
    const reason = snapshot.flows.length === 0
      ? "these data hold no fund flows"
      : `no flow of ${sector} is known for the ${FLOW_STALE_AFTER_DAYS} days to ${snapshot.day}`;
    absent("netFlow1w", reason);
    absent("netFlow4w", reason);
    return;
  }
  const raw = (
    name: "netFlow1w" | "netFlow4w",
    value: number,
    from: readonly FundFlow[],
  ): RawFact => ({
    name,
    value,
    address: `${newest.address}#${name}`,
    asOf: newest.week,
    // A sum is known once all of its weeks are, as they stand now.
    availableAt: from.map(({ availableAt }) => availableAt).sort().at(-1)!,
    ...originOf(from),
  });
  facts.push(raw("netFlow1w", newest.flowShare, [newest]));
  const weeks = newestFirst.slice(0, FLOW_WEEKS);
  const spanFrom = addCalendarDays(newest.week, -FLOW_WEEKS_SPAN_DAYS);
  const sum = weeks.reduce((total, { flowShare }) => total + flowShare, 0);
  if (weeks.length < FLOW_WEEKS || weeks[FLOW_WEEKS - 1].week < spanFrom || !Number.isFinite(sum)) {
    absent("netFlow4w", `the ${FLOW_WEEKS} weeks to ${newest.week} are not all known`);
  } else facts.push(raw("netFlow4w", sum, weeks));
}
