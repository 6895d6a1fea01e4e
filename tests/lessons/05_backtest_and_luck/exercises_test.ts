import { SHORT_BACKTEST } from "../../../lib/lessons/05_backtest_and_luck/look_ahead_code.ts";
import { plainTitle } from "../../../lib/lessons/05_backtest_and_luck/plain_rows.ts";
import { check, guessOf, predict, quiz } from "../every_lesson.ts";
import { equal, match, ok, throws } from "node:assert/strict";

const kinds = (id: string, answer: unknown, context?: unknown) => check(id, answer, context).kind;
const says = (id: string, answer: unknown, context?: unknown) => check(id, answer, context).message;

Deno.test("check 05.1 takes 160 and recognises each way to miss it", () => {
  equal(kinds("05.1", 160), "right");
  // (2 / 0.05)² = 1600, over 10 free ranks, over 11, over both.
  match(says("05.1", 145), /145 takes 1\/√11/);
  match(says("05.1", 15), /each sector as a trial/);
  match(says("05.1", 14.5), /each sector as a trial/);
  match(says("05.1", 1600), /a deviation of 1/);
  match(says("05.1", 40), /t = 1/);
  match(says("05.1", 314), /80 %/);
  match(says("05.1", 12.65), /the root/);
  equal(kinds("05.1", 100), "hint");
  match(says("05.1", "160"), /without quotation marks/);
});

Deno.test("check 05.2 takes 2.7 years and recognises each way to miss it", () => {
  // 1.645² = 2.706; with weeks 1 + (1 + 1/104)·2.7055·52 = 143.04 weeks, 2.75 years.
  for (const right of [2.7, 2.706, 2.75, 2.8]) equal(kinds("05.2", right), "right", String(right));
  match(says("05.2", 3.84), /1.96/);
  match(says("05.2", 3.8), /1.96/);
  match(says("05.2", 143), /number of weeks/);
  // 1 + 1.5 · 2.7055 = 5.06 periods, 0.097 of a year of weeks.
  match(says("05.2", 5.06), /ratio of one period/);
  match(says("05.2", 0.1), /ratio of one week/);
  match(says("05.2", 1.645), /the 1.645 itself/);
  match(says("05.2", 10.8), /ratio of 0.5/);
  equal(kinds("05.2", 7), "hint");
});

Deno.test("check 05.3 takes the one line that looks ahead, and says why the others do not", () => {
  const ahead = SHORT_BACKTEST.map(({ role }) => role).indexOf("look-ahead") + 1;
  equal(ahead, 2);
  equal(kinds("05.3", ahead), "right");
  SHORT_BACKTEST.forEach((_, i) =>
    equal(kinds("05.3", i + 1) === "right", i + 1 === ahead, `line ${i + 1}`)
  );
  match(says("05.3", 9), /costs may be too low/);
  match(says("05.3", 1), /A seed makes chance repeatable/);
  match(says("05.3", 6), /A seed makes chance repeatable/);
  match(says("05.3", 10), /to earn it/);
  match(says("05.3", 4), /loop ends a week early/);
  equal(kinds("05.3", 5), "hint");
  match(says("05.3", 13), /There is no line 13; .* 1 to 12/);
  match(says("05.3", 2.5), /There is no line 2.5/);
});

Deno.test("check 05.4 takes the share of dice below ours and recognises each way to miss it", () => {
  const lastYear = {
    sharpes: [-1, -0.5, -0.2, 0.1, 0.4, 0.9, 1.2, 1.4],
    wealth: [0.8, 0.9, 0.95, 1.3, 1.4, 1.2, 1.25, 1.5],
    ours: { sharpe: 0.5, wealth: 1.22 },
  };
  const whole = { ...lastYear, ours: { sharpe: 1.3, wealth: 1.22 } };
  const crowd = { lastYear, whole };
  equal(kinds("05.4", 5 / 8, crowd), "right");
  match(says("05.4", 62.5, crowd), /62.5 % is 0.625/);
  // Four of eight end with less; the other five of nine counts ourselves; seven over the whole record.
  match(says("05.4", 4 / 8, crowd), /ranks by final wealth/);
  match(says("05.4", 7 / 8, crowd), /over the whole record/);
  match(says("05.4", 5 / 9, crowd), /They are 8, not 9/);
  match(says("05.4", 6 / 9, crowd), /They are 8, not 9/);
  match(says("05.4", 5.5 / 9, crowd), /They are 8, not 9/);
  match(says("05.4", 3 / 8, crowd), /did better than ours/);
  match(says("05.4", 5, crowd), /divide it by 8/);
  equal(kinds("05.4", 0.9, crowd), "hint");
  match(says("05.4", 0.5), /third argument must be the crowd/);
  match(says("05.4", 0.5, { whole }), /third argument must be the crowd/);
});

Deno.test("predict 05.4 stores weeks and 05.7 a share", () => {
  match(predict("05.4", 30).message, /Your guess: 30/);
  equal(guessOf("05.4"), 30);
  match(predict("05.4", 2.5).message, /a count is a whole number/);
  equal(guessOf("05.4"), undefined);
  predict("05.7", 40);
  equal(guessOf("05.7"), 0.4);
  predict("05.7", undefined);
});

Deno.test("quiz 05 takes its letters", () => {
  equal(quiz("05", "cab").kind, "right");
  match(quiz("05", "aab").message, /about 1: What would the best/);
});

Deno.test("the short backtest has one line that looks ahead, and fits a page", () => {
  equal(SHORT_BACKTEST.filter(({ role }) => role === "look-ahead").length, 1);
  ok(SHORT_BACKTEST.every(({ code }) => code.length <= 80));
  throws(() => check("05.6", 1), /need one of .*05\.5/);
});

Deno.test("plainTitle() says on which side of the plain strategies ours lies", () => {
  const title = (...notes: string[]) =>
    plainTitle(["", ...notes].map((note) => ({ label: "a", value: 0.5, note })));
  const alike = "not told apart";
  match(title(alike, alike), /cannot be told from any of 2 plain strategies$/);
  match(title(alike, "better"), /from 1 of 2 .*, and is worse than 1 of them$/);
  match(title("worse", "worse", alike), /from 1 of 3 .*, and is better than 2 of them$/);
  match(title("worse", "better"), /from 0 of 2 .*, and is better than 1 and worse than 1 of them$/);
});
