import { basename } from "node:path";
import { DataError } from "../../errors.ts";
import { outsideLine } from "../../outside_text.ts";
import { type Day, dayOf, type Instant } from "../../units.ts";
import type { Dated, OwnFigure } from "../market.ts";
import { SECTOR_LISTED_FROM } from "../sectors.ts";
import type { Sector } from "../sectors.ts";
import { checkFigures } from "./check_figures.ts";
import { type EvidenceColumns, evidenceColumns } from "./evidence_columns.ts";
import { EvidenceRow } from "./evidence_row.ts";
import { eachRow } from "./evidence_rows.ts";
import type { EvidenceTableName } from "./evidence_names.ts";
import { EVIDENCE, type EvidenceData, type EvidenceTable } from "./evidence_table.ts";
import { Findings } from "./findings.ts";

/** Rows of one table that are kept; more would fill the memory of a small machine. */
export const MOST_ROWS = 1_000_000;

/** What was read of one file. */
export interface TableRead<Datum extends Dated> {
  readonly table: EvidenceTableName;
  /** In the order in which they became known. */
  readonly data: readonly Datum[];
  readonly file: { readonly name: string; readonly sha256: string };
  /** Days after its period's end from which a row counts; absent where each row says so itself. */
  readonly knownAfterDays?: number;
  readonly findings: Findings;
}

/** What is asked of a reading. */
export interface TableOptions {
  readonly knownAfterDays?: number;
  /** Headlines that were known before this day are of no use to any brief and are left out. */
  readonly from?: Day;
  /** New York minute at which the file was fetched; nothing can have been known later that is in it. */
  readonly fetchedAt?: Instant;
  readonly mostRows?: number;
}

/** Whether two rows contradict each other: an empty figure says nothing. */
function contradict(a: readonly (number | string)[], b: readonly (number | string)[]): boolean {
  return a.some((value, i) =>
    !Number.isNaN(value) && !Number.isNaN(b[i] ?? NaN) && value !== b[i] && b[i] !== undefined
  );
}

const same = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every((value, i) => Object.is(value, b[i]));

/** What is the same in all rows of a file. */
class TableReader<Name extends EvidenceTableName> {
  readonly where: string;
  readonly findings: Findings;
  readonly data: EvidenceData[Name][] = [];
  /** The line of each datum. */
  readonly rows: number[] = [];
  readonly table: EvidenceTable<EvidenceData[Name]>;
  columns: EvidenceColumns | undefined;
  private row: EvidenceRow | undefined;
  /** Rows by address: what is about the same at the same minute. */
  private readonly byAddress = new Map<string, number>();
  /** The first of each subject, by which a later one is a restatement. */
  private readonly bySubject = new Map<string, number>();
  private readonly rowWord: "line" | "row";

  constructor(path: string, readonly name: Name, private readonly options: TableOptions) {
    this.where = outsideLine(basename(path));
    this.rowWord = /\.parquet$/i.test(path) ? "row" : "line";
    this.table = EVIDENCE[name] as unknown as EvidenceTable<EvidenceData[Name]>;
    this.findings = new Findings(this.where, this.rowWord);
  }

  setColumns(names: readonly string[], line?: number): void {
    const { knownAfterDays } = this.options;
    this.columns = evidenceColumns(names, {
      where: this.where,
      table: this.name,
      wanted: this.table,
      knownAfterDays,
      line,
    });
    this.row ??= new EvidenceRow(this.where, this.rowWord, knownAfterDays, this.columns);
  }

  take(cells: Parameters<EvidenceRow["next"]>[0], line: number): void {
    const row = this.row!.next(cells, line, this.columns!), { only } = this.columns!.layout ?? {};
    if (only !== undefined) this.checkOnly(row, only);
    const { at, said, wasMidnight } = row.time();
    const { from, fetchedAt, mostRows = MOST_ROWS } = this.options;
    if (from !== undefined && dayOf(at) < from && this.name === "headlines") {
      return this.findings.old();
    }
    const content = this.table.read(row);
    this.checkTimes(
      row,
      content as Partial<Record<"periodEnd" | "week" | "day" | "asOf", Day>>,
      said,
    );
    if (wasMidnight) this.findings.midnight();
    if (said !== undefined && fetchedAt !== undefined && said > fetchedAt.slice(0, said.length)) {
      this.findings.future(line, said);
    }
    const { sector } = content as { sector?: Sector };
    if (sector !== undefined && dayOf(at) < SECTOR_LISTED_FROM[sector]) {
      this.findings.unlisted(line, sector);
    }
    this.keep(content, at, line);
    if (this.data.length > mostRows) {
      throw new DataError(
        `Cannot read ${this.where}: it has more than ${
          mostRows.toLocaleString("en-US")
        } rows that ` +
          "count, and would fill the memory; keep fewer years, or of each sector and four weeks the " +
          "newest 60 headlines, which is all that a brief holds",
        { where: this.where, line },
      );
    }
  }

  private checkOnly(
    row: EvidenceRow,
    { column, begin, why }: { column: string; begin: string; why: string },
  ) {
    if (!row.raw(column).toUpperCase().startsWith(begin)) {
      row.refuse(column, `a word that begins with ${begin}`, why);
    }
  }

  /** No figure is known before its period is over. */
  private checkTimes(
    row: EvidenceRow,
    { periodEnd, week, day, asOf }: Partial<Record<"periodEnd" | "week" | "day" | "asOf", Day>>,
    said: Instant | Day | undefined,
  ): void {
    const period = periodEnd ?? week ?? day ?? asOf;
    if (said === undefined || period === undefined || said.slice(0, 10) >= period) return;
    row.refuse(
      "available_at",
      `a moment on or after ${period}, the period that the row describes`,
      asOf === undefined
        ? "what is said of a period before it is over is an estimate"
        : "give the day on which an estimate was made as as_of",
    );
  }

  private keep(
    content: Omit<EvidenceData[Name], "availableAt" | "address" | "origin">,
    at: Instant,
    line: number,
  ): void {
    const { subject, apart } = this.table;
    const about = subject(content as never), tag = apart?.(content as never);
    let address = `lab:${this.name}/${about}/${at}${tag === undefined ? "" : `/${tag}`}`;
    const place = this.data.length, twin = this.byAddress.get(address);
    if (twin === undefined) this.byAddress.set(address, place);
    else if (this.isTwice(content, twin)) return this.findings.duplicate(line, this.rows[twin]);
    // Two headlines of one minute may share a word; no other row may speak against one of its minute.
    else if (tag !== undefined) address += `-${line}`;
    else this.checkAgrees(content, twin, { about, at, line });
    if (tag === undefined && this.name !== "rates") this.noteRestated(content, about, at, line);
    // The rest of the datum, without a copy of what was read: there may be a million of them.
    const datum = content as { -readonly [Field in keyof Dated]?: Dated[Field] };
    datum.availableAt = at;
    datum.address = address;
    this.data.push(datum as EvidenceData[Name]);
    this.rows.push(line);
  }

  /** What a row is called. */
  rowName(place: number): string {
    return `${this.rowWord} ${this.rows[place]}`;
  }

  private valuesOf(content: unknown): readonly (number | string)[] {
    return this.table.values(content as never);
  }

  private isTwice(content: unknown, twin: number): boolean {
    return same(this.valuesOf(content), this.valuesOf(this.data[twin]));
  }

  /** Of two rows about the same at the same minute nobody knows which is right. */
  private checkAgrees(
    content: unknown,
    twin: number,
    { about, at, line }: { about: string; at: Instant; line: number },
  ): void {
    if (!contradict(this.valuesOf(content), this.valuesOf(this.data[twin]))) return;
    throw new DataError(
      `Cannot read ${this.where}, ${this.rowWord} ${line}: it contradicts ${this.rowWord} ` +
        `${
          this.rows[twin]
        }, which is about ${about} at the same minute, ${at}; delete the wrong one, or ` +
        "date a restated figure from when it was restated",
      { where: this.where, line },
    );
  }

  private noteRestated(content: unknown, about: string, at: Instant, line: number): void {
    const first = this.bySubject.get(about);
    if (first === undefined) this.bySubject.set(about, this.data.length);
    else if (
      this.data[first].availableAt !== at &&
      contradict(this.valuesOf(content), this.valuesOf(this.data[first]))
    ) this.findings.restated(line, this.rows[first]);
  }
}

function byTime(a: Dated, b: Dated): number {
  return a.availableAt < b.availableAt ? -1 : a.availableAt > b.availableAt ? 1 : 0;
}

/**
 * One table of evidence from its file, checked row by row.
 *
 * @param path A CSV, Parquet or JSON lines file.
 * @param name Which table it holds.
 * @throws {DataError} For the first fault: file, line, column, value, and what would be right.
 *
 * @example
 * ```ts
 * import { readTable } from "./read_table.ts";
 * import { equal } from "node:assert/strict";
 *
 * const path = await Deno.makeTempFile({ suffix: ".csv" });
 * await Deno.writeTextFile(path, "sector,available_at,text\nXLK,2024-03-04 16:05,Chips are scarce\n");
 * const { data } = await readTable(path, "headlines");
 * equal(data[0].availableAt, "2024-03-04T16:05");
 * await Deno.remove(path);
 * ```
 */
export async function readTable<Name extends EvidenceTableName>(
  path: string,
  name: Name,
  options: TableOptions = {},
): Promise<TableRead<EvidenceData[Name]>> {
  const reader = new TableReader(path, name, options), { where, findings } = reader;
  const { sha256, rows } = await eachRow(path, {
    columns: (names, line) => reader.setColumns(names, line),
    row: (cells, line) => reader.take(cells, line),
  });
  if (rows === 0) {
    throw new DataError(`Cannot read ${where}: there is no row below the header`, { where });
  }
  const columns = reader.columns!;
  findings.layout(columns.notes);
  // The hash is known at the end alone.
  const { data } = reader;
  data.forEach((datum, i) => {
    Object.assign(datum, { origin: { file: where, row: reader.rows[i], sha256 } });
  });
  if (name === "figures") {
    checkFigures(data as unknown as readonly OwnFigure[], (i) => reader.rowName(i));
  }
  const isSorted = data.every((one, i) => i === 0 || data[i - 1].availableAt <= one.availableAt);
  return {
    table: name,
    data: isSorted ? data : data.sort(byTime),
    file: { name: where, sha256 },
    ...(columns.hasKnownAt ? {} : { knownAfterDays: options.knownAfterDays }),
    findings,
  };
}
