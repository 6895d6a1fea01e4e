import { studentProbability, studentQuantile } from "lab/stats";
import { equal, ok, throws } from "node:assert/strict";

const close = (a: number, b: number, tolerance = 1e-12) =>
  ok(Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)), `${a} is not ${b}`);

Deno.test("studentQuantile() agrees with scipy for odd, even, few and many degrees", () => {
  // scipy 1.17: scipy.stats.t.ppf(p, df)
  close(studentQuantile(0.975, 4), 2.7764451051977934);
  close(studentQuantile(0.975, 58), 2.0017174841452356);
  close(studentQuantile(0.975, 250), 1.9694983934211532);
  close(studentQuantile(0.995, 10), 3.16927267261695);
  close(studentQuantile(0.9, 1), 3.0776835371752544);
  close(studentQuantile(0.75, 3), 0.7648923284043444);
  close(studentQuantile(0.9999, 2), 70.70007107496818, 1e-9);
  close(studentQuantile(0.6, 1000), 0.25341451583949876, 1e-11);
});

Deno.test("studentQuantile() is odd around one half and refuses what is no probability", () => {
  equal(studentQuantile(0.5, 7), 0);
  equal(studentQuantile(0.1, 7), -studentQuantile(0.9, 7));
  throws(() => studentQuantile(1, 7), /probability in \(0, 1\), got 1/);
  throws(() => studentQuantile(0.9, 2.5), /whole degrees of freedom from 1, got 2.5/);
});

Deno.test("studentProbability() has the closed forms of one and two degrees, and both sides alike", () => {
  // df 1 is Cauchy: P(|T| ≥ 1) = 1/2; df 2: P(|T| ≤ t) = t/√(2 + t²).
  close(studentProbability(1, 1), 0.5);
  close(studentProbability(3, 2), 1 - 3 / Math.sqrt(11));
  equal(studentProbability(0, 9), 1);
  equal(studentProbability(-2.5, 9), studentProbability(2.5, 9));
});

Deno.test("studentProbability() undoes studentQuantile()", () => {
  for (const df of [1, 4, 7, 58, 1000]) {
    for (const p of [0.001, 0.05, 0.4, 0.9]) {
      close(studentProbability(studentQuantile(1 - p / 2, df), df), p, 1e-11);
    }
  }
  throws(() => studentProbability(NaN, 4), /need a finite t, got NaN/);
  throws(() => studentProbability(1, 0), /whole degrees of freedom from 1, got 0/);
});
