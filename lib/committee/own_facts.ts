import { calendarDaysBetween } from "../market/mod.ts";
import type { OwnFigure, Sector, Snapshot } from "../market/mod.ts";
import type { Day, Instant } from "../units.ts";
import { counted } from "../words.ts";
import {
  type FactOrigin,
  type MissingFact,
  originOf,
  rounded,
  type Standing,
  standings,
} from "./fact.ts";
import { type Pillar, PILLARS } from "./rubric.ts";

/** Days after the day it describes at which a figure is too old to show, as for a filed quarter. */
const STALE_AFTER_DAYS = 270;

/** A figure of the reader's own in a brief: shown as it was given, and scored by no rule. */
export interface OwnFact {
  readonly address: string;
  readonly pillar: Pillar;
  /** The reader's own name for it. */
  readonly name: string;
  readonly value: number;
  /** The reader's own word for its unit. */
  readonly unit: string;
  /** The day it describes. */
  readonly asOf: Day;
  readonly availableAt: Instant;
  /** Absent where fewer than three sectors have the figure. */
  readonly standing?: Standing;
  /** Where it was read; absent where it is from no file. */
  readonly origin?: FactOrigin;
}

/** Figures of the reader's own about one sector. */
interface SectorOwnFacts {
  /** In the order of pillars and names. */
  readonly own: readonly OwnFact[];
  readonly missing: readonly MissingFact[];
}

const keyOf = ({ pillar, name }: OwnFigure) => `${pillar} ${name}`;

/** Of each figure of each sector the newest: the last day described, and of that the last that was said. */
function newestFigures(figures: readonly OwnFigure[]): ReadonlyMap<Sector, readonly OwnFigure[]> {
  const newest = new Map<Sector, Map<string, OwnFigure>>();
  for (const figure of figures) {
    const own = newest.get(figure.sector) ?? new Map<string, OwnFigure>();
    newest.set(figure.sector, own);
    const known = own.get(keyOf(figure));
    const isNewer = known === undefined || figure.asOf > known.asOf ||
      (figure.asOf === known.asOf && figure.availableAt >= known.availableAt);
    if (isNewer) own.set(keyOf(figure), figure);
  }
  const ordered = (own: ReadonlyMap<string, OwnFigure>) =>
    [...own].sort(([a], [b]) => a < b ? -1 : 1).map(([, figure]) => figure);
  return new Map([...newest].map(([sector, own]) => [sector, ordered(own)]));
}

/**
 * Figures of the reader's own, per listed sector, each with its standing among the sectors that have it.
 *
 * @returns Nothing at all where the data hold none, so that a brief without them stays as it is.
 */
export function ownFacts(snapshot: Snapshot): ReadonlyMap<Sector, SectorOwnFacts> | undefined {
  if (snapshot.figures === undefined || snapshot.figures.length === 0) return undefined;
  const newest = newestFigures(snapshot.figures);
  const isFresh = ({ asOf }: OwnFigure) =>
    calendarDaysBetween(asOf, snapshot.day) <= STALE_AFTER_DAYS;
  const fresh = new Map(
    snapshot.sectors.map((sector) => [sector, (newest.get(sector) ?? []).filter(isFresh)]),
  );
  const values = Map.groupBy([...fresh.values()].flat(), keyOf);
  const standingOf = new Map(
    [...values].map(([key, figures]) => [key, standings(figures.map(({ value }) => value))]),
  );
  return new Map(snapshot.sectors.map((sector) => {
    const own = fresh.get(sector)!.map((figure): OwnFact => {
      const { address, pillar, name, value, unit, asOf, availableAt } = figure;
      const standing = standingOf.get(keyOf(figure))!(value);
      return {
        address,
        pillar,
        name,
        value: rounded(value, 6),
        unit,
        asOf,
        availableAt,
        ...(standing ? { standing } : {}),
        ...originOf([figure]),
      };
    });
    // Without their names: a gap is told in the lab's own words, outside the fence around others'.
    const old = (newest.get(sector) ?? []).filter((figure) => !isFresh(figure));
    const missing = PILLARS.flatMap((pillar): MissingFact[] => {
      const count = old.filter((figure) => figure.pillar === pillar).length;
      const reason =
        `${counted(count, "figure")} of the reader's own ${count > 1 ? "are" : "is"} ` +
        `older than ${STALE_AFTER_DAYS} days`;
      return count === 0 ? [] : [{ pillar, name: "figures", reason }];
    });
    return [sector, { own, missing }];
  }));
}
