import { canonicalJson } from "../committee/mod.ts";
import { marketName } from "./ballot_market.ts";
import type { RecordedBallot, RecordEntry } from "./recorded_ballot.ts";

/** What two ballots must share to answer the same question in the same words. */
export function questionKey({ question, masked, prompt }: RecordedBallot | {
  readonly question: string;
  readonly masked: boolean;
  readonly prompt: string;
}): string {
  return `${question} ${masked} ${prompt}`;
}

/** What an entry is about: two of the same key are the same, or contradict each other. */
export function keyOf(entry: RecordEntry): string {
  switch (entry.kind) {
    case "ballot":
      return questionKey(entry);
    case "failed":
      // Apart from ballots: a question that failed and was asked again is no conflict.
      return `failed ${questionKey(entry)}`;
    case "outcome":
      return `outcome ${entry.day} ${entry.horizonWeeks} ${marketName(entry.market)}`;
  }
}

/** What an entry says there, by which two of the same key are compared. */
export function saidIn(entry: RecordEntry): string {
  switch (entry.kind) {
    case "ballot":
      // A file of evidence that grew has another hash; a ballot that rests on its old rows is the same.
      return canonicalJson({ ...entry.ballot, files: undefined });
    case "failed":
      return canonicalJson(entry.failed);
    case "outcome":
      return canonicalJson({ end: entry.end, returns: entry.returns });
  }
}
