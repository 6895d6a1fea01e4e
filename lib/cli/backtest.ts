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
  trialPlaces,
  type TrialsFile,
  trialsFolder,
  trialsHeadline,
} from "../evidence/mod.ts";
import { type Market, openMarket } from "../market/mod.ts";
import { tearSheet, tearSheetPage } from "../tear_sheet/mod.ts";
import { ledgerCsv, ledgerText, withoutSectors } from "../research/mod.ts";
import { type DiceTeam, diceTeam, type MarketStudy, study, tearSheetInput } from "../study/mod.ts";
import { console } from "./console.ts";
import { BACKTEST, backtestArguments } from "./backtest/backtest_arguments.ts";
import { backtestJson } from "./backtest/backtest_json.ts";
import { type BacktestTerms, backtestTerms } from "./backtest/backtest_settings.ts";
import {
  type BacktestSubject,
  backtestSubject,
  recordRead,
  weightsOf,
} from "./backtest/backtest_subject.ts";
import { backtestText } from "./backtest/backtest_text.ts";
import { helpAsked } from "./options/help_text.ts";
import { priceWarningLines } from "./price_warning_lines.ts";
import { countLine, progressWriter } from "./progress_writer.ts";
import { tellErrors } from "./tell_errors.ts";
import { checkWritable, writeFiles } from "./write_files.ts";

async function studyOf(
  given: BacktestTerms,
  market: Market,
  world: {
    readonly at: string;
    readonly trials: TrialsFile;
    readonly subject: BacktestSubject;
    readonly dice: DiceTeam;
  },
): Promise<MarketStudy> {
  const { open, costBps: feeBps, settingsOf: { trading, betas } } = given;
  const { impactCoefficient, commissionUsd } = trading;
  return await study(market, {
    ...world.subject.options,
    weights: weightsOf(given.weights),
    rule: given.rule,
    schedule: given.schedule,
    fill: given.fill,
    costs: { feeBps, impactCoefficient, commissionUsd },
    ...(given.settings === undefined ? {} : { betas }),
    equityUsd: given.account,
    seed: given.seed,
    draws: given.draws,
    from: given.from,
    to: given.to,
    ...(open ? { open: { ...open, at: world.at, record: openingsBy(world.trials) } } : {}),
    trials: { counter: world.trials, at: world.at },
    dice: world.dice,
  });
}

/**
 * Runs the command: counts the run, prints the table, and writes the files where asked.
 *
 * @param args The words after the command; see `BACKTEST`.
 * @param world The present moment, the folder with the count of trials, and what ends the run.
 * @throws {LabError | RangeError | TypeError} With a sentence for the user; no file is written then.
 */
export async function runBacktest(
  args: readonly string[],
  world: { readonly now?: Date; readonly root?: string; readonly signal?: AbortSignal } = {},
): Promise<void> {
  const { now = new Date(), signal } = world;
  const { root = trialsFolder(fileURLToPath(new URL("../../", import.meta.url))) } = world;
  const help = helpAsked(BACKTEST, args);
  if (help !== undefined) return console.log(help);
  const given = await backtestTerms(backtestArguments(args));
  const places = trialPlaces(root);
  for (const folder of [given.out, dirname(places.log), dirname(places.head)]) {
    checkWritable(folder);
  }
  const trials = openTrialsFile(places);
  const { market: whole, files, warnings } = await openMarket(given.market, now);
  for (const line of priceWarningLines(warnings, now)) console.error(line);
  const market = given.without.length > 0 ? withoutSectors(whole, given.without) : whole;
  const onDay = progressWriter(countLine("days scored"));
  const subject = await backtestSubject(given, market, onDay);
  // Started first, so that they load while the book is made.
  const dice = diceTeam(given.workers ?? navigator.hardwareConcurrency - 1, {
    signal,
    onProgress: progressWriter(countLine("random committees")),
  });
  let found: MarketStudy;
  try {
    found = await studyOf(given, market, { at: now.toISOString(), trials, subject, dice });
  } finally {
    dice.close();
  }
  const text = backtestText(found, given, subject);
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
  const named = async (path: string | undefined) =>
    path === undefined ? undefined : {
      name: basename(path),
      sha256: createHash("sha256").update(await Deno.readFile(path)).digest("hex"),
    };
  const { own, ballots } = subject, scores = await named(given.scores);
  const inputs = {
    prices: files,
    ...(scores ? { scores: { ...scores, taken: own!.sentence } } : {}),
    ...(ballots?.source.file ? { ballots: ballots.source.file } : {}),
    ...recordRead(subject),
    settings: await named(given.settings),
    warnings,
  };
  const texts = {
    "tearsheet.html": tearSheetPage(tearSheet(tearSheetInput(found))),
    "ledger.csv": ledgerCsv(found.ledger()),
    "ledger.jsonl": await ledgerText(found.ledger()),
    "study.json": backtestJson(found, given, inputs),
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
  await tellErrors(async () => {
    try {
      await runBacktest(Deno.args, { signal: stop.signal });
    } catch (error) {
      if (!stop.signal.aborted) throw error;
      console.error("\nStopped. No file was written.");
      Deno.exit(130);
    }
  });
  // The listener for Ctrl+C would keep the process.
  Deno.exit(Deno.exitCode);
}
