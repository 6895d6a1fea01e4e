import { drawdowns, type Measure, type MeasureGroup, measureValue } from "../performance/mod.ts";
/**
 * The tables of a tear sheet, as HTML that a notebook and a page both show.
 *
 * @module
 */
import { escaped, MISSING, percent } from "../charts/mod.ts";
import type { HonestyRow } from "./tear_sheet_input.ts";

/** Rows of the drawdown table. */
const DEEPEST = 5;
/** A table in the sheet's look; the first column names the row. */
function table(
  title: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  rightward: readonly boolean[],
): string {
  const style = (i: number, head: boolean) =>
    `text-align:${rightward[i] ? "right" : "left"};padding:3px 12px 3px 0;vertical-align:top;` +
    `background:transparent;border:0;border-bottom:1px solid rgba(128,128,128,${
      head ? 0.8 : 0.25
    });` + (rightward[i]
      ? "white-space:nowrap;font-variant-numeric:tabular-nums"
      : i === 0
      ? "min-width:13em"
      : "");
  const row = (cells: readonly string[], head: boolean) =>
    `<tr style="background:transparent">` +
    cells.map((cell, i) =>
      head
        ? `<th scope="col" style="${style(i, true)}">${escaped(cell)}</th>`
        : `<td style="${style(i, false)}">${escaped(cell)}</td>`
    ).join("") + `</tr>`;
  return `<table aria-label="${escaped(title)}" style="font-size:13px;width:100%;` +
    `border-collapse:collapse;border:0;margin:6px 0 14px;color:inherit">` +
    `<caption style="caption-side:top;text-align:left;font-weight:600;font-size:15px;` +
    `padding:4px 0;color:inherit">${escaped(title)}</caption>` +
    `<thead>${row(heads, true)}</thead><tbody>` +
    rows.map((cells) => row(cells, false)).join("") + `</tbody></table>`;
}

/** What says whether the result may be luck, as its maker wrote it. */
export function honestyTable(rows: readonly HonestyRow[]): string {
  return table(
    "Is it luck?",
    ["question", "answer", "with"],
    rows.map(({ label, value, note }) => [label, value, note ?? ""]),
    [false, true, false],
  );
}

/** The interval of a measure, or why there is none. */
function intervalText(measure: Measure): string {
  const { interval, unit } = measure;
  return interval.low === undefined
    ? `none: ${interval.reason}`
    : `${measureValue(interval.low, unit)} to ${measureValue(interval.high, unit)}`;
}

/** The Sharpe ratios of the book and of what it must beat. */
export function comparedTable(
  rows: readonly { readonly name: string; readonly measure: Measure }[],
): string {
  return table(
    "Sharpe ratio beside the plain alternatives",
    ["returns", "Sharpe", "interval", "n"],
    rows.map(({ name, measure }) => [
      name,
      measureValue(measure.value, measure.unit),
      intervalText(measure),
      String(measure.n),
    ]),
    [false, true, true, true],
  );
}

/** Measures with value, interval, n and convention. */
export function groupTable({ label, measures }: MeasureGroup): string {
  return table(
    label,
    ["measure", "value", "interval", "n", "convention"],
    measures.map((measure) => [
      measure.name,
      measureValue(measure.value, measure.unit),
      intervalText(measure) +
      (measure.interval.low === undefined ? "" : ` (${measure.interval.method})`),
      String(measure.n) + (measure.missing > 0 ? `, ${measure.missing} missing` : ""),
      measure.convention +
      (measure.value !== undefined && measure.doubt ? ` Doubtful: ${measure.doubt}.` : ""),
    ]),
    [false, true, false, true, false],
  );
}

/** The deepest falls; empty if there was none. */
export function drawdownTable(
  net: readonly number[],
  days: readonly string[],
  periods: string,
): string {
  // Position t is after return t − 1; the start has no day of its own.
  const dayAt = (position: number) => position === 0 ? "the start" : days[position - 1];
  const rows = drawdowns(net).slice(0, DEEPEST).map((one) => [
    percent(one.depth),
    dayAt(one.peakAt),
    dayAt(one.troughAt),
    one.recoveredAt === undefined ? "open" : dayAt(one.recoveredAt),
    String(one.periodsDown),
    one.periodsUp === undefined ? MISSING : String(one.periodsUp),
  ]);
  return rows.length === 0 ? "" : table(
    `The ${rows.length === 1 ? "deepest fall" : `${rows.length} deepest falls`}`,
    ["depth", "peak", "trough", "made good", `${periods} down`, `${periods} up`],
    rows,
    [true, false, false, false, true, true],
  );
}
