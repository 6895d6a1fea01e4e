import { bp, countWord, type Displayable, number, percent } from "../../charts/mod.ts";
import {
  type Book,
  type ClippedBook,
  type ClipStep,
  type LimitId,
  type LimitReading,
  type Limits,
  mandateRows,
} from "../../portfolio/mod.ts";
import { tableOf } from "../kit/table_of.ts";

/** What each step of the recipe claims to have done, by its own figure. */
function claim(
  step: ClipStep,
  book: ClippedBook,
): { readonly figure: string; readonly of: string; readonly done: boolean } {
  const { weights, hedge } = step, { limits } = book;
  const isAt = (value: number, wanted: number) => Math.abs(value - wanted) < 1e-9;
  switch (step.name) {
    case "hedge": {
      const beta = weights.reduce((sum, w, i) => w === 0 ? sum : sum + w * book.betas[i], hedge);
      return {
        of: "beta",
        figure: number(beta, { digits: 3 }),
        done: isAt(beta, limits.beta.target),
      };
    }
    case "scale": {
      const gross = weights.reduce((sum, weight) => sum + Math.abs(weight), Math.abs(hedge));
      return { of: "gross", figure: percent(gross), done: isAt(gross, limits.gross) };
    }
    case "clip":
      return {
        of: "largest sector",
        figure: percent(Math.max(...weights.map(Math.abs))),
        done: true, // the cut cannot fail
      };
  }
}

const DOES = {
  hedge: "take out all of the measured beta",
  scale: "scale sectors and hedge to the gross",
  clip: "cut each sector at its cap",
} as const;

/**
 * The three steps of the clipping recipe, each with the figure it has just set right.
 *
 * @param options.source The source line.
 *
 * @example
 * ```ts
 * import { clipTable } from "lab/lesson/03";
 * import { DISPLAY } from "lab/charts";
 * import { clippedBook } from "lab/portfolio";
 * import { match } from "node:assert/strict";
 *
 * const book = clippedBook({ sectors: ["XLK", "XLU"], tilts: [2, -1], betas: [1.2, 0.6] });
 * const table = clipTable(book, { source: "Source: simulated, seed 7." });
 * match(table[DISPLAY]()["text/plain"], /beta +0\.000 +done/);
 * ```
 */
export function clipTable(book: ClippedBook, options: { readonly source: string }): Displayable {
  return tableOf(book.steps, {
    title: book.steps.every((step) => claim(step, book).done)
      ? "Three steps, three figures: done, done, done"
      : "Three steps, and the figure that each is to set right",
    source: options.source,
    caption: "Each figure is taken right after its step.",
    columns: [
      { label: "step", value: ({ name }) => name },
      { label: "what it does", value: ({ name }) => DOES[name] },
      { label: "figure", value: (step) => claim(step, book).of },
      { label: "value", value: (step) => claim(step, book).figure },
      { label: "", value: (step) => claim(step, book).done ? "done ✓" : "not possible here" },
    ],
  });
}

/** What would let a book use its gross, or let the limits allow it, in few words. */
function remedyWords({ remedies }: Book): string {
  if (remedies.length === 0) return "–";
  const [{ setting, change }] = remedies;
  if (setting === "reach") {
    if (!change?.reach) return "no reach uses it";
    const said = [change.reach.closed, change.reach.limits].map((one) =>
      Math.ceil(100 * one - 1e-4)
    );
    return `used with reach ${unbroken(said.map((one) => one / 100).join(" / "))}`;
  }
  const found = remedies.flatMap(({ setting, unit, from, to }) => {
    if (to === undefined) return [];
    // Rounded away from what is too narrow: typed in, it must do what it promises.
    const isShare = unit === "share of equity", steps = isShare ? 1000 : 100;
    const said = (to > from ? Math.ceil(steps * to - 1e-6) : Math.floor(steps * to + 1e-6)) / steps;
    return [`${setting} ${isShare ? unbroken(percent(said)) : number(said)}`];
  });
  return found.length === 0 ? "no limit alone allows it" : `allowed with ${found.join(" or ")}`;
}

/**
 * Books of ever fewer views as a table: what each aims at and uses, what the limits allow, and what
 * would help where part of the gross stays in cash.
 *
 * @param rows Each with the number of views that were kept.
 * @param options.source The source line.
 *
 * @example
 * ```ts
 * import { DISPLAY } from "lab/charts";
 * import { grossTable } from "lab/lesson/03";
 * import { fitBook } from "lab/portfolio";
 * import { match } from "node:assert/strict";
 *
 * const book = fitBook({ sectors: ["XLK", "XLE"], tilts: [2, -1], betas: [1, 1] });
 * const table = grossTable([{ views: 2, book }], { source: "Source: simulated, seed 7." });
 * match(String(table[DISPLAY]()["text/plain"]), /reduced/);
 * ```
 */
export function grossTable(
  rows: readonly { readonly views: number; readonly book: Book }[],
  options: { readonly source: string },
): Displayable {
  const reduced = rows.filter(({ book }) => book.status === "reduced");
  const byAims = reduced.filter(({ book }) => book.grossAllowed! >= book.grossAimed).length;
  const counted = countWord(reduced.length);
  return tableOf(rows, {
    title: reduced.length === 0
      ? "No book is reduced: each with a view uses all of its gross"
      : `${counted} ${reduced.length === 1 ? "book is" : "books are"} reduced, ` +
        (byAims === 0
          ? "all by their limits"
          : byAims === reduced.length
          ? "all by their aims: the limits would allow the whole gross"
          : `${countWord(byAims).toLowerCase()} by ${
            byAims === 1 ? "its aims" : "their aims"
          }: the limits would allow the whole gross`),
    source: options.source,
    caption:
      "Aims in shares of each view's own. Of a limit stands the value that alone would allow " +
      "the whole gross, of the reach the one that would use it; all else as it is.",
    columns: [
      { label: "views", value: ({ views }) => String(views) },
      { label: "outcome", value: ({ book }) => book.status },
      {
        label: "aims at",
        value: ({ book: { aim } }) => aim === undefined ? "–" : `${number(aim)} ×`,
      },
      { label: "gross used", value: ({ book }) => percent(book.gross) },
      {
        label: "limits allow",
        value: ({ book }) => book.aim === undefined ? "–" : percent(book.grossAllowed),
      },
      { label: "the whole gross", value: ({ book }) => remedyWords(book) },
    ],
  });
}

/** A figure that stays on one line with its unit. */
const unbroken = (figure: string) => figure.replaceAll(" ", "\u00a0");

/** A figure of a limit in its unit. */
function shownIn(value: number, unit: LimitReading["unit"]): string {
  switch (unit) {
    case "beta":
    case "loading":
    case "sum":
      return number(value, { digits: 3 });
    case "bp":
      return bp(value);
    case "days":
      return `${value} days`;
    default:
      return percent(value);
  }
}

/** The readings that a row of the mandate sums up: all caps on sectors, both sides. */
function readingsOf(id: LimitId, readings: readonly LimitReading[]): readonly LimitReading[] {
  // What the orders take of capital says more than what the solved book was allowed.
  const kind = id.kind === "capital" ? "capital used" : id.kind;
  return readings.filter((one) =>
    one.id.kind === kind && (id.of === undefined || one.id.of === id.of)
  );
}

/**
 * A mandate as a table: each limit, what it bounds, and what a plan has of it.
 *
 * @param limits A complete mandate.
 * @param options.source The source line.
 * @param options.readings The readings of a plan: of its book, and of its orders.
 *
 * @example
 * ```ts
 * import { DISPLAY } from "lab/charts";
 * import { mandateTable } from "lab/lesson/03";
 * import { DEFAULT_LIMITS } from "lab/portfolio";
 * import { match } from "node:assert/strict";
 *
 * const table = mandateTable(DEFAULT_LIMITS, { source: "Source: simulated, seed 7." });
 * match(String(table[DISPLAY]()["text/plain"]), /^The mandate: \d+ limits/);
 * ```
 */
export function mandateTable(
  limits: Limits,
  options: { readonly source: string; readonly readings?: readonly LimitReading[] },
): Displayable {
  const { readings = [] } = options;
  const rows = mandateRows(limits), reach = rows.filter(({ name }) => name === "reach").length;
  return tableOf(rows, {
    title: `The mandate: ${rows.length - reach} limits, and how far views may reach; limits on ` +
      "exposures count after the hedge",
    source: options.source,
    caption:
      "Of several figures the plan's largest stands here, of its trades the smallest; a limit " +
      "without one had nothing to measure.",
    columns: [
      { label: "limit", value: ({ name }) => name },
      { label: "bound", value: ({ figure }) => unbroken(figure) },
      {
        label: "the plan",
        value: ({ id, unit }) => {
          const own = readingsOf(id, readings);
          if (own.length === 0) return undefined;
          const most = own.reduce((a, b) => Math.abs(b.value) > Math.abs(a.value) ? b : a);
          return unbroken(shownIn(most.value, unit));
        },
      },
      { label: "what it bounds", value: ({ sentence }) => sentence },
    ],
  });
}
