import { equal } from "node:assert/strict";
import { nearName } from "../lib/near_name.ts";

const NAMES = ["prices", "seed", "years", "from", "to", "scores", "scores-age", "schedule", "out"];

Deno.test("nearName() takes a letter too many, too few, changed, or two that changed places for a slip", () => {
  for (
    const [word, meant] of [
      ["sede", "seed"],
      ["sed", "seed"],
      ["seeed", "seed"],
      ["seet", "seed"],
      ["price", "prices"],
      ["shcedule", "schedule"],
      ["scores-aeg", "scores-age"],
      ["form", "from"],
    ]
  ) equal(nearName(word, NAMES), meant, word);
});

Deno.test("nearName() takes the beginning of one name alone for it, and of two for neither", () => {
  equal(nearName("sched", NAMES), "schedule");
  equal(nearName("scores-", NAMES), "scores-age");
  equal(nearName("sco", NAMES), undefined);
});

Deno.test("nearName() makes no name of another word, nor of two letters", () => {
  for (const word of ["colour", "tilt", "x", "ou", "", "qqqqqqqq"]) {
    equal(nearName(word, NAMES), undefined, word);
  }
});
