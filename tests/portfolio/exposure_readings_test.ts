import { exposureReadings, fitBook, mandateLimits } from "lab/portfolio";
import { SECTORS } from "lab/market";
import { randomStream } from "lab/stats";
import { equal, ok, throws } from "node:assert/strict";

Deno.test("exposures of a solved book stand to the limits as the book itself says", () => {
  const random = randomStream(9), limits = mandateLimits("lab");
  for (let run = 0; run < 100; run++) {
    const problem = {
      sectors: SECTORS,
      tilts: SECTORS.map(() => Math.round(4 * random.uniform() - 2)),
      betas: SECTORS.map(() => 0.4 + random.uniform()),
      limits,
    };
    const book = fitBook(problem);
    const own = new Map(book.readings.map((one) => [one.name, one]));
    for (const { name, value, slack, multiplier } of exposureReadings(problem, book)) {
      const theirs = own.get(name);
      if (theirs === undefined || name === "reach") continue;
      equal(value, theirs.value, name);
      ok(Math.abs(slack - theirs.slack) < 1e-9 || name === "gross", name);
      equal(multiplier, 0);
    }
  }
});

Deno.test("a held sector without a beta leaves beta unread, and the others read", () => {
  const problem = {
    sectors: ["XLK", "XLP"] as const,
    betas: [NaN, 0.6],
    limits: mandateLimits("lab"),
  };
  const names = (weights: readonly number[]) =>
    exposureReadings(problem, { weights, hedge: 0 }).map(({ name }) => name);
  ok(!names([0.2, 0.1]).includes("beta"));
  ok(names([0.2, 0.1]).includes("net"));
  throws(() => names([0.2]), /weights/);
});
