import { addCalendarDays, simulatedMarket, tradingDaysFrom, weeklyDays } from "lab/market";
import { equal, ok } from "node:assert/strict";
import { join } from "node:path";
import { runWeek } from "../../../lib/cli/week.ts";
import { SOAK } from "../../soak.ts";

const WEEKS = SOAK ? 50 : 6;
const market = simulatedMarket({ seed: 3, years: 3 });
const { days, close } = market.prices, tickers = [...close.keys()];
const fridays = weeklyDays(days).slice(-WEEKS);

/** Closes up to a day as a price file. */
function priceFile(until: string): string {
  const last = days.indexOf(until as never), first = Math.max(0, last - 320);
  const rows = days.slice(first, last + 1).map((day, j) =>
    [day, ...tickers.map((ticker) => close.get(ticker)![first + j].toFixed(4))].join(",")
  );
  return [["date", ...tickers].join(","), ...rows].join("\n") + "\n";
}

/** The lines of a CSV file without its header, as cells. */
async function cellsOf(path: string): Promise<string[][]> {
  const text = await Deno.readTextFile(path);
  return text.trim().split(/\r?\n/).slice(1).map((line) => line.split(","));
}

Deno.test("week after week the command's account is that of books kept beside it, to the share and the cent", async () => {
  const dir = await Deno.makeTempDir(), out = join(dir, "weeks"), { log, error } = console;
  const shares = new Map<string, number>();
  let cents = 10_000_000, fills: string[] = [], traded = 0;
  console.log = console.error = () => {};
  try {
    for (const [k, friday] of fridays.entries()) {
      const prices = join(dir, "prices.csv"), told = join(dir, "fills.csv");
      await Deno.writeTextFile(prices, priceFile(friday));
      await Deno.writeTextFile(told, "id,ticker,shares,price,fee,time\n" + fills.join(""));
      const run = (...args: string[]) =>
        runWeek([
          ...["--prices", prices, "--record", join(dir, "record"), "--out", out],
          ...(k > 0 ? ["--fills", told] : []),
          ...args,
        ], { now: () => new Date(`${friday}T22:00:00Z`), tell: () => {} });
      const override = k === 2
        ? ["--override", "XLK=5", "--because", "a visit"]
        : k === 4
        ? ["--override", "XLE=closed", "--because", "no view on oil"]
        : [];
      const shown = await run(...override);
      if (k > 0) {
        const held = new Map(
          (await cellsOf(join(out, friday, "holdings.csv"))).map((
            [of, count],
          ) => [of, Number(count)]),
        );
        for (const [ticker, count] of shares) {
          equal(held.get(ticker) ?? 0, count, `${ticker}, ${friday}`);
        }
        equal(Math.round(100 * held.get("CASH")!), cents, friday);
      }
      if (shown === 0) {
        fills = [];
        continue; // The account holds the book already.
      }
      equal(shown, 3, friday);
      equal(await run("--approve", "Ann"), 0);
      const [next] = tradingDaysFrom(addCalendarDays(friday, 1), 1);
      fills = (await cellsOf(join(out, friday, "orders.csv"))).map(
        ([ticker, action, count, price], i) => {
          const side = action === "buy" ? 1 : -1, bought = side * Number(count);
          // Five basis points from the close, against us; a price is in whole cents.
          const paid = Math.max(1, Math.round(100 * Number(price) * (1 + side * 5e-4)));
          shares.set(ticker, (shares.get(ticker) ?? 0) + bought);
          cents -= bought * paid + 125;
          traded++;
          return `${friday}-${i},${ticker},${bought},${
            (paid / 100).toFixed(2)
          },1.25,${next}T15:00:00Z\n`;
        },
      );
    }
  } finally {
    Object.assign(console, { log, error });
    await Deno.remove(dir, { recursive: true });
  }
  ok(traded > 2 * WEEKS, `${traded} orders`);
});
