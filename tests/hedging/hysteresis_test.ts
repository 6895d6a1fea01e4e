import { hysteresis } from "lab/hedging";
import { randomStream } from "lab/stats";
import { deepEqual, equal, throws } from "node:assert/strict";

Deno.test("an alarm begins at the outer threshold itself, and ends at the inner one itself", () => {
  const at = (values: (number | undefined)[], start = false) =>
    hysteresis(values, { enter: 0.1, leave: 0.05, start });
  deepEqual(at([0.0999, 0.1, 0.0501, 0.05]), [false, true, true, false]);
  deepEqual(at([undefined, 0.07], true), [true, true]);
  deepEqual(at([0.07, undefined, 0.1, undefined]), [false, false, true, true]);
  deepEqual(hysteresis([1, 0], { enter: 1, leave: 1 }), [true, false]);
});

Deno.test("between the thresholds nothing changes, and what comes later changes nothing before", () => {
  const random = randomStream(4);
  for (let run = 0; run < 200; run++) {
    const values = Array.from(
      { length: 40 },
      () => random.uniform() < 0.1 ? undefined : random.uniform(),
    );
    const on = hysteresis(values, { enter: 0.7, leave: 0.3 });
    values.forEach((value, t) => {
      if (value === undefined || (value > 0.3 && value < 0.7)) equal(on[t], t > 0 && on[t - 1]);
      else equal(on[t], value >= 0.7);
    });
    deepEqual(hysteresis(values.slice(0, 20), { enter: 0.7, leave: 0.3 }), on.slice(0, 20));
  }
});

Deno.test("hysteresis() refuses thresholds out of order and what is no number", () => {
  throws(
    () => hysteresis([], { enter: 0.05, leave: 0.1 }),
    /need leave ≤ enter, got 0\.1 and 0\.05/,
  );
  throws(() => hysteresis([NaN], { enter: 1, leave: 0 }), /got NaN at position 0/);
  throws(() => hysteresis([], { enter: 1, leave: 0, from: 1 } as never), /from/);
});
