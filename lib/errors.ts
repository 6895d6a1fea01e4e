/**
 * The few conditions that a caller may want to catch. A mistake in a call throws the built-in
 * `RangeError` or `TypeError` instead; what is expected (an abstention, a binding limit) is a value.
 *
 * @module
 */
import { MOST_ON_A_LINE, outsideLine, printable } from "./outside_text.ts";

/** Characters of a message; the longest of the lab's own name every field of a file. */
const MOST_IN_MESSAGE = 5000;

/** The base of the lab's own errors; keeps the `cause`. Its message is fit for any terminal. */
export class LabError extends Error {
  override readonly name: string = "LabError";

  constructor(message: string, options?: ErrorOptions) {
    super(printable(message, MOST_ON_A_LINE, MOST_IN_MESSAGE), options);
  }
}

/** Data that cannot be used: says where they came from and which day, ticker or value is at fault. */
export class DataError extends LabError {
  override readonly name = "DataError";
  /** File or table at fault. */
  readonly where?: string;
  /** Line in that file, counted from 1 with the header. */
  readonly line?: number;
  /** Column, ticker or field. */
  readonly column?: string;
  /** The value as it was read. */
  readonly value?: unknown;
  /** The calendar day at fault. */
  readonly day?: string;

  constructor(
    message: string,
    facts: {
      where?: string;
      line?: number;
      column?: string;
      value?: unknown;
      day?: string;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: facts.cause });
    this.where = facts.where;
    this.line = facts.line;
    this.column = facts.column;
    this.value = facts.value;
    this.day = facts.day;
  }
}

/** One thing that is wrong with an analyst's answer. */
export interface BallotIssue {
  /** Machine-readable fault, such as `out_of_range` or `wrong_sector`. */
  readonly code: string;
  /** Path inside the answer, such as `subScores.sentiment`. */
  readonly path: string;
  /** A sentence that says what would be right. */
  readonly message: string;
}

/** Characters of an issue's sentence; it may name a switch or two. */
const MOST_IN_ISSUE = 1000;

/** An analyst's answer that is no ballot: keeps the raw text and every issue found. */
export class BallotError extends LabError {
  override readonly name = "BallotError";
  readonly issues: readonly BallotIssue[];
  readonly raw: string;

  constructor(
    message: string,
    facts: { issues: readonly BallotIssue[]; raw: string; cause?: unknown },
  ) {
    super(message, { cause: facts.cause });
    this.issues = facts.issues.map((issue) => ({
      ...issue,
      path: outsideLine(issue.path),
      message: outsideLine(issue.message, MOST_IN_ISSUE),
    }));
    this.raw = facts.raw;
  }
}

/** A cap on spending: a calendar day (UTC), one sweep, one sector within a sweep. */
export type BudgetCap = "day" | "sweep" | "sector";

/** A call that was not made because its worst case does not fit under a cap any more. */
export class BudgetError extends LabError {
  override readonly name = "BudgetError";
  /** Which cap. */
  readonly cap: BudgetCap;
  /** The cap, dollars. */
  readonly allowedUsd: number;
  /** What is settled under it, dollars. */
  readonly spentUsd: number;
  /** What is reserved under it and not settled, dollars. */
  readonly reservedUsd: number;
  /** What the call may cost at most, dollars. */
  readonly neededUsd: number;
  /** Of what is reserved, dollars of calls under way in other programs; they may soon be free. */
  readonly othersUsd: number;

  constructor(
    message: string,
    facts: {
      cap: BudgetCap;
      allowedUsd: number;
      spentUsd: number;
      reservedUsd: number;
      neededUsd: number;
      othersUsd?: number;
    },
  ) {
    super(message);
    this.cap = facts.cap;
    this.allowedUsd = facts.allowedUsd;
    this.spentUsd = facts.spentUsd;
    this.reservedUsd = facts.reservedUsd;
    this.neededUsd = facts.neededUsd;
    this.othersUsd = facts.othersUsd ?? 0;
  }
}

/** Limits that contradict each other: names the ones in conflict. */
export class InfeasibleError extends LabError {
  override readonly name = "InfeasibleError";
  /** Names of the limits that cannot hold together. */
  readonly limits: readonly string[];

  constructor(message: string, facts: { limits: readonly string[]; cause?: unknown }) {
    super(message, { cause: facts.cause });
    this.limits = facts.limits;
  }
}
