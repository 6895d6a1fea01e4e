import type { Rows, SignalTable } from "lab/signals";
import { tradingDaysFrom } from "lab/market";
import { day } from "lab/units";

/**
 * Numbers in (0, 1) that any language draws alike: Park and Miller's generator,
 * x ← 16807·x mod 2147483647. In Python `x = x * 16807 % 2147483647; u = x / 2147483647`.
 */
export function lehmer(start: number): () => number {
  let x = start;
  return () => (x = x * 16807 % 2147483647) / 2147483647;
}

/**
 * The table of the known answers: 48 dates of six names, first all scores, then all returns, row by
 * row, from `lehmer(11)`.
 *
 *     S = np.array([[u() for _ in range(6)] for _ in range(48)])
 *     R = np.array([[(u() - 0.5) / 10 for _ in range(6)] for _ in range(48)])
 *     S = np.floor(S * 5) + 1      # with whole scores
 */
export function lehmerTable(options: { readonly whole?: boolean } = {}): SignalTable {
  const draw = lehmer(11);
  const rows = (of: () => number): Rows =>
    Array.from({ length: 48 }, () => Array.from({ length: 6 }, of));
  const scores = rows(draw);
  const returns = rows(() => (draw() - 0.5) / 10);
  return {
    days: tradingDaysFrom(day("2024-01-02"), 48),
    names: [..."ABCDEF"],
    scores: options.whole
      ? scores.map((row) => row.map((one) => Math.floor(one! * 5) + 1))
      : scores,
    returns,
  };
}
