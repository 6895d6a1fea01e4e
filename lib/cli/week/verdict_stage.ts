import { join } from "node:path";
import type { SectorView, Verdict } from "../../committee/mod.ts";
import type { Sector } from "../../market/mod.ts";
import type { RecordInput } from "../../record/mod.ts";
import {
  type AgedView,
  type AgedViews,
  agedViews,
  type DatedViews,
  type DecidedViews,
  decidedViews,
  type ScoreOverride,
} from "../../week/mod.ts";
import { counted } from "../../words.ts";
import { committeeOfDay } from "../rebalance/committee_of_day.ts";
import { committeeScores } from "../rebalance/scores_of_day.ts";
import { COMMITTEE_FILE, type QuoteResult } from "./poll_stage.ts";
import { isMadeFrom, type Week } from "./week.ts";
import { openWeekFolder, sha256, type StageInputs, valueHash } from "./week_folder.ts";
import { weeksBefore } from "./weeks_before.ts";

/** What a week decides on: the committee's views, and what a person put in their place. */
export interface WeekVerdict extends DecidedViews {
  /** As the committee and its record have them. */
  readonly committee: readonly SectorView[];
  readonly overrides: readonly ScoreOverride[];
  /** Who gave the scores, as sentences. */
  readonly scoredBy: string;
  /** What stands in where sectors got no answer; absent where all of them got one. */
  readonly aged?: AgedViews;
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

/** Sectors that were asked about and got no answer from anybody. */
const unansweredOf = ({ sectors, ballots }: Verdict): readonly Sector[] =>
  sectors.flatMap(({ sector, unanswered = 0 }) =>
    unanswered > 0 && !ballots.some((one) => one.sector === sector) ? [sector] : []
  );

/** The committee's own views in the newest week before this one that has any. */
function lastViews({ given: { out }, folder, opened }: Week): DatedViews | undefined {
  for (const day of weeksBefore(out, folder.day).toReversed()) {
    const week = openWeekFolder(join(out, day), day);
    const views = week.read<WeekVerdict>("verdict")?.result.committee ?? [];
    const kind = week.read<{ plan: { source: { kind: string } } }>("book")?.result.plan.source.kind;
    if (views.length > 0 && kind === opened.market.source.kind) return { day, views };
  }
  return undefined;
}

/** A view as the desk takes it, an old one with its age. */
const toldAge = ({ from, ageDays, ...view }: AgedView): SectorView =>
  ageDays === 0 ? view : {
    ...view,
    note: `of ${from}, ${counted(ageDays, "day")} old${view.note ? `; ${view.note}` : ""}`,
  };

/** What stands in for answers that did not come; nothing where all did. */
function standIns(
  week: Week,
  committee: Verdict,
  fresh: readonly SectorView[],
): AgedViews | undefined {
  const unanswered = unansweredOf(committee), { folder: { day } } = week;
  if (unanswered.length === 0) return undefined;
  const last = lastViews(week);
  return agedViews({ day, fresh, unanswered, ...(last ? { last } : {}) });
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
  const aged = standIns(week, committee.verdict, views);
  const verdict: WeekVerdict = {
    committee: views,
    ...decidedViews(aged?.views.map(toldAge) ?? views, overrides),
    overrides,
    scoredBy: [scoredBy, ...aged?.sentences ?? []].join(" "),
    ...(aged ? { aged } : {}),
    ...(record ? { record } : {}),
  };
  return { verdict, hash: await folder.put("verdict", { inputs, result: verdict }) };
}
