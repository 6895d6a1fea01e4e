import type { Judgement } from "../audit/mod.ts";
import type { SectorView } from "../committee/mod.ts";
import type { HedgeOverlay, SectorBeta } from "../hedging/mod.ts";
import type { Sector, Source } from "../market/mod.ts";
import type {
  Book,
  BookRisk,
  FundCaps,
  HeldExposures,
  LimitReading,
  OrderPlan,
  Relaxation,
} from "../portfolio/mod.ts";
import type { Settings } from "../settings.ts";
import type { Day } from "../units.ts";
import type { GivenWay } from "./rules_given_way.ts";

/** Something that could not be followed, with its reason in a sentence. */
export interface SetAside {
  readonly sector: Sector;
  readonly reason: string;
}

/** One day's work of the desk, from views to orders, with everything in between. */
export interface Plan {
  readonly day: Day;
  readonly source: Source;
  readonly settings: Settings;
  /** The views that were followed, in the one order of sectors. */
  readonly views: readonly SectorView[];
  /**
   * Sectors whose price has stopped, whether there was a view on them or not, and views on sectors that
   * were not listed, or that have no measured beta or no fund.
   */
  readonly setAside: readonly SetAside[];
  readonly betas: readonly SectorBeta[];
  /** Risk figures that the mandate's limits needed, in the order of the book's sectors. */
  readonly risk: BookRisk;
  /** What the account held before, as exposures. */
  readonly account: HeldExposures;
  /** Short views that no fund can follow today: none is listed, or what it carries is no trade. */
  readonly closedShorts: readonly SetAside[];
  /** Largest exposures that funds can carry for this account, in the order of the book's sectors. */
  readonly fundCaps: FundCaps;
  readonly book: Book;
  /**
   * What gave way on request, and every limit of the mandate that the book breaks; absent where the
   * settings allow none to. `book.limits` are the limits it was fitted and judged by.
   */
  readonly relaxed?: Relaxation;
  readonly overlay: HedgeOverlay;
  /** Orders and the book in whole shares that they lead to. */
  readonly trades: OrderPlan;
  /** Rules on trades that gave way to limits, signs or whole shares. Limits never do. */
  readonly gaveWay: readonly GivenWay[];
  /** Every limit of the mandate: those on exposures, of the solved book, then those on the orders. */
  readonly readings: readonly LimitReading[];
  /** What the independent checker found on the orders, mapped back to exposures. */
  readonly judgement: Judgement;
  /** What a reader should know besides: rules that gave way, figures that are assumptions. */
  readonly notes: readonly string[];
}
