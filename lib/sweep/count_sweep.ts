import { openingsOf, type TrialsFile, type TrialTally } from "../evidence/mod.ts";
import { type SweepConfig, trialCount } from "./sweep_config.ts";
import { sourceOf, sweepFamily, sweepName } from "./sweep_names.ts";
import type { PanelFacts } from "./sweep_panel.ts";

/**
 * Counts the trials of a sweep, and the look it takes at days that others have put away.
 *
 * @param sweep.facts What is known of its panels, those read so far.
 * @param options.at The caller's "now".
 */
export function countSweep(
  { config, hash, files, facts }: {
    readonly config: SweepConfig;
    readonly hash: string;
    readonly files: Readonly<Record<string, string>>;
    readonly facts: readonly (PanelFacts | undefined)[];
  },
  { trials, at }: { readonly trials: TrialsFile; readonly at: string },
): TrialTally {
  let tally = trials.record({
    at,
    family: sweepFamily(config, firstOf(facts).mark),
    name: sweepName(config),
    trials: trialCount(config),
    config: hash,
    source: sourceOf(config, files),
  });
  // A sweep that holds out less than the lab's rule looks at days that others have put away.
  const because = `sweep ${hash.slice(0, 8)} looked at them`;
  for (const { name, mark } of facts.flatMap((one) => one?.looksAt ?? [])) {
    if (openingsOf(tally, mark).same.some((one) => one.because === because)) continue;
    tally = trials.recordOpening({ at, holdout: name, because, ...mark });
  }
  return tally;
}

/** The first panel that was read: the family of a sweep is named after its market. */
export function firstOf(facts: readonly (PanelFacts | undefined)[]): PanelFacts {
  return facts.find((one) => one !== undefined)!;
}
