import { join } from "node:path";
import { type SectorView, type Verdict, verdictSchema } from "../../committee/mod.ts";
import { bookOfViews, type Plan, type RebalanceOptions } from "../../desk/mod.ts";
import type { Sector, Snapshot } from "../../market/mod.ts";
import {
  type MemoData,
  type MemoDecision,
  memoOf,
  memoPage,
  type MemoSpending,
} from "../../memo/mod.ts";
import { type RecordContents, recordSummary } from "../../record/mod.ts";
import { type AgedViews, changesOfMind } from "../../week/mod.ts";
import type { Day } from "../../units.ts";
import { readJson } from "../read_json.ts";
import { weeksBefore } from "./weeks_before.ts";

/** File of a week's folder that the verdict stands in. */
const COMMITTEE_FILE = "committee.json";

/** A week's memo, as figures and as a page. */
export interface WeekMemo {
  readonly data: MemoData;
  readonly html: string;
}

/** What a run knows when its orders lie ready. */
export interface WeekMemoParts {
  readonly today: Snapshot;
  readonly plan: Plan;
  /** What the book was made from, overrides included. */
  readonly views: readonly SectorView[];
  /** As `rebalance` was given them. */
  readonly options: RebalanceOptions;
  readonly verdict: Verdict;
  readonly last?: Verdict;
  readonly overrides?: readonly {
    readonly sector: Sector;
    readonly to: number | "closed";
    readonly because: string;
  }[];
  readonly aged?: AgedViews;
  /** Orders with their limit prices, as they will be written. */
  readonly orders: readonly { readonly ticker: string; readonly limitPrice?: number }[];
  readonly spending: MemoSpending;
  /** The record, looked at as of the decision's day. */
  readonly record?: RecordContents;
  readonly decision?: MemoDecision;
  /** SHA-256 of every file that the week was made from. */
  readonly inputs: Readonly<Record<string, string>>;
}

/**
 * A week's memo: what would turn the committee is searched for with the book's own construction, and the
 * record is summed up as of the day.
 */
export function weekMemo(parts: WeekMemoParts): WeekMemo {
  const { today, plan, views, options, orders, overrides = [], record, ...rest } = parts;
  const data = memoOf({
    ...{ plan, verdict: rest.verdict, spending: rest.spending, inputs: rest.inputs },
    ...(rest.last ? { last: rest.last } : {}),
    ...(rest.aged ? { aged: rest.aged } : {}),
    ...(rest.decision ? { decision: rest.decision } : {}),
    ...(record ? { record: recordSummary(record, { asOf: plan.day }) } : {}),
    changes: changesOfMind(views, bookOfViews(today, options)),
    overrides: overrides.map(({ sector, to, because }) => ({ sector, score: to, because })),
    limitPrices: Object.fromEntries(
      orders.flatMap(({ ticker, limitPrice }) =>
        limitPrice === undefined ? [] : [[ticker, limitPrice]]
      ),
    ),
  });
  return { data, html: memoPage(data) };
}

/**
 * The verdict of the newest week before a day that lies beside it, to say what moved since.
 *
 * @param weeks The folder with a folder for each week, named by its day.
 * @returns Nothing where there is none; a file that cannot be read is passed over and said.
 */
export async function verdictBefore(
  weeks: string,
  day: Day,
): Promise<{ readonly verdict?: Verdict; readonly notes: readonly string[] }> {
  const notes: string[] = [];
  for (const name of weeksBefore(weeks, day).toReversed()) {
    const path = join(weeks, name, COMMITTEE_FILE);
    try {
      const found = await readJson(path) as { readonly verdict?: unknown } | null;
      const parsed = verdictSchema.safeParse(found?.verdict);
      if (parsed.success && parsed.data.day === name) {
        return { verdict: found!.verdict as Verdict, notes };
      }
      notes.push(`${name}/${COMMITTEE_FILE} holds no verdict of that day.`);
    } catch (error) {
      // A week that was begun and never asked has no verdict, which is nothing to say.
      const isMissing = await Deno.stat(path).then(() => false, () => true);
      if (!isMissing) notes.push(`${(error as Error).message}.`);
    }
  }
  return { notes };
}
