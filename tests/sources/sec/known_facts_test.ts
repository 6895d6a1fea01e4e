import { deepEqual, equal } from "node:assert/strict";
import type { FiledFact } from "../../../lib/sources/sec/filed_facts.ts";
import { KnownFacts } from "../../../lib/sources/sec/known_facts.ts";

Deno.test("KnownFacts keeps of each tag and period the value that was added last", () => {
  const known = new KnownFacts();
  const add = (tag: string, start: string | undefined, endNumber: number, value: number) =>
    known.add({ tag, start, endNumber, value } as FiledFact);
  add("a", "s", 1, 10);
  add("a", "t", 1, 20);
  add("b", "s", 1, 30);
  add("a", undefined, 1, 40);
  add("a", "s", 1, 11);
  add("a", undefined, 1, 41);
  deepEqual(known.of("a").get(1)!.map(({ value }) => value), [11, 20, 41]);
  deepEqual(known.of("b").get(1)!.map(({ value }) => value), [30]);
  equal(known.of("c").size, 0);
});
