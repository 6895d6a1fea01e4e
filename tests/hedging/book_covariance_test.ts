import { bookCovariance, COVARIANCE_ESTIMATORS } from "lab/hedging";
import { readIndustries, simulatedMarket, snapshot } from "lab/market";
import { choleskyFactor, ledoitWolf, oas } from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";

const market = simulatedMarket({ seed: 7, years: 2 });
const view = snapshot(market, market.prices.days.at(-1)!);

Deno.test("bookCovariance() takes its estimator by name, and says which it used", () => {
  const series = [...view.sectors, view.index].map((ticker) => view.returns(ticker, 252));
  for (const [estimator, shrink] of [["Ledoit-Wolf", ledoitWolf], ["OAS", oas]] as const) {
    const found = bookCovariance(view, { estimator })!;
    const own = shrink(series)!;
    equal(found.estimator, estimator);
    equal(found.shrinkage, own.shrinkage);
    ok(own.shrinkage > 0 && own.shrinkage < 0.2, "a year of days needs little shrinkage");
    deepEqual(found.matrix, own.matrix.map((row) => row.map((value) => 252 * value)));
  }
  for (const estimator of COVARIANCE_ESTIMATORS) {
    const found = bookCovariance(view, { estimator })!;
    deepEqual([found.estimator, found.periods, found.names.length], [estimator, 252, 12]);
    ok(choleskyFactor(found.matrix), `${estimator} has no inverse`);
  }
});

Deno.test("bookCovariance() is EWMA where a half-life is given, of 60 days where only the name is", () => {
  equal(bookCovariance(view)!.estimator, "sample");
  const named = bookCovariance(view, { estimator: "EWMA" });
  deepEqual(named, bookCovariance(view, { halfLifeDays: 60 }));
  equal(named!.estimator, "EWMA");
});

Deno.test("bookCovariance() has no half-life on months, and says sample", async () => {
  const months = await readIndustries();
  const found = bookCovariance(snapshot(months, months.prices.days.at(-1)!), {
    estimator: "EWMA",
  })!;
  deepEqual([found.estimator, found.unit], ["sample", "months"]);
});

Deno.test("bookCovariance() refuses an unknown estimator and a half-life that would do nothing", () => {
  throws(
    () => bookCovariance(view, { estimator: "shrunk" as "OAS" }),
    /estimator must be one of sample, EWMA, Ledoit-Wolf, OAS, got "shrunk"/,
  );
  throws(
    () => bookCovariance(view, { halfLifeDay: 30 } as never),
    /there is no option "halfLifeDay"; the options are estimator, halfLifeDays, windowDays/,
  );
  throws(
    () => bookCovariance(view, { estimator: "OAS", halfLifeDays: 30 }),
    /only EWMA has a half-life, got halfLifeDays 30 with OAS/,
  );
});
