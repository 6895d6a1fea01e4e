import type { ResearchPanel } from "../research/research_panel.ts";
import { type PackedNumbers, packNumbers, unpackNumbers } from "./packed_numbers.ts";

/** Numbers per row of each table of a panel that a run without limits reads. */
const COLUMNS = {
  pillars: 11,
  listed: 11,
  betas: 11,
  closedShorts: 11,
  hedgeShort: 1,
  filled: 1,
  canLong: 12,
  canShort: 12,
  shortFund: 12,
  shortLeverage: 12,
  longFactor: 12,
  shortFactor: 12,
  cashFactor: 1,
  longRate: 12,
  longImpact: 12,
  shortRate: 12,
  shortImpact: 12,
  longUnknown: 12,
  shortUnknown: 12,
} as const;
type Table = keyof typeof COLUMNS;
const TABLES = Object.keys(COLUMNS) as Table[];
/** What a dollar becomes lies near 1: less 1, a float keeps eight more bits of the return. */
const FACTORS: readonly Table[] = ["longFactor", "shortFactor", "cashFactor"];

/** What a panel knows besides its tables, and may be left as it is. */
const PLAIN = [
  "source",
  "schedule",
  "fill",
  "shorts",
  "periodsPerYear",
  "steps",
  "days",
  "fillDays",
  "endDay",
  "commissionUsd",
] as const;

/** A research panel as plain data, for runs without limits and for the book of its last decision. */
export type PackedPanel =
  & Pick<ResearchPanel, (typeof PLAIN)[number]>
  & {
    readonly tables: Readonly<Record<Table, PackedNumbers>>;
    /** Betas of the last decision that was filled, exactly; null where there is none. */
    readonly lastBetas: readonly (number | null)[];
  };

/**
 * A research panel as plain data. Factors and impacts are kept as 32-bit floats, which leave a Sharpe
 * ratio the same to five decimals. Of the betas before the last decision only whether they are known
 * is kept: a book without limits and hedge asks for no more.
 */
export function packPanel(panel: ResearchPanel): PackedPanel {
  const plain = Object.fromEntries(PLAIN.map((name) => [name, panel[name]])) as Pick<
    ResearchPanel,
    (typeof PLAIN)[number]
  >;
  const from = (panel.steps - 1) * COLUMNS.betas;
  const lastBetas = Array.from(
    panel.betas.subarray(from, from + COLUMNS.betas),
    (beta) => Number.isNaN(beta) ? null : beta,
  );
  const values = { ...panel, betas: panel.betas.map((beta) => Number.isNaN(beta) ? NaN : 0) };
  const tables = Object.fromEntries(TABLES.map((name) => [
    name,
    packNumbers(values[name], COLUMNS[name], FACTORS.includes(name) ? 1 : 0),
  ])) as Record<Table, PackedNumbers>;
  return { ...plain, tables, lastBetas };
}

/**
 * The panel that was packed, for `backtestWeights` with the tilt rule and no hedge. What that rule
 * never reads (momentum, volatility, values at the next decision) is empty; a rule that looks at what is held
 * would find no number there, and the run would stop.
 */
export function unpackPanel(packed: PackedPanel): ResearchPanel {
  const { tables, lastBetas, ...plain } = packed;
  const table = (name: Table) => unpackNumbers(tables[name]);
  const bytes = (name: Table) => Uint8Array.from(table(name));
  const none = new Float64Array(0), betas = table("betas");
  betas.set(lastBetas.map((beta) => beta ?? NaN), (packed.steps - 1) * COLUMNS.betas);
  return {
    ...plain,
    fundTickers: [],
    pillars: table("pillars"),
    listed: bytes("listed"),
    betas,
    closedShorts: bytes("closedShorts"),
    momentum: none,
    volatility: none,
    fundDollars: none,
    hedgeShort: bytes("hedgeShort"),
    filled: bytes("filled"),
    canLong: bytes("canLong"),
    canShort: bytes("canShort"),
    shortFund: Int32Array.from(table("shortFund")),
    shortLeverage: table("shortLeverage"),
    longFactor: table("longFactor"),
    shortFactor: table("shortFactor"),
    cashFactor: table("cashFactor"),
    longToDecision: none,
    shortToDecision: none,
    cashToDecision: none,
    longRate: table("longRate"),
    longImpact: table("longImpact"),
    shortRate: table("shortRate"),
    shortImpact: table("shortImpact"),
    longUnknown: bytes("longUnknown"),
    shortUnknown: bytes("shortUnknown"),
  };
}
