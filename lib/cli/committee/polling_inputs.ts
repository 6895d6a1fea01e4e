import { createHash } from "node:crypto";
import { DEFAULT_RUBRIC } from "../../committee/mod.ts";
import { ballotMarket, rubricMark } from "../../record/mod.ts";
import type { CommitteeQuestion } from "./committee_run.ts";

/** What a polling rests on, by which another one can be compared with it: files, market, who and what. */
export function pollingInputs(
  { opened, settings, samples = 1, rubric = DEFAULT_RUBRIC }: Pick<
    CommitteeQuestion,
    "opened" | "settings" | "samples" | "rubric"
  >,
) {
  return {
    prices: opened.files,
    warnings: opened.warnings,
    market: ballotMarket(opened),
    analysts: settings.analysts,
    settings: createHash("sha256").update(JSON.stringify(settings)).digest("hex"),
    samples,
    rubric: rubricMark(rubric),
  };
}
