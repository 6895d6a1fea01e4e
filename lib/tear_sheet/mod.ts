/**
 * A run's returns on one page: headline, honesty table, six charts, and every measure of
 * `lab/performance` with its interval.
 *
 * @example A sheet of twenty weeks, as a page of its own
 * ```ts
 * import { tearSheet, tearSheetPage } from "lab/tear_sheet";
 * import { weeklyDays, tradingDaysFrom } from "lab/market";
 * import { day } from "lab/units";
 * import { match } from "node:assert/strict";
 *
 * const days = weeklyDays(tradingDaysFrom(day("2024-01-02"), 105)).slice(0, 20);
 * const sheet = tearSheet({
 *   title: "Committee, weekly",
 *   source: "Source: simulated, seed 7.",
 *   periods: "weeks",
 *   periodsPerYear: 52,
 *   days,
 *   net: days.map((_, week) => 0.002 + (week % 2 ? 0.02 : -0.02)),
 * });
 * match(sheet.headline, /^Sharpe ratio/);
 * match(tearSheetPage(sheet), /^<!doctype html>/i);
 * ```
 *
 * Read next: `tear_sheet_input.ts`, what a sheet is made of; `lab/study`, which makes one of a study.
 *
 * @module
 */
export { type TearSheet, tearSheet } from "./tear_sheet.ts";
export type { HonestyRow, TearSheetInput } from "./tear_sheet_input.ts";
export { tearSheetPage } from "./tear_sheet_page.ts";
