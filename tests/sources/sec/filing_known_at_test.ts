import { DataError } from "lab/errors";
import { filingKnownAt, headerAcceptance, minuteAfter } from "lab/sources";
import { deepEqual, equal, throws } from "node:assert/strict";

Deno.test("filingKnownAt() reads the digits as New York's, seconds to the next minute", () => {
  equal(filingKnownAt("2024-05-29T16:37:35.000Z", "2024-05-29"), "2024-05-29T16:38");
  equal(filingKnownAt("2024-05-29T15:59:00.000Z", "2024-05-29"), "2024-05-29T15:59");
  // What came in the minute of the close was not there at the close.
  equal(filingKnownAt("2024-05-29T16:00:01.000Z", "2024-05-29"), "2024-05-29T16:01");
  equal(filingKnownAt("2024-12-31T23:59:59.000Z", "2024-12-31"), "2025-01-01T00:00");
  equal(filingKnownAt("20240502163112", "2024-05-02"), "2024-05-02T16:32");
  equal(filingKnownAt("2024-05-29T16:37:35Z", "2024-05-29"), "2024-05-29T16:38");
});

Deno.test("filingKnownAt() waits for the filing date's six o'clock after half past five", () => {
  equal(filingKnownAt("2024-05-31T17:31:00.000Z", "2024-06-03"), "2024-06-03T06:00");
  equal(filingKnownAt("2024-05-31T17:29:00.000Z", "2024-05-31"), "2024-05-31T17:29");
  equal(filingKnownAt("2024-06-03T06:01:00.000Z", "2024-06-03"), "2024-06-03T06:01");
  // Greenwich's digits of a filing after half past five lie on the next day, before six.
  equal(filingKnownAt("2024-06-01T01:15:00.000Z", "2024-06-03"), "2024-06-03T06:00");
});

Deno.test("filingKnownAt() takes midnight for a day without a time: the filing was there by half past five", () => {
  equal(filingKnownAt("2011-05-04T00:00:00.000Z", "2011-05-04"), "2011-05-04T17:30");
  equal(filingKnownAt("20110504000000", "2011-05-05"), "2011-05-05T17:30");
  equal(filingKnownAt("2011-05-05T00:00:01.000Z", "2011-05-05"), "2011-05-05T06:00");
});

Deno.test("filingKnownAt() is never earlier than the moment, be its digits New York's or Greenwich's", () => {
  for (const month of ["2024-01", "2024-07"]) {
    const ahead = month === "2024-01" ? 5 : 4;
    for (let minute = 6 * 60; minute < 17 * 60 + 30; minute++) {
      const clock = (m: number) =>
        `${String(Math.floor(m / 60)).padStart(2, "0")}:${String(m % 60).padStart(2, "0")}`;
      const on = `${month}-16`, truth = `${on}T${clock(minute)}`;
      for (const digits of [clock(minute), clock(minute + 60 * ahead)]) {
        const known = filingKnownAt(`${on}T${digits}:00.000Z`, on);
        equal(known >= truth, true, `${digits}: ${known} for ${truth}`);
      }
    }
  }
});

Deno.test("filingKnownAt() refuses what is no acceptance, or no date", () => {
  for (
    const accepted of ["", "2024-05-29", "2024-05-29T25:00:00.000Z", "2024-02-30T16:00:00.000Z"]
  ) {
    throws(() => filingKnownAt(accepted, "2024-05-29"), DataError);
  }
  throws(() => filingKnownAt("2024-05-29T16:37:35.000Z", "May 29"), /filing date must read as/);
});

Deno.test("headerAcceptance() finds the digits of a header, and nothing elsewhere", () => {
  equal(
    headerAcceptance("<SEC-HEADER>x\n<ACCEPTANCE-DATETIME>20240502163112\nACCESSION"),
    "20240502163112",
  );
  equal(headerAcceptance("FILED AS OF DATE: 20240502"), undefined);
});

Deno.test("minuteAfter() is the first whole minute of New York that had the answer", () => {
  equal(minuteAfter("2026-07-01T14:00:00.000Z"), "2026-07-01T10:00");
  equal(minuteAfter("2026-07-01T14:00:00.001Z"), "2026-07-01T10:01");
  equal(minuteAfter("2026-12-01T14:00:30+00:00"), "2026-12-01T09:01");
  // The clock goes back on 1 November: both of its hours from one count once they are over.
  const back = ["04:59", "05:30", "06:30", "07:00"].map((time) => `2026-11-01T${time}:00Z`);
  deepEqual(back.map((moment) => minuteAfter(moment).slice(11)), [
    ...["00:59", "02:00", "02:00", "02:00"],
  ]);
  for (const moment of ["2026-07-01T14:00:00", "yesterday"]) {
    throws(() => minuteAfter(moment), DataError);
  }
});
