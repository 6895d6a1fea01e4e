import { deepEqual, equal, match, ok } from "node:assert/strict";
import {
  csvTextCell,
  outsideLine,
  printable,
  printableJson,
  quotedValue,
  writableText,
} from "../lib/outside_text.ts";

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

Deno.test("printable() keeps the layout, cuts lines, and an unended escape swallows nothing", () => {
  equal(printable("  a\tb\r\n\u001b[1m  c\u0085d\n"), "  a b\n  c\nd\n");
  equal(printable(`ab\n${"x".repeat(2000)}\nc`, 3), "ab\nxxx… (2,000 characters)\nc");
  equal(printable("a\u001b]b.csv: there is no such file"), "ab.csv: there is no such file");
  equal(printable("a\u001bP1;2\u001b\\b"), "ab");
  // Begun again and again and never ended: the time of the text's length.
  const started = performance.now();
  for (const begun of ["\u009d", "\u001b]", "\u0090"]) printable(begun.repeat(300_000));
  ok(performance.now() - started < 5000);
  equal(
    outsideLine("e\u0301\u0301\u0301\u0301\u0301\u0301\u0301 \u{e0100}x\u2800y"),
    "e\u0301\u0301\u0301\u0301 xy",
  );
});

Deno.test("printableJson() changes bytes and no value; quotedValue() fits a sentence", () => {
  const value = { "a\u202e": "b\u009b\u2028\u{e0041}\u001b \u00e9 −" };
  const json = printableJson(JSON.stringify(value));
  deepEqual(JSON.parse(json), value);
  match(json, /^\{"a\\u202e":"b\\u009b\\u2028\\udb40\\udc41\\u001b \u00e9 −"\}$/);
  equal(quotedValue("a\u202eb"), '"ab"');
  equal(quotedValue(undefined), "undefined");
  equal(quotedValue("same  close "), '"same  close "');
  ok(quotedValue("x".repeat(5000)).length < 160);
  equal(writableText("a\tb\r\nc\u0000\u202e"), "a\tb\r\nc ");
});

/** All files below a folder of the lab, with their text. */
async function* sources(folder: URL): AsyncGenerator<readonly [string, string]> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const at = new URL(name + (isDirectory ? "/" : ""), folder);
    if (isDirectory) yield* sources(at);
    else if (name.endsWith(".ts")) yield [at.pathname, await Deno.readTextFile(at)];
  }
}

Deno.test("every door through which text leaves the lab cleans it", async () => {
  const displays: string[] = [], prints: string[] = [];
  for await (const [path, text] of sources(new URL("../lib/", import.meta.url))) {
    const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
    const isClean = code.includes("outside_text.ts");
    // What shows itself in a cell; `beside` only puts two of these together.
    if (/"text\/plain":|\[DISPLAY\]: \(/.test(code) && !isClean && !path.endsWith("beside.ts")) {
      displays.push(path);
    }
    if (
      path.includes("/lib/cli/") && /\bconsole\.(log|error)\(/.test(code) &&
      !/import \{ console \} from "\.{1,2}\/console\.ts"/.test(code) &&
      !path.endsWith("/console.ts")
    ) prints.push(path);
  }
  deepEqual(displays, [], "a display without a door");
  deepEqual(prints, [], "a command that prints by itself");
});
