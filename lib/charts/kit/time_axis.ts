import { quotedValue } from "../../outside_text.ts";

/**
 * A day as a point on a time axis, at midnight UTC so that no reader's zone moves it.
 *
 * @param day `YYYY-MM-DD`.
 * @throws {RangeError} If the text is no day.
 */
export function dateOf(day: string): Date {
  const date = new Date(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(date.getTime())) {
    throw new RangeError(
      `Cannot draw a chart over time: need days as YYYY-MM-DD, got ${quotedValue(day)}`,
    );
  }
  return date;
}

/** A wide enough domain for no day, or one. */
export function timeDomain(days: readonly string[]): [Date, Date] {
  const sorted = days.toSorted();
  const first = dateOf(sorted[0] ?? "2020-01-01");
  const last = dateOf(sorted[sorted.length - 1] ?? "2021-01-01");
  return first < last ? [first, last] : [first, new Date(first.getTime() + 864e5)];
}

/**
 * Positions at least `least` pixels apart and between `top` and `bottom`, as near as may be to the
 * wished ones; in the order given.
 */
export function setApart(
  wished: readonly number[],
  options: { readonly least: number; readonly top: number; readonly bottom: number },
): number[] {
  const { least, top, bottom } = options;
  const order = wished.map((px, i) => ({ px, i })).sort((a, b) => a.px - b.px);
  const placed = order.map(({ px }) => px);
  for (let k = 0; k < placed.length; k++) {
    placed[k] = Math.max(placed[k], k === 0 ? top : placed[k - 1] + least);
  }
  for (let k = placed.length - 1; k >= 0; k--) {
    placed[k] = Math.min(placed[k], k === placed.length - 1 ? bottom : placed[k + 1] - least);
  }
  const out = new Array<number>(wished.length);
  order.forEach(({ i }, k) => out[i] = placed[k]);
  return out;
}
