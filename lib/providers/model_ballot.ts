import {
  addressesOf,
  type Ballot,
  type Brief,
  ONLY_THINKING,
  parseBallot,
  type Rubric,
} from "../committee/mod.ts";
import { BallotError } from "../errors.ts";
import { outsideLine } from "../outside_text.ts";
import type { PaidReply } from "./make_call.ts";
import type { ModelPrompt } from "./model_prompt.ts";

/** Mends of an answer whose text stood in the field for thinking. */
const FROM_THINKING: ReadonlySet<string> = new Set(
  ["reasoning_content", "reasoning", "thinking"].map((field) => `read from the field ${field}`),
);

/**
 * The ballot in a model's answer.
 *
 * @param prompt What was asked: whose names are unmasked, and which pages may be cited.
 * @throws {BallotError} If the answer is none, or cites a page that no search gave.
 */
export function modelBallot(
  { text: raw, mended = [] }: Pick<PaidReply, "text" | "mended">,
  prompt: ModelPrompt,
  question: { brief: Brief; rubric: Rubric; analyst: string; sample: number },
): Ballot {
  const { brief, rubric, analyst, sample } = question;
  let ballot: Ballot;
  try {
    ballot = parseBallot(raw, {
      sector: brief.sector,
      day: brief.day,
      analyst,
      sample,
      horizonWeeks: rubric.horizonWeeks,
      addresses: addressesOf(brief),
      unmask: prompt.unmask,
    });
  } catch (error) {
    // In the field for thinking stood thinking, and nothing in that for the answer.
    const isThinking = error instanceof BallotError && error.issues[0].code === "not_json" &&
      mended.some((one) => FROM_THINKING.has(one));
    if (!isThinking) throw error;
    throw new BallotError(`Cannot read the ballot of ${analyst}: ${ONLY_THINKING.message}`, {
      issues: [ONLY_THINKING],
      raw,
    });
  }
  // A page that no search gave is one the model made up.
  const issues = ballot.references.flatMap(({ url }, i) =>
    url.startsWith("lab:") || prompt.sources.has(url) ? [] : [{
      code: "unknown_reference",
      path: `references.${i}.url`,
      message: `references.${i}.url needs an address that was shown, got ${
        JSON.stringify(outsideLine(url))
      }.`,
    }]
  );
  if (issues.length > 0) {
    throw new BallotError(`Cannot read the ballot of ${analyst}: ${issues[0].message}`, {
      issues,
      raw,
    });
  }
  return mended.length === 0 ? ballot : { ...ballot, mended: [...mended, ...ballot.mended ?? []] };
}
