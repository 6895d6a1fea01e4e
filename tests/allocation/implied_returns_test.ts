import { deepEqual, equal, ok } from "node:assert/strict";
import { blackLitterman, impliedReturns, impliedWeights } from "lab/allocation";
import { randomStream } from "lab/stats";
import { randomCovariance } from "./random_covariance.ts";

const near = (found: readonly number[], known: readonly number[], within = 1e-9) => {
  equal(found.length, known.length);
  found.forEach((value, i) => ok(Math.abs(value - known[i]) <= within, `${found} for ${known}`));
};
/** Shares as percent with one decimal, as the paper prints them. */
const printed = (values: readonly number[]) => values.map((value) => (100 * value).toFixed(1));

/** He and Litterman (1999), tables 1 and 2: AUL, CAN, FRA, GER, JAP, UKG, USA. */
const CORRELATION = [
  [1, 0.488, 0.478, 0.515, 0.439, 0.512, 0.491],
  [0.488, 1, 0.664, 0.655, 0.31, 0.608, 0.779],
  [0.478, 0.664, 1, 0.861, 0.355, 0.783, 0.668],
  [0.515, 0.655, 0.861, 1, 0.354, 0.777, 0.653],
  [0.439, 0.31, 0.355, 0.354, 1, 0.405, 0.306],
  [0.512, 0.608, 0.783, 0.777, 0.405, 1, 0.652],
  [0.491, 0.779, 0.668, 0.653, 0.306, 0.652, 1],
];
const VOLATILITY = [0.16, 0.203, 0.248, 0.271, 0.21, 0.2, 0.187];
const MARKET = [0.016, 0.022, 0.052, 0.055, 0.116, 0.124, 0.615];
const SEVEN = CORRELATION.map((row, i) =>
  row.map((value, j) => value * VOLATILITY[i] * VOLATILITY[j])
);
/** Germany against the rest of Europe by size, believed by half, as in their table 4. */
const GERMANY = {
  picks: [0, 0, -5.2 / 17.6, 1, 0, -12.4 / 17.6, 0],
  value: 0.05,
  confidence: 0.5,
};

Deno.test("impliedReturns() are those of He and Litterman's seven countries", () => {
  const found = impliedReturns(MARKET, SEVEN);
  // Their table 2, third column.
  deepEqual(printed(found), ["3.9", "6.9", "8.4", "9.0", "4.3", "6.8", "7.6"]);
  // pypfopt 1.6.0: market_implied_prior_returns(MARKET, 2.5, SEVEN, 0.0)
  near(found, [
    0.0393755464,
    0.0691518962,
    0.0835808664,
    0.0902723974,
    0.043028097,
    0.0676769305,
    0.0756004661,
  ], 1e-10);
});

Deno.test("impliedReturns() takes the aversion to risk, and market values only as shares", () => {
  const S = [[0.04, 0.018, 0.006], [0.018, 0.0225, 0.0045], [0.006, 0.0045, 0.01]];
  // pypfopt 1.6.0: market_implied_prior_returns([.5, .3, .2], 3.0, S, 0.0)
  near(impliedReturns([0.5, 0.3, 0.2], S, { riskAversion: 3 }), [0.0798, 0.04995, 0.01905], 1e-15);
  // pypfopt 1.6.0: bl_returns() of the first case in black_litterman_test.ts, then
  // numpy.linalg.solve(2.5 * S, them); bl_weights(2.5) is this divided by its sum
  const mean = [0.0772275722, 0.0471730867, 0.0196553472];
  near(impliedWeights(mean, S), [0.58947374, 0.30829421, 0.29379725], 1e-8);
  near(impliedWeights(mean, S, { riskAversion: 5 }), [0.29473687, 0.15414711, 0.14689862], 1e-8);
});

Deno.test("impliedWeights() after a view are those of He and Litterman's table 4", () => {
  const { mean, covariance } = blackLitterman(impliedReturns(MARKET, SEVEN), SEVEN, [GERMANY]);
  deepEqual(printed(mean), ["4.3", "7.6", "9.3", "11.0", "4.5", "7.0", "8.1"]);
  const found = impliedWeights(mean, covariance);
  deepEqual(printed(found), ["1.5", "2.1", "-4.0", "35.4", "11.0", "-9.5", "58.6"]);
  // pypfopt 1.6.0: BlackLittermanModel(SEVEN, pi=pi, P=P, Q=[.05], omega="idzorek",
  //   view_confidences=[.5], tau=.05); numpy.linalg.solve(2.5 * bl_cov(), bl_returns())
  near(found, [
    0.0152380952,
    0.020952381,
    -0.0396780267,
    0.3542948594,
    0.1104761905,
    -0.0946168328,
    0.5857142857,
  ], 1e-10);
});

Deno.test("implied weights without a view are the market's over 1 + τ; a view moves only its own names", () => {
  const draw = randomStream(31);
  for (let round = 0; round < 200; round++) {
    const n = 2 + draw.integer(9), covariance = randomCovariance(draw, n);
    const raw = covariance.map(() => 0.1 + draw.uniform());
    const total = raw.reduce((sum, value) => sum + value, 0);
    const market = raw.map((value) => value / total), tau = 0.01 + 0.9 * draw.uniform();
    const riskAversion = 0.5 + draw.uniform();
    const prior = impliedReturns(market, covariance, { riskAversion });
    const none = blackLitterman(prior, covariance, [], { tau });
    near(
      impliedWeights(none.mean, none.covariance, { riskAversion }),
      market.map((value) => value / (1 + tau)),
    );
    const picks = covariance.map((_, i) => i === 0 ? 1 : i === 1 ? -1 : 0);
    const view = { picks, value: 0.02 * draw.normal(), confidence: draw.uniform() };
    const after = blackLitterman(prior, covariance, [view], { tau });
    const moved = impliedWeights(after.mean, after.covariance, { riskAversion })
      .map((weight, i) => weight - market[i] / (1 + tau));
    // He and Litterman (1999), section 4: the view's own combination and nothing else is added.
    near([moved[0] + moved[1], ...moved.slice(2)], moved.slice(1).map(() => 0));
  }
});

Deno.test("impliedReturns() and impliedWeights() undo each other, and follow the aversion and the unit", () => {
  const draw = randomStream(32);
  for (let round = 0; round < 300; round++) {
    const n = 1 + draw.integer(11), covariance = randomCovariance(draw, n);
    const weights = covariance.map(() => 0.3 * draw.normal());
    const riskAversion = 0.5 + draw.uniform();
    const returns = impliedReturns(weights, covariance, { riskAversion });
    near(impliedWeights(returns, covariance, { riskAversion }), weights, 1e-9);
    near(
      impliedReturns(weights, covariance, { riskAversion: 2 * riskAversion }),
      returns.map((value) => 2 * value),
      1e-14,
    );
    // A month's covariance implies a month's returns, by the same weights.
    const month = covariance.map((row) => row.map((value) => value / 12));
    near(
      impliedReturns(weights, month, { riskAversion }),
      returns.map((value) => value / 12),
      1e-14,
    );
  }
});

Deno.test("impliedReturns() of a book without risk are zero, and typed arrays are read as they are", () => {
  near(impliedReturns([0.5, -0.5], [[0.04, 0.04], [0.04, 0.04]]), [0, 0], 1e-17);
  deepEqual([impliedReturns([], []), impliedWeights([], [])], [[], []]);
  const rows = SEVEN.map((row) => Float64Array.from(row));
  deepEqual(
    impliedReturns(Float64Array.from(MARKET) as unknown as number[], rows),
    impliedReturns(MARKET, SEVEN),
  );
});
