import { type Displayable, number } from "../../charts/mod.ts";
import { brierScore, calibratedProbability, calibration, type Forecast } from "../../stats/mod.ts";
import { notice } from "../kit/notice.ts";
import { tableOf } from "../kit/table_of.ts";

/**
 * A curve fitted on the earlier half of a record and judged on the later one, as a table of Brier
 * scores beside the confidence as stated and a steady 50 %.
 *
 * @param calls In the order of their decisions.
 * @param options.source The source line.
 * @returns A table, or a sentence where the earlier half is too short for a curve.
 *
 * @example Too short
 * ```ts
 * import { laterHalf } from "lab/lesson/02";
 * import { DISPLAY } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const calls = Array.from({ length: 40 }, (_, i) => ({ stated: 0.8, right: i % 2 === 0 }));
 * const shown = laterHalf(calls, { source: "Source: simulated, seed 7." });
 * match(shown[DISPLAY]()["text/plain"], /Only 20 outcomes are known/);
 * ```
 */
export function laterHalf(
  calls: readonly Forecast[],
  options: { readonly source: string },
): Displayable {
  const half = Math.floor(calls.length / 2);
  const curve = calibration(calls.slice(0, half));
  if (curve.kind === "abstention") return notice("note", curve.reason);
  const later = calls.slice(half);
  const of = (stated: (call: Forecast) => number) =>
    brierScore(later.map((call) => ({ stated: stated(call), right: call.right })));
  const rows = [
    { label: "stated confidence", score: of((call) => call.stated) },
    {
      label: "calibrated confidence",
      score: of((call) => calibratedProbability(curve, call.stated)),
    },
    { label: "a steady 50 %", score: of(() => 0.5) },
  ];
  return tableOf(rows, {
    title: laterHalfTitle(rows),
    source: options.source,
    caption: `Brier score, smaller is better. Curve fitted on the first ${half} calls, judged on ` +
      `the ${later.length} that came later.`,
    columns: [
      { label: "what is trusted", value: (row) => row.label },
      { label: "Brier score", value: (row) => row.score, format: (x) => number(x, { digits: 4 }) },
    ],
  });
}

/** Which confidence came nearest to the outcomes, as a sentence. */
function laterHalfTitle(
  rows: readonly { readonly label: string; readonly score: number }[],
): string {
  const [best, next] = rows.toSorted((a, b) => a.score - b.score);
  return `On later calls ${best.label} comes nearest to what happened ` +
    `(${number(best.score, { digits: 4 })}), then ${next.label} ` +
    `(${number(next.score, { digits: 4 })})`;
}
