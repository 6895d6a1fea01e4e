import { growthLines, growthLinesTitle } from "lab/charts";
import { randomStream } from "lab/stats";
import { equal, match, throws } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const days = Array.from(
  { length: 40 },
  (_, week) => new Date(Date.UTC(2022, 0, 7 + 7 * week)).toISOString().slice(0, 10),
);

const stream = randomStream(7);

const returns = (drift: number) => days.map(() => drift + 0.02 * stream.normal());

const line = (of: readonly number[], label?: string) => {
  let value = 1;
  return { label, points: days.map((day, t) => ({ day, value: value *= 1 + of[t] })) };
};

const book = returns(0.004);

const dice = Array.from({ length: 8 }, () => line(returns(0)));

const fan = days.map((day, t) => ({ day, low: 0.98 - 0.004 * t, high: 1.02 + 0.006 * t }));

figureTests({
  growth_lines: () =>
    growthLines(line(book, "Committee"), {
      others: [
        ...dice,
        line(book.map((one) => one / 2), "Market"),
        line([...book].reverse(), "Dull"),
      ],
      source,
    }),
  growth_lines_fan: () =>
    growthLines(line(book, "Committee"), {
      fan,
      fanLabel: "90 % of 1,000 dice",
      log: true,
      source,
    }),
});

Deno.test("growthLines() refuses a day that is none, and ruin on a log axis", () => {
  throws(
    () => growthLines({ points: [{ day: "7 Jan", value: 1 }] }, { source }),
    /need days as YYYY-MM-DD, got "7 Jan"/,
  );
  throws(
    () => growthLines({ points: [{ day: "2022-01-07", value: 0 }] }, { log: true, source }),
    /values must be above 0, got 0/,
  );
});

Deno.test("growthLinesTitle() leaves out lines without a label or a point", () => {
  equal(growthLinesTitle({ label: "Book", points: [] }), "Book has no history yet");
  match(
    growthLinesTitle(line(book, "Book"), [...dice, { label: "Late", points: [] }]),
    /^Book turns 1 into \d\.\d\d$/,
  );
});
