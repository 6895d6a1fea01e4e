import { InfeasibleError } from "../errors.ts";
import { isSector, type Sector, SECTORS } from "../market/mod.ts";

/**
 * How the market hedge counts in the other limits: `full` in gross, side and net; `counted` in
 * gross only; `free` in none of them; `none` means that no hedge is allowed. It always counts in
 * beta and in its own limit.
 */
export type HedgeAccounting = "full" | "counted" | "free" | "none";

/** A limit of the reader's own: a weighted sum of exposures between two bounds. */
export interface GroupLimit {
  /** A short name of its own, such as `energy and materials`. */
  readonly name: string;
  /** Weight of each sector in the sum; a sector that is absent counts nothing. */
  readonly coefficients: Readonly<Partial<Record<Sector, number>>>;
  /** Weight of the hedge in the sum; 0 by default. */
  readonly hedge?: number;
  /** Sum of signed exposures (`net`, the default), or of their sizes (`gross`). */
  readonly measure?: "net" | "gross";
  /** Smallest sum allowed; none by default. */
  readonly min?: number;
  /** Largest sum allowed; none by default. */
  readonly max?: number;
}

/** What a book may not exceed. All figures are shares of equity, on exposures after the hedge. */
export interface Limits {
  /** Sum of the sizes of all exposures; the book has exactly this gross where it can. */
  readonly gross: number;
  /** Size of the exposure to one sector. */
  readonly sector: number;
  /** Sum of the long exposures, and of the short ones. */
  readonly side: number;
  /** Size of long minus short. */
  readonly net: number;
  /** Sum of the sizes of the exposures to sectors that tend to move together. */
  readonly cluster: { readonly sectors: readonly Sector[]; readonly max: number };
  /** Distance of the book's beta to the market, measured ex ante, from its target. */
  readonly beta: { readonly target: number; readonly max: number };
  /** Size of the market hedge. */
  readonly hedge: number;
  readonly accounting: HedgeAccounting;
  /** Further limits; none by default. */
  readonly groups?: readonly GroupLimit[];
}

/** The mandate of the book this lab follows (design, section 8); shares of equity, beta as it is. */
export const DEFAULT_LIMITS: Limits = Object.freeze<Limits>({
  gross: 1, // 100 % of equity
  sector: 0.3, // 30 %
  side: 0.6, // 60 % long, 60 % short
  net: 0.2, // between −20 % and 20 %
  cluster: Object.freeze({
    // Technology, communication and discretionary: the names that GICS moved between in 2018.
    sectors: Object.freeze<Sector[]>(["XLK", "XLC", "XLY"]),
    max: 0.5, // 50 % gross
  }),
  beta: Object.freeze({ target: 0, max: 0.05 }), // half of the 0.10 the book allows after the fact
  hedge: 0.5, // 50 %
  accounting: "full",
});

/** What a limit's figures are: a share of equity, or a beta to the market. */
export type LimitUnit = "share of equity" | "beta" | "sum";

/**
 * A limit as a small object: what it is called, the range it allows, and what it measures. The
 * measure is a weighted sum of exposures, given the sign of each, so that the same definition
 * serves the reading of a finished book and the rows of the solver.
 */
export interface LimitRule {
  /** Name by which messages and tables refer to it, such as `net` or `sector XLK`. */
  readonly name: string;
  /** How a sentence calls it. */
  readonly label: string;
  readonly unit: LimitUnit;
  /** Whether it measures a size, which is never below zero, so that only the upper bound matters. */
  readonly isSize: boolean;
  /** Smallest value allowed. */
  low(limits: Limits): number;
  /** Largest value allowed. */
  high(limits: Limits): number;
  /** Weight of an exposure to a sector with this sign (−1 or 1) and this beta. */
  onSector(sector: Sector, sign: number, beta: number, limits: Limits): number;
  /** Weight of a market hedge with this sign. */
  onHedge(sign: number, limits: Limits): number;
}

const countsInGross = (limits: Limits) =>
  limits.accounting === "full" || limits.accounting === "counted";
const countsInSides = (limits: Limits) => limits.accounting === "full";

/**
 * The limits that join several names, in the order of every table. **This is where each limit is
 * enforced**: `fitBook` hands every entry to the solver, and readings measure by the same entry.
 */
export const LIMIT_RULES: readonly LimitRule[] = [
  {
    name: "gross",
    label: "Gross exposure",
    unit: "share of equity",
    isSize: true,
    low: () => 0,
    high: (limits) => limits.gross,
    onSector: (_sector, sign) => sign,
    onHedge: (sign, limits) => countsInGross(limits) ? sign : 0,
  },
  {
    name: "long side",
    label: "The long side",
    unit: "share of equity",
    isSize: true,
    low: () => 0,
    high: (limits) => limits.side,
    onSector: (_sector, sign) => sign > 0 ? 1 : 0,
    onHedge: (sign, limits) => countsInSides(limits) && sign > 0 ? 1 : 0,
  },
  {
    name: "short side",
    label: "The short side",
    unit: "share of equity",
    isSize: true,
    low: () => 0,
    high: (limits) => limits.side,
    onSector: (_sector, sign) => sign < 0 ? -1 : 0,
    onHedge: (sign, limits) => countsInSides(limits) && sign < 0 ? -1 : 0,
  },
  {
    name: "net",
    label: "Net exposure",
    unit: "share of equity",
    isSize: false,
    low: (limits) => -limits.net,
    high: (limits) => limits.net,
    onSector: () => 1,
    onHedge: (_sign, limits) => countsInSides(limits) ? 1 : 0,
  },
  {
    name: "cluster",
    label: "Cluster exposure",
    unit: "share of equity",
    isSize: true,
    low: () => 0,
    high: (limits) => limits.cluster.max,
    onSector: (sector, sign, _beta, limits) => limits.cluster.sectors.includes(sector) ? sign : 0,
    onHedge: () => 0,
  },
  {
    name: "beta",
    label: "Beta to the market",
    unit: "beta",
    isSize: false,
    low: (limits) => limits.beta.target - limits.beta.max,
    high: (limits) => limits.beta.target + limits.beta.max,
    onSector: (_sector, _sign, beta) => beta,
    onHedge: () => 1,
  },
];

/** The limit on the hedge's own size. */
export const HEDGE_RULE: LimitRule = {
  name: "hedge",
  label: "The market hedge",
  unit: "share of equity",
  isSize: true,
  low: () => 0,
  high: (limits) => limits.accounting === "none" ? 0 : limits.hedge,
  onSector: () => 0,
  onHedge: (sign) => sign,
};

/** The cap on each sector, one rule per sector in the one order. */
export const SECTOR_RULES: Readonly<Record<Sector, LimitRule>> = Object.fromEntries(
  SECTORS.map((sector): [Sector, LimitRule] => [sector, {
    name: `sector ${sector}`,
    label: `The exposure to ${sector}`,
    unit: "share of equity",
    isSize: true,
    low: () => 0,
    high: (limits) => limits.sector,
    onSector: (other, sign) => other === sector ? sign : 0,
    onHedge: () => 0,
  }]),
) as Record<Sector, LimitRule>;

/** A limit of the reader's own as a rule. */
export function groupRule(group: GroupLimit): LimitRule {
  const gross = group.measure === "gross";
  return {
    name: group.name,
    label: `The group “${group.name}”`,
    unit: "sum",
    isSize: false,
    low: () => group.min ?? -Infinity,
    high: () => group.max ?? Infinity,
    onSector: (sector, sign) => (gross ? sign : 1) * (group.coefficients[sector] ?? 0),
    onHedge: (sign) => (gross ? sign : 1) * (group.hedge ?? 0),
  };
}

/** The rules that join several names: the shipped ones and the reader's groups. */
export function jointRules(limits: Limits): readonly LimitRule[] {
  const { groups } = limits;
  return groups && groups.length > 0 ? [...LIMIT_RULES, ...groups.map(groupRule)] : LIMIT_RULES;
}

/** What a rule measures on a book: sector exposures, their betas, and the hedge. */
export function measure(
  rule: LimitRule,
  book: {
    readonly sectors: readonly Sector[];
    readonly weights: readonly number[];
    readonly betas: readonly number[];
    readonly hedge: number;
  },
  limits: Limits,
): number {
  let sum = 0;
  for (let i = 0; i < book.sectors.length; i++) {
    const weight = book.weights[i];
    // A sector without a position is left out, so that its beta may be unknown.
    if (weight === 0) continue;
    sum += weight * rule.onSector(book.sectors[i], Math.sign(weight), book.betas[i], limits);
  }
  return book.hedge === 0 ? sum : sum + book.hedge * rule.onHedge(Math.sign(book.hedge), limits);
}

/** Largest share of equity that a limit may sensibly be; above it, a percentage was meant. */
const LARGEST_SHARE = 3;
/** Largest beta, target or distance, that a mandate may sensibly name. */
const LARGEST_BETA = 3;

function shown(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

function checkShare(name: string, value: unknown, highest: number, zero: boolean): void {
  if (typeof value === "number" && value <= highest && (zero ? value >= 0 : value > 0)) return;
  const range = `${zero ? "[" : "("}0, ${highest}]`;
  // 60 for 60 % is the likeliest slip; a hint names the number that was meant.
  const hint = typeof value === "number" && value > highest && value <= 100 * highest
    ? `; for ${value} % write ${Number((value / 100).toPrecision(12))}`
    : "";
  throw new RangeError(
    `Cannot set limits: ${name} must be a share of equity in ${range}, got ${shown(value)}${hint}`,
  );
}

/** Names of settings, to tell a slip of the pen from a limit. */
const SETTINGS: readonly string[] = [...Object.keys(DEFAULT_LIMITS), "groups"];

/**
 * Complete and checked limits: what is given, and {@linkcode DEFAULT_LIMITS} for the rest.
 *
 * @param limits The limits to change, as shares of equity: 0.6 is 60 %.
 * @throws {RangeError} If a figure lies outside its range; a percentage is recognised as such.
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
  if (limits === DEFAULT_LIMITS) return DEFAULT_LIMITS;
  for (const name in limits) {
    if (!SETTINGS.includes(name)) {
      throw new RangeError(
        `Cannot set limits: there is no limit "${name}"; the limits are ${SETTINGS.join(", ")}`,
      );
    }
  }
  const all: Limits = { ...DEFAULT_LIMITS, ...limits };
  checkShare("gross", all.gross, LARGEST_SHARE, false);
  checkShare("sector cap", all.sector, 1, false);
  checkShare("side", all.side, LARGEST_SHARE, true);
  checkShare("net", all.net, LARGEST_SHARE, true);
  checkShare("hedge", all.hedge, LARGEST_SHARE, true);
  checkShare("cluster max", all.cluster?.max, LARGEST_SHARE, true);
  const names: unknown = all.cluster.sectors;
  if (!Array.isArray(names)) {
    throw new TypeError(`Cannot set limits: cluster sectors must be a list, got ${shown(names)}`);
  }
  names.forEach((name, i) => {
    if (!isSector(name)) {
      throw new RangeError(
        `Cannot set limits: cluster holds ${shown(name)}, which is none of ${SECTORS.join(" ")}`,
      );
    }
    if (names.indexOf(name) !== i) {
      throw new RangeError(`Cannot set limits: cluster names ${name} twice`);
    }
  });
  const { beta, accounting } = all;
  if (!(Math.abs(beta?.target) <= LARGEST_BETA)) {
    throw new RangeError(
      `Cannot set limits: beta target must lie in [−${LARGEST_BETA}, ${LARGEST_BETA}], got ${
        shown(beta?.target)
      }`,
    );
  }
  if (!(beta.max >= 0 && beta.max <= LARGEST_BETA)) {
    throw new RangeError(
      `Cannot set limits: beta max must lie in [0, ${LARGEST_BETA}], got ${shown(beta.max)}` +
        (beta.max > LARGEST_BETA ? `; for 0.${String(beta.max).padStart(2, "0")} write it so` : ""),
    );
  }
  if (!["full", "counted", "free", "none"].includes(accounting)) {
    throw new RangeError(
      `Cannot set limits: accounting must be "full", "counted", "free" or "none", got ${
        shown(accounting)
      }`,
    );
  }
  checkGroups(all.groups ?? []);
  // Copies: a caller who changes a nested figure later must not change a book that was fitted.
  const cluster = { sectors: [...all.cluster.sectors], max: all.cluster.max };
  return { ...all, cluster, beta: { target: beta.target, max: beta.max } };
}

function checkGroups(groups: readonly GroupLimit[]): void {
  const taken = new Set([
    ...LIMIT_RULES.map((rule) => rule.name),
    ...SECTORS.map((sector) => `sector ${sector}`),
    HEDGE_RULE.name,
  ]);
  for (const group of groups) {
    const { name, min = -Infinity, max = Infinity } = group;
    if (typeof name !== "string" || name === "" || taken.has(name)) {
      throw new RangeError(
        `Cannot set limits: each group needs a name of its own, got ${shown(name)}`,
      );
    }
    taken.add(name);
    for (
      const [sector, value] of Object.entries({ ...group.coefficients, hedge: group.hedge ?? 0 })
    ) {
      if (!(sector === "hedge" || isSector(sector)) || !Number.isFinite(value)) {
        throw new RangeError(
          `Cannot set limits: group "${name}" needs finite weights of sectors, got ${
            shown(value)
          } for ${sector}`,
        );
      }
    }
    if (Number.isNaN(min) || Number.isNaN(max) || min === Infinity || max === -Infinity) {
      throw new RangeError(
        `Cannot set limits: group "${name}" needs numbers as min and max, got ${min} and ${max}`,
      );
    }
    if (min > max) {
      throw new InfeasibleError(
        `Cannot set limits: group "${name}" has min ${min} above max ${max}`,
        { limits: [name] },
      );
    }
  }
}
