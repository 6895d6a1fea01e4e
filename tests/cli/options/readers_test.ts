import { deepEqual, equal, throws } from "node:assert/strict";
import type { Reader } from "../../../lib/cli/options/option.ts";
import {
  day,
  dollars,
  equity,
  file,
  folder,
  names,
  namesOf,
  number,
  oneOf,
  orOff,
  percent,
  seed,
  seedRange,
  weights,
  whole,
  words,
} from "../../../lib/cli/options/readers.ts";

/** What a reader makes of a text, or what it says is needed. */
function made<Value>(read: Reader<Value>, text: string): Value | string {
  try {
    return read(text, (need, { got } = {}) => {
      throw new Error(`${need}${got === undefined ? "" : `, got ${got}`}`);
    });
  } catch (error) {
    return (error as Error).message;
  }
}

Deno.test("numbers lie between two bounds, both allowed, and no text is none", () => {
  const read = number(2, 1_000, "hours");
  for (const value of [2, 2.5, 1_000]) equal(made(read, String(value)), value);
  for (const text of ["1.9", "1000.1", "", " ", "x", "NaN", "Infinity", "2h"]) {
    equal(made(read, text), "hours from 2 to 1,000", text);
  }
  equal(made(whole(1, 9), "3"), 3);
  equal(made(whole(1, 9), "3.5"), "a whole number from 1 to 9");
  equal(made(whole(1, 9), "10"), "a whole number from 1 to 9");
  equal(made(seed, "2147483647"), 2 ** 31 - 1);
  equal(made(seed, "2147483648"), "a whole number from 0 to 2,147,483,647");
  equal(made(dollars, "0"), 0);
  equal(made(dollars, "1000001"), "dollars from 0 to 1,000,000");
  equal(made(equity, "0"), "dollars from 1 to 1,000,000,000,000");
});

Deno.test("percent on the command line are shares inside, and off is told apart", () => {
  equal(made(percent(0, 100), "12.5"), 0.125);
  equal(made(percent(0, 100), "101"), "a percentage from 0 to 100");
  equal(made(orOff(percent(0, 100)), "off"), "off");
  equal(made(orOff(percent(0, 100)), "20"), 0.2);
  equal(made(orOff(percent(0, 100)), "none"), "a percentage from 0 to 100, or off");
});

Deno.test("weights are three percentages that sum to 100", () => {
  deepEqual(made(weights, "50,25,25"), [0.5, 0.25, 0.25]);
  deepEqual(made(weights, " 0, 62.5, 37.5"), [0, 0.625, 0.375]);
  for (const text of ["50,25", "50,25,25,0", "60,60,-20", "50,25,30", "a,b,c", ""]) {
    equal(
      made(weights, text),
      "three percentages of at least 0 that sum to 100, such as 50,25,25",
      text,
    );
  }
});

Deno.test("a range of seeds has all from the first to the last, and not more than memory holds", () => {
  deepEqual(made(seedRange, "7"), [7]);
  deepEqual(made(seedRange, "3-5"), [3, 4, 5]);
  equal((made(seedRange, "1-100000") as readonly number[]).length, 100_000);
  equal(made(seedRange, "0-100000"), 'at most 100,000 worlds, got 100,001 by "0-100000"');
  for (const text of ["5-3", "1-2-3", "a", "1.5", "-3", "", "1-2147483648"]) {
    equal(
      made(seedRange, text),
      "a whole number from 0 to 2,147,483,647, or a range such as 1-100",
      text,
    );
  }
});

Deno.test("a day is one of the calendar, and a word one of the list", () => {
  equal(made(day, "2024-02-29"), "2024-02-29");
  equal(made(day, "2023-02-29"), "a calendar day as YYYY-MM-DD");
  equal(made(oneOf(["one", "two", "three"]), "two"), "two");
  equal(made(oneOf(["one", "two", "three"]), "Two"), "one, two or three");
  equal(made(oneOf(["nothing"]), "all"), "the word nothing");
});

Deno.test("names come once each, in the order given, and none is empty", () => {
  deepEqual(made(names("names"), "b, a,b"), ["b", "a"]);
  equal(
    made(names("names of limits", "sector,side"), "b,,a"),
    "names of limits between commas, such as sector,side",
  );
  const sectors = namesOf(["XLB", "XLK"], (name) => name.toUpperCase());
  deepEqual(made(sectors, "xlk,XLB,XLK"), ["XLK", "XLB"]);
  equal(made(sectors, "XLB,XLX"), 'names among XLB, XLK, got "XLX"');
});

Deno.test("words and paths are anything but blank", () => {
  for (const read of [words, file, folder]) {
    equal(made(read, "a b"), "a b");
    throws(() =>
      read(" \t", () => {
        throw new RangeError("blank");
      }), /blank/);
  }
});
