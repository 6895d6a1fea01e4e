/**
 * `deno task week`: from the quote to approved orders, one folder a week.
 *
 * @module
 */
import { join } from "node:path";
import { type MarketChoice, openMarket, snapshot } from "../market/mod.ts";
import { printable } from "../outside_text.ts";
import type { Day } from "../units.ts";
import { pollingSettings } from "./committee/committee_settings.ts";
import { console } from "./console.ts";
import { decisionDay } from "./decision_day.ts";
import { helpAsked } from "./options/help_text.ts";
import { priceWarningLines } from "./price_warning_lines.ts";
import {
  bookSettings,
  checkSettings,
  laidSettings,
  withEvidence,
} from "./settings/read_settings.ts";
import { tellErrors } from "./tell_errors.ts";
import { accountStage } from "./week/account_stage.ts";
import { decisionsOf, decisionText, yesOf } from "./week/approval.ts";
import { approvalStage } from "./week/approval_stage.ts";
import { bookStage } from "./week/book_stage.ts";
import { checkStage } from "./week/check_stage.ts";
import { dayToFetch, fetchedMarket } from "./week/fetch_stage.ts";
import { MEMO_FILE, memoStage } from "./week/memo_stage.ts";
import { pollStage } from "./week/poll_stage.ts";
import { stageClock } from "./week/stage_clock.ts";
import { verdictStage } from "./week/verdict_stage.ts";
import type { Week, WeekSurroundings } from "./week/week.ts";
import { WEEK, type WeekArguments, weekArguments } from "./week/week_arguments.ts";
import { openWeekFolder, type WeekFolder } from "./week/week_folder.ts";
import { lockWeek } from "./week/week_lock.ts";
import { weekBeforeLines } from "./week/weeks_before.ts";
import { checkWritable } from "./write_files.ts";

/** Exit codes: done, questions without an answer, waiting for a decision, refused by a check. */
export type WeekEnd = 0 | 2 | 3 | 4;

type Laid = Awaited<ReturnType<typeof laidSettings>>;

const clockOf = ({ now = () => new Date() }: WeekSurroundings) => now;

function voiceOf({ say = (text: string) => console.log(text) }: WeekSurroundings) {
  return (text: string) => say(printable(text));
}

function folderOf(out: string, day: Day): WeekFolder {
  const folder = openWeekFolder(join(out, day), day, () => {
    const yes = yesOf(decisionsOf(folder));
    return yes === undefined ? undefined : decisionText(yes);
  });
  return folder;
}

/** The week that a command line is about, its market open. */
async function weekOf(
  given: WeekArguments,
  { laid, choice }: { readonly laid: Laid; readonly choice: MarketChoice },
  around: WeekSurroundings,
): Promise<Week> {
  const now = clockOf(around), all = checkSettings(laid);
  const opened = await openMarket(choice, now());
  for (const line of priceWarningLines(opened.warnings, now())) console.error(line);
  const day = decisionDay(opened.market, given.asOf), folder = folderOf(given.out, day);
  return {
    given,
    all,
    settings: bookSettings(all),
    isWeighted: laid.holds.pillars !== undefined,
    // A past week does not change by waiting: what was answered about it is not asked again.
    polling: await pollingSettings(given, { isHistory: true }),
    opened,
    today: snapshot(opened.market, day),
    folder,
    now,
    say: voiceOf(around),
  };
}

async function stages(week: Week, around: WeekSurroundings): Promise<WeekEnd> {
  const { folder, now } = week, { factory, signal, tell } = around;
  for (const line of weekBeforeLines(week.given.out, folder.day)) week.say(line);
  // Before anybody is paid: where the account does not follow, nothing else helps.
  const account = week.given.dryRun ? undefined : await accountStage(week, around.ask);
  if (account === 4) return 4;
  const yes = yesOf(decisionsOf(folder)), clock = stageClock(folder.path, () => now().getTime());
  const poll = await pollStage(
    week,
    {
      ...(factory ? { factory } : {}),
      ...(signal ? { signal } : {}),
      ...(tell ? { tell } : {}),
      now: () => now().getTime(),
    },
    yes && decisionText(yes),
    clock,
  );
  if (typeof poll === "number") return poll;
  if (account === undefined) {
    week.say("Everybody has been asked already; nothing would be paid.");
    return 0;
  }
  const judged = clock("verdict"), verdict = await verdictStage(week, poll);
  judged();
  const { aged } = verdict.verdict;
  if (aged !== undefined && !aged.isTrusted && verdict.verdict.views.length === 0) {
    week.say(`${aged.sentences.join(" ")} No order is made.`);
    return 2;
  }
  const seen = folder.read("check")?.sha256, booked = clock("book");
  const book = await bookStage(week, verdict, account);
  booked(book.plan.book.status);
  const checked = clock("check"), check = await checkStage(week, book);
  checked(check.step.holds ? "holds" : "stops");
  const made = { verdict: verdict.verdict, book, check, seen };
  const writeMemo = await memoStage(week, made);
  await writeMemo();
  week.say(`Memo, one page to print: ${join(folder.path, MEMO_FILE)}\n`);
  const end = await approvalStage(week, made, { ask: around.ask, clock });
  await writeMemo();
  return end;
}

/**
 * Runs the command.
 *
 * @param args The words after the command; see `WEEK`.
 * @returns The exit code: 0 done, 2 questions without an answer, 3 waiting for a yes or a no, 4 refused by
 *   a check.
 * @throws {LabError | RangeError | TypeError} With a sentence for the user.
 */
export async function runWeek(
  args: readonly string[],
  around: WeekSurroundings = {},
): Promise<WeekEnd> {
  const help = helpAsked(WEEK, args);
  if (help !== undefined) {
    console.log(help);
    return 0;
  }
  const given = weekArguments(args), { out } = given, now = clockOf(around);
  checkWritable(out);
  const laid = await laidSettings(given), settings = checkSettings(laid);
  if (!given.fetch) {
    const choice = withEvidence(given.market, settings);
    const week = await weekOf(given, { laid, choice }, around);
    return await locked(week.folder, now, () => stages(week, around));
  }
  const day = dayToFetch(out, given.asOf, now()), folder = folderOf(out, day);
  return await locked(folder, now, async () => {
    const { folder: from } = settings.evidence, { web } = around;
    const choice = await fetchedMarket(folder, {
      out,
      ...(from === undefined ? {} : { from }),
      accept: given.accept,
      now,
      ...(web ? { web } : {}),
      say: voiceOf(around),
    });
    return await stages(await weekOf({ ...given, asOf: day }, { laid, choice }, around), around);
  });
}

async function locked<Result>(
  { path }: WeekFolder,
  now: () => Date,
  act: () => Promise<Result>,
): Promise<Result> {
  const free = lockWeek(path, now());
  try {
    return await act();
  } finally {
    free();
  }
}

/** A question at the terminal, where somebody sits there. */
function askHere(question: string): string | undefined {
  return globalThis.prompt(printable(question))?.trim() || undefined;
}

if (import.meta.main) {
  const stop = new AbortController();
  Deno.addSignalListener("SIGINT", () => {
    if (stop.signal.aborted) Deno.exit(130);
    console.error("\nStopping; what is paid for is kept. Once more ends at once.");
    stop.abort();
  });
  const isTerminal = Deno.stdin.isTerminal() && Deno.stdout.isTerminal();
  await tellErrors(() =>
    runWeek(Deno.args, { signal: stop.signal, ...(isTerminal ? { ask: askHere } : {}) })
  );
  // The listener for Ctrl+C would keep the process.
  Deno.exit(Deno.exitCode);
}
