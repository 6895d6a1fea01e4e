import { rebalance } from "../desk/mod.ts";
import { sectorBetas } from "../hedging/mod.ts";
import type { Market, Sector, Snapshot } from "../market/mod.ts";
import { heldExposures, type Holding, holdingsAfter, violations } from "../portfolio/mod.ts";
import type { Settings } from "../settings.ts";
import type { Day } from "../units.ts";
import { type AgedViews, withGross } from "../week/mod.ts";
import { inPercent } from "../words.ts";

/** Gross may pass its limit by so much, for whole shares and a week's drift (design, section 8). */
const GROSS_TOLERANCE = 0.02;

/** A week's book, made or held. */
export interface WeekBook {
  readonly book: "rebuilt" | "held";
  /** Lines of the account after it. */
  readonly holdings: readonly Holding[];
  /** Limits that it breaks, in sentences; empty for a valid one. */
  readonly breaches: readonly string[];
  /** Why it is held, in a sentence. */
  readonly reason?: string;
}

/**
 * The book of a day by the desk's own construction, judged by its independent checker and filled at the
 * closes that it was made from.
 *
 * @throws {DataError} If the holdings cannot be valued that day.
 * @throws {LabError} If the checker finds a limit broken: then there is a fault in the lab.
 */
export function rebuiltBook(
  snapshot: Snapshot,
  aged: AgedViews,
  account: { readonly holdings: readonly Holding[]; readonly settings: Settings },
): WeekBook {
  const { settings } = account, { holdings } = account;
  const views = aged.views.map(({ sector, score, confidence }) => ({ sector, score, confidence }));
  const plan = rebalance(snapshot, views, {
    settings: withGross(settings, aged.grossFactor),
    holdings,
  });
  const { status } = plan.trades;
  if (status === "no trade") return { book: "rebuilt", holdings, breaches: [] };
  if (status !== "orders") {
    return { ...heldBook(snapshot, account), reason: `there are no orders: ${status}` };
  }
  return {
    book: "rebuilt",
    holdings: holdingsAfter(holdings, plan.trades, plan.account),
    breaches: plan.judgement.breaches.map(({ sentence }) => sentence),
  };
}

/** The book as it stands, with every limit that it breaks at the prices of the day. */
export function heldBook(
  snapshot: Snapshot,
  { holdings, settings }: { readonly holdings: readonly Holding[]; readonly settings: Settings },
): WeekBook {
  if (holdings.length === 0) return { book: "held", holdings, breaches: [] };
  const account = heldExposures(holdings, { day: snapshot.day, priceOf: snapshot.tradePrice });
  const { mandate } = settings, { sectors } = snapshot;
  const weights = sectors.map((sector) => account.weights[sector] ?? 0), { hedge } = account;
  const betas = sectorBetas(snapshot, settings.betas);
  const closed = betas.flatMap(({ sector, beta }) => beta === undefined ? [sector] : []);
  const problem = {
    sectors,
    tilts: sectors.map(() => 0),
    betas: betas.map(({ beta }) => beta ?? NaN),
    closed,
    limits: mandate,
  };
  const broken = violations(problem, { weights, hedge, distance: 0 }).map(({ sentence }) =>
    sentence
  );
  const gross = weights.reduce((sum, one) => sum + Math.abs(one), Math.abs(hedge));
  if (gross > mandate.gross + GROSS_TOLERANCE) broken.push(`Gross is ${inPercent(gross)}.`);
  return { book: "held", holdings, breaches: broken };
}

/** A market in which some sectors have no price on a day. */
export function withoutPrices(market: Market, day: Day, sectors: readonly Sector[]): Market {
  if (sectors.length === 0) return market;
  const at = market.prices.days.indexOf(day), { prices } = market;
  const close = new Map(prices.close);
  for (const sector of sectors) {
    const values = close.get(sector)?.slice();
    if (values === undefined) continue;
    values[at] = NaN;
    close.set(sector, values);
  }
  return { ...market, prices: { ...prices, close } };
}
