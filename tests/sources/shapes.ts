/**
 * Small answers in the shapes that publishers document, made by hand: no figure in them is real.
 */
import { crc32, deflateRawSync } from "node:zlib";

/** A zip of files by name, each deflated. */
export function zipOf(files: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [], list: Uint8Array[] = [];
  let at = 0;
  const record = (size: number, values: readonly (readonly [number, number, 2 | 4])[]) => {
    const bytes = new Uint8Array(size), view = new DataView(bytes.buffer);
    for (const [place, value, width] of values) {
      if (width === 2) view.setUint16(place, value, true);
      else view.setUint32(place, value, true);
    }
    return bytes;
  };
  for (const [name, text] of Object.entries(files)) {
    const called = new TextEncoder().encode(name), plain = new TextEncoder().encode(text);
    const packed = new Uint8Array(deflateRawSync(plain)), sum = crc32(plain);
    const header = record(30, [
      [0, 0x04034b50, 4],
      [4, 20, 2],
      [8, 8, 2],
      [14, sum, 4],
      [18, packed.length, 4],
      [22, plain.length, 4],
      [26, called.length, 2],
    ]);
    list.push(
      record(46, [
        [0, 0x02014b50, 4],
        [4, 20, 2],
        [6, 20, 2],
        [10, 8, 2],
        [16, sum, 4],
        [20, packed.length, 4],
        [24, plain.length, 4],
        [28, called.length, 2],
        [42, at, 4],
      ]),
      called,
    );
    parts.push(header, called, packed);
    at += header.length + called.length + packed.length;
  }
  const size = list.reduce((sum, { length }) => sum + length, 0), count = list.length / 2;
  const end = record(22, [
    [0, 0x06054b50, 4],
    [8, count, 2],
    [10, count, 2],
    [12, size, 4],
    [16, at, 4],
  ]);
  const all = [...parts, ...list, end];
  const bytes = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const part of all) {
    bytes.set(part, place);
    place += part.length;
  }
  return bytes;
}

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** A spreadsheet of one sheet; texts and numbers, nothing for `null`. */
export function xlsxOf(
  rows: readonly (readonly (string | number | null)[])[],
): Uint8Array<ArrayBuffer> {
  const cell = (value: string | number | null, column: number, row: number) => {
    if (value === null) return "";
    const place = `${String.fromCharCode(65 + column)}${row + 1}`;
    return typeof value === "number"
      ? `<c r="${place}"><v>${value}</v></c>`
      : `<c r="${place}" t="inlineStr"><is><t>${escaped(value)}</t></is></c>`;
  };
  const sheet = rows.map((cells, row) =>
    `<row r="${row + 1}">${cells.map((value, i) => cell(value, i, row)).join("")}</row>`
  ).join("");
  const head = '<?xml version="1.0" encoding="UTF-8"?>';
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const packages = "http://schemas.openxmlformats.org/package/2006";
  const part = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  return zipOf({
    "[Content_Types].xml": `${head}<Types xmlns="${packages}/content-types">` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      `<Override PartName="/xl/workbook.xml" ContentType="${part}.sheet.main+xml"/>` +
      `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${part}.worksheet+xml"/></Types>`,
    "_rels/.rels": `${head}<Relationships xmlns="${packages}/relationships">` +
      `<Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>` +
      '<sheet name="sheet" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": `${head}<Relationships xmlns="${packages}/relationships">` +
      `<Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml":
      `${head}<worksheet xmlns="${main}"><sheetData>${sheet}</sheetData></worksheet>`,
  });
}

/** A row of a fund's history: day as the issuer writes it, value, shares (or a dash). */
export type ServedNav = readonly [day: string, nav: number, shares: number | "-"];

/** A fund's history of value and shares as its issuer lays it out: newest first, numbers as text. */
export function navXlsx(rows: readonly ServedNav[]): Uint8Array<ArrayBuffer> {
  return xlsxOf([
    ["Fund Name:", "The Technology Select Sector SPDR Fund"],
    ["Ticker Symbol:", "XLK"],
    [null],
    ["Date", "NAV", "Shares Outstanding", "Total Net Assets"],
    ...rows.toReversed().map(([day, nav, shares]) => [
      day,
      nav.toFixed(6),
      shares === "-" ? "-" : String(shares),
      shares === "-" ? "-" : (nav * shares).toFixed(2),
    ]),
    [null],
    ["Past performance is not a reliable indicator of future performance."],
    ["© 2026 State Street Corporation. All rights reserved."],
  ]);
}

/** What a fund holds, as its issuer lays it out; weights in percent, as text. */
export function holdingsXlsx(
  asOf: string,
  rows: readonly (readonly [name: string, ticker: string, percent: string])[],
): Uint8Array<ArrayBuffer> {
  return xlsxOf([
    ["Fund Name:", "The Technology Select Sector SPDR Fund"],
    ["Ticker Symbol:", "XLK"],
    ["Holdings:", `As of ${asOf}`],
    [null],
    ["Name", "Ticker", "Identifier", "SEDOL", "Weight", "Sector", "Shares Held"],
    ...rows.map(([name, ticker, percent], i) => [
      name,
      ticker,
      `00000000${i}`,
      `B0000${i}`,
      percent,
      "-",
      "1,000",
    ]),
    [null],
    ["The holdings are subject to change."],
  ]);
}

/** The Treasury's file of a year: quoted names, days month first. */
export function treasuryCsv(rows: readonly (readonly [day: string, coupon: string])[]): string {
  return [
    'Date,"4 WEEKS BANK DISCOUNT","4 WEEKS COUPON EQUIVALENT","13 WEEKS BANK DISCOUNT",' +
    '"13 WEEKS COUPON EQUIVALENT"',
    ...rows.map(([day, coupon]) => `${day},5.10,5.20,5.00,${coupon}`),
  ].join("\r\n") + "\r\n";
}

/** French's two packed files. */
export function frenchZip(
  name: string,
  head: string,
  rows: readonly string[],
  edition = "202609",
): Uint8Array<ArrayBuffer> {
  return zipOf({
    [name]: [
      `This file was created by using the ${edition} CRSP database.`,
      "The Tbill return is the simple daily rate.",
      "",
      head,
      ...rows,
      "",
      "Copyright 2026 Eugene F. Fama and Kenneth R. French",
      "",
    ].join("\r\n"),
  });
}

/** A headline as the search sends it, without what is given as `undefined`. */
export const newsItem = (fields: Readonly<Record<string, unknown>>) => ({
  uuid: crypto.randomUUID(),
  title: "Chips rise",
  publisher: "A Paper",
  link: "https://example.org/chips",
  providerPublishTime: Date.UTC(2024, 2, 8, 14) / 1000,
  type: "STORY",
  ...fields,
});

/** An answer of the news search. */
export const newsJson = (items: readonly unknown[]) =>
  JSON.stringify({ count: items.length, quotes: [], news: items, totalTime: 20 });

/** An answer about a fund; its ratios are sent upside down, as they really are. */
export const fundJson = (equityHoldings: Readonly<Record<string, unknown>>) =>
  JSON.stringify({
    quoteSummary: {
      result: [{ topHoldings: { holdings: [], equityHoldings }, summaryDetail: {} }],
      error: null,
    },
  });
