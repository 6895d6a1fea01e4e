/**
 * `deno task scorecard`: the book's own bars beside what the data can say.
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LabError } from "../errors.ts";
import {
  openingsText,
  openTrialsFile,
  trialPlaces,
  trialsFolder,
  type TrialTally,
} from "../evidence/mod.ts";
import { DEFAULT_WEIGHTS } from "../committee/mod.ts";
import { openMarket } from "../market/mod.ts";
import { marketHoldout } from "../research/mod.ts";
import { scorecard } from "../scorecard/mod.ts";
import { counted } from "../words.ts";
import { console } from "./console.ts";
import { callRecords, ledgerEntries } from "./scorecard/call_records.ts";
import { readSettings, withEvidence } from "./settings/read_settings.ts";
import { tellErrors } from "./tell_errors.ts";
import { helpAsked } from "./options/help_text.ts";
import { recordChoice } from "./options/record_option.ts";
import { priceWarningLines } from "./price_warning_lines.ts";
import { SCORECARD, scorecardArguments } from "./scorecard/scorecard_arguments.ts";
import { takenBallots } from "./scores/ballot_source.ts";
import { recordInput, recordLine } from "./record/record_at.ts";
import { scoredDecisions } from "./scorecard/scorecard_ballots.ts";
import { scorecardInput } from "./scorecard/scorecard_input.ts";
import { scorecardText } from "./scorecard/scorecard_text.ts";
import { weeksOfFile } from "./availability/weeks_file.ts";
import { checkWritable, writeFiles } from "./write_files.ts";

/** The log of trials; a folder that may not be written keeps nobody from a card. */
function tallyOf(root: string): TrialTally | undefined {
  try {
    return openTrialsFile(trialPlaces(root)).tally();
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return undefined;
  }
}

/**
 * Runs the command: asks the rule analyst, runs its book, prints the card, and writes it where asked.
 *
 * @param args The words after the command; see `SCORECARD`.
 * @param around The present moment, by which prices are old or not, and the lab's folder, whose log of
 *   trials knows of openings; nothing is counted.
 * @throws {LabError | RangeError | TypeError} With a sentence for the user; nothing is written then.
 */
export async function runScorecard(
  args: readonly string[],
  around: { readonly now?: Date; readonly root?: string } = {},
): Promise<void> {
  const { now = new Date() } = around;
  const { root = trialsFolder(fileURLToPath(new URL("../../", import.meta.url))) } = around;
  const help = helpAsked(SCORECARD, args);
  if (help !== undefined) return console.log(help);
  const given = scorecardArguments(args);
  checkWritable(given.out);
  const all = await readSettings(given), { record: place } = all;
  const calls = callRecords(await ledgerEntries(recordChoice(place).ledger()));
  const { market, files, warnings } = await openMarket(withEvidence(given.market, all), now);
  for (const line of priceWarningLines(warnings, now)) console.error(line);
  const taken = given.ballots === undefined
    ? undefined
    : await takenBallots({ ...given, record: place, ballots: given.ballots }, {
      market,
      weights: DEFAULT_WEIGHTS,
    });
  const ballots = taken?.scores;
  const isTerminal = Deno.stderr.isTerminal();
  const say = (text: string) => Deno.stderr.writeSync(new TextEncoder().encode(text));
  const weeks = given.availability === undefined
    ? undefined
    : await weeksOfFile(given.availability);
  const card = scorecard({
    ...await scorecardInput(market, {
      seed: given.seed,
      calls,
      now: () => performance.now(),
      ...(ballots ? { ballots } : {}),
      onDay: ({ done, total }) => isTerminal && say(`\r${done} of ${total} days`),
    }),
    ...(weeks ? { weeks: weeks.records } : {}),
  });
  if (isTerminal) say("\n");
  console.log(scorecardText(card));
  for (const sentence of taken?.sentences ?? []) console.log(sentence);
  console.log("Every confidence counts as 1 in the book: a card is about the scores themselves.");
  const record = taken?.source.record &&
    recordInput(taken.source.record, taken.scores.verdicts.at(-1)!.day);
  if (record) console.log(recordLine(record));
  const putAway = marketHoldout(market, ballots && scoredDecisions(ballots)), tally = tallyOf(root);
  if (putAway) {
    const { from, to, days, mark } = putAway;
    console.log(
      `Put away: ${from} to ${to}, ${counted(days, "decision")}; ${openingsText(tally, mark)}.`,
    );
  }
  if (given.out === undefined) return;
  const everything = {
    format: "sector-committee-lab/scorecard/1",
    runtime: { deno: Deno.version.deno, v8: Deno.version.v8, arch: Deno.build.arch },
    inputs: {
      market: given.market.kind,
      prices: files,
      ...(taken?.source.file ? { ballots: taken.source.file } : {}),
      ...(record ? { record } : {}),
      ...(weeks ? { weeks: weeks.file } : {}),
      seed: given.seed,
      warnings,
    },
    ...card,
  };
  await writeFiles(given.out, { "scorecard.json": `${JSON.stringify(everything, null, 1)}\n` });
  console.log(`Written: ${join(given.out, "scorecard.json")}`);
}

if (import.meta.main) await tellErrors(() => runScorecard(Deno.args));
