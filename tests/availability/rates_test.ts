import { deepEqual, equal, throws } from "node:assert/strict";
import { STATED_RATES, timesAsOften } from "lab/availability";

Deno.test("timesAsOften() multiplies shares and leaves lengths", () => {
  const thrice = timesAsOften(STATED_RATES, 3);
  equal(thrice.crash.share, 0.03);
  deepEqual(thrice.outage, { share: 0.06, minutes: 30, hangs: 0.5 });
  equal(thrice.latePrices.minutes, 120);
  deepEqual(timesAsOften(STATED_RATES, 1), STATED_RATES);
  equal(timesAsOften(STATED_RATES, 0).slow.share, 0);
});

Deno.test("the stated rates are at least those that the bar is asked against", () => {
  const { outage, latePrices, crash } = STATED_RATES;
  deepEqual([outage.share, outage.minutes, latePrices.share, crash.share], [0.02, 30, 0.05, 0.01]);
});

Deno.test("timesAsOften() refuses shares beyond all weeks, and rates that there are not", () => {
  const refuse = (rates: unknown, sentence: RegExp, times = 1) =>
    throws(() => timesAsOften(rates as never, times), sentence);
  refuse(STATED_RATES, /latePrices\.share must be a share from 0 to 1, got 1\.05/, 21);
  refuse(STATED_RATES, /outage\.share must be a share from 0 to 1, got -0\.02/, -1);
  refuse(STATED_RATES, /how many times must be a finite number/, NaN);
  refuse({ ...STATED_RATES, flood: { share: 1 } }, /the rates has no "flood"/);
  refuse(
    { ...STATED_RATES, crash: { share: 0.1 } },
    /crash\.restartSeconds must be above 0, got undefined/,
  );
  refuse({ ...STATED_RATES, crash: { share: 0.1, restartSeconds: 0 } }, /must be above 0, got 0/);
  const { crash: _, ...others } = STATED_RATES;
  refuse(others, /crash must be an object with share and restartSeconds, got undefined/);
});
