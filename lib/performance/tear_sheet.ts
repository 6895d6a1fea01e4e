import {
  DISPLAY,
  type Displayable,
  drawdownArea,
  escaped,
  type FanPoint,
  type Figure,
  FONTS,
  type GrowthLine,
  growthLines,
  histogramBars,
  MISSING,
  monthCells,
  NO_MATH,
  percent,
  rollingLine,
  yearBars,
} from "../charts/mod.ts";
import { quantile } from "../stats/mod.ts";
import { calendarReturns, checkedDays } from "./calendar_returns.ts";
import { drawdowns, underwater } from "./drawdowns.ts";
import { growth } from "./growth.ts";
import { type Measure, measureText, measureValue } from "./measure.ts";
import { type MeasureGroup, performanceMeasures } from "./performance_measures.ts";
import type { MeasureOptions, PeriodReturns } from "./period_returns.ts";
import { rollingSharpe } from "./rolling.ts";
import { sharpe } from "./sharpe.ts";
import { expectedShortfall, valueAtRisk } from "./tail_measures.ts";

/** Returns under a name. */
export interface NamedReturns {
  readonly name: string;
  readonly returns: PeriodReturns;
}

/** A row of the honesty table, as its maker wrote it. */
export interface HonestyRow {
  /** What is asked, such as "Percentile among 1,000 dice". */
  readonly label: string;
  /** The answer with its unit, such as "93 %". */
  readonly value: string;
  /** Interval, count or rule, in words. */
  readonly note?: string;
}

/** What a tear sheet is made of. */
export interface TearSheetInput extends MeasureOptions {
  /** What the sheet is about, such as "Committee, weekly, all limits". */
  readonly title: string;
  /** The line that `sourceLine` of `lab/market` writes. */
  readonly source: string;
  /** What a period is called, in the plural: "weeks". */
  readonly periods: string;
  /** The day on which each period ends. */
  readonly days: readonly string[];
  /** Net of costs; none may be missing. */
  readonly net: readonly number[];
  /** Before costs; with `costs` and `turnover` it gives the group on trading. */
  readonly gross?: readonly number[];
  /** Shares of equity per period. */
  readonly costs?: readonly number[];
  /** Σ|x − x₀| per period. */
  readonly turnover?: readonly number[];
  readonly benchmark?: NamedReturns;
  /** Drawn as labelled lines and listed with their Sharpe ratios. */
  readonly baselines?: readonly NamedReturns[];
  /** Many committees of chance: one list of returns each. Drawn as lines, or as a fan if many. */
  readonly dice?: readonly PeriodReturns[];
  /** Percentile among dice, deflated Sharpe, minimum track record, power, … */
  readonly honesty?: readonly HonestyRow[];
  /** Periods of the rolling Sharpe ratio; a year by default. */
  readonly window?: number;
  /** Whether growth stands on a log axis. */
  readonly log?: boolean;
}

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

/** More dice than this are drawn as a fan. */
const MOST_DICE_LINES = 60;
/** Points of a line; a screen has no more columns for it. */
const MOST_POINTS = 600;
/** The share of the dice that the fan holds. */
const FAN = 0.9;
/** Rows of the drawdown table. */
const DEEPEST = 5;
/** A Sharpe ratio that no honest weekly book has: look for a look-ahead first. */
const ALARM = 3;

/** Positions evenly apart, the last one among them. */
function thinned(count: number): number[] {
  const step = Math.max(1, Math.ceil(count / MOST_POINTS));
  return Array.from({ length: count }, (_, t) => t).filter((t) => (count - 1 - t) % step === 0);
}

/** A series that starts late begins at 1 where its first return ends. */
function line(returns: PeriodReturns, days: readonly string[], label?: string): GrowthLine {
  const from = returns.findIndex((value) => value !== undefined);
  if (from < 0) return { label, points: [] };
  const to = returns.findLastIndex((value) => value !== undefined) + 1;
  const values = growth(returns.slice(from, to));
  return {
    label,
    points: thinned(to - from).map((t) => ({ day: days[from + t], value: values[t + 1] })),
  };
}

/** The middle share of the dice on each drawn day. */
function fanOf(dice: readonly PeriodReturns[], days: readonly string[]): FanPoint[] {
  const paths = dice.map((returns) => growth(returns));
  return thinned(days.length).map((t) => {
    const values = paths.map((path) => path[t + 1]);
    return {
      day: days[t],
      low: quantile(values, (1 - FAN) / 2),
      high: quantile(values, (1 + FAN) / 2),
    };
  });
}

/** Depths thinned so that the deepest of each stretch stays. */
function depthPoints(returns: readonly number[], days: readonly string[]) {
  const depths = underwater(returns);
  const step = Math.max(1, Math.ceil(days.length / MOST_POINTS));
  const out: { day: string; depth: number }[] = [];
  for (let from = 0; from < days.length; from += step) {
    let at = from;
    for (let t = from; t < Math.min(from + step, days.length); t++) {
      if (depths[t] < depths[at]) at = t;
    }
    out.push({ day: days[at], depth: depths[at] });
  }
  return out;
}

function checked(input: TearSheetInput): void {
  const action = "make a tear sheet";
  const { title, days, net } = input;
  if (typeof title !== "string" || title.trim() === "") {
    throw new TypeError(`Cannot ${action}: need a title, got ${JSON.stringify(title)}`);
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
 * The headline is the Sharpe ratio with its interval and count; the first table is the honesty table,
 * before anything that flatters. Every measure stands with n, interval and convention.
 *
 * @param input Net returns with their days, and whatever else is known.
 * @returns A displayable; `tearSheetPage` writes it as a page of its own.
 * @throws {RangeError} If there are fewer than two periods, a net return is missing or out of range,
 *   days do not rise, or a series has another length.
 * @throws {TypeError} If title or source line are missing.
 *
 * @example
 * ```ts
 * import { tearSheet } from "lab/performance";
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
  const { title, source, periods, days, net, benchmark, baselines = [], dice = [] } = input;
  const { periodsPerYear, riskFree, lags, level, honesty = [] } = input;
  const options = { periodsPerYear, riskFree, lags, level };
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
  const figures = figuresOf(input);
  const compared = [
    { name: title, returns: net as PeriodReturns },
    ...(input.gross ? [{ name: "before costs", returns: input.gross }] : []),
    ...(benchmark ? [benchmark] : []),
    ...baselines,
  ].map(({ name, returns }) => ({ name, measure: sharpe(returns, options) }));

  const scroll = (content: string) => `<div style="overflow-x:auto">${content}</div>`;
  function html(): string {
    const [lines, ...rest] = figures;
    return `<div class="lab-tear-sheet ${NO_MATH}" style="max-width:760px;font-family:${
      escaped(FONTS)
    }">` +
      `<div style="font-size:18px;font-weight:700;line-height:1.3">${escaped(title)}</div>` +
      `<div style="font-size:14px;line-height:1.45;margin:4px 0 10px">${escaped(headline)}</div>` +
      (honesty.length === 0 ? "" : scroll(honestyTable(honesty))) +
      lines.html() +
      (compared.length > 1 ? scroll(comparedTable(compared)) : "") +
      rest.map((one) => one.html()).join("") +
      scroll(drawdownTable(net, days, periods)) +
      groups.map((group) => scroll(groupTable(group))).join("") +
      `<div style="font-size:12px;opacity:0.85">${
        escaped(
          `${days[0]} to ${days[days.length - 1]}, ${net.length} ${periods}` +
            `${dice.length > 0 ? `; ${dice.length} committees of dice` : ""}. ${source}`,
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
      source,
    ].join("\n");
  }
  return Object.freeze<TearSheet>({
    title,
    headline,
    figures,
    groups,
    html,
    [DISPLAY]: () => ({ "text/html": html(), "text/plain": plain() }),
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

function figuresOf(input: TearSheetInput): Figure[] {
  const { source, periods, days, net, benchmark, baselines = [], dice = [], periodsPerYear } =
    input;
  const { riskFree, lags, level } = input;
  const isFan = dice.length > MOST_DICE_LINES;
  const window = Math.min(net.length, input.window ?? Math.max(2, Math.round(periodsPerYear)));
  const rolled = rollingSharpe(net, { periodsPerYear, riskFree, lags, level, window });
  const years = calendarReturns(days, net, "year");
  const its = new Map(
    benchmark
      ? calendarReturns(days, benchmark.returns, "year").map((row) => [row.label, row.value])
      : [],
  );
  const value = valueAtRisk(net, { lags, level }), mean = expectedShortfall(net, { lags, level });
  const rules = [
    { label: "VaR 95 %", value: value.value },
    { label: "ES 95 %", value: mean.value },
  ].flatMap((rule) => rule.value === undefined ? [] : [{ ...rule, value: -rule.value }]);
  return [
    growthLines(line(net, days, "The book"), {
      subtitle: "Value of one unit, the book net of costs" +
        (input.log ? "; equal ratios equally far apart" : ""),
      others: [
        ...(isFan ? [] : dice.map((returns) => line(returns, days))),
        ...[...(benchmark ? [benchmark] : []), ...baselines].map(({ name, returns }) =>
          line(returns, days, name)
        ),
      ],
      ...(isFan
        ? {
          fan: fanOf(dice, days),
          fanLabel: `${percent(FAN, { digits: 0 })} of ${dice.length} dice`,
        }
        : {}),
      log: input.log,
      source,
    }),
    drawdownArea(depthPoints(net, days), { source }),
    rollingLine(
      thinned(rolled.length).map((i) => rolled[i]).map(({ at, measure }) => ({
        day: days[at],
        value: measure.value,
        low: measure.interval.low,
        high: measure.interval.high,
      })),
      { label: `Sharpe ratio over ${window} ${periods}`, source },
    ),
    yearBars(
      years.map((row) => ({ label: row.label, value: row.value, benchmark: its.get(row.label) })),
      {
        benchmarkLabel: benchmark?.name,
        caption:
          `From ${days[0]} to ${days[days.length - 1]}; the first and the last year may be ` +
          "parts.",
        source,
      },
    ),
    monthCells(
      calendarReturns(days, net, "month").map(({ label, value }) => ({ month: label, value })),
      { source },
    ),
    histogramBars(net, { rules, counted: periods, source }),
  ];
}

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
    });` + (rightward[i] ? "white-space:nowrap;font-variant-numeric:tabular-nums" : "");
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

function honestyTable(rows: readonly HonestyRow[]): string {
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

function comparedTable(
  rows: readonly { readonly name: string; readonly measure: Measure }[],
): string {
  return table(
    "Sharpe ratio beside the plain alternatives",
    ["", "Sharpe", "interval", "n"],
    rows.map(({ name, measure }) => [
      name,
      measureValue(measure.value, measure.unit),
      intervalText(measure),
      String(measure.n),
    ]),
    [false, true, true, true],
  );
}

function groupTable({ label, measures }: MeasureGroup): string {
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

function drawdownTable(
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
