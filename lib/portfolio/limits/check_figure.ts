import { checkFields, shown } from "../../arguments.ts";
import { DEFAULT_LIMITS, type StyleLimit } from "./limits.ts";

/** Largest share of equity that a limit may sensibly be; above it, a percentage was meant. */
export const LARGEST_SHARE = 3;
/** Largest beta or style loading, target or distance, that a mandate may sensibly name. */
const LARGEST_BETA = 3;

/** What a mistake in a mandate is a mistake in. */
export const ACTION = "Cannot set limits";

/** Refuses limits, with what is wrong with them. */
export function refuse(what: string): never {
  throw new RangeError(`${ACTION}: ${what}`);
}

/**
 * Refuses a figure that is no share.
 *
 * @param zero Whether 0 is one.
 * @param of What it is a share of.
 */
export function checkShare(
  name: string,
  value: unknown,
  highest: number,
  zero: boolean,
  of = "a share of equity",
): void {
  if (typeof value === "number" && value <= highest && (zero ? value >= 0 : value > 0)) return;
  const range = `${zero ? "[" : "("}0, ${highest}]`;
  // 60 for 60 % is the likeliest slip; a hint names the number that was meant.
  const hint = typeof value === "number" && value > highest && value <= 100 * highest
    ? `; for ${value} % write ${Number((value / 100).toPrecision(12))}`
    : "";
  refuse(`${name} must be ${of} in ${range}, got ${shown(value)}${hint}`);
}

/** Refuses what is no target with a distance from it: beta, or a style. */
export function checkTarget(name: string, limit: StyleLimit): void {
  if (limit !== DEFAULT_LIMITS.beta) checkFields(ACTION, name, limit, ["target", "max"]);
  const { target, max } = limit;
  if (!(typeof target === "number" && Math.abs(target) <= LARGEST_BETA)) {
    refuse(`${name} target must lie in [−${LARGEST_BETA}, ${LARGEST_BETA}], got ${shown(target)}`);
  }
  if (!(typeof max === "number" && max >= 0 && max <= LARGEST_BETA)) {
    refuse(
      `${name} max must lie in [0, ${LARGEST_BETA}], got ${shown(max)}` +
        (max > LARGEST_BETA && max <= 100 ? `; for ${max} hundredths write ${max / 100}` : ""),
    );
  }
}
