/**
 * `deno task prices`: free daily prices into a folder of the reader's own.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { LabError } from "../errors.ts";
import { readPrices } from "../market/mod.ts";
import { console } from "./console.ts";
import { type DownloadOptions, downloadPrices } from "./prices/download_prices.ts";
import { tellErrors } from "./tell_errors.ts";
import { helpAsked } from "./options/help_text.ts";
import { PRICES_COMMAND, pricesArguments } from "./prices/prices_arguments.ts";
import { pricesCsv } from "./prices/prices_csv.ts";
import { checkWritable, writeFiles } from "./write_files.ts";

/**
 * Runs the command: downloads, checks that the lab can read what it is about to keep, and writes
 * both files or none.
 *
 * @param args The words after the command; see `PRICES_COMMAND`.
 * @param world The present moment and how to fetch; the machine's own by default.
 * @throws {LabError | RangeError | TypeError} With a sentence for the user; nothing is written then.
 */
export async function runPrices(
  args: readonly string[],
  world: Pick<DownloadOptions, "now" | "fetch"> = { now: new Date() },
): Promise<void> {
  const help = helpAsked(PRICES_COMMAND, args);
  if (help !== undefined) return console.log(help);
  const { tickers, from, to, out } = pricesArguments(args);
  checkWritable(out);
  const { found, missing } = await downloadPrices(tickers, { ...world, from, to });
  for (const { ticker, reason } of missing) console.error(`Note: ${ticker} left out: ${reason}`);
  if (found.length === 0) {
    throw new LabError(
      `Cannot download prices: Yahoo Finance has none of ${
        tickers.join(", ")
      }; nothing was written`,
    );
  }
  const csv = pricesCsv(found);
  const warnings = await readableBy(csv, tickers);
  const lines = csv.split("\n");
  const record = {
    provider: "Yahoo Finance, by npm:yahoo-finance2",
    fetchedAt: world.now.toISOString(),
    adjustment: "open and close for splits and dividends, volume so that close × volume is dollars",
    from: lines[1].slice(0, 10),
    to: lines[lines.length - 2].slice(0, 10),
    rows: lines.length - 2,
    sha256: createHash("sha256").update(csv).digest("hex"),
    tickers: found.map(({ ticker, bars, sha256 }) => ({
      ticker,
      from: bars[0].day,
      to: bars[bars.length - 1].day,
      days: bars.length,
      answerSha256: sha256,
    })),
    missing,
    warnings,
  };
  await writeFiles(out, {
    "prices.csv": csv,
    "prices.json": `${JSON.stringify(record, null, 2)}\n`,
  });
  for (const warning of warnings) console.error(`Note: ${warning}`);
  console.log(
    `Written: ${join(out, "prices.csv")}, ${record.rows} days of ${found.length} tickers, ` +
      `${record.from} to ${record.to}, SHA-256 ${record.sha256.slice(0, 12)}…\n` +
      `Its provenance: ${join(out, "prices.json")}`,
  );
}

/** What the lab's own reader warns of; it throws where it would refuse the file. */
async function readableBy(csv: string, tickers: readonly string[]): Promise<readonly string[]> {
  const folder = await Deno.makeTempDir({ prefix: "lab-prices-" });
  try {
    const path = join(folder, "prices.csv");
    await Deno.writeTextFile(path, csv);
    return (await readPrices(path, { extra: tickers })).warnings.map(({ message }) => message);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) await tellErrors(() => runPrices(Deno.args));
