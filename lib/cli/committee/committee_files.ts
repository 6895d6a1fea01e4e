import { printableJson } from "../../outside_text.ts";
import { ballotsParquet } from "../../record/mod.ts";
import type { PolledDay } from "./committee_run.ts";
import { pollingInputs } from "./polling_inputs.ts";
import { runtime } from "../runtime.ts";

/** What a polling of one day is written as. */
export interface CommitteeFiles {
  readonly "committee.json": string;
  readonly "ballots.parquet": Uint8Array;
}

/** A sweep as one JSON text: what was asked of whom, the verdict, what has no answer, and its cost. */
function committeeJson(everything: Readonly<Record<string, unknown>>): string {
  const json = JSON.stringify(
    { format: "sector-committee-lab/committee/1", runtime: runtime(), ...everything },
    null,
    1,
  );
  // As it is written, whatever strangers wrote in it: who hashes this text hashes the file.
  return printableJson(`${json}\n`);
}

/** The files of a polling, whichever command asked. */
export async function committeeFiles(
  { verdict, result: { unanswered, spent }, sweep, ballots, setAside }: PolledDay,
  question: Parameters<typeof pollingInputs>[0],
): Promise<CommitteeFiles> {
  const inputs = pollingInputs(question);
  return {
    "committee.json": committeeJson({ inputs, sweep, verdict, setAside, unanswered, spent }),
    "ballots.parquet": await ballotsParquet(ballots),
  };
}
