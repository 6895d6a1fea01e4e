import { checkObject, checkWord } from "../arguments.ts";
import { escaped } from "../charts/mod.ts";
import { day as checkedDay } from "../units.ts";
import type { MemoData } from "./memo_data.ts";
import { MEMO_STYLE } from "./memo_style.ts";
import {
  cut,
  LINE_MM,
  linesOf,
  LIST_MM,
  type RoomAsked,
  shareRoom,
  SHEET_MM,
} from "./memo_room.ts";
import {
  bookTable,
  heightAbove,
  listSection,
  orderTable,
  referenceLines,
  scoreTable,
  spendingText,
} from "./memo_tables.ts";

const ACTION = "Cannot write a memo";
const STATES = ["proposed", "held", "approved", "rejected"] as const;
/** Letters of a hash that a reader compares by eye. */
const HASH_SHOWN = 12;
const MOST_INPUTS = 7;
/** Small letters of the sentences on top, of what was spent, and in a line of a column. */
const LEAD = 640, LEAD_LINES = 6, SPENDING = 220, PER_LINE = 66;
/** Title, one line of the sentences on top, and all that stands below the lists, millimetres. */
const HEAD_MM = 9, LEAD_LINE_MM = 3.6, FOOT_MM = 22;

function stateText({ decision }: MemoData): string {
  if (decision.state === "proposed") return "Waiting for a yes or a no";
  if (decision.state === "held") return "The book is held: no orders";
  const because = decision.because ? `: ${cut(decision.because, 70)}` : "";
  const word = decision.state === "approved" ? "Approved" : "Rejected";
  return `${word} by ${cut(decision.by, 36)}${because}`;
}

/** Refuses what would print as a hole: a figure that is no number, a state that there is not. */
function check(data: MemoData): void {
  checkObject(ACTION, "the data", data, "what memoOf gives");
  checkedDay(data.day);
  checkObject(ACTION, "the decision", data.decision, "its state");
  checkWord(ACTION, "the state", data.decision.state, STATES);
  const walk = (value: unknown, path: string): void => {
    if (typeof value === "number") {
      if (Number.isFinite(value)) return;
      throw new RangeError(`${ACTION}: ${path} must be a number, got ${value}`);
    }
    if (typeof value !== "object" || value === null) return;
    for (const [key, one] of Object.entries(value)) walk(one, path === "" ? key : `${path}.${key}`);
  };
  walk(data, "");
}

/** A list of the page, with what stands there where it is empty. */
interface ListAsked extends RoomAsked {
  readonly title: string;
  readonly none: string;
}

/** The two columns of lists, each cut to the room that is left below the tables. */
function columns(data: MemoData): readonly string[] {
  const { summary, mind, doubts, limits, record, notes } = data;
  const spending = spendingText(data);
  const head = HEAD_MM + linesOf(summary, LEAD / LEAD_LINES, LEAD) * LEAD_LINE_MM;
  const room = SHEET_MM - head - heightAbove(data) - FOOT_MM;
  const left: readonly ListAsked[] = [
    {
      title: "What would change our mind",
      items: mind,
      longest: 110,
      most: 5,
      none: "Not searched.",
    },
    {
      title: "Disagreements and abstentions",
      items: doubts,
      longest: 160,
      most: 12,
      none: "None: no spread of two points, nobody abstained.",
    },
    {
      title: "What carried weight (share of the gross)",
      items: referenceLines(data),
      longest: 100,
      most: 6,
      none: "No ballot cites anything.",
    },
  ];
  const right: readonly ListAsked[] = [
    {
      title: "Limits that bind, and their price",
      items: limits,
      longest: 165,
      most: 6,
      none: "None: the book stands inside every limit.",
    },
    { title: "To know besides", items: notes, longest: 165, most: 8, none: "Nothing." },
    {
      title: "The record so far (asked before the fact)",
      items: record.map(({ who, figure, text }) => `${who}, ${figure}: ${text}`),
      longest: 160,
      most: 6,
      none: "Nothing is resolved yet: no figure, rather than a good one.",
    },
  ];
  const written = (lists: readonly ListAsked[], mm: number) => {
    const counts = shareRoom(lists, { room: mm, perLine: PER_LINE });
    return lists.map((list, l) =>
      listSection(list.title, list, { count: counts[l], none: list.none })
    ).join("");
  };
  const spent = LIST_MM + LINE_MM * linesOf(spending, PER_LINE, SPENDING);
  return [
    written(left, room - spent) +
    `<section><h2>What was spent</h2><p>${cut(spending, SPENDING)}</p></section>`,
    written(right, room),
  ];
}

function footerText({ source, inputs }: MemoData): string {
  const all = Object.entries(inputs);
  const hashes = all.slice(0, MOST_INPUTS)
    .map(([name, hash]) => `${cut(name, 24)} ${escaped(hash.slice(0, HASH_SHOWN))}`).join(" · ");
  const more = all.length > MOST_INPUTS ? ` · and ${all.length - MOST_INPUTS} more` : "";
  const from = all.length === 0 ? "" : ` Made from ${hashes}${more}.`;
  return `${cut(source, 200)}${from} Not advice.`;
}

/**
 * A week's decision on one printed page: no network, no script, one sheet of A4 or of Letter.
 *
 * A pure function of its data. Lists are cut to their room and say how many lines are left out; nothing
 * that is not known prints as zero. It is paper, so there is no dark theme.
 *
 * @param data From `memoOf`, or read back from its JSON.
 * @returns The text of an HTML file.
 * @throws {RangeError} If a figure is no number or the state is unknown.
 * @throws {TypeError} If a part is missing.
 *
 * @example
 * ```ts
 * import { memoPage } from "lab/memo";
 * import { day } from "lab/units";
 * import { equal, match } from "node:assert/strict";
 *
 * const page = memoPage({
 *   day: day("2026-11-27"), summary: "Nobody has a view.", decision: { state: "held" },
 *   scores: [], doubts: [], references: [], positions: [], figures: [], limits: [], orders: [],
 *   costUsd: 0, knownCostUsd: 0, equityUsd: 100_000,
 *   spending: { settledUsd: 0, openUsd: 0, unknown: 0, answers: 0, kept: 0 },
 *   mind: [], record: [], notes: [], source: "Source: simulated, seed 7.", inputs: {},
 * });
 * match(page, /^<!doctype html>/);
 * equal(page.includes("<script"), false);
 * ```
 */
export function memoPage(data: MemoData): string {
  check(data);
  const { day, summary } = data, title = `Sector committee, ${day}`;
  const [left, right] = columns(data);
  const body =
    `<header><h1>${escaped(title)}</h1><div class="state">${stateText(data)}</div></header>` +
    `<p class="lead">${cut(summary, LEAD)}</p>` +
    `<div class="two">${scoreTable(data)}${bookTable(data)}</div>${orderTable(data)}` +
    `<div class="two half"><div>${left}</div><div>${right}</div></div>` +
    `<div class="sign"><span>yes / no, name</span><span>day and time</span><span>because</span></div>` +
    `<footer>${footerText(data)}</footer>`;
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width,initial-scale=1">` +
    `<title>${escaped(title)}</title><style>${MEMO_STYLE}</style></head>` +
    `<body><main>${body}</main></body></html>\n`;
}
