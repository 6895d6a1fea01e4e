import type { Dated, FundamentalReport, FundFlow, Headline, OwnFigure } from "../market.ts";
import type { RateObservation, StyleFactorReturn } from "../market.ts";
import { FIGURE_PILLARS } from "../market.ts";
import { outsideLine } from "../../outside_text.ts";
import type { EvidenceTableName } from "./evidence_names.ts";
import type { EvidenceRow } from "./evidence_row.ts";

/** What the rows of each table become. */
export interface EvidenceData {
  readonly fundamentals: FundamentalReport;
  readonly headlines: Headline;
  readonly flows: FundFlow;
  readonly rates: RateObservation;
  readonly styles: StyleFactorReturn;
  readonly figures: OwnFigure;
}

/** A row's figures apart from where and when. */
type Content<Datum extends Dated> = Omit<Datum, "availableAt" | "address" | "origin">;

/** One table: its columns, and what a row of it means. */
export interface EvidenceTable<Datum extends Dated> {
  /** Columns that must be there, besides `available_at`. */
  readonly required: readonly string[];
  /** Columns of figures, of which one must be there; the others may be absent or hold nothing. */
  readonly figures: readonly string[];
  /** Columns that may be there. */
  readonly optional: readonly string[];
  /** Columns that tell the period which a row describes, the first that is there counts. */
  readonly periods: readonly string[];
  /** Whether any other column is a figure under its own name. */
  readonly takesFurther?: true;
  readonly read: (row: EvidenceRow) => Content<Datum>;
  /** What a row is about: the part of its address before the minute. */
  readonly subject: (content: Content<Datum>) => string;
  /** What tells two data apart that are about the same at the same minute; none where one excludes another. */
  readonly apart?: (content: Content<Datum>) => string;
  /** The values in which two rows may contradict each other. */
  readonly values: (content: Content<Datum>) => readonly (number | string)[];
}

/** Characters of a headline; what is longer is cut, and says so. */
const MOST_HEADLINE_CHARACTERS = 1000;
/** Characters of the name and of the unit of a reader's own figure. */
const MOST_NAME = 60, MOST_UNIT = 30;

/** FNV-1a on UTF-16 units, 32 bits (Fowler, Noll and Vo), as eight digits: one word from a text. */
export function wordOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

const share = (high: number, low = -high) => ({ low, high, isShare: true });

const fundamentals: EvidenceTable<FundamentalReport> = {
  required: ["sector", "period_end"],
  figures: ["earnings_yield", "earnings_growth", "revision_breadth"],
  optional: [],
  periods: ["period_end"],
  read: (row) => ({
    sector: row.sector(),
    periodEnd: row.day("period_end"),
    earningsYield: row.figure("earnings_yield", share(1)),
    earningsGrowth: row.figure("earnings_growth", { low: -1000, high: 1000 }),
    revisionBreadth: row.figure("revision_breadth", share(1)),
  }),
  subject: ({ sector, periodEnd }) => `${sector}/${periodEnd}`,
  values: (one) => [one.earningsYield, one.earningsGrowth, one.revisionBreadth],
};

const headlines: EvidenceTable<Headline> = {
  required: ["sector", "text"],
  figures: [],
  optional: ["url", "publisher"],
  periods: [],
  read: (row) => {
    const url = row.address("url"), publisher = row.text("publisher", 200);
    return {
      sector: row.sector(),
      text: row.text("text", MOST_HEADLINE_CHARACTERS) ?? row.refuse("text", "a headline"),
      ...(url === undefined ? {} : { url }),
      ...(publisher === undefined ? {} : { publisher }),
    };
  },
  subject: ({ sector }) => sector,
  apart: ({ text }) => wordOf(text),
  values: ({ text }) => [text],
};

const flows: EvidenceTable<FundFlow> = {
  required: ["sector", "week"],
  figures: ["flow_share"],
  optional: [],
  periods: ["week"],
  read: (row) => ({
    sector: row.sector(),
    week: row.day("week"),
    flowShare: row.figure("flow_share", share(10, -1)),
  }),
  subject: ({ sector, week }) => `${sector}/${week}`,
  values: ({ flowShare }) => [flowShare],
};

const rates: EvidenceTable<RateObservation> = {
  required: ["rate_per_year"],
  figures: [],
  optional: [],
  periods: [],
  read: (row) => ({ ratePerYear: row.number("rate_per_year", share(0.5, -0.1)) }),
  subject: () => "bill",
  values: ({ ratePerYear }) => [ratePerYear],
};

const styles: EvidenceTable<StyleFactorReturn> = {
  required: ["day", "size", "value", "momentum"],
  figures: [],
  optional: [],
  periods: ["day"],
  takesFurther: true,
  read: (row) => {
    const further = row.further.map((name) => [name, row.figure(name, share(1))] as const);
    return {
      day: row.day("day"),
      size: row.figure("size", share(1)),
      value: row.figure("value", share(1)),
      momentum: row.figure("momentum", share(1)),
      ...(further.length === 0 ? {} : { further: Object.fromEntries(further) }),
    };
  },
  subject: ({ day }) => day,
  values: ({ size, value, momentum, further = {} }) => [
    size,
    value,
    momentum,
    ...Object.values(further),
  ],
};

/** A name as a part of an address: letters and digits of any language, the rest as one stroke. */
const slug = (name: string) =>
  name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");

const figures: EvidenceTable<OwnFigure> = {
  required: ["sector", "pillar", "name", "value", "unit"],
  figures: [],
  optional: ["period_end", "as_of"],
  periods: ["as_of", "period_end"],
  read: (row) => {
    const name = row.text("name", MOST_NAME) ?? row.refuse("name", "what the figure is called");
    if (slug(name) === "") row.refuse("name", "a name with letters or digits");
    return {
      sector: row.sector(),
      pillar: row.word("pillar", FIGURE_PILLARS),
      name,
      value: row.number("value", { low: -1e15, high: 1e15 }),
      unit: row.text("unit", MOST_UNIT) ?? row.refuse("unit", "a unit, such as share or USD"),
      asOf: row.period() ?? row.saidDay(),
    };
  },
  subject: ({ sector, pillar, name, asOf }) =>
    `${sector}/${pillar}/${outsideLine(slug(name))}/${asOf}`,
  values: ({ value, unit, name }) => [value, unit, name],
};

/** Every table by its name. */
export const EVIDENCE: { readonly [Name in EvidenceTableName]: EvidenceTable<EvidenceData[Name]> } =
  {
    fundamentals,
    headlines,
    flows,
    rates,
    styles,
    figures,
  };
