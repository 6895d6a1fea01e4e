import { trialPlaces } from "lab/evidence";
import { calendarDaysBetween } from "lab/market";
import type { Day } from "lab/units";
import { equal, match, ok } from "node:assert/strict";
import { runBacktest } from "../../lib/cli/backtest.ts";
import { runDays } from "../../lib/cli/days.ts";
import { runSweepCommand } from "../../lib/cli/sweep.ts";

/** What a command prints, errors included. */
async function printed(run: () => Promise<unknown>): Promise<string> {
  const lines: string[] = [], { log, error } = console;
  console.log = console.error = (text: unknown) => void lines.push(String(text));
  try {
    await run();
  } finally {
    Object.assign(console, { log, error });
  }
  return lines.join("\n");
}

Deno.test("every fourth week is decided on alike by days, backtest and sweep", async () => {
  const root = await Deno.makeTempDir(),
    world = ["--seed", "4", "--years", "4", "--schedule", "4weeks"];
  const quick = ["--draws", "40", "--workers", "0"];
  try {
    const listed = (await printed(() => runDays(world))).match(/^\d{4}-\d\d-\d\d$/gm)!;
    const text = await printed(() => runBacktest([...world, ...quick, "--book", "tilt"], { root }));
    match(text, /^Backtest of the rule analyst's book: 4weeks, /m);
    const [, from, to, count] = /^(\S+) to (\S+), (\d+) four-week periods;/m.exec(text)!;
    // What is shown is the day of the fill, the next trading day.
    const places = [from, to].map((day) => listed.findLastIndex((on) => on < day));
    for (const [i, day] of [from, to].entries()) {
      ok(
        calendarDaysBetween(listed[places[i]] as Day, day as Day) <= 4,
        `${day} follows no decision`,
      );
    }
    equal(places[1] - places[0] + 1, Number(count));
    const swept = await printed(() =>
      runSweepCommand([...world, ...quick, "--step", "50", "--out", root], {
        at: "2026-11-30T12:00:00Z",
        trialPlaces: trialPlaces(root),
        tell: () => {},
      })
    );
    match(swept, /n = \d+ four-week periods/);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
