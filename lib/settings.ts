import { z } from "zod";
import { DataError } from "./errors.ts";
import { WINDOW_DAYS } from "./hedging/mod.ts";
import {
  DEFAULT_COST_MODEL,
  type Limits,
  type MandateChanges,
  mandateLimits,
} from "./portfolio/mod.ts";
import { HALF_LIFE_DAYS, MINIMUM_PAIRS } from "./stats/mod.ts";
import { faultsOf, faultsText, strictFields } from "./strict_fields.ts";

const share = z.number().min(0).max(1);
const count = z.number().int().min(1);

/** Limits are checked where they are defined, so that a message is the same everywhere. */
const mandate = z.union([z.string(), z.record(z.string(), z.unknown())], {
  error: "need the name of a mandate, or an object with limits",
}).default("lab").transform((given, context): Limits => {
  try {
    return mandateLimits(given as string | MandateChanges);
  } catch (error) {
    context.addIssue({ code: "custom", message: (error as Error).message });
    return z.NEVER;
  }
});

const pillars = strictFields({ fundamentals: share, sentiment: share, technicals: share })
  .default({ fundamentals: 0.5, sentiment: 0.25, technicals: 0.25 })
  .refine(
    (weights) => Math.abs(weights.fundamentals + weights.sentiment + weights.technicals - 1) < 1e-9,
    "the three weights must sum to 1",
  );

/** Fields of a settings file that are about the book, each with its default. */
export const bookFields = {
  /** Weights of the pillars in a score, shares that sum to 1. */
  pillars,
  /** Equity of the account in dollars, holdings included. */
  accountUsd: z.number().positive().default(100_000),
  /**
   * What book and trades may not exceed: a mandate's name (`lab`, `cautious`, `printed`), or limits,
   * with `from` for the mandate that they change. Shares of equity, see `Limits`.
   */
  mandate,
  /**
   * Limits that give way so that all of the gross is used, the first named first; none by default, and
   * then gross gives way. Every violation is reported; see `relaxedBook`.
   */
  relax: z.array(z.string()).default([]),
  /**
   * How sizes follow from views: `calibrated`, the default, counts a confidence as the record of resolved
   * outcomes has it, and as 1 while there are too few; `one` counts every confidence as 1, and `stated` as
   * it was given. Scores of a reader's own bring confidences of their own, which are taken as stated.
   */
  confidence: z.enum(["one", "stated", "calibrated"]).default("calibrated"),
  trading: strictFields({
    /** Whether a sector fund may be sold short where no inverse fund serves. */
    shortSpdr: z.boolean().default(false),
    /** Factor of the square-root impact, see `IMPACT_COEFFICIENT`. */
    impactCoefficient: z.number().min(0).default(DEFAULT_COST_MODEL.impactCoefficient),
    /** Dollars per order. */
    commissionUsd: z.number().min(0).default(DEFAULT_COST_MODEL.commissionUsd),
    /** Further fee on the traded value, bp. */
    feeBps: z.number().min(0).default(DEFAULT_COST_MODEL.feeBps),
  }).prefault({}),
  betas: strictFields({
    /** Age at which a day counts half. */
    halfLifeDays: z.number().positive().default(HALF_LIFE_DAYS),
    /** Trading days looked back. */
    windowDays: count.default(WINDOW_DAYS),
    /** Fewest pairs of returns from which a beta is worked out. */
    minimumDays: count.default(MINIMUM_PAIRS),
  }).prefault({}),
};

const schema = strictFields(bookFields);

/** Everything a reader may set, complete and checked. */
export type Settings = Readonly<z.infer<typeof schema>>;

/** A settings file before defaults are filled in; every field may be left out. */
export type SettingsInput = Readonly<z.input<typeof schema>>;

/**
 * Complete settings from a part of them; what is left out takes its default.
 *
 * @param input The fields to change, as in a settings file; shares of one, not percent.
 * @param where Name of the file, for messages.
 * @throws {DataError} If a field is unknown or out of range; names every such field.
 *
 * @example Only the side limit differs from the defaults
 * ```ts
 * import { settings } from "lab/settings";
 * import { equal, throws } from "node:assert/strict";
 *
 * equal(settings({ mandate: { side: 0.55 } }).mandate.side, 0.55);
 * equal(settings({ mandate: "cautious" }).mandate.turnover, 0.1);
 * equal(settings({ mandate: { from: "cautious", side: 0.4 } }).mandate.sector, 0.15);
 * throws(() => settings({ mandate: { sides: 0.55 } }), /there is no limit "sides"/);
 * ```
 */
export function settings(input: SettingsInput = {}, where = "settings"): Settings {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const faults = faultsOf(parsed.error);
  throw new DataError(`Cannot read ${where}: ${faultsText(faults)}`, {
    where,
    column: faults[0].path.join("."),
    cause: parsed.error,
  });
}
