import { mergeConflicts } from "lab/record";
import { deepEqual } from "node:assert/strict";
import { came, recordOf, said } from "./made_records.ts";

Deno.test("mergeConflicts() names both answers to one question, and nothing that is the same", () => {
  const one = said({ score: 4 });
  const same = { ...one, askedAt: "2026-01-03T01:00:00.000Z", costUsd: 1 };
  const other = {
    ...said({ score: 2, askedAt: "2026-01-03T02:00:00.000Z" }),
    question: one.question,
  };
  const own = recordOf({ ballots: [one] });
  deepEqual(mergeConflicts(own, recordOf({ ballots: [same, said()] })), []);
  deepEqual(mergeConflicts(own, recordOf({ ballots: [same, other] })), [
    "a on XLK, 2026-01-02, sample 0: a score of 4 by a, asked at 2026-01-02T22:00:00.000Z, here and " +
    "a score of 2 by a, asked at 2026-01-03T02:00:00.000Z, there; both are kept, and the first asked counts",
  ]);
  // The same answer that rests on a file of evidence which has grown since.
  const rested = (sha256: string) => ({
    ...one,
    ballot: { ...one.ballot, files: [{ file: "flows.csv", sha256, rows: [3] }] },
  });
  const [before, after] = ["0", "1"].map((digit) => rested(digit.repeat(64)));
  deepEqual(
    mergeConflicts(recordOf({ ballots: [before] }), recordOf({ ballots: [after] })),
    [],
  );
  // Once both are here, nothing is new.
  deepEqual(
    mergeConflicts(recordOf({ ballots: [one, other] }), recordOf({ ballots: [other] })),
    [],
  );
});

Deno.test("mergeConflicts() names outcomes that differ by more than rounding", () => {
  const own = recordOf({ outcomes: [came("2026-01-02", { XLE: 0.03, XLK: 0.01 })] });
  const there = (XLE: number) =>
    recordOf({
      outcomes: [
        came("2026-01-02", { XLE, XLK: 0.01 }, { resolvedAt: "2026-02-01T00:00:00.000Z" }),
      ],
    });
  deepEqual(mergeConflicts(own, there(0.0300001)), []);
  deepEqual(mergeConflicts(own, there(0.02)), [
    "the outcome of 2026-01-02 over 4 weeks joined there on 2026-02-01 has XLE −1.0000 points apart; " +
    "the one joined here on 2026-11-01 stays",
  ]);
});
