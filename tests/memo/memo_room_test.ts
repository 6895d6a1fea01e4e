import { deepEqual, equal, ok } from "node:assert/strict";
import { cut, LINE_MM, linesOf, LIST_MM, shareRoom } from "../../lib/memo/memo_room.ts";

Deno.test("cut() leaves a short text as it is, ends a long one in dots, and is safe in HTML", () => {
  equal(cut("two\n  words", 20), "two words");
  equal(cut("a".repeat(50), 20), `${"a".repeat(19)}…`);
  equal(cut("ii", 1.3), "ii");
  equal(cut("W".repeat(50), 20), `${"W".repeat(12)}…`);
  equal(cut("<b>&", 20), "&lt;b&gt;&amp;");
  // What an escape adds is no width, and no escape is cut in two.
  ok(/^(&lt;)+…$/.test(cut("<".repeat(50), 20)));
});

Deno.test("linesOf() counts at least one line, and a cut text by its cut", () => {
  deepEqual([linesOf("", 50), linesOf("a".repeat(40), 50), linesOf("a".repeat(60), 50)], [1, 1, 2]);
  equal(linesOf("a".repeat(1000), 50, 100), 3);
});

Deno.test("shareRoom() gives each list one entry, then one more in turn while there is room", () => {
  const list = (count: number, most = 9) => ({
    items: Array.from({ length: count }, () => "short"),
    longest: 50,
    most,
  });
  const lists = [list(9), list(1), list(0), list(9, 2)];
  deepEqual(shareRoom(lists, { room: 0, perLine: 50 }), [1, 1, 0, 1]);
  deepEqual(shareRoom(lists, { room: 1000, perLine: 50 }), [9, 1, 0, 2]);
  const heads = 4 * (LIST_MM + LINE_MM);
  const one = LINE_MM + 0.26;
  deepEqual(shareRoom(lists, { room: heads + 4.01 * one, perLine: 50 }), [2, 1, 0, 1]);
  deepEqual(shareRoom(lists, { room: heads + 3.99 * one, perLine: 50 }), [1, 1, 0, 1]);
});
