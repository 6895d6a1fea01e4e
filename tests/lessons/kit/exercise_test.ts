import { deepEqual, equal } from "node:assert/strict";
import {
  firstMistake,
  judged,
  numberExercise,
  type NumberRow,
  numbersExercise,
} from "../../../lib/lessons/kit/exercise.ts";
import { notice } from "../../../lib/lessons/kit/notice.ts";

const row: NumberRow = {
  right: 0.6,
  tolerance: 0.005,
  quantity: "share",
  praise: "Yes.",
  mistakes: [],
  hint: "Add up.",
};
/** What is said of an answer to a row with some of its fields changed. */
const said = (answer: number, changed: Partial<NumberRow> = {}) => {
  const { kind, message } = judged(
    numberExercise("00.9", () => ({ ...row, ...changed })),
    answer,
    0,
  );
  return [kind, message];
};

Deno.test("numberExercise() counts an answer as right up to its tolerance, and no further", () => {
  for (const answer of [0.595, 0.6, 0.605]) deepEqual(said(answer), ["right", "Yes."]);
  for (const answer of [0.594, 0.606]) deepEqual(said(answer), ["hint", "Add up."]);
});

Deno.test("numberExercise() names the first of two mistakes that lead to one number, and none that is right", () => {
  const mistakes = [{ value: 0.4, why: "First." }, { value: 0.4, why: "Second." }];
  deepEqual(said(0.4, { mistakes }), ["mistake", "First."]);
  deepEqual(said(40, { mistakes }), [
    "mistake",
    "40 is a percentage where a share is wanted: 40 % is 0.4. Besides: First.",
  ]);
  deepEqual(said(0.6, { mistakes: [{ value: 0.6, why: "No." }] }), ["right", "Yes."]);
});

Deno.test("numberExercise() knows a mistake by its own number, not by its sign or a coarse rounding", () => {
  const mistakes = [{ value: 0.437, why: "Half of it." }];
  deepEqual(said(0.437, { mistakes }), ["mistake", "Half of it."]);
  for (const answer of [0.4, -0.437]) deepEqual(said(answer, { mistakes }), ["hint", "Add up."]);
});

Deno.test("numberExercise() tells a share from a percentage by its size, on either side of zero", () => {
  const percentage = (answer: number) =>
    `${answer} is a percentage where a share is wanted: ${answer} % is ${answer / 100}. Add up.`;
  for (const answer of [50, -50]) deepEqual(said(answer), ["mistake", percentage(answer)]);
  deepEqual(said(2), ["hint", "Add up."]);
  deepEqual(said(2, { largest: 1 }), ["mistake", percentage(2)]);
  deepEqual(said(301), [
    "mistake",
    "301 is no share: 1 stands for the whole, 0.1 for 10 %. Add up.",
  ]);
  // What is no share may be large.
  for (const quantity of [undefined, "number"] as const) {
    deepEqual(said(50, { quantity }), ["hint", "Add up."]);
  }
});

Deno.test("numberExercise() asks its row of what the notebook hands along, and passes a sentence on", () => {
  const asked = numberExercise(
    "00.9",
    (context) =>
      typeof context === "number" ? { ...row, right: context } : notice("note", "Nothing to ask."),
  );
  equal(judged(asked, 0.2, 0.2).kind, "right");
  equal(judged(asked, 0.2, undefined).message, "Nothing to ask.");
});

Deno.test("numbersExercise() reads its fields in their order, and a mistake of as many numbers alone", () => {
  const sides = numbersExercise("00.9", ["long", "short"], () => ({
    ...row,
    right: [0.6, 0.4],
    mistakes: [
      { value: 0.3, why: "One number." },
      { value: [0.3, 0.7], why: "Two numbers." },
    ],
  }));
  deepEqual(sides.wanted, { long: "number", short: "number" });
  equal(judged(sides, { short: 0.4, long: 0.6 }, undefined).kind, "right");
  equal(judged(sides, { short: 0.6, long: 0.4 }, undefined).kind, "hint");
  equal(judged(sides, { short: 0.7, long: 0.3 }, undefined).message, "Two numbers.");
  equal(judged(sides, { short: 0.2, long: 0.3 }, undefined).kind, "hint");
});

Deno.test("firstMistake() says the first that was made", () => {
  const rows = [[false, "A."], [true, "B."], [true, "C."]] as const;
  equal(`${firstMistake(rows, "Hint.")}`, `${notice("mistake", "B.")}`);
  equal(`${firstMistake([[false, "A."]], "Hint.")}`, `${notice("hint", "Hint.")}`);
  equal(firstMistake(rows, "Hint.").kind, "mistake");
});
