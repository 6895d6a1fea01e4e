import type { RandomStream } from "lab/stats";
import type { Shares } from "lab/stats";

/** Three shares, uniform on the simplex: exponentials over their sum. */
export function drawnShares(random: RandomStream): Shares {
  const [a, b, c] = [0, 1, 2].map(() => -Math.log(1 - random.uniform()));
  return [a / (a + b + c), b / (a + b + c), c / (a + b + c)];
}
