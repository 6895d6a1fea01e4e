import { deepEqual, equal, throws } from "node:assert/strict";
import { type Sector, SECTORS } from "lab/market";
import { day } from "lab/units";
import { agedViews } from "lab/week";

const FRIDAY = day("2026-11-27"), BEFORE = day("2026-11-20");
const view = (sector: Sector, score = 4) => ({ sector, score, confidence: 1 });
const ALL = SECTORS.map((sector) => view(sector));
const last = { day: BEFORE, views: SECTORS.map((sector) => view(sector, 2)) };

Deno.test("agedViews() of a full answer are today's, whatever stood before", () => {
  const { views, ...rest } = agedViews({ day: FRIDAY, fresh: ALL, unanswered: [], last });
  deepEqual(views.map(({ score, from }) => [score, from]), ALL.map(() => [4, FRIDAY]));
  deepEqual(rest, { grossFactor: 1, isTrusted: true, sentences: [] });
});

Deno.test("agedViews() takes the last view of one sector that got no answer, and says its age", () => {
  const fresh = ALL.filter(({ sector }) => sector !== "XLE");
  const aged = agedViews({ day: FRIDAY, fresh, unanswered: ["XLE"], last });
  deepEqual(aged.views.map(({ sector }) => sector), [...SECTORS]);
  deepEqual(aged.views[2], { ...view("XLE", 2), from: BEFORE, ageDays: 7 });
  equal(aged.grossFactor, (10 + 0.75) / 11);
  deepEqual(aged.sentences, [
    "No answer about Energy: the verdict of 2026-11-20, 7 days old, stands in for 1 sector.",
    "The gross aimed at is 97.7 % of the mandate's.",
  ]);
});

Deno.test("agedViews() holds the book where the last verdict is as old as its horizon, or there is none", () => {
  const given = { day: FRIDAY, fresh: [], unanswered: SECTORS };
  const at = (text: string) => agedViews({ ...given, last: { ...last, day: day(text) } });
  equal(at("2026-10-31").grossFactor, 1 - 27 / 28);
  const old = at("2026-10-30");
  deepEqual([old.views.length, old.grossFactor, old.isTrusted], [0, 0, false]);
  deepEqual(old.sentences, [
    "No question was answered, and the last verdict, of 2026-10-30, 28 days old, is too old to follow.",
    "The book is held.",
  ]);
  deepEqual(agedViews(given).sentences, [
    "No question was answered, and there is no verdict before.",
    "The book is held.",
  ]);
});

Deno.test("agedViews() leaves out what was answered with no view, and never invents a score", () => {
  const aged = agedViews({
    day: FRIDAY,
    fresh: [view("XLK")],
    unanswered: ["XLE"],
    last: { day: BEFORE, views: [view("XLF")] },
  });
  deepEqual(aged.views.map(({ sector }) => sector), ["XLK"]);
  equal(aged.grossFactor, 1);
  equal(agedViews({ day: FRIDAY, fresh: [], unanswered: [], last }).isTrusted, false);
});

Deno.test("agedViews() refuses verdicts of the same day, two views of a sector, and answers that are none", () => {
  const given = { day: FRIDAY, fresh: [view("XLK")], unanswered: ["XLE" as const] };
  throws(
    () => agedViews({ ...given, last: { ...last, day: FRIDAY } }),
    /must be from before 2026-11-27, got 2026-11-27/,
  );
  throws(() => agedViews({ ...given, fresh: [view("XLK"), view("XLK")] }), /XLK has two views/);
  throws(
    () => agedViews({ ...given, unanswered: ["XLK"] }),
    /XLK has a view of 2026-11-27 and is called unanswered/,
  );
  throws(() => agedViews({ ...given, unanswered: ["SPY" as never] }), /"SPY" is no sector/);
  throws(() => agedViews({ ...given, old: 1 } as never), /what is given has no "old"/);
});
