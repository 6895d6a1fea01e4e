/**
 * Logs that only grow: lines of JSON, each with the hash of the one before, so that no line can be
 * changed, taken out or put in without the chain showing it.
 *
 * A chain alone cannot see that its tail was cut, or that all of it was written anew by someone who knows
 * how: that takes a mark kept elsewhere, the head. Who changes log and head together leaves no trace here.
 *
 * @example A line, and the same line altered
 * ```ts
 * import { readChain, sealedLine } from "lab/log";
 * import { equal } from "node:assert/strict";
 *
 * const { text } = sealedLine({ kind: "note" });
 * const read = (line: string) =>
 *   readChain(new TextEncoder().encode(line), (lines) => lines.map(() => 1)).problems.length;
 * equal(read(text), 0);
 * equal(read(text.replace("note", "gone")), 1);
 * ```
 *
 * Read `chain.ts` next, then `chained_file.ts`.
 *
 * @module
 */
export {
  type Chain,
  type ChainedEntry,
  type ChainHead,
  type ChainProblem,
  lineBytes,
  type Link,
  readChain,
  sealedLine,
} from "./chain.ts";
export { type ChainedFile, chainedFile, type LogPlaces } from "./chained_file.ts";
