import type { Dated, Sector } from "../market/mod.ts";
import type { Day, Instant } from "../units.ts";
import type { Pillar } from "./rubric.ts";

/** In which unit a fact is written. */
export type FactUnit = "share" | "share of assets" | "share per year";

/** What a figure is, whichever sector it is of. */
export interface FactKind {
  readonly pillar: Pillar;
  readonly label: string;
  readonly unit: FactUnit;
}

/** Every figure that a brief may hold, in the order in which it holds them. */
export const FACTS = {
  earningsYield: {
    pillar: "fundamentals",
    label: "earnings yield, newest filed quarter",
    unit: "share",
  },
  earningsYieldChange: {
    pillar: "fundamentals",
    label: "earnings yield, change on the quarter before",
    unit: "share",
  },
  earningsGrowth: {
    pillar: "fundamentals",
    label: "earnings growth on a year before",
    unit: "share",
  },
  earningsGrowthChange: {
    pillar: "fundamentals",
    label: "earnings growth, change on the quarter before",
    unit: "share",
  },
  revisionBreadth: {
    pillar: "fundamentals",
    label: "estimates revised up minus revised down",
    unit: "share",
  },
  revisionBreadthChange: {
    pillar: "fundamentals",
    label: "revision breadth, change on the quarter before",
    unit: "share",
  },
  netFlow1w: {
    pillar: "sentiment",
    label: "net flow into the fund, newest week",
    unit: "share of assets",
  },
  netFlow4w: {
    pillar: "sentiment",
    label: "net flow into the fund, four weeks",
    unit: "share of assets",
  },
  residualReturn4w: {
    pillar: "technicals",
    label: "return after beta, 4 weeks",
    unit: "share",
  },
  residualReturn13w: {
    pillar: "technicals",
    label: "return after beta, 13 weeks",
    unit: "share",
  },
  residualReturn26w: {
    pillar: "technicals",
    label: "return after beta, 26 weeks",
    unit: "share",
  },
  residualReturn52w: {
    pillar: "technicals",
    label: "return after beta, 52 weeks",
    unit: "share",
  },
  distanceToAverage50d: {
    pillar: "technicals",
    label: "close over its 50-day average",
    unit: "share",
  },
  distanceToAverage200d: {
    pillar: "technicals",
    label: "close over its 200-day average",
    unit: "share",
  },
  volatility13w: {
    pillar: "technicals",
    label: "volatility, 13 weeks",
    unit: "share per year",
  },
  volumeBalance4w: {
    pillar: "technicals",
    label: "up-day against down-day volume, 4 weeks",
    unit: "share",
  },
  volumeBalance13w: {
    pillar: "technicals",
    label: "up-day against down-day volume, 13 weeks",
    unit: "share",
  },
} as const satisfies Readonly<Record<string, FactKind>>;

/** Name of a figure in a brief. */
export type FactName = keyof typeof FACTS;

/** Where a sector stands among the listed ones that have the same figure. */
export interface Standing {
  /** 1 for the highest value; equal values share the mean of their ranks. */
  readonly rank: number;
  /** How many sectors have the figure. */
  readonly of: number;
  /**
   * Distance from their mean in standard deviations (divisor n − 1), to three decimals; 0 where
   * all are equal.
   */
  readonly z: number;
}

/** The rows of a file that a figure or headline was made of. */
export interface FactOrigin {
  /** Name of the file. */
  readonly file: string;
  /** SHA-256 of its bytes, hexadecimal. */
  readonly sha256: string;
  /** Lines of a CSV or JSON lines file, counted from 1 with the header; rows of a Parquet file. */
  readonly rows: readonly number[];
}

/** Where data of one table were read, as a field to spread; nothing for those that are from no file. */
export function originOf(data: readonly Dated[]): { readonly origin?: FactOrigin } {
  if (data.length === 1) {
    const { origin } = data[0];
    return origin === undefined
      ? {}
      : { origin: { file: origin.file, sha256: origin.sha256, rows: [origin.row] } };
  }
  const origins = data.flatMap(({ origin }) => origin === undefined ? [] : [origin]);
  if (origins.length === 0) return {};
  const [{ file, sha256 }] = origins;
  return { origin: { file, sha256, rows: [...new Set(origins.map(({ row }) => row))] } };
}

/** A figure of one sector before it is compared with the others. */
export interface RawFact {
  /** Its address `lab:…`, by which a ballot refers to it. */
  readonly address: string;
  readonly name: FactName;
  /** In its kind's unit: 0.05 is five percent. */
  readonly value: number;
  /** The day the figure describes: a quarter's end, a week's or the day of the decision. */
  readonly asOf: Day;
  /** The minute from which it was known. */
  readonly availableAt: Instant;
  /** Where it was read; absent where it is from no file. */
  readonly origin?: FactOrigin;
}

/** One figure of a brief, its value to six decimals. */
export interface Fact extends RawFact, FactKind {
  /** Absent where fewer than three sectors have the figure. */
  readonly standing?: Standing;
}

/** A figure that could not be computed, with the reason; it is never zero. */
export interface MissingFact {
  readonly pillar: Pillar;
  readonly name: FactName | "headlines" | "figures";
  readonly reason: string;
}

/** What one pillar's arithmetic found for a sector. */
export interface SectorFacts {
  readonly facts: readonly RawFact[];
  readonly missing: readonly MissingFact[];
}

/** Fewer than this many values say nothing about where one of them stands. */
const LEAST_FOR_STANDING = 3;

/** Rounded so that a brief reads well and the same request keeps its fingerprint on any machine. */
export function rounded(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  // Adding 0 turns −0 into 0, which JSON would otherwise lose.
  return Math.round(value * scale) / scale + 0;
}

/**
 * Where each of several values stands among them all.
 *
 * @returns The standing of one of them; `undefined` where they are too few to say.
 */
export function standings(list: readonly number[]): (value: number) => Standing | undefined {
  if (list.length < LEAST_FOR_STANDING) return () => undefined;
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  const squares = list.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const sd = Math.sqrt(squares / Math.max(1, list.length - 1));
  return (value) => {
    let above = 0, equal = 0;
    for (const other of list) {
      if (other > value) above++;
      else if (other === value) equal++;
    }
    return {
      rank: above + (equal + 1) / 2,
      of: list.length,
      // Equal values leave an sd of rounding noise, which must not be divided by.
      z: sd > 1e-12 * Math.max(1, Math.abs(mean)) ? rounded((value - mean) / sd, 3) : 0,
    };
  };
}

/**
 * Raw figures of all sectors as facts with their cross-sectional standing.
 *
 * @param bySector One list per sector; a sector without a figure does not count in its standing.
 */
export function factsWithStanding(
  bySector: ReadonlyMap<Sector, readonly RawFact[]>,
): ReadonlyMap<Sector, readonly Fact[]> {
  const values = new Map<FactName, number[]>();
  for (const facts of bySector.values()) {
    for (const { name, value } of facts) {
      const list = values.get(name);
      if (list) list.push(value);
      else values.set(name, [value]);
    }
  }
  const standingOf = new Map([...values].map(([name, list]) => [name, standings(list)]));
  return new Map([...bySector].map(([sector, facts]) => [
    sector,
    facts.map(({ name, value, address, asOf, availableAt, origin }): Fact => {
      const standing = standingOf.get(name)!(value);
      const { pillar, label, unit } = FACTS[name];
      return {
        address,
        pillar,
        name,
        label,
        value: rounded(value, 6),
        unit,
        asOf,
        availableAt,
        ...(standing ? { standing } : {}),
        ...(origin ? { origin } : {}),
      };
    }),
  ]));
}
