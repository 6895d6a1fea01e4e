import { marketValue } from "lab/sources";
import { day, type Instant } from "lab/units";
import { equal } from "node:assert/strict";

const SHARES = { count: 1000, tag: "shares", filed: day("2024-05-29") };
/** Ten for one on 2024-06-10: what cost 1,200 stands as 120. */
const CLOSES = [["2024-05-28", 114], ["2024-05-29", 115], ["2024-06-07", 120], ["2024-06-10", 121]]
  .map(([on, close]) => ({ day: day(on as string), close: close as number }));
const SPLITS = [{ day: day("2024-06-10"), ratio: 10 }, { day: day("2021-07-20"), ratio: 4 }];
const value = (at: string, shares = SHARES, splits = SPLITS) =>
  marketValue(shares, { closes: CLOSES, splits, at: at as Instant });

Deno.test("marketValue() is shares of the day times the price of the day, before and after a split", () => {
  // 1,000 × $1,150 before; 10,000 × $121 after.
  equal(value("2024-05-29T16:38"), 1_150_000);
  equal(value("2024-06-10T16:00"), 1_210_000);
  // Shares that were counted after the split have it in them.
  equal(
    value("2024-06-10T16:00", { ...SHARES, count: 10_000, filed: day("2024-06-10") }),
    1_210_000,
  );
});

Deno.test("marketValue() does not know a close before 16:00 of its day", () => {
  equal(value("2024-05-29T15:59"), 1_140_000);
  equal(value("2024-05-29T16:00"), 1_150_000);
});

Deno.test("marketValue() has none without a close of the last seven days", () => {
  equal(value("2024-05-28T15:59"), undefined);
  equal(value("2024-06-05T12:00"), 1_150_000);
  equal(value("2024-06-06T12:00"), undefined);
});
