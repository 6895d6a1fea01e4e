import { type Day, type Usd, usd } from "../units.ts";
import { type CarrierOptions, carriers, closedReason, type PassedOver } from "./carriers.ts";
import type { Instrument, Scope } from "./instrument.ts";

/** What `resolve` is told about a position besides what, which way and when. */
export interface ResolveOptions extends CarrierOptions {
  /** Size of the position, dollars of exposure, at least 0. */
  readonly exposureUsd: number;
  /** Exposure to be traded today; the whole position by default. */
  readonly tradeUsd?: number;
}

/** How a position can be held: by which fund, or why it cannot. */
export type Resolution =
  | {
    readonly status: "first choice" | "fallback";
    readonly instrument: Instrument;
    /**
     * Dollars of the fund for the whole position, exposure over |leverage|. An exposure x is
     * x / leverage of the fund: an inverse fund is bought for a short.
     */
    readonly capitalUsd: Usd;
    /** Whether shares are borrowed and sold, which only a SPDR fund is, and only when allowed. */
    readonly soldShort: boolean;
    /** Why it is not the first choice. */
    readonly reason?: string;
    /** Absent if the liquidity of that day was known; otherwise `approximate, as of …`. */
    readonly approximate?: string;
    readonly passedOver: readonly PassedOver[];
  }
  | {
    readonly status: "closed";
    readonly instrument: undefined;
    /** Why, in a sentence. */
    readonly reason: string;
    /** `size` if a smaller position would have found a fund. */
    readonly cause: "none exists" | "not listed" | "size";
    readonly passedOver: readonly PassedOver[];
  };

function checked(value: number, name: string): number {
  if (typeof value === "number" && value >= 0 && Number.isFinite(value)) return value;
  throw new RangeError(
    `Cannot resolve an instrument: ${name} must be a number of dollars of at least 0, got ${value}`,
  );
}

/**
 * The fund by which a position of a given size can be held on a day: the first of `carriers` that is
 * large enough for it, else closed. How much each could carry is asked of `carriers` itself, and a book
 * is solved with that as a limit; this is for a position whose size is fixed.
 *
 * @param scope A sector, or `"market"` for the hedge.
 * @param side `"long"` or `"short"`.
 * @param day The day of the trade.
 * @param options.exposureUsd Size of the position in dollars; see `ResolveOptions` for the others.
 * @returns A fund with its capital, or the reason why there is none. Closed is a value, no error.
 * @throws {RangeError} If a name, a day or a number is not what it should be.
 *
 * @example Half the capital at −2x; too large for a small fund; no fund at all
 * ```ts
 * import { resolve } from "lab/market";
 * import { day } from "lab/units";
 * import { deepEqual, equal, match } from "node:assert/strict";
 *
 * const on = day("2026-08-03");
 * const energy = resolve("XLE", "short", on, { exposureUsd: 30_000 });
 * deepEqual(
 *   energy.status === "closed" ? energy.reason : [energy.instrument.ticker, energy.capitalUsd],
 *   ["DUG", 15_000],
 * );
 * const staples = resolve("XLP", "short", on, { exposureUsd: 30_000 });
 * match(staples.reason ?? "", /10 % of the \$55,000 it trades a day/);
 * equal(resolve("XLC", "short", on, { exposureUsd: 1_000 }).status, "closed");
 * ```
 */
export function resolve(
  scope: Scope,
  side: "long" | "short",
  day: Day,
  options: ResolveOptions,
): Resolution {
  const exposureUsd = checked(options.exposureUsd, "exposureUsd");
  const tradeUsd = checked(options.tradeUsd ?? exposureUsd, "tradeUsd");
  const looked = carriers(scope, side, day, options);
  if (looked.closed) {
    const { passedOver, closed } = looked;
    return { status: "closed", instrument: undefined, ...closed, passedOver };
  }
  const passedOver = [...looked.passedOver];
  for (const { fund, soldShort, approximate, tooSmallFor } of looked.carriers) {
    const small = tooSmallFor(exposureUsd, tradeUsd);
    if (small) {
      passedOver.push(small);
      continue;
    }
    const label = scope === "market" ? "The market" : scope;
    return {
      status: passedOver.length > 0 || soldShort ? "fallback" : "first choice",
      instrument: fund,
      capitalUsd: usd(exposureUsd / Math.abs(fund.leverage)),
      soldShort,
      ...(passedOver.length > 0
        ? {
          reason: `${fund.ticker} instead: ${passedOver.map(({ reason }) => reason).join("; ")}.`,
        }
        : soldShort
        ? { reason: `${fund.ticker} itself is sold short: no inverse fund on ${label} exists.` }
        : {}),
      ...(approximate === undefined ? {} : { approximate }),
      passedOver,
    };
  }
  return {
    status: "closed",
    instrument: undefined,
    reason: closedReason(scope, side, day, passedOver),
    cause: "size",
    passedOver,
  };
}
