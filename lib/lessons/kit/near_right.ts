import { dollars } from "../../words.ts";

/**
 * What a number stands for; it decides in which other ways it may have been written. A share is a
 * part of one, a return a change of one, `number` anything else.
 */
export type Quantity = "share" | "return" | "number";

/** A way of writing a number that is not the one asked for, and the number that was meant by it. */
interface Slip {
  undo(given: number): number;
  /** What was done; a sentence. */
  say(given: number, meant: number): string;
}

const tidy = (value: number) => Number(value.toPrecision(12));

/** The sentence for a percent where a share is wanted. */
export function percentForShare(answer: number): string {
  return `${answer} is a percentage where a share is wanted: ${answer} % is ` +
    `${tidy(answer / 100)}.`;
}

const percentSlip: Slip = { undo: (given) => given / 100, say: percentForShare };
const basisPoints: Slip = {
  undo: (given) => given / 1e4,
  say: (given, meant) =>
    `${given} counts in basis points where a share is wanted: ${given} bp are ${tidy(meant)}.`,
};
const inDollars: readonly Slip[] = [1e4, 1e5, 1e6, 1e7].map((account) => ({
  undo: (given) => given / account,
  say: (given, meant) =>
    `${given} counts in dollars where a share is wanted: of an account of ${dollars(account)} ` +
    `it is ${tidy(meant)}.`,
}));
const growth: Slip = {
  undo: (given) => given - 1,
  say: (given, meant) =>
    `${given} is what one becomes, ${tidy(meant)} is the return: what one becomes, less 1.`,
};
const growthInPercent: Slip = {
  undo: (given) => given / 100 - 1,
  say: (given, meant) =>
    `${given} is what a hundred become, ${tidy(meant)} is the return: what one becomes, less 1.`,
};
const hundredfold: Slip = {
  undo: (given) => given / 100,
  say: (given, meant) =>
    `${given} is a hundred times too large, a percentage: write ${tidy(meant)}.`,
};

const SLIPS: Readonly<Record<Quantity, readonly Slip[]>> = {
  share: [percentSlip, basisPoints, ...inDollars],
  return: [percentSlip, growth, growthInPercent, basisPoints, ...inDollars],
  number: [hundredfold],
};

/**
 * A rounding this coarse, as a part of the value, says nothing about how the value was found; and a
 * tolerance this large, as a part of it, would take any small number for another way of writing it.
 */
const COARSE = 0.3, LOOSE = 0.1;

/** Half of the last decimal that was written. */
function halfLastDecimal(given: number): number {
  const [, decimals = ""] = String(given).split(".");
  return /e/.test(String(given)) ? 0 : 0.5 * 10 ** -decimals.length;
}

/** Whether a number is a target, within a tolerance or the rounding that the reader chose. */
function rounds(meant: number, half: number, target: number, tolerance: number): boolean {
  const size = Math.abs(target);
  const room = Math.max(Math.min(tolerance, LOOSE * size), Math.min(half, COARSE * size));
  return Math.abs(meant - target) <= room + 1e-12;
}

/**
 * What was done to a right answer before it was written: percent or dollars for a share, what one
 * becomes for a return, the sign, a rounding that is too coarse. Judges of exercises ask here after the
 * mistakes that they know themselves, so that every exercise recognises the same forms.
 *
 * @param given The reader's numbers, one per target.
 * @param targets The values that they may stand for.
 * @param options.tolerance How far off counts as the same.
 * @param options.bare Whether sign and rounding are looked at as well: with the right values, not with
 *   those of a mistake.
 * @returns One sentence about the first number that was written otherwise; `undefined` where these
 *   numbers are something else, or right as they stand.
 *
 * @example
 * ```ts
 * import { nearRight } from "./near_right.ts";
 * import { equal, match } from "node:assert/strict";
 *
 * const options = { tolerance: 0.0005, quantity: "return" } as const;
 * match(nearRight([0.829], [-0.171], options)!, /0.829 is what one becomes, -0.171 is the return/);
 * match(nearRight([-17.1], [-0.171], options)!, /-17.1 % is -0.171/);
 * match(nearRight([-0.2], [-0.171], options)!, /rounded/);
 * equal(nearRight([0.5], [-0.171], options), undefined);
 * ```
 */
export function nearRight(
  given: readonly number[],
  targets: readonly number[],
  options: {
    readonly tolerance: number;
    readonly quantity?: Quantity;
    readonly bare?: boolean;
  },
): string | undefined {
  const { tolerance, quantity = "number", bare = true } = options;
  const is = (meant: number, i: number, half: number) => rounds(meant, half, targets[i], tolerance);
  const exact = given.map((one, i) => Math.abs(one - targets[i]) <= tolerance + 1e-12);
  const first = exact.indexOf(false);
  if (first < 0 || given.length !== targets.length) return undefined;
  const isSlip = (meantBy: (one: number) => number, scaled: boolean) =>
    given.every((one, i) => {
      if (exact[i]) return true;
      const half = halfLastDecimal(one), meant = meantBy(one);
      // The rounding shrinks as the number does.
      return is(meant, i, scaled && bare ? Math.abs(meantBy(one + half) - meant) : 0);
    });
  const slips = SLIPS[quantity];
  for (const { undo, say } of slips) {
    if (targets[first] !== 0 && isSlip(undo, true)) {
      return say(given[first], undo(given[first]));
    }
  }
  if (!bare) return undefined;
  if (targets.some((one) => one !== 0) && isSlip((one) => -one, false)) {
    return "The size is right; the sign is the other one.";
  }
  for (const { undo, say } of slips) {
    if (targets[first] !== 0 && isSlip((one) => -undo(one), true)) {
      return say(given[first], undo(given[first])) +
        " That has the right size, and the other sign.";
    }
  }
  return isSlip((one) => one, true)
    ? `${given[first]} is the right value, rounded too far. Write one more decimal.`
    : undefined;
}
