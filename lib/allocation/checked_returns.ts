import { checkedNumbers, checkShare } from "../arguments.ts";

/** Largest size of an expected return; above 100 % it was meant in percent. */
export const LARGEST_RETURN = 1;

/**
 * Expected returns as plain numbers.
 *
 * @param action What cannot be done, as in "Cannot blend views".
 * @param name What they are called in the message.
 * @throws {TypeError} If they are no list.
 * @throws {RangeError} If one is no share of a sensible size, or there are not `count` of them.
 */
export function checkedReturns(
  action: string,
  name: string,
  returns: unknown,
  count?: number,
): readonly number[] {
  const checked = checkedNumbers(`Cannot ${action}`, name, returns, count);
  checked.forEach((value, i) =>
    checkShare(`Cannot ${action}`, `${name} at position ${i}`, value, {
      least: -LARGEST_RETURN,
      most: LARGEST_RETURN,
    })
  );
  return checked;
}
