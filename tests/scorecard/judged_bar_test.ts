import { type BarReading, barValue, judgedBar } from "lab/scorecard";
import { randomStream } from "lab/stats";
import { equal, throws } from "node:assert/strict";
import { SOAK } from "../soak.ts";

const UNTESTABLE = "not testable with this much data";

const reading = (part: Partial<BarReading>): BarReading => ({
  name: "Figure",
  side: "at least",
  bar: 0.5,
  unit: "ratio",
  figure: 0.6,
  low: 0.55,
  high: 0.65,
  level: 0.95,
  n: 100,
  of: "weeks",
  convention: "",
  source: "",
  ...part,
});
const verdict = (part: Partial<BarReading>) => judgedBar(reading(part)).verdict;

Deno.test("judgedBar() says met only where the whole interval lies on the right side", () => {
  equal(verdict({ low: 0.5 }), "met");
  equal(verdict({ low: 0.499 }), UNTESTABLE);
  equal(verdict({ figure: 0.49, low: 0.4, high: 0.499 }), "not met");
  equal(verdict({ figure: 0.49, low: 0.4, high: 0.5 }), UNTESTABLE);
});

Deno.test("judgedBar() turns the sides round where less is better", () => {
  const side = "at most";
  equal(verdict({ side, figure: 0.4, low: 0.3, high: 0.5 }), "met");
  equal(verdict({ side, figure: 0.4, low: 0.3, high: 0.51 }), UNTESTABLE);
  equal(verdict({ side, figure: 0.6, low: 0.51, high: 0.7 }), "not met");
  equal(verdict({ side, figure: 0.6, low: 0.5, high: 0.7 }), UNTESTABLE);
});

Deno.test("judgedBar() takes within as both sides of zero", () => {
  const within = { side: "within", bar: 0.1 } as const;
  equal(verdict({ ...within, figure: 0, low: -0.1, high: 0.1 }), "met");
  equal(verdict({ ...within, figure: 0, low: -0.11, high: 0.05 }), UNTESTABLE);
  equal(verdict({ ...within, figure: -0.2, low: -0.3, high: -0.11 }), "not met");
  equal(verdict({ ...within, figure: 0.2, low: 0.11, high: 0.3 }), "not met");
  equal(verdict({ ...within, figure: 0.1, low: -0.3, high: 0.5 }), UNTESTABLE);
});

Deno.test("judgedBar() lets an open end decide against a bar, never for it", () => {
  const side = "at most";
  equal(verdict({ side, figure: 0.4, low: 0.3, high: undefined }), UNTESTABLE);
  equal(verdict({ side, figure: 0.6, low: 0.55, high: undefined }), "not met");
  equal(verdict({ low: undefined, high: undefined }), UNTESTABLE);
});

Deno.test("judgedBar() judges nothing that has a reason against it, and keeps the figure", () => {
  const row = judgedBar(reading({ reason: "another's book" }));
  equal(row.verdict, UNTESTABLE);
  equal(row.figure, 0.6);
  equal(row.needed, undefined);
  equal(
    verdict({ figure: undefined, low: undefined, high: undefined, reason: "none" }),
    UNTESTABLE,
  );
});

Deno.test("judgedBar() counts what is needed by the reach towards the bar over the distance, squared", () => {
  const needed = (part: Partial<BarReading>) => judgedBar(reading(part)).needed;
  // Reach 0.2 down, distance 0.1: four times as many.
  equal(needed({ low: 0.4, high: 0.61 }), "about 400 weeks at this figure");
  // From below: reach 0.3 up, distance 0.1: nine times.
  equal(needed({ figure: 0.4, low: 0.39, high: 0.7 }), "about 900 weeks at this figure");
  // Both edges must be cleared from 0.05: 0.25 over 0.05 up, 0.15 over 0.15 down; the larger is 25.
  equal(
    needed({ side: "within", bar: 0.1, figure: 0.05, low: -0.1, high: 0.3 }),
    "about 2,500 weeks at this figure",
  );
  equal(
    needed({ side: "within", bar: 0.1, figure: -0.2, low: -0.3, high: 0.1 }),
    "about 900 weeks at this figure",
  );
  // Two digits, rounded up: 100·(0.11/0.1)² = 121.
  equal(needed({ low: 0.49 }), "about 130 weeks at this figure");
  equal(
    needed({ figure: 0.5, low: 0.4, high: 0.6 }),
    "no number of weeks decides while the figure lies on the bar",
  );
  equal(needed({ low: 0.5 }), undefined, "a judged bar needs nothing");
  equal(needed({ low: 0.4, needed: "ten books" }), "ten books");
});

Deno.test("judgedBar() refuses numbers that are none, and an interval beside its figure", () => {
  throws(() => verdict({ low: NaN }), /Cannot judge Figure: need finite figures .* got 0.6, NaN/);
  throws(() => verdict({ level: 95 }), /a level inside \(0, 1\), got .* and 95/);
  throws(() => verdict({ low: 0.7, high: 0.8 }), /must hold the figure, got 0.7 to 0.8 for 0.6/);
  throws(() => verdict({ figure: undefined }), /need a figure, or the reason why there is none/);
});

Deno.test("barValue() writes each unit as its bar is spoken of", () => {
  equal(barValue(0.6, "share"), "60.0 %");
  equal(barValue(-0.05, "ratio"), "−0.050");
  equal(barValue(5, "minutes"), "5 min");
  equal(barValue(10, "USD per bp"), "$10.00 per bp");
  equal(barValue(undefined, "minutes"), "–");
});

Deno.test("judgedBar() over seeded draws: mirrored bars mirror, and a narrower interval takes no verdict back", () => {
  const draw = randomStream(17), seen = new Map<string, number>();
  for (let k = 0; k < (SOAK ? 20_000 : 2_000); k++) {
    const bar = draw.normal(), figure = bar + draw.normal();
    const low = figure - Math.abs(draw.normal()), high = figure + Math.abs(draw.normal());
    const more = judgedBar(reading({ side: "at least", bar, figure, low, high }));
    const less = judgedBar(
      reading({ side: "at most", bar: -bar, figure: -figure, low: -high, high: -low }),
    );
    equal(more.verdict, less.verdict);
    equal(more.needed, less.needed);
    const side = draw.uniform() < 0.5 ? "at least" : "within";
    const wide = verdict({ side, bar: Math.abs(bar), figure, low, high });
    const part = draw.uniform();
    const narrow = verdict({
      side,
      bar: Math.abs(bar),
      figure,
      low: figure - part * (figure - low),
      high: figure + part * (high - figure),
    });
    if (wide !== UNTESTABLE) equal(narrow, wide);
    seen.set(wide, (seen.get(wide) ?? 0) + 1);
  }
  equal(
    [...seen.values()].every((count) => count > 200) && seen.size,
    3,
    "all three verdicts occur",
  );
});
