import { check, EXERCISES } from "../every_lesson.ts";
import { equal, match, ok, throws } from "node:assert/strict";

// Longs 0.30 + 0.20, shorts 0.25, hedge −0.15: 50 % long, 40 % short, net 10 %.
const book = { weights: [0.3, 0.2, 0, -0.25], hedge: -0.15 };
Deno.test("check() of 00.1 tells right from three mistakes", () => {
  equal(check("00.1", 1.6).kind, "right");
  equal(check("00.1", (5 - 3) * 0.8).kind, "right");
  match(check("00.1", 2).message, /full confidence/);
  match(check("00.1", 4).message, /multiplies the score itself/);
  match(check("00.1", -1.6).message, /above is positive/);
  equal(check("00.1", 0.7).kind, "hint");
});

Deno.test("check() of 00.2 is worked out from the book it is given", () => {
  equal(check("00.2", { long: 0.5, short: 0.4 }, book).kind, "right");
  equal(
    check("00.2", { long: 0.504, short: 0.396 }, book).kind,
    "right",
    "half a point is allowed",
  );
  equal(check("00.2", { long: 0.51, short: 0.4 }, book).kind, "hint");
  match(check("00.2", { long: 0.5, short: -0.4 }, book).message, /without sign/);
  match(check("00.2", { long: 0.5, short: 0.25 }, book).message, /the hedge is a position/i);
  match(check("00.2", { long: 50, short: 40 }, book).message, /^50 is a percentage.*50 % is 0\.5/);
  match(check("00.2", { long: 0.5, short: 33 }, book).message, /^33 is a percentage.*is 0\.33/);
  match(check("00.2", { long: 0.4, short: 0.5 }, book).message, /exchanged/);
  match(check("00.2", { long: 0.1, short: 0.4 }, book).message, /10\.0 % is the net/);
  // The same answer is wrong for another book.
  equal(check("00.2", { long: 0.5, short: 0.4 }, { ...book, hedge: -0.05 }).kind, "hint");
});

Deno.test("check() of 00.2 says how to hand over the book", () => {
  match(check("00.2", { long: 0.5, short: 0.4 }).message, /third argument must be the book/);
});

Deno.test("check() of 00.3 asks the solver, and recognises both expectations", () => {
  equal(check("00.3", { status: "cash", gross: 0 }).kind, "right");
  equal(check("00.3", { status: " Cash ", gross: 0 }).kind, "right");
  match(check("00.3", { status: "error", gross: 0 }).message, /Nothing breaks/);
  match(check("00.3", { status: "full", gross: 1 }).message, /Equal weights would be eleven views/);
  match(check("00.3", { status: "cash", gross: 0.5 }).message, /status is right/);
  equal(check("00.3", { status: "reduced", gross: 0.5 }).kind, "hint");
});

Deno.test("check() gives a sentence to every wrong kind of answer, in every exercise", () => {
  // No exercise wants one of these.
  const wrongForAll: readonly [unknown, RegExp][] = [
    [Promise.resolve(1.6), /promise.*write await before it/],
    [null, /null/],
    [() => 1.6, /a function; to get its value, call it with \(\)/],
    [true, /true/],
  ];
  // 00.4 asks the solver, so it wants another third argument.
  for (const { id } of EXERCISES.filter((one) => one.id !== "00.4")) {
    for (const [answer, message] of wrongForAll) {
      const said = check(id, answer, book);
      equal(said.kind, "mistake", `${id}, ${String(answer)}`);
      match(said.message, message, id);
    }
    // Some exercises want a text or a list; these are not what they want, and are told so.
    for (const answer of ["a text", [1, 2]]) {
      const said = check(id, answer, book);
      ok(said.kind !== "right" && said.message.length > 20, `${id}, ${String(answer)}`);
    }
  }
  for (const id of ["00.1", "00.2", "00.3"]) {
    match(check(id, "a text", book).message, /the text "a text"/, id);
    match(check(id, [1, 2], book).message, /a list of 2/, id);
    if (id !== "00.1") match(check(id, 5, book).message, /the number 5; an object/);
  }
  match(check("00.1", { tilt: 1.6 }).message, /an object with tilt; one number is wanted/);
  match(check("00.1", NaN).message, /"not a number"/);
  match(check("00.1", Infinity).message, /divided by zero/);
  match(check("00.1", "1.6").message, /write 1.6, without quotation marks/);
  match(check("00.2", { long: 0.5, short: NaN }, book).message, /field short is NaN/);
  match(check("00.2", { long: 0.5 }, book).message, /lacks short/);
});

Deno.test("check() refuses an exercise that does not exist", () => {
  throws(() => check("00.9", 1), {
    name: "RangeError",
    message: /need one of 00\.1, 00\.2, 00\.3, 00\.4, .*, got "00\.9"/,
  });
});
