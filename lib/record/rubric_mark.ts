import { createHash } from "node:crypto";
import { canonicalJson, type Rubric } from "../committee/mod.ts";

/**
 * SHA-256 of a rubric without its weights: what was asked, however the answers are weighed afterwards.
 *
 * @example Other weights, the same questions
 * ```ts
 * import { rubric } from "lab/committee";
 * import { rubricMark } from "lab/record";
 * import { equal, notEqual } from "node:assert/strict";
 *
 * equal(rubricMark(rubric({ weights: [0, 0, 1] })), rubricMark(rubric()));
 * notEqual(rubricMark(rubric({ horizonWeeks: 8 })), rubricMark(rubric()));
 * ```
 */
export function rubricMark({ horizonWeeks, pillars }: Rubric): string {
  const asked = pillars.map(({ pillar, questions, anchors }) => ({ pillar, questions, anchors }));
  return createHash("sha256").update(canonicalJson({ horizonWeeks, pillars: asked })).digest("hex");
}
