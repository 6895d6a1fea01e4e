import { convene, type Verdict } from "lab/committee";
import { SECTORS, simulatedMarket, snapshot, weeklyDays } from "lab/market";
import { calibrationText, dayConfidences, drawnScores } from "lab/scores";
import { committeePast, committeeRecord, type ConfidenceOutcome } from "lab/signals";
import { addCalendarDays } from "lab/market";
import { day } from "lab/units";
import { deepEqual, equal, match, ok } from "node:assert/strict";

const market = simulatedMarket({ seed: 7, years: 3 });
const weeks = weeklyDays(market.prices.days).slice(90, 98);
const verdicts: readonly Verdict[] = await Promise.all(
  weeks.map((on) => convene(snapshot(market, on))),
);

/** Calls that are resolved on a day, a share of them right. */
const calls = (resolvedOn: string, count: number, right: number): readonly ConfidenceOutcome[] =>
  Array.from({ length: count }, (_, i) => ({
    day: addCalendarDays(day(resolvedOn), -28),
    resolvedOn: day(resolvedOn),
    stated: 0.8,
    right: i < right,
  }));

Deno.test("one trusts all alike, stated takes what the verdict says, and both know no record", async () => {
  const one = await dayConfidences(verdicts, { rule: "one" });
  ok(one.confidences.every((value) => value === 1));
  deepEqual(one.calibrations, []);
  const stated = await dayConfidences(verdicts, { rule: "stated" });
  const { sector, confidence } = verdicts[3].sectors.find(({ confidence = 0 }) =>
    confidence >= 0.3
  )!;
  equal(stated.confidences[3 * 11 + SECTORS.indexOf(sector)], confidence);
});

Deno.test("a decision is calibrated on what was resolved by its own day, and on nothing later", async () => {
  const record = calls(weeks[4], 96, 48);
  const found = await dayConfidences(verdicts, { rule: "calibrated", recordOn: () => record });
  const rows = weeks.map((_, k) => [...found.confidences.subarray(k * 11, (k + 1) * 11)]);
  for (const k of [0, 1, 2, 3]) ok(rows[k].every((value) => value === 1), weeks[k]);
  for (const k of [4, 5, 6, 7]) ok(rows[k].every((value) => value === 0.5), weeks[k]);
  // What is resolved later changes nothing about the days before it.
  const more = [...record, ...calls(weeks[6], 96, 96)];
  const later = await dayConfidences(verdicts, { rule: "calibrated", recordOn: () => more });
  deepEqual(later.confidences.subarray(0, 6 * 11), found.confidences.subarray(0, 6 * 11));
  ok(later.confidences.subarray(6 * 11).every((value) => value > 0.5));
  match(
    calibrationText(found, { until: weeks[7], of: "m" }),
    new RegExp(
      `on calls of m .*, 96 on the last since ${record[0].day}, 50\\.0 % of them right; before ${
        weeks[4]
      }, in 4 decisions`,
    ),
  );
});

Deno.test("calibrationText() counts no outcome that is resolved after the last decision of the run", async () => {
  const record = [...calls(weeks[2], 96, 48), ...calls(weeks[6], 96, 96)];
  const found = await dayConfidences(verdicts, { rule: "calibrated", recordOn: () => record });
  const text = (k: number) => calibrationText(found, { until: weeks[k], of: "m" });
  match(text(5), /, 96 on the last since .*, 50\.0 % of them right; before .*, in 2 decisions/);
  match(text(6), /, 192 on the last since .*, 75\.0 % of them right/);
  match(text(1), /^Every confidence counts as 1: /);
});

Deno.test("the rule analyst's confidences in a backtest are those of each day's own record", async () => {
  const past = committeePast(market);
  const { confidences } = await dayConfidences(verdicts, {
    rule: "calibrated",
    recordOn: past.recordOn,
  });
  for (const k of [0, 3, 7]) {
    const record = await committeeRecord(market, weeks[k]);
    const alone = await dayConfidences([verdicts[k]], {
      rule: "calibrated",
      recordOn: () => record,
    });
    deepEqual(confidences.subarray(k * 11, (k + 1) * 11), alone.confidences);
  }
});

Deno.test("a confidence draws a score towards 3, and a day without one leaves it", () => {
  const days = [day("2024-01-05"), day("2024-01-12")];
  const scores = new Float64Array(22).fill(NaN);
  scores[0] = 5;
  scores[1] = 1;
  scores[11] = 4;
  const by = { days: [days[0]], confidences: new Float64Array(11).fill(1) };
  by.confidences[0] = 0.7;
  const drawn = drawnScores({ days, scores }, by).scores;
  deepEqual([drawn[0], drawn[1], drawn[11], drawn[2]], [4.4, 1, 4, NaN]);
});
