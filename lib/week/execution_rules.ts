import { z } from "zod";
import { faultsOf, faultsText, strictFields } from "../strict_fields.ts";

/** The exchange's day, New York time. */
export const OPENS = "09:30";
export const CLOSES = "16:00";

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "need a time in New York, as 10:00");

/** How orders are worked over a day; each has its default. */
export const executionFields = strictFields({
  /** `none` leaves orders whole; `even` spreads each evenly over the day, in child orders. */
  profile: z.enum(["none", "even"]).default("none"),
  /** When the first child begins, New York; half an hour after the open, at which spreads are wide. */
  begins: clock.default("10:00"),
  /** When the last child ends, New York; on a short day as long before its close as on a long one. */
  ends: clock.default("15:30"),
  /** Most child orders of one order. */
  windows: z.number().int().min(1).max(390).default(6),
  /** Smallest child order, dollars: an order is cut into fewer rather than into smaller ones. */
  leastUsd: z.number().min(0).default(2_000),
}).refine(
  ({ begins, ends }) => OPENS <= begins && begins < ends && ends <= CLOSES,
  `begins must come before ends, both from ${OPENS} to ${CLOSES}`,
);

/** The rules of execution, complete. */
export type ExecutionRules = Readonly<z.output<typeof executionFields>>;

/**
 * The rules of execution as they are without a settings file, some of them changed.
 *
 * @throws {RangeError} If one of them is none.
 *
 * @example
 * ```ts
 * import { executionRules } from "lab/week";
 * import { equal } from "node:assert/strict";
 *
 * equal(executionRules({ profile: "even" }).windows, 6);
 * ```
 */
export function executionRules(
  change: z.input<typeof executionFields> = {},
): ExecutionRules {
  const parsed = executionFields.safeParse(change);
  if (parsed.success) return parsed.data;
  throw new RangeError(`Cannot read rules of execution: ${faultsText(faultsOf(parsed.error))}`);
}
