import { sectorBetas, type SectorBetasOptions } from "../hedging/mod.ts";
import { type Instrument, type Scope, SECTORS, type Snapshot } from "../market/mod.ts";
import { fundDollars } from "./fund_dollars.ts";
import {
  type CostFigures,
  costFigures,
  knownVolume,
  longFund,
  shortFund,
  type ShortRule,
} from "./short_fund.ts";

/** How one side of a scope is held on a day, and what trading it costs. */
export interface Leg {
  /** Ticker of the fund, `XLB synthetic` for a sector sold itself. */
  readonly ticker: string;
  /** Exposure of a dollar held: 1, −1, −2; a sector sold itself has 1 and a negative value. */
  readonly leverage: number;
  readonly feePerYear: number;
  /** The fund's own last trading day; none while it is listed. */
  readonly listedTo: string | undefined;
  /** Whether the leg follows the daily reset path. */
  readonly isInverse: boolean;
  readonly costs: CostFigures;
  /** Whether the volume in them is the thinnest peer's, for none is known. */
  readonly isAssumed: boolean;
}

/** What a decision needs of a day besides scores: all of it from the snapshot. */
export interface DayFacts {
  /** One entry per sector in the one order; 1 where it was listed and had a close. */
  readonly listed: Uint8Array;
  /** NaN where unknown. */
  readonly betas: Float64Array;
  /** 1 where no short can be held. */
  readonly closedShorts: Uint8Array;
  readonly hedgeSides: { readonly short: boolean; readonly long: boolean };
  /** Legs of the eleven sectors and, twelfth, of the market; a short leg may not exist. */
  readonly long: readonly Leg[];
  readonly short: readonly (Leg | undefined)[];
  /** What each name's funds are worth and trade that day, six figures per name; see `fundDollars`. */
  readonly fundDollars: Float64Array;
}

/** Reads a day's facts from its snapshot. */
export function dayFacts(
  snapshot: Snapshot,
  instruments: readonly Instrument[],
  shorts: ShortRule,
  betaOptions?: SectorBetasOptions,
): DayFacts {
  const listed = new Uint8Array(SECTORS.length), betas = new Float64Array(SECTORS.length).fill(NaN);
  for (const { sector, beta } of sectorBetas(snapshot, betaOptions)) {
    const i = SECTORS.indexOf(sector);
    listed[i] = 1;
    betas[i] = beta ?? NaN;
  }
  const scopes: readonly Scope[] = [...SECTORS, "market"];
  const longFunds = scopes.map((scope) => longFund(instruments, scope));
  const shortFunds = scopes.map((scope) => shortFund(instruments, scope, snapshot.day));
  const long = scopes.map((scope, i): Leg => {
    const fund = longFunds[i];
    return {
      ticker: scope === "market" ? snapshot.index : scope,
      leverage: 1,
      feePerYear: 0, // a sector fund's fee is in its prices
      listedTo: fund?.listedTo,
      isInverse: false,
      costs: costFigures(snapshot, fund),
      isAssumed: fund !== undefined && knownVolume(snapshot, fund) === undefined,
    };
  });
  const short = scopes.map((_, i): Leg | undefined => {
    if (shorts === "synthetic") return { ...long[i], ticker: `${long[i].ticker} synthetic` };
    const fund = shortFunds[i];
    return fund && {
      ticker: fund.ticker,
      leverage: fund.leverage,
      feePerYear: fund.expenseRatio,
      listedTo: fund.listedTo,
      isInverse: true,
      costs: costFigures(snapshot, fund),
      isAssumed: fund !== undefined && knownVolume(snapshot, fund) === undefined,
    };
  });
  return {
    listed,
    betas,
    closedShorts: Uint8Array.from(SECTORS, (_, i) => short[i] ? 0 : 1),
    hedgeSides: { short: short[SECTORS.length] !== undefined, long: true },
    long,
    short,
    fundDollars: fundDollars(snapshot, instruments, shorts, (i) => ({
      scope: scopes[i],
      long: { fund: longFunds[i], costs: long[i].costs },
      short: { fund: shortFunds[i], costs: short[i]?.costs ?? {} },
    })),
  };
}
