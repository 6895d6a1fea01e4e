import { shown } from "../../arguments.ts";
import { capital } from "./capital_limit.ts";
import * as exposure from "./exposure_limits.ts";
import { group } from "./group_limit.ts";
import type { LimitEntry } from "./limit_entry.ts";
import { type LimitId, limitName } from "./limit_id.ts";
import type { LimitRule, RuleDay } from "./limit_rule.ts";
import type { LimitUnit } from "./limit_unit.ts";
import { DEFAULT_LIMITS, type Limits, OPTIONAL_LIMITS } from "./limits.ts";
import * as measured from "./measured_limits.ts";
import { BESIDE, fund, sign } from "./other_rules.ts";
import * as trade from "./trade_limits.ts";

/**
 * Every kind of limit, one entry each, in the order of rules and remedies. **This is where a limit is
 * defined**: to add one, write its entry and name it here. Solver, checks, readings, remedies, effects,
 * tables, gauges and the names that a group may not take read these lists.
 *
 * Besides, its setting stands in `Limits`, with a default there or among `OPTIONAL_LIMITS`; what a reader
 * is told of it may stand in its entry, or in `told_limits.ts`, which no panel carries; figures that must
 * be measured for it are measured by the desk (`measured_risk.ts`); and `lib/audit`, which takes nothing
 * from here, judges orders by it only once it has an arithmetic of its own for it.
 */
let entries: readonly LimitEntry[] = [
  exposure.gross,
  exposure.reach,
  exposure.sector,
  exposure.side,
  exposure.net,
  exposure.cluster,
  exposure.beta,
  exposure.hedge,
  exposure.cap,
  measured.style,
  measured.correlated,
  measured.volatility,
  capital,
  group,
  trade.turnover,
  trade.minimumTrade,
  trade.minimumHolding,
  trade.fundVolume,
  trade.fundAssets,
  trade.turnoverInMonth,
  trade.capitalUsed,
  exposure.hedgeDirection,
  fund,
  sign,
  ...BESIDE,
];

/** What follows from the entries, worked out once. */
function tables() {
  return {
    byKind: new Map(entries.map((entry) => [entry.kind, entry])),
    rules: entries.flatMap(({ rules = [] }) => rules),
    // An array of functions: a sweep asks for the rules of a hundred thousand books.
    rulesOf: entries.flatMap(({ rulesOf }) => rulesOf ?? []),
    settings: [
      ...Object.keys(DEFAULT_LIMITS),
      ...OPTIONAL_LIMITS,
      ...entries.flatMap(({ settings = [] }) => settings),
    ],
  };
}
let known = tables();

/** The catalogue as it stands. */
export const limitEntries = (): readonly LimitEntry[] => entries;

/** The settings of a mandate by name; without a default, a limit binds only where it is given. */
export const limitSettings = (): readonly string[] => known.settings;

/**
 * Adds an entry until the end of the block, so that a test can try a limit of its own in one file. The
 * catalogue is one for the whole program: what is solved meanwhile has the limit as well, but no worker.
 *
 * @returns Takes this entry out again, by `using`, and leaves what others added.
 * @throws {RangeError} If there is such a kind already.
 */
export function withLimit(entry: LimitEntry): Disposable {
  if (known.byKind.has(entry.kind)) {
    throw new RangeError(`Cannot add a limit: there is a kind ${shown(entry.kind)} already`);
  }
  const change = (to: readonly LimitEntry[]) => {
    entries = to;
    known = tables();
  };
  change([...entries, entry]);
  return { [Symbol.dispose]: () => change(entries.filter((one) => one !== entry)) };
}

/** The entry of a kind. */
export function limitEntry(id: LimitId): LimitEntry {
  const entry = known.byKind.get(id?.kind);
  if (entry !== undefined) return entry;
  throw new RangeError(`Cannot name a limit: there is no kind ${shown(id?.kind)}`);
}

/** What the figures of a limit are. */
export const limitUnit = (id: LimitId): LimitUnit => limitEntry(id).unit ?? "share of equity";

/** How a sentence begins with a limit, or with a rule beside the limits. */
export const limitLabel = (id: LimitId): string => limitEntry(id).label?.(id) ?? limitName(id);

/** Names that a group of the reader's may not take, or it would pass for a limit or a setting. */
export function takenNames(limits: Limits): Set<string> {
  const named = entries.flatMap(({ kind, names }) => names?.(limits) ?? [kind]);
  return new Set([...known.settings, ...named]);
}

const NO_RISK = Object.freeze({});

/**
 * The rules that join several names: the ones of every mandate, and the ones that this one asks for.
 *
 * @param day What those need; a day's sectors are the order of its risk figures.
 * @throws {RangeError} If a figure that a limit needs is absent: no limit is passed over.
 */
export function jointRules(
  limits: Limits,
  day: RuleDay = { sectors: [], risk: NO_RISK },
): readonly LimitRule[] {
  let all: LimitRule[] | undefined;
  for (let k = 0; k < known.rulesOf.length; k++) {
    const more = known.rulesOf[k](limits, day);
    if (more !== undefined && more.length > 0) (all ??= [...known.rules]).push(...more);
  }
  return all ?? known.rules;
}
