import { probabilisticSharpe } from "lab/evidence";
import { equal } from "node:assert/strict";

Deno.test("probabilisticSharpe() of the paper's fund: 0.913, and 0.982 as if it were normal", () => {
  // Bailey and López de Prado (2012), section 4: 24 months, monthly 0.458, skewness −2.448.
  const fund = { sharpe: 0.458, periods: 24, skewness: -2.448, kurtosis: 10.164 };
  equal(probabilisticSharpe(fund).toFixed(3), "0.913");
  equal(probabilisticSharpe({ sharpe: 0.458, periods: 24 }).toFixed(3), "0.982");
  equal(probabilisticSharpe(fund, { benchmark: 0.458 }), 0.5);
});
