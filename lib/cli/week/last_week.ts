import { join } from "node:path";
import { DataError } from "../../errors.ts";
import type { Plan } from "../../desk/mod.ts";
import { addCalendarDays, type Market, tradingDaysFrom } from "../../market/mod.ts";
import { CASH, type Holding } from "../../portfolio/mod.ts";
import { printableJson } from "../../outside_text.ts";
import type { Day } from "../../units.ts";
import {
  type AccountAction,
  type ExecutionRules,
  type Fill,
  type Finding,
  implementationShortfall,
  type Ordered,
  ordersSchedule,
  type Quoted,
  type Receivable,
  reconciled,
  type Reconciliation,
  type Shortfall,
  statedBesideOrders,
  type TwoCloses,
} from "../../week/mod.ts";
import { readJson } from "../read_json.ts";
import { holdingsCsv } from "./holdings_csv.ts";
import { openWeekFolder, stageName } from "./week_folder.ts";
import { weeksBefore } from "./weeks_before.ts";

/** The file in a week's folder that says what came of the orders before it. */
export const RECONCILED = "reconciled.json";
const FORMAT = "sector-committee-lab/reconciled/1";

/** The newest week before a day, as its folder tells it. */
export interface LastWeek {
  readonly day: Day;
  /** What was ordered; nothing where nobody said yes. */
  readonly orders: readonly Ordered[];
  readonly before: readonly Holding[];
  readonly equityUsd: number;
  /** What the week had counted and what was owed to it. */
  readonly counted: readonly string[];
  readonly receivables: readonly Receivable[];
  /** Prices of that day as they were traded then, of what was held or ordered. */
  readonly prices: ReadonlyMap<string, number>;
}

/** What the check of a week keeps of its orders. */
interface CheckedOrders {
  readonly orders: readonly Ordered[];
}

const pair = (one: { readonly ticker: string; readonly price?: number }) =>
  one.price === undefined ? [] : [[one.ticker, one.price] as const];

/** What a week's folder knows of fills and dividends before it; nothing where it reconciled nothing. */
async function stateOf(
  folder: string,
): Promise<Pick<LastWeek, "counted" | "receivables">> {
  const path = join(folder, RECONCILED);
  const isThere = await Deno.stat(path).then(() => true, (error) => {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  });
  if (!isThere) return { counted: [], receivables: [] };
  const found = await readJson(path) as {
    readonly format?: string;
    readonly week?: Partial<Reconciliation>;
  };
  const { counted, receivables } = found?.week ?? {};
  if (found?.format !== FORMAT || !Array.isArray(counted) || !Array.isArray(receivables)) {
    throw new DataError(
      `Cannot read ${RECONCILED} of ${folder}: it is none of this program's; put it back as it was`,
      { where: RECONCILED },
    );
  }
  return { counted, receivables };
}

/**
 * The newest week before a day that has a book, from the folder of all weeks.
 *
 * @param out Folder of the weeks.
 * @returns Nothing where there is no week before.
 * @throws {DataError} If its files do not belong together.
 */
export async function lastWeekBefore(out: string, before: Day): Promise<LastWeek | undefined> {
  for (const on of weeksBefore(out, before).toReversed()) {
    const path = join(out, on), folder = openWeekFolder(path, on);
    const book = folder.read<{ readonly plan: Plan }>("book");
    if (book === undefined) continue;
    const check = folder.read<CheckedOrders>("check"), written = folder.read("orders");
    const isWhole = written === undefined ||
      (check !== undefined && written.inputs[stageName("check")] === check.sha256 &&
        check.inputs[stageName("book")] === book.sha256);
    if (!isWhole) {
      throw new DataError(
        `Cannot say what was ordered on ${on}: ${stageName("book")}, ${stageName("check")} and ${
          stageName("orders")
        } in its folder do not belong together; put them back as they were`,
        { where: path },
      );
    }
    const { positions, cashUsd, equityUsd } = book.result.plan.account;
    const orders = written === undefined ? [] : check!.result.orders;
    return {
      day: on,
      orders,
      before: [
        ...positions.map(({ ticker, shares, since }) => ({
          ...{ ticker, shares },
          ...(since === undefined ? {} : { since }),
        })),
        { ticker: CASH, shares: cashUsd },
      ],
      equityUsd,
      ...await stateOf(path),
      prices: new Map([...positions, ...orders].flatMap(pair)),
    };
  }
  return undefined;
}

/** Closes of the two days: of what was held or ordered as it was traded then, of the rest by this file. */
function closesOf({ prices }: Pick<Market, "prices">, last: LastWeek, until: Day): TwoCloses {
  const on = (day: Day) => {
    const row = prices.days.indexOf(day);
    return [...prices.close].flatMap(([ticker, values]) =>
      row < 0 || Number.isNaN(values[row]) ? [] : [[ticker, values[row]] as const]
    );
  };
  return { before: new Map([...on(last.day), ...last.prices]), after: new Map(on(until)) };
}

/** The day on which a decision's orders are traded first. */
export const tradeDay = (decided: Day): Day => tradingDaysFrom(addCalendarDays(decided, 1), 1)[0];

function scheduleOf({ day, orders }: LastWeek, rules: ExecutionRules) {
  const valued = orders.map((one) => ({ ...one, dollars: one.shares! * one.price! }));
  return ordersSchedule(valued, { day: tradeDay(day), rules });
}

/** What is odd in an account that is stated without its fills; see `statedBesideOrders`. */
export function statedAfter(
  last: LastWeek,
  { until, market, stated }: {
    readonly until: Day;
    readonly market: Pick<Market, "prices">;
    readonly stated: readonly Holding[];
  },
): readonly Finding[] {
  const { before, orders } = last;
  return statedBesideOrders({ before, orders, stated, closes: closesOf(market, last, until) });
}

/** What came of a week, and the files that keep it. */
export interface WeekAfter {
  readonly week: Reconciliation;
  readonly shortfall: Shortfall;
  /** For the folder of the week that begins: what was found, and the account as `--holdings` reads it. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * What came of the last week's orders, from its folder and what is told since.
 *
 * @param last From `lastWeekBefore`.
 * @param told.until Day of the decision that begins now.
 * @param told.market Prices that reach it.
 * @param told.stated The account as its owner states it.
 * @param told.execution How the orders were to be worked; what was filled off the schedule is told.
 * @param told.arrival Prices as the orders reached the market, so that delay and impact are told apart.
 * @param told.inputs Hashes of the files that were read, by their names.
 */
export function weekAfter(last: LastWeek, told: {
  readonly until: Day;
  readonly market: Pick<Market, "prices">;
  readonly fills: readonly Fill[];
  readonly actions: readonly AccountAction[];
  readonly stated?: readonly Holding[];
  readonly fillDays?: number;
  readonly shortSpdr?: boolean;
  readonly execution?: ExecutionRules;
  readonly arrival?: readonly Quoted[];
  readonly inputs?: Readonly<Record<string, string>>;
}): WeekAfter {
  const { until, market, fills, actions, stated, fillDays, shortSpdr, inputs = {} } = told;
  const { execution, arrival } = told;
  const { day: from, orders, before, counted, receivables, equityUsd } = last;
  const closes = closesOf(market, last, until);
  const week = reconciled({
    ...{ orders, before, fills, actions, from, until, counted, receivables, closes },
    ...(stated ? { stated } : {}),
    ...(fillDays === undefined ? {} : { fillDays }),
    ...(shortSpdr === undefined ? {} : { shortSpdr }),
  });
  const shortfall = implementationShortfall({
    ...{ orders, fills: week.fills, actions, from, until, equityUsd, closes: closes.after },
    ...(execution?.profile === "even" ? { schedule: scheduleOf(last, execution) } : {}),
    ...(arrival ? { arrival } : {}),
  });
  const kept = { format: FORMAT, inputs, week, shortfall };
  return {
    week,
    shortfall,
    files: {
      [RECONCILED]: printableJson(JSON.stringify(kept, null, 1) + "\n"),
      "holdings.csv": holdingsCsv(week.holdings),
    },
  };
}
