import { type RecordedAnswer, recordedAnswer, requestFingerprint } from "../../committee/mod.ts";
import { LabError } from "../../errors.ts";
import type { AskedAnswer } from "../../providers/mod.ts";
import {
  type Asking,
  type BallotMarket,
  type BallotRecord,
  type RecordedBallot,
  type RecordedFailure,
} from "../../record/mod.ts";
import { counted } from "../../words.ts";

/** Answers that are appended together, and how long the first of them waits, milliseconds. */
const GROUP = { answers: 32, waitMs: 1000 };

/** What a recording brought, over all its appendings. */
export interface Recorded {
  readonly added: number;
  readonly known: number;
  /** Each a sentence without its end. */
  readonly conflicts: readonly string[];
}

/** Takes answers as they come and appends them to the record in groups. */
export interface BallotRecorder {
  add(answer: AskedAnswer): void;
  /** Ballots of a day that have come since it was last asked for; all of them are in the record then. */
  taken(day: string): Promise<readonly RecordedBallot[]>;
  /** Appends what has not been yet. */
  close(): Promise<Recorded>;
}

/** An answer as the record keeps it: what was asked and how, and what came. */
async function entryOf(
  { request, answer, asked }: AskedAnswer,
  about: { readonly market: BallotMarket; readonly rubric: string },
): Promise<RecordedBallot | RecordedFailure> {
  const { prompt = "unknown", masked = false, askedAt, latencyMs, costUsd } = asked;
  const asking: Asking = {
    question: await requestFingerprint(request),
    askedAt,
    market: about.market,
    masked,
    prompt,
    rubric: about.rubric,
    ...(costUsd === undefined ? {} : { costUsd }),
    ...(latencyMs === undefined ? {} : { latencyMs }),
  };
  if (answer.kind === "ballot") return { kind: "ballot", ...asking, ballot: answer.ballot };
  const { kind: _, costUsd: __, asked: ___, ...failed } = answer;
  return { kind: "failed", ...asking, failed };
}

/**
 * The way of answers into the record: as they come, in groups, so that a kill loses at most what is kept
 * with the ledger and comes again from there. Where the record cannot be written the answers are used all
 * the same, and that is told once.
 *
 * @param to.record Absent where nothing is to be recorded.
 * @param to.onAnswer Given each answer as a recording keeps it, in their order.
 * @param to.onWarning Told of a record that cannot be written.
 */
export function ballotRecorder(to: {
  readonly record?: BallotRecord;
  readonly market: BallotMarket;
  readonly rubric: string;
  /** Whether the ballots of a day are asked for. */
  readonly keepsDays: boolean;
  readonly onAnswer?: (answer: RecordedAnswer) => void;
  readonly onWarning: (sentence: string) => void;
}): BallotRecorder {
  const { record, keepsDays, onAnswer, onWarning } = to;
  const days = new Map<string, RecordedBallot[]>();
  const conflicts: string[] = [];
  let group: AskedAnswer[] = [], added = 0, known = 0, isBroken = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let written: Promise<void> = Promise.resolve();

  function append(entries: readonly (RecordedBallot | RecordedFailure)[]): void {
    if (!record || isBroken) return;
    try {
      const brought = record.append(entries);
      added += brought.added;
      known += brought.known;
      conflicts.push(...brought.conflicts);
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      isBroken = true;
      onWarning(`${error.message}. The answers are used and kept, and come into the record later.`);
    }
  }
  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const now = group;
    if (now.length === 0) return;
    group = [];
    written = written.then(async () => {
      const entries = await Promise.all(now.map((one) => entryOf(one, to)));
      append(entries);
      for (const entry of keepsDays ? entries : []) {
        if (entry.kind !== "ballot") continue;
        const { day } = entry.ballot, there = days.get(day);
        if (there) there.push(entry);
        else days.set(day, [entry]);
      }
      if (!onAnswer) return;
      for (const { request, answer, asked } of now) {
        onAnswer(await recordedAnswer(request, answer, asked));
      }
    });
    // Whoever takes a day, or closes, hears of it.
    written.catch(() => {});
  }

  return {
    add(answer) {
      group.push(answer);
      if (group.length >= GROUP.answers) flush();
      else timer ??= setTimeout(flush, GROUP.waitMs);
    },
    async taken(day) {
      flush();
      await written;
      const ballots = days.get(day) ?? [];
      days.delete(day);
      return ballots;
    },
    async close() {
      flush();
      await written;
      return { added, known, conflicts };
    },
  };
}

/** What came into a record, as a sentence. */
export function recordedText({ added, known, conflicts }: Recorded, where: string): string {
  const named = conflicts.slice(0, 3).map((one) => `\n  ${one}.`).join("");
  const more = conflicts.length > 3 ? `\n  and ${conflicts.length - 3} more` : "";
  return `Recorded in ${where}: ${counted(added, "answer")}` +
    (known === 0 ? "" : `; ${known} ${known === 1 ? "was" : "were"} there`) + named + more;
}
