import { SECTORS } from "../../market/mod.ts";
import type { LimitEntry, LimitTelling } from "./limit_entry.ts";
import { limitName } from "./limit_id.ts";

/** What acts on exposures and is no limit of the mandate: it has an effect, and a name that is taken. */

/** What the fund of a sector, or of the hedge, can carry: a cap on the day, by the fund's size. */
export const fund: LimitEntry = {
  kind: "fund",
  label: ({ of }) => `The size of ${of === "hedge" ? "the hedge" : of}'s fund`,
  names: () => [...SECTORS, "hedge", "market"].map((of) => limitName({ kind: "fund", of })),
};
export const toldFund: LimitTelling = {
  words: ({ of }) => `what the fund of ${of === "hedge" ? "the hedge" : of} can carry`,
  short: ({ of }, nameOf) => `fund of ${of === "hedge" ? "the hedge" : nameOf(of!)}`,
};

/** The side on which a view lets its sector be held. */
export const sign: LimitEntry = {
  kind: "sign",
  label: () => "The rule that no view gets the wrong sign",
  names: () => ["sign", ...SECTORS.map((of) => limitName({ kind: "sign", of }))],
};
export const toldSign: LimitTelling = {
  words: () => "the rule that no view is turned around",
};

/** Rules that only act, by kind: how a sentence begins with each. */
const ACTING = {
  "gross floor": "The gross that comes before the turnover budget",
  cost: "The cost of trading",
  objective: "Expected returns and risk, without any limit",
  held: "A rule on trades, which holds it",
  closed: "Closed today",
  "not traded": "Nothing is traded",
  rounding: "Rounding to 1e-9",
} as const;

export const BESIDE: readonly LimitEntry[] = Object.entries(ACTING).map(([kind, label]) => ({
  kind,
  label: () => label,
}));
export const TOLD_BESIDE: Readonly<Partial<Record<keyof typeof ACTING, LimitTelling>>> = {
  "gross floor": { words: () => "the gross that comes before the turnover budget" },
  cost: { words: () => "the cost of trading" },
  objective: { words: () => "expected returns and risk" },
  held: { words: () => "rules on trades (small trades and young positions)" },
  closed: { words: () => "sectors closed today" },
};
