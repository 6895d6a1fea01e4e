import { briefs } from "lab/committee";
import { openMarket, SECTORS, simulatedMarket, snapshot } from "lab/market";
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { runCommittee } from "../../lib/cli/committee.ts";

const world = simulatedMarket({ seed: 7, years: 2 });
const days = world.prices.days;

/** A simulated world as the files of a reader: prices, and what is known beside them. */
async function inFiles(work: (prices: string, evidence: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir(), evidence = join(folder, "evidence");
  const write = (name: string, lines: readonly string[]) =>
    Deno.writeTextFile(join(folder, name), `${lines.join("\n")}\n`);
  const tickers = ["SPY", ...SECTORS];
  const close = (ticker: string, row: number) => {
    const value = world.prices.close.get(ticker)![row];
    return Number.isNaN(value) ? "" : value;
  };
  try {
    await Deno.mkdir(evidence);
    await write("prices.csv", [
      `date,${tickers.join(",")}`,
      ...days.map((on, row) => [on, ...tickers.map((one) => close(one, row))].join(",")),
    ]);
    await write("evidence/fundamentals.csv", [
      "sector,period_end,available_at,earnings_yield,earnings_growth,revision_breadth",
      ...world.fundamentals.map((one) =>
        [
          one.sector,
          one.periodEnd,
          one.availableAt,
          one.earningsYield,
          one.earningsGrowth,
          one.revisionBreadth,
        ].join(",")
      ),
    ]);
    await write(
      "evidence/headlines.jsonl",
      world.headlines.map(({ sector, availableAt, text }) =>
        JSON.stringify({ sector, available_at: availableAt, text })
      ),
    );
    await write("evidence/flows.csv", [
      "sector,week,available_at,flow_share",
      ...world.flows.map((one) => [one.sector, one.week, one.availableAt, one.flowShare].join(",")),
    ]);
    await write("evidence/figures.csv", [
      "sector,pillar,name,value,unit,available_at",
      ...SECTORS.map((one, i) =>
        `${one},sentiment,Short\u001b[31m interest,${i / 100},share,${days.at(-9)} 18:00`
      ),
    ]);
    await work(join(folder, "prices.csv"), evidence);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a simulated world written to files and read again makes the same briefs of filings, headlines and flows", () =>
  inFiles(async (prices, evidence) => {
    const { market } = await openMarket({ kind: "prices", prices: [prices], evidence });
    for (const on of [days[300], days[420], days.at(-1)!]) {
      const read = briefs(snapshot(market, on)), made = briefs(snapshot(world, on));
      equal(read.length, made.length);
      read.forEach((brief, i) => {
        const told = (one: typeof brief) => ({
          facts: one.facts.filter(({ pillar }) => pillar !== "technicals")
            .map(({ address: _, origin: __, ...fact }) => fact),
          headlines: one.headlines.map(({ availableAt, text }) => `${availableAt} ${text}`).sort(),
          missing: one.missing.filter(({ pillar }) => pillar !== "technicals"),
        });
        deepEqual(told(brief), told(made[i]));
      });
    }
  }));

Deno.test("committee on real prices reads the evidence beside them: source line, files, ballots, what is not read", () =>
  inFiles(async (prices, evidence) => {
    let text = "";
    const out = join(evidence, "..", "out");
    const code = await runCommittee(
      ["--prices", prices, "--evidence", evidence, "--out", out, "--record", "off"],
      { say: (more) => void (text += `${more}\n`), tell: () => {} },
    );
    equal(code, 0);
    match(
      text,
      /Source: real, prices\.csv, .*; evidence: fundamentals\.csv, headlines\.jsonl, flows\.csv, figures\.csv\.\n/,
    );
    match(
      text,
      /Not read, a figure of the reader's own: rules on sentiment, Short interest \(11 sectors\)/,
    );
    // deno-lint-ignore no-control-regex
    ok(!/\u001b/.test(text));
    const written = JSON.parse(await Deno.readTextFile(join(out, "committee.json")));
    deepEqual(written.inputs.prices.map(({ name }: { name: string }) => name), [
      "prices.csv",
      "fundamentals.csv",
      "headlines.jsonl",
      "flows.csv",
      "figures.csv",
    ]);
    const hashes = new Map<string, string>(
      written.inputs.prices.map((one: { name: string; sha256: string }) => [one.name, one.sha256]),
    );
    const { ballots } = written.verdict;
    equal(ballots.length, 11);
    for (const { files, subScores, notRead } of ballots) {
      equal(subScores.fundamentals.kind, "score");
      equal(notRead.length, 1);
      ok(files.length >= 3);
      for (const { file, sha256 } of files) equal(sha256, hashes.get(file));
    }
    // A row that a ballot names is that row of the file.
    const [{ sector, files }] = ballots;
    const lines = (await Deno.readTextFile(join(evidence, "fundamentals.csv"))).split("\n");
    const rows = files.find(({ file }: { file: string }) =>
      file === "fundamentals.csv"
    ).fundamentals;
    ok(rows.length > 0 && rows.every((row: number) => lines[row - 1].startsWith(`${sector},`)));
  }));
