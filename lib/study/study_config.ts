import { createHash } from "node:crypto";
import type { BookRule, ResearchPanel, ScoreTable } from "../research/mod.ts";

/**
 * A hash of all that a study on given data chose: days, scores, rule, fills, costs. Two studies with the
 * same hash on the same source ask nothing new of it, and count as one trial.
 *
 * @returns SHA-256 in lower-case hexadecimal.
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
