import { tradingMeasures } from "lab/performance";
import { WEEKS } from "./weekly_fixture.ts";
import { near } from "./near.ts";

const options = { periodsPerYear: WEEKS };

Deno.test("tradingMeasures() by hand: three periods, one without a trade", () => {
  const found = tradingMeasures(
    { turnover: [1, 0, 0.5], costs: [0.001, 0, 0.0005], gross: [0.01, -0.004, 0.003] },
    options,
  );
  near(found.turnover.value, 52 * 0.5); // (1 + 0 + 0.5)/3 a week
  near(found.cost.value, 52 * 5); // 15 bp in three weeks
  near(found.costPerTrade.value, 10); // 15 bp on 1.5 times the account
  near(found.breakEven.value, 60); // 90 bp on 1.5 times the account
});
