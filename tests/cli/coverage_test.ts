import { coverage } from "lab/signals";
import { deepEqual, equal, match, rejects, throws } from "node:assert/strict";
import { COVERAGE, coverageText, sharedCoverage } from "../../lib/cli/coverage.ts";
import { readOptions } from "../../lib/cli/options/read_options.ts";

// The truth of 2,000 years takes seconds and memory; the form of the table needs none of it.
const few = coverage({ worlds: 3, years: 2, truthYears: 20 });

Deno.test("coverage prints each interval, and judges the headline by the exact binomial range", () => {
  const text = coverageText(few);
  match(text, /Coverage of 95 % intervals for the mean rank IC: 3 worlds of 2 years/);
  match(text, /headline +\d +\d+\.\d % +\d +\d+\.\d % +0\.\d{4} {2}judged/);
  match(text, /Newey-West, 3 lags/);
  // Of three intervals at 95 % all may miss but by a chance of one in 8,000.
  match(text, /Headline covers the truth: kept \(1 to 3 of 3, the exact 99\.9 % range\)/);
  match(text, /Source: simulated, seeds 1 to 3/);
});

Deno.test("coverage says loudly where the headline misses what is promised", () => {
  const rows = few.rows.map((row) => ({ ...row, worlds: 500, covered: 464, noiseFound: 35 }));
  const text = coverageText({ ...few, worlds: 500, rows });
  match(text, /covers the truth: NOT KEPT \(93 % to 97 %\)/);
  match(text, /finds noise: kept \(3 % to 7 %\)/);
});

Deno.test("coverage gives the same bytes with one worker, with three, and in this thread", async () => {
  const terms = { worlds: 5, years: 2, truthYears: 20 };
  const json = JSON.stringify(coverage(terms));
  for (const workers of [0, 1, 3]) {
    equal(JSON.stringify(await sharedCoverage({ ...terms, workers })), json);
  }
});

Deno.test("coverage passes on what goes wrong in a worker", async () => {
  await rejects(
    sharedCoverage({ worlds: 2, workers: 2, years: 0.5, truthYears: 5 }),
    /^RangeError: Cannot measure coverage: a world of 26 weeks is too short/,
  );
});

Deno.test("coverage takes counts as whole numbers, and no world beyond 500", () => {
  const asked = (...args: string[]) => readOptions(COVERAGE, args);
  deepEqual([asked().worlds, asked().workers], [500, undefined]);
  throws(
    () => asked("--worlds", "501"),
    /Cannot read --worlds: need a whole number from 1 to 500, got "501"/,
  );
  throws(() => asked("--workers", "257"), /need a whole number from 0 to 256, got "257"/);
  throws(() => asked("--worlds", ""), /got ""/);
});
