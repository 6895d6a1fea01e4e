import {
  bp,
  type CapacityCell,
  type CapacityCost,
  type CapacityState,
  listed,
} from "../../charts/mod.ts";
import type { Capacity, CapacityFate } from "../../desk/mod.ts";

const STATES: Readonly<Record<CapacityFate, CapacityState>> = {
  "first choice": "first choice",
  "falls back": "fallback",
  "capped by size": "capped",
  "closed": "closed",
  "no fund": "closed",
  "not in the book": "not held",
};

/** An account as a column's name, such as `$10k` or `$1M`. */
function columnOf(accountUsd: number): string {
  return accountUsd >= 1e6
    ? `$${accountUsd / 1e6}M`
    : accountUsd >= 1e3
    ? `$${accountUsd / 1e3}k`
    : `$${accountUsd}`;
}

/**
 * The positions of `capacity` as cells, and what trading each book costs; positions that no account
 * has a use for are left out.
 *
 * @example
 * ```ts
 * import { lessonMarket } from "lab/lesson";
 * import { capacityRows } from "lab/lesson/03";
 * import { capacity } from "lab/desk";
 * import { deepEqual } from "node:assert/strict";
 *
 * const { snapshot } = await lessonMarket("simulated", { seed: 7 });
 * const found = capacity(snapshot, [{ sector: "XLK", score: 5, confidence: 1 }]);
 * const { cells } = capacityRows(found);
 * deepEqual([...new Set(cells.map(({ row }) => row))], ["Technology", "Hedge"]);
 * ```
 */
export function capacityRows(
  { rows, books }: Capacity,
): { readonly cells: readonly CapacityCell[]; readonly costs: readonly CapacityCost[] } {
  const held = new Set(
    rows.filter(({ fate }) => fate !== "not in the book").map(({ label }) => label),
  );
  return {
    // Where nothing is held anywhere the cells say so.
    cells: rows.filter(({ label }) => held.size === 0 || held.has(label))
      .map(({ label, accountUsd, fate, ticker, kept, pointsNearer, reason }) => ({
        row: label,
        column: columnOf(accountUsd),
        state: STATES[fate],
        ...(ticker === undefined ? {} : { ticker }),
        ...(fate === "capped by size" ? { cap: Math.abs(kept) } : {}),
        ...(pointsNearer === undefined ? {} : { price: pointsNearer }),
        ...(reason === undefined ? {} : { note: reason }),
      })),
    costs: books.map(({ accountUsd, costBps, ordersStatus }) => ({
      column: columnOf(accountUsd),
      ...(costBps === undefined || ordersStatus !== "orders" ? {} : { costBps }),
    })),
  };
}

/**
 * What is closed, capped and falls back in the largest account, and what trading costs in the smallest and in the
 * dearest one, as a sentence.
 *
 * @example
 * ```ts
 * import { capacityTitle } from "lab/lesson/03";
 * import { lessonMarket } from "lab/lesson";
 * import { capacity } from "lab/desk";
 * import { match } from "node:assert/strict";
 *
 * const { snapshot } = await lessonMarket("simulated", { seed: 7 });
 * const found = capacity(snapshot, [{ sector: "XLK", score: 5, confidence: 1 }]);
 * match(capacityTitle(found), /^At \$\d+M? /);
 * ```
 */
export function capacityTitle(capacity: Capacity): string {
  const { accountsUsd, rows } = capacity;
  const last = accountsUsd[accountsUsd.length - 1];
  const own = rows.filter(({ accountUsd, fate }) =>
    accountUsd === last && fate !== "not in the book"
  );
  const count = (...fates: readonly CapacityFate[]) =>
    own.filter(({ fate }) => fates.includes(fate)).length;
  const closed = count("closed", "no fund");
  const capped = count("capped by size"), fallen = count("falls back");
  const others = [
    ...(capped === 0 ? [] : [`${capped} ${capped === 1 ? "is" : "are"} capped by size`]),
    ...(fallen === 0 ? [] : [`${fallen} ${fallen === 1 ? "falls" : "fall"} back`]),
  ];
  const first = own.length === 0
    ? `At ${columnOf(last)} nothing is held`
    : `At ${columnOf(last)} ${closed === 0 ? "none" : closed} of ${own.length} positions ` +
      listed([`${closed === 1 ? "is" : "are"} closed`, ...others]);
  const costs = capacityRows(capacity).costs.filter(({ costBps }) => costBps !== undefined);
  if (costs.length < 2) return first;
  const dearest = costs.reduce((a, b) => b.costBps! > a.costBps! ? b : a);
  const cheapest = costs.reduce((a, b) => b.costBps! < a.costBps! ? b : a);
  return `${first}; trading costs ${bp(cheapest.costBps)} at ${cheapest.column} and ` +
    `${bp(dearest.costBps)} at ${dearest.column}`;
}
