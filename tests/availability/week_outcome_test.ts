import { deepEqual, equal, throws } from "node:assert/strict";
import {
  availabilitySummary,
  isAvailable,
  missedBecause,
  type WeekOutcome,
} from "lab/availability";
import { wilsonInterval } from "lab/stats";
import { day } from "lab/units";

const WEEK: WeekOutcome = {
  week: day("2026-11-27"),
  day: day("2026-11-27"),
  seconds: 60,
  verdict: "fresh",
  ageDays: 0,
  grossFactor: 1,
  answered: [11, 0],
  unanswered: 0,
  prices: "of the day",
  wasKilled: false,
  diskWasFull: false,
  book: "rebuilt",
  breaches: [],
  told: [],
};
const week = (more: Partial<WeekOutcome>) => ({ ...WEEK, ...more });

Deno.test("isAvailable() takes five minutes to the second, and no broken limit", () => {
  deepEqual([300, 300.001].map((seconds) => isAvailable(week({ seconds }))), [true, false]);
  equal(isAvailable(week({ breaches: ["Net is 21 %."] })), false);
  equal(isAvailable(week({ book: "held", verdict: "none" })), true);
});

Deno.test("missedBecause() names what held a week up, the rarest first", () => {
  const late = { seconds: 301 };
  deepEqual(
    [
      WEEK,
      week({ breaches: ["x"], book: "held" }),
      week({ ...late, diskWasFull: true, wasKilled: true }),
      week({ ...late, wasKilled: true, prices: "of the day before" }),
      week({ ...late, prices: "of the day before" }),
      week(late),
    ].map(missedBecause),
    [
      undefined,
      "held book outside its limits",
      "full disk",
      "killed and started again",
      "late prices",
      "slow answers",
    ],
  );
});

Deno.test("availabilitySummary() counts by hand", () => {
  const weeks = [
    ...Array.from({ length: 96 }, (_, i) => week({ seconds: i + 1 })),
    week({ seconds: 200, verdict: "old", answered: [0, 0], unanswered: 11, book: "held" }),
    week({ seconds: 250, verdict: "part old", answered: [3, 7], unanswered: 1 }),
    week({ seconds: 900, diskWasFull: true }),
    week({ seconds: 901, diskWasFull: true, wasKilled: true }),
  ];
  const { low, high } = wilsonInterval(98, 100);
  deepEqual(availabilitySummary(weeks), {
    weeks: 100,
    available: 98,
    share: 0.98,
    low,
    high,
    seconds: { median: 50, p95: 95, p99: 900, most: 901 },
    verdicts: { fresh: 98, "part old": 1, old: 1, none: 0 },
    held: 1,
    byFallback: 1,
    killed: 1,
    missed: [{ because: "full disk", weeks: 2 }],
  });
  const more = [
    ...weeks,
    week({ breaches: ["x"], book: "held" }),
    ...Array(3).fill(week({ seconds: 400 })),
  ];
  deepEqual(availabilitySummary(more).missed, [
    { because: "slow answers", weeks: 3 },
    { because: "full disk", weeks: 2 },
    { because: "held book outside its limits", weeks: 1 },
  ]);
  throws(() => availabilitySummary([]), /need at least one, got none/);
});
