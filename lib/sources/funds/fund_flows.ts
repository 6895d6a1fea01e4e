import { addCalendarDays, calendarDaysBetween, weeklyDays } from "../../market/mod.ts";
import type { Day } from "../../units.ts";
import type { NavRow } from "./nav_history.ts";

/** Net money into a fund over a week. */
export interface WeeklyFlow {
  /** Last trading day of the week. */
  readonly week: Day;
  /** Net inflow over the assets at the end of the week before, a share. */
  readonly flowShare: number;
}

/** Flows, and the weeks that cannot be told. */
export interface WeeklyFlows {
  readonly flows: readonly WeeklyFlow[];
  /** Splits found, by the day from which the shares count anew. */
  readonly splits: readonly { readonly day: Day; readonly ratio: number }[];
  /** Days whose value jumped like a split while no shares did; their weeks are left out. */
  readonly doubtful: readonly Day[];
}

/** New shares for an old one, in the splits that funds make; the others are their opposites. */
const RATIOS = [1.5, 2, 3, 4, 5, 6, 8, 10].flatMap((ratio) => [ratio, 1 / ratio]);
/** How far a value may move beside a split on its day, and how many shares may be bought. */
const MOST_MOVE = 0.1, MOST_BOUGHT = 0.2;
/** Rows between the split of the value and that of the shares, where an issuer is late with one. */
const MOST_LATE = 5;
/** Most days from the end of one week to the end of the next: a week of holidays more is a gap. */
const LONGEST_WEEK = 9;

const isNear = (ratio: number, to: number, most: number) => Math.abs(ratio / to - 1) <= most;

/**
 * A fund's weekly flows from its daily value and shares: the sum over the week's days of the change of
 * shares times that day's value, over the assets at the end of the week before.
 *
 * Splits are undone: where the value of a share falls to a half and the shares double, nobody bought
 * any. A split shows in the value (no sector fund ever moved by a third in a day); its shares
 * are looked for on the same day or up to five rows from it. A week whose last scheduled day has no row,
 * or the one before has none, has no flow.
 *
 * @param rows Oldest first, as `navHistory` gives them.
 *
 * @example A purchase of a tenth, and a split of two for one
 * ```ts
 * import { weeklyFlows } from "lab/sources";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const rows = [
 *   { day: day("2024-03-01"), nav: 100, shares: 1000 },
 *   { day: day("2024-03-05"), nav: 100, shares: 1100 },
 *   { day: day("2024-03-07"), nav: 50, shares: 2200 },
 *   { day: day("2024-03-08"), nav: 50, shares: 2200 },
 * ];
 * const { flows, splits } = weeklyFlows(rows);
 * deepEqual(flows, [{ week: "2024-03-08", flowShare: 0.1 }]);
 * deepEqual(splits, [{ day: "2024-03-07", ratio: 2 }]);
 * ```
 */
export function weeklyFlows(rows: readonly NavRow[]): WeeklyFlows {
  const { shares, values, splits, doubtful } = withoutSplits(rows);
  const flows: WeeklyFlow[] = [], place = new Map(rows.map(({ day }, i) => [day, i]));
  const weeks = weeklyDays(rows.map(({ day }) => day));
  weeks.forEach((week, k) => {
    const before = weeks[k - 1];
    if (before === undefined || calendarDaysBetween(before, week) > LONGEST_WEEK) return;
    // Between the two splits of a late issuer the shares are of neither side.
    if (doubtful.some((on) => on > addCalendarDays(before, -1) && on <= week)) return;
    const first = place.get(before)!, last = place.get(week)!;
    let inflow = 0;
    for (let i = first + 1; i <= last; i++) inflow += (shares[i] - shares[i - 1]) * values[i];
    flows.push({ week, flowShare: inflow / (shares[first] * values[first]) });
  });
  return { flows, splits, doubtful };
}

/** Shares and values in the units of the first row. */
function withoutSplits(rows: readonly NavRow[]) {
  const splits: { day: Day; ratio: number }[] = [], doubtful: Day[] = [];
  const sharesFactor = rows.map(() => 1), valueFactor = rows.map(() => 1);
  const grew = (i: number) => rows[i].shares / rows[i - 1].shares;
  const used = new Set<number>();
  for (let i = 1; i < rows.length; i++) {
    const fell = rows[i - 1].nav / rows[i].nav;
    const ratio = RATIOS.find((one) => isNear(fell, one, MOST_MOVE));
    if (ratio === undefined) continue;
    const near = Array.from({ length: 2 * MOST_LATE + 1 }, (_, k) => i + k - MOST_LATE)
      .filter((at) =>
        at >= 1 && at < rows.length && !used.has(at) && isNear(grew(at), ratio, MOST_BOUGHT)
      )
      .sort((a, b) => Math.abs(a - i) - Math.abs(b - i));
    if (near.length === 0) {
      doubtful.push(rows[i].day);
      continue;
    }
    used.add(near[0]);
    splits.push({ day: rows[near[0]].day, ratio });
    valueFactor[i] = ratio;
    sharesFactor[near[0]] = ratio;
  }
  let byShares = 1, byValue = 1;
  const shares: number[] = [], values: number[] = [];
  rows.forEach((row, i) => {
    byShares *= sharesFactor[i];
    byValue *= valueFactor[i];
    shares.push(row.shares / byShares);
    values.push(row.nav * byValue);
  });
  return { shares, values, splits, doubtful };
}
