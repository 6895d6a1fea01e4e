import { type Sector, SECTOR_LABELS } from "../../market/mod.ts";
import { counted } from "../../words.ts";
import { checkLimits } from "./check_limits.ts";
import type { HedgeAccounting, Limits, LimitUnit } from "./limits.ts";

/** One limit of a mandate, for a table. */
export interface MandateRow {
  /** The name that readings and messages use. */
  readonly name: string;
  /** What is bounded, for a reader. */
  readonly sentence: string;
  readonly unit: LimitUnit;
  /** The bound with its unit, such as `30 %` or `0 ± 0.05`. */
  readonly figure: string;
}

const SHARE: LimitUnit = "share of equity";

const ACCOUNTING: Readonly<Record<HedgeAccounting, string>> = {
  full: "It counts in gross, side and net, and always in beta and styles.",
  counted: "It counts in gross, not in side and net, and always in beta and styles.",
  free: "It counts in beta and styles only, not in gross, side or net.",
  none: "The mandate allows none.",
};

const plain = (value: number) => String(Number(value.toPrecision(12)));
const percent = (share: number) => `${plain(share * 100)} %`;
const around = (target: number, max: number) => `${plain(target)} ± ${plain(max)}`;
const named = (sectors: readonly Sector[]) =>
  sectors.map((sector) => SECTOR_LABELS[sector]).join(", ");

/**
 * A mandate as rows of a table, each limit with its bound and what it bounds, in the order of the
 * readings; optional limits only where they are set.
 *
 * @param given A mandate, such as one of `MANDATES`; what it leaves out is the default.
 * @throws {RangeError} If a limit is unknown or out of range, as `checkLimits` says.
 *
 * @example
 * ```ts
 * import { DEFAULT_LIMITS, mandateRows } from "lab/portfolio";
 * import { deepEqual } from "node:assert/strict";
 *
 * const [gross, , sector] = mandateRows(DEFAULT_LIMITS);
 * deepEqual([gross.figure, sector.figure], ["100 %", "30 %"]);
 * ```
 */
export function mandateRows(given: Limits): readonly MandateRow[] {
  const limits = checkLimits(given);
  const { names = {}, cluster, beta, correlated, styles = {}, volatility, groups = [] } = limits;
  const row = (name: string, figure: string, sentence: string, unit = SHARE): MandateRow => ({
    name,
    sentence,
    unit,
    figure,
  });
  return [
    row(
      "gross",
      percent(limits.gross),
      limits.grossByConviction
        ? "All sizes added up; aimed at in the part that the views are of the strongest ones."
        : "All sizes added up; aimed at, and given way by itself where limits leave less.",
    ),
    row(
      "reach",
      `${plain(limits.reach.closed)} / ${plain(limits.reach.limits)}`,
      "What open views aim at, in shares of their own: at most, where others are closed; and where " +
        "none is.",
      "times its share",
    ),
    row("sector", percent(limits.sector), "The size of one sector."),
    ...Object.entries(names).flatMap(([sector, own]) =>
      (["long", "short"] as const).flatMap((side) => {
        const cap = own?.[side];
        const whose = `${SECTOR_LABELS[sector as Sector]} held ${side}`;
        return cap === undefined ? [] : [row(
          `sector ${sector} ${side}`,
          cap === 0 ? "none" : percent(cap),
          cap === 0
            ? `${whose} is not allowed.`
            : `The size of ${whose}, instead of the cap for all.`,
        )];
      })
    ),
    row("side", percent(limits.side), "All longs added up, and all shorts."),
    row("net", `± ${percent(limits.net)}`, "Longs minus shorts."),
    row("cluster", percent(cluster.max), `The sizes of ${named(cluster.sectors)} together.`),
    row("beta", around(beta.target, beta.max), "Exposure times measured beta, added up.", "beta"),
    ...Object.entries(styles).map(([style, { target, max }]) =>
      row(
        `style ${style}`,
        around(target, max),
        `Exposure times loading on ${style}, added up, the hedge's too.`,
        "loading",
      )
    ),
    ...correlated === undefined ? [] : [row(
      "correlated",
      percent(correlated.max),
      `The sizes of sectors whose returns had correlations of ${
        plain(correlated.threshold)
      } and more.`,
    )],
    ...groups.map(({ name, min, max, measure = "net", coefficients, hedge }) =>
      row(
        name,
        [
          ...min === undefined ? [] : [`at least ${plain(min)}`],
          ...max === undefined ? [] : [`at most ${plain(max)}`],
        ].join(", ") || "no bound",
        `${measure === "gross" ? "Sizes" : "Exposures"} of ${
          [...Object.keys(coefficients), ...hedge ? ["the hedge"] : []].join(", ")
        }, weighted and added up.`,
        "sum",
      )
    ),
    row(
      "hedge",
      limits.accounting === "none" ? "none" : percent(limits.hedge),
      `The size of the market hedge. ${ACCOUNTING[limits.accounting]}`,
    ),
    ...volatility === undefined ? [] : [row(
      "volatility",
      `${percent(volatility.max)} a year`,
      "The standard deviation of the book's return, from the covariance measured on the day.",
      "per year",
    )],
    row(
      "turnover",
      limits.turnover === null ? "no budget" : percent(limits.turnover),
      "Changes of exposure within 30 days, both sides; gives way to signs and limits.",
    ),
    row(
      "minimum trade",
      `${plain(limits.minimumTradeBps)} bp`,
      "Smaller changes of an exposure are left out; gives way to signs and limits.",
      "bp",
    ),
    row(
      "minimum holding",
      counted(limits.minimumHoldingDays, "day"),
      "A younger position is not made smaller; gives way to signs and limits.",
      "days",
    ),
    row(
      "fund volume",
      percent(limits.advShare),
      "The largest order in a fund, of the dollars it trades a day.",
      "share of a day's volume",
    ),
    row(
      "fund assets",
      percent(limits.fundShare),
      "The largest position in a fund, of the fund's assets.",
      "share of a fund's assets",
    ),
    row("capital", percent(limits.capital), "The value of all funds held, without leverage."),
  ];
}
