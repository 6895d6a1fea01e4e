/**
 * `deno task backtest`: a run with all that speaks for and against it.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  openingsBy,
  openTrialsFile,
  trialPlaces,
  type TrialsFile,
  trialsHeadline,
} from "../evidence/mod.ts";
import { type Market, readIndustries, readPrices, simulatedMarket } from "../market/mod.ts";
import { tearSheet, tearSheetPage } from "../performance/mod.ts";
import { ledgerCsv, withoutSectors } from "../research/mod.ts";
import { type MarketStudy, study, tearSheetInput } from "../study/mod.ts";
import { console } from "./console.ts";
import { type BacktestArguments, backtestArguments, USAGE } from "./backtest_arguments.ts";
import { backtestJson } from "./backtest_json.ts";
import { backtestText } from "./backtest_text.ts";
import { readDatedScores } from "./dated_scores_file.ts";
import { isTold } from "./is_told.ts";
import type { InputFile } from "./plan_json.ts";
import { writeFiles } from "./write_files.ts";

interface World {
  readonly market: Market;
  readonly files: readonly InputFile[];
  readonly warnings: readonly string[];
}

async function worldOf(given: BacktestArguments): Promise<World> {
  const { prices, industries, seed, years } = given;
  if (prices.length > 0) {
    const market = await readPrices(prices);
    const files = market.files.map(({ where, sha256 }) => ({ name: where, sha256 }));
    return { market, files, warnings: market.warnings.map(({ message }) => message) };
  }
  const market = industries ? await readIndustries() : simulatedMarket({ seed, years });
  return { market, files: [], warnings: [] };
}

/** What may be remembered is known of models only; their registry is read where one is named. */
async function cutoffsFor(scoredBy: string | undefined) {
  if (scoredBy === undefined || scoredBy === "rules") return {};
  const { knowledgeCutoff } = await import("../providers/mod.ts");
  return { cutoffOf: (model: string) => knowledgeCutoff(model)?.day };
}

async function studyOf(
  given: BacktestArguments,
  market: Market,
  world: { readonly at: string; readonly trials: TrialsFile },
): Promise<MarketStudy> {
  const { scores, scoredBy, open, weights: [fundamentals, sentiment, technicals] } = given;
  return await study(given.without.length > 0 ? withoutSectors(market, given.without) : market, {
    name: scores === undefined ? "the rule analyst's book" : "the book of your own scores",
    weights: { fundamentals, sentiment, technicals },
    ...(scores === undefined
      ? {}
      : { scores: await readDatedScores(scores), answeredBy: scoredBy ?? "unknown" }),
    ...(await cutoffsFor(scoredBy)),
    rule: given.rule,
    schedule: given.schedule,
    fill: given.fill,
    costs: { feeBps: given.feeBps },
    equityUsd: given.accountUsd,
    seed: given.seed,
    draws: given.draws,
    from: given.from,
    to: given.to,
    ...(open ? { open: { ...open, at: world.at, record: openingsBy(world.trials) } } : {}),
    trials: { counter: world.trials, at: world.at },
  });
}

/**
 * Runs the command: counts the run, prints the table, and writes the files where asked.
 *
 * @param args The words after the command; see `USAGE`.
 * @param world The present moment, and the lab's folder with its count of trials.
 * @throws {LabError | RangeError | TypeError} With a sentence for the user; no file is written then.
 */
export async function runBacktest(
  args: readonly string[],
  world: { readonly now: Date; readonly root: string } = {
    now: new Date(),
    root: fileURLToPath(new URL("../../", import.meta.url)),
  },
): Promise<void> {
  const given = backtestArguments(args);
  if (given.help) return console.log(USAGE);
  const trials = openTrialsFile(trialPlaces(world.root));
  const { market, files, warnings } = await worldOf(given);
  for (const warning of warnings) console.error(`Note: ${warning}`);
  console.error(
    `Running the book, and ${
      (2 * given.draws).toLocaleString("en-US")
    } random committees beside it.`,
  );
  const found = await studyOf(given, market, { at: world.now.toISOString(), trials });
  console.log(backtestText(found, given));
  const tally = found.tally!, { family } = found;
  const noun = tally.families[family].tried === 1 ? "backtest" : "backtests";
  console.log(`Counted: ${trialsHeadline(tally, family, { noun })} (anchor ${tally.anchor}).`);
  if (given.out === undefined) return;
  const scores = given.scores === undefined ? undefined : {
    name: basename(given.scores),
    sha256: createHash("sha256").update(await Deno.readFile(given.scores)).digest("hex"),
  };
  const texts = {
    "tearsheet.html": tearSheetPage(tearSheet(tearSheetInput(found))),
    "ledger.csv": await ledgerCsv(found.ledger()),
    "study.json": backtestJson(found, given, { prices: files, scores, warnings }),
  };
  await writeFiles(given.out, texts);
  console.log(`Written: ${Object.keys(texts).map((name) => join(given.out!, name)).join(", ")}`);
}

if (import.meta.main) {
  try {
    await runBacktest(Deno.args);
  } catch (error) {
    if (!isTold(error)) throw error;
    console.error(error.message);
    Deno.exitCode = 1;
  }
}
