import { redactor } from "lab/providers";
import { deepEqual, equal, ok } from "node:assert/strict";
import { outsideLine } from "../../lib/outside_text.ts";

Deno.test("redactor() finds a key in every dress, and leaves other text alone", () => {
  const key = "hush-hush_0123.4567/89ab=";
  const { text, value } = redactor([key, undefined, "", "short"]);
  for (const dressed of [key, encodeURIComponent(key), btoa(key), btoa(key).replaceAll("=", "")]) {
    equal(text(`a ${dressed} b`), "a [key removed] b");
  }
  equal(text(`cut ${key.slice(0, 12)}`), "cut [key removed]");
  // Every way to escape a character, of one character, of every third, and of all; also escaped twice.
  const hex = (char: string, width: number) => char.charCodeAt(0).toString(16).padStart(width, "0");
  const escapes: readonly ((char: string) => string)[] = [
    (char) => `\\u${hex(char, 4)}`,
    (char) => `\\u${hex(char, 4).toUpperCase()}`,
    (char) => `\\\\u${hex(char, 4)}`,
    (char) => `\\u{${hex(char, 1)}}`,
    (char) => `\\x${hex(char, 2)}`,
    (char) => `\\${char}`,
    (char) => `%${hex(char, 2)}`,
    (char) => `%25${hex(char, 2)}`,
    (char) => `&#${char.charCodeAt(0)};`,
    (char) => `&#x${hex(char, 2)};`,
  ];
  for (const escape of escapes) {
    for (const every of [key.length, 3, 1]) {
      const spelt = [...key].map((char, i) => i % every === 0 ? escape(char) : char).join("");
      equal(text(`a ${spelt} b`), "a [key removed] b", spelt);
      // Cut anywhere behind the eighth character, also inside an escape.
      const eight = [...key].slice(0, 8).map((char, i) => i % every === 0 ? escape(char) : char)
        .join("");
      for (let end = eight.length; end < spelt.length; end++) {
        equal(text(`cut ${spelt.slice(0, end)}`), "cut [key removed]", spelt.slice(0, end));
      }
    }
  }
  equal(text("short and hush are words"), "short and hush are words");
  // What is escaped and no key stays as it was, and a key may itself look like an escape.
  const other = `{"a":"\\u0041\\n\\"b\\"","c":"100%25 &#38; \\\\"}`;
  equal(text(other), other);
  const odd = "k%41\\u0042-&#67;-0123";
  equal(redactor([odd]).text(`a ${odd} b`), "a [key removed] b");
  equal(redactor([odd]).text(JSON.stringify({ odd })), '{"odd":"[key removed]"}');
  // What is taken away before a text is shown must not make a parted key whole.
  for (const mark of ["\u200b", "\u00ad", "\u202e", "\ufe0f", "\u001b[31m", "\u001b]0;t\u0007"]) {
    const parted = `a ${key.slice(0, 9)}${mark}${key.slice(9)} b`;
    equal(outsideLine(text(parted)), "a [key removed] b", JSON.stringify(mark));
    deepEqual(value(JSON.parse(text(JSON.stringify([parted])))), ["a [key removed] b"]);
  }
  equal(text("\u202eother\u200b text"), "\u202eother\u200b text");
  // A hostile body takes the time of its length.
  const started = performance.now();
  for (const piece of ["\\", "%25", "&#x0000", "hush-hus", "\\u0068", "\u200b", "\u009d"]) {
    text(piece.repeat(300_000 / piece.length));
  }
  ok(performance.now() - started < 5000);
  equal(text("sk-proj-abcdefghijklmnop1234"), "[key removed]");
  equal(text("Authorization: Bearer abcdefghijklmnop1"), "Authorization: [key removed]");
  const prose =
    "Basic infrastructure, bearer instruments, risk-adjusted-performance-2026 and sk-ill";
  equal(text(prose), prose);
  deepEqual(value({ [key]: [key, 1, null], b: true }), {
    "[key removed]": ["[key removed]", 1, null],
    b: true,
  });
  const poisoned = value(JSON.parse('{"__proto__":{"a":1}}'));
  equal(Object.getPrototypeOf(poisoned), Object.prototype);
});
