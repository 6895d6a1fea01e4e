import { type PathPanel, percent } from "../../charts/mod.ts";
import type { StressWindow } from "../../hedging/mod.ts";
import type { Snapshot } from "../../market/mod.ts";
import type { HeldBook } from "../kit/chart_rows.ts";
import { inverseFundOf } from "./fund_year.ts";
import { type Notice, notice } from "../kit/notice.ts";

/** Days followed from the start of a window. */
const DAYS = 20;

/**
 * Where the book stands at the end of each path, as a sentence.
 *
 * @example
 * ```ts
 * import { reboundPathsTitle } from "lab/lesson/04";
 * import { equal } from "node:assert/strict";
 *
 * const panel = { label: "Vaccine", full: [1, 0.97], dashed: [1, 0.98] };
 * equal(reboundPathsTitle([panel]), "Vaccine: −3.0 % after 1 days");
 * ```
 */
export function reboundPathsTitle(panels: readonly PathPanel[]): string {
  return panels.map(({ label, full }) =>
    `${label}: ${percent(full[full.length - 1] - 1, { signed: true })} after ${
      full.length - 1
    } days`
  ).join("; ");
}

/**
 * The book day by day from the start of each window, with shorts in their funds; dashed with exposures
 * that never drift. Only real daily prices have such days.
 *
 * @param snapshot The reader's data.
 * @param book Exposures at the start of each window.
 * @param windows Those to follow, by their first day.
 * @returns A panel per window that the data cover with every position, or one sentence why there is none.
 *
 * @example
 * ```ts
 * import { reboundPaths } from "lab/lesson/04";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const book = { sectors: ["XLK" as const], weights: [0.3], hedge: -0.3 };
 * const said = reboundPaths(snapshot(market, market.prices.days.at(-1)!), book, []);
 * equal("kind" in said && said.kind, "note"); // simulated days have no such windows
 * ```
 */
export function reboundPaths(
  snapshot: Snapshot,
  book: HeldBook,
  windows: readonly StressWindow[],
): readonly PathPanel[] | Notice {
  if (snapshot.source.kind === "simulated" || snapshot.frequency === "monthly") {
    return notice(
      "note",
      "The path from day to day needs real daily prices: name your own price file at the top, and " +
        "this cell draws it. The lesson goes on below.",
    );
  }
  const days = snapshot.tradingDays();
  const legs = [
    ...book.sectors.map((sector, i) => ({
      ticker: sector as string,
      exposure: book.weights[i],
      leverage: book.weights[i] < 0 ? inverseFundOf(sector)?.leverage ?? -1 : 1,
    })),
    { ticker: snapshot.index, exposure: book.hedge, leverage: book.hedge < 0 ? -1 : 1 },
  ].filter(({ exposure }) => exposure !== 0)
    .map((leg) => ({ ...leg, returns: snapshot.returns(leg.ticker) }));
  const panels = windows.flatMap(({ name, from }): PathPanel[] => {
    const at = days.indexOf(from);
    if (at < 0 || at + DAYS >= days.length || legs.length === 0) return [];
    const own = legs.map((leg) => ({ ...leg, returns: leg.returns.slice(at + 1, at + 1 + DAYS) }));
    if (own.some(({ returns }) => returns.some((value) => value === undefined))) return [];
    const full = new Array<number>(DAYS + 1).fill(1), dashed = new Array<number>(DAYS + 1).fill(1);
    for (const { exposure, leverage, returns } of own) {
      let fund = 1, index = 1;
      returns.forEach((value, day) => {
        fund *= Math.max(0, 1 + leverage * value!);
        index *= 1 + value!;
        // The capital is exposure ÷ leverage, and gains what the fund gains.
        full[day + 1] += exposure / leverage * (fund - 1);
        dashed[day + 1] += exposure * (index - 1);
      });
    }
    return [{ label: name, full, dashed }];
  });
  return panels.length > 0 ? panels : notice(
    "note",
    "These data do not cover the rebounds of 2020 with every position of the book, so there is no " +
      "path to draw. The lesson goes on below.",
  );
}
