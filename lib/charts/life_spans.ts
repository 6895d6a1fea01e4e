import * as Plot from "@observablehq/plot";
import { countWord, listed } from "../words.ts";
import { gridX, sized } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { ASIDE, rightOf } from "./kit/places.ts";
import { COLORS } from "./kit/theme.ts";

/** The life of one fund, or a row that has none. */
export interface LifeSpan {
  /** What the fund serves; several funds may serve the same. */
  readonly label: string;
  /** The fund; absent where there is none to be had. */
  readonly fund?: {
    readonly name: string;
    /** First and last day as `YYYY-MM-DD`; no last day while the fund is listed. */
    readonly from: string;
    readonly to?: string;
    /** Whether the fund gains when its index falls. */
    readonly isInverse: boolean;
  };
}

interface LifeSpansOptions extends ChartOptions {
  /** The day up to which listed funds are drawn, as `YYYY-MM-DD`. */
  readonly until: string;
}

/** A day as a year with its fraction. */
function yearOf(day: string): number {
  const [year, month, date] = day.split("-").map(Number);
  return year + (month - 1) / 12 + (date - 1) / 365.25;
}

/**
 * Which labels have no inverse fund on the last day, as a sentence.
 *
 * @example
 * ```ts
 * import { lifeSpansTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const fund = { name: "DUG", from: "2007-02-01", isInverse: true };
 * equal(
 *   lifeSpansTitle([{ label: "Energy", fund }, { label: "Communication" }], "2026-01-02"),
 *   "One of 2 has no inverse fund: Communication",
 * );
 * ```
 */
export function lifeSpansTitle(rows: readonly LifeSpan[], until: string): string {
  const labels = [...new Set(rows.map((row) => row.label))];
  const without = labels.filter((label) =>
    !rows.some(({ label: own, fund }) =>
      own === label && fund?.isInverse && fund.from <= until && (fund.to ?? until) >= until
    )
  );
  return without.length === 0
    ? labels.length === 1
      ? `${labels[0]} has an inverse fund`
      : `All ${labels.length} have an inverse fund`
    : `${countWord(without.length)} of ${labels.length} ${
      without.length === 1 ? "has" : "have"
    } no inverse fund: ${listed(without)}`;
}

/**
 * When each fund lived, one row a fund; a cross ends a fund that was wound up.
 *
 * @param rows In the order in which they are drawn.
 *
 * @example
 * ```ts
 * import { lifeSpans } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = lifeSpans([{ label: "Communication" }], {
 *   until: "2026-01-02",
 *   source: "Source: real, instrument master, 2006-06-21 to 2026-01-02.",
 * });
 * match(chart.title, /no inverse fund: Communication/);
 * ```
 */
export function lifeSpans(rows: readonly LifeSpan[], options: LifeSpansOptions): Figure {
  const { until } = options;
  const drawn = rows.map((row, i) => ({
    ...row,
    key: String(i),
    text: row.fund === undefined ? row.label : `${row.label}  ${row.fund.name}`,
  }));
  const alive = drawn.flatMap((row) =>
    row.fund === undefined ? [] : [{
      ...row,
      from: yearOf(row.fund.from),
      to: yearOf(row.fund.to ?? until),
      isInverse: row.fund.isInverse,
      isGone: row.fund.to !== undefined,
    }]
  );
  const first = Math.min(yearOf(until) - 1, ...alive.map((row) => row.from));
  return figure({
    ...worded(options, {
      title: lifeSpansTitle(rows, until),
      subtitle:
        "Life of each fund, year by year; full bars are inverse funds, hollow ones long, a cross " +
        "is the end",
    }),
    ...sized({ height: 24 * rows.length + 60, left: 190 }),
    x: {
      domain: [Math.floor(first), yearOf(until) + 0.3],
      label: null,
      ticks: 8,
      tickFormat: (year: number) => String(year),
    },
    y: { domain: drawn.map((row) => row.key), axis: null, padding: 0.3 },
    marks: [
      gridX(8),
      Plot.barX(alive.filter((row) => row.isInverse), {
        x1: "from",
        x2: "to",
        y: "key",
        fill: COLORS.vermillion,
      }),
      Plot.barX(alive.filter((row) => !row.isInverse), {
        x1: "from",
        x2: "to",
        y: "key",
        fill: "none",
        stroke: COLORS.blue,
        strokeWidth: 1.5,
      }),
      Plot.dot(alive.filter((row) => row.isGone), {
        x: "to",
        y: "key",
        symbol: "times",
        r: 6,
        stroke: "currentColor",
        strokeWidth: 2.5,
        dx: 9,
      }),
      Plot.text(drawn.filter((row) => row.fund === undefined), {
        y: "key",
        text: () => "no inverse fund",
        frameAnchor: "left",
        ...rightOf(6),
        ...ASIDE,
      }),
      Plot.text(drawn, { y: "key", text: "text", frameAnchor: "left", textAnchor: "end", dx: -8 }),
    ],
  });
}
