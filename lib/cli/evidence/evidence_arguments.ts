import { SECTORS } from "../../market/mod.ts";
import { SOURCE_NAMES, type SourceName } from "../../sources/mod.ts";
import { type Day, day } from "../../units.ts";
import { command } from "../options/command.ts";
import { flag, option, type Reader } from "../options/option.ts";
import { readOptions } from "../options/read_options.ts";
import { day as readDay, folder, namesOf } from "../options/readers.ts";
import { quotedValue } from "../../outside_text.ts";

/** The first day of the oldest sector funds. */
const DEFAULT_FROM = day("1998-12-22");
/** Most letters of a name with an e-mail. */
const MOST_CONTACT = 200;

/** A name and an e-mail, as a header can carry them. */
const contact: Reader<string> = (text, refuse) => {
  const line = text.trim();
  return line.length <= MOST_CONTACT && /^[\x20-\x7e]+$/.test(line) &&
      /^\S.*\s<?[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+>?$/.test(line)
    ? line
    : refuse('a name and an e-mail in plain letters, such as "Jane Doe jane@example.org"');
};

/** The address of a server. */
const server: Reader<string> = (text, refuse) => {
  try {
    const { protocol, search, hash } = new URL(text);
    if (/^https?:$/.test(protocol) && search === "" && hash === "") return text;
  } catch { /* refused below */ }
  return refuse("the address of a server, such as http://127.0.0.1:8000");
};

const days: Reader<readonly Day[]> = (
  text,
  refuse,
) => [
  ...new Set(
    text.split(",").map((one) =>
      readDay(
        one.trim(),
        (_need, more) =>
          refuse("calendar days as YYYY-MM-DD between commas", { got: quotedValue(one), ...more }),
      )
    ),
  ),
];

/** Sources in the order in which they are asked; filings are added up by holdings, which come along. */
function inOrder(named: readonly SourceName[]): readonly SourceName[] {
  return SOURCE_NAMES.filter((name) =>
    named.includes(name) || (name === "holdings" && named.includes("fundamentals"))
  );
}

/** The command `evidence`. */
export const EVIDENCE_COMMAND = command({
  name: "evidence",
  about:
    "Downloads what is free to read about the sectors into a folder of your own, in the files that " +
    "--evidence DIR reads: fundamentals as filed, headlines, flows, bill rates, style factors, and " +
    "valuations as further figures. It only ever appends: run it every week, and a history grows that " +
    "nobody publishes.",
  options: {
    sources: option(namesOf(SOURCE_NAMES), {
      value: "A,B",
      help:
        `what to download, of ${SOURCE_NAMES.join(", ")} (default: all); fundamentals fetch two ` +
        "files of each company that the funds hold",
    }),
    sectors: option(namesOf(SECTORS, (name) => name.toUpperCase()), {
      value: "A,B",
      help: "for which sector funds (default: all eleven)",
    }),
    from: option(readDay, { value: "DAY", help: "first day of the history", preset: DEFAULT_FROM }),
    contact: option(contact, {
      value: "TEXT",
      help: "your name and e-mail, which the SEC asks of everybody and nobody else is told " +
        "(default: the variable LAB_CONTACT)",
    }),
    "exact-minutes": flag({
      help:
        "fetch the header of each filing for its exact minute, one request each; else the SEC's " +
        "digits are read as New York's time, which is right or hours late",
    }),
    "bill-vintages": option(days, {
      value: "DAYS",
      help: "also read the 3-month bill as it stood on these days, from ALFRED",
    }),
    mirror: option(server, {
      value: "URL",
      help: "ask another server of the same shapes, each address behind the name of its host",
    }),
    out: option(folder, {
      value: "DIR",
      help: "the folder that grows; keep it, for what was seen first cannot be fetched again",
      preset: "out/evidence",
    }),
  },
  notes:
    "Every answer is kept in DIR/raw as it came, with address, minute and SHA-256, and evidence.json " +
    "says what each file was made of. What is fetched again on the same day comes from there.\n\n" +
    "What a publisher does not date, or dates later than it was seen, counts from its first fetch. " +
    "Exit code 2 means that a source is missing and the others are complete.\n\n" +
    "The figures are their publishers', free for your own use under their terms: State Street, Yahoo " +
    "Finance and Kenneth R. French allow no passing on.",
});

/**
 * The command line of `evidence` as checked values.
 *
 * @param variable What `LAB_CONTACT` holds.
 * @throws {RangeError | TypeError} If an option is unknown, or its value is not what it should be.
 *
 * @example The contact comes from the option, else from the variable
 * ```ts
 * import { evidenceArguments } from "./evidence_arguments.ts";
 * import { equal } from "node:assert/strict";
 *
 * equal(evidenceArguments([], "Jane Doe jane@example.org").contact, "Jane Doe jane@example.org");
 * equal(evidenceArguments([], undefined).contact, undefined);
 * ```
 */
export function evidenceArguments(args: readonly string[], variable: string | undefined) {
  const { said: _said, word: _word, ...given } = readOptions(EVIDENCE_COMMAND, args);
  const fromVariable = () => {
    if (variable === undefined || variable.trim() === "") return undefined;
    return contact(variable, (need, more) => {
      throw new RangeError(
        `Cannot read the variable LAB_CONTACT: need ${need}, got ${
          more?.got ?? quotedValue(variable)
        }`,
      );
    });
  };
  return {
    ...given,
    sources: inOrder(given.sources ?? SOURCE_NAMES),
    sectors: given.sectors ?? SECTORS,
    from: given.from ?? DEFAULT_FROM,
    billVintages: given.billVintages ?? [],
    contact: given.contact ?? fromVariable(),
  };
}
