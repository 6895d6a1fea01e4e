import { askedForward } from "lab/record";
import { deepEqual, equal } from "node:assert/strict";

Deno.test("askedForward() ends with New York's open, in summer and in winter time", () => {
  // 9:30 is 13:30 in universal time until 2026-11-01, 14:30 from then on.
  const summer = ["2026-10-30T13:29:59.999Z", "2026-10-30T13:30:00.000Z"];
  deepEqual(summer.map((at) => askedForward("2026-10-29", at)), [true, false]);
  const winter = [
    "2026-11-02T13:30:00.000Z",
    "2026-11-02T14:29:59.999Z",
    "2026-11-02T14:30:00.000Z",
  ];
  deepEqual(winter.map((at) => askedForward("2026-10-30", at)), [true, true, false]);
});

Deno.test("askedForward() waits over week-ends and holidays for the next session", () => {
  // Thanksgiving is Thursday, 2026-11-26; Good Friday was 2026-04-03.
  equal(askedForward("2026-11-25", "2026-11-27T14:29:00.000Z"), true);
  equal(askedForward("2026-11-25", "2026-11-27T14:30:00.000Z"), false);
  equal(askedForward("2026-04-02", "2026-04-06T13:29:00.000Z"), true);
  equal(askedForward("2026-04-02", "2026-04-06T13:31:00.000Z"), false);
});

Deno.test("askedForward() is false years later, and true at the close of the day itself", () => {
  equal(askedForward("2020-03-20", "2026-11-30T00:00:00.000Z"), false);
  equal(askedForward("2020-03-20", "2020-03-20T20:00:00.000Z"), true);
});
