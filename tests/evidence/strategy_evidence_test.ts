import {
  type EvidenceRow,
  evidenceRows,
  evidenceVerdict,
  probabilisticSharpe,
  sharpeRecord,
  strategyEvidence,
  type StrategyInput,
  superiorAbility,
  type TrialTally,
} from "lab/evidence";
import { randomStream } from "lab/stats";
import { deepEqual, equal, match, ok, throws } from "node:assert/strict";

const weeks = (seed: number, edge: number, length = 260) => {
  const draw = randomStream(seed);
  return Array.from({ length }, () => edge + 0.02 * draw.normal());
};
const ratios = (count: number, spread = 1 / Math.sqrt(260)) => {
  const draw = randomStream(99);
  return Array.from({ length: count }, () => spread * draw.normal());
};
const row = (rows: readonly EvidenceRow[], key: string) => rows.find((one) => one.key === key)!;
const base: StrategyInput = {
  name: "our committee",
  returns: weeks(1, 0.002),
  periodsPerYear: 52,
  seed: 1,
  draws: 400,
};
const tally: TrialTally = {
  families: { weights: { tried: 66, life: 66 } },
  life: 66,
  repeats: 0,
  resets: [],
  openings: {},
  lostTrials: 0,
  gaps: [],
  problems: [],
};
/** An edge so large and so well examined that nothing is left to say against it. */
const strong: StrategyInput = {
  ...base,
  returns: weeks(3, 0.006, 520),
  trials: { tried: 66, sharpes: ratios(66, 0.03) },
  dice: ratios(1000, 0.04),
  baselines: [{ name: "equal weight", returns: weeks(4, 0, 520) }],
  memory: { after: 520, contaminated: 0 },
  tally,
  family: "weights",
};

Deno.test("evidence alone is a Sharpe ratio with interval and n, and all else is called missing", () => {
  const evidence = strategyEvidence(base), rows = evidenceRows(evidence);
  const record = sharpeRecord(base.returns);
  equal(row(rows, "sharpe").value, record.sharpe * Math.sqrt(52));
  ok(row(rows, "sharpe").low! < row(rows, "sharpe").value!);
  match(row(rows, "sharpe").text, /^-?−?[\d.]+ \(.* to .*, n = 260 weeks\)$/);
  equal(row(rows, "psr").value, probabilisticSharpe(record));
  for (const key of ["dsr", "dsr_effective", "dice", "spa", "pbo", "memory", "trials"]) {
    equal(row(rows, key).text, "–", key);
    ok(row(rows, key).note.length > 5);
  }
  const verdict = evidenceVerdict(evidence);
  equal(verdict.kind, "not proven");
  ok(verdict.reasons.includes("nobody counted what else was tried"));
  ok(verdict.reasons.includes("it was not compared with dice"));
});

Deno.test("evidence has the same rows in the same order, whatever is known", () => {
  const keys = (input: StrategyInput) =>
    evidenceRows(strategyEvidence(input)).map(({ key }) => key)
      .filter((key) => !key.startsWith("against"));
  deepEqual(keys(base), keys(strong));
  for (const one of evidenceRows(strategyEvidence(strong))) {
    equal(/NaN|undefined|Infinity/.test(one.text + one.note), false, one.key);
  }
});

Deno.test("a strong and well examined record holds so far, and is never called proven", () => {
  const verdict = evidenceVerdict(strategyEvidence(strong));
  deepEqual(verdict.reasons, []);
  equal(verdict.kind, "holds so far");
  match(verdict.sentence, /^Holds so far: our committee has a Sharpe ratio of .* 520 weeks\)/);
});

Deno.test("each thing that speaks against a record is enough to leave it not proven", () => {
  const models = Array.from({ length: 5 }, (_, k) => weeks(20 + k, 0, 520));
  const mark = { market: "m", scores: "s", from: "2026-01-02", to: "2026-03-06" };
  const against: [Partial<StrategyInput>, RegExp][] = [
    [
      { trials: { tried: 20_000, sharpes: ratios(66, 0.1) } },
      /allowing for 20,000 tries, confidence in it is/,
    ],
    [{ dice: ratios(1000, 0.25) }, /% of committees of dice do as well/],
    [{ baselines: [{ name: "SPY", returns: weeks(5, 0.006, 520) }] }, /cannot be told from SPY/],
    [{ superior: superiorAbility(models, { seed: 1, draws: 200 }) }, /best of 5 cannot be told/],
    [{ memory: { after: 500, contaminated: 20 } }, /20 weeks may be remembered by a model/],
    [{
      tally: {
        ...tally,
        openings: {
          "06": [{ at: "a", because: "b", ...mark }, { at: "c", because: "d", ...mark }],
        },
      },
      holdout: mark,
    }, /its holdout was opened 2 times/],
    [
      { tally: { ...tally, problems: [{ kind: "cut", what: "the log was cut" }] } },
      /log of trials is not as it was written/,
    ],
    [
      { tally: { ...tally, families: { weights: { tried: 231, life: 231 } } } },
      /the log counts 231 tries, the figures only 66/,
    ],
  ];
  for (const [change, reason] of against) {
    const verdict = evidenceVerdict(strategyEvidence({ ...strong, ...change }));
    equal(verdict.kind, "not proven", String(reason));
    equal(verdict.reasons.length, 1, verdict.reasons.join("; "));
    match(verdict.reasons[0], reason);
    match(verdict.sentence, /^Not proven: our committee has .* interval .* 520 weeks\); /);
  }
});

Deno.test("a Sharpe ratio above three raises the alarm of a look-ahead, however well it tests", () => {
  const verdict = evidenceVerdict(strategyEvidence({ ...strong, returns: weeks(6, 0.012, 520) }));
  equal(verdict.kind, "alarm");
  match(
    verdict.sentence,
    /^Look for a look-ahead: .* interval .* 520 weeks\), and a ratio above 3/,
  );
});

Deno.test("evidence says how many weeks are still needed, or that none would do", () => {
  // An annual ratio of about 1 needs about 2.7 years.
  const returns = Array.from({ length: 80 }, (_, t) => 0.0028 + 0.028 * Math.sin(t * t));
  const short = strategyEvidence({ ...base, returns });
  ok(short.periodsNeeded! > 100 && short.periodsNeeded! < 250);
  equal(short.periodsNeeded! - 80, short.periodsToCome);
  match(evidenceVerdict(short).sentence, /, \d+ more weeks are needed$/);
  const loss = strategyEvidence({ ...base, returns: weeks(1, -0.004) });
  equal(loss.periodsNeeded, undefined);
  match(row(evidenceRows(loss), "needed").note, /no record of any length/);
  equal(/more weeks/.test(evidenceVerdict(loss).sentence), false);
});

Deno.test("a baseline is judged by paired differences: what both have in common drops out", () => {
  const market = weeks(9, 0.002, 260).map((value) => 3 * value);
  const own = market.map((value, t) => value + 0.001 + 0.0005 * Math.sin(t * t));
  const { baselines: [one] } = strategyEvidence({
    ...base,
    returns: own,
    baselines: [{ name: "SPY", returns: market }],
  });
  ok(Math.abs(one.difference - 0.052) < 0.002);
  ok(one.low > 0.045 && one.high < 0.06);
  const itself = strategyEvidence({
    ...base,
    baselines: [{ name: "itself", returns: base.returns }],
  });
  deepEqual([itself.baselines[0].low, itself.baselines[0].high], [0, 0]);
});

Deno.test("the place among dice counts ties half, and ourselves not at all", () => {
  const { sharpe } = sharpeRecord(base.returns);
  const { dice } = strategyEvidence({
    ...base,
    dice: [sharpe - 1, sharpe, sharpe + 1, sharpe + 2],
  });
  deepEqual(dice, { percentile: 0.375, committees: 4 });
});

Deno.test("the variance of the tries does as well as the tries themselves", () => {
  const sharpes = [0.02, 0.06, -0.05];
  const variance = (0.01 ** 2 + 0.05 ** 2 + 0.06 ** 2) / 2; // around their mean of 0.01
  const by = (trials: StrategyInput["trials"]) => strategyEvidence({ ...base, trials }).dsr!;
  const known = by({ tried: 3, sharpes }), stated = by({ tried: 3, variance });
  ok(Math.abs(known.probability - stated.probability) < 1e-12);
  equal(by({ tried: 1, variance }).threshold, 0, "one try is no search");
});

Deno.test("evidence refuses what does not belong together, and says what would be right", () => {
  const bad = (change: Partial<StrategyInput>) => () => strategyEvidence({ ...base, ...change });
  throws(bad({ periodsPerYear: 0 }), /periods per year above 0 \(52 for weeks\), got 0/);
  throws(bad({ returns: new Array(60).fill(0.01) }), /need returns that differ/);
  throws(bad({ trials: { tried: 0, sharpes: [] } }), /whole number of trials from 1, got 0/);
  throws(bad({ trials: { tried: 66, sharpes: [0.1] } }), /at least two of 66 trials, got 1/);
  throws(bad({ trials: { tried: 2, sharpes: [0.1, 0, 0.2] } }), /count every one that was tried/);
  throws(bad({ trials: { tried: 2, sharpes: [0.1, NaN] } }), /got NaN at position 1/);
  throws(
    bad({ trials: { tried: 2, variance: -1 } }),
    /variance of the trials' Sharpe ratios must be from 0, got -1/,
  );
  throws(bad({ dice: [] }), /at least one committee of dice, got none/);
  throws(bad({ dice: [NaN] }), /committee's Sharpe ratio must be a finite number, got NaN/);
  throws(
    bad({ baselines: [{ name: "SPY", returns: weeks(1, 0, 100) }] }),
    /SPY must have the same 260 periods, got 100/,
  );
});
