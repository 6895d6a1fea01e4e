/**
 * What the texts of a command line mean. Each reader is written once and refuses with what it needs; the
 * sentence around it is the parser's.
 *
 * @module
 */
import { quotedValue } from "../../outside_text.ts";
import { type Day, day as checkedDay } from "../../units.ts";
import { listed } from "../../words.ts";
import type { Reader } from "./option.ts";

const figure = (value: number) => value.toLocaleString("en-US");

/** The number that a text is; no text is none. */
const numberOf = (text: string) => text.trim() === "" ? NaN : Number(text);

/** A number of some unit from `low` to `high`. */
export function number(low: number, high: number, what = "a number"): Reader<number> {
  return (text, refuse) => {
    const value = numberOf(text);
    return value >= low && value <= high
      ? value
      : refuse(`${what} from ${figure(low)} to ${figure(high)}`);
  };
}

/** A whole number from `low` to `high`. */
export function whole(low: number, high: number): Reader<number> {
  const read = number(low, high, "a whole number");
  return (text, refuse) => {
    const value = read(text, refuse);
    return Number.isInteger(value)
      ? value
      : refuse(`a whole number from ${figure(low)} to ${figure(high)}`);
  };
}

/** Largest seed of a world or of dice. */
const MOST_SEED = 2 ** 31 - 1;

/** The seed of a world or of dice. */
export const seed: Reader<number> = whole(0, MOST_SEED);

/** Most worlds of one range of seeds. */
const MOST_WORLDS = 100_000;

/** One seed, or all from the first to the last as `1-100`. */
export const seedRange: Reader<readonly number[]> = (text, refuse) => {
  const parts = text.split("-").map((part) => /^\d+$/.test(part.trim()) ? Number(part) : NaN);
  const [first, last = first] = parts;
  if (parts.length > 2 || !(first <= last && last <= MOST_SEED)) {
    refuse(`a whole number from 0 to ${figure(MOST_SEED)}, or a range such as 1-100`);
  }
  const count = last - first + 1;
  if (count > MOST_WORLDS) {
    refuse(`at most ${figure(MOST_WORLDS)} worlds`, {
      got: `${figure(count)} by ${quotedValue(text)}`,
    });
  }
  return Array.from({ length: count }, (_, i) => first + i);
};

/** Dollars that a call, a day or a bill may have. */
export const dollars: Reader<number> = number(0, 1e6, "dollars");

/** Equity of an account in dollars. */
export const equity: Reader<number> = number(1, 1e12, "dollars");

/** A percentage from `low` to `high`, as a share of one. */
export function percent(low: number, high: number, what = "a percentage"): Reader<number> {
  const read = number(low, high, what);
  return (text, refuse) => read(text, refuse) / 100;
}

/** What a reader reads, or the word `off`. */
export function orOff<Value>(read: Reader<Value>): Reader<Value | "off"> {
  return (text, refuse) =>
    text === "off" ? "off" : read(text, (need, more) => refuse(`${need}, or off`, more));
}

/** Weights of fundamentals, sentiment and technicals in percent, as shares of one. */
export const weights: Reader<readonly [number, number, number]> = (text, refuse) => {
  const parts = text.split(",").map(numberOf);
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.length === 3 && parts.every((part) => part >= 0) && Math.abs(sum - 100) <= 1e-9
    ? [parts[0] / 100, parts[1] / 100, parts[2] / 100]
    : refuse("three percentages of at least 0 that sum to 100, such as 50,25,25");
};

/** A calendar day. */
export const day: Reader<Day> = (text, refuse) => {
  try {
    return checkedDay(text);
  } catch (cause) {
    return refuse("a calendar day as YYYY-MM-DD", { cause });
  }
};

/** One of some words. */
export function oneOf<Word extends string>(words: readonly Word[]): Reader<Word> {
  const needed = words.length < 2 ? `the word ${words.join()}` : listed(words, "or");
  return (text, refuse) => words.find((word) => word === text) ?? refuse(needed);
}

/**
 * Names between commas, each once, in the order given.
 *
 * @param what What the names are of, for the sentence that refuses an empty one.
 * @param example Some of them.
 */
export function names(what: string, example?: string): Reader<readonly string[]> {
  const need = `${what} between commas${example === undefined ? "" : `, such as ${example}`}`;
  return (text, refuse) => {
    const list = text.split(",").map((name) => name.trim());
    return list.includes("") ? refuse(need) : [...new Set(list)];
  };
}

/** Names between commas that are all among some words. */
export function namesOf<Word extends string>(
  words: readonly Word[],
  spelt: (name: string) => string = (name) => name,
): Reader<readonly Word[]> {
  const read = names(`names among ${words.join(", ")}`);
  return (text, refuse) => {
    const list = read(text, refuse).map((name) =>
      words.find((word) => word === spelt(name)) ??
        refuse(`names among ${words.join(", ")}`, { got: quotedValue(name) })
    );
    return [...new Set(list)];
  };
}

/** A text that says something, such as a reason or a name. */
export const words: Reader<string> = (text, refuse) =>
  text.trim() === "" ? refuse("some words") : text;

/** The path of a file. */
export const file: Reader<string> = (text, refuse) =>
  text.trim() === "" ? refuse("the path of a file") : text;

/** The path of a folder. */
export const folder: Reader<string> = (text, refuse) =>
  text.trim() === "" ? refuse("the path of a folder") : text;
