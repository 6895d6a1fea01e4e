import { DISPLAY, type Displayable, escaped, type Figure, FONTS, NO_MATH } from "../charts/mod.ts";
import { printable, quotedValue } from "../outside_text.ts";
import {
  checkedDays,
  type Measure,
  type MeasureGroup,
  measureText,
  performanceMeasures,
  type PeriodReturns,
  sharpe,
} from "../performance/mod.ts";
import { runSource, tearSheetFigures } from "./tear_sheet_figures.ts";
import type { HonestyRow, TearSheetInput } from "./tear_sheet_input.ts";
import { comparedTable, drawdownTable, groupTable, honestyTable } from "./tear_sheet_tables.ts";

/** A tear sheet: figures and tables, to show in a cell or to write as a page. */
export interface TearSheet extends Displayable {
  readonly title: string;
  /** The Sharpe ratio with interval and count, and what says it may be luck. */
  readonly headline: string;
  readonly figures: readonly Figure[];
  readonly groups: readonly MeasureGroup[];
  /** Everything below the page's frame, as HTML. */
  html(): string;
}

/** Width up to which a sheet grows: as far as its charts do. */
const WIDEST = 1000;

/** A Sharpe ratio that no honest weekly book has: look for a look-ahead first. */
const ALARM = 3;

function checked(input: TearSheetInput): void {
  const action = "make a tear sheet";
  const { title, days, net } = input;
  if (typeof title !== "string" || title.trim() === "") {
    throw new TypeError(`Cannot ${action}: need a title, got ${quotedValue(title)}`);
  }
  if (net.length < 2) {
    throw new RangeError(`Cannot ${action}: need at least 2 periods, got ${net.length}`);
  }
  checkedDays(days, net.length, action);
  const series: [string, PeriodReturns | undefined][] = [
    ["gross", input.gross],
    ["costs", input.costs],
    ["turnover", input.turnover],
    [input.benchmark?.name ?? "benchmark", input.benchmark?.returns],
    ...(input.baselines ?? []).map(({ name, returns }): [string, PeriodReturns] => [name, returns]),
    ...(input.dice ?? []).map((returns, i): [string, PeriodReturns] => [`dice ${i}`, returns]),
  ];
  for (const [name, values] of series) {
    if (values !== undefined && values.length !== net.length) {
      throw new RangeError(
        `Cannot ${action}: ${name} needs one value per period, ` +
          `got ${values.length} and ${net.length}`,
      );
    }
  }
}

/**
 * All that is known of a series of returns, as one cell of a notebook.
 *
 * The headline is the verdict: the Sharpe ratio with its interval and count, and what says that it may
 * be luck. The picture of growth stands below it, then the honesty table, before all other measures.
 * Every measure stands with n, interval and convention; source lines end with the run's own period.
 *
 * @param input Net returns with their days, and whatever else is known.
 * @returns A displayable; `tearSheetPage` writes it as a page of its own.
 * @throws {RangeError} If there are fewer than two periods, a net return is missing or out of range,
 *   days do not rise, or a series has another length.
 * @throws {TypeError} If title or source line are missing.
 *
 * @example
 * ```ts
 * import { tearSheet } from "lab/tear_sheet";
 * import { match } from "node:assert/strict";
 *
 * const sheet = tearSheet({
 *   title: "Three weeks",
 *   source: "Source: simulated, seed 7.",
 *   periods: "weeks",
 *   periodsPerYear: 52,
 *   days: ["2020-01-03", "2020-01-10", "2020-01-17"],
 *   net: [0.01, -0.02, 0.03],
 * });
 * match(sheet.headline, /^Sharpe ratio .* \(no interval: only 3 periods, 12 are needed; n = 3 weeks\)/);
 * ```
 */
export function tearSheet(input: TearSheetInput): TearSheet {
  checked(input);
  const { title, periods, days, net, benchmark, baselines = [], dice = [] } = input;
  const { periodsPerYear, riskFree, lags, level, bootstrap, honesty = [] } = input;
  const options = { periodsPerYear, riskFree, lags, level, bootstrap };
  const trading = input.gross && input.costs && input.turnover
    ? { gross: input.gross, costs: input.costs, turnover: input.turnover }
    : undefined;
  const groups = performanceMeasures({
    ...options,
    returns: net,
    benchmark: benchmark?.returns,
    trading,
  });
  const headline = headlineOf(sharpe(net, options), periods, honesty);
  const figures = tearSheetFigures(input);
  const compared = [
    { name: title, returns: net as PeriodReturns },
    ...(input.gross ? [{ name: "before costs", returns: input.gross }] : []),
    ...(benchmark ? [benchmark] : []),
    ...baselines,
  ].map(({ name, returns }) => ({ name, measure: sharpe(returns, options) }));

  const scroll = (content: string) => `<div style="overflow-x:auto">${content}</div>`;
  function html(): string {
    const [lines, ...rest] = figures;
    return `<div class="lab-tear-sheet ${NO_MATH}" style="max-width:${WIDEST}px;font-family:${
      escaped(FONTS)
    }">` +
      // A heading for those who listen; an element of that name would enter a notebook's contents.
      `<div role="heading" aria-level="1" style="font-size:22px;font-weight:700;line-height:1.3">` +
      `${escaped(title)}</div>` +
      `<div style="font-size:16px;line-height:1.45;margin:4px 0 10px">${escaped(headline)}</div>` +
      lines.html() +
      (honesty.length === 0 ? "" : scroll(honestyTable(honesty))) +
      (compared.length > 1 ? scroll(comparedTable(compared)) : "") +
      rest.map((one) => one.html()).join("") +
      scroll(drawdownTable(net, days, periods)) +
      groups.map((group) => scroll(groupTable(group))).join("") +
      `<div style="font-size:12px;opacity:0.85">${
        escaped(
          `${net.length} ${periods}${
            dice.length > 0 ? `; ${dice.length} committees of dice` : ""
          }. ${runSource(input)}`,
        )
      }</div></div>`;
  }
  function plain(): string {
    return [
      title,
      headline,
      ...honesty.map(({ label, value, note }) => `${label}: ${value}${note ? ` (${note})` : ""}`),
      ...groups.flatMap(({ label, measures }) => [
        `${label}`,
        ...measures.map((measure) => `  ${measureText(measure, periods)}`),
      ]),
      runSource(input),
    ].join("\n");
  }
  return Object.freeze<TearSheet>({
    title,
    headline,
    figures,
    groups,
    html,
    [DISPLAY]: () => ({ "text/html": html(), "text/plain": printable(plain()) }),
  });
}

/** The Sharpe ratio as a sentence that cannot be quoted without its uncertainty. */
function headlineOf(measure: Measure, periods: string, honesty: readonly HonestyRow[]): string {
  const text = measureText(measure, periods);
  if (measure.value === undefined) return `${text}.`;
  const { low, high } = measure.interval;
  const said = low === undefined
    ? "Too short to say whether it is more than luck."
    : low > 0
    ? "The interval leaves out zero; it knows nothing of how many books were tried."
    : high < 0
    ? "It lost, beyond what its own noise explains."
    : "Not proven: the interval holds zero.";
  const alarm = measure.value > ALARM
    ? ` Above ${ALARM}: look for data from the future before believing it.`
    : "";
  const judged = honesty.length === 0
    ? " No dice, no count of trials and no power were given with it."
    : "";
  return `${text}. ${said}${alarm}${judged}`;
}
