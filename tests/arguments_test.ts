import { equal, throws } from "node:assert/strict";
import {
  checkFields,
  checkFlag,
  checkNumbers,
  checkOptions,
  checkWord,
  shown,
} from "../lib/arguments.ts";

Deno.test("shown() says what a value is, without spilling it", () => {
  const values = ["a", 1, NaN, undefined, null, [1, 2], new Float64Array(3), {}, () => 1, true];
  equal(
    values.map(shown).join("; "),
    '"a"; 1; NaN; undefined; null; a list of 2; a list of 3; an object; a function; true',
  );
});

Deno.test("the checks of arguments name the action, the need and the value", () => {
  const kind = (message: string) => ({ name: "TypeError", message });
  const range = (message: string) => ({ name: "RangeError", message });
  throws(
    () => checkFields("Cannot fit", "reach", { close: 1 }, ["closed", "limits"]),
    range('Cannot fit: reach has no "close"; it has closed and limits'),
  );
  throws(
    () => checkFields("Cannot fit", "reach", [], ["closed", "limits"]),
    kind("Cannot fit: reach must be an object with closed and limits, got a list of 0"),
  );
  throws(
    () => checkOptions("Cannot fit", { form: 1 }, ["from"]),
    range('Cannot fit: there is no option "form"; the only one is from'),
  );
  throws(
    () => checkWord("Cannot fit", "gross", "most", ["equal", "at most"]),
    range('Cannot fit: gross must be "equal" or "at most", got "most"'),
  );
  throws(
    () => checkFlag("Cannot fit", "shortSpdr", "no"),
    kind('Cannot fit: shortSpdr must be true or false, got "no"'),
  );
  throws(
    () => checkNumbers("Cannot fit", "weights", [0, "1"], 2),
    range('Cannot fit: weights must hold finite numbers, got "1" at place 1'),
  );
  throws(
    () => checkNumbers("Cannot fit", "weights", [0], 2),
    range("Cannot fit: weights must be a list of 2 numbers, got a list of 1"),
  );
});
