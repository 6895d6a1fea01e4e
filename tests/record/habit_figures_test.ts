import { DEFAULT_WEIGHTS, houseBias, scoredBallots } from "lab/committee";
import type { RecordedBallot } from "lab/record";
import { randomStream } from "lab/stats";
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { ballotGroups } from "../../lib/record/ballot_groups.ts";
import { biasFigures, noiseFigure } from "../../lib/record/habit_figures.ts";
import { fridays, said, seededRecord } from "./made_records.ts";

const groupOf = (ballots: readonly RecordedBallot[]) =>
  ballotGroups({ ballots, failures: [] }, { weights: DEFAULT_WEIGHTS })[0];

Deno.test("biasFigures() gives what houseBias of the committee gives", () => {
  const { ballots } = seededRecord(3, { weeks: 12, hitRate: 0.5 });
  const known = houseBias(scoredBallots(ballots.map(({ ballot }) => ballot)));
  const found = biasFigures(groupOf(ballots), 0.95);
  equal(found.length, 11);
  for (const { sector, value, n } of found) {
    const { bias, count } = known.find((one) => one.sector === sector)!;
    ok(Math.abs(value! - bias) < 1e-12, sector);
    equal(n, count);
  }
});

Deno.test("biasFigures() finds a planted lean and none beside it, and asks for eight days", () => {
  const draw = randomStream(5);
  const ballots = fridays(60).flatMap((day) =>
    (["XLK", "XLE", "XLU"] as const).map((sector) =>
      said({ day, sector, score: (sector === "XLK" ? 3 : 2) + draw.integer(3) })
    )
  );
  const bySector = Object.fromEntries(
    biasFigures(groupOf(ballots), 0.95).map((one) => [one.sector, one]),
  );
  ok(bySector.XLK.low! > 0.4 && bySector.XLK.high! < 1.6);
  for (const sector of ["XLE", "XLU"]) {
    ok(bySector[sector].low! < 0 && bySector[sector].high! > 0, sector);
  }
  const [few] = biasFigures(groupOf(ballots.slice(0, 21)), 0.95);
  equal(few.low, undefined);
  match(few.reason!, /^not testable yet: 7 scores on 7 days, an interval takes 8 days$/);
});

Deno.test("biasFigures() hold all sectors together: a record without a lean shows one in few records", () => {
  let found = 0;
  for (let seed = 1; seed <= 100; seed++) {
    const { ballots } = seededRecord(seed, { weeks: 40, hitRate: 0.5 });
    const apart = biasFigures(groupOf(ballots), 0.95).filter(({ low, high }) =>
      low! > 0 || high! < 0
    );
    if (apart.length > 0) found++;
  }
  // At 5 % each, four records in ten would show one.
  ok(found <= 14, `${found}`);
});

Deno.test("noiseFigure() pools the spread of samples about their question, worked by hand", () => {
  const ballots = [
    // 4 and 2: squares 2 of 1; 5, 4, 3: squares 2 of 2. Variance 4/3.
    said({ score: 4 }),
    said({ score: 2, sample: 1 }),
    ...[5, 4, 3].map((score, sample) => said({ day: "2026-01-09", score, sample })),
    said({ day: "2026-01-16", score: 5 }), // asked once: tells nothing
  ];
  const found = noiseFigure(groupOf(ballots), 0.95);
  ok(Math.abs(found.value! - Math.sqrt(4 / 3)) < 1e-12);
  deepEqual([found.n, found.days, found.alike], [2, 2, 0]);
  ok(found.low! > 0 && found.low! < found.value! && found.high! > found.value!);
});

Deno.test("noiseFigure() of samples that agree is 0, and of questions asked once none", () => {
  const same = noiseFigure(groupOf([said(), said({ sample: 1 })]), 0.95);
  deepEqual([same.value, same.reason], [0, "all samples of a question agree"]);
  const once = noiseFigure(groupOf([said()]), 0.95);
  equal(once.value, undefined);
  match(once.reason!, /no question was asked twice/);
});

Deno.test("noiseFigure() covers the true noise about as often as it says", () => {
  const draw = randomStream(9);
  let covered = 0;
  for (let k = 0; k < 200; k++) {
    // Five equally likely scores: variance 2.
    const ballots = fridays(12).flatMap((day) =>
      (["XLK", "XLE", "XLU", "XLB"] as const).flatMap((sector) =>
        [0, 1, 2].map((sample) => said({ day, sector, sample, score: 1 + draw.integer(5) }))
      )
    );
    const { low, high } = noiseFigure(groupOf(ballots), 0.95);
    if (low! <= Math.SQRT2 && high! >= Math.SQRT2) covered++;
  }
  // The exact 99.9 % range of 190 in 200 is 179 to 198.
  ok(covered >= 179 && covered <= 199, `${covered}`);
});
