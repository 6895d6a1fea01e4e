import { parseArgs } from "node:util";
import { outsideLine, quotedValue } from "../../outside_text.ts";
import type { Command, FormerName } from "./command.ts";
import { nearName } from "../../near_name.ts";
import type { FieldName, Option, OptionTable, OptionValues, Refuse } from "./option.ts";
import { UsageError } from "./usage_error.ts";

/** Letters of a value that are said again where an option has another name now. */
const MOST_REPEATED = 60;

/** The values of a command line, and what was said in it. */
export type CommandLine<Table extends OptionTable, Word = undefined> = OptionValues<Table> & {
  /** The value without a name. */
  readonly word: Word;
  /** Names of the options that were given. */
  readonly said: ReadonlySet<keyof Table & string>;
};

/**
 * The command line of a command as checked values.
 *
 * @param is The command, whose table names the options and reads them.
 * @param args The words after the command.
 * @throws {UsageError} If an option is unknown, was called otherwise before, stands without the one it is
 *   about or beside one that excludes it, or lacks its value.
 * @throws {RangeError} If a value is not what it should be; names option, need and value.
 *
 * @example A slip of the pen, and a value out of range
 * ```ts
 * import { readOptions } from "./read_options.ts";
 * import { command } from "./command.ts";
 * import { option } from "./option.ts";
 * import { seed } from "./readers.ts";
 * import { equal, throws } from "node:assert/strict";
 *
 * const options = { seed: option(seed, { value: "N", help: "world", preset: "7" }) };
 * const days = command({ name: "days", options });
 * equal(readOptions(days, ["--seed", "3"]).seed, 3);
 * throws(() => readOptions(days, ["--sede", "3"]), /Unknown option --sede; did you mean --seed\?/);
 * throws(() => readOptions(days, ["--seed", "x"]), /Cannot read --seed: need a whole number/);
 * ```
 */
export function readOptions<Table extends OptionTable, Word = undefined>(
  is: Command<Table, Word>,
  args: readonly string[],
): CommandLine<Table, Word> {
  const { options, word } = is;
  const texts = sorted(is, args), said = new Set(texts.keys());
  said.delete("");
  checkTogether(options, said);
  const values = Object.entries(options).map(([name, one]) => [
    fieldName(name),
    one.read(
      texts.get(name) ?? (one.preset === undefined ? [] : [one.preset]),
      refusal(`--${name}`),
    ),
  ]);
  return {
    ...Object.fromEntries(values),
    word: word?.read(texts.get("") ?? [], refusal(word.value!)),
    said,
  } as unknown as CommandLine<Table, Word>;
}

/** Texts by option, the nameless one under no letters. */
function sorted<Table extends OptionTable, Word>(
  is: Command<Table, Word>,
  args: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const { options, word, former = {} } = is;
  const texts = new Map<string, string[]>();
  const put = (name: string, text: string) =>
    void texts.set(name, [...texts.get(name) ?? [], text]);
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      Object.entries(options).map(([name, { value }]) => [name, { type: typeOf(value) }]),
    ),
  });
  for (const [at, token] of tokens.entries()) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional") {
      if (word === undefined || texts.has("")) throw stray(is, token.value);
      put("", token.value);
      continue;
    }
    const { name, rawName, value, inlineValue } = token;
    if (name === "help") throw new UsageError(`Cannot read ${rawName}: it takes no value`);
    if (!Object.hasOwn(options, name)) {
      const next = tokens[at + 1];
      // A single dash begins one letter after the other; what was meant is the word.
      const said = rawName.startsWith("--") ? rawName : args[token.index];
      throw unknown(is, said, former, value ?? (next?.kind === "positional" ? next.value : ""));
    } else if (options[name].value === undefined) {
      if (value !== undefined) throw new UsageError(`Cannot read ${rawName}: it takes no value`);
      put(name, "");
    } else if (value === undefined || (!inlineValue && /^-./.test(value))) {
      throw new UsageError(
        `Cannot read ${rawName}: need a value, as ${rawName} ${options[name].value}` +
          (value === undefined
            ? ""
            : `; one that begins with a dash is written ${rawName}=${value}`),
      );
    } else put(name, value);
  }
  return texts;
}

const typeOf = (value: string | undefined) => value === undefined ? "boolean" : "string";

/** `as-of` as TypeScript names it: `asOf`. */
export const fieldName = <Name extends string>(name: Name) =>
  name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()) as FieldName<Name>;

/** Refuses a text of an option, or of the nameless one, which is called by how its value is written. */
const refusal = (what: string) => (text: string): Refuse => (need, { got, cause } = {}) => {
  throw new RangeError(`Cannot read ${what}: need ${need}, got ${got ?? quotedValue(text)}`, {
    cause,
  });
};

/** Refuses options that say nothing without another, or contradict one. */
function checkTogether(options: OptionTable, said: ReadonlySet<string>): void {
  for (const name of said) {
    const { needs, notWith = {} }: Partial<Option<unknown>> = options[name] ?? {};
    if (needs !== undefined && !needs.some((other, i) => i !== 1 && said.has(other!))) {
      throw new UsageError(`Cannot use --${name} without --${needs[0]}: ${needs[1]}`);
    }
    for (const [other, why] of Object.entries(notWith)) {
      if (said.has(other)) throw new UsageError(`Cannot use --${name} with --${other}: ${why}`);
    }
  }
}

function unknown<Table extends OptionTable, Word>(
  { options }: Command<Table, Word>,
  rawName: string,
  former: Readonly<Record<string, FormerName>>,
  value: string,
): UsageError {
  const name = rawName.replace(/^-+/, "");
  if (Object.hasOwn(former, name)) {
    const now = former[name];
    return new UsageError(
      `Cannot use ${rawName}: say ${
        typeof now === "string" ? now : now(outsideLine(value, MOST_REPEATED))
      }`,
    );
  }
  const names = [...Object.keys(options), "help"], near = nearName(name, names);
  return new UsageError(
    `Unknown option ${quotedValue(rawName).slice(1, -1)}; ` +
      (near === undefined
        ? `the options are ${names.map((one) => `--${one}`).join(", ")}`
        : `did you mean --${near}?`),
  );
}

function stray<Table extends OptionTable, Word>(
  { name, word, subcommands = {} }: Command<Table, Word>,
  text: string,
): UsageError {
  const names = Object.keys(subcommands), near = nearName(text, names);
  const takes = names.includes(text)
    ? `say it first, as ${name} ${text}`
    : names.length > 0
    ? near === undefined ? `its subcommands are ${names.join(", ")}` : `did you mean ${near}?`
    : word === undefined
    ? "it takes options alone"
    : `it takes one ${word.value}`;
  return new UsageError(`Cannot read ${quotedValue(text)} behind ${name}: ${takes}; see --help`);
}
