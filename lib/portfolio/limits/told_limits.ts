import * as exposure from "./exposure_limits.ts";
import * as measured from "./measured_limits.ts";
import { toldGroup } from "./group_limit.ts";
import { toldCapital } from "./capital_limit.ts";
import * as trade from "./trade_limits.ts";
import { TOLD_BESIDE, toldFund, toldSign } from "./other_rules.ts";
import { limitEntries, limitEntry } from "./catalogue.ts";
import type { LimitBound, LimitTelling } from "./limit_entry.ts";
import { type LimitId, limitName } from "./limit_id.ts";
import type { Limits } from "./limits.ts";

/** What is told of each kind, in the order of the mandate's table: what a reader asks first. */
const TOLD: Readonly<Record<string, LimitTelling>> = {
  gross: exposure.toldGross,
  reach: exposure.toldReach,
  sector: exposure.toldSector,
  cap: exposure.toldCap,
  side: exposure.toldSide,
  net: exposure.toldNet,
  cluster: exposure.toldCluster,
  beta: exposure.toldBeta,
  style: measured.toldStyle,
  correlated: measured.toldCorrelated,
  group: toldGroup,
  hedge: exposure.toldHedge,
  volatility: measured.toldVolatility,
  turnover: trade.toldTurnover,
  "minimum trade": trade.toldMinimumTrade,
  "minimum holding": trade.toldMinimumHolding,
  "fund volume": trade.toldFundVolume,
  "fund assets": trade.toldFundAssets,
  capital: toldCapital,
  "hedge direction": exposure.toldHedgeDirection,
  fund: toldFund,
  sign: toldSign,
  ...TOLD_BESIDE,
};

/** What is told of a limit; a kind that is added tells it in its entry. */
const tellingOf = (id: LimitId): LimitTelling => TOLD[id.kind] ?? limitEntry(id);

/** The bounds of a mandate for its table, kinds that are added last. */
export function limitBounds(limits: Limits): readonly LimitBound[] {
  const kinds = new Set([...Object.keys(TOLD), ...limitEntries().map(({ kind }) => kind)]);
  return [...kinds].flatMap((kind) => tellingOf({ kind }).bounds?.(limits) ?? []);
}

/**
 * A limit inside a sentence, in words that need no dictionary.
 *
 * @throws {RangeError} If there is no such kind.
 *
 * @example
 * ```ts
 * import { limitWords } from "lab/portfolio";
 * import { equal } from "node:assert/strict";
 *
 * equal(limitWords({ kind: "net" }), "the limit on net (long minus short)");
 * ```
 */
export function limitWords(id: LimitId): string {
  limitEntry(id);
  return tellingOf(id).words?.(id) ?? `the limit “${limitName(id)}”`;
}

/**
 * A limit at a bar or a gauge: its name, or what says more where that is short of words.
 *
 * @param nameOf How a sector is called; by its ticker by default.
 * @throws {RangeError} If there is no such kind.
 *
 * @example
 * ```ts
 * import { limitShort } from "lab/portfolio";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([{ kind: "net" }, { kind: "sector", of: "XLK" }].map((id) => limitShort(id)), [
 *   "net",
 *   "cap on XLK",
 * ]);
 * ```
 */
export function limitShort(id: LimitId, nameOf = (of: string) => of): string {
  limitEntry(id);
  return tellingOf(id).short?.(id, nameOf) ?? limitName(id);
}
