import { lineBytes, readChain, sealedLine } from "lab/log";
import { createHash } from "node:crypto";
import { deepEqual, equal, match } from "node:assert/strict";

const bodies = [{ kind: "note", text: "one" }, { kind: "note", text: "two, ü" }, {
  kind: "note",
  n: 3,
}];
function chain(list: readonly Record<string, unknown>[]): string[] {
  let before: { seq: number; hash: string } | undefined;
  return list.map((body) => {
    const { text, link } = sealedLine(body, before);
    before = link;
    return text;
  });
}
const utf8 = new TextDecoder();
const read = (lines: readonly string[], head?: Parameters<typeof readChain>[2]) =>
  readChain(
    lineBytes(lines),
    (lines) => lines.map((line) => JSON.parse(utf8.decode(line)) as Record<string, unknown>),
    head,
  );
const kinds = (lines: readonly string[], head?: Parameters<typeof readChain>[2]) =>
  read(lines, head).problems.map(({ kind, line }) =>
    `${kind}${line === undefined ? "" : ` ${line}`}`
  );

Deno.test("a line's hash is that of the line without it, and begins the next one's chain", () => {
  const [first, second] = chain(bodies).map((line) => JSON.parse(line));
  const { hash, ...body } = first;
  equal(hash, createHash("sha256").update(JSON.stringify(body)).digest("hex"));
  deepEqual([first.seq, first.previous, second.seq, second.previous], [1, "", 2, hash]);
});

Deno.test("a whole chain has no fault, and gives its lines with their places", () => {
  const lines = chain(bodies), { entries, problems } = read(lines);
  deepEqual(problems, []);
  deepEqual(entries.map(({ seq }) => seq), [1, 2, 3]);
  const bytes = lineBytes(lines);
  entries.forEach(({ from, to }, i) => equal(utf8.decode(bytes.subarray(from, to)), lines[i]));
});

Deno.test("reading leaves the bytes as they were", () => {
  const bytes = lineBytes(chain(bodies)), before = [...bytes];
  readChain(bytes, (lines) => lines.map(() => 1));
  deepEqual([...bytes], before);
});

Deno.test("every single changed byte of a line is noticed", () => {
  const lines = chain(bodies);
  for (let at = 0; at < lines[1].length; at++) {
    const letter = lines[1][at] === "x" ? "y" : "x";
    const changed = lines[1].slice(0, at) + letter + lines[1].slice(at + 1);
    const { problems } = readChain(
      lineBytes([lines[0], changed, lines[2]]),
      (lines) => lines.map(() => 1),
    );
    equal(problems.length > 0, true, `letter ${at}`);
  }
});

Deno.test("a line that was taken out, put in, doubled or moved is named", () => {
  const [a, b, c] = chain(bodies), [stranger] = chain([{ kind: "other" }]);
  deepEqual(kinds([a, c]), ["missing 2"]);
  deepEqual(kinds([a, stranger, b, c]), ["missing 2", "missing 3"]);
  deepEqual(kinds([a, b, b, c]), ["missing 3"]);
  deepEqual(kinds([b, a, c]), ["missing 1", "missing 2", "missing 3"]);
});

Deno.test("a line that is cut short, or none, is named and the next is read", () => {
  const [a, b, c] = chain(bodies);
  deepEqual(kinds([a, b.slice(0, 30), c]), ["torn 2", "missing 3"]);
  deepEqual(kinds([a, "[]", b, c]), ["torn 2"]);
  const half = lineBytes([a]).slice(0, -1);
  deepEqual(readChain(half, (lines) => lines.map(() => 1)).problems, []);
});

Deno.test("a head notices a cut tail, another tail, and its own absence", () => {
  const lines = chain(bodies), last = JSON.parse(lines[2]);
  const head = { records: 3, hash: last.hash };
  deepEqual(kinds(lines, head), []);
  deepEqual(kinds(lines.slice(0, 2), head), ["cut"]);
  match(read(lines.slice(0, 2), head).problems[0].what, /2 of the 3/);
  deepEqual(kinds(chain([...bodies.slice(0, 2), { kind: "forged" }]), head), ["cut"]);
  deepEqual(kinds(lines, "missing"), ["no head"]);
  deepEqual(kinds([], "missing"), []);
  deepEqual(kinds([...lines, ...chain([])], { records: 2, hash: JSON.parse(lines[1]).hash }), []);
});
