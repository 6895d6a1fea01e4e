import type { Reconciliation, Shortfall } from "../../week/mod.ts";
import { bp, decimals, dollars, plainNumber } from "../../words.ts";
import { textTable } from "../text_table.ts";

const money = (usd: number | undefined) => dollars(usd, { digits: 2 });
const left = (heading: string) => ({ heading });
const right = (heading: string) => ({ heading, right: true });
const lines = (heading: string, sentences: readonly string[]) =>
  sentences.length === 0 ? "" : `\n${heading}\n${sentences.map((one) => `  ${one}\n`).join("")}`;

function orderTable({ orders }: Reconciliation): string {
  if (orders.length === 0) return "  Nothing was ordered.\n";
  return textTable(
    [left("ticker"), right("ordered"), right("filled"), right("average"), right("fees")],
    orders.map(({ ticker, ordered, filled, averagePrice, feeUsd }) => [
      ticker,
      plainNumber(ordered),
      plainNumber(filled),
      averagePrice === undefined ? "–" : decimals(averagePrice, 4),
      money(feeUsd),
    ]),
  );
}

function shortfallTable({ orders, week, notOrdered }: Shortfall): string {
  const cells = (name: string, one: Shortfall["week"]) => [
    name,
    money(one.paperUsd),
    ...[one.delayUsd, one.impactUsd, one.opportunityUsd, one.feesUsd, one.totalUsd].map(money),
    bp(one.totalBps),
  ];
  const table = textTable(
    [
      left("ticker"),
      ...["on paper", "delay", "impact", "missed", "fees", "in all", "of paper"].map(right),
    ],
    [...orders.map((one) => cells(one.ticker, one)), cells("week", week)],
  );
  const unknown = orders.flatMap(({ ticker, unknown }) =>
    unknown === undefined ? [] : [`Not known of ${ticker}: ${unknown}.`]
  );
  const off = orders.flatMap(({ ticker, offSchedule = 0 }) =>
    offSchedule === 0 ? [] : [`${ticker}: ${plainNumber(offSchedule)} filled off the schedule.`]
  );
  const notes = [
    ...unknown,
    ...off,
    ...(notOrdered.length > 0 ? [`Without an order: ${notOrdered.join(", ")}.`] : []),
  ];
  return "\nPaid against the closes that were decided at, above 0 is a cost\n" + table +
    notes.map((one) => `  ${one}\n`).join("");
}

/**
 * What came of a week's orders as text for a terminal: each order with its fills, every finding, those that
 * need a yes first, what was paid, and the account that follows.
 *
 * @param week From `reconciled`.
 * @param shortfall From `implementationShortfall`; absent where nothing was filled.
 */
export function reconciliationText(week: Reconciliation, shortfall?: Shortfall): string {
  const said = (stops: boolean) =>
    week.findings.filter((one) => one.stops === stops).map(({ sentence }) => sentence);
  const account = textTable(
    [left("ticker"), right("shares"), left("since")],
    week.holdings.map(({ ticker, shares, since }) => [
      ticker,
      ticker === "CASH" ? money(shares) : plainNumber(shares),
      since ?? "",
    ]),
  );
  return [
    `What came of the orders of ${week.from}, until ${week.until}\n\n`,
    orderTable(week),
    lines("Needs a yes", said(true)),
    lines("Besides", said(false)),
    shortfall === undefined ? "" : shortfallTable(shortfall),
    lines(
      "Owed and not paid yet",
      week.receivables.map(({ ticker, usd, paid }) =>
        `${money(usd)} of ${ticker}, to be paid on ${paid}`
      ),
    ),
    `\nThe account that follows\n${account}`,
  ].join("");
}
