import { DEFAULT_WEIGHTS } from "lab/committee";
import type { Pooled, RecordedBallot, RecordedFailure } from "lab/record";
import type { Day } from "lab/units";
import { deepEqual, equal } from "node:assert/strict";
import { ballotGroups } from "../../lib/record/ballot_groups.ts";
import { evening, said } from "./made_records.ts";

const groups = (
  ballots: readonly RecordedBallot[],
  pool: readonly Pooled[] = [],
  failures: readonly RecordedFailure[] = [],
) => ballotGroups({ ballots, failures }, { pool, weights: DEFAULT_WEIGHTS });

const OTHERS = {
  analyst: [said(), said({ analyst: "b" })],
  model: [said(), said({ model: "m-2" })],
  seed: [
    said({ market: { kind: "simulated", seed: 7 } }),
    said({ market: { kind: "simulated", seed: 8 } }),
  ],
  masked: [said(), said({ masked: true })],
  prompt: [said(), said({ prompt: "2" })],
  rubric: [said(), said({ rubric: "q".repeat(64) })],
} as const;

Deno.test("ballotGroups() keeps apart whatever differs, and takes it together by its name alone", () => {
  const names = Object.keys(OTHERS) as Pooled[];
  for (const [name, ballots] of Object.entries(OTHERS)) {
    equal(groups(ballots).length, 2, name);
    for (const pool of names) equal(groups(ballots, [pool]).length, pool === name ? 1 : 2, name);
  }
});

Deno.test("ballotGroups() keeps apart who researched for the same model, also of neighbours", () => {
  const one = said(), by = { provider: "p", asked: "deep", model: "deep", place: 0 };
  const researched = { ...one, ballot: { ...one.ballot, researchedBy: by } };
  deepEqual(groups([one, researched]).map(({ names }) => names.model), [
    ["m-1"],
    ["m-1 after deep"],
  ]);
});

Deno.test("ballotGroups() never takes together forward and past, two horizons, or real and simulated", () => {
  const pool = Object.keys(OTHERS) as Pooled[];
  equal(groups([said(), said({ askedAt: "2026-06-01T12:00:00.000Z" })], pool).length, 2);
  equal(groups([said(), said({ horizonWeeks: 8 })], pool).length, 2);
  equal(groups([said(), said({ market: { kind: "simulated", seed: 7 } })], pool).length, 2);
  equal(groups([said(), said({ market: { kind: "industries" } })], pool).length, 2);
});

Deno.test("ballotGroups() takes real markets as one, whatever file they were read from", () => {
  equal(groups([said(), said({ market: { kind: "real", data: "0".repeat(64) } })]).length, 1);
});

Deno.test("ballotGroups() gives a fallback a voice of its own", () => {
  const found = groups([said(), said({ sector: "XLE", place: 1 })]);
  deepEqual(found.map(({ names }) => names.analyst[0]), ["a", "a by p (m-1)"]);
});

Deno.test("ballotGroups() takes the answer asked first, whichever stands first in the record", () => {
  const first = said({ score: 4 }), later = said({ score: 1, askedAt: "2026-01-04T10:00:00.000Z" });
  for (const ballots of [[first, later], [later, first]]) {
    const [{ voices, askedAgain }] = groups(ballots);
    deepEqual(voices[0][0].cells.map(({ score }) => score), [4]);
    deepEqual(askedAgain, [later]);
  }
});

Deno.test("ballotGroups() takes the mean of samples, and leaves one without a score out of it", () => {
  const [{ voices: [[{ cells: [cell] }]] }] = groups([
    said({ score: 5, confidence: 0.9 }),
    said({ score: 2, sample: 1, confidence: 0.6 }),
    said({ score: undefined, sample: 2, confidence: 0.3 }),
  ]);
  deepEqual(cell.scores, [5, 2]);
  equal(cell.score, 3.5);
  equal(cell.stated.toFixed(3), "0.600");
  const [{ voices: [[{ cells: [silent] }]] }] = groups([said({ score: undefined })]);
  equal(silent.score, undefined);
});

Deno.test("ballotGroups() of a mean on the neutral score takes no side", () => {
  const weights = { fundamentals: 0.7, sentiment: 0.2, technicals: 0.1 };
  const ballots = [1, 5, 3].map((score, sample) => said({ score, sample }));
  const [{ voices: [[{ cells: [cell] }]] }] = ballotGroups({ ballots, failures: [] }, { weights });
  equal(cell.score, 3);
});

Deno.test("ballotGroups() puts a failure to the ballots of its analyst, by its rubric's horizon", () => {
  const failure: RecordedFailure = {
    kind: "failed",
    question: "f".repeat(64),
    askedAt: evening("2026-01-09"),
    market: { kind: "real", data: "" },
    masked: false,
    prompt: "1",
    rubric: "e".repeat(64),
    failed: {
      analyst: "a",
      sector: "XLE",
      day: "2026-01-09" as Day,
      sample: 0,
      raw: "",
      issues: [],
      answeredBy: { provider: "p", asked: "m-1", model: "m-1", place: 0 },
    },
  };
  const [one, ...others] = groups([said({ horizonWeeks: 8 })], [], [failure]);
  equal(others.length, 0);
  equal(one.failures.length, 1);
});
