import {
  type Brief,
  briefs,
  DEFAULT_RUBRIC,
  type Rubric,
  type Verdict,
  verdict,
} from "../../committee/mod.ts";
import {
  type OpenMarket,
  type Sector,
  type Snapshot,
  snapshot,
  withoutPrice,
} from "../../market/mod.ts";
import { outsideLine, printable } from "../../outside_text.ts";
import {
  type DayAsked,
  type FactoryOptions,
  liveCommittee,
  progressLine,
  type Quote,
  type SweepEnd,
  type SweepResult,
  type SweptDay,
} from "../../providers/mod.ts";
import {
  ballotMarket,
  openBallotRecord,
  type RecordedBallot,
  rubricMark,
} from "../../record/mod.ts";
import type { Day } from "../../units.ts";
import { listed } from "../../words.ts";
import { type AnswersFile, answersFile } from "./answers_file.ts";
import { ballotRecorder, recordedText } from "./ballot_recorder.ts";
import { console } from "../console.ts";
import type { PollingSettings } from "./committee_settings.ts";
import { quoteText } from "./committee_text.ts";
import { countLine, progressWriter } from "../progress_writer.ts";
import { resolveBeside } from "./resolve_beside.ts";
import { weighted } from "./rubric_file.ts";

/** From so many days on it is told how far the quote has come. */
const LONG_QUOTE_DAYS = 26;

/** What a test puts in place of keys and network. */
export interface CommitteeSurroundings {
  readonly factory?: Omit<FactoryOptions, "makeCall">;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly signal?: AbortSignal;
  readonly say?: (text: string) => void;
  readonly tell?: (text: string) => void;
  /** Gets the quote before anybody is asked. */
  readonly onQuote?: (quote: Quote) => void | Promise<void>;
}

/** What a committee is asked, whoever asks it and about however many days. */
export interface CommitteeQuestion extends PollingSettings {
  readonly opened: OpenMarket;
  readonly sectors?: readonly Sector[];
  /** How often each question is asked; once by default. */
  readonly samples?: number;
  /** What is asked; the lab's own by default. */
  readonly rubric?: Rubric;
  readonly researchPast?: boolean;
  /** Name under which the sweep is booked; made from what is asked by default. */
  readonly name?: string;
  /** File that takes the answers as a recording. */
  readonly recordAnswers?: string;
  /** Whether the quote alone is wanted. */
  readonly dryRun?: boolean;
}

/** How a polling ended. */
export interface Polled extends SweepEnd {
  readonly sweep: string;
}

const sayHere = (text: string) => console.log(text);
const tellHere = (text: string) => void Deno.stderr.writeSync(new TextEncoder().encode(text));

/**
 * Quotes, asks, records each answer as it comes, and hands on each day as it ends, with its ballots as the
 * record keeps them.
 *
 * @returns Nothing where the quote alone was wanted, or was stopped.
 */
export async function polled(
  question: CommitteeQuestion,
  what: { readonly briefs: readonly Brief[] } | {
    readonly days: readonly DayAsked[];
    readonly about: unknown;
  },
  around: CommitteeSurroundings,
  onDayEnd: (day: SweptDay, ballots: readonly RecordedBallot[]) => void | Promise<void>,
): Promise<Polled | undefined> {
  // Long because the file of answers, the recorder and the committee are closed in this order, whatever fails.
  const { opened, settings, spending, recordings, record, dryRun = false, name } = question;
  const { now = Date.now, say: sayAny = sayHere, tell = tellHere } = around;
  const say = (text: string) => sayAny(printable(text));
  const warn = (sentence: string) => tell(`Note: ${printable(sentence)}\n`);
  const { rubric = DEFAULT_RUBRIC, samples = 1 } = question;
  const { source } = opened.market;
  const isPaid = settings.analysts.some((one) =>
    settings.providers.some((entry) => one.startsWith(`${entry.name}/`))
  );
  const committee = await liveCommittee({
    ...what,
    settings,
    spending,
    source,
    researchPast: question.researchPast,
    rubric,
    samples,
    storePath: isPaid ? record.ledger() : ":memory:",
    ...(name === undefined ? {} : { sweep: name }),
    // A quote calls nobody, so it needs no key.
    factory: { recordings, ...around.factory, ...(dryRun ? { withoutKeys: true } : {}) },
    now,
    onWarning: warn,
  });
  let answers: AnswersFile | undefined;
  try {
    if (question.recordAnswers !== undefined) {
      const from = source.kind === "simulated"
        ? `the simulated market of seed ${source.seed}`
        : outsideLine(source.provider);
      answers = await answersFile(
        question.recordAnswers,
        `Answers of ${
          listed(settings.analysts)
        } about ${from}, recorded by deno task committee --record-answers.`,
      );
    }
    const { signal } = around, isLong = "days" in what && what.days.length >= LONG_QUOTE_DAYS;
    const onDay = isLong ? progressWriter(countLine("days quoted"), { tell }) : undefined;
    const foreseen = await committee.quote({
      ...(signal ? { signal } : {}),
      ...(onDay ? { onDay } : {}),
    }).catch((error) => {
      if (!signal?.aborted) throw error;
    });
    if (foreseen === undefined) {
      say("Stopped before anybody was asked.");
      return undefined;
    }
    say(quoteText(foreseen, spending.capsUsd));
    await around.onQuote?.(foreseen);
    for (const sentence of committee.memory) say(`Note: ${outsideLine(sentence)}.`);
    if (dryRun) return undefined;
    const recorder = ballotRecorder({
      ...(record.ballots === undefined ? {} : { record: openBallotRecord(record.ballots) }),
      market: ballotMarket(opened),
      rubric: rubricMark(rubric),
      keepsDays: true,
      ...(answers ? { onAnswer: answers.add } : {}),
      onWarning: warn,
    });
    const end = await committee.sweepDays({
      ...(around.signal ? { signal: around.signal } : {}),
      onProgress: progressWriter(progressLine, { tell }),
      onAnswer: recorder.add,
      onDay: async (day) => await onDayEnd(day, inOrder(day, await recorder.taken(day.day))),
    }).catch(async (error) => {
      await recorder.close();
      throw error;
    });
    const recorded = await recorder.close();
    const { ballots: where } = record;
    if (where !== undefined && recorded.added + recorded.known > 0) {
      say(recordedText(recorded, where));
    }
    if (where !== undefined) resolveBeside(where, opened, { now: new Date(now()), say, warn });
    if (answers) {
      const count = await answers.write();
      if (count > 0) say(`Recorded answers: ${question.recordAnswers} holds ${count}.`);
    }
    return { ...end, sweep: committee.sweepName };
  } finally {
    answers?.close();
    committee.close();
  }
}

/** The recorded ballots of a day in the order of the sweep, which does not depend on who was quick. */
function inOrder(
  { ballots }: SweptDay,
  recorded: readonly RecordedBallot[],
): readonly RecordedBallot[] {
  const at = new Map(ballots.map((ballot, i) => [ballot, i]));
  return recorded.toSorted((a, b) => at.get(a.ballot)! - at.get(b.ballot)!);
}

/** The sectors to ask about: all of the day, or those that are named, each of which must be there. */
function sectorsOf(today: Snapshot, named: readonly Sector[] | undefined): readonly Sector[] {
  const absent = named?.find((sector) => !today.sectors.includes(sector));
  if (absent !== undefined) {
    const why = withoutPrice(today).find(({ sector }) => sector === absent)?.reason;
    throw new RangeError(
      `Cannot ask about ${absent}: ${why ?? `it is not listed on ${today.day}, or has no prices`}`,
    );
  }
  return today.sectors.filter((sector) => named?.includes(sector) ?? true);
}

/** What a committee said of one day. */
export interface PolledDay {
  readonly verdict: Verdict;
  /** What has no answer, what it cost, and whether it was stopped. */
  readonly result: SweepResult;
  readonly sweep: string;
  /** As the record keeps them, in the order of the verdict. */
  readonly ballots: readonly RecordedBallot[];
  readonly setAside: ReturnType<typeof withoutPrice>;
}

/**
 * Polls a committee about one day: quote, caps, answers with progress, the record, the verdict.
 *
 * @param question Who is asked, by what settings, and where it is booked and recorded.
 * @param day A trading day of the market; see `decisionDay`.
 * @returns Nothing where the quote alone was wanted, or was stopped.
 * @throws {DataError | RangeError} Before anybody is asked: if a sector is not there, a key is missing, or
 *   research is asked for on another day than today.
 */
export async function pollCommittee(
  question: CommitteeQuestion,
  day: Day,
  around: CommitteeSurroundings = {},
): Promise<PolledDay | undefined> {
  const { tell = tellHere } = around;
  const { rubric = DEFAULT_RUBRIC, weights } = question;
  const today = snapshot(question.opened.market, day);
  const setAside = withoutPrice(today), sectors = sectorsOf(today, question.sectors);
  for (const { reason } of setAside) tell(`Set aside: ${reason}.\n`);
  // Standings are among all sectors, so briefs are made of all and then chosen.
  const asked = briefs(today).filter(({ sector }) => sectors.includes(sector));
  let swept: SweptDay | undefined, recorded: readonly RecordedBallot[] = [];
  const end = await polled(question, { briefs: asked }, around, (one, ballots) => {
    swept = one;
    recorded = ballots;
  });
  if (end === undefined || swept === undefined) return undefined;
  const { ballots, failed, unanswered } = swept, { sweep, isStopped, spent } = end;
  return {
    verdict: verdict(ballots, {
      day,
      sectors,
      rubric: weighted(rubric, weights),
      failed,
      unanswered,
      source: today.source,
    }),
    result: { ballots, failed, unanswered, isStopped, ...(spent ? { spent } : {}) },
    sweep,
    ballots: recorded,
    setAside,
  };
}
