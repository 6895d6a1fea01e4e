import { strictJson } from "lab/committee";
import { deepEqual, equal, match } from "node:assert/strict";

const faults = (text: string) => strictJson(text).issues.map(({ code, path }) => [code, path]);

Deno.test("strictJson() reads one value, white space around it included", () => {
  deepEqual(strictJson(' {"a": [1, "x", null]}\n').value, { a: [1, "x", null] });
  deepEqual(faults(' {"a": [1, "x", null]}\n'), []);
});

Deno.test("strictJson() finds a key given twice, also deep inside and written with escapes", () => {
  deepEqual(faults('{"score": 5, "score": 1}'), [["duplicate_key", "score"]]);
  deepEqual(faults('{"a": {"b": [{"c": 1}, {"c": 1, "\\u0063": 2}]}}'), [
    ["duplicate_key", "a.b.1.c"],
  ]);
});

Deno.test("strictJson() does not mistake equal keys of different objects, or values, for duplicates", () => {
  deepEqual(faults('{"a": {"x": "x"}, "b": {"x": "a"}, "c": [{"x": 1}, {"x": 2}]}'), []);
  deepEqual(faults('{"a": "\\"a\\": 1, \\"a\\": 2", "b": "{\\"a\\": 1}"}'), []);
  deepEqual(faults('{"a": [], "b": {}, "c": [[], {}], "d": ["a", "a"]}'), []);
});

Deno.test("strictJson() tells apart an empty, a fenced, a cut, a spoilt and a prose answer", () => {
  deepEqual(faults("  "), [["empty", ""]]);
  deepEqual(faults('```json\n{"a": 1}\n```'), [["fenced_json", ""]]);
  deepEqual(faults('{"a": [1, 2'), [["truncated", ""]]);
  deepEqual(faults('{"a": "unfinished'), [["truncated", ""]]);
  deepEqual(faults('{"a": NaN}'), [["not_json", ""]]);
  deepEqual(faults('{"a": 1} and a remark'), [["not_json", ""]]);
  deepEqual(faults("<html>busy</html>"), [["not_json", ""]]);
  match(
    strictJson("I am sorry, I cannot.").issues[0].message,
    /starts with "I am sorry, I cannot\."/,
  );
});

Deno.test("strictJson() does not look at a text of more than a million characters", () => {
  equal(strictJson(`"${"x".repeat(1_000_001)}"`).issues[0].code, "too_long");
});

Deno.test("strictJson() refuses a tower of brackets and takes 32 levels", () => {
  const tower = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
  deepEqual(faults(tower(32)), []);
  deepEqual(faults(tower(33)), [["too_deep", ""]]);
  deepEqual(faults(tower(400_000)), [["too_deep", ""]]);
  deepEqual(faults(`{"a": "${tower(100)}"}`), []);
});

Deno.test("strictJson() agrees with JSON.parse on every cut of a valid answer", () => {
  const whole = '{"a": [{"b": "c\\\\\\"}{"}, 2.5e1], "d": {"e": null}}';
  deepEqual(strictJson(whole).value, JSON.parse(whole));
  for (let end = 1; end < whole.length; end++) {
    deepEqual(faults(whole.slice(0, end)), [["truncated", ""]], whole.slice(0, end));
  }
});
