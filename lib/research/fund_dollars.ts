import {
  dollarVolume,
  fundLiquidity,
  type Instrument,
  listedOn,
  type Scope,
  SECTORS,
  type Snapshot,
} from "../market/mod.ts";
import { fundCap, type FundCaps, type Limits } from "../portfolio/mod.ts";
import type { ShortRule } from "./short_fund.ts";

/** Figures of a name: assets and volume of the long's fund, of the short's, of another for the short. */
export const FUND_FIGURES = 6;
const NAMES = SECTORS.length + 1;

/** A fund with its volume of the day, as far as that is known. */
interface KnownFund {
  readonly fund: Instrument | undefined;
  readonly costs: { readonly advUsd?: number };
}

/**
 * What the funds of a day are worth and trade, in dollars of exposure (of the fund, times |leverage|): by
 * that day's volume where it is known, else by the master's approximate figures; assets are always the
 * master's. A row of six figures per sector, the market twelfth; 0 where there is no fund.
 *
 * Synthetic shorts stand for data older than any fund, in which no size is known: nothing is capped.
 */
export function fundDollars(
  snapshot: Snapshot,
  instruments: readonly Instrument[],
  shorts: ShortRule,
  fundsOf: (at: number) => {
    readonly scope: Scope;
    readonly long: KnownFund;
    readonly short: KnownFund;
  },
): Float64Array {
  const dollars = new Float64Array(NAMES * FUND_FIGURES);
  if (shorts === "synthetic") return dollars.fill(Infinity);
  for (let at = 0; at < NAMES; at++) {
    const { scope, long, short } = fundsOf(at);
    const other = otherShort(instruments, scope, short.fund, snapshot);
    const volume = other && dollarVolume(snapshot, other.ticker);
    const legs: readonly KnownFund[] = [
      long,
      short,
      { fund: other, costs: volume === undefined ? {} : { advUsd: volume } },
    ];
    legs.forEach(({ fund, costs }, k) => {
      if (fund === undefined) return;
      const { aumUsd, advUsd } = fundLiquidity(fund, { liquidity: () => costs });
      const times = Math.abs(fund.leverage), from = at * FUND_FIGURES + 2 * k;
      dollars[from] = times * aumUsd!;
      dollars[from + 1] = times * advUsd!;
    });
  }
  return dollars;
}

/** Another fund for the same short, listed that day; for the market of the same leverage only. */
function otherShort(
  instruments: readonly Instrument[],
  scope: Scope,
  first: Instrument | undefined,
  { day }: Snapshot,
): Instrument | undefined {
  return instruments.find((fund) =>
    fund.sector === scope && fund.leverage < 0 && fund !== first && listedOn(fund, day) &&
    (scope !== "market" || fund.leverage === -1)
  );
}

/**
 * Largest exposures that funds can carry for an account, by name: as the desk has it, the largest of the
 * funds on a side. The run follows the first of them, whichever the desk would choose by size.
 *
 * @param dollars From `fundDollars`.
 * @param account Its equity at the decision, and exposures held then.
 * @returns Caps of all eleven sectors.
 */
export function capsOfDollars(
  dollars: ArrayLike<number>,
  { equityUsd, held }: { readonly equityUsd: number; readonly held: ArrayLike<number> },
  { fundShare, advShare }: Limits,
): FundCaps {
  const assetsPart = fundShare / equityUsd, volumePart = advShare / equityUsd;
  const cap = (from: number, holds: number) =>
    dollars[from] === Infinity
      ? Infinity
      : fundCap(holds, assetsPart * dollars[from], volumePart * dollars[from + 1]);
  const long: number[] = new Array(SECTORS.length), short: number[] = new Array(SECTORS.length);
  const hedge = { long: 0, short: 0 };
  for (let at = 0; at < NAMES; at++) {
    const from = at * FUND_FIGURES, holds = held[at];
    const longCap = cap(from, holds > 0 ? holds : 0);
    const shortCap = Math.max(cap(from + 2, holds < 0 ? -holds : 0), cap(from + 4, 0));
    if (at < SECTORS.length) {
      long[at] = longCap;
      short[at] = shortCap;
    } else {
      hedge.long = longCap;
      hedge.short = shortCap;
    }
  }
  return { long, short, hedge };
}
