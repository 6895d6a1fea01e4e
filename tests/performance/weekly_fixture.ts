/**
 * 180 weeks of a made-up book, its market, a size factor and a risk-free rate, seeded (NumPy's
 * default_rng(2026)) and kept to six decimals, so that peers read the very same numbers.
 */
const text = Deno.readTextFileSync(new URL("../fixtures/returns_weekly.csv", import.meta.url));
const rows = text.trim().split("\n").slice(1).map((line) => line.split(","));
const column = (at: number): readonly number[] => rows.map((row) => Number(row[at]));

export const weekly = {
  days: rows.map(([day]) => day),
  book: column(1),
  market: column(2),
  size: column(3),
  riskFree: column(4),
};

/** Weeks in a year. */
export const WEEKS = 52;
