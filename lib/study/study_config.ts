import { createHash } from "node:crypto";
import type { BookRule, ResearchPanel, ScoreTable } from "../research/mod.ts";

/**
 * A hash of all that a study on given data chose: days, scores, rule, fills, costs. Two studies with the
 * same hash on the same source ask nothing new of it, and count as one trial.
 *
 * @returns SHA-256 in lower-case hexadecimal.
 *
 * @example Another rule is another configuration
 * ```ts
 * import { studyConfig } from "lab/study";
 * import { decisionDays, panelOf, panelScores } from "lab/research";
 * import { simulatedMarket } from "lab/market";
 * import { notEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const days = decisionDays(market, "weekly").slice(60, 66);
 * const scores = Float64Array.from({ length: 3 * 6 * 11 }, (_, i) => 1 + i % 5);
 * const panel = panelOf(market, { days, scores }, { days });
 * const table = panelScores(panel, { fundamentals: 0.5, sentiment: 0.25, technicals: 0.25 });
 * notEqual(
 *   studyConfig(panel, table, { rule: { kind: "tilt" } }),
 *   studyConfig(panel, table, { rule: { kind: "limits" } }),
 * );
 * ```
 */
export function studyConfig(
  panel: ResearchPanel,
  table: ScoreTable,
  chosen: { readonly rule: BookRule; readonly equityUsd?: number },
): string {
  const { schedule, fill, shorts, days, commissionUsd } = panel;
  const hash = createHash("sha256");
  hash.update(JSON.stringify({ schedule, fill, shorts, days, commissionUsd, ...chosen }));
  for (
    const { buffer, byteOffset, byteLength } of [
      table.scores,
      panel.longRate,
      panel.longImpact,
      panel.shortRate,
      panel.shortImpact,
      panel.shortFund,
      panel.betas,
    ]
  ) hash.update(new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength));
  return hash.digest("hex");
}
