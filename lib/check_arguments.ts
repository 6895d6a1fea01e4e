/**
 * What arrives from a notebook, whose cells are not type-checked: options by name, lists of numbers and
 * shares, each refused in one sentence that names the value and what would be right.
 *
 * @module
 */

/** Whether a value is a list: an array, or a typed one. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** A value as a message shows it: short, whatever it is. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (isList(value)) return `a list of ${value.length}`;
  if (typeof value === "function") return "a function";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

/**
 * Refuses an object with a name that nobody reads: a misspelt `halfLifeDay` would pass without a word,
 * and the default would be taken for what was asked.
 *
 * @param action What cannot be done, as in "Cannot share out risk".
 * @param options As given.
 * @param known The names that may stand in it.
 * @param where What the object is called in the message; "the options" by default.
 * @throws {TypeError} If it is no object.
 * @throws {RangeError} If it holds another name; lists those known.
 */
export function checkOptions(
  action: string,
  options: unknown,
  known: readonly string[],
  where = "the options",
): void {
  if (typeof options !== "object" || options === null || isList(options)) {
    throw new TypeError(
      `Cannot ${action}: ${where} must be an object with ${known.join(", ")}, got ${
        shown(options)
      }`,
    );
  }
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new RangeError(
      `Cannot ${action}: ${where} cannot hold "${unknown}"; known are ${known.join(", ")}`,
    );
  }
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
      `Cannot ${action}: ${name} must be a list of numbers, one for each name, got ${
        shown(values)
      }`,
    );
  }
  if (count !== undefined && values.length !== count) {
    throw new RangeError(
      `Cannot ${action}: ${name} must hold one number for each name (${count}), got ${values.length}`,
    );
  }
  const numbers = Array.from(values);
  const wrong = numbers.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw new RangeError(
      `Cannot ${action}: ${name} must hold finite numbers, got ${
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
    `Cannot ${action}: ${name} must be a share in ${above ? "(" : "["}${least}, ${most}], got ${
      shown(value)
    }${hint}`,
  );
}
