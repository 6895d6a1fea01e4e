import { quiz, QUIZZES } from "../every_lesson.ts";
import { equal, match, throws } from "node:assert/strict";

Deno.test("quiz() is right only for all right letters, in every lesson", () => {
  for (const [lesson, questions] of Object.entries(QUIZZES)) {
    const right = questions.map((question) => question.right).join("");
    equal(quiz(lesson, right).kind, "right");
    equal(quiz(lesson, ` ${right.toUpperCase()} `).kind, "right");
    questions.forEach((question, i) => {
      const other = question.right === "a" ? "b" : "a";
      const letters = right.slice(0, i) + other + right.slice(i + 1);
      const said = quiz(lesson, letters);
      equal(said.kind, "mistake");
      match(said.message, new RegExp(`^Think again about ${i + 1}:`));
    });
  }
});

Deno.test("quiz() says how many questions are open, and how to write letters", () => {
  match(quiz("00", "b??").message, /^Two questions are open/);
  equal(quiz("00", undefined).kind, "note");
  for (const letters of ["b, c, a", "b,c,a", "1b 2c 3a", "(b) (c) (a)", ["b", "c", "a"]]) {
    equal(quiz("00", letters).kind, "right", String(letters));
  }
  for (const wrong of ["ab", 3, ["a", "b"], "a-b", "a b c d"]) {
    match(quiz("00", wrong).message, /Write three letters in quotation marks/);
  }
  throws(() => quiz("77", "abc"), { name: "RangeError", message: /got "77"/ });
});
