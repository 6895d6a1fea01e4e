import { deepEqual, match, rejects, throws } from "node:assert/strict";
import { simulatedMarket, tradingDaysFrom, weeklyDays } from "lab/market";
import { day } from "lab/units";
import { daysArguments } from "../../lib/cli/days_arguments.ts";
import { runDays } from "../../lib/cli/days.ts";

/** What the command prints, and what it says beside. */
async function printed(...args: string[]) {
  const out: string[] = [], said: string[] = [], { log, error } = console;
  console.log = (text) => void out.push(text);
  console.error = (text) => void said.push(text);
  try {
    await runDays(args);
  } finally {
    Object.assign(console, { log, error });
  }
  return { out: out.join("\n"), said: said.join("\n") };
}

Deno.test("days prints the decision days of a schedule, and nothing else, to be piped on", async () => {
  const weekly = weeklyDays(simulatedMarket({ seed: 3, years: 2 }).prices.days);
  const { out, said } = await printed("--seed", "3", "--years", "2");
  deepEqual(out.split("\n"), weekly);
  match(said, /weekly decisions, each at the close of its day\. Source: simulated, seed 3\./);
  const from = await printed("--seed", "3", "--years", "2", "--from", weekly[5], "--to", weekly[7]);
  deepEqual(from.out.split("\n"), weekly.slice(5, 8));
  const monthly = await printed("--industries", "--to", "1949-03-31");
  deepEqual(monthly.out.split("\n"), ["1948-12-31", "1949-01-31", "1949-02-28", "1949-03-31"]);
});

Deno.test("days reads prices, and says which days a file of scores lacks and which are none", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const days = ["03-25", "03-26", "03-29", "03-30", "03-31", "04-01", "04-05", "04-09", "04-16"];
    const rows = days.map((on) => `2021-${on},60,30,90,300`);
    await Deno.writeTextFile(`${folder}/p.csv`, ["date,XLE,XLF,XLK,SPY", ...rows].join("\n"));
    const scores = ["2021-03-26,XLE,5", "2021-04-02,XLE,5", "2021-04-16,XLE,5"];
    await Deno.writeTextFile(`${folder}/s.csv`, ["day,sector,score", ...scores].join("\n"));
    const { out, said } = await printed(
      "--prices",
      `${folder}/p.csv`,
      "--scores",
      `${folder}/s.csv`,
      "--without-dividends",
    );
    // The last trading day of the week of Good Friday is Thursday.
    deepEqual(out.split("\n"), ["2021-03-26", "2021-04-01", "2021-04-09", "2021-04-16"]);
    match(said, /Source: real, p\.csv, without dividends, 2021-03-25 to 2021-04-16\./);
    match(said, /s\.csv: 3 days with scores, 2021-03-26 to 2021-04-16; 2 are decision days\./);
    match(said, /2 decision days in between without a score: 2021-04-01, 2021-04-09\./);
    match(said, /1 day on which nobody decides: 2021-04-02\. Move them, or say --scores-known-by/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** A quarter of four funds, with a folder for more files. */
async function inFolder(
  run: (write: (name: string, lines: readonly string[]) => Promise<string>) => Promise<void>,
) {
  const folder = await Deno.makeTempDir();
  try {
    await run(async (name, lines) => {
      await Deno.writeTextFile(`${folder}/${name}`, lines.join("\n"));
      return `${folder}/${name}`;
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("days takes the newest scores known, as the commands do that it advises", async () => {
  await inFolder(async (write) => {
    const weeks = weeklyDays(tradingDaysFrom(day("2021-03-01"), 40));
    const prices = await write("p.csv", [
      "date,XLE,XLF,XLK,SPY",
      ...tradingDaysFrom(day("2021-03-01"), 40).map((on) => `${on},60,30,90,300`),
    ]);
    const scores = await write("s.csv", [
      "day,sector,score",
      "2021-03-12,XLE,5",
      "2021-04-02,XLE,4",
      "2021-04-09,XLE,",
    ]);
    const args = ["--prices", prices, "--scores", scores];
    match((await printed(...args)).said, /s\.csv: 2 days with scores, 2021-03-12 to 2021-04-02;/);
    const { out, said } = await printed(...args, "--scores-known-by", "--scores-age", "15");
    deepEqual(out.split("\n"), weeks);
    // 12, 19 and 26 March know the first; Good Friday's score is taken back before 9 April.
    match(
      said,
      /s\.csv: 3 decisions from 2021-03-12 to 2021-03-26 know a score; 2 of the 3 scores taken are older than the decision's day, by 14 days at most\./,
    );
    await rejects(
      printed("--prices", prices, "--scores-known-by"),
      /Cannot use --scores-known-by without --scores/,
    );
  });
});

Deno.test("days lists no day on which nothing can be decided, and says so", async () => {
  await inFolder(async (write) => {
    const days = tradingDaysFrom(day("2021-03-01"), 40);
    const prices = await write("p.csv", [
      "date,XLE,XLF,XLK,SPY,SH",
      ...days.map((on, row) => row < 20 ? `${on},60,30,90,300,20` : `${on},,,,,20`),
    ]);
    const { out, said } = await printed("--prices", prices);
    deepEqual(out.split("\n"), weeklyDays(days.slice(0, 20)));
    match(said, /Note: 4 days of the schedule are left out, 2021-04-01, 2021-04-09, /);
    match(said, /4 weekly decisions, each at the close of its day/);
  });
});

Deno.test("days explains a wrong call, and --help names every option", async () => {
  await rejects(
    printed("--schedule", "daily"),
    /--schedule: need weekly, 4weeks, monthly or vintages/,
  );
  await rejects(printed("--from", "2020-02-30"), /Cannot read --from: need a calendar day/);
  await rejects(
    printed("--from", "2020-02-03", "--to", "2020-01-03"),
    /Cannot use --to 2020-01-03: it lies before --from 2020-02-03/,
  );
  await rejects(printed("--prices", "p.csv", "--seed", "1"), /Cannot use --seed with --prices/);
  await rejects(printed("--without-dividends"), /Cannot use --without-dividends without --prices/);
  await rejects(printed("--industries", "--schedule", "weekly"), /one row a month/);
  const rare = await printed("--schedule", "4weeks", "--years", "2");
  match(rare.said, /^26 four-weekly decisions, each/);
  const { out } = await printed("--help");
  for (const name of ["prices", "without-dividends", "industries", "schedule", "from", "scores"]) {
    match(out, new RegExp(`^  --${name} ?`, "m"));
  }
});

Deno.test("an unknown option that is near none is refused with all that there are", () => {
  throws(
    () => daysArguments(["--settings", "s.json"]),
    /Unknown option --settings; the options are --prices, --without-dividends, .*, --help$/,
  );
});
