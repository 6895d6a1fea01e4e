/**
 * `deno task scorecard`: the book's own bars beside what the data can say.
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Market, readIndustries, simulatedMarket } from "../market/mod.ts";
import { scorecard } from "../scorecard/mod.ts";
import { console } from "./console.ts";
import { callRecords, ledgerEntries } from "./call_records.ts";
import { isTold } from "./is_told.ts";
import { type ScorecardArguments, scorecardArguments, USAGE } from "./scorecard_arguments.ts";
import { scorecardInput } from "./scorecard_input.ts";
import { scorecardText } from "./scorecard_text.ts";
import { writeFiles } from "./write_files.ts";

interface World {
  readonly market: Market;
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
  readonly warnings: readonly string[];
}

async function worldOf({ market, prices, seed, years }: ScorecardArguments): Promise<World> {
  if (market !== "prices") {
    const made = market === "industries"
      ? await readIndustries()
      : simulatedMarket({ seed, years });
    return { market: made, files: [], warnings: [] };
  }
  // Loaded only here: other markets need no Parquet reader.
  const { readPrices } = await import("../market/mod.ts");
  const read = await readPrices(prices);
  return {
    market: read,
    files: read.files.map(({ where, sha256 }) => ({ name: where, sha256 })),
    warnings: read.warnings.map(({ message }) => message),
  };
}

/**
 * Runs the command: asks the rule analyst, runs its book, prints the card, and writes it where asked.
 *
 * @param args The words after the command; see `USAGE`.
 * @throws {LabError | RangeError | TypeError} With a sentence for the user; nothing is written then.
 */
export async function runScorecard(args: readonly string[]): Promise<void> {
  const given = scorecardArguments(args);
  if (given.help) return console.log(USAGE);
  const state = given.state ?? fileURLToPath(new URL("../../.lab/state", import.meta.url));
  const calls = callRecords(await ledgerEntries(state));
  const { market, files, warnings } = await worldOf(given);
  const isTerminal = Deno.stderr.isTerminal();
  const say = (text: string) => Deno.stderr.writeSync(new TextEncoder().encode(text));
  const card = scorecard(
    await scorecardInput(market, {
      seed: given.seed,
      calls,
      now: () => performance.now(),
      onDay: ({ done, total }) => isTerminal && say(`\r${done} of ${total} days`),
    }),
  );
  if (isTerminal) say("\n");
  for (const warning of warnings) console.error(`Note: ${warning}`);
  console.log(scorecardText(card));
  if (given.out === undefined) return;
  const everything = {
    format: "sector-committee-lab/scorecard/1",
    runtime: { deno: Deno.version.deno, v8: Deno.version.v8, arch: Deno.build.arch },
    inputs: { market: given.market, prices: files, seed: given.seed, warnings },
    ...card,
  };
  await writeFiles(given.out, { "scorecard.json": `${JSON.stringify(everything, null, 1)}\n` });
  console.log(`Written: ${join(given.out, "scorecard.json")}`);
}

if (import.meta.main) {
  try {
    await runScorecard(Deno.args);
  } catch (error) {
    if (!isTold(error)) throw error;
    console.error(error.message);
    Deno.exitCode = 1;
  }
}
