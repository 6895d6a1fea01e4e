import {
  checkFields,
  checkFlag,
  checkList,
  checkObject,
  checkWord,
  shown,
} from "../../arguments.ts";
import { InfeasibleError } from "../../errors.ts";
import { isSector, SECTORS } from "../../market/mod.ts";
import {
  DEFAULT_LIMITS,
  type GroupLimit,
  HEDGE_RULE,
  LIMIT_RULES,
  type Limits,
  type StyleLimit,
} from "./limits.ts";

/** Largest share of equity that a limit may sensibly be; above it, a percentage was meant. */
const LARGEST_SHARE = 3;
/** Largest reach; beyond it only limits speak. */
export const LARGEST_REACH = 1000;
/** Largest beta or style loading, target or distance, that a mandate may sensibly name. */
const LARGEST_BETA = 3;
/** Largest turnover within 30 days, a share of equity: the whole book five times over. */
const LARGEST_TURNOVER = 10;
/** A smaller minimum trade, in bp, was meant as a share of equity; a larger one as something else. */
const SMALLEST_TRADE_BPS = 0.1;
const LARGEST_TRADE_BPS = 1000;
const LONGEST_HOLDING_DAYS = 366;
/** Names of settings that have no default, to tell a slip of the pen from a limit. */
const OPTIONAL = ["names", "correlated", "styles", "volatility", "groups"] as const;
const SETTINGS: readonly string[] = [...Object.keys(DEFAULT_LIMITS), ...OPTIONAL];

const ACTION = "Cannot set limits";

function refuse(what: string): never {
  throw new RangeError(`${ACTION}: ${what}`);
}

function checkShare(
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
  if (CHECKED.has(limits)) return limits as Limits;
  checkObject(ACTION, "what is given", limits, "limits");
  for (const name in limits) {
    if (!SETTINGS.includes(name)) {
      refuse(`there is no limit "${name}"; the limits are ${SETTINGS.join(", ")}`);
    }
  }
  const all: Limits = { ...DEFAULT_LIMITS, ...limits };
  checkShare("gross", all.gross, LARGEST_SHARE, false);
  checkReach(all.reach);
  checkFlag(ACTION, "grossByConviction", all.grossByConviction);
  checkShare("sector cap", all.sector, 1, false);
  checkShare("side", all.side, LARGEST_SHARE, true);
  checkShare("net", all.net, LARGEST_SHARE, true);
  checkShare("hedge", all.hedge, LARGEST_SHARE, true);
  checkCluster(all.cluster);
  checkTarget("beta", all.beta);
  checkWord(ACTION, "accounting", all.accounting, ["full", "counted", "free", "none"]);
  checkTrades(all);
  if (all.names !== undefined) checkNames(all.names);
  if (all.correlated !== undefined) checkCorrelated(all.correlated);
  if (all.styles !== undefined) {
    checkObject(ACTION, "styles", all.styles, "a limit for each style");
    for (const [style, limit] of Object.entries(all.styles)) checkTarget(`style ${style}`, limit);
  }
  if (all.volatility !== undefined) {
    checkFields(ACTION, "volatility", all.volatility, ["max"]);
    checkShare("volatility max", all.volatility.max, LARGEST_SHARE, false, "a share per year");
  }
  if (all.groups !== undefined) checkGroups(all.groups, Object.keys(all.styles ?? {}));
  // Copies: a caller who changes a nested figure later must not change a book that was fitted.
  const cluster = { sectors: [...all.cluster.sectors], max: all.cluster.max };
  const beta = { target: all.beta.target, max: all.beta.max };
  const reach = { closed: all.reach.closed, limits: all.reach.limits };
  const copied: Limits = { ...all, reach, cluster, beta };
  for (const name of OPTIONAL) {
    if (copied[name] !== undefined) {
      Object.assign(copied, { [name]: structuredClone(copied[name]) });
    }
  }
  return remembered(copied);
}

/** Limits as this file returned them: a sweep that hands them in again pays for no second check. */
const CHECKED = new WeakSet<Partial<Limits>>([DEFAULT_LIMITS]);

/** Frozen through and through, so that what was checked stays what it is. */
function remembered(limits: Limits): Limits {
  const frozen = (value: unknown): void => {
    if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  };
  frozen(limits);
  CHECKED.add(limits);
  return limits;
}

function checkReach(reach: Limits["reach"]): void {
  checkFields(ACTION, "reach", reach, ["closed", "limits"]);
  const { closed, limits } = reach;
  for (const [name, value] of [["closed", closed], ["limits", limits]] as const) {
    if (!(typeof value === "number" && value >= 1 && value <= LARGEST_REACH)) {
      refuse(
        `reach ${name} must be a multiple of a view's share in [1, ${LARGEST_REACH}], got ` +
          shown(value),
      );
    }
  }
  if (closed < limits) {
    refuse(`reach closed must be at least reach limits (${limits}), got ${closed}`);
  }
}

function checkCluster(cluster: Limits["cluster"]): void {
  checkFields(ACTION, "cluster", cluster, ["sectors", "max"]);
  const { sectors: names, max } = cluster;
  checkShare("cluster max", max, LARGEST_SHARE, true);
  checkList(ACTION, "cluster sectors", names, "sectors");
  names.forEach((name, i) => {
    if (!isSector(name)) {
      refuse(`cluster holds ${shown(name)}, which is none of ${SECTORS.join(" ")}`);
    }
    if (names.indexOf(name) !== i) refuse(`cluster names ${name} twice`);
  });
}

/** A figure with a target and a distance from it: beta, or a style. */
function checkTarget(name: string, limit: StyleLimit): void {
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

/** The limits on trades and on the funds they are made in. */
function checkTrades(all: Limits): void {
  const { turnover, minimumTradeBps: trade, minimumHoldingDays: days } = all;
  if (turnover !== null) {
    checkShare("turnover", turnover, LARGEST_TURNOVER, true, "null or a share of equity");
  }
  const isTrade = typeof trade === "number" &&
    (trade === 0 || (trade >= SMALLEST_TRADE_BPS && trade <= LARGEST_TRADE_BPS));
  if (!isTrade) {
    refuse(
      `minimumTradeBps must be 0 or basis points in [${SMALLEST_TRADE_BPS}, ` +
        `${LARGEST_TRADE_BPS}], got ${shown(trade)}` +
        (trade > 0 && trade < SMALLEST_TRADE_BPS
          ? `; for the share ${trade} write ${Number((trade * 1e4).toPrecision(12))}`
          : ""),
    );
  }
  if (!(Number.isInteger(days) && days >= 0 && days <= LONGEST_HOLDING_DAYS)) {
    refuse(
      `minimumHoldingDays must be whole days in [0, ${LONGEST_HOLDING_DAYS}], got ${shown(days)}`,
    );
  }
  checkShare("advShare", all.advShare, 1, false, "a share of a day's volume");
  checkShare("fundShare", all.fundShare, 1, false, "a share of a fund's assets");
  checkShare("capital", all.capital, 1, false);
}

function checkNames(names: NonNullable<Limits["names"]>): void {
  checkFields(ACTION, "names", names, SECTORS);
  for (const [sector, limit] of Object.entries(names)) {
    checkFields(ACTION, `names ${sector}`, limit, ["long", "short"]);
    for (const [side, cap] of Object.entries(limit)) {
      checkShare(`names ${sector} ${side}`, cap, 1, true);
    }
  }
}

function checkCorrelated(limit: NonNullable<Limits["correlated"]>): void {
  checkFields(ACTION, "correlated", limit, ["max", "threshold"]);
  checkShare("correlated max", limit.max, LARGEST_SHARE, true);
  const { threshold } = limit;
  if (!(typeof threshold === "number" && threshold >= 0 && threshold < 1)) {
    refuse(
      `correlated threshold must be a correlation in [0, 1), got ${shown(threshold)}` +
        (threshold > 1 && threshold < 100 ? `; for ${threshold} % write ${threshold / 100}` : ""),
    );
  }
}

/** Names of readings and effects that are no settings; a group must not pass for one of them. */
const OTHER_NAMES = [
  ...["sign", "hedge direction", "held", "closed", "not traded", "rounding", "objective", "cost"],
  ...["minimum trade", "minimum holding", "fund volume", "fund assets", "capital used"],
  "turnover in 30 days",
  ...["gross floor", "fund hedge", "fund market"],
];

function checkGroups(groups: readonly GroupLimit[], styles: readonly string[]): void {
  checkList(ACTION, "groups", groups, "groups");
  const taken = new Set([
    ...LIMIT_RULES.map((rule) => rule.name),
    ...SECTORS.flatMap((sector) => [`sector ${sector}`, `${sector} long`, `${sector} short`]),
    ...SECTORS.flatMap((sector) => [`fund ${sector}`, `sign ${sector}`]),
    ...styles.map((style) => `style ${style}`),
    HEDGE_RULE.name,
    ...SETTINGS,
    ...OTHER_NAMES,
  ]);
  for (const group of groups) {
    checkFields(ACTION, "each group", group, [
      "name",
      "coefficients",
      "hedge",
      "measure",
      "min",
      "max",
    ]);
    const { name, measure = "net", min = -Infinity, max = Infinity } = group;
    if (typeof name !== "string" || name === "" || taken.has(name)) {
      throw new RangeError(
        `Cannot set limits: each group needs a name of its own, got ${shown(name)}`,
      );
    }
    taken.add(name);
    checkObject(
      ACTION,
      `group "${name}" coefficients`,
      group.coefficients,
      "a weight for each sector",
    );
    checkWord(ACTION, `group "${name}" measure`, measure, ["net", "gross"]);
    for (const [sector, value] of Object.entries(group.coefficients)) {
      if (!isSector(sector) || !Number.isFinite(value)) {
        refuse(
          `group "${name}" needs finite weights of sectors, got ${shown(value)} for ${sector}` +
            (sector === "hedge" ? "; the hedge's stands beside the coefficients" : ""),
        );
      }
    }
    if (group.hedge !== undefined && !Number.isFinite(group.hedge)) {
      refuse(`group "${name}" hedge must be a finite weight, got ${shown(group.hedge)}`);
    }
    if (group.min === undefined && group.max === undefined) {
      refuse(`group "${name}" needs a min, a max or both, got neither`);
    }
    const areNumbers = typeof min === "number" && typeof max === "number";
    if (!areNumbers || !(min < Infinity && max > -Infinity)) {
      refuse(`group "${name}" needs numbers as min and max, got ${shown(min)} and ${shown(max)}`);
    }
    if (min > max) {
      throw new InfeasibleError(
        `Cannot set limits: group "${name}" has min ${min} above max ${max}`,
        { limits: [name] },
      );
    }
  }
}
