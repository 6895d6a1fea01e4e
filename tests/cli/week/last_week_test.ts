import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { addCalendarDays, simulatedMarket, tradingDaysFrom } from "lab/market";
import { type Day, instant } from "lab/units";
import { executionRules, type Fill } from "lab/week";
import { lastWeekBefore, RECONCILED, weekAfter } from "../../../lib/cli/week/last_week.ts";
import { inWeek, LAST_DAY } from "./week_world.ts";

const next = addCalendarDays(LAST_DAY, 7), after = addCalendarDays(LAST_DAY, 14);
const monday = tradingDaysFrom(addCalendarDays(LAST_DAY, 1), 1)[0];

/** Prices of the world, a week of the same closes added. */
function marketUntil(until: Day) {
  const { prices } = simulatedMarket({ seed: 3, years: 2 });
  const close = new Map(
    [...prices.close].map((
      [ticker, values],
    ) => [ticker, Float64Array.from([...values, values.at(-1)!])]),
  );
  return { prices: { ...prices, days: [...prices.days, until], close } };
}

Deno.test("a week's orders, filled as they were written, give the account that the next week begins with", async () => {
  await inWeek(async ({ dir, week, run }) => {
    const out = join(dir, "weeks");
    equal(await lastWeekBefore(join(dir, "nowhere"), next), undefined);
    equal(await lastWeekBefore(out, next), undefined);
    await run();
    // Nobody has said yes: nothing was ordered, and the account stays as it was.
    const waiting = (await lastWeekBefore(out, next))!;
    deepEqual(waiting.orders, []);
    deepEqual(waiting.before, [{ ticker: "CASH", shares: 100_000 }]);
    await run("--approve", "Ann");
    equal(await lastWeekBefore(out, LAST_DAY), undefined);
    const last = (await lastWeekBefore(out, next))!;
    equal(last.day, LAST_DAY);
    ok(last.orders.length > 3 && last.orders.every(({ limitPrice }) => limitPrice! > 0));

    const fills = last.orders.map(({ ticker, action, shares, price }, i): Fill => ({
      id: `b${i}`,
      ticker,
      shares: action === "buy" ? shares! : -shares!,
      price: price!,
      feeUsd: 1,
      at: instant(monday, "10:00"),
    }));
    const told = { until: next, market: marketUntil(next), actions: [], inputs: { a: "b" } };
    const found = weekAfter(last, { ...told, fills });
    deepEqual(found.week.findings, []);
    equal(found.shortfall.week.totalUsd, fills.length);
    equal(found.week.holdings.length, fills.length + 1);
    deepEqual(found.shortfall.orders.map(({ offSchedule, delayUsd }) => [offSchedule, delayUsd]), [
      ...fills.map(() => [undefined, undefined]),
    ]);
    // Worked over the day, what was filled at once is more than the first child of it.
    const worked = weekAfter(last, {
      ...{
        ...told,
        fills,
        execution: executionRules({ profile: "even", windows: 2, leastUsd: 0 }),
      },
      arrival: last.orders.map(({ ticker, price }) => ({ ticker, price: price!, at: fills[0].at })),
    });
    worked.shortfall.orders.forEach(({ offSchedule, ordered, delayUsd, impactUsd }) => {
      deepEqual([offSchedule, delayUsd, impactUsd], [Math.ceil(ordered / 2), 0, 0]);
    });

    // The next week has it in its folder, and the one after goes on from there.
    const folder = join(out, next);
    await Deno.mkdir(folder);
    for (const [name, text] of Object.entries(found.files)) {
      await Deno.writeTextFile(join(folder, name), text);
    }
    equal((await lastWeekBefore(out, after))!.day, LAST_DAY, "a week without a book is none");
    const copy = JSON.parse(await Deno.readTextFile(join(week, "4_book.json")));
    await Deno.writeTextFile(
      join(folder, "4_book.json"),
      JSON.stringify({ ...copy, day: next }),
    );
    const second = (await lastWeekBefore(out, after))!;
    deepEqual([second.day, second.orders], [next, []]);
    deepEqual(second.counted, fills.map(({ id }) => id));

    // A broker's file that reaches back is counted once, over the folders.
    const cumulative = weekAfter(second, {
      ...{ until: after, market: marketUntil(after), fills, actions: [] },
    });
    ok(cumulative.week.findings.every(({ kind }) => kind === "counted before"));
    equal(cumulative.week.findings.length, fills.length);

    await Deno.writeTextFile(join(folder, RECONCILED), "{}");
    await rejects(lastWeekBefore(out, after), /it is none of this program's/);
  });
});

Deno.test("a split that nobody told is seen in the prices of the week's own folder", async () => {
  await inWeek(async ({ dir, run }) => {
    await run();
    await run("--approve", "Ann");
    const last = (await lastWeekBefore(join(dir, "weeks"), next))!;
    const { ticker } = last.orders.find((one) => one.action === "buy")!;
    // As a file that was downloaded later has it: restated from its first day on.
    const market = marketUntil(next), close = new Map(market.prices.close);
    close.set(ticker, close.get(ticker)!.map((value) => value / 2));
    const found = weekAfter(last, {
      until: next,
      market: { prices: { ...market.prices, close } },
      fills: [],
      actions: [],
    });
    const split = found.week.findings.find(({ kind }) => kind === "split-like");
    ok(split?.kind === "split-like" && split.ticker === ticker);
    deepEqual([split.seenIn, split.split, found.week.holds], [
      "price",
      { gives: 2, takes: 1 },
      false,
    ]);
  });
});

Deno.test("a week whose files do not belong together is refused", async () => {
  await inWeek(async ({ dir, week, run }) => {
    await run();
    await run("--approve", "Ann");
    const changed = async (name: string, change: (text: string) => string) => {
      const path = join(week, name), text = await Deno.readTextFile(path);
      await Deno.writeTextFile(path, change(text));
      await rejects(
        lastWeekBefore(join(dir, "weeks"), next),
        /Cannot say what was ordered on .*: 4_book\.json, 5_check\.json and 7_orders\.json/,
      );
      await Deno.writeTextFile(path, text);
    };
    await changed("5_check.json", (text) => text.replace(/"shares": (\d+)/, '"shares": 1$1'));
    await changed("4_book.json", (text) => text.replace('"cashUsd": 100000', '"cashUsd": 90000'));
    await Deno.remove(join(week, "5_check.json"));
    await rejects(lastWeekBefore(join(dir, "weeks"), next), /do not belong together/);
  });
});
