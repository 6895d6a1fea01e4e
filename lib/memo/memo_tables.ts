import { NEUTRAL_SCORE } from "../units.ts";
import { counted, dollars, inPercent, MISSING, number, plainNumber } from "../words.ts";
import type { MemoData, MemoScore } from "./memo_data.ts";
import { cut, LINE_MM, linesOf, LIST_MM, type RoomAsked, ROW_MM } from "./memo_room.ts";
import { LONG, SHORT } from "./memo_style.ts";

/** Rows that there is room for, and widths of columns in small letters. */
const MOST = { positions: 12, orders: 14, inTicker: 9 } as const;
const LABEL = 15, WHY = 2 * 21, ORDER_NOTE = 120, NOTES_LINES = 2;

const cell = (text: string, kind = "") => `<td${kind && ` class="${kind}"`}>${text}</td>`;
/** Heads of columns: name, class, and width in percent. */
type Head = readonly [name: string, kind: string, width: number];
const heads = (names: readonly Head[]) =>
  `<colgroup>${names.map(([, , width]) => `<col style="width:${width}%">`).join("")}</colgroup>` +
  `<thead><tr>${
    names.map(([name, kind]) => `<th scope="col"${kind ? ` class="${kind}"` : ""}>${name}</th>`)
      .join("")
  }</tr></thead>`;

const section = (title: string, content: string) =>
  `<section><h2>${title}</h2>${content}</section>`;
const signed = (share: number) => inPercent(share, 1, { signed: true });

/** A line that says how many more there are. */
function more(count: number, one: string): string {
  return count > 0 ? `<p class="more">and ${counted(count, one)} more</p>` : "";
}

/** A list under a title: the first entries, and how many more there are. */
export function listSection(
  title: string,
  { items, longest }: RoomAsked,
  { count, none }: { readonly count: number; readonly none: string },
): string {
  if (items.length === 0) return section(title, `<p>${none}</p>`);
  const shown = items.slice(0, count).map((one) => `<li>${cut(one, longest)}</li>`).join("");
  return section(title, `<ul>${shown}</ul>${more(items.length - count, "line")}`);
}

/** Where a score stands from 1 to 5: a dot, and a ring where it was last time. */
function strip({ score, before }: MemoScore): string {
  const at = (value: number) => (4 + (value - 1) * 17).toFixed(1);
  const line = `<line x1="4" x2="72" y1="5" y2="5" stroke="#bbb"/>` +
    `<line x1="${at(NEUTRAL_SCORE)}" x2="${at(NEUTRAL_SCORE)}" y1="1" y2="9" stroke="#000"/>`;
  const colour = score === undefined || score === NEUTRAL_SCORE
    ? "#666"
    : score > NEUTRAL_SCORE
    ? LONG
    : SHORT;
  return `<svg width="20mm" height="2.6mm" viewBox="0 0 76 10" aria-hidden="true">${line}` +
    (before === undefined || score === undefined
      ? ""
      : `<line x1="${at(before)}" x2="${at(score)}" y1="5" y2="5" stroke="${colour}"/>`) +
    (score === undefined ? "" : `<circle cx="${at(score)}" cy="5" r="3.6" fill="${colour}"/>`) +
    (before === undefined
      ? ""
      : `<circle cx="${at(before)}" cy="5" r="2.8" fill="#fff" stroke="${colour}"/>`) +
    `</svg>`;
}

/** Scores with what moved since last time. */
export function scoreTable({ scores, comparedWith }: MemoData): string {
  const rows = scores.map((one) => {
    const { label, score, before, why } = one;
    const moved = score === undefined || before === undefined ? undefined : score - before;
    return `<tr>${cell(cut(label, LABEL), "w")}${cell(strip(one))}${
      cell(number(score, { digits: 2 }), "n")
    }${
      cell(
        moved === undefined
          ? MISSING
          : moved === 0
          ? "0"
          : number(moved, { digits: 2, signed: true }),
        "n",
      )
    }${cell(cut(why, WHY))}</tr>`;
  }).join("");
  const since = comparedWith === undefined ? "no verdict before" : `ring: ${comparedWith}`;
  return section(
    `Scores, 1 to 5 (dot: now, ${since})`,
    `<table>${
      heads([
        ["sector", "", 23],
        ["1 – 5", "", 20],
        ["score", "n", 9],
        ["moved", "n", 11],
        ["why", "", 37],
      ])
    }<tbody>${rows}</tbody></table>`,
  );
}

/** Positions and whole-book figures, before and after the orders. */
export function bookTable({ positions, figures }: MemoData): string {
  const shown = positions.slice(0, MOST.positions).map(({ label, before, aim, after }) =>
    `<tr>${cell(cut(label, LABEL), "w")}${cell(signed(before), "n")}${
      cell(aim === undefined ? MISSING : signed(aim), "n")
    }${cell(`<b>${signed(after)}</b>`, "n")}${cell(signed(after - before), "n")}</tr>`
  ).join("");
  const text = (unit: string, value: number | undefined) =>
    value === undefined
      ? MISSING
      : unit === "beta"
      ? number(value, { digits: 3, signed: true })
      : inPercent(value, 1);
  const sums = figures.map(({ label, unit, before, after }) =>
    `<tr>${cell(`<i>${cut(label, LABEL)}</i>`, "w")}${cell(text(unit, before), "n")}${
      cell("", "n")
    }${cell(`<b>${text(unit, after)}</b>`, "n")}${cell("", "n")}</tr>`
  ).join("");
  return section(
    "Book and hedge, share of equity",
    `<table>${
      heads([
        ["position", "", 32],
        ["before", "n", 17],
        ["aim", "n", 17],
        ["after", "n", 17],
        ["trade", "n", 17],
      ])
    }<tbody>${shown}${sums}</tbody></table>${more(positions.length - MOST.positions, "position")}`,
  );
}

const money = (value: number, digits = 2) => dollars(value, { digits });

/** What all orders cost: never nothing where it is not known. */
function costText({ costUsd, knownCostUsd, equityUsd }: MemoData): string {
  const inBps = (usd: number) => `${plainNumber(1e4 * usd / equityUsd, 2)} bp of equity`;
  return costUsd === undefined
    ? `at least ${money(knownCostUsd)} (${inBps(knownCostUsd)}), the rest is not known`
    : `${money(costUsd)} (${inBps(costUsd)})`;
}

/** Orders in two halves, so that fourteen of them take seven rows. */
export function orderTable(data: MemoData): string {
  const { orders } = data;
  const title = orders.length === 0
    ? "Orders"
    : `Orders: ${orders.length}, costs ${costText(data)}`;
  if (orders.length === 0) return section(title, "<p>None. The book stays as it is.</p>");
  const rows = orders.slice(0, MOST.orders).map((one) =>
    `<tr>${cell(one.action, "w")}${cell(`<b>${cut(one.ticker, MOST.inTicker)}</b>`, "w")}${
      cell(one.shares === undefined ? MISSING : number(one.shares, { digits: 0 }), "n")
    }${cell(one.limitPrice === undefined ? MISSING : money(one.limitPrice), "n")}${
      cell(money(one.dollars, 0), "n")
    }${cell(one.costUsd === undefined ? "not known" : money(one.costUsd), "n")}</tr>`
  );
  const names = heads([
    ["", "", 9],
    ["fund", "", 16],
    ["shares", "n", 17],
    ["limit", "n", 19],
    ["value", "n", 21],
    ["cost", "n", 18],
  ]);
  const notes = orders.flatMap(({ ticker, note }) => note === "" ? [] : [`${ticker}: ${note}`]);
  const half = Math.ceil(rows.length / 2);
  const table = (part: readonly string[]) =>
    part.length === 0 ? "<div></div>" : `<table>${names}<tbody>${part.join("")}</tbody></table>`;
  return section(
    title,
    `<div class="two half">${table(rows.slice(0, half))}${table(rows.slice(half))}</div>${
      notes.length === 0 ? "" : `<p>${cut(notes.join("; "), NOTES_LINES * ORDER_NOTE)}</p>`
    }${more(orders.length - MOST.orders, "order")}`,
  );
}

/** The references on which most of the book rests, a line each. */
export function referenceLines({ references }: MemoData): readonly string[] {
  return references.map(({ title, url, sectors, share }) => {
    const where = url.startsWith("lab:") ? "" : ` – ${url}`;
    return `${inPercent(share, 1)} (${sectors.join(" ")}): ${title}${where}`;
  });
}

/** Height of what stands above the lists, millimetres, on the safe side. */
export function heightAbove(data: MemoData): number {
  const { scores, positions, figures, orders } = data;
  const row = (lines: number) => lines * LINE_MM + ROW_MM;
  const ofScores = scores.reduce((sum, { why }) => sum + row(linesOf(why, WHY / 2, WHY)), 0);
  const shown = Math.min(positions.length, MOST.positions) + figures.length;
  const ofBook = shown * row(1) + (positions.length > MOST.positions ? LINE_MM : 0);
  const pairs = Math.ceil(Math.min(orders.length, MOST.orders) / 2);
  const notes = orders.map(({ ticker, note }) => note === "" ? "" : `${ticker}: ${note}; `).join(
    "",
  );
  const ofOrders = (1 + pairs) * row(1) + LINE_MM * (1 +
        (notes === "" ? 0 : linesOf(notes, ORDER_NOTE, NOTES_LINES * ORDER_NOTE)));
  return Math.max(ofScores, ofBook) + row(1) + ofOrders + 2 * LIST_MM;
}

/** What answers cost this week: what is not known is never nothing. */
export function spendingText({ spending }: MemoData): string {
  const { settledUsd, openUsd, unknown, answers, kept } = spending;
  if (answers === 0) return "No answer was asked for.";
  const cost = settledUsd === 0 && unknown === 0 && openUsd === 0
    ? "nothing was paid"
    : `${money(settledUsd, settledUsd > 0 && settledUsd < 1 ? 4 : 2)} paid`;
  return `${counted(answers, "answer")}, ${kept} of them kept from before: ${cost}` +
    (openUsd > 0 ? `; ${money(openUsd, openUsd < 1 ? 4 : 2)} reserved and not settled` : "") +
    (unknown > 0 ? `; the cost of ${counted(unknown, "answer")} is not known` : "") + ".";
}
