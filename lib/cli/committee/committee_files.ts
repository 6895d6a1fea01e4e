import { createHash } from "node:crypto";
import type { Rubric } from "../../committee/mod.ts";
import type { OpenMarket } from "../../market/mod.ts";
import { ballotMarket, ballotsParquet, rubricMark } from "../../record/mod.ts";
import type { PolledDay } from "./committee_run.ts";
import type { PollingSettings } from "./committee_settings.ts";

/** What a polling of one day is written as. */
export interface CommitteeFiles {
  readonly "committee.json": string;
  readonly "ballots.parquet": Uint8Array;
}

/** A sweep as one JSON text: what was asked of whom, the verdict, what has no answer, and its cost. */
function committeeJson(everything: Readonly<Record<string, unknown>>): string {
  const runtime = { deno: Deno.version.deno, v8: Deno.version.v8, arch: Deno.build.arch };
  return JSON.stringify(
    { format: "sector-committee-lab/committee/1", runtime, ...everything },
    null,
    1,
  ) + "\n";
}

/** The files of a polling, whichever command asked. */
export async function committeeFiles(
  { verdict, result: { unanswered, spent }, sweep, ballots, setAside }: PolledDay,
  { opened, settings, samples, rubric }: {
    readonly opened: OpenMarket;
    readonly settings: PollingSettings["settings"];
    readonly samples: number;
    readonly rubric: Rubric;
  },
): Promise<CommitteeFiles> {
  const inputs = {
    prices: opened.files,
    warnings: opened.warnings,
    market: ballotMarket(opened),
    analysts: settings.analysts,
    settings: createHash("sha256").update(JSON.stringify(settings)).digest("hex"),
    samples,
    rubric: rubricMark(rubric),
  };
  return {
    "committee.json": committeeJson({ inputs, sweep, verdict, setAside, unanswered, spent }),
    "ballots.parquet": await ballotsParquet(ballots),
  };
}
