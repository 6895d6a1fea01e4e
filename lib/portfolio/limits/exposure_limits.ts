import { checkFields, checkFlag, checkList, checkWord, shown } from "../../arguments.ts";
import { isSector, type Sector, SECTOR_LABELS, SECTORS } from "../../market/mod.ts";
import { ACTION, checkShare, checkTarget, LARGEST_SHARE, refuse } from "./check_figure.ts";
import type { LimitEntry, LimitTelling } from "./limit_entry.ts";
import { figureOf } from "./limit_figure.ts";
import { limitName } from "./limit_id.ts";
import {
  countsInGross,
  countsInSides,
  type LimitRule,
  rangeRule,
  sizeRule,
  zero,
} from "./limit_rule.ts";
import type { HedgeAccounting, Limits } from "./limits.ts";
import { around, boundOf, percent, plain } from "./typed_figure.ts";

/** Largest reach; beyond it only limits speak. */
export const LARGEST_REACH = 1000;

/** Sum of all sizes. The book aims at it and it gives way by itself, so that no remedy speaks of it. */
export const gross: LimitEntry = {
  kind: "gross",
  label: () => "Gross exposure",
  check: (limits) => {
    checkShare("gross", limits.gross, LARGEST_SHARE, false);
    checkFlag(ACTION, "grossByConviction", limits.grossByConviction);
  },
  rules: [sizeRule(
    { kind: "gross" },
    (limits) => limits.gross,
    (_sector, sign) => sign,
    (sign, limits) => countsInGross(limits) ? sign : 0,
  )],
};
export const toldGross: LimitTelling = {
  words: () => "the gross (the sum of all sizes)",
  bounds: ({ gross, grossByConviction }) =>
    boundOf(
      "gross",
      percent(gross),
      grossByConviction
        ? "All sizes added up; aimed at in the part that the views are of the strongest ones."
        : "All sizes added up; aimed at, and given way by itself where limits leave less.",
    ),
};

/** What views aim at beyond their share: no limit on exposures, but a setting with an effect. */
export const reach: LimitEntry = {
  kind: "reach",
  unit: "times its share",
  label: () => "What all views reach for beyond their share",
  check: ({ reach }) => {
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
  },
};
export const toldReach: LimitTelling = {
  words: () => "the reach of all views beyond their share (to make up for what others lose)",
  bounds: ({ reach: { closed, limits } }) =>
    boundOf(
      "reach",
      `${plain(closed)} / ${plain(limits)}`,
      "What open views aim at, in shares of their own: at most, where others are closed; " +
        "and where none is.",
    ),
};

/** The cap on a sector held on a side; with side 0, on which nothing is held, the one for all. */
export function sectorCap(limits: Limits, sector: Sector, side = 0): number {
  const own = limits.names?.[sector];
  if (own === undefined || side === 0) return limits.sector;
  return (side > 0 ? own.long : own.short) ?? limits.sector;
}

/** The cap on each sector, one rule per sector: a bound of its exposure, no sum over several. */
export const SECTOR_RULES: Readonly<Record<Sector, LimitRule>> = Object.fromEntries(
  SECTORS.map((sector): [Sector, LimitRule] => [
    sector,
    sizeRule(
      { kind: "sector", of: sector },
      (limits, side) => sectorCap(limits, sector, side),
      (other, sign) => other === sector ? sign : 0,
    ),
  ]),
) as Record<Sector, LimitRule>;

export const sector: LimitEntry = {
  kind: "sector",
  label: ({ of }) => `The exposure to ${of}`,
  names: () => SECTORS.map((sector) => limitName(SECTOR_RULES[sector].id)),
  check: ({ sector }) => checkShare("sector cap", sector, 1, false),
  figures: figureOf("sector", "the sector cap"),
};
export const toldSector: LimitTelling = {
  words: () => "the cap on a single sector",
  short: ({ of }, nameOf) => `cap on ${nameOf(of!)}`,
  bounds: ({ sector }) => boundOf("sector", percent(sector), "The size of one sector."),
};

const SIDES = ["long", "short"] as const;

/** The sum of the sizes on one side. */
function sideRule(side: "long" | "short", its: 1 | -1): LimitRule {
  return sizeRule(
    { kind: "side", side },
    (limits) => limits.side,
    (_sector, sign) => sign === its ? its : 0,
    (sign, limits) => sign === its && countsInSides(limits) ? its : 0,
  );
}

export const side: LimitEntry = {
  kind: "side",
  label: ({ side }) => `The ${side} side`,
  names: () => SIDES.map((side) => limitName({ kind: "side", side })),
  check: ({ side }) => checkShare("side", side, LARGEST_SHARE, true),
  rules: [sideRule("long", 1), sideRule("short", -1)],
  figures: figureOf("side", "the side limit"),
};
export const toldSide: LimitTelling = {
  words: (id) => `the limit on the ${limitName(id)}`,
  bounds: ({ side }) => boundOf("side", percent(side), "All longs added up, and all shorts."),
};

export const net: LimitEntry = {
  kind: "net",
  label: () => "Net exposure",
  check: ({ net }) => checkShare("net", net, LARGEST_SHARE, true),
  rules: [rangeRule(
    { kind: "net" },
    (limits) => -limits.net,
    (limits) => limits.net,
    () => 1,
    (_sign, limits) => countsInSides(limits) ? 1 : 0,
  )],
  figures: figureOf("net", "the net limit"),
};
export const toldNet: LimitTelling = {
  words: () => "the limit on net (long minus short)",
  bounds: ({ net }) => boundOf("net", `± ${percent(net)}`, "Longs minus shorts."),
};

export const cluster: LimitEntry = {
  kind: "cluster",
  label: () => "Cluster exposure",
  check: ({ cluster }) => {
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
  },
  rules: [sizeRule(
    { kind: "cluster" },
    (limits) => limits.cluster.max,
    (sector, sign, _beta, limits) => limits.cluster.sectors.includes(sector) ? sign : 0,
  )],
  figures: figureOf("cluster", "the cluster limit"),
};
export const toldCluster: LimitTelling = {
  words: () => "the cluster limit (on sectors that tend to move together)",
  bounds: ({ cluster: { sectors, max } }) =>
    boundOf(
      "cluster",
      percent(max),
      `The sizes of ${sectors.map((sector) => SECTOR_LABELS[sector]).join(", ")} together.`,
    ),
};

const betaWords = "the limit on beta (how much the book moves with the market)";

export const beta: LimitEntry = {
  kind: "beta",
  unit: "beta",
  label: () => "Beta to the market",
  check: ({ beta }) => checkTarget("beta", beta),
  rules: [rangeRule(
    { kind: "beta" },
    (limits) => limits.beta.target - limits.beta.max,
    (limits) => limits.beta.target + limits.beta.max,
    (_sector, _sign, beta) => beta,
    () => 1,
  )],
  figures: figureOf("beta", "the beta limit", "beta"),
};
export const toldBeta: LimitTelling = {
  words: () => betaWords,
  bounds: ({ beta: { target, max } }) =>
    boundOf("beta", around(target, max), "Exposure times measured beta, added up."),
};

/**
 * The hedge only against the book's own beta: side·(b·w − target) ≤ 0. Without it, where the hedge
 * counts in gross, the nearest book can use it as a filler of the gross. One rule for each side of the
 * hedge; not in `rules`, for it holds where there is a hedge and the solver has it in both signs.
 */
export const HEDGE_DIRECTION: Readonly<Record<-1 | 1, LimitRule>> = {
  [-1]: directionRule(-1),
  [1]: directionRule(1),
};

function directionRule(side: -1 | 1): LimitRule {
  return rangeRule(
    { kind: "hedge direction" },
    () => -Infinity,
    (limits) => side * limits.beta.target,
    (_sector, _sign, beta) => side * beta,
    zero,
  );
}

export const hedgeDirection: LimitEntry = {
  kind: "hedge direction",
  unit: "beta",
  label: () => "The rule that the hedge works only against the book's beta",
};
export const toldHedgeDirection: LimitTelling = {
  words: () => betaWords,
};

const ACCOUNTING: Readonly<Record<HedgeAccounting, string>> = {
  full: "It counts in gross, side and net, and always in beta and styles.",
  counted: "It counts in gross, not in side and net, and always in beta and styles.",
  free: "It counts in beta and styles only, not in gross, side or net.",
  none: "The mandate allows none.",
};

/** The limit on the hedge's own size, a bound of one variable. */
export const HEDGE_RULE = sizeRule(
  { kind: "hedge" },
  (limits) => limits.accounting === "none" ? 0 : limits.hedge,
  zero,
  (sign) => sign,
);

export const hedge: LimitEntry = {
  kind: "hedge",
  label: () => "The market hedge",
  check: ({ hedge, accounting }) => {
    checkShare("hedge", hedge, LARGEST_SHARE, true);
    checkWord(ACTION, "accounting", accounting, ["full", "counted", "free", "none"]);
  },
  figures: (limits) =>
    limits.accounting === "none" ? [] : figureOf("hedge", "the hedge limit")(limits),
};
export const toldHedge: LimitTelling = {
  words: () => "the limit on the market hedge",
  bounds: ({ hedge, accounting }) =>
    boundOf(
      "hedge",
      accounting === "none" ? "none" : percent(hedge),
      `The size of the market hedge. ${ACCOUNTING[accounting]}`,
    ),
};

/** Caps of their own for single sectors, by side. */
export const cap: LimitEntry = {
  kind: "cap",
  names: () => SECTORS.flatMap((of) => SIDES.map((side) => limitName({ kind: "cap", of, side }))),
  check: ({ names }) => {
    if (names === undefined) return;
    checkFields(ACTION, "names", names, SECTORS);
    for (const [sector, limit] of Object.entries(names)) {
      checkFields(ACTION, `names ${sector}`, limit, SIDES);
      for (const [side, cap] of Object.entries(limit)) {
        checkShare(`names ${sector} ${side}`, cap, 1, true);
      }
    }
  },
  // Those that the views of the day run up against.
  figures: (limits, { sectors, signs }) =>
    sectors.flatMap((sector, i) => {
      const own = limits.names?.[sector];
      const side = signs[i] > 0 ? "long" : signs[i] < 0 ? "short" : undefined;
      const from = side && own?.[side];
      if (side === undefined || from === undefined) return [];
      const names = (value: number) => ({ ...limits.names, [sector]: { ...own, [side]: value } });
      return [{
        id: { kind: "cap", of: sector, side },
        label: `the ${side} cap on ${sector}`,
        unit: "share of equity",
        from,
        at: (value: number): Limits => ({ ...limits, names: names(value) }),
      }];
    }),
};
export const toldCap: LimitTelling = {
  bounds: ({ names = {} }) =>
    Object.entries(names).flatMap(([of, own]) =>
      SIDES.flatMap((side) => {
        const cap = own?.[side], whose = `${SECTOR_LABELS[of as Sector]} held ${side}`;
        return cap === undefined ? [] : [{
          id: { kind: "cap", of, side },
          name: `sector ${of} ${side}`,
          figure: cap === 0 ? "none" : percent(cap),
          sentence: cap === 0
            ? `${whose} is not allowed.`
            : `The size of ${whose}, instead of the cap for all.`,
        }];
      })
    ),
};
