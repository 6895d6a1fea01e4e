import { entryFault, openBallotRecord, type RecordedFailure } from "lab/record";
import { deepEqual, equal, match } from "node:assert/strict";
import { ballotsAtHand } from "./ballots_at_hand.ts";
import { came, said } from "./made_records.ts";

Deno.test("entryFault() finds none in ballots, failures and outcomes as a record holds them", async () => {
  const folder = await Deno.makeTempDir(), ballots = await ballotsAtHand();
  const { ballot: { analyst, sector, day, sample }, kind: _, ...asking } = ballots[0];
  const failed: RecordedFailure = {
    ...asking,
    kind: "failed",
    failed: { analyst, sector, day: day as never, sample, raw: "no", issues: [] },
  };
  openBallotRecord(folder).append([...ballots, failed, came(day, { XLK: 0.01, XLE: -1 })]);
  const read = openBallotRecord(folder).read();
  deepEqual(
    new Set([...read.ballots, ...read.failures, ...read.outcomes].map(entryFault)),
    new Set([undefined]),
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("entryFault() names the field that is wrong, in one clean line", () => {
  const one = said();
  match(entryFault({ ...one, rubric: "x" })!, /^rubric: /);
  match(entryFault({ ...one, market: { kind: "real", data: "" } })!, /^market\.data: /);
  match(
    entryFault({ ...one, ballot: { ...one.ballot, sector: "XL\nX" as never } })!,
    /^ballot\.sec/,
  );
  match(entryFault({ ...one, more: 1 } as never)!, /more/);
  match(entryFault({ kind: "gap" } as never)!, /^kind: /);
  match(entryFault(came("2026-01-02", { QQQ: 0.1 }))!, /QQQ/);
  match(entryFault(came("2026-01-02", { XLK: 0.1 }, { horizonWeeks: 53 }))!, /^horizonWeeks: /);
  equal(entryFault(came("2026-01-02", { XLK: 0.1 }, { end: "2026-01-03" })), undefined);
});
