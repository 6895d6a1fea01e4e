import { minimumTrackRecord, probabilisticSharpe } from "lab/evidence";
import { equal, ok } from "node:assert/strict";

const near = (a: number, b: number, within: number) =>
  ok(Math.abs(a - b) <= within, `${a} is not within ${within} of ${b}`);

Deno.test("minimumTrackRecord() of the paper: 2.73 years of days, 2.83 of weeks, 3.24 of months", () => {
  // The same, section 5: annual ratio of 2 against 1 at 95 %, normal returns.
  for (const [perYear, years] of [[252, 2.73], [52, 2.83], [12, 3.24]]) {
    const sharpe = 2 / Math.sqrt(perYear), benchmark = 1 / Math.sqrt(perYear);
    const periods = minimumTrackRecord({ sharpe, periods: 2 }, { benchmark })!;
    equal((periods / perYear).toFixed(2), years.toFixed(2));
    // At that length the probability is the level.
    near(probabilisticSharpe({ sharpe, periods }, { benchmark }), 0.95, 1e-9);
  }
  equal(minimumTrackRecord({ sharpe: 0.1, periods: 52 }, { benchmark: 0.1 }), undefined);
});
