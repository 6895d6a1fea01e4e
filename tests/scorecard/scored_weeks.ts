import type { BookReturns } from "lab/scorecard";
import { tradingDaysFrom } from "lab/market";
import { randomStream } from "lab/stats";
import { day } from "lab/units";

/** Ten calls a day, of which a share comes true. */
export const calls = (dates: number, stated: number, rightOfTen: number) =>
  tradingDaysFrom(day("2020-01-02"), dates).flatMap((on, d) =>
    Array.from({ length: 10 }, (_, i) => ({
      day: on,
      stated,
      right: (i + 3 * d) % 10 < rightOfTen,
    }))
  );

export const sweeps = (minutes: readonly number[], answered = 11) => ({
  sweeps: minutes.map((one) => ({ seconds: 60 * one, asked: 11, answered })),
  offline: false,
  source: "",
});

/** Weeks of a book with a beta, and noise of its own. */
export function book(weeks: number, beta: number, noise: number, drift = 0): BookReturns {
  const stream = randomStream(5);
  const market = Array.from({ length: weeks }, () => 0.001 + 0.02 * stream.normal());
  return {
    market,
    net: market.map((value) => drift + beta * value + noise * stream.normal()),
    cash: market.map(() => 0),
    periodsPerYear: 52,
    periods: "weeks",
    source: "",
  };
}
