import { quarterEnd, quarterOf } from "lab/sources";
import { deepEqual, equal } from "node:assert/strict";

Deno.test("quarterOf() counts a fiscal quarter for the calendar's that ends nearest", () => {
  const of = (end: string) => quarterEnd(quarterOf(end));
  deepEqual(
    ["2024-03-31", "2024-04-28", "2024-02-29", "2024-01-28", "2023-12-30", "2024-01-02"].map(of),
    ["2024-03-31", "2024-03-31", "2024-03-31", "2023-12-31", "2023-12-31", "2023-12-31"],
  );
  // 46 days from either: the earlier.
  equal(of("2024-08-15"), "2024-06-30");
  equal(of("2024-08-16"), "2024-09-30");
});

Deno.test("quarterOf() undoes quarterEnd(), and follows the days", () => {
  for (let quarter = 4 * 2000; quarter < 4 * 2030; quarter++) {
    equal(quarterOf(quarterEnd(quarter)), quarter);
  }
  let last = 0;
  for (let ms = Date.UTC(2019, 0, 1); ms < Date.UTC(2025, 0, 1); ms += 86_400_000) {
    const quarter = quarterOf(new Date(ms).toISOString().slice(0, 10));
    equal(quarter - last === 0 || quarter - last === 1 || last === 0, true);
    last = quarter;
  }
});
