import type { HeldName } from "./book_problem.ts";
import type { LimitUnit } from "./limits/limit_unit.ts";
import type { Limits } from "./limits/limits.ts";

/** The one change of a setting that would let the book use its gross, or the limits allow it. */
export interface Remedy {
  /**
   * The setting to change: `reach`, `sector`, `side`, `net`, `cluster`, `beta`, `hedge`, `correlated`, a
   * name's side (`XLK long`), a style (`style size`), `volatility`, `capital`, or a group's name.
   */
  readonly setting: string;
  readonly unit: LimitUnit;
  /** Its value now; of `reach`, what the book aims at. */
  readonly from: number;
  /**
   * The value of a limit nearest to it that would do, or a reach that would, just where it begins to; absent
   * if no value would, or no reach that was tried.
   */
  readonly to?: number;
  /** The limits to be typed in for it. */
  readonly change?: Partial<Limits>;
  /** The gross that the book would then use, a share of equity. */
  readonly gross?: number;
  readonly sentence: string;
}

/** A change of a rule on trades that alone would mend a book, or would not. */
export interface TradeRemedy {
  /** `turnover` for its budget, or the name that is held. */
  readonly rule: "turnover" | HeldName;
  /** The budget now, or the exposure held now; a share of equity. */
  readonly from: number;
  /** The smallest budget that works, or the exposure once released; absent where it would not help. */
  readonly to?: number;
  readonly sentence: string;
}
