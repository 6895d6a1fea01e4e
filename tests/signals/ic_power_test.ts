import { icPower, periodsNeeded } from "lab/signals";
import { equal, throws } from "node:assert/strict";
import { near } from "./near.ts";

const sd = 1 / Math.sqrt(10);

Deno.test("periodsNeeded() has the figures that the book of eleven sectors is held against", () => {
  // (2·0.3162/0.05)² = 160
  near(periodsNeeded(0.05, { sd }), 160);
  // ((scipy.stats.norm.ppf(.975) + scipy.stats.norm.ppf(.8))*sd/ic)**2 at 0.05, 0.10, 0.03
  near(periodsNeeded(0.05, { sd, power: 0.8 }), 313.9552, 1e-6);
  near(periodsNeeded(0.1, { sd, power: 0.8 }), 78.4888, 1e-6);
  near(periodsNeeded(0.03, { sd, power: 0.8 }), 872.0978, 1e-6);
});

Deno.test("icPower() is the level itself for a coefficient of zero, and half at 1.96 errors", () => {
  const options = { standardError: 0.02, dates: 400, weeksPerDate: 1, level: 0.95 };
  const none = icPower(0, options);
  near(none.power, 0.05, 1e-9);
  equal(none.weeksForT2, undefined);
  near(icPower(0.0392, options).power, 0.5, 1e-3);
  equal(icPower(-0.05, options).power, icPower(0.05, options).power);
});

Deno.test("icPower() asks for four times the weeks when the error is twice as large", () => {
  const one = { standardError: 0.02, dates: 400, weeksPerDate: 1, level: 0.95 };
  const { weeksForT2, weeksStillForT2 } = icPower(0.05, one);
  equal(weeksForT2, 256);
  equal(weeksStillForT2, 0);
  const wider = icPower(0.05, { ...one, standardError: 0.04 });
  equal(wider.weeksForT2, 1024);
  equal(wider.weeksStillForT2, 624);
});

Deno.test("icPower() asks for no week more because of the last bit of a product", () => {
  // (2·0.01·√49/0.02)² = 49, which in doubles is 49.000000000000014.
  const options = { standardError: 0.01, dates: 49, level: 0.95 };
  const one = icPower(0.02, { ...options, weeksPerDate: 1 });
  equal(one.weeksForT2, 49);
  equal(one.weeksStillForT2, 0);
  equal(icPower(0.02, { ...options, weeksPerDate: 4 }).weeksForT2, 196);
});

Deno.test("periodsNeeded() and icPower() refuse what has no answer", () => {
  throws(() => periodsNeeded(0, { sd }), /need an ic and a deviation above 0, got 0/);
  throws(() => periodsNeeded(0.05, { sd, power: 80 }), /power must lie in \(0, 1\), got 80/);
  throws(
    () => icPower(0.05, { standardError: 0, dates: 9, weeksPerDate: 1, level: 0.95 }),
    /error, dates and weeks per date above 0/,
  );
});
