import type { BallotIssue } from "../errors.ts";
import { outsideLine } from "../outside_text.ts";
import type { PaidReply } from "./make_call.ts";

/** Characters of the reason for which an answer ended; it may name a switch or two. */
const MOST_REASON = 800;

/** What went wrong with an answer, in the words of a failed ballot. */
export function issue(code: string, message: string): BallotIssue {
  return { code, path: "", message };
}

/** The issue of a reply that is no usable text, or `undefined`. */
export function finishIssue(reply: PaidReply): BallotIssue | undefined {
  const why = reply.reason === undefined ? "" : `: ${outsideLine(reply.reason, MOST_REASON)}`;
  switch (reply.finish) {
    case "complete":
      return undefined;
    case "incomplete":
      return issue(
        "incomplete",
        `The answer stopped before its end${why}.` +
          // Where the context is too short, more tokens make it worse.
          (reply.isContextShort
            ? ""
            : " More tokens (maxOutputTokens) may help, or less thinking (reasoningEffort)."),
      );
    case "refused":
      return issue("refused", `The model refused to answer${why}.`);
    case "filtered":
      return issue("filtered", `The provider's filter held the answer back${why}.`);
    case "failed":
      return issue("provider_failed", `The provider gave up the answer${why}.`);
    case "pending":
      return issue("pending", "The answer is still being written in the background.");
  }
}
