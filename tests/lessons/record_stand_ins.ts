/**
 * Records `data/recorded_rules.json` and `data/recorded_answers.json` anew: what the lab's own stand-ins
 * answer on the days of lessons 01 and 02. No vendor's model has had a part in them. To be run by hand
 * when prompt, rubric, rules or simulated market have changed:
 *
 *     deno run -A tests/lessons/record_stand_ins.ts
 *
 * @module
 */
import { briefs, DEFAULT_RUBRIC, record, type Recording, rulesAnalyst } from "lab/committee";
import { lessonMarket } from "lab/lesson";
import { sectorDecision } from "lab/lesson/01";
import { ensembleAnalysts } from "lab/lesson/02";
import { AS_RECORDED } from "../../lib/lessons/02_ensemble_comparison/ensemble_record.ts";

const NOBODY =
  "No vendor's model is among them, for no vendor's answers can be recorded here; a file " +
  'of your own, from "deno task committee --record-answers FILE", takes their place.';

/** What lesson 01 plays: the rule analyst, on the day of its decision. */
export async function recordedRules(): Promise<Recording> {
  const { snapshot } = await sectorDecision("simulated", { seed: 8, sector: "XLE" });
  return await record(rulesAnalyst(), briefs(snapshot), DEFAULT_RUBRIC, {
    askedAt: snapshot.decidedAt,
    provenance: `Answers of the lab's own rules, recorded. ${NOBODY}`,
  });
}

/** What lesson 02 plays: five temperaments, on the day of its decision. */
export async function recordedCommittee(): Promise<Recording> {
  const { snapshot } = await lessonMarket("simulated", { seed: AS_RECORDED.seed });
  return await record(ensembleAnalysts(AS_RECORDED), briefs(snapshot), DEFAULT_RUBRIC, {
    askedAt: snapshot.decidedAt,
    provenance: `Answers of the lab's own rules with five temperaments, recorded. ${NOBODY}`,
  });
}

/** A recording as it lies on disk, an answer a line. */
export function recordingText({ format, provenance, answers }: Recording): string {
  const lines = answers.map((answer) => JSON.stringify(answer)).join(",\n");
  return `{"format":${JSON.stringify(format)},"provenance":${
    JSON.stringify(provenance)
  },"answers":[\n` +
    `${lines}\n]}\n`;
}

/** Where each lies. */
export const STAND_INS = [
  { path: new URL("../../data/recorded_rules.json", import.meta.url), made: recordedRules },
  { path: new URL("../../data/recorded_answers.json", import.meta.url), made: recordedCommittee },
];

if (import.meta.main) {
  for (const { path, made } of STAND_INS) {
    await Deno.writeTextFile(path, recordingText(await made()));
  }
}
