import { ok } from "node:assert/strict";

/** Escape codes, marks that turn a text's direction, and marks that nobody sees, in a few letters. */
export const HOSTILE = "a\u001b[31mb\u001b]0;title\u0007c\u202ed\u2066e\u200bf\u009b2Jg\u{e0041}h";
/** A text that nobody wants to read to its end. */
export const LONG = `${HOSTILE}${"x".repeat(60_000)}`;
/** The same as a file's name: no slash, and not too long for one. */
export const HOSTILE_NAME = `n${HOSTILE}`;

/** What may reach nobody: controls but line ends and tabs, and all that has no width. */
const RAW =
  // deno-lint-ignore no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029]|\p{Cf}|[\u034f\ufe00-\ufe0f]/u;

/** Refuses text with a raw mark in it, or with a line that is too long. */
export function assertReadable(text: string, what: string, longest = 1100): void {
  const found = RAW.exec(text);
  ok(
    found === null,
    `${what} holds ${JSON.stringify(found?.[0])} (U+${
      found?.[0].codePointAt(0)?.toString(16)
    }) in ${
      JSON.stringify(text.slice(Math.max(0, (found?.index ?? 0) - 40), (found?.index ?? 0) + 40))
    }`,
  );
  for (const line of text.split("\n")) {
    ok(line.length <= longest, `${what} has a line of ${line.length}: ${line.slice(0, 80)}`);
  }
}
