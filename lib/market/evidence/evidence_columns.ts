import { DataError } from "../../errors.ts";
import { outsideLine, quotedValue } from "../../outside_text.ts";
import { listed } from "../../words.ts";
import type { EvidenceTableName } from "./evidence_names.ts";
import { plainName, type VendorLayout, vendorLayout } from "./vendor_layouts.ts";

/** Which columns a table has; see `EvidenceTable`. */
export interface WantedColumns {
  readonly required: readonly string[];
  readonly figures: readonly string[];
  readonly optional: readonly string[];
  readonly periods: readonly string[];
  readonly takesFurther?: true;
}

/** Where the columns of a table stand in a file. */
export interface EvidenceColumns {
  placeOf(column: string): number | undefined;
  /** What the file calls a column of the lab's. */
  nameOf(column: string): string;
  /** Figures under their own names. */
  readonly further: readonly string[];
  /** Columns that tell a row's period, the best first. */
  readonly periodColumns: readonly string[];
  /** Whether rows say from when they could be read. */
  readonly hasKnownAt: boolean;
  /** Whether times without a zone are universal. */
  readonly isUniversal: boolean;
  readonly layout?: VendorLayout;
  /** What a reader must know of how the file was read, as sentences. */
  readonly notes: readonly string[];
}

interface Asked {
  readonly where: string;
  readonly table: EvidenceTableName;
  readonly wanted: WantedColumns;
  readonly knownAfterDays?: number;
  readonly line?: number;
}

/** Names of further figures. */
const FURTHER = /^[\p{L}][\p{L}\p{N} _-]{0,39}$/u;

function refuser({ where, line }: Asked) {
  return (what: string, column?: string): never => {
    throw new DataError(
      `Cannot read ${where}${line === undefined ? "" : `, line ${line}`}: ${what}`,
      { where, line, column },
    );
  };
}

/** All columns of a table in a sentence. */
function expected({ required, figures, optional, takesFurther }: WantedColumns): string {
  const must = ["available_at", ...required, ...figures];
  return must.join(", ") + (optional.length > 0 ? ` and perhaps ${optional.join(", ")}` : "") +
    (takesFurther ? " and further styles by their names" : "");
}

/** Where a column of the lab's stands: under its own name, or a layout's. */
function placesOf(
  names: readonly string[],
  layout: VendorLayout | undefined,
  wanted: WantedColumns,
) {
  const plain = names.map(plainName), places = new Map<string, number>();
  const own = ["available_at", ...wanted.required, ...wanted.figures, ...wanted.optional];
  const put = (column: string, name: string) => {
    const place = plain.indexOf(plainName(name));
    if (place >= 0 && !places.has(column)) places.set(column, place);
  };
  for (const column of own) put(column, column);
  if (layout === undefined) return places;
  for (const name of layout.knownAt) put("available_at", name);
  if (layout.only) put(layout.only.column, layout.only.column);
  for (const name of layout.period) if (wanted.periods[0]) put(wanted.periods[0], name);
  for (const [column, name] of Object.entries(layout.others ?? {})) {
    if (own.includes(column)) put(column, name);
  }
  return places;
}

/** What is told of a layout: how it was understood, or how it becomes a table of the lab's. */
function layoutSentence(
  layout: VendorLayout,
  wanted: WantedColumns,
  names: readonly string[],
): string {
  const told = (plain: readonly string[], column: string) => {
    const found = plain.map((one) => names.find((name) => plainName(name) === one)).find(Boolean);
    return found === undefined ? [] : [`${found} is ${column}`];
  };
  return [
    ...told(layout.knownAt, "available_at"),
    ...(wanted.periods[0] ? told(layout.period, wanted.periods[0]) : []),
    ...Object.entries(layout.others ?? {}).flatMap(([column, name]) => told([name], column)),
  ].join(", ");
}

/** Refuses a table that lacks what no row can do without. */
function checkThere(
  asked: Asked,
  names: readonly string[],
  places: ReadonlyMap<string, number>,
  layout?: VendorLayout,
) {
  const { table, wanted, knownAfterDays } = asked, refuse = refuser(asked);
  const missing = wanted.required.find((name) => !places.has(name));
  const noFigure = wanted.figures.length > 0 && !wanted.figures.some((name) => places.has(name));
  if (layout !== undefined && (missing !== undefined || noFigure)) {
    refuse(
      `it looks like ${layout.name} (${
        layoutSentence(layout, wanted, names)
      }), with a row for each ` +
        `company or entity; ${table} needs a row for each sector, with ${
          expected(wanted)
        }: ${layout.aggregate}`,
      missing ?? wanted.figures[0],
    );
  }
  if (missing !== undefined) {
    refuse(`column ${JSON.stringify(missing)} is missing, need ${expected(wanted)}`, missing);
  }
  if (noFigure) refuse(`there is no figure in it, need ${expected(wanted)}`, wanted.figures[0]);
  if (places.has("available_at")) return;
  const period = wanted.periods.find((name) => places.has(name));
  if (period === undefined) {
    refuse(
      'column "available_at" is missing: nothing says from when a row could be read',
      "available_at",
    );
  }
  if (knownAfterDays === undefined) {
    refuse(
      `column "available_at" is missing: ${period} says which period a row describes, not when it could ` +
        "be read; add the column, or assume a lag by --known-after DAYS (in a lesson knownAfter)",
      "available_at",
    );
  }
}

/**
 * Where a table's columns stand in a file, by their own names or by those of a layout that people hold.
 *
 * @throws {DataError} If one is missing that no row can do without, or a period stands for the moment from
 *   which a row could be read.
 *
 * @example A column under another name
 * ```ts
 * import { evidenceColumns } from "./evidence_columns.ts";
 * import { EVIDENCE } from "./evidence_table.ts";
 * import { equal } from "node:assert/strict";
 *
 * const names = ["sector", "datadate", "rdq", "earnings_yield"];
 * const columns = evidenceColumns(names, {
 *   where: "fundamentals.csv",
 *   table: "fundamentals",
 *   wanted: EVIDENCE.fundamentals,
 * });
 * equal(columns.nameOf("available_at"), "rdq");
 * ```
 */
export function evidenceColumns(names: readonly string[], asked: Asked): EvidenceColumns {
  const { where, wanted } = asked, layout = vendorLayout(names);
  const places = placesOf(names, layout, wanted);
  checkThere(asked, names, places, layout);
  const used = new Set(places.values());
  const others = names.filter((_, i) => !used.has(i));
  const further = wanted.takesFurther ? others : [];
  for (const name of further) {
    if (!FURTHER.test(name)) {
      refuser(asked)(
        `column ${quotedValue(name)} is no name of a style; use letters and digits`,
        name,
      );
    }
    places.set(name, names.indexOf(name));
  }
  const absent = wanted.figures.filter((name) => !places.has(name));
  const left = wanted.takesFurther ? [] : others;
  return {
    placeOf: (column) => places.get(column),
    nameOf: (column) => {
      const place = places.get(column);
      return place === undefined ? column : outsideLine(names[place], 60);
    },
    further,
    periodColumns: wanted.periods.filter((name) => places.has(name)),
    hasKnownAt: places.has("available_at"),
    isUniversal: layout?.isUniversal ?? false,
    ...(layout === undefined ? {} : { layout }),
    notes: [
      ...(layout === undefined ? [] : [
        `${where} is in the layout of ${layout.name}: ${layoutSentence(layout, wanted, names)}.`,
      ]),
      ...(layout?.warns ? [`${where}: ${layout.warns}.`] : []),
      ...(left.length > 0
        ? [
          `${where}: ${left.length > 1 ? "columns" : "column"} ${
            listed(left.map((name) => outsideLine(name, 40)))
          } ${left.length > 1 ? "are" : "is"} not read.`,
        ]
        : []),
      ...(absent.length > 0
        ? [
          `${where} has no ${listed(absent, "or")}: ${
            absent.length > 1 ? "they stay" : "it stays"
          } missing.`,
        ]
        : []),
    ],
  };
}
