import type { Displayable } from "../../charts/mod.ts";
import { type FailedBallot, instructionSigns, PLANTED_INSTRUCTIONS } from "../../committee/mod.ts";
import { tableOf } from "../kit/table_of.ts";

/** Rows that are enough to see what the reader says. */
const MOST_FAILURES = 6;

/**
 * The first failed ballots of a poll, each with the code and the sentence of its first fault.
 *
 * @param failed From `readAnswers` or a poll.
 * @param options.source The source line.
 *
 * @example
 * ```ts
 * import { failureTable } from "lab/lesson/01";
 * import { DISPLAY } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const table = failureTable([], { source: "Source: simulated, seed 7." });
 * match(table[DISPLAY]()["text/plain"], /^No answer failed/);
 * ```
 */
export function failureTable(
  failed: readonly Pick<FailedBallot, "sector" | "issues">[],
  options: { readonly source: string },
): Displayable {
  const shown = failed.slice(0, MOST_FAILURES);
  return tableOf(shown, {
    title: failed.length === 0
      ? "No answer failed"
      : `What the reader says about ${shown.length} of the ${failed.length} that failed`,
    source: options.source,
    columns: [
      { label: "sector", value: ({ sector }) => sector },
      { label: "fault", value: ({ issues }) => issues[0].code },
      { label: "in words", value: ({ issues }) => issues[0].message },
    ],
  });
}

/**
 * The planted headlines of the lab, and the signs by which each gives itself away.
 *
 * @example
 * ```ts
 * import { DISPLAY } from "lab/charts";
 * import { instructionTable } from "lab/lesson/01";
 * import { match } from "node:assert/strict";
 *
 * match(String(instructionTable()[DISPLAY]()["text/plain"]), /planted headlines give themselves away/);
 * ```
 */
export function instructionTable(): Displayable {
  const rows = PLANTED_INSTRUCTIONS.map(({ name, text }) => ({
    name,
    text,
    signs: instructionSigns(text),
  }));
  const seen = rows.filter(({ signs }) => signs.length > 0).length;
  return tableOf(rows, {
    title: `${seen} of ${rows.length} planted headlines give themselves away`,
    // Whatever data the lesson runs on, these headlines are no part of them.
    source: "Source: simulated, written for this lab.",
    columns: [
      { label: "trick", value: ({ name }) => name },
      { label: "headline", value: ({ text }) => text },
      { label: "signs", value: ({ signs }) => signs.join(", ") || "none" },
    ],
  });
}
