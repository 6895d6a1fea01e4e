import { TRADING_DAYS_A_YEAR } from "../../days.ts";
import { number, percent, type WaterfallRow } from "../../charts/mod.ts";
import { fundDecomposition, type FundParts } from "../../hedging/mod.ts";
import { type Instrument, INSTRUMENTS, type Sector, type Snapshot } from "../../market/mod.ts";

/** The inverse fund of a sector that is listed; a −1x fund before a −2x one, as in the lab's orders. */
export function inverseFundOf(sector: Sector): Instrument | undefined {
  return INSTRUMENTS.filter((one) =>
    one.sector === sector && one.leverage < 0 && one.status === "listed"
  ).toSorted((a, b) => b.leverage - a.leverage)[0];
}

/** A year of a sector's inverse fund, as a waterfall. */
interface FundYear {
  readonly fund: Instrument;
  readonly days: number;
  readonly parts: FundParts;
  readonly rows: readonly WaterfallRow[];
  readonly title: string;
  readonly subtitle: string;
  readonly caption: string;
}

/** Which of the two parts that come every year, whatever the index does, is larger, as a sentence. */
function fundYearTitle(parts: Pick<FundParts, "carry" | "fee">, ticker: string): string {
  const larger = Math.abs(parts.carry) >= Math.abs(parts.fee) ? "carry" : "the fee";
  const signed = (share: number) => percent(share, { signed: true });
  return `Steady parts of ${ticker} this year: carry ${signed(parts.carry)}, fee ${
    signed(parts.fee)
  }; ` +
    `${larger} is the larger`;
}

/**
 * What an inverse fund on a sector would owe to what over the newest year: direction, resetting, carry,
 * fee, and what the formula misses.
 *
 * The sector's own returns serve as the index. A choice without a price or without an inverse fund
 * gives way to the first sector that has both.
 *
 * @param snapshot A daily view.
 * @param options.sector The sector wanted.
 * @param options.assumedRate Rate per year where the data have none; the caption says so.
 * @throws {RangeError} If no sector of the data has an inverse fund.
 *
 * @example
 * ```ts
 * import { fundYear } from "lab/lesson/04";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { match } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const seen = snapshot(market, market.prices.days.at(-1)!);
 * match(fundYear(seen, { sector: "XLE", assumedRate: 0.04 }).title, /^Steady parts of /);
 * ```
 */
export function fundYear(
  snapshot: Snapshot,
  options: { readonly sector: string; readonly assumedRate: number },
): FundYear {
  const { sector: wanted, assumedRate } = options;
  const sectors = snapshot.sectors.filter((one) => inverseFundOf(one) !== undefined);
  const sector = sectors.find((one) => one === wanted) ?? sectors[0];
  const fund = sector && inverseFundOf(sector);
  if (fund === undefined) {
    throw new RangeError(
      `Cannot follow a fund: need a sector with an inverse fund, got ${
        snapshot.sectors.join(", ")
      }`,
    );
  }
  const all = snapshot.returns(sector, TRADING_DAYS_A_YEAR);
  const gap = all.lastIndexOf(undefined);
  const returns = all.slice(gap + 1);
  const ratePerYear = snapshot.ratePerYear ?? assumedRate;
  const { simple: parts, indexReturn } = fundDecomposition(returns, {
    leverage: fund.leverage,
    ratePerYear,
    feePerYear: fund.expenseRatio,
  });
  let at = 0;
  const step = (label: string, part: number): WaterfallRow => ({
    label,
    from: at,
    to: at += part,
  });
  const rate = percent(ratePerYear);
  const instead = sector === wanted
    ? ""
    : `${wanted} has no such fund here, so ${sector} stands in. `;
  return {
    fund,
    days: returns.length,
    parts,
    rows: [
      step("direction", parts.direction),
      step("resetting", parts.convexity),
      step("carry", parts.carry),
      step("fee", parts.fee),
      step("remainder", parts.remainder),
    ],
    title: fundYearTitle(parts, fund.ticker),
    subtitle: `${fund.ticker} at ${number(fund.leverage, { digits: 0 })}x over its newest year, ` +
      "share of the money put in",
    caption: `${instead}${returns.length} days in which ${sector} returned ` +
      `${percent(indexReturn, { signed: true })}; rate ${rate}${
        snapshot.ratePerYear === undefined ? ", assumed" : ""
      }.`,
  };
}
