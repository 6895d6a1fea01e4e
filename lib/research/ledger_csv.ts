import { DataError } from "../errors.ts";
import { csvRows } from "../market/mod.ts";
import { type Exposures, type Ledger, LEDGER_NAMES, type LedgerStep } from "./ledger.ts";

const SETS = ["before", "target", "after"] as const;
const TEXTS = ["decided", "fill", "fill_at", "until", "until_at", "status"] as const;
const COSTS = ["spread", "impact", "fee", "cost"] as const;
const RETURNS = ["long", "short", "hedge", "cash", "gross", "net", "fund_path"] as const;
const COLUMNS = [
  "step",
  ...TEXTS,
  "equity_usd",
  ...SETS.flatMap((set) => LEDGER_NAMES.map((name) => `${set}_${name}`)),
  "turnover",
  ...COSTS,
  "cost_known",
  "cost_assumed",
  ...RETURNS,
];

/** What a row of a ledger's table holds. */
export type LedgerRow =
  & Pick<LedgerStep, "step" | "fill" | "to" | "equityUsd" | "before" | "after" | "turnover">
  & Pick<LedgerStep, "costs" | "returns">
  & {
    /** Minute of the decision, its outcome, and the exposures that were wanted. */
    readonly decidedAt: string;
    readonly status: LedgerStep["decision"]["status"];
    readonly target: Exposures;
  };

/**
 * The steps of a ledger as a table, one row per step, for pandas, R or a spreadsheet: a header and
 * numbers, nothing else. An absent sector is an empty cell, as is the fill of a step without one.
 *
 * `fill` and `until` are days, `fill_at` and `until_at` say whether their open or close: the return runs
 * from one to the other. `cost_assumed` names funds whose volume is an assumption. Scores, notes, the
 * decision of the last day and a checksum are in `ledgerText` only.
 *
 * @example
 * ```ts
 * import { backtest, EQUAL_WEIGHT, ledgerCsv, readLedgerCsv } from "lab/research";
 * import { simulatedMarket } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const ledger = backtest(simulatedMarket({ seed: 7, years: 0.2 }), { policy: EQUAL_WEIGHT });
 * const rows = readLedgerCsv(ledgerCsv(ledger));
 * equal(rows[0].returns.net, ledger.steps[0].returns.net);
 * ```
 */
export function ledgerCsv({ steps }: Ledger): string {
  const rows = steps.map(({ decision, returns, costs, ...step }) =>
    [
      step.step,
      ...[decision.decidedAt, step.fill?.day ?? "", step.fill?.at ?? ""],
      ...[step.to.day, step.to.at, decision.status, step.equityUsd],
      ...[step.before, decision.target, step.after].flatMap((set) => set.map((one) => one ?? "")),
      ...[step.turnover, costs.spread, costs.impact, costs.fee, costs.total, costs.known],
      (costs.assumed ?? []).join(" "),
      ...[returns.long, returns.short, returns.hedge, returns.cash],
      ...[returns.gross, returns.net, returns.fundPath],
    ].join(",")
  );
  return [COLUMNS.join(","), ...rows].join("\n") + "\n";
}

/**
 * The rows of a table that `ledgerCsv` wrote.
 *
 * @param where Name of the file, for messages.
 * @throws {DataError} If a column is missing, a number is none, or a step is out of turn; names file,
 *   line and column.
 *
 * @example There and back
 * ```ts
 * import { backtest, EQUAL_WEIGHT, ledgerCsv, readLedgerCsv } from "lab/research";
 * import { simulatedMarket } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const ledger = backtest(simulatedMarket({ seed: 7, years: 1 }), { policy: EQUAL_WEIGHT });
 * equal(readLedgerCsv(ledgerCsv(ledger)).length, ledger.steps.length);
 * ```
 */
export function readLedgerCsv(text: string, where = "a ledger's table"): readonly LedgerRow[] {
  return csvRows(text, { where, required: COLUMNS }).rows.map(({ line, cells }, k): LedgerRow => {
    const refuse = (column: string, need: string): never => {
      const value = cells[column];
      throw new DataError(
        `Cannot read ${where}, line ${line}, column ${column}: need ${need}, got ` +
          JSON.stringify(value),
        { where, line, column, value },
      );
    };
    const number = (column: string) => {
      const value = cells[column] === "" ? NaN : Number(cells[column]);
      return Number.isFinite(value) ? value : refuse(column, "a number");
    };
    const set = (name: string) =>
      LEDGER_NAMES.map((one) => {
        const column = `${name}_${one}`;
        return cells[column] === "" ? null : number(column);
      });
    const moment = (day: string, at: string) => {
      if (cells[at] !== "open" && cells[at] !== "close") refuse(at, "open or close");
      return { day: cells[day], at: cells[at] } as LedgerStep["to"];
    };
    if (number("step") !== k) refuse("step", `step ${k}, one row for each`);
    const known = cells.cost_known;
    if (known !== "true" && known !== "false") refuse("cost_known", "true or false");
    const assumed = cells.cost_assumed.split(" ").filter((one) => one !== "");
    const [spread, impact, fee, total] = COSTS.map(number);
    const [long, short, hedge, cash, gross, net, fundPath] = RETURNS.map(number);
    return {
      step: k,
      decidedAt: cells.decided,
      status: cells.status as LedgerRow["status"],
      fill: cells.fill === "" ? null : moment("fill", "fill_at"),
      to: moment("until", "until_at"),
      equityUsd: number("equity_usd"),
      before: set("before"),
      target: set("target"),
      after: set("after"),
      turnover: number("turnover"),
      costs: {
        spread,
        impact,
        fee,
        total,
        known: known === "true",
        ...(assumed.length > 0 ? { assumed } : {}),
      },
      returns: { long, short, hedge, cash, gross, net, fundPath },
    };
  });
}
