import { join } from "node:path";
import type { SectorView } from "../../committee/mod.ts";
import type { RecordInput } from "../../record/mod.ts";
import { type DecidedViews, decidedViews, type ScoreOverride } from "../../week/mod.ts";
import { committeeOfDay } from "../rebalance/committee_of_day.ts";
import { committeeScores } from "../rebalance/scores_of_day.ts";
import { COMMITTEE_FILE, type QuoteResult } from "./poll_stage.ts";
import { isMadeFrom, type Week } from "./week.ts";
import { sha256, type StageInputs, valueHash } from "./week_folder.ts";

/** What a week decides on: the committee's views, and what a person put in their place. */
export interface WeekVerdict extends DecidedViews {
  /** As the committee and its record have them. */
  readonly committee: readonly SectorView[];
  readonly overrides: readonly ScoreOverride[];
  /** Who gave the scores, as sentences. */
  readonly scoredBy: string;
  /** The record that confidences were read from; absent where none was. */
  readonly record?: RecordInput;
}

/** Overrides that lie in the folder, with those of the command line over them. */
function overridesOf({ folder, given: { overrides, because } }: Week): readonly ScoreOverride[] {
  const before = folder.read<WeekVerdict>("verdict")?.result.overrides ?? [];
  const now = new Set(overrides.map(({ sector }) => sector));
  return [
    ...before.filter(({ sector }) => !now.has(sector)),
    ...overrides.flatMap(({ sector, to }) =>
      to === "committee" ? [] : [{ sector, to, because: because! }]
    ),
  ].sort((a, b) => a.sector < b.sector ? -1 : 1);
}

/**
 * The verdict of a week, made once: the record that confidences rest on may grow until somebody says yes,
 * and what was shown stays what was shown.
 *
 * @param poll Hash of the stage before.
 */
export async function verdictStage(
  week: Week,
  poll: string,
): Promise<{ readonly verdict: WeekVerdict; readonly hash: string }> {
  const { folder, settings, isWeighted, opened, today, all } = week;
  const overrides = overridesOf(week), { pillars, confidence } = settings;
  const inputs: StageInputs = {
    "2_poll.json": poll,
    [COMMITTEE_FILE]: sha256(folder.bytes(COMMITTEE_FILE)!),
    overrides: valueHash(overrides),
    settings: valueHash({ confidence, ...(isWeighted ? { pillars } : {}) }),
  };
  const before = folder.read<WeekVerdict>("verdict");
  if (before !== undefined && isMadeFrom(before.inputs, inputs)) {
    return { verdict: before.result, hash: before.sha256 };
  }
  const committee = await committeeOfDay(join(folder.path, COMMITTEE_FILE), {
    opened,
    day: today.day,
    choice: {},
    record: all.record,
    ...(isWeighted ? { weights: pillars } : {}),
  });
  const upTo = folder.read<QuoteResult>("quote")?.result.record;
  const { views, scoredBy, record } = await committeeScores(committee, {
    settings,
    opened,
    record: all.record,
    ...(upTo ? { upTo } : {}),
  });
  const verdict: WeekVerdict = {
    committee: views,
    ...decidedViews(views, overrides),
    overrides,
    scoredBy,
    ...(record ? { record } : {}),
  };
  return { verdict, hash: await folder.put("verdict", { inputs, result: verdict }) };
}
