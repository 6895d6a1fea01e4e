import { checkFields, checkObject, shown } from "../../arguments.ts";
import { ACTION, checkShare, checkTarget, LARGEST_SHARE, refuse } from "./check_figure.ts";
import { neededClusters, neededLoadings, styleId } from "./check_risk.ts";
import type { LimitEntry, LimitTelling } from "./limit_entry.ts";
import { figureOf } from "./limit_figure.ts";
import { limitName } from "./limit_id.ts";
import { rangeRule, sizeRule } from "./limit_rule.ts";
import { around, boundOf, percent, plain } from "./typed_figure.ts";

/** The limits on what is measured on the day: styles, correlated sectors, volatility. */

export const style: LimitEntry = {
  kind: "style",
  unit: "loading",
  label: ({ of }) => `The loading on ${of}`,
  names: ({ styles = {} }) => Object.keys(styles).map((style) => limitName(styleId(style))),
  check: ({ styles }) => {
    if (styles === undefined) return;
    checkObject(ACTION, "styles", styles, "a limit for each style");
    for (const [style, limit] of Object.entries(styles)) {
      checkTarget(limitName(styleId(style)), limit);
    }
  },
  rulesOf: ({ styles }, { sectors, risk }) =>
    styles && Object.keys(styles).map((style) => {
      const loadings = neededLoadings(style, risk);
      return rangeRule(
        styleId(style),
        ({ styles }) => styles![style].target - styles![style].max,
        ({ styles }) => styles![style].target + styles![style].max,
        (sector) => loadings[sectors.indexOf(sector)],
        () => loadings[sectors.length],
      );
    }),
  figures: (limits) =>
    Object.entries(limits.styles ?? {}).map(([style, limit]) => ({
      id: styleId(style),
      label: `the limit on ${style}`,
      unit: "loading",
      from: limit.max,
      at: (max) => ({ ...limits, styles: { ...limits.styles, [style]: { ...limit, max } } }),
    })),
};
export const toldStyle: LimitTelling = {
  words: ({ of }) => `the limit on the style ${of}`,
  bounds: ({ styles = {} }) =>
    Object.entries(styles).map(([style, { target, max }]) => ({
      id: styleId(style),
      figure: around(target, max),
      sentence: `Exposure times loading on ${style}, added up, the hedge's too.`,
    })),
};

export const correlated: LimitEntry = {
  kind: "correlated",
  label: ({ of }) => `The gross of ${of}, which moved together,`,
  check: ({ correlated }) => {
    if (correlated === undefined) return;
    checkFields(ACTION, "correlated", correlated, ["max", "threshold"]);
    checkShare("correlated max", correlated.max, LARGEST_SHARE, true);
    const { threshold } = correlated;
    if (!(typeof threshold === "number" && threshold >= 0 && threshold < 1)) {
      refuse(
        `correlated threshold must be a correlation in [0, 1), got ${shown(threshold)}` +
          (threshold > 1 && threshold < 100 ? `; for ${threshold} % write ${threshold / 100}` : ""),
      );
    }
  },
  // A cluster of one sector is none: its own cap holds it.
  rulesOf: ({ correlated }, { risk }) =>
    correlated &&
    neededClusters(risk).filter(({ sectors }) => sectors.length > 1).map((cluster) =>
      sizeRule(
        { kind: "correlated", of: cluster.name },
        (limits) => limits.correlated!.max,
        (sector, sign) => cluster.sectors.includes(sector) ? sign : 0,
      )
    ),
  figures: figureOf("correlated", "the limit on correlated sectors"),
};
export const toldCorrelated: LimitTelling = {
  words: () => "the limit on sectors that moved together",
  bounds: ({ correlated }) =>
    correlated === undefined ? [] : boundOf(
      "correlated",
      percent(correlated.max),
      `The sizes of sectors whose returns had correlations of ${
        plain(correlated.threshold)
      } and more.`,
    ),
};

/** The one limit that is not straight: no rule, for `keep_volatility.ts` keeps it. */
export const volatility: LimitEntry = {
  kind: "volatility",
  unit: "per year",
  label: () => "Volatility",
  check: ({ volatility }) => {
    if (volatility === undefined) return;
    checkFields(ACTION, "volatility", volatility, ["max"]);
    checkShare("volatility max", volatility.max, LARGEST_SHARE, false, "a share per year");
  },
  figures: figureOf("volatility", "the volatility limit", "per year"),
};
export const toldVolatility: LimitTelling = {
  words: () => "the limit on volatility (how much the book may swing)",
  bounds: ({ volatility }) =>
    volatility === undefined ? [] : boundOf(
      "volatility",
      `${percent(volatility.max)} a year`,
      "The standard deviation of the book's return, from the covariance measured on the day.",
    ),
};
