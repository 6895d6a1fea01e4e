import { type IntervalDot, number } from "../../charts/mod.ts";
import { LabError } from "../../errors.ts";
import { openTrialsFile, trialPlaces, trialsHeadline } from "../../evidence/mod.ts";
import type { Shares } from "../../stats/mod.ts";
import { type OpenedSweep, openSweepHoldout, weightsText } from "../../sweep/mod.ts";
import { keptFolder } from "../kit/count_trials.ts";
import { type Notice, notice } from "../kit/notice.ts";
import { swept, type WeightRecord } from "./weight_record.ts";

/** What stood behind the seal, as rows of a chart with their title. */
interface OpenedWeights {
  readonly opened: OpenedSweep;
  readonly rows: readonly IntervalDot[];
  readonly title: string;
  /** How often it was opened, and how the count of trials stands. */
  readonly said: Notice;
}

const isSame = (a: Shares, b: Shares) => a.every((share, p) => Math.abs(share - b[p]) < 1e-9);

/**
 * Opens the holdout of the lesson's sweep for one weighting, on record.
 *
 * @param weights The weights that were chosen before.
 * @param options.key The sentence that opens it, as in the sweep's configuration.
 * @param options.because Why, in words that stay in the log.
 * @returns The rows; a sentence where the opening cannot be written down, and then nothing is opened.
 * @throws {RangeError} If the key is another one, the weights are none, or the record has no map.
 *
 * @example Chosen, default, and their difference
 * ```ts
 * import { openWeights, weightRecord } from "lab/lesson/06";
 * import { equal } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir(), at = "2026-11-20";
 * const options = { seed: 7, years: 2, step: 0.25, at, folder };
 * const record = await weightRecord("simulated", options);
 * const key = "the weights are chosen", because = "to see it";
 * const opened = await openWeights(record, [1, 0, 0], { key, because, at, folder });
 * if ("rows" in opened) equal(opened.rows.length, 3);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function openWeights(
  record: WeightRecord,
  weights: Shares,
  options: {
    readonly key: string;
    readonly because: string;
    readonly at: string;
    readonly folder?: string;
  },
): Promise<OpenedWeights | Notice> {
  const { key, because, at, folder = keptFolder() } = options;
  const trials = openTrialsFile(trialPlaces(folder));
  let opened: OpenedSweep;
  try {
    const { sweep } = swept(record);
    opened = await openSweepHoldout(sweep, weights, {
      key,
      because,
      at,
      trials,
      seed: record.seed,
    });
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return notice("note", `The holdout stays closed. ${error.message}. The lesson goes on.`);
  }
  const { openings } = opened;
  const times = openings === 1 ? "once" : openings === 2 ? "twice" : `${openings} times`;
  return {
    opened,
    rows: openedRows(opened),
    title: openedTitle(opened, record),
    said: notice(
      "note",
      `This holdout was opened ${times}${
        openings === 1 ? "" : ", so it holds nothing out any more"
      }. On the counter: ${
        trialsHeadline(trials.tally(), swept(record).sweep.family, {
          noun: "weightings",
          hasOpenings: false,
        })
      }.`,
    ),
  };
}

/** The chosen weights, the default and their difference; the default alone where it was chosen. */
function openedRows({ chosen, base, difference }: OpenedSweep): readonly IntervalDot[] {
  const own = { label: `default, ${weightsText(base.weights)}`, ...ratioOf(base) };
  if (isSame(chosen.weights, base.weights)) return [{ ...own, own: true }];
  return [
    { label: `chosen, ${weightsText(chosen.weights)}`, ...ratioOf(chosen), own: true },
    own,
    { label: "chosen less default", ...difference },
  ];
}

function ratioOf({ sharpe, low, high }: OpenedSweep["chosen"]) {
  return { value: sharpe, low, high };
}

/** What the sealed decisions say, as a sentence. */
function openedTitle(
  { chosen, base, difference, periods, openings }: OpenedSweep,
  { panel }: WeightRecord,
): string {
  const unit = panel.periodsPerYear === 12 ? "months" : "weeks";
  const seen = openings === 1 ? "that nobody had seen" : "that have been looked at before";
  const start = `In ${periods} ${unit} ${seen}, ${weightsText(chosen.weights)} shows ${
    number(chosen.sharpe)
  }`;
  if (isSame(chosen.weights, base.weights)) return `${start}; it is the default`;
  const clear = difference.low > 0 ? "lies above" : difference.high < 0 ? "lies below" : "holds";
  return `${start} and ${weightsText(base.weights)} ${
    number(base.sharpe)
  }; the interval of the difference ${clear} zero`;
}
