import { DataError } from "../errors.ts";
import { type Sector, SECTORS, type Source } from "../market/mod.ts";
import type { CostModel } from "../portfolio/mod.ts";
import type { Day, Instant } from "../units.ts";
import type { RuleStatus } from "./book_rule.ts";
import type { FillRule } from "./fill_point.ts";
import type { Schedule } from "./schedule.ts";
import type { ShortRule } from "./short_fund.ts";

/** Names of a row of exposures: the eleven sectors in the one order, then the hedge. */
export const LEDGER_NAMES: readonly string[] = [...SECTORS, "hedge"];

/** Exposures by {@linkcode LEDGER_NAMES}, shares of equity; null where a sector is absent. */
export type Exposures = readonly (number | null)[];

/** What was decided, from what was known; nothing in it may depend on a later day. */
export interface LedgerDecision {
  readonly day: Day;
  readonly decidedAt: Instant;
  /** `hold` where nothing is to be traded. */
  readonly status: RuleStatus | "hold";
  /** Scores by sector; null where there is none. */
  readonly scores: readonly (number | null)[];
  /** Exposures at the moment of the decision, after drift. */
  readonly held: Exposures;
  readonly target: Exposures;
  /** Sectors in which no short can be held: no fund exists, or it carries less than the smallest trade. */
  readonly closedShorts: readonly Sector[];
  /** Views that no position follows: closed for shorts, or without a beta. */
  readonly lostBets: readonly Sector[];
}

/** A place on the time line. */
export interface Moment {
  readonly day: Day;
  readonly at: "open" | "close";
}

/** Costs of one fill by part, shares of equity. */
export interface LedgerCosts {
  readonly spread: number;
  readonly impact: number;
  readonly fee: number;
  readonly total: number;
  /** False where a part of some trade was unknown: then the total is a floor. */
  readonly known: boolean;
  /** Funds traded whose volume is not known and taken as the thinnest peer's; absent where none is. */
  readonly assumed?: readonly string[];
}

/** Return of one step by leg, shares of the equity at its fill. The four legs make `gross`. */
export interface LedgerReturns {
  readonly long: number;
  readonly short: number;
  readonly hedge: number;
  readonly cash: number;
  readonly gross: number;
  /** `gross` minus the costs of the fill. */
  readonly net: number;
  /**
   * What inverse funds returned beyond minus the exposure times the index: carry, fee and daily
   * reset, and what was missed after a fund's last day. It is a part of `short` and `hedge`.
   */
  readonly fundPath: number;
}

/** One step: a decision, its fill, and the time until the next fill. */
export interface LedgerStep {
  readonly step: number;
  readonly decision: LedgerDecision;
  /** Where the orders were filled; null where nothing was traded. */
  readonly fill: Moment | null;
  /** From where to where the return runs. */
  readonly from: Moment;
  readonly to: Moment;
  /** Equity at `from`, before the costs, dollars. */
  readonly equityUsd: number;
  /** Exposures at the fill, after drift and before the trades. */
  readonly before: Exposures;
  readonly after: Exposures;
  /** Change of each exposure by the trades. */
  readonly trades: Exposures;
  /** Σ|trades|. */
  readonly turnover: number;
  readonly costs: LedgerCosts;
  readonly returns: LedgerReturns;
  /** What a reader should know: fills that waited, sectors that ended, funds that changed. */
  readonly notes: readonly string[];
}

/** What a run was made with. */
export interface LedgerHead {
  readonly policy: string;
  readonly source: Source;
  readonly schedule: Schedule | "given days";
  readonly fill: FillRule;
  /** Absent, or why the result flatters. */
  readonly optimistic?: string;
  readonly shorts: ShortRule;
  readonly costs: CostModel;
  readonly equityUsd: number;
  /** What the whole run assumes, in sentences. */
  readonly notes: readonly string[];
}

/** Everything a run did: plain data. */
export interface Ledger {
  readonly head: LedgerHead;
  readonly steps: readonly LedgerStep[];
  /** The decision of the last day, which is not filled within the run. */
  readonly last: LedgerDecision;
}

const FORMAT = "sector-committee-ledger/1";

/** SHA-256 of a text in UTF-8, lower-case hexadecimal. */
async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * A ledger as text: a line with what the run was made with, one line per step, the decision of
 * the last day, and a line with the number of steps and the SHA-256 of all lines before it.
 *
 * @returns JSON Lines, the same bytes for the same run.
 *
 * @example There and back
 * ```ts
 * import { backtest, EQUAL_WEIGHT, ledgerText, readLedger } from "lab/research";
 * import { simulatedMarket } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const ledger = backtest(simulatedMarket({ seed: 7, years: 0.2 }), { policy: EQUAL_WEIGHT });
 * const text = await ledgerText(ledger);
 * equal((await readLedger(text)).steps.length, ledger.steps.length);
 * ```
 */
export async function ledgerText(ledger: Ledger): Promise<string> {
  const lines = [
    JSON.stringify({ format: FORMAT, ...ledger.head }),
    ...ledger.steps.map((step) => JSON.stringify(step)),
    JSON.stringify({ last: ledger.last }),
  ];
  const body = lines.join("\n") + "\n";
  const footer = { steps: ledger.steps.length, sha256: await sha256(body) };
  return `${body}${JSON.stringify(footer)}\n`;
}

/**
 * A ledger from its text.
 *
 * @param text As `ledgerText` wrote it.
 * @param where Name of the file, for messages.
 * @throws {DataError} If the text was cut short, changed, or is no ledger.
 *
 * @example A ledger that lost its end
 * ```ts
 * import { readLedger } from "lab/research";
 * import { rejects } from "node:assert/strict";
 *
 * await rejects(
 *   readLedger('{"format":"sector-committee-ledger/1"}\n', "run.jsonl"),
 *   /run.jsonl: it was cut short/,
 * );
 * ```
 */
export async function readLedger(text: string, where = "a ledger"): Promise<Ledger> {
  const fail = (problem: string, line?: number, cause?: unknown): never => {
    throw new DataError(`Cannot read ${where}${line ? `, line ${line}` : ""}: ${problem}`, {
      where,
      line,
      cause,
    });
  };
  const parsed = (line: string, number: number) => {
    try {
      return JSON.parse(line);
    } catch (cause) {
      return fail("need one JSON object a line", number, cause);
    }
  };
  const isWhole = text.endsWith("\n");
  const lines = text.split("\n").slice(0, isWhole ? -1 : undefined);
  if (lines[0]?.startsWith("step,decided,")) {
    fail(
      "it is the table of a ledger's steps; read it with readLedgerCsv, or the .jsonl beside it",
    );
  }
  if (!lines[0]?.includes(FORMAT)) fail(`it is no ledger, need the format ${FORMAT}`, 1);
  const written = lines.length - 3;
  const short = `it was cut short after ${Math.max(0, lines.length - 1)} lines of steps, ` +
    "the last line with count and checksum is missing; run the backtest again";
  if (!isWhole || written < 0) fail(short);
  const footer = parsed(lines[lines.length - 1], lines.length);
  if (typeof footer.sha256 !== "string") fail(short);
  if (footer.steps !== written) {
    fail(`need ${footer.steps} steps as its last line says, got ${written}`);
  }
  const body = lines.slice(0, -1).join("\n") + "\n";
  if (await sha256(body) !== footer.sha256) {
    fail("it was changed after it was written: its checksum does not fit");
  }
  const { format: _format, ...head } = parsed(lines[0], 1);
  const steps = lines.slice(1, -2).map((line, i) => parsed(line, i + 2));
  return { head, steps, last: parsed(lines[lines.length - 2], lines.length - 1).last };
}
