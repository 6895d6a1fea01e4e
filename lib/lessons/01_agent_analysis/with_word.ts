import { type Rubric } from "../../committee/mod.ts";

/**
 * A rubric in whose questions one word is replaced by another, wherever it stands.
 *
 * @param rubric It is left alone.
 * @param old The word as it is written in the questions.
 * @param now What stands in its place.
 *
 * @example
 * ```ts
 * import { withWord } from "lab/lesson/01";
 * import { DEFAULT_RUBRIC } from "lab/committee";
 * import { match } from "node:assert/strict";
 *
 * const changed = withWord(DEFAULT_RUBRIC, "dearer", "costlier");
 * match(changed.pillars[0].questions.join(" "), /cheaper or costlier/);
 * ```
 */
export function withWord(rubric: Rubric, old: string, now: string): Rubric {
  return {
    ...rubric,
    pillars: rubric.pillars.map((pillar) => ({
      ...pillar,
      questions: pillar.questions.map((question) =>
        // A function, so that a "$" in the new word is only a "$".
        question.replaceAll(old, () => now)
      ),
    })),
  };
}
