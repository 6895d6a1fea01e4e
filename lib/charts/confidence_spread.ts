import * as Plot from "@observablehq/plot";
import { percent } from "../words.ts";
import { gridY, itself, sized, wholePercent, zeroY } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { DASHED } from "./kit/places.ts";
import { COLORS, GROUND } from "./kit/theme.ts";

/** One sector on one day: how far its analysts are apart, and how sure they say they are. */
export interface ConfidenceDot {
  readonly label: string;
  /** Widest spread over the pillars, 0 to 4 points; absent where nobody gave a score. */
  readonly spread?: number;
  /** 0 to 1; absent without a ballot. */
  readonly confidence?: number;
  /** Whether somebody abstained on a pillar. */
  readonly abstained: boolean;
}

interface ConfidenceSpreadOptions extends ChartOptions {
  /** Above this many points an alert is raised; drawn as a rule. */
  readonly alertAbove: number;
}

/** Where a dot without a spread stands, left of zero. */
const NO_SPREAD = -0.75;
/** Half the width over which dots of one spread are laid out, in points. */
const HALF_STEP = 0.34;

/**
 * How many verdicts raise the alert, and how many rest on an abstention, as a sentence.
 *
 * @example
 * ```ts
 * import { confidenceSpreadTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const dots = [
 *   { label: "Energy", spread: 3, confidence: 0.4, abstained: false },
 *   { label: "Staples", spread: 1, confidence: 0.6, abstained: true },
 * ];
 * equal(
 *   confidenceSpreadTitle(dots, 2),
 *   "1 of 2 verdicts raises an alert; 1 has an abstention",
 * );
 * ```
 */
export function confidenceSpreadTitle(dots: readonly ConfidenceDot[], alertAbove: number): string {
  const alerts = dots.filter((dot) => dot.spread !== undefined && dot.spread > alertAbove).length;
  const abstained = dots.filter((dot) => dot.abstained).length;
  return `${alerts} of ${dots.length} verdicts ${alerts === 1 ? "raises" : "raise"} an alert; ` +
    `${abstained} ${abstained === 1 ? "has" : "have"} an abstention`;
}

/**
 * Confidence over spread, one dot per verdict, with the rule of the alert.
 *
 * Spreads are whole points, so dots of one spread are laid out side by side. A dot with an abstention
 * is hollow; one without any spread stands at the left.
 *
 * @example
 * ```ts
 * import { confidenceSpread } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = confidenceSpread(
 *   [{ label: "Energy", spread: 3, confidence: 0.4, abstained: false }],
 *   { alertAbove: 2, source: "Source: simulated, seed 7." },
 * );
 * match(chart.title, /1 of 1 verdicts raises an alert/);
 * ```
 */
export function confidenceSpread(
  dots: readonly ConfidenceDot[],
  options: ConfidenceSpreadOptions,
): Figure {
  const { alertAbove } = options;
  const seen = new Map<number, number>();
  const placed = dots.flatMap((dot) => {
    if (dot.confidence === undefined) return [];
    const at = dot.spread ?? NO_SPREAD;
    const k = seen.get(at) ?? 0;
    seen.set(at, k + 1);
    // Multiples of the golden section fill a stretch evenly, and the same way each time.
    return [{ ...dot, x: at + HALF_STEP * (2 * ((k * 0.618034) % 1) - 1) }];
  });
  const none = placed.some((dot) => dot.spread === undefined);
  const top = Math.max(0.8, ...placed.map((dot) => dot.confidence!)) * 1.08;
  const alert = (dot: ConfidenceDot) => dot.spread !== undefined && dot.spread > alertAbove;
  const color = (dot: ConfidenceDot) => alert(dot) ? COLORS.vermillion : COLORS.blue;
  return figure({
    ...worded(options, {
      title: confidenceSpreadTitle(dots, alertAbove),
      subtitle:
        "A dot is one sector on one day, moved sideways inside its whole point; hollow: somebody " +
        "abstained; vermillion: alert",
    }),
    ...sized({ height: 320, top: 34, left: 64 }),
    x: {
      label: "widest spread of a pillar, points",
      labelAnchor: "right",
      domain: [none ? -1.2 : -0.5, 4.5],
      ticks: none ? [NO_SPREAD, 0, 1, 2, 3, 4] : [0, 1, 2, 3, 4],
      tickFormat: (value: number) => value < 0 ? "none" : String(value),
    },
    y: {
      label: "stated confidence, lowered by disagreement",
      domain: [0, Math.min(1, top)],
      ticks: 5,
      tickFormat: wholePercent,
    },
    marks: [
      gridY(5),
      zeroY(),
      Plot.ruleX([alertAbove + 0.5], { ...DASHED }),
      Plot.text([alertAbove + 0.5], {
        x: itself,
        frameAnchor: "top",
        dy: -14,
        dx: 6,
        textAnchor: "start",
        text: () => `alert: more than ${alertAbove} points`,
      }),
      ...[false, true].map((hollow) =>
        Plot.dot(placed.filter((dot) => dot.abstained === hollow), {
          x: "x",
          y: "confidence",
          r: 4,
          fill: hollow ? GROUND : color,
          fillOpacity: 0.85,
          stroke: color,
          strokeWidth: 1.5,
          title: (dot: ConfidenceDot) => `${dot.label}: ${percent(dot.confidence, { digits: 0 })}`,
        })
      ),
    ],
  });
}
