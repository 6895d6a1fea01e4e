import { isTradingDay } from "lab/market";
import { randomStream } from "lab/stats";
import { type Day, day } from "lab/units";
import { deepEqual, equal, ok } from "node:assert/strict";
import { knownAfter, knownAt } from "../../../lib/market/evidence/known_at.ts";
import { SOAK } from "../../soak.ts";

const at = (text: string, zone?: "UTC") => knownAt(text, zone)?.at;

Deno.test("a time without a zone is New York's, and seconds are rounded up", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["2024-03-04 16:05", "2024-03-04T16:05"],
    ["2024-03-04T16:05:00.000", "2024-03-04T16:05"],
    ["2024-03-04T16:05:00.001", "2024-03-04T16:06"],
    ["2024-03-04 16:05:01", "2024-03-04T16:06"],
    ["2024-03-04 23:59:59", "2024-03-05T00:00"],
    ["20240304T160500", "2024-03-04T16:05"],
    ["2024-03-04 16:05 ET", "2024-03-04T16:05"],
    ["2024-03-04 16:05 America/New_York", "2024-03-04T16:05"],
  ];
  for (const [text, minute] of cases) equal(at(text), minute, text);
});

Deno.test("a time with a zone is converted, in summer and in winter", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["2024-01-15T21:05:00Z", "2024-01-15T16:05"],
    ["2024-07-15T21:05:00Z", "2024-07-15T17:05"],
    ["2024-07-15T23:05+02:00", "2024-07-15T17:05"],
    ["2024-07-15 23:05 +0200", "2024-07-15T17:05"],
    ["2024-07-15T17:05-04", "2024-07-15T17:05"],
    ["2024-07-15 16:05 EST", "2024-07-15T17:05"],
    ["2024-07-15 02:35:00+05:30", "2024-07-14T17:05"],
    ["1721077500", "2024-07-15T17:05"],
    ["1721077500001", "2024-07-15T17:06"],
    ["20230918T031500Z", "2023-09-17T23:15"],
  ];
  for (const [text, minute] of cases) equal(at(text), minute, text);
  equal(at("2024-07-15 21:05", "UTC"), "2024-07-15T17:05");
});

Deno.test("a day, and a midnight, count from the open of the next session", () => {
  for (
    const text of [
      "2024-03-28",
      "2024/3/28",
      "20240328",
      "2024-03-28 00:00:00",
      "2024-03-28T00:00:00Z",
      "2024-03-28T04:00:00Z",
    ]
  ) equal(at(text), "2024-04-01T09:30", text);
  equal(knownAt("2024-03-28T00:00:00Z")!.wasMidnight, true);
  equal(knownAt("2024-03-28")!.wasMidnight, undefined);
  equal(at("2024-03-28"), "2024-04-01T09:30");
});

Deno.test("an hour that is there twice counts from its end, one that is not there from the next", () => {
  equal(at("2024-11-03T05:30:00Z"), "2024-11-03T02:00");
  equal(at("2024-11-03T06:30:00Z"), "2024-11-03T02:00");
  equal(at("2024-11-03 01:30"), "2024-11-03T02:00");
  equal(at("2024-11-03T07:30:00Z"), "2024-11-03T02:30");
  equal(at("2024-03-10 02:30"), "2024-03-10T03:30");
  equal(at("2024-03-10T07:30:00Z"), "2024-03-10T03:30");
});

Deno.test("what names no moment is none", () => {
  for (
    const text of [
      "",
      "soon",
      "3/4/2024",
      "2024-02-30",
      "2024-03-04 25:00",
      "2024-03-04 16:05 PM",
      "2024-03-04 16:05 CET",
      "2024-03-04T16:05+15:00",
      "2024-03-04T16:60",
      "45000.5",
    ]
  ) equal(knownAt(text), undefined, text);
});

Deno.test("a lag counts from the period's end to a day, and from the next open then", () => {
  deepEqual([0, 45, 46].map((days) => knownAfter(day("2024-03-31"), days)), [
    "2024-04-01T09:30",
    "2024-05-16T09:30",
    "2024-05-17T09:30",
  ]);
});

/** New York's clock by another way than the lab's: with seconds, from the runtime's zone database. */
const clock = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "America/New_York",
  dateStyle: "short",
  timeStyle: "medium",
});
const newYork = (ms: number) => clock.format(ms).replace(" ", "T");

const ZONES = ["Z", "+00:00", "+02:00", "-0500", "+0530", "-08", " UTC", " GMT", " EST", " EDT"];
const hoursOf: Readonly<Record<string, number>> = {
  "+02:00": 2,
  "-0500": -5,
  "+0530": 5.5,
  "-08": -8,
  " EST": -5,
  " EDT": -4,
};

Deno.test("no way of writing a moment makes it known a minute early, and none more than a minute late", () => {
  const draw = randomStream(15), from = Date.UTC(1995, 0, 1), days = 365 * 36;
  const transitions = [Date.UTC(2024, 10, 3, 6), Date.UTC(2024, 2, 10, 7), Date.UTC(2003, 3, 6, 7)];
  let edges = 0;
  for (let i = 0; i < (SOAK ? 100_000 : 6000); i++) {
    // A third of them around a night on which the clock is changed.
    const near = i % 3 === 0;
    const ms = near
      ? transitions[draw.integer(3)] + (draw.integer(4 * 3600) - 2 * 3600) * 1000
      : from + Math.floor(draw.uniform() * days * 86_400) * 1000;
    const zone = ZONES[draw.integer(ZONES.length)];
    const shown = new Date(ms + (hoursOf[zone] ?? 0) * 3_600_000).toISOString().slice(0, 19);
    const isLocal = draw.uniform() < 0.2, text = isLocal ? newYork(ms) : shown + zone;
    const got = knownAt(text)!, truth = newYork(ms);
    ok(`${got.at}:00` >= truth, `${text} is ${truth}, known at ${got.at}`);
    if (got.wasMidnight) continue;
    const nextMinute = newYork(ms + 60_000).slice(0, 16);
    const hourAway = (hours: number) => newYork(ms + 60_000 + hours * 3_600_000).slice(0, 13);
    const repeated = [-1, 1].some((hours) => hourAway(hours) === nextMinute.slice(0, 13));
    if (repeated) {
      edges++;
      ok(got.at <= `${truth.slice(0, 10)}T03:00`, `${text} is ${truth}, known at ${got.at}`);
    } else ok(got.at <= nextMinute, `${text} is ${truth}, known at ${got.at}`);
  }
  ok(edges > 50, `${edges} moments in an hour that is there twice`);
});

Deno.test("a day never counts on itself, and always on the first session after it", () => {
  for (let n = 0; n < 4000; n++) {
    const on = new Date(Date.UTC(2015, 0, 1 + n)).toISOString().slice(0, 10) as Day;
    const known = at(on)!.slice(0, 10) as Day;
    ok(known > on && isTradingDay(known), `${on} ${known}`);
    for (let m = n + 1;; m++) {
      const between = new Date(Date.UTC(2015, 0, 1 + m)).toISOString().slice(0, 10) as Day;
      if (between === known) break;
      ok(!isTradingDay(between), `${on} ${between}`);
    }
  }
});
