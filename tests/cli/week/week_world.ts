/** A folder with prices, and `week` run in it at a moment of the test's own. */
import { simulatedMarket } from "lab/market";
import { join } from "node:path";
import { runWeek } from "../../../lib/cli/week.ts";
import type { WeekSurroundings } from "../../../lib/cli/week/week.ts";

const market = simulatedMarket({ seed: 3, years: 2 });
const { days, close } = market.prices;
const TICKERS = [...close.keys()];

/** All days of the prices. */
export const DAYS = days;
/** The last day of the prices, and a moment after its close. */
export const LAST_DAY = days.at(-1)!;
export const AFTER_CLOSE = new Date(`${LAST_DAY}T22:00:00Z`);

/** The last closes as a price file. */
export function priceFile(until = days.length): string {
  const rows = days.slice(until - 300, until).map((day, k) =>
    [day, ...TICKERS.map((ticker) => close.get(ticker)![until - 300 + k].toFixed(4))].join(",")
  );
  return [["date", ...TICKERS].join(","), ...rows].join("\n") + "\n";
}

/** What a test does in the folder. */
export interface WeekWorld {
  readonly dir: string;
  /** The folder of the week. */
  readonly week: string;
  write(name: string, text: string): Promise<string>;
  /** Runs the command on the prices of the folder. */
  run(...args: string[]): Promise<{ readonly code: number; readonly text: string }>;
  runAt(
    around: WeekSurroundings,
    ...args: string[]
  ): Promise<{ readonly code: number; readonly text: string }>;
  /** Runs it on other prices. */
  runOn(
    prices: string,
    around: WeekSurroundings,
    ...args: string[]
  ): Promise<{ readonly code: number; readonly text: string }>;
  /** Runs it with `--fetch` in the place of prices. */
  runFetching(
    around: WeekSurroundings,
    ...args: string[]
  ): Promise<{ readonly code: number; readonly text: string }>;
  /** The files of the week by name, as text. */
  files(): Promise<Readonly<Record<string, string>>>;
}

/** Makes the folder, and takes it away afterwards. */
export async function inWeek(act: (world: WeekWorld) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir(), out = join(dir, "weeks"), week = join(out, LAST_DAY);
  const write = async (name: string, text: string) => {
    await Deno.writeTextFile(join(dir, name), text);
    return join(dir, name);
  };
  const prices = await write("prices.csv", priceFile());
  const runWith = async (market: readonly string[], around: WeekSurroundings, args: string[]) => {
    let text = "";
    const { log, error } = console;
    console.log = console.error = (more: unknown) => void (text += `${more}\n`);
    try {
      const code = await runWeek(
        [...market, "--record", join(dir, "record"), "--out", out, ...args],
        { now: () => AFTER_CLOSE, tell: (more) => void (text += more), ...around },
      );
      return { code, text };
    } finally {
      Object.assign(console, { log, error });
    }
  };
  const runAt: WeekWorld["runAt"] = (around, ...args) =>
    runWith(["--prices", prices], around, args);
  try {
    await act({
      dir,
      week,
      write,
      runAt,
      runOn: (prices, around, ...args) => runWith(["--prices", prices], around, args),
      runFetching: (around, ...args) => runWith(["--fetch"], around, args),
      run: (...args) => runAt({}, ...args),
      async files() {
        const names = [...Deno.readDirSync(week)].map(({ name }) => name)
          .filter((name) => !/^\.|\.jsonl$/.test(name)).sort();
        return Object.fromEntries(
          await Promise.all(
            names.map(async (name) => [name, await Deno.readTextFile(join(week, name))]),
          ),
        );
      },
    });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}
