/**
 * `deno task committee`: polls analysts for sectors on a day, with quote, cap, progress and resume.
 *
 * @module
 */
import { join } from "node:path";
import { openMarket } from "../market/mod.ts";
import { printable } from "../outside_text.ts";
import { console } from "./console.ts";
import { COMMITTEE, committeeArguments } from "./committee/committee_arguments.ts";
import { committeeFiles } from "./committee/committee_files.ts";
import { runHistory } from "./committee/committee_history.ts";
import {
  type CommitteeQuestion,
  type CommitteeSurroundings,
  pollCommittee,
} from "./committee/committee_run.ts";
import { pollingSettings } from "./committee/committee_settings.ts";
import { verdictText } from "./committee/committee_text.ts";
import { decisionDay } from "./decision_day.ts";
import { helpAsked } from "./options/help_text.ts";
import { priceWarningLines } from "./price_warning_lines.ts";
import { rubricFile } from "./committee/rubric_file.ts";
import { withEvidence } from "./settings/read_settings.ts";
import { stoppable } from "./stoppable.ts";
import { tellErrors } from "./tell_errors.ts";
import { checkWritable, writeFiles } from "./write_files.ts";

/**
 * Runs the command: quotes, asks, prints the verdict, and writes it where asked.
 *
 * @param args The words after the command; see `COMMITTEE`.
 * @returns The exit code: 0, or 2 when questions stayed without an answer or no answer was a ballot.
 * @throws {LabError | RangeError | TypeError} With a sentence for the user.
 */
export async function runCommittee(
  args: readonly string[],
  around: CommitteeSurroundings = {},
): Promise<number> {
  const {
    now = Date.now,
    say: sayAny = (text) => console.log(text),
    tell = (text) => Deno.stderr.writeSync(new TextEncoder().encode(text)),
  } = around;
  const say = (text: string) => sayAny(printable(text));
  const help = helpAsked(COMMITTEE, args);
  if (help !== undefined) {
    say(help);
    return 0;
  }
  const given = committeeArguments(args);
  checkWritable(given.out);
  const { from, to, schedule, out, samples } = given;
  const polling = await pollingSettings(given, { isHistory: from !== undefined });
  const rubric = await rubricFile(given.rubric);
  const moment = new Date(now());
  const opened = await openMarket(withEvidence(given.market, polling), moment), { market } = opened;
  for (const line of priceWarningLines(opened.warnings, moment)) tell(`${line}\n`);
  const question: CommitteeQuestion = {
    ...polling,
    opened,
    rubric,
    samples,
    researchPast: given.researchPast,
    dryRun: given.dryRun,
    ...(given.sectors === undefined ? {} : { sectors: given.sectors }),
    ...(given.name === undefined ? {} : { name: given.name }),
    ...(given.recordAnswers === undefined ? {} : { recordAnswers: given.recordAnswers }),
  };
  const surroundings = { ...around, now, say, tell };
  if (from !== undefined) {
    return await runHistory(question, {
      from,
      ...(to === undefined ? {} : { to }),
      ...(schedule === undefined ? {} : { schedule }),
      ...(out === undefined ? {} : { out }),
    }, surroundings);
  }
  const day = decisionDay(market, given.asOf);
  const polled = await pollCommittee(question, day, surroundings);
  if (polled === undefined) return given.dryRun ? 0 : 2;
  const { verdict, result } = polled, { unanswered } = result;
  say(verdictText(verdict, result));
  if (unanswered.length > 0) {
    say(
      `${unanswered.length} ${unanswered.length === 1 ? "question has" : "questions have"}` +
        " no answer; the same command asks for the rest alone.",
    );
  }
  if (verdict.ballots.length === 0) say("There is no ballot: no verdict rests on this run.");
  if (out !== undefined) {
    await writeFiles(out, { ...await committeeFiles(polled, question) });
    say(`Written: ${join(out, "committee.json")} and ${join(out, "ballots.parquet")}`);
  }
  return unanswered.length > 0 || verdict.ballots.length === 0 ? 2 : 0;
}

if (import.meta.main) {
  await tellErrors(() =>
    stoppable("what is paid for", (signal) => runCommittee(Deno.args, { signal }))
  );
  // A call that was given up may still hold the process.
  Deno.exit(Deno.exitCode);
}
