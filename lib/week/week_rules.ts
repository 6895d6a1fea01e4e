import { z } from "zod";
import { strictFields } from "../strict_fields.ts";

/** What a week's orders, and what came of them, may not exceed before somebody is asked; with defaults. */
export const weekFields = strictFields({
  /** How far a limit price lies from the close, and a newer price may, bp. */
  collarBps: z.number().positive().lt(1e4).default(50),
  /** Largest order, share of equity; a hedge of half the account is one order. */
  largestOrder: z.number().positive().max(2).default(0.5),
  /** Orders of one week. */
  mostOrders: z.number().int().min(1).default(30),
  /** Trading days that may be over since the prices' day. */
  staleDays: z.number().int().min(0).default(1),
  /** Trading days, from the one after the decision, on which its orders may be filled. */
  fillDays: z.number().int().min(1).max(5).default(1),
});

/** The rules on orders of a week, complete. */
export type WeekRules = Readonly<z.output<typeof weekFields>>;

/**
 * The rules as they are without a settings file.
 *
 * @example
 * ```ts
 * import { weekRules } from "lab/week";
 * import { equal } from "node:assert/strict";
 *
 * equal(weekRules().collarBps, 50);
 * ```
 */
export function weekRules(): WeekRules {
  return weekFields.parse({});
}
