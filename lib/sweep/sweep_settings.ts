import { checkLimits, type Limits } from "../portfolio/mod.ts";
import { type BookRule, LIMITS_ONLY, type Schedule } from "../research/mod.ts";

/** Books from the plainest to the fullest. */
export const SWEEP_BOOKS = ["tilt", "hedged tilt", "limits", "mandate"] as const;

/**
 * How the book of a sweep is made: `tilt` scales the tilts to a gross of 1, `hedged tilt` adds the
 * hedge of its beta, `limits` solves every limit exactly, `mandate` keeps the turnover budget and the
 * rules on trades as well.
 */
type SweepBook = (typeof SWEEP_BOOKS)[number];

/** All that a sweep may move besides the weights of the pillars. */
export interface SweepSettings {
  readonly book: SweepBook;
  readonly schedule: Schedule;
  /**
   * `one` trusts every score alike; `stated` multiplies a tilt by the committee's own confidence, and
   * makes none below 0.3.
   */
  readonly confidence: "one" | "stated";
  /** Rule analysts that are asked, 1 to 5, in the order of `TEMPERAMENTS`. */
  readonly analysts: number;
  /** Half-life of the betas, trading days (months on a monthly market). */
  readonly halfLifeDays: number;
  /** Multiple of every cost: spread, impact and commission; 0 is free, 1 as modelled. */
  readonly costLevel: number;
  /** Limits that differ from the lab's; for the books that keep limits. */
  readonly limits: Readonly<Partial<Limits>>;
}

/** The rule by which the backtest makes a book. */
export function bookRule({ book, limits }: Pick<SweepSettings, "book" | "limits">): BookRule {
  if (book === "tilt") return { kind: "tilt" };
  if (book === "hedged tilt") return { kind: "tilt", hedge: "beta" };
  // Checked once here: the backtest knows a checked object again and checks it no more.
  return book === "limits" && LIMITS_ONLY.kind === "limits"
    ? { kind: "limits", limits: checkLimits({ ...LIMITS_ONLY.limits, ...limits }) }
    : { kind: "limits", limits: checkLimits(limits) };
}
