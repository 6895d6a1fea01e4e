import {
  bookText,
  type Capacity,
  type Plan,
  readingsBefore,
  viewToOrder,
  viewToOrderText,
} from "../../desk/mod.ts";
import { SECTOR_LABELS, sourceLine } from "../../market/mod.ts";
import type { LimitUnit } from "../../portfolio/mod.ts";
import { counted, decimals, dollars, inPercent, listed, rarePercent } from "../../words.ts";
import { capacityText } from "./capacity_text.ts";
import { textTable } from "../text_table.ts";

/** What was held is past a limit from here on; less is rounding. */
const PAST_A_LIMIT = 1e-6;

const signed = (value: number, digits: number) => decimals(value, digits, { signed: true });
const signedPercent = (share: number) => inPercent(share, 1, { signed: true });
const money = (amount: number) => dollars(amount, { digits: 2 });
/** A figure of a limit, for a column: what a percentage is of stands in the limit's name. */
function inUnit(value: number, unit: LimitUnit): string {
  if (Math.abs(value) === Infinity) return "none";
  if (unit === "bp") return `${decimals(value, 1)} bp`;
  if (unit === "days") return counted(value, "day");
  if (unit === "times its share") return `${decimals(value, 2)} ×`;
  if (unit === "beta" || unit === "loading" || unit === "sum") return decimals(value, 3);
  const isOfFund = unit === "share of a day's volume" || unit === "share of a fund's assets";
  return isOfFund ? rarePercent(value, { digits: 2 }) : inPercent(value);
}
const left = (heading: string) => ({ heading });
const right = (heading: string) => ({ heading, right: true });

/** What `planText` is told besides the plan. */
export interface PlanTextOptions {
  /** Who gave the scores, as a sentence. */
  readonly scoredBy: string;
  /** Whether to tell the way of each view to its order. */
  readonly explain?: boolean;
  /** The same views in accounts of different size. */
  readonly capacity?: Capacity;
}

/**
 * A plan as text for a terminal: scores, book, hedge, limits with slack, orders, costs. Limits that were
 * relaxed stand first, and loudly.
 *
 * @param plan What `rebalance` returned.
 */
export function planText(plan: Plan, given: PlanTextOptions): string {
  const { book, overlay, trades } = plan;
  const loud = relaxation(plan);
  const parts = [
    `Sector book at the close of ${plan.day}\n`,
    loud.length > 0 ? `\n${loud.map((line) => `${line}\n`).join("")}` : "",
    `\nIn words\n  ${bookText(plan)}\n`,
    `\nScores\n  ${given.scoredBy}\n`,
    scores(plan),
    list("Set aside", plan.setAside.map(({ reason }) => reason)),
    `\nBook: ${book.status}${
      plan.relaxed?.used ? ", its limits relaxed on request" : ""
    }\n  ${book.summary}\n`,
    bookRows(plan),
    list("Closed for shorts", plan.closedShorts.map(({ reason }) => reason)),
    list("Lost bets", book.lostBets.map(({ sentence }) => sentence)),
    `\nHedge: ${
      overlay.side === "none"
        ? "none"
        : `${inPercent(Math.abs(overlay.hedge))} ${overlay.side} of the market` +
          (overlay.instrument ? ` through ${overlay.instrument}` : "")
    }\n`,
    textTable(
      [left(""), right("without hedge"), right("with hedge")],
      overlay.rows.map(({ label, unit, before, after }) =>
        unit === "beta"
          ? [label, signed(before, 3), signed(after, 3)]
          : [label, signedPercent(before), signedPercent(after)]
      ),
    ),
    `\nLimits, of the solved book after the hedge, then of the orders\n`,
    limitRows(plan),
    list("What would use the whole gross", remedyLines(plan)),
    list("Rules on trades", book.tradeRemedies.map(({ sentence }) => sentence)),
    `\nOrders: ${trades.status}\n`,
    trades.reason ? `  ${trades.reason}\n` : "",
    trades.orders.length > 0 ? orderRows(plan) : "",
    `\nCosts\n`,
    `  ${
      trades.costUsd === undefined
        ? `at least ${money(trades.knownCostUsd)}; the rest is not known`
        : `${money(trades.costUsd)}, ${trades.costBps!.toFixed(2)} bp of equity`
    }; turnover ${inPercent(trades.turnover)}; cash after the orders ${money(trades.cashUsd)}\n`,
    given.explain ? list("From view to order", waysInWords(plan)) : "",
    given.capacity ? capacityText(given.capacity) : "",
    list("Notes", plan.notes.filter((note) => !loud.some((line) => line.endsWith(note)))),
    `\nCheck\n  ${checkText(plan)}\n`,
    `\n${sourceLine(plan.source)}\n`,
  ];
  return parts.join("");
}

/** Every limit with its slack, and beside it what the account held before, where it held anything. */
function limitRows(plan: Plan): string {
  const before = new Map(readingsBefore(plan).map((one) => [one.name, one]));
  const was = (name: string) => {
    const found = before.get(name);
    return found === undefined
      ? ""
      : `${inUnit(found.value, found.unit)}${found.slack < -PAST_A_LIMIT ? " !" : ""}`;
  };
  return textTable(
    [
      left("limit"),
      ...(before.size > 0 ? [right("before")] : []),
      right("value"),
      right("bound"),
      right("slack"),
      right("shadow price"),
      left(""),
    ],
    plan.readings.map(({ name, unit, value, bound, slack, multiplier, binds }) => [
      name,
      ...(before.size > 0 ? [was(name)] : []),
      inUnit(value, unit),
      inUnit(bound, unit),
      inUnit(slack, unit),
      multiplier === 0 ? "" : decimals(multiplier, 4),
      binds ? "binds" : "",
    ]),
  );
}

/** The changes that would use the gross; where no single limit would help, that in one line. */
function remedyLines({ book }: Plan): readonly string[] {
  const helpful = book.remedies.filter(({ to, setting }) =>
    to !== undefined || setting === "reach"
  );
  if (helpful.length > 0 || book.remedies.length === 0) {
    return helpful.map(({ sentence }) => sentence);
  }
  return [
    `No limit alone would allow ${inPercent(book.grossAimed)} gross (tried were ${
      listed(book.remedies.map(({ setting }) => setting))
    }); --relax lets several give way, the first named first.`,
  ];
}

/** What the independent check found; without orders there is nothing that it could judge. */
function checkText({ judgement: { holds, findings, breaches }, trades, relaxed }: Plan): string {
  if (trades.orders.length === 0 && trades.status !== "no trade") {
    return "No orders are written, so that there is nothing to check.";
  }
  if (!holds) {
    return `An independent check found: ${breaches.map(({ sentence }) => sentence).join("; ")}.`;
  }
  const all = findings.length === 1 ? "the one rule" : `all ${findings.length} rules`;
  return `An independent check of the orders found ${all} kept${
    relaxed?.used ? ", the limits above as they were relaxed" : ""
  }.`;
}

/** What was relaxed on request, and each limit of the mandate that the book breaks. */
function relaxation({ relaxed }: Plan): readonly string[] {
  if (relaxed === undefined) return [];
  const { order, used, sentence, violations } = relaxed;
  return [
    `LIMITS MAY GIVE WAY, on request: ${order.join(", then ")}`,
    `  ${sentence}`,
    ...(used
      ? violations.map((violation) => `  VIOLATES THE MANDATE: ${violation.sentence}`)
      : ["  No limit of the mandate is violated."]),
  ];
}

function waysInWords(plan: Plan): readonly string[] {
  return plan.book.sectors.map((sector) => viewToOrderText(viewToOrder(plan, sector)));
}

function list(heading: string, sentences: readonly string[]): string {
  return sentences.length === 0
    ? ""
    : `\n${heading}\n${sentences.map((sentence) => `  ${sentence}\n`).join("")}`;
}

function scores(plan: Plan): string {
  if (plan.views.length === 0) return "  No sector has a score.\n";
  const tilts = new Map(plan.book.sectors.map((sector, i) => [sector, plan.book.tilts[i]]));
  return textTable(
    [left("sector"), left(""), right("score"), right("confidence"), right("tilt")],
    plan.views.map(({ sector, score, confidence }) => [
      sector,
      SECTOR_LABELS[sector],
      score.toFixed(2),
      confidence.toFixed(2),
      signed(tilts.get(sector) ?? 0, 2),
    ]),
  );
}

function bookRows(plan: Plan): string {
  const { book, betas } = plan;
  const rowOf = new Map(betas.map((row) => [row.sector, row]));
  return textTable(
    [
      left("sector"),
      right("share of gross"),
      right("exposure"),
      right("beta"),
      right("OLS beta, 95 %"),
    ],
    book.sectors.map((sector, i) => {
      const row = rowOf.get(sector);
      return [
        sector,
        signedPercent(book.targets[i]),
        signedPercent(book.weights[i]),
        row?.beta === undefined ? "not known" : decimals(row.beta, 2),
        row?.ols === undefined
          ? ""
          : `${decimals(row.ols, 2)} (${decimals(row.olsLow!, 2)} to ${decimals(row.olsHigh!, 2)})`,
      ];
    }),
  );
}

function orderRows(plan: Plan): string {
  const { trades } = plan;
  const table = textTable(
    [
      left("order"),
      left("for"),
      right("shares"),
      right("price"),
      right("dollars"),
      right("exposure"),
      right("cost"),
      left("reason"),
    ],
    trades.orders.map((order) => [
      `${order.action} ${order.ticker}`,
      order.scope === "market" ? "hedge" : order.scope,
      order.shares === undefined ? "" : String(order.shares),
      order.price === undefined ? "" : order.price.toFixed(2),
      money(order.dollars),
      signedPercent(order.exposureAfter),
      order.cost.totalUsd === undefined
        ? `at least ${money(order.cost.knownUsd)}`
        : money(order.cost.totalUsd),
      order.reason ?? "",
    ]),
  );
  return table + liquidityLines(plan);
}

/** Which figures of the funds are not of the day, by what is known of them. */
function liquidityLines(plan: Plan): string {
  const tickers = new Map<string, string[]>();
  for (const { ticker, liquidity } of plan.trades.orders) {
    if (liquidity !== "") tickers.set(liquidity, [...(tickers.get(liquidity) ?? []), ticker]);
  }
  return [...tickers].map(([note, of]) => `  Liquidity of ${of.join(", ")}: ${note}.\n`).join("");
}
