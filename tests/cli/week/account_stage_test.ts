import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { addCalendarDays, simulatedMarket, tradingDaysFrom } from "lab/market";
import { AFTER_CLOSE, inWeek, LAST_DAY, priceFile } from "./week_world.ts";

const { days } = simulatedMarket({ seed: 3, years: 2 }).prices;
/** The week before, and the day on which its orders are good. */
const FIRST = days.at(-6)!, GOOD = tradingDaysFrom(addCalendarDays(FIRST, 1), 1)[0];

interface Ordered {
  readonly ticker: string;
  readonly action: "buy" | "sell";
  readonly shares: number;
  readonly price: number;
}

/** A first week with orders, and a second one to which their fills are told. */
async function twoWeeks(
  act: (at: {
    readonly orders: readonly Ordered[];
    readonly dir: string;
    /** Fills at the closes, changed where a test wants them to be. */
    fills(change?: (one: Ordered, i: number) => Partial<Ordered> | undefined): Promise<string>;
    write(name: string, text: string): Promise<string>;
    run(...args: string[]): Promise<{ readonly code: number; readonly text: string }>;
    answering(
      answers: readonly string[],
      ...args: string[]
    ): Promise<{ readonly code: number; readonly text: string }>;
    /** A file of the second week. */
    read(name: string): Promise<string>;
    readonly first: string;
  }) => Promise<void>,
): Promise<void> {
  await inWeek(async ({ dir, week, write, runOn, runAt }) => {
    const prices = await write("first.csv", priceFile(days.length - 5));
    const now = () => new Date(`${FIRST}T22:00:00Z`), first = join(dir, "weeks", FIRST);
    equal((await runOn(prices, { now })).code, 3);
    equal((await runOn(prices, { now }, "--approve", "Ann")).code, 0);
    const check = await Deno.readTextFile(join(first, "5_check.json"));
    const orders: readonly Ordered[] = JSON.parse(check).result.orders;
    let answers: readonly string[] = [];
    const ask = () => {
      const [next, ...more] = answers;
      answers = more;
      return next;
    };
    await act({
      orders,
      dir,
      first,
      write,
      fills(change = () => ({})) {
        const rows = orders.flatMap((order, i) => {
          const altered = change(order, i);
          if (altered === undefined) return [];
          const { ticker, action, shares, price } = { ...order, ...altered };
          const signed = action === "buy" ? shares : -shares;
          return [`f${i},${ticker},${signed},${price.toFixed(4)},1.00,${GOOD}T15:00:00Z`];
        });
        return write("fills.csv", ["id,ticker,shares,price,fee,time", ...rows, ""].join("\n"));
      },
      run: (...args) => runAt({}, ...args),
      answering: (given, ...args) => {
        answers = given;
        return runAt({ ask }, ...args);
      },
      read: (name) => Deno.readTextFile(join(week, name)),
    });
  });
}

Deno.test("the account of a week follows from the orders of the week before and their fills", async () => {
  await twoWeeks(async ({ orders, fills, run, read }) => {
    await rejects(run(), new RegExp(`the orders of ${FIRST} are written; tell by --fills`));
    const told = ["--fills", await fills()];
    const { code, text } = await run(...told);
    equal(code, 3, text);
    match(text, new RegExp(`What came of the orders of ${FIRST}, until ${LAST_DAY}`));
    match(text, /Paid against the closes that were decided at/);
    const { result: { plan }, inputs } = JSON.parse(await read("4_book.json"));
    const held = plan.account.positions.map(({ ticker, shares }: Ordered) => [ticker, shares]);
    deepEqual(held, orders.map(({ ticker, shares }) => [ticker, shares]));
    ok("reconciled.json" in inputs && "fills" in inputs);
    // Cash to the cent: what was there, less what was paid, less a dollar an order.
    const spent = orders.reduce(
      (sum, { shares, price }) => sum + Math.round(shares * Number(price.toFixed(4)) * 100) + 100,
      0,
    );
    equal(Math.round(plan.account.cashUsd * 100), 100_000_00 - spent);
    // What is written reads as holdings, and gives the same book.
    const before = await read("4_book.json");
    equal((await run(...told)).code, 3);
    equal(await read("4_book.json"), before);
    equal((await run(...told, "--approve", "Bob")).code, 0);
  });
});

Deno.test("fills that do not fit stop a week before anybody is asked, until somebody takes the account", async () => {
  await twoWeeks(async ({ orders, fills, run, read, answering }) => {
    const ten = (order: Ordered, i: number) => i === 0 ? { shares: order.shares - 1 } : {};
    const told = ["--fills", await fills(ten)];
    const stopped = await run(...told);
    equal(stopped.code, 4);
    match(stopped.text, new RegExp(`Needs a yes\\n {2}${orders[0].ticker}: ${orders[0].shares} `));
    match(stopped.text, /Refused by a check: the account does not follow/);
    await rejects(read("1_quote.json"), Deno.errors.NotFound);
    await rejects(run(...told, "--take-account", "Ann"), /--take-account without --because/);
    equal((await answering(["no", "Ann", "no reason"], ...told)).code, 4);
    equal((await answering(["yes", "Ann"], ...told)).code, 4);
    equal((await answering(["yes", "Ann", "one was cancelled"], ...told)).code, 3);
    const yes = JSON.parse(await read("reconciled_yes.json"));
    deepEqual([yes.who, yes.because, yes.at], [
      ...["Ann", "one was cancelled", AFTER_CLOSE.toISOString()],
    ]);
    equal((await run(...told)).code, 3, "it is on record");
    // A yes is to that account alone.
    const fewer = (order: Ordered, i: number) => i === 0 ? { shares: order.shares - 2 } : {};
    equal((await run("--fills", await fills(fewer))).code, 4);
    const taken = await run(
      ...["--fills", await fills(fewer), "--take-account", "Bob", "--because", "two were"],
    );
    equal(taken.code, 3);
    equal(JSON.parse(await read("reconciled_yes.json")).who, "Bob");
  });
});

Deno.test("holdings are held against the fills, and what nothing explains is named", async () => {
  await twoWeeks(async ({ fills, run, read, write }) => {
    const told = ["--fills", await fills()];
    await run(...told);
    const follows = await read("holdings.csv");
    const stated = async (text: string) => ["--holdings", await write("own.csv", text)];
    equal((await run(...told, ...await stated(follows))).code, 3);
    const more = follows.replace(/CASH,(\d+)/, (_, whole) => `CASH,${Number(whole) + 500}`);
    const cash = await run(...told, ...await stated(more));
    equal(cash.code, 4);
    match(cash.text, /\$500\.00/);
    // Taken by a person, what is stated counts.
    const why = ["--take-account", "Ann", "--because", "a gift"];
    equal((await run(...told, ...await stated(more), ...why)).code, 3);
    const { account } = JSON.parse(await read("4_book.json")).result.plan;
    equal(account.cashUsd.toFixed(2), /CASH,([\d.]+)/.exec(more)![1]);
    const dividend = await write("actions.csv", `day,ticker,cash\n${GOOD},,500\n`);
    equal((await run(...told, "--actions", dividend, ...await stated(more))).code, 3);
    // Shares that doubled without a word.
    const doubled = follows.replace(
      /\r\n(X\w+),(\d+),/,
      (_, ticker, shares) => `\r\n${ticker},${2 * Number(shares)},`,
    );
    const split = await run(...told, ...await stated(doubled));
    equal(split.code, 4);
    match(split.text, /split of 2:1|2:1/);
    // Holdings alone are held against the orders, and it is said what that cannot see.
    const alone = await run(...await stated(follows));
    equal(alone.code, 3);
    match(alone.text, /at which prices, is not told \(--fills\); cash is not looked at\.\n/);
    const twice = await run(...await stated(doubled));
    equal(twice.code, 4);
    match(twice.text, /as after a split of 2:1; tell it among the actions/);
    equal(
      (await run(...await stated(doubled), "--take-account", "Ann", "--because", "bought")).code,
      3,
    );
    const fewer = follows.replace(
      /\r\n(X\w+),(\d+),/,
      (_, ticker, shares) => `\r\n${ticker},${Number(shares) - 1},`,
    );
    const part = await run(...await stated(fewer));
    equal(part.code, 3);
    match(part.text, /\d+ shares follow if all was filled, and \d+ are stated; --fills says/);
  });
});

Deno.test("orders are good for as many trading days as the settings say", async () => {
  await twoWeeks(async ({ fills, run, write }) => {
    const told = await fills(), text = await Deno.readTextFile(told);
    const [, second] = tradingDaysFrom(GOOD, 2);
    await Deno.writeTextFile(told, text.replaceAll(GOOD, second));
    const late = await run("--fills", told);
    equal(late.code, 4);
    match(late.text, /is of a day on which no order of .* was good/);
    const two = await write("two.json", '{"week": {"fillDays": 2}}');
    equal((await run("--fills", told, "--settings", two)).code, 3);
  });
});

Deno.test("what is told of no week, or of nothing, is refused", async () => {
  await inWeek(async ({ run, write }) => {
    const fills = await write("fills.csv", "id,ticker,shares,price,fee,time\n");
    await rejects(run("--fills", fills), /Cannot use --fills: no week before .* lies in/);
    const why = ["--because", "x"];
    await rejects(
      run("--take-account", "Ann", ...why),
      /nothing is told by --fills, --actions or --holdings of a week before/,
    );
    equal((await run()).code, 3);
  });
});

Deno.test("orders are spread over the next trading day where the settings ask for it", async () => {
  await inWeek(async ({ run, write, files }) => {
    const settings = await write("even.json", '{"execution": {"profile": "even", "windows": 3}}');
    await run("--settings", settings);
    const { schedule, orders } = JSON.parse((await files())["5_check.json"]).result;
    const sum = (rows: readonly Ordered[]) => rows.reduce((all, { shares }) => all + shares, 0);
    equal(sum(schedule), sum(orders));
    ok(schedule.length > orders.length);
    equal(schedule[0].from, "2020-07-01T10:00");
    equal((await run("--settings", settings, "--approve", "Ann")).code, 0);
    const written = await files(), lines = written["orders_schedule.csv"].trimEnd().split("\r\n");
    equal(lines.length, schedule.length + 1);
    ok("orders_schedule.csv" in JSON.parse(written["7_orders.json"]).result.files);
  });
});
