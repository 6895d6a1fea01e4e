import { rollingLine, rollingLineTitle } from "lab/charts";
import { equal } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const days = Array.from(
  { length: 40 },
  (_, week) => new Date(Date.UTC(2022, 0, 7 + 7 * week)).toISOString().slice(0, 10),
);

const windows = days.map((day, t) => ({
  day,
  value: t === 20 ? undefined : Math.sin(t / 6),
  ...(t === 20 ? {} : { low: Math.sin(t / 6) - 0.8, high: Math.sin(t / 6) + 0.8 }),
}));

figureTests({
  rolling_line: () => rollingLine(windows, { label: "Sharpe ratio over 20 weeks", source }),
});

Deno.test("rollingLineTitle() counts windows with an interval only", () => {
  const label = "Beta";
  equal(rollingLineTitle([], { label }), "Beta: no window has a value");
  equal(
    rollingLineTitle([{ day: "2022-01-07", value: 1 }, { day: "2022-01-14", value: 2 }], { label }),
    "Beta: from 1.00 to 2.00",
  );
  equal(
    rollingLineTitle([{ day: "2022-01-07", value: 1, low: 0.9, high: 1.1 }], {
      label,
      reference: 1,
    }),
    "Beta: from 1.00 to 1.00; the interval leaves out 1 in 0 of 1 window",
  );
});
