import { deepEqual, match, ok, rejects, throws } from "node:assert/strict";
import { simulatedMarket, weeklyDays } from "lab/market";
import { daysArguments, USAGE } from "../../lib/cli/days_arguments.ts";
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

Deno.test("days explains a wrong call, and --help names every option", async () => {
  await rejects(printed("--schedule", "daily"), /--schedule: need weekly or monthly or vintages/);
  await rejects(printed("--from", "2020-02-30"), /Cannot read --from: need a calendar day/);
  await rejects(printed("--prices", "p.csv", "--seed", "1"), /Cannot use --seed with --prices/);
  await rejects(printed("--without-dividends"), /Cannot use --without-dividends without --prices/);
  await rejects(printed("--industries", "--schedule", "weekly"), /one row a month/);
  ok(daysArguments(["--help"]).help);
  for (const name of ["prices", "without-dividends", "industries", "schedule", "from", "scores"]) {
    match(USAGE, new RegExp(`^  --${name} ?`, "m"));
  }
});

Deno.test("an unknown option is refused with where the known ones are listed", () => {
  throws(
    () => daysArguments(["--settings", "s.json"]),
    /^TypeError.*Unknown option '--settings'; --help lists the known ones$/,
  );
});
