import { randomStream } from "lab/stats";
import { equal, ok } from "node:assert/strict";
import { fieldClasses } from "../../../lib/charts/kit/field_classes.ts";

Deno.test("fieldClasses() has at most seven classes, and each value lies in the one named", () => {
  const random = randomStream(4);
  for (let draw = 0; draw < 300; draw++) {
    const scale = 10 ** (4 * random.uniform() - 2), middle = scale * random.normal();
    const values = Array.from({ length: 20 }, () => middle + scale * random.normal());
    for (const aroundZero of [false, true]) {
      const classes = fieldClasses(values, { aroundZero });
      ok(classes.colors.length >= 3 && classes.colors.length <= 7, `${classes.colors.length}`);
      equal(classes.labels.length, classes.colors.length);
      equal(new Set(classes.labels).size, classes.labels.length);
      for (const value of values) {
        const level = classes.levelOf(value);
        ok(level === 0 || value >= classes.cuts[level - 1]);
        ok(level === classes.cuts.length || value < classes.cuts[level]);
      }
      if (aroundZero) equal(classes.levelOf(0), 3);
    }
  }
  equal(fieldClasses([0.4, 0.4]).labels.length, 1);
});
