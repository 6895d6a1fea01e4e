import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { settings } from "lab/settings";
import { grossAtAge, withGross } from "lab/week";

Deno.test("grossAtAge() is 1 for a fresh verdict and what is left of the horizon after", () => {
  deepEqual([0, 3.5, 7, 14, 21, 27, 28, 29].map((age) => grossAtAge(age)), [
    1,
    0.875,
    0.75,
    0.5,
    0.25,
    1 - 27 / 28,
    0,
    0,
  ]);
  equal(grossAtAge(7, { horizonDays: 14 }), 0.5);
});

Deno.test("grossAtAge() never rises with age and stays between 0 and 1", () => {
  for (const horizonDays of [1, 28, 365]) {
    let before = 1;
    for (let age = 0; age < 400; age += 0.5) {
      const now = grossAtAge(age, { horizonDays });
      ok(now <= before && now >= 0, `${age} of ${horizonDays}`);
      before = now;
    }
  }
});

Deno.test("grossAtAge() refuses an age from the future and words that there are not", () => {
  throws(() => grossAtAge(-1), /an age must be days from 0, got -1/);
  throws(() => grossAtAge(NaN), /got NaN/);
  throws(() => grossAtAge("7" as unknown as number), /got "7"/);
  throws(() => grossAtAge(7, { horizonDays: 0 }), /horizonDays must be days above 0, got 0/);
  throws(
    () => grossAtAge(7, { halfLife: 7 } as never),
    /no option "halfLife"; the only one is horizonDays/,
  );
});

Deno.test("withGross() lowers the gross aimed at and nothing else", () => {
  const before = settings(), { mandate } = withGross(before, 0.75);
  deepEqual(mandate, { ...before.mandate, gross: 0.75 });
  equal(before.mandate.gross, 1);
  deepEqual(withGross(before, 1), before);
  equal(withGross(settings({ mandate: { gross: 0.8 } }), 0.5).mandate.gross, 0.4);
  for (const factor of [0, 1.01, NaN]) throws(() => withGross(before, factor), RangeError);
});
