/**
 * `deno task backtest`: a run with all that speaks for and against it.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  openingsBy,
  openTrialsFile,
  scoresMark,
  trialPlaces,
  type TrialsFile,
  trialsFolder,
  trialsHeadline,
} from "../evidence/mod.ts";
import { type Market, type PriceWarning, readIndustries, simulatedMarket } from "../market/mod.ts";
import { tearSheet, tearSheetPage } from "../tear_sheet/mod.ts";
import { firstUsable, scoreTableOf } from "../scores/mod.ts";
import { decisionDays, ledgerCsv, ledgerText, withoutSectors } from "../research/mod.ts";
import { type DiceTeam, diceTeam, type MarketStudy, study, tearSheetInput } from "../study/mod.ts";
import { console } from "./console.ts";
import { type BacktestArguments, backtestArguments, USAGE } from "./backtest_arguments.ts";
import { backtestJson } from "./backtest_json.ts";
import { backtestText } from "./backtest_text.ts";
import { isTold } from "./is_told.ts";
import type { InputFile } from "./plan_json.ts";
import { type OwnScores, ownScores } from "./own_scores.ts";
import { priceWarningLines, readPriceFiles } from "./price_files.ts";
import { countLine, progressWriter } from "./progress_writer.ts";
import { scorerCutoff } from "./score_options.ts";
import { checkWritable, writeFiles } from "./write_files.ts";

interface World {
  readonly market: Market;
  readonly files: readonly InputFile[];
  readonly warnings: readonly PriceWarning[];
}

async function worldOf(given: BacktestArguments, now: Date): Promise<World> {
  const { prices, industries, seed, years } = given;
  if (prices.length > 0) return await readPriceFiles(given, now);
  const market = industries ? await readIndustries() : simulatedMarket({ seed, years });
  return { market, files: [], warnings: [] };
}

async function cutoffsFor(scoredBy: string | undefined) {
  if (scoredBy === undefined) return {};
  const cutoff = await scorerCutoff(scoredBy);
  return { cutoffOf: () => cutoff };
}

function weightsOf({ weights: [fundamentals, sentiment, technicals] }: BacktestArguments) {
  return { fundamentals, sentiment, technicals };
}

/** The reader's scores, as they count on the days of the schedule; nothing where none are given. */
async function scoresOf(given: BacktestArguments, market: Market): Promise<OwnScores | undefined> {
  const { scores, areWeighted } = given, weights = weightsOf(given);
  if (scores === undefined) return undefined;
  const schedule = given.schedule ?? (market.frequency === "monthly" ? "monthly" : "weekly");
  return await ownScores({ ...given, scores }, {
    ...(areWeighted ? { weights } : {}),
    preset: weights,
    days: decisionDays(market, schedule),
  });
}

async function studyOf(
  given: BacktestArguments,
  market: Market,
  world: {
    readonly at: string;
    readonly trials: TrialsFile;
    readonly own?: OwnScores;
    readonly dice: DiceTeam;
  },
): Promise<MarketStudy> {
  const { scoredBy, open } = given, { own } = world;
  return await study(given.without.length > 0 ? withoutSectors(market, given.without) : market, {
    name: own ? "the book of your own scores" : "the rule analyst's book",
    weights: weightsOf(given),
    ...(own && given.scores !== undefined
      ? {
        scores: scoreTableOf(own.file, own.weights),
        answeredBy: scoredBy ?? "unknown",
        scoresKnownBy: scoresMark(await Deno.readFile(given.scores)),
        scoresTitle: basename(given.scores),
        ...(own.asGiven ? { scoredDays: firstUsable(own.asGiven, market.prices.days) } : {}),
      }
      : {}),
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
    dice: world.dice,
    onDay: progressWriter(countLine("days scored")),
  });
}

/**
 * Runs the command: counts the run, prints the table, and writes the files where asked.
 *
 * @param args The words after the command; see `USAGE`.
 * @param world The present moment, the folder with the count of trials, and what ends the run.
 * @throws {LabError | RangeError | TypeError} With a sentence for the user; no file is written then.
 */
export async function runBacktest(
  args: readonly string[],
  world: { readonly now?: Date; readonly root?: string; readonly signal?: AbortSignal } = {},
): Promise<void> {
  const { now = new Date(), signal } = world;
  const { root = trialsFolder(fileURLToPath(new URL("../../", import.meta.url))) } = world;
  const given = backtestArguments(args);
  if (given.help) return console.log(USAGE);
  const places = trialPlaces(root);
  for (const folder of [given.out, dirname(places.log), dirname(places.head)]) {
    checkWritable(folder);
  }
  const trials = openTrialsFile(places);
  const { market, files, warnings } = await worldOf(given, now);
  for (const line of priceWarningLines(warnings, now)) console.error(line);
  const own = await scoresOf(given, market);
  // Started first, so that they load while the book is made.
  const dice = diceTeam(given.workers ?? navigator.hardwareConcurrency - 1, {
    signal,
    onProgress: progressWriter(countLine("random committees")),
  });
  let found: MarketStudy;
  try {
    found = await studyOf(given, market, { at: now.toISOString(), trials, own, dice });
  } finally {
    dice.close();
  }
  const text = backtestText(found, given, own);
  // A turn of the event loop, in which an interruption gets its say before anything is shown.
  await new Promise((resolve) => setTimeout(resolve));
  signal?.throwIfAborted();
  console.log(text);
  const tally = found.tally!, { family } = found;
  const noun = tally.families[family].tried === 1 ? "backtest" : "backtests";
  console.log(
    `Counted: ${
      trialsHeadline(tally, family, { noun, market: found.panel.mark })
    } (anchor ${tally.anchor}).`,
  );
  if (given.out === undefined) return;
  const scores = given.scores === undefined ? undefined : {
    name: basename(given.scores),
    sha256: createHash("sha256").update(await Deno.readFile(given.scores)).digest("hex"),
    taken: own!.sentence,
  };
  const texts = {
    "tearsheet.html": tearSheetPage(tearSheet(tearSheetInput(found))),
    "ledger.csv": ledgerCsv(found.ledger()),
    "ledger.jsonl": await ledgerText(found.ledger()),
    "study.json": backtestJson(found, given, { prices: files, scores, warnings }),
  };
  await writeFiles(given.out, texts);
  console.log(`Written: ${Object.keys(texts).map((name) => join(given.out!, name)).join(", ")}`);
}

if (import.meta.main) {
  const stop = new AbortController();
  Deno.addSignalListener("SIGINT", () => {
    if (stop.signal.aborted) Deno.exit(130);
    stop.abort();
  });
  try {
    await runBacktest(Deno.args, { signal: stop.signal });
  } catch (error) {
    if (stop.signal.aborted) {
      console.error("\nStopped. No file was written.");
      Deno.exit(130);
    }
    if (!isTold(error)) throw error;
    console.error(error.message);
    Deno.exitCode = 1;
  }
  // The listener for Ctrl+C would keep the process.
  Deno.exit(Deno.exitCode);
}
