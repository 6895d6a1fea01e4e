import type { Sector } from "../market/mod.ts";
import type { Day } from "../units.ts";

/** One sector's score with what moved it. */
export interface MemoScore {
  readonly sector: Sector;
  readonly label: string;
  /** The score that was followed; absent where there is none. */
  readonly score?: number;
  /** Last time's; absent where there was none. */
  readonly before?: number;
  /** What moved since, which answer is old, what was overridden; in words, empty where nothing is to say. */
  readonly why: string;
}

/** A figure of the whole book before and after the orders. */
export interface MemoFigure {
  readonly label: string;
  readonly unit: "share of equity" | "beta";
  /** Absent where it cannot be measured. */
  readonly before?: number;
  readonly after?: number;
}

/** A position before and after the orders, signed shares of equity. */
export interface MemoPosition {
  readonly label: string;
  readonly before: number;
  /** What the views aim at; absent for the hedge. */
  readonly aim?: number;
  readonly after: number;
}

/** One order. */
export interface MemoOrder {
  readonly ticker: string;
  readonly action: "buy" | "sell";
  /** Absent where it is in dollars. */
  readonly shares?: number;
  /** Price that it may not go beyond; absent where none is set. */
  readonly limitPrice?: number;
  readonly dollars: number;
  /** Absent where it is not known, which is not free. */
  readonly costUsd?: number;
  readonly note: string;
}

/** Where a part of the book comes from. */
export interface MemoReference {
  readonly title: string;
  readonly url: string;
  readonly sectors: readonly Sector[];
  /** Share of the book's gross that rests on it, 0 to 1; see `weightyReferences`. */
  readonly share: number;
}

/** What was paid for answers. */
export interface MemoSpending {
  /** Dollars settled this week. */
  readonly settledUsd: number;
  /** Dollars reserved whose bill is not known. */
  readonly openUsd: number;
  /** Answers whose cost nobody knows. */
  readonly unknown: number;
  /** Answers asked for, and of them those that were kept from before and cost nothing again. */
  readonly answers: number;
  readonly kept: number;
}

/** How good one voice was so far: a figure with its interval, or why there is none. */
export interface MemoRecord {
  readonly who: string;
  readonly figure: string;
  readonly text: string;
}

/** What somebody said to the book. */
export type MemoDecision =
  | { readonly state: "proposed" }
  | { readonly state: "held" }
  | { readonly state: "approved" | "rejected"; readonly by: string; readonly because?: string };

/** Everything on the page, and nothing else. */
export interface MemoData {
  readonly day: Day;
  /** What the page is about in a sentence or two, such as `bookText`. */
  readonly summary: string;
  readonly decision: MemoDecision;
  /** The day of the verdict that is compared with; absent where there was none. */
  readonly comparedWith?: Day;
  readonly scores: readonly MemoScore[];
  /** Disagreements and abstentions with their reasons, the weightiest first. */
  readonly doubts: readonly string[];
  readonly references: readonly MemoReference[];
  readonly positions: readonly MemoPosition[];
  readonly figures: readonly MemoFigure[];
  /** Limits at which the book stands, each with its price, in a sentence. */
  readonly limits: readonly string[];
  readonly orders: readonly MemoOrder[];
  /** Cost of all orders in dollars; absent where one of them is not known. */
  readonly costUsd?: number;
  /** The part of it that is known. */
  readonly knownCostUsd: number;
  readonly equityUsd: number;
  readonly spending: MemoSpending;
  /** What would change the committee's mind, in sentences, the nearest first. */
  readonly mind: readonly string[];
  readonly record: readonly MemoRecord[];
  /** What a reader must know besides. */
  readonly notes: readonly string[];
  /** The line that `sourceLine` of `lab/market` writes. */
  readonly source: string;
  /** What the page can be rebuilt from: names with SHA-256 hashes. */
  readonly inputs: Readonly<Record<string, string>>;
}
