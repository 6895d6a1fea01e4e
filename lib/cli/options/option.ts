/** Refuses a value: says what is needed; the option's name and what was given are added. */
export type Refuse = (
  need: string,
  more?: { readonly got?: string; readonly cause?: unknown },
) => never;

/** What the text of an option means; refuses what means nothing. */
export type Reader<Value> = (text: string, refuse: Refuse) => Value;

/** One option of a command: all that parser and help need to know of it. */
export interface Option<Value> {
  /** How its value is written in the help, such as `N`; absent for a flag, which has none. */
  readonly value?: string;
  readonly help: string;
  /** Heading of the help under which it stands. */
  readonly group?: string;
  /** What counts where nothing is said, as a reader would write it. */
  readonly preset?: string;
  /** Whether it may be given several times. */
  readonly isMany?: boolean;
  /**
   * The option that it says something about, and why it is nothing without; where a third is named, that
   * one may bring it.
   */
  readonly needs?: readonly [option: string, why: string, broughtBy?: string];
  /** Options that cannot stand beside it, each with the reason. */
  readonly notWith?: Readonly<Record<string, string>>;
  /** Its value, of all texts that were given, or of the default; a text is refused with what was needed in its place. */
  readonly read: (texts: readonly string[], refuse: (text: string) => Refuse) => Value;
}

/** What an option is besides its reader. */
export type OptionText = Pick<Option<unknown>, "value" | "help" | "needs" | "notWith">;

/** Options by name, in the order of the help. */
// deno-lint-ignore no-explicit-any -- each option has a type of value of its own
export type OptionTable = Readonly<Record<string, Option<any>>>;

/** `as-of` as TypeScript names it: `asOf`. */
export type FieldName<Name extends string> = Name extends `${infer Head}-${infer Rest}`
  ? `${Head}${Capitalize<FieldName<Rest>>}`
  : Name;

/** The values of a table of options, each under its option's name and in its reader's type. */
export type OptionValues<Table extends OptionTable> = {
  readonly [Name in keyof Table & string as FieldName<Name>]: Table[Name] extends
    Option<infer Value> ? Value : never;
};

/** An option that is not given, or given once; of several the last one counts. */
export function option<Value>(
  read: Reader<Value>,
  text: OptionText & { readonly value: string; readonly preset: string },
): Option<Value>;
export function option<Value>(
  read: Reader<Value>,
  text: OptionText & { readonly value: string },
): Option<Value | undefined>;
export function option<Value>(
  read: Reader<Value>,
  text: OptionText & { readonly value: string; readonly preset?: string },
): Option<Value | undefined> {
  return {
    ...text,
    read: (texts, refuse) => {
      const last = texts.at(-1);
      return last === undefined ? undefined : read(last, refuse(last));
    },
  };
}

/** An option that may be given several times: the list of its values, empty where it is not given. */
export function many<Value>(
  read: Reader<Value>,
  text: OptionText & { readonly value: string },
): Option<readonly Value[]> {
  return {
    ...text,
    isMany: true,
    read: (texts, refuse) => texts.map((one) => read(one, refuse(one))),
  };
}

/** An option without a value: whether it is given. */
export function flag(text: Omit<OptionText, "value">): Option<boolean> {
  return { ...text, read: (texts) => texts.length > 0 };
}

/** The same options under a heading of the help. */
export function grouped<Table extends OptionTable>(group: string, table: Table): Table {
  return Object.fromEntries(
    Object.entries(table).map(([name, one]) => [name, { ...one, group }]),
  ) as unknown as Table;
}
