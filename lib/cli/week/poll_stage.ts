import { DEFAULT_RUBRIC } from "../../committee/mod.ts";
import { LabError } from "../../errors.ts";
import { printable } from "../../outside_text.ts";
import type { Quote } from "../../providers/mod.ts";
import { ballotMarket, openBallotRecord, type RecordMark } from "../../record/mod.ts";
import { freshPrices } from "../../week/mod.ts";
import { counted } from "../../words.ts";
import { committeeFiles } from "../committee/committee_files.ts";
import { type CommitteeSurroundings, pollCommittee } from "../committee/committee_run.ts";
import { resolveBeside } from "../committee/resolve_beside.ts";
import type { StageClock } from "./stage_clock.ts";
import { asksOthers, isMadeFrom, marketInputs, momentOf, type Week } from "./week.ts";
import { sha256, type StageInputs, valueHash } from "./week_folder.ts";

/** Where a polling of a week is read again. */
export const COMMITTEE_FILE = "committee.json";

/** What came of a polling. */
export interface PollResult {
  readonly files: Readonly<Record<string, string>>;
  readonly ballots: number;
  readonly failed: number;
  readonly unanswered: number;
}

/** What is foreseen, and the record as it stands before anybody is asked. */
export interface QuoteResult {
  readonly quote: Quote;
  /** What confidences may rest on; absent where none is read. */
  readonly record?: RecordMark;
}

/** What was asked of whom: the same question is not asked again. */
function askedInputs(week: Week): StageInputs {
  const { polling: { settings, recordings }, given: { samples }, opened } = week;
  return {
    ...marketInputs(week),
    asked: valueHash({ settings, recordings, samples, market: ballotMarket(opened) }),
  };
}

/** The poll that lies in the folder, where it is of the same question and whole. */
function kept({ folder }: Week, asked: StageInputs): string | undefined {
  const before = folder.read<PollResult>("poll");
  if (before === undefined || !isMadeFrom(before.inputs, asked)) return undefined;
  const file = folder.bytes(COMMITTEE_FILE);
  return file !== undefined && sha256(file) === before.result.files[COMMITTEE_FILE]
    ? before.sha256
    : undefined;
}

/**
 * The record of real markets before this week's answers come into it, with the outcomes that its prices
 * resolve: what confidences rest on must not hang on who answered first.
 */
function recordBefore(
  { polling, opened, now, say }: Week,
  { tell = () => {} }: CommitteeSurroundings,
): RecordMark | undefined {
  const { ballots: where } = polling.record;
  if (where === undefined || ballotMarket(opened).kind !== "real") return undefined;
  const warn = (sentence: string) => tell(`Note: ${printable(sentence)}\n`);
  resolveBeside(where, opened, { now: now(), say, warn });
  const { lines, head } = openBallotRecord(where).read();
  return { lines, head };
}

/**
 * Asks the committee of a week once: what is paid for is kept by the ledger while it goes on, and by the
 * folder when it is over.
 *
 * @param final Why nobody may be asked any more, where somebody said yes already.
 * @returns The hash of the stage, or the exit code: 0 after a quote alone, 2 where questions have no answer,
 *   4 where prices may not be traded on, before anybody is paid for a view of them.
 */
export async function pollStage(
  week: Week,
  around: CommitteeSurroundings,
  final: string | undefined,
  clock: StageClock,
): Promise<string | 0 | 2 | 4> {
  const {
    given: { samples, dryRun, withGaps, staleOk },
    all,
    polling,
    opened,
    today,
    folder,
    say,
  } = week;
  const asked = askedInputs(week), before = kept(week, asked);
  if (before !== undefined) return before;
  if (final !== undefined) {
    throw new LabError(
      `Cannot ask the committee of ${today.day} anew: ${final}, and what is given now is another ` +
        "question, or its answers are gone from the folder; another decision takes another --out",
    );
  }
  const fresh = freshPrices({ rules: all.week, ...momentOf(week), staleOk });
  if (!fresh.holds && !dryRun && asksOthers(week)) {
    say(`Refused by a check before anybody is asked: ${fresh.sentence}`);
    return 4;
  }
  const record = recordBefore(week, around), quoted = clock("quote");
  let answered: ReturnType<StageClock> | undefined;
  const polled = await pollCommittee({ ...polling, opened, samples, dryRun }, today.day, {
    ...around,
    say,
    onQuote: async (quote) => {
      const there = folder.read("quote");
      if (!there || !isMadeFrom(there.inputs, asked)) {
        const result: QuoteResult = { quote, ...(record ? { record } : {}) };
        await folder.put("quote", { inputs: asked, result });
      }
      quoted(`${counted(quote.calls, "call")} to make`);
      if (!dryRun) answered = clock("poll");
    },
  });
  if (polled === undefined) return dryRun ? 0 : 2;
  const { result: { failed, unanswered }, ballots } = polled;
  answered?.(counted(ballots.length, "ballot"));
  if (ballots.length === 0 && !withGaps) {
    say(
      "The week waits: there is no ballot to decide on. The same command asks again; --with-gaps lets " +
        "the last verdict stand in, by its age.",
    );
    return 2;
  }
  if (unanswered.length > 0 && !withGaps) {
    say(
      `The week waits: ${
        counted(unanswered.length, "question")
      } without an answer. The same command ` +
        "asks for the rest alone; --with-gaps decides on what there is.",
    );
    return 2;
  }
  const files = await committeeFiles(
    // What was spent hangs on how often a run was stopped; the ledger has it.
    { ...polled, result: { ...polled.result, spent: undefined } },
    { opened, settings: polling.settings, samples, rubric: DEFAULT_RUBRIC },
  );
  await folder.write({ ...files });
  const result: PollResult = {
    files: { [COMMITTEE_FILE]: sha256(folder.bytes(COMMITTEE_FILE)!) },
    ballots: ballots.length,
    failed: failed.length,
    unanswered: unanswered.length,
  };
  return await folder.put("poll", { inputs: asked, result });
}
