import { weekTicks } from "lab/lesson/05";
import { addCalendarDays, simulatedMarket } from "lab/market";
import { backtest, EQUAL_WEIGHT } from "lab/research";
import { deepEqual, equal, ok } from "node:assert/strict";

const market = simulatedMarket({ seed: 7, years: 1 });
const { steps } = backtest(market, { policy: EQUAL_WEIGHT });

Deno.test("weekTicks() show what was known from six days before the decision to the step's end", () => {
  for (const step of steps.slice(10, 30)) {
    const { decision, to } = step;
    const until = `${to.day}T${to.at === "open" ? "09:30" : "16:00"}`;
    const earliest = addCalendarDays(decision.day, -6);
    // Day by day and minute by minute, both ends included; as text, for that is how they are kept.
    const isShown = (at: string) => at.slice(0, 10) >= earliest && at <= until;
    const shown = (row: string) =>
      weekTicks(market, step).filter((tick) => tick.row === row).map(({ at }) => at);
    deepEqual(shown("closes"), market.prices.availableAt.filter(isShown));
    deepEqual(
      shown("headlines"),
      market.headlines.map(({ availableAt }) => availableAt).filter(isShown),
    );
  }
});

Deno.test("weekTicks() show a close of the step's last minute, and of the sixth day before", () => {
  const closes = market.prices.availableAt, last = closes[60], first = closes[55];
  const step = {
    ...steps[20],
    decision: {
      ...steps[20].decision,
      day: addCalendarDays(closes[55].slice(0, 10) as typeof steps[20]["decision"]["day"], 6),
    },
    to: {
      day: last.slice(0, 10) as typeof steps[20]["to"]["day"],
      at: "close" as const,
    },
  };
  const shown = weekTicks(market, step).filter(({ row }) => row === "closes").map(({ at }) => at);
  equal(shown[0], first);
  equal(shown[shown.length - 1], last);
  ok(last.endsWith("T16:00"));
});
