/**
 * What a call may be given, checked as it arrives: notebook cells are not type-checked, and a slip of
 * the pen must be a sentence, never a default that nobody asked for.
 *
 * Each function takes the sentence's beginning, such as `Cannot fit a book`, and adds what is needed
 * and what was found. A value of the wrong kind is a `TypeError`, one outside its range a `RangeError`.
 *
 * @module
 */
import { quotedValue } from "./outside_text.ts";
import { counted, listed } from "./words.ts";

/** A value as a sentence shows it: texts in quotes, cut, and of lists and objects what they are. */
export function shown(value: unknown): string {
  if (typeof value === "string") return quotedValue(value);
  if (isList(value)) return `a list of ${value.length}`;
  if (typeof value === "function") return "a function";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

/** Whether a value is a list, of numbers in a typed array or of anything. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** Names of fields in a sentence: two with an `and`, a longer list with commas alone. */
const named = (fields: readonly string[]) => fields.join(fields.length < 3 ? " and " : ", ");

/** Refuses what is no object: a list, a text, a number, nothing; fields are put into words only then. */
export function checkObject(
  action: string,
  name: string,
  value: unknown,
  holds: string | readonly string[],
): asserts value is object {
  if (typeof value === "object" && value !== null && !isList(value)) return;
  const fields = typeof holds === "string" ? holds : named(holds);
  throw new TypeError(`${action}: ${name} must be an object with ${fields}, got ${shown(value)}`);
}

/**
 * Refuses what is no object, or has a field that it may not have.
 *
 * @param action Beginning of the sentence.
 * @param name What the object is called there.
 * @param fields All it may have.
 */
export function checkFields(
  action: string,
  name: string,
  value: unknown,
  fields: readonly string[],
): asserts value is object {
  checkObject(action, name, value, fields);
  for (const field in value) {
    if (!fields.includes(field)) {
      throw new RangeError(`${action}: ${name} has no ${shown(field)}; it has ${named(fields)}`);
    }
  }
}

/** The same for the object of options at the end of a call. */
export function checkOptions(
  action: string,
  options: unknown,
  names: readonly string[],
): asserts options is object {
  checkObject(action, "the options", options, names);
  for (const name in options) {
    if (names.includes(name)) continue;
    throw new RangeError(
      `${action}: there is no option ${shown(name)}; ` +
        (names.length === 1 ? `the only one is ${names[0]}` : `the options are ${named(names)}`),
    );
  }
}

/** Refuses what is none of some words. */
export function checkWord<Word extends string>(
  action: string,
  name: string,
  value: unknown,
  words: readonly Word[],
): asserts value is Word {
  if ((words as readonly unknown[]).includes(value)) return;
  const list = listed(words.map((word) => `"${word}"`), "or");
  throw new RangeError(`${action}: ${name} must be ${list}, got ${shown(value)}`);
}

/** Refuses what is neither true nor false: a text such as "no" would pass for true. */
export function checkFlag(action: string, name: string, value: unknown): asserts value is boolean {
  if (typeof value === "boolean") return;
  throw new TypeError(`${action}: ${name} must be true or false, got ${shown(value)}`);
}

/** Refuses what is no list; a text has a length, too. */
export function checkList(
  action: string,
  name: string,
  value: unknown,
  of: string,
): asserts value is readonly unknown[] {
  if (Array.isArray(value)) return;
  throw new TypeError(`${action}: ${name} must be a list of ${of}, got ${shown(value)}`);
}

/** Refuses what is no list of so many finite numbers; a typed array is one. */
export function checkNumbers(
  action: string,
  name: string,
  value: unknown,
  count?: number,
): asserts value is readonly number[] {
  const many = count === undefined ? "numbers" : counted(count, "number");
  if (!isList(value)) {
    throw new TypeError(`${action}: ${name} must be a list of ${many}, got ${shown(value)}`);
  }
  if (count !== undefined && value.length !== count) {
    throw new RangeError(`${action}: ${name} must be a list of ${many}, got ${shown(value)}`);
  }
  for (let i = 0; i < value.length; i++) {
    if (typeof value[i] === "number" && Number.isFinite(value[i])) continue;
    throw new RangeError(
      `${action}: ${name} must hold finite numbers, got ${shown(value[i])} at place ${i}`,
    );
  }
}

/** Refuses what is no number from `low` to `high`, both allowed; says what the number is. */
export function checkNumber(
  action: string,
  name: string,
  value: unknown,
  { low = -Infinity, high = Infinity, what = "a finite number" }: {
    readonly low?: number;
    readonly high?: number;
    readonly what?: string;
  } = {},
): asserts value is number {
  if (typeof value === "number" && Number.isFinite(value) && value >= low && value <= high) return;
  throw new RangeError(`${action}: ${name} must be ${what}, got ${shown(value)}`);
}

/**
 * A list of finite numbers, copied: `map` of a typed array would round to its kind.
 *
 * @param name What the list is called in the message.
 * @param count Numbers there must be, if their count is given.
 * @throws {TypeError} If it is no list.
 * @throws {RangeError} If the count is another or an entry is no finite number.
 */
export function checkedNumbers(
  action: string,
  name: string,
  values: unknown,
  count?: number,
): number[] {
  if (!isList(values)) {
    throw new TypeError(
      `${action}: ${name} must be a list of numbers, one for each name, got ${shown(values)}`,
    );
  }
  if (count !== undefined && values.length !== count) {
    throw new RangeError(
      `${action}: ${name} must hold one number for each name (${count}), got ${values.length}`,
    );
  }
  const numbers = Array.from(values);
  const wrong = numbers.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw new RangeError(
      `${action}: ${name} must hold finite numbers, got ${
        shown(numbers[wrong])
      } at position ${wrong}; measure it, or leave the name out`,
    );
  }
  return numbers as number[];
}

/** Between what a share must lie, both ends included unless `above` says otherwise. */
export interface ShareRange {
  readonly least: number;
  readonly most: number;
  /** Whether the least itself is too little. */
  readonly above?: boolean;
}

/**
 * Refuses what is no share, and tells a percentage from one: 60 for 60 % is the likeliest slip.
 *
 * @param name What it is called in the message.
 * @throws {RangeError} If it is no number or out of range.
 */
export function checkShare(
  action: string,
  name: string,
  value: unknown,
  { least, most, above = false }: ShareRange,
): void {
  const fits = (one: number) => (above ? one > least : one >= least) && one <= most;
  if (typeof value === "number" && fits(value)) return;
  const hint = typeof value === "number" && fits(value / 100)
    ? `; for ${value} % write ${Number((value / 100).toPrecision(12))}`
    : "";
  throw new RangeError(
    `${action}: ${name} must be a share in ${above ? "(" : "["}${least}, ${most}], got ${
      shown(value)
    }${hint}`,
  );
}
