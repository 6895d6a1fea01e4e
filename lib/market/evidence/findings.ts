import { counted, listed } from "../../words.ts";
import type { PriceWarning, PriceWarningKind } from "../price_warning.ts";
import { type Sector, SECTOR_LISTED_FROM, SECTORS } from "../sectors.ts";

/** Rows that a sentence names. */
const NAMED_ROWS = 3;

/** Rows of one kind: how many, and the first of them. */
interface Tally {
  count: number;
  readonly first: string[];
}

/** What is odd in one file of evidence, gathered row by row and told as warnings. */
export class Findings {
  private readonly tallies = new Map<string, Tally>();
  private readonly sectors = new Set<Sector>();
  private notes: readonly string[] = [];
  private left = 0;
  private midnights = 0;

  /** @param rowWord `line`, or `row` of a Parquet file. */
  constructor(private readonly where: string, private readonly rowWord: "line" | "row") {}

  private add(kind: string, line: number, of: string): void {
    let tally = this.tallies.get(kind);
    if (tally === undefined) this.tallies.set(kind, tally = { count: 0, first: [] });
    tally.count++;
    if (tally.first.length < NAMED_ROWS) tally.first.push(`${this.rowWord} ${line} ${of}`);
  }

  /** A row that stands there twice. */
  duplicate(line: number, other: number): void {
    this.add("duplicate", line, `as ${other}`);
  }

  /** A row that changes an earlier one about the same, from a later minute on. */
  restated(line: number, first: number): void {
    this.add("restated", line, `of ${first}`);
  }

  /** A row that could be read, as it says, after its file was fetched. */
  future(line: number, said: string): void {
    this.add("future", line, `of ${said}`);
  }

  /** A row about a sector whose fund was not listed yet. */
  unlisted(line: number, sector: Sector): void {
    this.sectors.add(sector);
    this.add("unlisted", line, `of ${sector}`);
  }

  /** A headline that is too old for any brief. */
  old(): void {
    this.left++;
  }

  midnight(): void {
    this.midnights++;
  }

  layout(notes: readonly string[]): void {
    this.notes = notes;
  }

  private rows(kind: string): string {
    const { count, first } = this.tallies.get(kind)!;
    return count <= NAMED_ROWS
      ? listed(first)
      : `${first.join(", ")} and ${count - NAMED_ROWS} more`;
  }

  /** All of it as warnings; those that only tell how the file was read are of the kind `evidence layout`. */
  warnings(): readonly PriceWarning[] {
    const { where } = this;
    const warning = (kind: PriceWarningKind, message: string): PriceWarning => ({
      kind,
      columns: [where],
      days: [],
      message,
    });
    const told = (found: string, kind: PriceWarningKind, sentence: (count: number) => string) => {
      const tally = this.tallies.get(found);
      return tally === undefined ? [] : [warning(kind, `${where}: ${sentence(tally.count)}`)];
    };
    const funds = SECTORS.filter((sector) => this.sectors.has(sector))
      .map((sector) => `${sector} (listed from ${SECTOR_LISTED_FROM[sector]})`);
    return [
      ...this.notes.map((note) => warning("evidence layout", note)),
      ...(this.midnights > 0
        ? [warning(
          "evidence layout",
          `${where}: ${counted(this.midnights, "time")} at midnight ${
            this.midnights > 1 ? "are" : "is"
          } taken as a day without a time, which counts from the next session's open.`,
        )]
        : []),
      ...(this.left > 0
        ? [warning(
          "evidence layout",
          `${where}: ${
            counted(this.left, "headline")
          } older than four weeks before the first price ` +
            `${this.left > 1 ? "are" : "is"} left out; no brief holds one.`,
        )]
        : []),
      ...told(
        "future",
        "evidence future",
        (count) =>
          `${counted(count, "row")} could be read, as ${
            count > 1 ? "they say" : "it says"
          }, only after the ` +
          `file was fetched (${
            this.rows("future")
          }); look at its clock and zone. Each counts from its own minute.`,
      ),
      ...told(
        "unlisted",
        "evidence unlisted",
        (count) =>
          `${counted(count, "row")} ${
            count > 1 ? "are" : "is"
          } about a sector whose fund was not listed yet ` +
          `(${this.rows("unlisted")}): ${listed(funds)}. No brief before that shows ${
            count > 1 ? "them" : "it"
          }.`,
      ),
      ...told(
        "duplicate",
        "evidence duplicates",
        (count) =>
          `${counted(count, "row")} ${count > 1 ? "stand" : "stands"} there twice (${
            this.rows("duplicate")
          }) and ${count > 1 ? "count" : "counts"} once.`,
      ),
      ...told(
        "restated",
        "evidence restated",
        (count) =>
          `${counted(count, "row")} ${count > 1 ? "restate" : "restates"} an earlier one (${
            this.rows("restated")
          }); both are kept, each from its own minute.`,
      ),
    ];
  }
}
