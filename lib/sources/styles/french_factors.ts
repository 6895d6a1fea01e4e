import { outsideLine } from "../../outside_text.ts";
import type { Day } from "../../units.ts";
import { publishedDay } from "../formats/days_and_moments.ts";
import type { Answer } from "../fetch/raw_store.ts";
import { SourceError } from "../fetch/source_error.ts";
import { zipText } from "../formats/zip_text.ts";

/** Returns of the style factors on a day, shares: 0.01 is one percent. */
export interface StyleDay {
  readonly day: Day;
  readonly size: number;
  readonly value: number;
  readonly momentum: number;
}

/** The factors of both files, and of which edition of CRSP they are made. */
export interface FrenchFactors {
  readonly days: readonly StyleDay[];
  /** The month of the data base, `202609`, from the first line; "" where it names none. */
  readonly edition: string;
  /** Days left out, for a figure is missing in one of the files. */
  readonly missing: number;
}

/** What stands where there is no figure. */
const NONE = new Set([-99.99, -999]);

interface FactorFile {
  readonly edition: string;
  readonly byDay: ReadonlyMap<Day, readonly number[]>;
}

/** One file: words, a line of names, rows of eight digits, words again. */
function factorFile(text: string, names: readonly string[], address: string): FactorFile {
  const refuse = (what: string) =>
    new SourceError(`Cannot read the factors of ${address}: ${what}`, {
      fault: "unreadable",
      address,
    });
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.split(",").map((cell) => cell.trim()));
  const head = lines.find((cells) => cells[0] === "" && cells.length > 1);
  const places = names.map((name) => head?.indexOf(name) ?? -1);
  if (places.includes(-1)) {
    throw refuse(
      `need a line with the columns ${names.join(", ")}, got ${
        outsideLine(head?.filter(Boolean).join(", ") || "none", 80)
      }`,
    );
  }
  const byDay = new Map<Day, readonly number[]>();
  for (const cells of lines) {
    // Yearly and monthly tables may follow; their rows have fewer digits.
    if (!/^\d{8}$/.test(cells[0])) continue;
    const on = publishedDay(cells[0]);
    if (on === undefined) throw refuse(`${cells[0]} is no day`);
    byDay.set(
      on,
      places.map((place) => {
        const percent = cells[place] === "" ? NaN : Number(cells[place]);
        return NONE.has(percent) ? NaN : percent / 100;
      }),
    );
  }
  if (byDay.size === 0) throw refuse("it holds no row that begins with a day as YYYYMMDD");
  return { edition: /\b(\d{6})\b CRSP/.exec(text.slice(0, 500))?.[1] ?? "", byDay };
}

/**
 * Kenneth French's daily size, value and momentum factors from his two packed files.
 *
 * They come weeks late and are rewritten with every edition of the data base, so they are for
 * attribution afterwards and for no decision; they are the author's, to be cited and not passed on.
 *
 * @throws {SourceError} If a file is cut off or holds other columns.
 */
export async function frenchFactors(
  files: { readonly factors: Pick<Answer, "bytes">; readonly momentum: Pick<Answer, "bytes"> },
  addresses: { readonly factors: string; readonly momentum: string },
): Promise<FrenchFactors> {
  const bytes = ({ bytes }: Pick<Answer, "bytes">) => bytes as Uint8Array<ArrayBuffer>;
  const both = factorFile(
    await zipText(bytes(files.factors), ".csv", addresses.factors),
    ["SMB", "HML"],
    addresses.factors,
  );
  const momentum = factorFile(
    await zipText(bytes(files.momentum), ".csv", addresses.momentum),
    ["Mom"],
    addresses.momentum,
  );
  const days: StyleDay[] = [];
  let missing = 0;
  for (const [on, [size, value]] of both.byDay) {
    const [mom] = momentum.byDay.get(on) ?? [NaN];
    if ([size, value, mom].every(Number.isFinite)) {
      days.push({ day: on, size, value, momentum: mom });
    } else missing++;
  }
  days.sort((a, b) => a.day < b.day ? -1 : 1);
  return { days, edition: both.edition, missing };
}
