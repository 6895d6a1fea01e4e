import { join } from "node:path";
import { DEFAULT_RUBRIC, verdict, weightsOf } from "../../committee/mod.ts";
import { LabError } from "../../errors.ts";
import type { Sector } from "../../market/mod.ts";
import { printable } from "../../outside_text.ts";
import { daysAsked } from "../../providers/mod.ts";
import { ballotsParquet, type RecordedBallot } from "../../record/mod.ts";
import type { Schedule } from "../../research/mod.ts";
import type { Day } from "../../units.ts";
import { counted } from "../../words.ts";
import { console } from "../console.ts";
import { type CommitteeQuestion, type CommitteeSurroundings, polled } from "./committee_run.ts";
import { type HistoryDays, historyDays } from "./history_days.ts";
import { historyTally } from "./history_tally.ts";
import { historyText } from "./history_text.ts";
import { lineSpool } from "./line_spool.ts";
import { pollingInputs } from "./polling_inputs.ts";
import { runtime } from "../runtime.ts";
import { weighted } from "./rubric_file.ts";
import { writeFiles } from "../write_files.ts";

/** Between two writings of the files while days come in, milliseconds; at the end they are written again. */
const WRITE_EVERY_MS = 60_000;

/** Which days are asked about, and where what comes of them is written. */
export interface HistoryChoice {
  readonly from: Day;
  readonly to?: Day;
  readonly schedule?: Schedule;
  readonly out?: string;
}

/** Which of the named sectors are not there on some days, in sentences without their ends. */
function absences(
  named: readonly Sector[] | undefined,
  days: ReturnType<typeof daysAsked>,
): readonly string[] {
  return (named ?? []).flatMap((sector) => {
    const without = days.filter(({ sectors }) => !sectors.includes(sector)).length;
    if (without === 0) return [];
    if (without === days.length) {
      throw new RangeError(
        `Cannot ask about ${sector}: it is listed on none of ${
          counted(days.length, "day")
        }, or has no prices`,
      );
    }
    return [
      `${sector} is not asked about on ${without} of ${days.length} days: it is not listed yet, ` +
      "or has no price",
    ];
  });
}

/** What was asked, by which another run can be compared with this one. */
function inputsOf(
  question: CommitteeQuestion,
  { schedule, leftOut, days }: HistoryDays,
): Readonly<Record<string, unknown>> {
  const { rubric = DEFAULT_RUBRIC, weights } = question;
  return {
    ...pollingInputs(question),
    weights: weightsOf(weighted(rubric, weights)),
    schedule,
    from: days[0],
    to: days[days.length - 1],
    leftOut,
  };
}

/**
 * Polls a committee about the days of a schedule: one quote before the first call, caps across all days,
 * each answer recorded as it comes, and each day with a verdict of its own.
 *
 * @returns The exit code: 0, or 2 when questions stayed without an answer or no answer was a ballot.
 */
export async function runHistory(
  question: CommitteeQuestion,
  choice: HistoryChoice,
  around: CommitteeSurroundings = {},
): Promise<number> {
  const { say: sayAny = (text: string) => console.log(text) } = around;
  const { tell = (text: string) => void Deno.stderr.writeSync(new TextEncoder().encode(text)) } =
    around;
  const say = (text: string) => sayAny(printable(text));
  const { opened: { market }, sectors: named, weights, rubric = DEFAULT_RUBRIC } = question;
  const found = historyDays(market, choice),
    days = daysAsked(market, found.days, { sectors: named });
  for (const note of [...found.notes, ...absences(named, days)]) {
    tell(`Note: ${printable(note)}.\n`);
  }
  const { out } = choice, inputs = inputsOf(question, found);
  const tally = historyTally(), counting = weighted(rubric, weights);
  const spool = lineSpool<RecordedBallot>();
  const clock = () => performance.now();
  let written = clock();

  async function write(more: Readonly<Record<string, unknown>>): Promise<void> {
    if (out === undefined) return;
    const history = {
      format: "sector-committee-lab/history/1",
      runtime: runtime(),
      inputs,
      days: tally.days,
      unanswered: tally.unanswered,
      failed: tally.failed,
      ...more,
    };
    await writeFiles(out, {
      "ballots.parquet": await ballotsParquet(await spool.all()),
      "history.json": JSON.stringify(history, null, 1) + "\n",
    }, { endsOnInterrupt: false });
    written = clock();
  }

  try {
    say(
      `${counted(found.days.length, "decision")}, ${found.days[0]} to ${
        found.days[found.days.length - 1]
      }, each at the close of its day.`,
    );
    const end = await polled(question, { days, about: inputs }, around, async (day, ballots) => {
      for (const ballot of ballots) spool.add(ballot);
      tally.add(
        day,
        verdict(day.ballots, {
          day: day.day,
          sectors: day.sectors,
          rubric: counting,
          failed: day.failed,
          unanswered: day.unanswered,
          source: market.source,
        }),
      );
      if (clock() - written < WRITE_EVERY_MS) return;
      try {
        await write({ isComplete: false });
      } catch (error) {
        // The end will tell, and the record has them by then.
        if (!(error instanceof LabError)) throw error;
        written = clock();
      }
    });
    if (end === undefined) return question.dryRun ? 0 : 2;
    say(historyText(tally, end, market.source));
    const { sweep, spent, isStopped, unanswered } = end;
    if (unanswered > 0) {
      say(
        `${counted(unanswered, "question")} of ${counted(days.length, "day")} ${
          unanswered === 1 ? "has" : "have"
        } no answer; the same command asks for the rest alone.`,
      );
    }
    if (tally.ballots === 0) say("There is no ballot: no verdict rests on this run.");
    // A run that brought nothing leaves what an earlier one wrote.
    if (out !== undefined && (tally.ballots > 0 || !isStopped)) {
      await write({ isComplete: unanswered === 0, isStopped, sweep, spent });
      say(`Written: ${join(out, "ballots.parquet")} and ${join(out, "history.json")}`);
    }
    return unanswered > 0 || tally.ballots === 0 ? 2 : 0;
  } finally {
    spool.close();
  }
}
