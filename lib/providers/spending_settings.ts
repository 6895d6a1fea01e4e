import { z } from "zod";
import { DataError } from "../errors.ts";
import { faultsOf, faultsText, strictFields } from "../strict_fields.ts";
import { DEFAULT_CAPS } from "./caps.ts";
import { MOST_TRIES } from "./retry.ts";

const usd = z.number().min(0).max(1e6);

/** The block `spending` of a settings file. */
export const spendingFields = strictFields({
  /** Dollars that may be spent, calls under way included at their worst case. */
  capsUsd: strictFields({
    day: usd.default(DEFAULT_CAPS.day),
    sweep: usd.default(DEFAULT_CAPS.sweep),
    sector: usd.default(DEFAULT_CAPS.sector),
  }).prefault({}),
  /**
   * Hours for which an answer is used again, those of a sweep that is not finished for longer; 0 asks
   * anew each time.
   */
  cacheHours: z.number().min(0).max(24 * 365).default(4),
  /** Tries of one call at each provider, the first included. */
  tries: z.number().int().min(1).max(10).default(MOST_TRIES),
  /** Who takes over for an analyst, in order: {"openai/fast": ["anthropic/fast"]}. */
  fallbacks: z.record(z.string().min(1), z.array(z.string().min(1))).default({}),
});

/** Caps, lifetime of answers, tries and fallbacks, complete and checked. */
export type SpendingSettings = Readonly<z.infer<typeof spendingFields>>;
/** The same before defaults are filled in. */
export type SpendingSettingsInput = Readonly<z.input<typeof spendingFields>>;

/**
 * Complete settings of money and repetition from a part of them: the block `spending` of a
 * settings file.
 *
 * @throws {DataError} If a field is unknown or out of range; names every such field.
 *
 * @example
 * ```ts
 * import { spendingSettings } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * equal(spendingSettings({ capsUsd: { sweep: 2 } }).capsUsd.sweep, 2);
 * equal(spendingSettings().capsUsd.day, 100);
 * ```
 */
export function spendingSettings(
  input: SpendingSettingsInput = {},
  where = "spending settings",
): SpendingSettings {
  const parsed = spendingFields.safeParse(input);
  if (parsed.success) return parsed.data;
  const faults = faultsOf(parsed.error);
  throw new DataError(`Cannot read ${where}: ${faultsText(faults)}`, {
    where,
    column: faults[0].path.join("."),
  });
}
