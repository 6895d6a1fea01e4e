import { checkedWeights, DEFAULT_RUBRIC, PILLARS, rubric, weightsOf } from "lab/committee";
import { deepEqual, equal, throws } from "node:assert/strict";

const named = (a: number, b: number, c: number) => ({
  fundamentals: a,
  sentiment: b,
  technicals: c,
});

Deno.test("DEFAULT_RUBRIC weighs 50, 25 and 25 percent and looks four weeks ahead", () => {
  deepEqual(weightsOf(DEFAULT_RUBRIC), named(0.5, 0.25, 0.25));
  equal(DEFAULT_RUBRIC.horizonWeeks, 4);
  deepEqual(DEFAULT_RUBRIC.pillars.map(({ pillar }) => pillar), [...PILLARS]);
});

Deno.test("rubric() takes weights by name or as a triple", () => {
  deepEqual(weightsOf(rubric({ weights: [0.4, 0.3, 0.3] })), named(0.4, 0.3, 0.3));
  deepEqual(weightsOf(rubric({ weights: named(0, 1, 0) })), named(0, 1, 0));
});

Deno.test("rubric() accepts shares whose sum misses 1 by rounding alone", () => {
  // 0.1 + 0.7 + 0.2 = 0.9999999999999999 in binary.
  deepEqual(weightsOf(rubric({ weights: [0.1, 0.7, 0.2] })), named(0.1, 0.7, 0.2));
});

Deno.test("checkedWeights() recognises percent for a share and writes the shares", () => {
  throws(() => checkedWeights(named(50, 25, 25)), {
    name: "RangeError",
    message: "Cannot weigh pillars: need shares that sum to 1, got 50, 25, 25, which look like " +
      "percent; write 0.5, 0.25, 0.25",
  });
});

Deno.test("checkedWeights() refuses another sum, a negative weight and NaN", () => {
  throws(() => checkedWeights(named(0.5, 0.25, 0.2)), {
    name: "RangeError",
    message:
      "Cannot weigh pillars: need shares that sum to 1, got 0.5, 0.25, 0.2, which sum to 0.95",
  });
  throws(() => checkedWeights(named(1.2, -0.2, 0)), {
    name: "RangeError",
    message: "Cannot weigh pillars: the weight of sentiment must be a share of at least 0 " +
      "(0.5 for 50 %), got -0.2",
  });
  throws(() => checkedWeights(named(NaN, 0.5, 0.5)), /weight of fundamentals .* got NaN/);
});

Deno.test("checkedWeights() refuses a missing, a misspelt and a textual weight", () => {
  // deno-lint-ignore no-explicit-any
  const check = checkedWeights as (weights: any) => unknown;
  throws(() => check({ fundamentals: 0.5, sentiment: 0.5 }), /technicals .* got undefined/);
  throws(() => check({ ...named(0.5, 0.25, 0.25), technical: 0 }), /got "technical"/);
  throws(() => check(named("0.5" as unknown as number, 0.25, 0.25)), /got "0.5"/);
  throws(() => check(null), { name: "TypeError", message: /got null/ });
});

Deno.test("rubric() refuses a pair of weights, half a week, and a pillar without a question", () => {
  throws(
    () => rubric({ weights: [0.5, 0.5] as unknown as [number, number, number] }),
    /need 3 weights \(fundamentals, sentiment, technicals\), got 2/,
  );
  throws(() => rubric({ horizonWeeks: 0.5 }), /1 to 52 whole weeks, got 0.5/);
  throws(() => rubric({ questions: { sentiment: [] } }), /a question about sentiment, got none/);
});

Deno.test("weightsOf() checks a rubric that was written by hand", () => {
  const [first, ...rest] = DEFAULT_RUBRIC.pillars;
  throws(
    () => weightsOf({ horizonWeeks: 4, pillars: [{ ...first, weight: 0.6 }, ...rest] }),
    /which sum to 1.1/,
  );
});
