import { randomStream } from "lab/stats";
import { equal, ok } from "node:assert/strict";
import { packNumbers, unpackNumbers } from "../../lib/live/packed_numbers.ts";

Deno.test("packNumbers() keeps runs and few values exactly, and floats to 24 bits", () => {
  const random = randomStream(2);
  const tables = {
    runs: Array.from({ length: 600 }, (_, i) => i % 3 === 0 ? NaN : i < 300 ? 0.1 : 0.7),
    bytes: Array.from({ length: 600 }, () => random.integer(5) / 3),
    floats: Array.from({ length: 600 }, () => 1 + 0.03 * random.normal()),
  };
  for (const [form, values] of Object.entries(tables)) {
    const packed = packNumbers(values, 3, form === "floats" ? 1 : 0);
    equal(packed.form, form);
    const back = unpackNumbers(JSON.parse(JSON.stringify(packed)));
    equal(back.length, values.length);
    for (const [i, value] of values.entries()) {
      if (form === "floats") ok(Math.abs(back[i] - value) < 1e-8);
      else ok(Object.is(back[i], value), `${form} ${i}`);
    }
  }
});
