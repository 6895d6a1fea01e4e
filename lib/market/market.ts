import type { Day, Instant } from "../units.ts";
import type { PriceWarning } from "./price_warning.ts";
import type { Sector } from "./sectors.ts";
import { counted } from "../words.ts";

/** Where a market's figures come from; every chart ends with it. */
export type Source =
  | { readonly kind: "simulated"; readonly seed: number }
  | {
    readonly kind: "real";
    readonly provider: string;
    /** Whether prices count dividends, so that returns are total returns; absent where no one asks. */
    readonly dividends?: boolean;
    readonly from: Day;
    readonly to: Day;
    /** Files of evidence beside the prices; absent where there are none. */
    readonly evidence?: readonly EvidenceSource[];
  };

/** A file of evidence as a source line names it. */
export interface EvidenceSource {
  readonly name: string;
  /**
   * Days after its period's end from which a row counts, by the reader's assumption; absent where each
   * row says when it could be read.
   */
  readonly knownAfterDays?: number;
  /** What its download says of it, such as whose weights its rows are made with. */
  readonly says?: string;
}

/** What stands behind the days: which files of evidence there are, and what was assumed about them. */
function evidencePart(evidence: readonly EvidenceSource[] | undefined): string {
  if (evidence === undefined || evidence.length === 0) return "";
  const named = evidence.map(({ name, knownAfterDays, says }) => {
    const beside = [
      ...(says === undefined ? [] : [says]),
      ...(knownAfterDays === undefined
        ? []
        : [`taken as known ${counted(knownAfterDays, "day")} after each period's end`]),
    ];
    return beside.length === 0 ? name : `${name} (${beside.join("; ")})`;
  });
  return `; evidence: ${named.join(", ")}`;
}

/**
 * The source as the line that ends a caption; of price files it says whether they are taken to count
 * dividends, and which files of evidence stand beside them.
 *
 * @example The two forms
 * ```ts
 * import { sourceLine } from "lab/market";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * equal(sourceLine({ kind: "simulated", seed: 7 }), "Source: simulated, seed 7.");
 * equal(
 *   sourceLine({ kind: "real", provider: "prices.csv", from: day("2020-01-02"), to: day("2020-12-31") }),
 *   "Source: real, prices.csv, 2020-01-02 to 2020-12-31.",
 * );
 * ```
 */
export function sourceLine(source: Source): string {
  if (source.kind === "simulated") return `Source: simulated, seed ${source.seed}.`;
  const { provider, dividends, from, to, evidence } = source;
  const returns = dividends === undefined
    ? ""
    : dividends
    ? ", as total returns"
    : ", without dividends";
  return `Source: real, ${provider}${returns}, ${from} to ${to}${evidencePart(evidence)}.`;
}

/** The place in a file that a datum was read from. */
export interface FileOrigin {
  /** Name of the file. */
  readonly file: string;
  /** Line of a CSV or JSON lines file, counted from 1 with the header; row of a Parquet file. */
  readonly row: number;
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly sha256: string;
}

/** A datum that became known at a certain minute. */
export interface Dated {
  /** The minute from which a decision may use it. */
  readonly availableAt: Instant;
  /** Its address, `lab:⟨table⟩/⟨sector⟩/…`, by which a ballot refers to it. */
  readonly address: string;
  /** Where it stands, if it was read from a file. */
  readonly origin?: FileOrigin;
}

/** Fundamentals of a sector for one quarter, known from their filing; a figure may be NaN: not given. */
export interface FundamentalReport extends Dated {
  readonly sector: Sector;
  /** Last day of the quarter that the figures describe; it lies weeks before `availableAt`. */
  readonly periodEnd: Day;
  /** Earnings of four quarters over price, a share: 0.05 is five percent. */
  readonly earningsYield: number;
  /** Growth of earnings on a year before, a share. */
  readonly earningsGrowth: number;
  /** Share of analysts' estimates revised up minus share revised down, −1 to 1. */
  readonly revisionBreadth: number;
}

/** A headline about a sector. */
export interface Headline extends Dated {
  readonly sector: Sector;
  readonly text: string;
  /** Where it was published, and by whom; absent where nobody says. */
  readonly url?: string;
  readonly publisher?: string;
}

/** Net money into a sector fund over one week. */
export interface FundFlow extends Dated {
  readonly sector: Sector;
  /** Last trading day of the week. */
  readonly week: Day;
  /** Net inflow over the fund's assets, a share: 0.01 is one percent. */
  readonly flowShare: number;
}

/** A yearly risk-free rate. */
export interface RateObservation extends Dated {
  /** Rate per year, a share: 0.04 is four percent. */
  readonly ratePerYear: number;
}

/** Returns of the style factors on one day. */
export interface StyleFactorReturn extends Dated {
  readonly day: Day;
  readonly size: number;
  readonly value: number;
  readonly momentum: number;
  /** Further styles by name, such as `quality`; NaN where a day has none. */
  readonly further?: Readonly<Record<string, number>>;
}

/** Pillars that a figure of the reader's own may speak to. */
export const FIGURE_PILLARS = ["fundamentals", "sentiment", "technicals"] as const;

/** A figure of the reader's own about a sector. */
export interface OwnFigure extends Dated {
  readonly sector: Sector;
  readonly pillar: typeof FIGURE_PILLARS[number];
  readonly name: string;
  readonly value: number;
  /** In words, such as `share` or `index points`. */
  readonly unit: string;
  /** The day it describes. */
  readonly asOf: Day;
}

/**
 * Prices by day and ticker. One row per trading day, in order; each column has one value per row,
 * with NaN for "no price that day", which no function of the lab hands out as a number.
 */
export interface PriceTable {
  readonly days: readonly Day[];
  /** The minute at which each row's closes became known, one per row. */
  readonly availableAt: readonly Instant[];
  readonly close: ReadonlyMap<string, Float64Array>;
  /** Opens of the same rows; absent where a data set has none. */
  readonly open: ReadonlyMap<string, Float64Array>;
  /** Shares traded; absent where a data set has none. */
  readonly volume: ReadonlyMap<string, Float64Array>;
  /**
   * For prices adjusted for splits and dividends, the day they were adjusted to: only there is a
   * close what a share cost; before it only returns mean anything. Absent for trade prices.
   */
  readonly adjustedAsOf?: Day;
}

/** Everything one world offers; only `snapshot` and `research` read it, all others see a day. */
export interface Market {
  readonly source: Source;
  readonly frequency: "daily" | "monthly";
  /** Why no day of it can be looked at, as a sentence; absent where every one can. */
  readonly unfit?: string;
  /** What is odd in the files it was made of; absent where it was made of none. */
  readonly warnings?: readonly PriceWarning[];
  /** Ticker of the market index that betas refer to. */
  readonly index: string;
  /**
   * First day of a sector where it is not the fund's own: a proxy, such as an industry of 1949, is
   * older than the fund it stands for. The day of listing holds for sectors that are not named.
   */
  readonly listedFrom?: Readonly<Partial<Record<Sector, Day>>>;
  readonly prices: PriceTable;
  readonly rates: readonly RateObservation[];
  readonly styles: readonly StyleFactorReturn[];
  readonly fundamentals: readonly FundamentalReport[];
  readonly headlines: readonly Headline[];
  readonly flows: readonly FundFlow[];
  /** Figures of the reader's own; absent where there are none. */
  readonly figures?: readonly OwnFigure[];
}
