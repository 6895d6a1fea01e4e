import { briefs } from "lab/committee";
import {
  openMarket,
  type Sector,
  SECTOR_LISTED_FROM,
  SECTORS,
  snapshot,
  tradingDaysFrom,
  weeklyDays,
} from "lab/market";
import { randomStream } from "lab/stats";
import { day } from "lab/units";
import { join } from "node:path";
import process from "node:process";
import type { BenchRow } from "./bench_row.ts";

const YEARS = 20, HEADLINES = 200_000;
const WORDS = "sales beat estimates as demand for chips rises while costs weigh on margins".split(
  " ",
);

/** Prices and evidence of twenty years, written as a reader's files are. */
async function writeFiles(folder: string): Promise<void> {
  const draw = randomStream(20), days = tradingDaysFrom(day("2004-01-02"), 252 * YEARS);
  const tickers = [...SECTORS, "SPY"], closes = tickers.map(() => 50);
  const price = (ticker: string, i: number, on: string) => {
    closes[i] *= Math.exp(0.01 * draw.normal());
    if (ticker !== "SPY" && on < SECTOR_LISTED_FROM[ticker as Sector]) return ",";
    return `${closes[i].toFixed(3)},${1e6 + draw.integer(1e6)}`;
  };
  const write = (name: string, lines: readonly string[]) =>
    Deno.writeTextFile(join(folder, name), `${lines.join("\n")}\n`);
  await write("prices.csv", [
    `date,${tickers.map((one) => `${one}_close,${one}_volume`).join(",")}`,
    ...days.map((on) => [on, ...tickers.map((ticker, i) => price(ticker, i, on))].join(",")),
  ]);
  await Deno.mkdir(join(folder, "evidence"));
  const share = () => (0.1 * draw.normal()).toFixed(5);
  await write("evidence/fundamentals.csv", [
    "sector,period_end,available_at,earnings_yield,earnings_growth,revision_breadth",
    ...Array.from({ length: 4 * YEARS }, (_, quarter) => {
      const year = 2003 + Math.floor(quarter / 4);
      const end = ["03-31", "06-30", "09-30", "12-31"][quarter % 4];
      const filed = ["05-08", "08-08", "11-08", "02-20"][quarter % 4];
      const at = `${quarter % 4 === 3 ? year + 1 : year}-${filed}T21:05:12Z`;
      return SECTORS.map((one) => `${one},${year}-${end},${at},${share()},${share()},${share()}`);
    }).flat(),
  ]);
  await write("evidence/flows.csv", [
    "sector,week,available_at,flow_share",
    ...weeklyDays(days).flatMap((on) =>
      SECTORS.map((one) => `${one},${on},${on} 18:30,${share()}`)
    ),
  ]);
  await write("evidence/headlines.csv", [
    "sector,available_at,text,url,publisher",
    ...Array.from({ length: HEADLINES }, (_, i) => {
      const on = days[Math.floor(i / HEADLINES * days.length)];
      const text = Array.from({ length: 10 }, () => WORDS[draw.integer(WORDS.length)]).join(" ");
      const time = `${10 + i % 12}:${String(i % 60).padStart(2, "0")}:12Z`;
      return `${SECTORS[i % 11]},${on}T${time},${text} ${i},https://example.org/${i},Wire`;
    }),
  ]);
}

/** How long prices and evidence take to be read, and briefs of every week to be made of them. */
export async function marketBench(): Promise<BenchRow[]> {
  const folder = await Deno.makeTempDir();
  try {
    await writeFiles(folder);
    const runs: { read: number; brief: number; cpu: number; weeks: number }[] = [];
    for (let run = 0; run < 4; run++) {
      const start = performance.now(), before = process.cpuUsage();
      const { market } = await openMarket({
        kind: "prices",
        prices: [join(folder, "prices.csv")],
        evidence: join(folder, "evidence"),
      });
      const read = performance.now() - start, weeks = weeklyDays(market.prices.days);
      for (const on of weeks) briefs(snapshot(market, on));
      const { user, system } = process.cpuUsage(before);
      const brief = performance.now() - start - read;
      runs.push({ read, brief, cpu: (user + system) / 1000, weeks: weeks.length });
    }
    const [first] = runs;
    const [, best] = runs.slice(1).sort((a, b) => a.read + a.brief - b.read - b.brief);
    const all = best.read + best.brief;
    return [
      {
        what: `evidence: ${YEARS} years, ${HEADLINES / 1000},000 headlines, read`,
        measured: `${best.read.toFixed(0)} ms`,
        beside: `with the prices; ${first.read.toFixed(0)} ms cold`,
      },
      {
        what: `evidence: ${best.weeks} weeks of 11 sectors, briefed`,
        measured: `${best.brief.toFixed(0)} ms`,
        beside: `${first.brief.toFixed(0)} ms cold`,
      },
      {
        what: "evidence: both together",
        measured: `${(all / 1000).toFixed(2)} s`,
        beside: `promised: under 3 s; ${(best.cpu / 1000).toFixed(2)} s of processor time`,
      },
    ];
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
