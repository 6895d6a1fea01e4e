import type { Command } from "./command.ts";
import type { Option, OptionTable } from "./option.ts";

/** Columns of a page of help. */
const PAGE = 100;
/** Widest column of names; a longer one has its text below. */
const MOST_NAME = 24;

/** A text in lines of at most so many columns. */
function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

const paragraphs = (text: string) =>
  text.split("\n\n").map((one) => wrapped(one, PAGE).join("\n")).join("\n\n");

function helpOf({ help, preset, isMany }: Option<unknown>): string {
  const extra = [
    ...(preset === undefined ? [] : [`(default ${preset})`]),
    ...(isMany ? ["(may be given several times)"] : []),
  ];
  return [help, ...extra].join(" ");
}

/**
 * The help of a command, from the table that its parser reads.
 *
 * @example
 * ```ts
 * import { helpText } from "./help_text.ts";
 * import { command } from "./command.ts";
 * import { option } from "./option.ts";
 * import { seed } from "./readers.ts";
 * import { equal } from "node:assert/strict";
 *
 * const options = { seed: option(seed, { value: "N", help: "world", preset: "7" }) };
 * equal(
 *   helpText(command({ name: "days", options })),
 *   "Usage: deno task days [options]\n\n  --seed N  world (default 7)\n  --help    this text\n",
 * );
 * ```
 */
export function helpText(is: Command<OptionTable, unknown>): string {
  const { name, about, options, word, subcommands = {}, notes } = is;
  const below = Object.entries(subcommands);
  const rows = [
    ...(word ? [{ is: word, name: word.value!, group: undefined }] : []),
    ...Object.entries(options).map(([option, is]) => ({
      is,
      name: `--${option}${is.value === undefined ? "" : ` ${is.value}`}`,
      group: is.group,
    })),
    { is: { help: "this text", read: () => true }, name: "--help", group: undefined },
  ];
  const width = 2 + Math.max(
    ...[...rows.map(({ name }) => name), ...below.map(([name]) => name)]
      .map(({ length }) => length).filter((length) => length <= MOST_NAME),
  );
  const row = (name: string, text: string) => {
    const lines = wrapped(text, PAGE - 2 - width);
    const head = name.length > width - 2 ? [name, lines[0].padStart(lines[0].length + width)] : [
      name.padEnd(width) + lines[0],
    ];
    return [...head, ...lines.slice(1).map((line) => " ".repeat(width) + line)]
      .map((line) => `  ${line}\n`).join("");
  };
  let heading: string | undefined;
  const listed = rows.map(({ is, name, group }) => {
    const isNew = group !== heading;
    heading = group;
    return (isNew ? `${group === undefined ? "" : group}\n` : "") + row(name, helpOf(is));
  });
  return [
    `Usage: deno task ${name}${word ? ` ${word.value}` : ""} [options]\n`,
    ...below.map(([sub]) => `       deno task ${name} ${sub} --help\n`),
    ...(about === undefined ? [] : [`\n${paragraphs(about)}\n`]),
    "\n",
    ...(below.length === 0 ? [] : [...below.map(([name, text]) => row(name, text)), "\n"]),
    ...listed,
    ...(notes === undefined ? [] : [`\n${paragraphs(notes)}\n`]),
  ].join("");
}

/** The help of a command, where its command line asks for it. */
export function helpAsked(
  is: Command<OptionTable, unknown>,
  args: readonly string[],
): string | undefined {
  return args.includes("--help") || args.includes("-h") ? helpText(is) : undefined;
}
