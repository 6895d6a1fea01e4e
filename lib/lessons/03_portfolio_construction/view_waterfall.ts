import type { WaterfallRow } from "../../charts/mod.ts";
import type { ViewStep } from "../../desk/mod.ts";
import { percent } from "../../words.ts";

/** Steps that only an account with holdings has: left out where nothing happens in them. */
const ONLY_WITH_HOLDINGS = ["trade rules", "held"];
/** Share of equity below which a step is the last bits of a float. */
const NOTHING = 1e-12;

/**
 * The bars of a view's way to its order, exposure and money as two groups.
 *
 * @example
 * ```ts
 * import { viewWaterfall } from "lab/lesson/03";
 * import { equal } from "node:assert/strict";
 *
 * const step = { name: "cost" as const, label: "costs", from: 0, to: 0.2, change: 0.2, note: "" };
 * equal(viewWaterfall([{ ...step, unit: "capital" }])[0].group, "money");
 * ```
 */
export function viewWaterfall(steps: readonly ViewStep[]): WaterfallRow[] {
  return steps
    .filter(({ name, change }) => Math.abs(change) > NOTHING || !ONLY_WITH_HOLDINGS.includes(name))
    .map(({ label, from, to, unit, note }) => ({
      label,
      from,
      to,
      group: unit === "exposure" ? "exposure" : "money",
      note,
    }));
}

/** The way of one sector, as a sentence. */
export function viewWaterfallTitle(way: {
  readonly label: string;
  readonly exposure: number;
  readonly paid: number;
  readonly ticker?: string;
}): string {
  return way.ticker === undefined
    ? `${way.label} is not held: its view leads to no order`
    : `${way.label}: an exposure of ${percent(way.exposure, { signed: true })} takes ${
      percent(way.paid)
    } of the account, through ${way.ticker}`;
}

/**
 * The words around the way of one sector.
 *
 * @example
 * ```ts
 * import { viewWaterfallWords } from "lab/lesson/03";
 * import { match } from "node:assert/strict";
 *
 * const way = { label: "Energy", exposure: -0.06, paid: 0.03, ticker: "DUG" };
 * match(viewWaterfallWords(way).title, /takes 3.0 % of the account, through DUG/);
 * ```
 */
export function viewWaterfallWords(way: Parameters<typeof viewWaterfallTitle>[0]) {
  return {
    title: viewWaterfallTitle(way),
    subtitle: "Share of equity; each bar begins where the one above it ends",
    total: "paid",
  };
}
