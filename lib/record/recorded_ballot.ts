import type { Ballot, FailedBallot } from "../committee/mod.ts";

/** What a ballot was about: a world by its seed, the bundled industries, or files by their hash. */
export type BallotMarket =
  | { readonly kind: "simulated"; readonly seed: number }
  | { readonly kind: "industries" }
  | {
    readonly kind: "real";
    /** SHA-256 over the hashes of all files of prices and evidence, hexadecimal. */
    readonly data: string;
  };

/** How and when a question was asked. */
export interface Asking {
  /** Fingerprint of the request (`requestFingerprint`): analyst, brief, rubric and sample. */
  readonly question: string;
  /** The moment of asking, universal time, as `2026-11-27T21:15:03.000Z`. */
  readonly askedAt: string;
  readonly market: BallotMarket;
  /** Whether names and dates were hidden. */
  readonly masked: boolean;
  /** Version of the prompt's wording (`PROMPT_VERSION`); of rules their own. */
  readonly prompt: string;
  /** SHA-256 of the rubric without its weights, which are applied afterwards. */
  readonly rubric: string;
  /** US dollars; absent when unknown, which is not 0. */
  readonly costUsd?: number;
  /** Milliseconds from question to answer; absent when unknown. */
  readonly latencyMs?: number;
}

/** A ballot as the record keeps it. */
export interface RecordedBallot extends Asking {
  readonly kind: "ballot";
  readonly ballot: Ballot;
}

/** An answer that was no ballot, as the record keeps it. */
export interface RecordedFailure extends Asking {
  readonly kind: "failed";
  readonly failed: Omit<FailedBallot, "kind" | "costUsd">;
}

/** What came of a decision day's sectors over a horizon; appended once, never overwritten. */
export interface RecordedOutcome {
  readonly kind: "outcome";
  /** The day of the decision, and the day at whose close the horizon was over. */
  readonly day: string;
  readonly horizonWeeks: number;
  readonly end: string;
  /** Simple close-to-close returns of the sectors listed on the day, shares. */
  readonly returns: Readonly<Record<string, number>>;
  readonly market: BallotMarket;
  /** When it was joined, universal time. */
  readonly resolvedAt: string;
}

/** What may be appended to the record. */
export type RecordEntry = RecordedBallot | RecordedFailure | RecordedOutcome;

/** What a record had lost when it was next written: known by its head alone. */
export interface RecordedGap {
  readonly kind: "gap";
  readonly at: string;
  readonly because: string;
  /** Lines that the head counts and the log no longer holds. */
  readonly lostLines: number;
}
