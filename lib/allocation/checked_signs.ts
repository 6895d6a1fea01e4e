import { checkedNumbers, type ShareRange } from "../arguments.ts";

/** Σ|weight| as a mandate may ask for it; above it a percentage was meant. */
export const GROSS_RANGE: ShareRange = { least: 0, most: 3, above: true };

/**
 * Sides by position, 1 or −1; all long where none are given.
 *
 * @param action What cannot be done, as in "Cannot share out risk".
 * @throws {TypeError} If they are no list.
 * @throws {RangeError} If there are not so many, or one is no side.
 */
export function checkedSigns(action: string, signs: unknown, count: number): readonly number[] {
  if (signs === undefined) return new Array<number>(count).fill(1);
  const checked = checkedNumbers(`Cannot ${action}`, "signs", signs, count);
  const wrong = checked.findIndex((sign) => sign !== 1 && sign !== -1);
  if (wrong >= 0) {
    throw new RangeError(
      `Cannot ${action}: signs must be 1 or -1, got ${checked[wrong]} at position ${wrong}; ` +
        "leave out a name that is not to be held",
    );
  }
  return checked;
}
