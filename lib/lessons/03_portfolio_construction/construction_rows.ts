/**
 * Results of lesson 03 as the rows that its charts take.
 *
 * @module
 */

import {
  type BookPanel,
  countWord,
  type GrossBar,
  type LimitDumbbell,
  percent,
  points,
  type WaterfallRow,
} from "../../charts/mod.ts";
import { SECTOR_LABELS } from "../../market/mod.ts";
import type { Book, ClippedBook } from "../../portfolio/mod.ts";
import { gaugeRows, weightRows } from "../kit/chart_rows.ts";
import type { ClipTrial } from "./clip_breaches.ts";
import type { LimitStep } from "./limit_steps.ts";

/** What the sector caps of a book are called when only the one used most is shown. */
const LARGEST_SECTOR = "largest sector";
/** What the book without added limits is called. */
const GROSS_ALONE = "gross alone";

type MeasuredBook = Pick<Book, "weights" | "limits" | "readings">;

/** The share of each limit that a book uses, the sector caps as one. */
function usedShares(book: MeasuredBook): Map<string, number> {
  const largest = Math.max(0, ...book.weights.map(Math.abs)) / book.limits.sector;
  const shares = new Map<string, number>();
  const caps = book.readings.filter(({ id }) => id.kind === "sector");
  const capLabels = gaugeRows({ ...book, readings: caps }).map(({ label }) => label);
  for (const { label, used } of gaugeRows(book)) {
    if (!capLabels.includes(label)) shares.set(label, used);
    else shares.set(LARGEST_SECTOR, largest);
  }
  return shares;
}

/**
 * Which views' shares pass the sector cap, as a sentence.
 *
 * @example
 * ```ts
 * import { shareTitle } from "lab/lesson/03";
 * import { fitBook } from "lab/portfolio";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   shareTitle(fitBook({ sectors: ["XLE", "XLK"], tilts: [-0.5, 0.25], betas: [1, 1] })),
 *   "The share of Energy is 66.7 % short; two shares pass the cap of 30 %",
 * );
 * ```
 */
export function shareTitle(book: Pick<Book, "sectors" | "targets" | "limits">): string {
  const { sector: cap } = book.limits;
  const sizes = book.targets.map(Math.abs), most = Math.max(0, ...sizes);
  if (most === 0) return "No view, no share";
  const past = sizes.filter((size) => size > cap + 1e-9).length;
  const i = sizes.indexOf(most), side = book.targets[i] < 0 ? "short" : "long";
  const ofSector = `The share of ${SECTOR_LABELS[book.sectors[i]]} is ${percent(most)} ${side}`;
  return past === 0
    ? `${ofSector}, and no share passes the cap of ${percent(cap, { digits: 0 })}`
    : `${ofSector}; ${countWord(past).toLowerCase()} ${
      past === 1 ? "share passes" : "shares pass"
    } the cap of ${percent(cap, { digits: 0 })}`;
}

/**
 * What the clipped book's gross leaves idle, as a sentence for a caption.
 *
 * @example
 * ```ts
 * import { clipCaption } from "lab/lesson/03";
 * import { clippedBook } from "lab/portfolio";
 * import { match } from "node:assert/strict";
 *
 * const clipped = clippedBook({ sectors: ["XLK", "XLE"], tilts: [2, -1], betas: [1, 1] });
 * match(clipCaption(clipped), /^Clipped, the gross is (still|down to) /);
 * ```
 */
export function clipCaption(clipped: ClippedBook): string {
  const gross = clipped.readings.find(({ id }) => id.kind === "gross")!.value;
  const idle = clipped.limits.gross - gross;
  return idle < 5e-4
    ? `Clipped, the gross is still ${percent(gross)}.`
    : `Clipped, the gross is down to ${percent(gross)}: ${points(idle)} of the account lie idle.`;
}

/**
 * One dumbbell per limit: the clipped book's share of it, and the solved one's.
 *
 * @example
 * ```ts
 * import { limitShareRows } from "lab/lesson/03";
 * import { clippedBook, fitBook } from "lab/portfolio";
 * import { ok } from "node:assert/strict";
 *
 * const problem = { sectors: ["XLK" as const, "XLE" as const], tilts: [2, -1], betas: [1, 1] };
 * const rows = limitShareRows(clippedBook(problem), fitBook(problem));
 * ok(rows.every(({ after }) => after < 1 + 1e-6));
 * ```
 */
export function limitShareRows(clipped: ClippedBook, solved: Book): LimitDumbbell[] {
  const after = usedShares(solved);
  return [...usedShares(clipped)].map(([label, before]) => ({
    label,
    before,
    after: after.get(label)!,
  }));
}

/**
 * How many random sets of views the clipping recipe served well, broke, or left short of gross.
 *
 * @example
 * ```ts
 * import { trialCounts } from "lab/lesson/03";
 * import { deepEqual } from "node:assert/strict";
 *
 * const trial = { tilts: [2], views: 1, broken: ["beta"], missesGross: false };
 * deepEqual(trialCounts([trial]).map(({ count }) => count), [0, 1, 0]);
 * ```
 */
export function trialCounts(
  trials: readonly ClipTrial[],
): { readonly label: string; readonly count: number; readonly valid?: boolean }[] {
  const broken = trials.filter((trial) => trial.broken.length > 0).length;
  const short = trials.filter((trial) => trial.broken.length === 0 && trial.missesGross).length;
  return [
    { label: "every limit kept", count: trials.length - broken - short, valid: true },
    { label: "a limit broken", count: broken },
    { label: "gross missed, nothing broken", count: short },
  ];
}

/**
 * What the recipe did to random views, as a sentence.
 *
 * @example
 * ```ts
 * import { trialTitle } from "./construction_rows.ts";
 * import { equal } from "node:assert/strict";
 *
 * const trial = { tilts: [2], views: 1, broken: [], missesGross: false };
 * equal(
 *   trialTitle([trial, { ...trial, broken: ["beta"] }, { ...trial, missesGross: true }]),
 *   "Of 3 random sets of views the recipe breaks a limit in 1, and misses the gross in 1 more",
 * );
 * ```
 */
export function trialTitle(trials: readonly ClipTrial[]): string {
  const [, broken, short] = trialCounts(trials);
  return `Of ${trials.length} random sets of views the recipe breaks a limit in ${broken.count}` +
    (short.count === 0 ? "" : `, and misses the gross in ${short.count} more`);
}

/** Where the broken sets stand: with few views or with many, as a sentence. */
export function trialCaption(trials: readonly ClipTrial[], few = 4): string {
  const broken = trials.filter((trial) => trial.broken.length > 0);
  const ofFew = broken.filter(({ views }) => views <= few).length;
  return `${ofFew} of the ${broken.length} broken sets have views on ${few} sectors or fewer. ` +
    "The gross counts as missed by more than 2 points where the book solved together uses it all.";
}

/**
 * The words around the squares of the trials.
 *
 * @example
 * ```ts
 * import { trialWords } from "lab/lesson/03";
 * import { match } from "node:assert/strict";
 *
 * const trial = { tilts: [2], views: 1, broken: ["beta"], missesGross: false };
 * match(trialWords([trial]).caption, /^1 of the 1 broken sets have views on 4 sectors or fewer/);
 * ```
 */
export function trialWords(trials: readonly ClipTrial[]) {
  return {
    title: trialTitle(trials),
    subtitle: "One square is one random set of views, put through hedge, scale and clip",
    caption: trialCaption(trials),
  };
}

/** One panel per stage of `limitSteps`. */
export function stepPanels(steps: readonly LimitStep[]): BookPanel[] {
  return steps.map(({ added, book, cost }) => ({
    label: added ?? GROSS_ALONE,
    cost,
    hedge: book.hedge,
    bars: weightRows({ ...book, lostBets: [] }),
  }));
}

/**
 * A book as one stacked bar; what it leaves of the gross aimed at is cash. A mark stands where the limits
 * would have allowed more.
 *
 * @example
 * ```ts
 * import { grossBar } from "lab/lesson/03";
 * import { deepEqual } from "node:assert/strict";
 *
 * const book = { weights: [0.25, 0], hedge: -0.25, aim: 1.1, grossAimed: 1, grossAllowed: 0.6 };
 * deepEqual(
 *   grossBar("1", book),
 *   { label: "1", long: 0.25, short: 0, hedge: 0.25, cash: 0.5, allowed: 0.6 },
 * );
 * ```
 */
export function grossBar(
  label: string,
  book: Pick<Book, "weights" | "hedge" | "aim" | "grossAimed" | "grossAllowed">,
): GrossBar {
  const long = book.weights.reduce((sum, weight) => sum + Math.max(weight, 0), 0);
  const short = book.weights.reduce((sum, weight) => sum + Math.max(-weight, 0), 0);
  const hedge = Math.abs(book.hedge);
  const cash = Math.max(0, book.grossAimed - long - short - hedge);
  // Without a view only a hedge would be allowed, and nothing asks for one.
  const allowed = book.aim === undefined ? undefined : book.grossAllowed;
  return { label, long, short, hedge, cash, allowed };
}

/** Steps that only an account with holdings has: left out where nothing happens in them. */
const ONLY_WITH_HOLDINGS = ["trade rules", "held"];
/** Share of equity below which a step is the last bits of a float. */
const NOTHING = 1e-12;

/**
 * The bars of a view's way to its order, exposure and money as two groups.
 *
 * @example
 * ```ts
 * import { viewWaterfall } from "lab/lesson/03";
 * import { equal } from "node:assert/strict";
 *
 * const step = { name: "tilt", label: "the tilt", from: 0, to: 0.2, change: 0.2, note: "" };
 * equal(viewWaterfall([{ ...step, unit: "capital" }])[0].group, "money");
 * ```
 */
export function viewWaterfall(
  steps: readonly {
    readonly name: string;
    readonly label: string;
    readonly from: number;
    readonly to: number;
    readonly change: number;
    readonly unit: "exposure" | "capital";
    readonly note: string;
  }[],
): WaterfallRow[] {
  return steps
    .filter(({ name, change }) => Math.abs(change) > NOTHING || !ONLY_WITH_HOLDINGS.includes(name))
    .map(({ label, from, to, unit, note }) => ({
      label,
      from,
      to,
      group: unit === "exposure" ? "exposure" : "money",
      note,
    }));
}

/** The way of one sector, as a sentence. */
export function viewWaterfallTitle(way: {
  readonly label: string;
  readonly exposure: number;
  readonly paid: number;
  readonly ticker?: string;
}): string {
  return way.ticker === undefined
    ? `${way.label} is not held: its view leads to no order`
    : `${way.label}: an exposure of ${percent(way.exposure, { signed: true })} takes ${
      percent(way.paid)
    } of the account, through ${way.ticker}`;
}

/**
 * The words around the way of one sector.
 *
 * @example
 * ```ts
 * import { viewWaterfallWords } from "lab/lesson/03";
 * import { match } from "node:assert/strict";
 *
 * const way = { label: "Energy", exposure: -0.06, paid: 0.03, ticker: "DUG" };
 * match(viewWaterfallWords(way).title, /takes 3.0 % of the account, through DUG/);
 * ```
 */
export function viewWaterfallWords(way: Parameters<typeof viewWaterfallTitle>[0]) {
  return {
    title: viewWaterfallTitle(way),
    subtitle: "Share of equity; each bar begins where the one above it ends",
    total: "paid",
  };
}
