import {
  type Ballot,
  BALLOT_FAULTS,
  briefs,
  driftRows,
  inattentiveAnalyst,
  PILLARS,
  poll,
  readAnswers,
  readAsThrees,
  rulesAnalyst,
  spoiltAnswers,
  TEMPERAMENTS,
  verdict,
} from "lab/committee";
import { type Sector, simulatedMarket, snapshot } from "lab/market";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { BALLOT_DAY, littleBallot } from "./little_ballots.ts";

const market = simulatedMarket({ seed: 7, years: 2 });
const view = snapshot(market, market.prices.days[450]);
const analysts = TEMPERAMENTS.map((temperament) =>
  inattentiveAnalyst(rulesAnalyst({ temperament }), { seed: 1 })
);
const { ballots } = await poll(analysts, briefs(view), { askedAt: view.decidedAt, samples: 2 });

Deno.test("readAnswers() finds in every spoilt answer the fault that was put in, over many seeds", () => {
  const codes = new Map<string, string>(BALLOT_FAULTS.map(({ name, code }) => [name, code]));
  for (let seed = 1; seed <= 20; seed++) {
    const answers = spoiltAnswers(ballots, { seed, spoiltShare: 0.8 });
    for (const answer of answers) {
      const { failed, ballots: read } = readAnswers([answer]);
      if (answer.fault === undefined) equal(read.length, 1);
      else equal(failed[0]?.issues[0].code, codes.get(answer.fault), answer.fault);
    }
  }
});

Deno.test("readAnswers() finds the fault of ballots that abstain or hold the lowest scores", () => {
  for (const scores of [[], [undefined, 3], [1, 1, 1], [5, 5, 5]]) {
    const few = Array.from({ length: 9 }, (_, sample) => littleBallot("a", scores, { sample }));
    const { counts, ballots: read } = readAnswers(spoiltAnswers(few, { seed: 1, spoiltShare: 1 }));
    equal(read.length, 0);
    deepEqual(counts.map(({ count }) => count), [0, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  }
});

Deno.test("spoiltAnswers() leaves the others as they were, and deals faults evenly", () => {
  const hundred = ballots.slice(0, 100);
  const answers = spoiltAnswers(hundred, { seed: 7 });
  const { ballots: read, failed, counts } = readAnswers(answers);
  deepEqual([read.length, failed.length], [60, 40]);
  deepEqual(
    read,
    hundred.filter((_, i) => answers[i].fault === undefined),
  );
  deepEqual(counts.map(({ count }) => count), [60, 5, 5, 5, 5, 4, 4, 4, 4, 4]);
  deepEqual(spoiltAnswers(hundred, { seed: 7 }), answers);
  ok(JSON.stringify(spoiltAnswers(hundred, { seed: 8 })) !== JSON.stringify(answers));
  // None is counted as a 3: the failed ones hold no score at all.
  ok(failed.every((one) => !("subScores" in one)));
});

Deno.test("spoiltAnswers() of none, and of shares that make no sense", () => {
  deepEqual(spoiltAnswers([], { seed: 1 }), []);
  equal(readAnswers(spoiltAnswers(ballots, { seed: 1, spoiltShare: 0 })).failed.length, 0);
  throws(() => spoiltAnswers(ballots, { seed: 1, spoiltShare: 40 }), /0.4 for 40 %\), got 40/);
});

Deno.test("readAnswers() counts a fault of another kind as other", () => {
  const [answer] = spoiltAnswers([littleBallot("a", [3, 3, 3])], { seed: 1, spoiltShare: 0 });
  const { counts } = readAnswers([{ ...answer, raw: "```json\n{}\n```" }]);
  deepEqual(counts.at(-1), { fault: "other", count: 1 });
});

Deno.test("driftRows() of failed ballots read as threes show the pull to the middle", () => {
  const options = { day: view.day, sectors: view.sectors };
  for (let seed = 1; seed <= 10; seed++) {
    const { ballots: read, failed } = readAnswers(
      spoiltAnswers(ballots, { seed, spoiltShare: 0.5 }),
    );
    const before = verdict(read, { ...options, failed });
    const after = verdict([...read, ...readAsThrees(failed, { horizonWeeks: 4 })], options);
    // Threes push no pillar's median past 3, nor away from it.
    before.sectors.forEach(({ pillars }, i) => {
      for (const pillar of PILLARS) {
        const own = pillars[pillar].median, other = after.sectors[i].pillars[pillar].median!;
        if (own === undefined) continue;
        ok(Math.abs(other - 3) <= Math.abs(own - 3) && (own - 3) * (other - 3) >= 0);
      }
    });
    // A weighted score may move the other way where pillars had cancelled; on the whole it does not.
    const rows = driftRows(before, after);
    equal(rows.length, 11);
    ok(rows.reduce((sum, row) => sum + (row.towardsMiddle ?? 0), 0) > 0.5);
  }
});

Deno.test("driftRows() by hand: two fives and two failures", () => {
  const two: readonly Ballot[] = [littleBallot("a", [5, 5, 5]), littleBallot("b", [5, 5, 5])];
  const { failed } = readAnswers(
    spoiltAnswers([littleBallot("c", [5, 5, 5]), littleBallot("d", [5, 5, 5])], {
      seed: 1,
      spoiltShare: 1,
    }),
  );
  const options = { day: BALLOT_DAY, sectors: ["XLE", "XLK"] as Sector[] };
  const before = verdict(two, { ...options, failed });
  const after = verdict([...two, ...readAsThrees(failed, { horizonWeeks: 4 })], options);
  deepEqual(driftRows(before, after), [
    { sector: "XLE", label: "Energy" },
    { sector: "XLK", label: "Technology", before: 5, after: 4, towardsMiddle: 1 },
  ]);
  throws(
    () => driftRows(before, verdict([], { ...options, sectors: ["XLK"] })),
    /need the same sectors, got XLE, XLK and XLK/,
  );
});

Deno.test("readAnswers() (exercise 01.3): of six ballots three fail, each by its rule", () => {
  const whole = littleBallot("a", [4, 3, 2]);
  const [valid] = spoiltAnswers([whole], { seed: 1, spoiltShare: 0 });
  const answer = JSON.parse(valid.raw);
  const texts = [
    valid.raw,
    // An abstention is an answer.
    JSON.stringify({
      ...answer,
      subScores: { ...answer.subScores, sentiment: { kind: "abstention", reason: "no headlines" } },
    }),
    // A right sum that nobody asked for does no harm: 0.5·4 + 0.25·3 + 0.25·2 = 3.25.
    JSON.stringify({ ...answer, weightedScore: 3.25 }),
    JSON.stringify({ ...answer, weightedScore: 4 }),
    JSON.stringify({ ...answer, sector: "XLE" }),
    "Technology looks fine to me: 4, 3 and 2.",
  ];
  const codes = texts.map((raw) => readAnswers([{ ...valid, raw }]).failed[0]?.issues[0].code);
  deepEqual(codes, [undefined, undefined, undefined, "wrong_sum", "wrong_sector", "not_json"]);
});
