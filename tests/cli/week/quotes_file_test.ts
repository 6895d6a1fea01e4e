import { deepEqual, equal } from "node:assert/strict";
import { zonedTime } from "../../../lib/cli/week/quotes_file.ts";

Deno.test("zonedTime() takes a time with its zone, of a day that there is", () => {
  equal(zonedTime("2026-11-30T14:31:00Z"), Date.UTC(2026, 10, 30, 14, 31));
  equal(zonedTime("2026-11-30 09:31-05:00"), Date.UTC(2026, 10, 30, 14, 31));
  const none = ["2026-11-30T14:31:00", "2026-06-31T14:31Z", "2026-11-30", "", "2026-11-30T25:00Z"];
  deepEqual(none.map(zonedTime), none.map(() => NaN));
});
