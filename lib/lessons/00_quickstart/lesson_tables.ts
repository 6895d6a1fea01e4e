import { bp, type Displayable, dollars, number, percent } from "../../charts/mod.ts";
import { type Sector, SECTOR_LABELS } from "../../market/mod.ts";
import { counted } from "../../words.ts";
import { tableOf } from "../kit/table_of.ts";

/** What the orders table reads; an `Order` of `lab/portfolio` is one. */
interface ShownOrder {
  readonly ticker: string;
  readonly action: "buy" | "sell";
  readonly shares?: number;
  readonly dollars: number;
  readonly price?: number;
  readonly scope: Sector | "market";
  readonly leverage: number;
  readonly exposureAfter: number;
  readonly reason?: string;
  readonly note?: string;
}

/**
 * The orders of a plan as a table: fund, shares, dollars, and the exposure that each brings.
 *
 * @param plan Orders with their cost; `costBps` is absent where it is unknown.
 * @param options.source The source line.
 * @param options.judgement What the independent checker found; its outcome stands below.
 *
 * @example No order is a result too
 * ```ts
 * import { orderTable } from "lab/lesson/00";
 * import { DISPLAY } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const table = orderTable(
 *   { orders: [], costBps: 0, reason: "The account holds the book already." },
 *   { source: "Source: simulated, seed 7." },
 * );
 * match(table[DISPLAY]()["text/plain"], /^No orders: The account holds the book already\./);
 * ```
 */
export function orderTable(
  plan: {
    readonly orders: readonly ShownOrder[];
    readonly costBps?: number;
    readonly reason?: string;
  },
  options: {
    readonly source: string;
    readonly judgement?: { readonly holds: boolean; readonly findings: readonly unknown[] };
  },
): Displayable {
  const { orders, costBps } = plan;
  const { source, judgement } = options;
  const inDollars = orders.filter((order) => order.shares === undefined).length;
  const title = orders.length === 0
    ? `No orders${plan.reason ? `: ${plan.reason}` : ""}`
    : `${counted(orders.length, "order")}` +
      (inDollars === 0 ? " in whole shares" : `, ${inDollars} of them in dollars only`) +
      (costBps === undefined ? "" : `, at a cost of ${bp(costBps)} of the account`);
  return tableOf(orders, {
    title,
    source,
    caption: (judgement
      ? judgement.holds
        ? `Checked on the orders: ${judgement.findings.length} rules, none broken. `
        : "Checked on the orders: a rule is broken. "
      : "") +
      "Exposure is what the position moves with, as a share of equity: a dollar in a fund at −2x " +
      "is two dollars short.",
    columns: [
      {
        label: "sector",
        value: ({ scope }) =>
          scope === "market" ? "Market (hedge)" : SECTOR_LABELS[scope],
      },
      { label: "order", value: (order) => order.action },
      { label: "fund", value: (order) => order.ticker },
      { label: "leverage", value: (order) => `${number(order.leverage, { digits: 0 })}x` },
      {
        label: "shares",
        value: (order) => order.shares,
        format: (shares) => number(shares, { digits: 0 }),
      },
      { label: "price", value: (order) => order.price, format: (p) => dollars(p, { digits: 2 }) },
      { label: "dollars", value: (order) => order.dollars, format: (amount) => dollars(amount) },
      {
        label: "exposure",
        value: (order) => order.exposureAfter,
        format: (share) => percent(share, { signed: true }),
      },
      { label: "remark", value: (order) => order.reason ?? order.note ?? "" },
    ],
  });
}

/** What the overlay table reads; a row of `hedgeOverlay` is one. */
interface ShownMeasure {
  readonly label: string;
  readonly unit: "beta" | "share of equity";
  readonly before: number;
  readonly after: number;
}

/**
 * A book without and with its hedge, as a table.
 *
 * @param overlay Rows of `hedgeOverlay`.
 * @param options.source The source line.
 *
 * @example
 * ```ts
 * import { DISPLAY } from "lab/charts";
 * import { overlayTable } from "lab/lesson/00";
 * import { match } from "node:assert/strict";
 *
 * const rows = [{ label: "beta", unit: "beta" as const, before: 0.3, after: 0 }];
 * const table = overlayTable({ hedge: -0.3, rows }, { source: "Source: simulated, seed 7." });
 * match(String(table[DISPLAY]()["text/plain"]), /^The hedge takes the book's beta from \+0.300/);
 * ```
 */
export function overlayTable(
  overlay: { readonly hedge: number; readonly rows: readonly ShownMeasure[] },
  options: { readonly source: string },
): Displayable {
  const shown = (value: number, unit: ShownMeasure["unit"]) =>
    unit === "beta" ? number(value, { signed: true, digits: 3 }) : percent(value);
  const beta = overlay.rows.find((row) => row.unit === "beta");
  const title = overlay.hedge === 0
    ? "This book needs no hedge"
    : beta
    ? `The hedge takes the book's beta from ${shown(beta.before, "beta")} to ${
      shown(beta.after, "beta")
    }`
    : "The book without and with its hedge";
  return tableOf(overlay.rows, {
    title,
    source: options.source,
    columns: [
      { label: "", value: (row) => row.label },
      { label: "sectors alone", value: (row) => shown(row.before, row.unit) },
      { label: "with the hedge", value: (row) => shown(row.after, row.unit) },
    ],
  });
}

/** A view that was not followed, with its reason. */
interface LostView {
  readonly sector: Sector;
  readonly reason: string;
}

/**
 * The views that a plan could not follow, and why: shorts without a fund, sectors without a price.
 *
 * @param plan A `Plan` of `lab/desk`, or its two lists.
 * @param options.source The source line.
 *
 * @example
 * ```ts
 * import { DISPLAY } from "lab/charts";
 * import { lostBetTable } from "lab/lesson/00";
 * import { match } from "node:assert/strict";
 *
 * const plan = { closedShorts: [{ sector: "XLC" as const, reason: "no fund" }], setAside: [] };
 * const table = lostBetTable(plan, { source: "Source: simulated, seed 7." });
 * match(String(table[DISPLAY]()["text/plain"]), /^One view could not be followed|^1 view/);
 * ```
 */
export function lostBetTable(
  plan: { readonly closedShorts: readonly LostView[]; readonly setAside: readonly LostView[] },
  options: { readonly source: string },
): Displayable {
  const rows = [...plan.closedShorts, ...plan.setAside];
  return tableOf(rows, {
    title: rows.length === 0
      ? "Every view could be followed"
      : `${counted(rows.length, "view")} could not be followed`,
    source: options.source,
    columns: [
      { label: "sector", value: ({ sector }) => `${SECTOR_LABELS[sector]} (${sector})` },
      { label: "reason", value: ({ reason }) => reason },
    ],
  });
}
