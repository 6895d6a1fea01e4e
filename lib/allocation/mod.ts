/**
 * Other roads from views to weights: what else one might aim at, beside nearness to the views.
 *
 * Each function is a textbook's answer without limits. Its weights become targets of `fitBook` (as
 * tilts in proportion to them), so that every road ends inside the same mandate and can be compared.
 *
 * @example Equal risk on both sides, then the mandate
 * ```ts
 * import { riskParity } from "lab/allocation";
 * import { fitBook } from "lab/portfolio";
 * import { ok } from "node:assert/strict";
 *
 * const weights = riskParity([[0.04, 0.01], [0.01, 0.02]], { signs: [1, -1] });
 * const largest = Math.max(...weights.map(Math.abs));
 * const book = fitBook({
 *   sectors: ["XLK", "XLU"],
 *   tilts: weights.map((weight) => 2 * weight / largest),
 *   betas: [1.2, 0.6],
 *   limits: { sector: 0.6, cluster: { sectors: ["XLK"], max: 0.6 } },
 * });
 * ok(book.gross > 0.94); // the rest stays in cash, for beta and net
 * ```
 *
 * Read next: `expected_returns.ts`, from ranks to returns; `implied_returns.ts`, from weights to the
 * returns they stand for; `lab/portfolio`, where the limits are.
 *
 * @module
 */
export { type ExpectedReturn, expectedReturns } from "./expected_returns.ts";
export { riskParity } from "./risk_parity.ts";
export { type BlackLitterman, blackLitterman, type ReturnView } from "./black_litterman.ts";
export { impliedReturns } from "./implied_returns.ts";
export { impliedWeights } from "./implied_weights.ts";
export type { RiskAversion } from "./checked_aversion.ts";
export { hierarchicalRiskParity } from "./hierarchical_risk_parity.ts";
