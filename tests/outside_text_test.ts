import { deepEqual, equal } from "node:assert/strict";
import { csvTextCell, outsideLine, outsideLines } from "../lib/outside_text.ts";

Deno.test("outsideLine() takes escape codes with what they carry, and marks without width", () => {
  equal(outsideLine("a\u001b[1;31mred\u001b[0m b"), "ared b");
  equal(outsideLine("a\u001b]8;;https://example.org\u0007link\u001b]8;;\u0007"), "alink");
  equal(outsideLine("a\u001b]0;title\u001b\\b"), "ab");
  equal(outsideLine("a\u009b31mb"), "ab");
  equal(outsideLine("\u001b(Ba\u001bcb"), "ab");
  equal(outsideLine("safe\u202etxt.exe\u2066\u200b\ufeff"), "safetxt.exe");
  equal(outsideLine("\u0000a\u0008\u007f \r\n\t b\u2028c"), "a b c");
  equal(outsideLine("Zürich – 東京, +1.5 %"), "Zürich – 東京, +1.5 %");
  equal(outsideLine("half \ud83d of a pair"), "half \ufffd of a pair");
});

Deno.test("outsideLine() cuts between characters and says how long the text was", () => {
  equal(outsideLine("x".repeat(300)), "x".repeat(300));
  equal(outsideLine("x".repeat(1_000_000)), `${"x".repeat(300)}… (1,000,000 characters)`);
  equal(outsideLine("ab\u{1f600}cd", 3), "ab… (6 characters)");
});

Deno.test("outsideLines() keeps line breaks, whatever they are written as", () => {
  equal(outsideLines("a\r\nb\rc\u2028d\u001b[2J\u0007e"), "a\nb\nc\nd e");
});

Deno.test("csvTextCell() leaves nothing that a spreadsheet would compute", () => {
  deepEqual(
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\uff1d1", "\u202e=1"].map((one) =>
      csvTextCell(one)
    ),
    ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'=1", "'=1", "'\uff1d1", "'=1"],
  );
  equal(csvTextCell('a, "b"'), '"a, ""b"""');
  equal(csvTextCell("two\nlines"), "two lines");
  equal(csvTextCell("a-b = c"), "a-b = c");
});
