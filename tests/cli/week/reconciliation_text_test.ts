import { equal, match } from "node:assert/strict";
import { implementationShortfall, reconciled } from "lab/week";
import { day, instant } from "lab/units";
import { reconciliationText } from "../../../lib/cli/week/reconciliation_text.ts";

const from = day("2026-11-27"), monday = day("2026-11-30"), until = day("2026-12-04");
const told = {
  orders: [
    { ticker: "XLE", action: "buy", shares: 100, price: 45, limitPrice: 45.23 },
    { ticker: "XLF", action: "sell", shares: 20, price: 50, limitPrice: 49.75 },
  ] as const,
  before: [{ ticker: "XLF", shares: 20 }, { ticker: "CASH", shares: 10_000 }],
  fills: [
    { id: "1", ticker: "XLE", shares: 90, price: 45.1, feeUsd: 1, at: instant(monday, "10:05") },
    { id: "2", ticker: "XLF", shares: -20, price: 50.3, feeUsd: 0, at: instant(monday, "10:05") },
  ],
  actions: [{
    kind: "dividend",
    day: day("2026-12-01"),
    ticker: "XLE",
    usdPerShare: 0.5,
    paid: day("2026-12-08"),
  }] as const,
  from,
  until,
};

Deno.test("reconciliationText() tells orders, findings by what they need, costs and the account", () => {
  const week = reconciled(told);
  const text = reconciliationText(
    week,
    implementationShortfall({
      ...{ orders: told.orders, fills: week.fills, actions: told.actions, from, until },
      closes: new Map([["XLE", 45]]),
    }),
  );
  equal(
    text,
    [
      "What came of the orders of 2026-11-27, until 2026-12-04",
      "",
      "  ticker  ordered  filled  average   fees",
      "  XLE         100      90  45.1000  $1.00",
      "  XLF         −20     −20  50.3000  $0.00",
      "",
      "Needs a yes",
      "  XLE: 100 shares were to be bought, 90 were.",
      "",
      "Besides",
      '  The fill "2" (XLF, sold 20 shares at 50.30, 2026-11-30T10:05) lies +60 bp from the close of ' +
      "50.00, better than its collar of 50.25.",
      "",
      "Paid against the closes that were decided at, above 0 is a cost",
      "  ticker   on paper  delay  impact  missed   fees  in all  of paper",
      "  XLE     $4,500.00      –       –   $5.00  $1.00  $15.00   33.3 bp",
      "  XLF     $1,000.00      –       –   $0.00  $0.00  −$6.00  −60.0 bp",
      "  week    $5,500.00      –       –   $5.00  $1.00   $9.00   16.4 bp",
      "  Not known of XLE: delay and impact apart, for its price at arrival is not known.",
      "  Not known of XLF: delay and impact apart, for its price at arrival is not known.",
      "",
      "Owed and not paid yet",
      "  $45.00 of XLE, to be paid on 2026-12-08",
      "",
      "The account that follows",
      "  ticker     shares  since",
      "  XLE            90  2026-11-30",
      "  CASH    $6,946.00",
      "",
    ].join("\n"),
  );
});

Deno.test("a week without orders says so", () => {
  const week = reconciled({ ...told, orders: [], fills: [], actions: [] });
  match(reconciliationText(week), /Nothing was ordered\.\n\nThe account that follows/);
});
