import { expectedMaximumSharpe } from "lab/evidence";
import { ok } from "node:assert/strict";

const near = (a: number, b: number, within: number) =>
  ok(Math.abs(a - b) <= within, `${a} is not within ${within} of ${b}`);

Deno.test("expectedMaximumSharpe() is near the true mean of the largest normal draw", () => {
  // scipy: quad(lambda x: x*N*norm.pdf(x)*norm.cdf(x)**(N-1), -8, 9)
  const exact: [number, number, number][] = [
    [2, 0.5641895835477564, 0.045],
    [10, 1.5387527308351727, 0.036],
    [100, 2.507593636441686, 0.0231],
    [1000, 3.2414357691334215, 0.014],
  ];
  for (const [trials, largest, error] of exact) {
    near(expectedMaximumSharpe(trials), largest, error);
  }
  let last = 0;
  for (const trials of [1, 1.2, 1.9, 2, 3, 10, 66, 231, 1e4, 1e8]) {
    const now = expectedMaximumSharpe(trials, 2);
    ok(now >= last);
    last = now;
  }
});
