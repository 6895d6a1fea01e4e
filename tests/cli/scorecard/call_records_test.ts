import { NOT_COUNTED } from "lab/providers";
import type { LedgerEntry } from "lab/providers";
import { deepEqual, equal } from "node:assert/strict";
import { callRecords } from "../../../lib/cli/scorecard/call_records.ts";

const ENTRY: LedgerEntry = {
  id: 1,
  at: "2026-11-20T10:00:00.000Z",
  kind: "reserve",
  sweep: "s",
  key: "k",
  basis: "",
  settledUsd: 0,
  openUsd: 0,
} as unknown as LedgerEntry;
const line = (changes: Partial<LedgerEntry>): LedgerEntry => ({ ...ENTRY, ...changes });
const counts = (...entries: LedgerEntry[]) =>
  callRecords(entries).sweeps.map(({ asked, answered }) => [asked, answered]);

Deno.test("a question that was answered stays so, whatever a later try came to", () => {
  const answer = line({ kind: "settle", basis: "usage" });
  const failed = line({ kind: "settle", basis: "status 503" });
  deepEqual(counts(line({}), answer, line({}), failed), [[1, 1]]);
  deepEqual(counts(line({}), failed, line({}), answer), [[1, 1]]);
  deepEqual(counts(line({}), failed), [[1, 0]]);
});

Deno.test("an answer is settled by its usage, as free, or came without a count of tokens", () => {
  const of = (kind: LedgerEntry["kind"], basis: string) => counts(line({ kind, basis }))[0][1];
  equal(of("settle", "usage"), 1);
  equal(of("settle", "free"), 1);
  equal(of("settle", "released: on the bill"), 0);
  equal(of("unknown", `${NOT_COUNTED}: 12 characters`), 1);
  equal(of("unknown", "deadline"), 0);
  equal(of("reserve", "usage"), 0);
});

Deno.test("a sweep lasts from its first line to its last, and each has its own questions", () => {
  const found = callRecords([
    line({ openUsd: 0.3 }),
    line({
      at: "2026-11-20T10:00:30.000Z",
      kind: "settle",
      basis: "usage",
      settledUsd: 0.1,
      openUsd: -0.3,
    }),
    line({ sweep: "t", key: "k" }),
    line({ sweep: "t", key: "l" }),
  ]);
  deepEqual(found.sweeps, [
    { seconds: 30, asked: 1, answered: 1 },
    { seconds: 0, asked: 2, answered: 0 },
  ]);
  deepEqual([found.settledUsd, found.openUsd], [0.1, 0]);
});
