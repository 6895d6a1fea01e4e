import type { Capacity, CapacityRow } from "../../desk/mod.ts";
import { inPercent } from "../../words.ts";
import { textTable } from "../text_table.ts";

const left = (heading: string) => ({ heading });
const right = (heading: string) => ({ heading, right: true });

/** `$10k`, `$1M`: account sizes as the head of a column. */
function size(usd: number): string {
  if (usd >= 1e6) return `$${Number((usd / 1e6).toPrecision(3))}M`;
  return usd >= 1e3 ? `$${Number((usd / 1e3).toPrecision(3))}k` : `$${usd}`;
}

const share = (value: number) => inPercent(value, 1);
const days = (value: number) => value < 0.01 ? "<0.01 d" : `${value.toPrecision(2)} d`;

/** Fund, exposure, the price of its cap and days; or why there is none. */
function cell(row: CapacityRow): string {
  const { fate, ticker, kept, pointsNearer, daysToLiquidate } = row;
  if (ticker === undefined) return fate === "not in the book" ? "" : fate;
  const price = pointsNearer === undefined ? "" : ` (${pointsNearer.toFixed(2)})`;
  const out = daysToLiquidate === undefined ? "" : `, ${days(daysToLiquidate)}`;
  const mark = fate === "falls back" ? "*" : fate === "capped by size" ? "≤" : "";
  return `${ticker}${mark} ${share(kept)}${price}${out}`;
}

/**
 * The same views in accounts of different size as text: fund, exposure and days to sell in each cell.
 *
 * @param capacity What `capacity` returned.
 */
export function capacityText(capacity: Capacity): string {
  const { accountsUsd, rows, books } = capacity;
  const scopes = [...new Set(rows.map(({ scope }) => scope))].filter((scope) =>
    rows.some((row) => row.scope === scope && row.fate !== "not in the book")
  );
  // For each position why it first falls back, is first capped, and is first closed.
  const told = new Set<string>();
  const reasons = rows.flatMap(({ scope, fate, reason, accountUsd }) => {
    const key = `${scope} ${fate}`;
    if (reason === undefined || fate === "no fund" || told.has(key)) return [];
    told.add(key);
    return [`At ${size(accountUsd)}: ${reason}`];
  });
  return [
    "\nCapacity: fund, exposure, trading days to sell a tenth of its volume each day\n",
    textTable(
      [left(""), right("without size"), ...accountsUsd.map((usd) => left(size(usd)))],
      [
        ...scopes.map((scope) => {
          const own = rows.filter((row) => row.scope === scope);
          return [scope === "market" ? "hedge" : scope, share(own[0].wanted), ...own.map(cell)];
        }),
        ["book", "", ...books.map(({ status, gross }) => `${status}, ${share(gross)} gross`)],
        [
          "cost",
          "",
          ...books.map(({ costBps, knownCostBps, ordersStatus, smallestAccountUsd }) =>
            ordersStatus === "too small" && smallestAccountUsd !== undefined
              ? `too small: ${size(smallestAccountUsd)} would do`
              : ordersStatus !== "orders"
              ? ordersStatus
              : costBps === undefined
              ? `at least ${knownCostBps.toFixed(1)} bp`
              : `${costBps.toFixed(1)} bp`
          ),
        ],
      ],
    ),
    ...(rows.some(({ fate }) => fate === "falls back")
      ? ["  * not the fund of first choice\n"]
      : []),
    ...(rows.some(({ fate }) => fate === "capped by size")
      ? [
        "  ≤ as much as funds can carry; in brackets how many points nearer to its aims one more point " +
        "would bring the book\n",
      ]
      : []),
    ...reasons.map((reason) => `  ${reason}\n`),
  ].join("");
}
