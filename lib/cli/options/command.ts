import type { Option, OptionTable } from "./option.ts";

/** What an option of an earlier version is called now, as a reader writes it; by its value, or any. */
export type FormerName = string | ((value: string) => string);

/** A command, or one of its subcommands: what it takes, and what its help says. */
export interface Command<Table extends OptionTable, Word = undefined> {
  /** Behind `deno task`, such as `trials begin-anew`. */
  readonly name: string;
  /** What it does, where the options alone do not say it; paragraphs before them. */
  readonly about?: string;
  readonly options: Table;
  /** The one value without a name, behind the options. */
  readonly word?: Option<Word>;
  /** What its subcommands do, by name. */
  readonly subcommands?: Readonly<Record<string, string>>;
  /** What options of an earlier version are called now. */
  readonly former?: Readonly<Record<string, FormerName>>;
  /** Paragraphs behind the options. */
  readonly notes?: string;
}

/** The same command; TypeScript infers what it takes. */
export function command<const Table extends OptionTable, Word = undefined>(
  is: Command<Table, Word>,
): Command<Table, Word> {
  return is;
}

/**
 * The subcommand that the first word names, and what is said behind it.
 *
 * @returns `name` is absent where an option comes first, or none of the names.
 */
export function subcommandOf<Name extends string>(
  args: readonly string[],
  names: readonly Name[],
): { readonly name?: Name; readonly rest: readonly string[] } {
  const name = names.find((one) => one === args[0]);
  return name === undefined ? { rest: args } : { name, rest: args.slice(1) };
}
