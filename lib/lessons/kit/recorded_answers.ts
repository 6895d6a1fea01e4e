import { addCalendarDays } from "../../market/mod.ts";
import {
  type Analyst,
  type Recording,
  recordingOf,
  replayAnalysts,
  ReplayMissError,
} from "../../committee/mod.ts";
import { HORIZON_WEEKS } from "../../days.ts";
import { DataError } from "../../errors.ts";
import { readBytes, textOf } from "../../market/mod.ts";
import { outsideLine } from "../../outside_text.ts";
import type { Day } from "../../units.ts";
import { listed } from "../../words.ts";
import { type Notice, notice } from "./notice.ts";

/** The choice of the lab's own stand-ins. */
const STAND_INS = "stand-ins";

/** Recordings of the lab's own stand-ins, by lesson. */
const BUNDLED = { "01": "recorded_rules.json", "02": "recorded_answers.json" } as const;

const CHOICES = `a recording may be "${STAND_INS}", or the path of a file that ` +
  '"deno task committee --record-answers FILE" wrote';

/** Who speaks in a lesson: the lab's own stand-ins, or the analysts of a recording of the reader's. */
export interface RecordedAnswers {
  /** Who that is, and where the answers come from. */
  readonly about: Notice;
  /** Days of decision that were recorded, where only these can be asked about. */
  readonly days?: readonly Day[];
  /** The day to decide on: of a reader's recording the newest one, unless another is chosen. */
  day(chosen: string): string;
  /**
   * The analysts: those of the recording, or the stand-ins, who play what was recorded of them and
   * answer anew what was not, for they are rules and answer alike.
   *
   * @param areAsRecorded Whether the stand-ins are as they were when they were recorded.
   */
  analysts(standIns: readonly Analyst[], areAsRecorded?: boolean): readonly Analyst[];
  /** An analyst by name; the first of a reader's recording where that has none of the name. */
  voice(name: string): string;
  /** How often each question can be asked, of those asked for. */
  samples(asked: number, day: Day): number;
}

/**
 * The recording that a lesson's one choice names.
 *
 * @param answers `"stand-ins"` for the lab's own, none of which is a vendor's model; or the path of a
 *   recording, as `deno task committee --record-answers FILE` writes it.
 * @param lesson Whose stand-ins.
 * @throws {DataError} If there is no such file, or it is no recording.
 *
 * @example
 * ```ts
 * import { recordedAnswers } from "lab/lesson";
 * import { match } from "node:assert/strict";
 *
 * const { about } = await recordedAnswers("stand-ins", "02");
 * match(String(about), /No vendor's model/);
 * ```
 */
export async function recordedAnswers(
  answers: string,
  lesson: keyof typeof BUNDLED,
): Promise<RecordedAnswers> {
  if (typeof answers !== "string" || answers.trim() === "") {
    throw new TypeError(
      `Cannot choose a recording: ${CHOICES}; got ${JSON.stringify(answers) ?? "undefined"}`,
    );
  }
  return answers === STAND_INS
    ? ofStandIns(await read(new URL(`../../../data/${BUNDLED[lesson]}`, import.meta.url)))
    : ofReader(await read(answers), answers);
}

async function read(path: string | URL): Promise<Recording> {
  try {
    const file = await readBytes(path instanceof URL ? path.pathname : path);
    return recordingOf(JSON.parse(textOf(file, "JSON")), file.where);
  } catch (cause) {
    if (cause instanceof SyntaxError) {
      throw new DataError(`Cannot play ${path}: it is no JSON; ${CHOICES}`, { cause });
    }
    if (!(cause instanceof DataError) || !/there is no (?:such file|folder)/.test(cause.message)) {
      throw cause;
    }
    throw new DataError(`${cause.message}; ${CHOICES}`, { where: String(path), cause });
  }
}

function ofStandIns(recording: Recording): RecordedAnswers {
  const days = new Set(recording.answers.map(({ day }) => day));
  const recorded = new Map(replayAnalysts(recording).map((one) => [one.name, one]));
  return {
    about: notice("note", recording.provenance),
    day: (chosen) => chosen,
    voice: (name) => name,
    samples: (asked) => asked,
    analysts: (standIns, areAsRecorded = true) =>
      standIns.map((standIn) => {
        const played = areAsRecorded ? recorded.get(standIn.name) : undefined;
        return played === undefined ? standIn : {
          ...standIn,
          async answer(brief, rubric, options) {
            // Only what may have been recorded is looked for: fingerprints take time.
            if (!days.has(brief.day)) return await standIn.answer(brief, rubric, options);
            try {
              return await played.answer(brief, rubric, options);
            } catch (error) {
              if (!(error instanceof ReplayMissError)) throw error;
              return await standIn.answer(brief, rubric, options);
            }
          },
        };
      }),
  };
}

function ofReader(recording: Recording, path: string): RecordedAnswers {
  const analysts = replayAnalysts(recording), names = analysts.map(({ name }) => name);
  const days = [...new Set(recording.answers.map(({ day }) => day as Day))].sort();
  const newest = days[days.length - 1];
  const keyOf = (analyst: string, sector: string, day: string, sample: number) =>
    JSON.stringify([analyst, sector, day, sample]);
  const there = new Set(
    recording.answers.map(({ analyst, sector, day, sample }) =>
      keyOf(outsideLine(analyst), sector, day, sample)
    ),
  );
  return {
    about: notice(
      "note",
      `Recorded answers of ${listed(names)}, from ${outsideLine(path)}, about ${
        days.length === 1 ? newest : `${days.length} days, ${days[0]} to ${newest}`
      }. ${outsideLine(recording.provenance)}`,
    ),
    days,
    day: (chosen) => chosen === "last" ? newest : chosen,
    voice: (name) => names.includes(name) ? name : names[0],
    samples: (asked, day) =>
      Math.min(
        asked,
        Math.max(
          1,
          ...recording.answers.filter((one) => one.day === day).map(({ sample }) => sample + 1),
        ),
      ),
    analysts: () =>
      analysts.map((analyst) => ({
        ...analyst,
        async answer(brief, rubric, options) {
          const { sector, day } = brief, { sample = 0 } = options;
          try {
            return await analyst.answer(brief, rubric, options);
          } catch (error) {
            // What was never answered has no answer here either; another brief, or another day, is an error.
            const isGap = error instanceof ReplayMissError && days.includes(day as Day) &&
              !there.has(keyOf(analyst.name, sector, day, sample));
            if (!isGap) throw error;
            const { message: reason } = error;
            return {
              kind: "unanswered",
              analyst: analyst.name,
              sector,
              day,
              sample,
              reason,
              costUsd: 0,
            };
          }
        },
      })),
  };
}

/**
 * Of recorded days those on which outcomes can rest: known by a day, and so far apart that horizons do
 * not overlap; the newest counts.
 *
 * @param days Days that were recorded, in order.
 * @param today The day of today's decision.
 *
 * @example Weekly recordings, of which every fourth is taken
 * ```ts
 * import { apartBy } from "./recorded_answers.ts";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const days = ["2024-01-05", "2024-01-12", "2024-02-02", "2024-02-09"].map(day);
 * deepEqual(apartBy(days, day("2024-03-08")), ["2024-01-12", "2024-02-09"]);
 * ```
 */
export function apartBy(days: readonly Day[], today: Day): readonly Day[] {
  const kept: Day[] = [];
  for (const day of days.toReversed()) {
    const end = addCalendarDays(day, 7 * HORIZON_WEEKS);
    if (end <= (kept.at(-1) ?? today)) kept.push(day);
  }
  return kept.reverse();
}
