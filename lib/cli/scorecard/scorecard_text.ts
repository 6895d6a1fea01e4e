import { number, percent } from "../../words.ts";
import { type BarRow, barValue, type Scorecard } from "../../scorecard/mod.ts";
import { textTable } from "../text_table.ts";

const SIDES = { "at least": "≥", "at most": "≤", "within": "±" } as const;

function intervalText({ figure, low, high, unit }: BarRow): string {
  if (figure === undefined || (low === undefined && high === undefined)) return "–";
  const end = (value: number | undefined) => value === undefined ? "open" : barValue(value, unit);
  return `${end(low)} to ${end(high)}`;
}

/**
 * A scorecard as text: the table, and below it each row's convention, source, and what a judgement
 * would take.
 */
export function scorecardText({ rows, counts, level, source }: Scorecard): string {
  const right = (heading: string) => ({ heading, right: true });
  const table = textTable(
    [
      { heading: "bar" },
      right("asked for"),
      right("ours"),
      right(`${percent(level, { digits: 0 })} interval`),
      right("n"),
      { heading: "of" },
      { heading: "verdict" },
    ],
    rows.map((row) => [
      row.name,
      `${SIDES[row.side]} ${barValue(row.bar, row.unit)}`,
      barValue(row.figure, row.unit),
      intervalText(row),
      number(row.n, { digits: 0 }),
      row.of,
      row.verdict,
    ]),
  );
  const notes = rows.map(({ name, convention, reason, needed, ...row }) =>
    [
      `  ${name}: ${convention}.`,
      ...(reason === undefined ? [] : [`    Not judged: ${reason}.`]),
      ...(needed === undefined ? [] : [`    Needed: ${needed}.`]),
      ...(row.source === source ? [] : [`    ${row.source}`]),
    ].join("\n")
  );
  return `The book's own bars: ${counts.met} met, ${counts["not met"]} not met, ` +
    `${counts["not testable with this much data"]} not testable with this much data\n` +
    "A bar is met only where the whole interval lies on its right side.\n\n" +
    `${table}\n${notes.join("\n")}\n\n${source}`;
}
