/** Most letters in which a slip of the pen differs from what was meant. */
const MOST_SLIPS = 2;

/** Letters to change, add, leave out or swap with a neighbour until one word is the other. */
function slips(one: string, other: string): number {
  let beforeLast: number[] = [], last = Array.from({ length: other.length + 1 }, (_, j) => j);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + same);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
      }
    }
    [beforeLast, last] = [last, row];
  }
  return last[other.length];
}

/**
 * The name that was likely meant: the only one that begins so, else the nearest by optimal string
 * alignment (letters changed, added, left out, neighbours swapped). Two slips at most, and fewer than
 * half of the letters, for between short words two letters make any of them the other.
 *
 * @returns Absent where none is near.
 *
 * @example
 * ```ts
 * import { nearName } from "./near_name.ts";
 * import { equal } from "node:assert/strict";
 *
 * equal(nearName("sede", ["weights", "seed"]), "seed");
 * equal(nearName("sched", ["scores", "schedule"]), "schedule");
 * equal(nearName("colour", ["weights", "seed"]), undefined);
 * ```
 */
export function nearName(word: string, names: readonly string[]): string | undefined {
  const begun = word.length > 2 ? names.filter((name) => name.startsWith(word)) : [];
  if (begun.length === 1) return begun[0];
  const most = Math.min(MOST_SLIPS, Math.ceil(word.length / 2) - 1);
  return names.map((name) => ({ name, far: slips(word, name) }))
    .filter(({ far }) => far <= most).toSorted((a, b) => a.far - b.far)[0]?.name;
}

/**
 * What a message adds behind a name that nobody knows: the one that was likely meant, or nothing.
 *
 * @example
 * ```ts
 * import { meantName } from "./near_name.ts";
 * import { equal } from "node:assert/strict";
 *
 * equal(`there is no limit "sides"${meantName("sides", ["side", "sector"])}`,
 *   'there is no limit "sides" (did you mean "side"?)');
 * equal(meantName("colour", ["side", "sector"]), "");
 * ```
 */
export function meantName(word: string, names: readonly string[]): string {
  const near = nearName(word, names);
  return near === undefined ? "" : ` (did you mean "${near}"?)`;
}
