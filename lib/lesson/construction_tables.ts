import { type Displayable, number, percent } from "../charts/mod.ts";
import { SECTOR_LABELS } from "../market/mod.ts";
import type { Book, ClippedBook, ClipStep, Limits } from "../portfolio/mod.ts";
import { tableOf } from "./table_of.ts";

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
 * import { clipTable } from "lab/lesson";
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

/**
 * For a book below its gross: the one change of each limit that alone would help.
 *
 * @param options.source The source line.
 * @param options.views How many sectors have a view, for the title.
 */
export function remedyTable(
  book: Book | undefined,
  options: { readonly source: string; readonly views?: number },
): Displayable {
  const rows = book?.remedies ?? [];
  const helps = rows.filter(({ to }) => to !== undefined).length;
  const shown = (value: number, unit: string) =>
    unit === "share of equity" ? percent(value) : number(value, { digits: 3 });
  return tableOf(rows, {
    title: book === undefined
      ? "Every book with a view reaches its gross"
      : `With ${options.views} ${
        options.views === 1 ? "view" : "views"
      } the book is ${book.status}: ` +
        `${helps} of ${rows.length} limits could alone be widened to reach ${
          percent(book.limits.gross, { digits: 0 })
        }`,
    source: options.source,
    caption: "Each value is exact, with all other limits in place.",
    columns: [
      { label: "limit", value: ({ setting }) => setting },
      { label: "now", value: ({ from, unit }) => shown(from, unit) },
      {
        label: "would have to be",
        value: ({ to, unit }) => to === undefined ? "no value helps" : shown(to, unit),
      },
    ],
  });
}

/**
 * A mandate as a table: each limit and what it bounds.
 *
 * @param options.source The source line.
 */
export function mandateTable(limits: Limits, options: { readonly source: string }): Displayable {
  const { cluster, beta } = limits;
  const share = (value: number) => percent(value, { digits: 0 });
  const cells: readonly { readonly name: string; readonly value: string; readonly what: string }[] =
    [
      { name: "gross", value: share(limits.gross), what: "all sizes added up; reached exactly" },
      { name: "sector", value: share(limits.sector), what: "size of one sector" },
      { name: "side", value: share(limits.side), what: "all longs, and all shorts" },
      { name: "net", value: `± ${share(limits.net)}`, what: "longs minus shorts" },
      {
        name: "cluster",
        value: share(cluster.max),
        what: `sizes of ${
          cluster.sectors.map((sector) => SECTOR_LABELS[sector]).join(", ")
        } together`,
      },
      {
        name: "beta",
        value: `${number(beta.target)} ± ${number(beta.max)}`,
        what: "weight times measured beta, added up",
      },
      { name: "hedge", value: share(limits.hedge), what: "size of the market hedge" },
    ];
  return tableOf(cells, {
    title: "The mandate: seven limits, all on exposures after the hedge",
    source: options.source,
    columns: [
      { label: "limit", value: ({ name }) => name },
      { label: "at most", value: ({ value }) => value },
      { label: "what it bounds", value: ({ what }) => what },
    ],
  });
}
