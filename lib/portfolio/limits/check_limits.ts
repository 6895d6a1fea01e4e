import { checkObject } from "../../arguments.ts";
import { meantName } from "../../near_name.ts";
import { limitEntries, limitSettings, takenNames } from "./catalogue.ts";
import { ACTION, refuse } from "./check_figure.ts";
import type { LimitEntry } from "./limit_entry.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";

/**
 * Complete and checked limits: what is given, and {@linkcode DEFAULT_LIMITS} for the rest.
 *
 * @param limits The limits to change, as shares of equity: 0.6 is 60 %.
 * @returns Frozen limits; given in again they come back as they are.
 * @throws {RangeError} If a figure lies outside its range; a percentage is recognised as such.
 * @throws {TypeError} If a limit is not of its kind, such as a figure where an object belongs.
 * @throws {InfeasibleError} If one limit contradicts itself, such as a group with min above max.
 *
 * @example A percentage where a share belongs
 * ```ts
 * import { checkLimits } from "lab/portfolio";
 * import { equal, throws } from "node:assert/strict";
 *
 * equal(checkLimits({ side: 0.55 }).side, 0.55);
 * throws(() => checkLimits({ side: 60 }), /in \[0, 3\], got 60; for 60 % write 0.6/);
 * ```
 */
export function checkLimits(limits: Partial<Limits> = {}): Limits {
  if (CHECKED.get(limits) === limitEntries()) return limits as Limits;
  checkObject(ACTION, "what is given", limits, "limits");
  for (const name in limits) {
    const known = limitSettings();
    if (!known.includes(name)) {
      refuse(
        `there is no limit "${name}"${meantName(name, known)}; the limits are ${known.join(", ")}`,
      );
    }
  }
  const all: Limits = { ...DEFAULT_LIMITS, ...limits };
  const taken = () => takenNames(all);
  for (const entry of limitEntries()) entry.check?.(all, taken);
  // Copies: a caller who changes a nested figure later must not change a book that was fitted.
  const own: Record<string, unknown> = {};
  let name: keyof Limits;
  for (name in all) own[name] = all[name] === DEFAULT_LIMITS[name] ? all[name] : frozen(all[name]);
  CHECKED.set(Object.freeze(own), limitEntries());
  return own as unknown as Limits;
}

/**
 * Limits as this file returned them, and the catalogue that they were checked by: a sweep that hands them
 * in again pays for no second check.
 */
const CHECKED = new WeakMap<object, readonly LimitEntry[]>([[DEFAULT_LIMITS, limitEntries()]]);

/** A copy of plain data, frozen through and through. */
function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(frozen)) as T;
  const copy: Record<string, unknown> = {};
  for (const name in value) copy[name] = frozen(value[name]);
  return Object.freeze(copy) as T;
}
