import { sourceLine } from "../market/mod.ts";
import type { TearSheetInput } from "../tear_sheet/mod.ts";
import type { Study } from "./study_of.ts";
import { PATH_DRAWS } from "./study_parts.ts";
import { studyRows } from "./study_rows.ts";

/**
 * What `tearSheet` of `lab/tear_sheet` makes a sheet of: the study's returns, baselines, dice and
 * honesty rows.
 *
 * @param options.title What the sheet is about; the study's name and rule by default.
 *
 * @example
 * ```ts
 * import { study, tearSheetInput } from "lab/study";
 * import { tearSheet } from "lab/tear_sheet";
 * import { simulatedMarket } from "lab/market";
 * import { day } from "lab/units";
 * import { match } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 3 });
 * const found = await study(market, { seed: 1, draws: 50, resamples: 200, to: day("2020-03-01") });
 * match(tearSheet(tearSheetInput(found)).headline, /^Sharpe ratio/);
 * ```
 */
export function tearSheetInput(
  study: Study,
  options: { readonly title?: string } = {},
): TearSheetInput {
  const { panel, periods, run, seed, isRemembered } = study;
  const lines = study.baselines().map(({ name, run }) => ({ name, returns: study.pick(run.net) }));
  const warning = isRemembered ? "; remembered, no evidence" : "";
  return {
    title: (options.title ?? `Backtest of ${study.name}`) + warning,
    source: sourceLine(panel.source),
    periods,
    periodsPerYear: panel.periodsPerYear,
    riskFree: study.riskFree,
    days: study.days,
    net: study.net,
    gross: study.pick(run.gross),
    costs: study.pick(run.cost),
    turnover: study.pick(run.turnover),
    benchmark: lines.find(({ name }) => name === "market"),
    baselines: lines.filter(({ name }) => name !== "market"),
    dice: study.chance("permuted labels").returns,
    honesty: [
      {
        label: "Verdict",
        value: study.verdict().kind,
        note: study.verdict().reasons.join("; ") || "nothing that was looked at speaks against it",
      },
      ...studyRows(study).map(({ label, text, note }) => ({ label, value: text, note })),
    ],
    bootstrap: { seed, draws: PATH_DRAWS },
  };
}
