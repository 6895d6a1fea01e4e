import { DataError } from "../errors.ts";
import {
  type CsvRow,
  csvRows,
  type Sector,
  SECTOR_LABELS,
  SECTOR_LISTED_FROM,
  SECTORS,
} from "../market/mod.ts";
import { quotedValue } from "../outside_text.ts";
import { type Day, day } from "../units.ts";

/** What a window is: markets fell, came back, or changed their favourites. */
type StressKind = "crash" | "rebound" | "rotation";

const KINDS: readonly StressKind[] = ["crash", "rebound", "rotation"];

/** What the sectors and the market did between two dated closes. */
export interface StressWindow {
  readonly name: string;
  readonly kind: StressKind;
  /** The close before the first day that counts. */
  readonly from: Day;
  /** The last close. */
  readonly to: Day;
  /** Total return of the market index, a share; `undefined` where there is none. */
  readonly market: number | undefined;
  /** Total return by sector, a share; a sector that did not exist is absent, never zero. */
  readonly returns: Readonly<Partial<Record<Sector, number>>>;
  /** What a sector's figure stands for where it is not the fund's own, by sector. */
  readonly proxies: Readonly<Partial<Record<Sector, string>>>;
}

const FIRST_FUND = SECTOR_LISTED_FROM.XLB;

/** What the figure of a sector is where its fund did not exist yet (as the file's first line says). */
function proxyOf(sector: Sector, from: Day): string | undefined {
  if (from >= SECTOR_LISTED_FROM[sector]) return undefined;
  if (from < FIRST_FUND) return "an industry portfolio, not the fund";
  return sector === "XLRE" ? "IYR, a real estate fund of the time, not the fund" : undefined;
}

/**
 * The dated stress windows in the text of their file.
 *
 * Figures in the file are percent, here they are shares. An empty cell means that the fund did not
 * exist, and the sector is then absent. Where the fund is younger than the figure, `proxies` says what
 * the figure is: IYR for real estate before 2015-10-08, an industry in 1987.
 *
 * @param text The text of `data/stress_windows.csv`; a first line that begins with `#` is a comment.
 * @param options.where The file's name, for messages.
 * @throws {DataError} Naming line and column, if a cell is no number, a day, a kind or a name that
 *   can be.
 *
 * @example
 * ```ts
 * import { stressWindows } from "lab/hedging";
 * import { equal } from "node:assert/strict";
 *
 * const [window] = stressWindows(
 *   "window,kind,from,to,SPY,XLC,XLY,XLP,XLE,XLF,XLV,XLI,XLB,XLRE,XLU,XLK\n" +
 *     "Late 2018,crash,2018-09-20,2018-12-24,-19.3,,-21.4,-10.5,-27.2,-22.2,-13.9,-23.6,-21.5,-9.0,-1.6,-22.7\n",
 * );
 * equal(window.market, -0.193);
 * equal(window.returns.XLC, undefined);
 * ```
 */
export function stressWindows(
  text: string,
  options: { readonly where?: string } = {},
): readonly StressWindow[] {
  const hasComment = text.startsWith("#");
  const where = (options.where ?? "the stress windows") + (hasComment ? " below its comment" : "");
  const { rows } = csvRows(hasComment ? text.slice(text.indexOf("\n") + 1) : text, {
    where,
    required: ["window", "kind", "from", "to", "SPY", ...SECTORS],
  });
  const taken = new Set<string>();
  return rows.map((row): StressWindow => {
    const refuse = (column: string, need: string): never => {
      const value = row.cells[column];
      throw new DataError(
        `Cannot read ${where}, line ${row.line}: ${column} must be ${need}, got ${
          quotedValue(value)
        }`,
        { where, line: row.line, column, value },
      );
    };
    const name = row.cells.window;
    if (name === "" || taken.has(name)) refuse("window", "a name of its own");
    taken.add(name);
    const kind = KINDS.find((one) => one === row.cells.kind) ?? refuse("kind", KINDS.join(", "));
    const from = dayIn(row, "from", refuse), to = dayIn(row, "to", refuse);
    if (!(from < to)) refuse("to", `a day after ${from}`);
    const returns: Partial<Record<Sector, number>> = {};
    const proxies: Partial<Record<Sector, string>> = {};
    for (const sector of SECTORS) {
      const value = percentIn(row, sector, refuse);
      if (value === undefined) continue;
      returns[sector] = value;
      const proxy = proxyOf(sector, from);
      if (proxy !== undefined) proxies[sector] = proxy;
    }
    return { name, kind, from, to, market: percentIn(row, "SPY", refuse), returns, proxies };
  });
}

type Refuse = (column: string, need: string) => never;

function dayIn(row: CsvRow, column: string, refuse: Refuse): Day {
  try {
    return day(row.cells[column]);
  } catch {
    return refuse(column, "a day as YYYY-MM-DD");
  }
}

function percentIn(row: CsvRow, column: string, refuse: Refuse): number | undefined {
  const text = row.cells[column];
  if (text === "") return undefined;
  const percent = Number(text);
  return percent >= -100 && percent < 1000
    ? percent / 100
    : refuse(column, "percent of at least -100, or empty where there is none");
}

/**
 * What a window's figures are, in a sentence for a caption.
 *
 * @example
 * ```ts
 * import { stressWindowNote } from "lab/hedging";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const window = {
 *   name: "US downgrade",
 *   kind: "crash",
 *   from: day("2011-07-22"),
 *   to: day("2011-08-08"),
 *   market: -0.166,
 *   returns: { XLE: -0.219, XLRE: -0.22 },
 *   proxies: { XLRE: "IYR, a real estate fund of the time, not the fund" },
 * } as const;
 * equal(
 *   stressWindowNote(window),
 *   "2011-07-22 to 2011-08-08. Real estate: IYR, a real estate fund of the time, not the fund.",
 * );
 * ```
 */
export function stressWindowNote(window: StressWindow): string {
  const sectors = SECTORS.filter((sector) => window.proxies[sector] !== undefined);
  const kinds = new Set(sectors.map((sector) => window.proxies[sector]!));
  const notes = [...kinds].map((kind) => {
    const named = sectors.filter((sector) => window.proxies[sector] === kind);
    const whose = named.length === Object.keys(window.returns).length && named.length > 1
      ? "Every sector"
      : named.map((sector) => SECTOR_LABELS[sector]).join(", ");
    return ` ${whose}: ${kind}.`;
  });
  return `${window.from} to ${window.to}.${notes.join("")}`;
}
