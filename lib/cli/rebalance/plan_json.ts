import type { Verdict } from "../../committee/mod.ts";
import type { RecordInput } from "../../record/mod.ts";
import type { Capacity, Plan } from "../../desk/mod.ts";
import type { InputFile, PriceWarning } from "../../market/mod.ts";
import { runtime } from "../runtime.ts";

/** What a run of `rebalance` was given, besides settings. */
export interface RunInputs {
  readonly prices: readonly InputFile[];
  readonly scores?: InputFile;
  /** Ballots over time, or a committee's of the day. */
  readonly ballots?: InputFile;
  readonly committee?: InputFile;
  /** The record, where it was read. */
  readonly record?: RecordInput;
  readonly holdings?: InputFile;
  readonly settings?: InputFile;
  /** What is odd in the prices, each with kind, columns, days, sentence, and whether it was accepted. */
  readonly warnings: readonly PriceWarning[];
}

/**
 * A run as one JSON text: inputs with their hashes, verdict, and the whole plan.
 *
 * The same inputs give the same bytes on the same Deno and processor, so it holds no clock time, no
 * folder, and no order of completion. The day of the run decides one thing: whether the warning is there
 * that the prices are stale. A number that is not known is null, as is an open bound.
 *
 * @param run.inputs Files and warnings.
 * @param run.verdict What the committee said; absent where the scores came from a file.
 * @param run.plan What `rebalance` returned.
 * @param run.capacity Accounts of different size; absent where they were not asked for.
 */
export function planJson(run: {
  readonly inputs: RunInputs;
  readonly verdict?: Verdict;
  readonly plan: Plan;
  readonly capacity?: Capacity;
}): string {
  const { inputs, verdict, plan, capacity } = run;
  const everything = {
    format: "sector-committee-lab/rebalance/1",
    runtime: runtime(),
    inputs,
    ...(verdict ? { verdict } : {}),
    plan,
    ...(capacity ? { capacity } : {}),
  };
  return JSON.stringify(everything, null, 1) + "\n";
}
