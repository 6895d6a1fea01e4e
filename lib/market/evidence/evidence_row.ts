import { DataError } from "../../errors.ts";
import { outsideLine, quotedValue } from "../../outside_text.ts";
import type { Day, Instant } from "../../units.ts";
import { listed } from "../../words.ts";
import { dayCell } from "../day_cell.ts";
import type { Cell } from "../raw_table.ts";
import { isSector, type Sector } from "../sectors.ts";
import type { EvidenceColumns } from "./evidence_columns.ts";
import { knownAfter, knownAt } from "./known_at.ts";
import { sectorNamed } from "./sector_names.ts";

/** Between what a number must lie. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
  /** Whether it is a share of one, so that 5 was likely meant as 5 %. */
  readonly isShare?: boolean;
}

/** A number as tables write it: no separators, a point, perhaps an exponent. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** What programs write where there is no number. */
const NOTHING = /^(?:|nan|na|n\/a|null|none)$/i;

/** Words of ASCII with one space between them. */
const CLEAN = /^[!-~]+(?: [!-~]+)*$/;

const shownShare = (value: number) => String(Number((value / 100).toPrecision(12)));

/** When a row counts, and what it says of that. */
export interface RowTime {
  readonly at: Instant;
  /** Absent where the row says nothing, and a lag was assumed. */
  readonly said?: Instant | Day;
  readonly wasMidnight?: true;
}

/** The cells of a row by the names of its table's columns, each checked as it is read. */
export class EvidenceRow {
  #cells: readonly Cell[] = [];
  #line = 0;

  /**
   * @param where Name of the file.
   * @param rowWord `line`, or `row` of a Parquet file.
   */
  constructor(
    readonly where: string,
    readonly rowWord: "line" | "row",
    readonly knownAfterDays: number | undefined,
    private columns: EvidenceColumns,
  ) {}

  /** The next row, of columns that may be others. */
  next(cells: readonly Cell[], line: number, columns: EvidenceColumns): this {
    this.#cells = cells;
    this.#line = line;
    this.columns = columns;
    return this;
  }

  get line(): number {
    return this.#line;
  }

  /** Names of columns that are figures under their own names. */
  get further(): readonly string[] {
    return this.columns.further;
  }

  /** Refuses the cell of a column: what is needed is added to file, row and value. */
  refuse(column: string, need: string, remedy = ""): never {
    const name = this.columns.nameOf(column), value = this.raw(column);
    throw new DataError(
      `Cannot read ${this.where}, ${this.rowWord} ${this.#line}, column ${name}: need ${need}, got ` +
        `${value === "" ? "an empty cell" : quotedValue(value)}${
          remedy === "" ? "" : `; ${remedy}`
        }`,
      { where: this.where, line: this.#line, column: name, value },
    );
  }

  /** What stands in a column, as text; "" where there is nothing, or no such column. */
  raw(column: string): string {
    const place = this.columns.placeOf(column);
    const cell = place === undefined ? undefined : this.#cells[place];
    return cell === undefined || cell === null
      ? ""
      : typeof cell === "string"
      ? cell.trim()
      : String(cell);
  }

  /** A text on one line, cut; nothing where the cell is empty. */
  text(column: string, most: number): string | undefined {
    const raw = this.raw(column);
    // The usual text is clean; looking is cheaper than cleaning.
    if (raw.length <= most && CLEAN.test(raw)) return raw;
    const text = outsideLine(raw, most);
    return text === "" ? undefined : text;
  }

  word<Word extends string>(column: string, words: readonly Word[]): Word {
    const given = this.raw(column).toLowerCase();
    return words.find((word) => word === given) ?? this.refuse(column, listed(words, "or"));
  }

  sector(): Sector {
    const text = this.raw("sector");
    if (isSector(text)) return text;
    return sectorNamed(text) ??
      this.refuse("sector", "a sector's fund, such as XLK, or its GICS name or code");
  }

  day(column: string): Day {
    return dayCell(this.raw(column)) ?? this.refuse(column, "a day as YYYY-MM-DD");
  }

  /** An address on the web, whole; nothing where the cell is empty. */
  address(column: string): string | undefined {
    const text = this.raw(column);
    if (text === "") return undefined;
    return text.length <= 2000 && /^https?:\/\/[^\s\p{Cc}]+$/u.test(text)
      ? text
      : this.refuse(column, "an address that begins with http:// or https://, or nothing");
  }

  /** A number that must be there. */
  number(column: string, bounds: Bounds): number {
    const value = this.figure(column, bounds);
    return Number.isNaN(value) ? this.refuse(column, "a number") : value;
  }

  /** A number, or NaN where the cell is empty or the column absent. */
  figure(column: string, { low, high, isShare = false }: Bounds): number {
    const text = this.raw(column);
    if (NOTHING.test(text)) return NaN;
    const value = NUMBER.test(text) ? Number(text) : NaN;
    if (value >= low && value <= high) return value;
    const asPercent = Number(text.replace(/\s*%$/, ""));
    const isPercent = isShare && asPercent / 100 >= low && asPercent / 100 <= high;
    return this.refuse(
      column,
      isShare ? `a share from ${low} to ${high}` : `a number from ${low} to ${high}`,
      isPercent ? `for ${asPercent} % write ${shownShare(asPercent)}` : "",
    );
  }

  /** The period that the row describes, where it names one. */
  period(): Day | undefined {
    const column = this.columns.periodColumns.find((name) => this.raw(name) !== "");
    return column === undefined ? undefined : this.day(column);
  }

  /** The day on which the row says that it could be read. */
  saidDay(): Day {
    const { at, said = at } = this.time();
    return said.slice(0, 10) as Day;
  }

  /** From when the row counts. */
  time(): RowTime {
    const { hasKnownAt, isUniversal } = this.columns;
    if (!hasKnownAt) {
      const period = this.period() ??
        this.refuse(this.columns.periodColumns[0], "the day of its period");
      return { at: knownAfter(period, this.knownAfterDays!) };
    }
    const time = knownAt(this.raw("available_at"), isUniversal ? "UTC" : undefined);
    return time ?? this.refuse(
      "available_at",
      "the minute from which it could be read, as 2024-03-04T16:05 (New York), 2024-03-04T21:05Z, or a " +
        "day as 2024-03-04",
      this.raw("available_at") === ""
        ? "a row without it cannot be placed in time; leave the row out"
        : "",
    );
  }
}
