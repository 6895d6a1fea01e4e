import { number, times } from "../words.ts";
import { outsideLine } from "../outside_text.ts";
import {
  type HoldoutEntry,
  type TrialLog,
  trialLogAnchor,
  type TrialLogProblem,
  type TrialRecord,
} from "./trial_log.ts";

/**
 * The family of a trial: a question and the data it was asked of. What was tried on one market makes no
 * luck on another.
 *
 * @param data As `marketMark` of `lab/research` names a market.
 *
 * @example
 * ```ts
 * import { trialFamily } from "lab/evidence";
 * import { equal } from "node:assert/strict";
 *
 * equal(trialFamily("backtest", "simulated, seed 7"), "backtest on simulated, seed 7");
 * ```
 */
export function trialFamily(question: string, data: string): string {
  return `${question} on ${data}`;
}

/** How much was tried in one family. */
interface FamilyTally {
  /** Since the family's count was last begun anew. */
  readonly tried: number;
  /** In the life of the lab. */
  readonly life: number;
}

/** One opening of a holdout. */
export interface Opening extends Omit<HoldoutEntry, "kind" | "holdout"> {
  /** Whether every count was begun anew since: it was looked at by readers of before. */
  readonly isBeforeReset?: boolean;
}

/** A log in numbers. */
export interface TrialTally {
  readonly families: Readonly<Record<string, FamilyTally>>;
  /** In the life of the lab, over all families; what a gap has lost included. */
  readonly life: number;
  /** Runs that repeated an earlier one (family, configuration and data alike); they count once. */
  readonly repeats: number;
  /** Days on which a count was begun anew, with the family (all if absent) and the reason. */
  readonly resets: readonly {
    readonly at: string;
    readonly family?: string;
    readonly because: string;
  }[];
  /** Per name of a holdout the times it was opened, with the reason. */
  readonly openings: Readonly<Record<string, readonly Opening[]>>;
  /** Trials that the head counts and the log has lost. */
  readonly lostTrials: number;
  /** Times at which the log was found cut, or without the file that would have noticed it. */
  readonly gaps: readonly { readonly at: string; readonly because: string }[];
  readonly problems: readonly TrialLogProblem[];
  /** Fixes the log up to here; absent for an empty one. */
  readonly anchor?: string;
}

/** Letters of a day at the start of an instant. */
const DAY_LETTERS = 10;

/** What makes two runs the same: the second asks nothing new of the data. */
function identity({ family, config, source }: TrialRecord & { kind: "trials" }): string {
  return JSON.stringify([family, config, source]);
}

/**
 * Counts a log.
 *
 * A run repeated with the same configuration on the same data is no new trial: it counts once, and the
 * repeats are counted apart. A reset begins a family's count anew and leaves its life as it is. What a
 * gap has lost stays in the life of the lab, so that a deleted log makes no count smaller.
 *
 * @param log From `readTrialLog`.
 *
 * @example
 * ```ts
 * import { readTrialLog, sealedRecord, trialTally } from "lab/evidence";
 * import { deepEqual } from "node:assert/strict";
 *
 * const run = {
 *   kind: "trials", at: "2026-11-20", family: "pillar weights", name: "grid", trials: 231,
 *   config: "c", source: "Source: simulated, seed 7.",
 * } as const;
 * const first = sealedRecord(run), again = sealedRecord(run, first);
 * const tally = trialTally(readTrialLog([first, again].map((one) => JSON.stringify(one)).join("\n")));
 * deepEqual([tally.life, tally.repeats], [231, 1]);
 * ```
 */
export function trialTally({ records, problems }: TrialLog): TrialTally {
  // Per run the largest number of trials it was recorded with, since the reset and for life.
  const since = new Map<string, { family: string; trials: number }>();
  const life = new Map<string, { family: string; trials: number }>();
  const resets: TrialTally["resets"][number][] = [];
  // Maps, for a family may be called "constructor".
  const openings = new Map<string, Opening[]>();
  const gaps: { at: string; because: string }[] = [];
  let repeats = 0, lostTrials = 0;
  for (const record of records) {
    if (record.kind === "trials") {
      const key = identity(record), { family, trials } = record;
      if (since.has(key)) repeats++;
      for (const counts of [since, life]) {
        counts.set(key, { family, trials: Math.max(trials, counts.get(key)?.trials ?? 0) });
      }
    } else if (record.kind === "reset") {
      const { at, family, because } = record;
      resets.push(family === undefined ? { at, because } : { at, family, because });
      for (const [key, one] of since) {
        if (family === undefined || one.family === family) since.delete(key);
      }
      if (family === undefined) {
        for (const [name, times] of openings) {
          openings.set(name, times.map((one) => ({ ...one, isBeforeReset: true })));
        }
      }
    } else if (record.kind === "holdout") {
      const { at, because, holdout, market, scores, from, to } = record;
      const known = Object.entries({ market, scores, from, to }).filter(([, one]) => one);
      const opening: Opening = { at, because, ...Object.fromEntries(known) };
      openings.set(holdout, [...(openings.get(holdout) ?? []), opening]);
    } else {
      lostTrials += record.lostTrials;
      gaps.push({ at: record.at, because: record.because });
    }
  }
  const families = new Map<string, { tried: number; life: number }>();
  for (const { family, trials } of life.values()) {
    const one = families.get(family) ?? { tried: 0, life: 0 };
    families.set(family, { ...one, life: one.life + trials });
  }
  for (const { family, trials } of since.values()) families.get(family)!.tried += trials;
  const anchor = trialLogAnchor(records);
  return {
    families: Object.fromEntries(families),
    life: [...families.values()].reduce((sum, one) => sum + one.life, 0) + lostTrials,
    repeats,
    resets,
    openings: Object.fromEntries(openings),
    lostTrials,
    gaps,
    problems,
    ...(anchor === undefined ? {} : { anchor }),
  };
}

/**
 * The line that stands under every result of a search: how much was tried, and what is wrong with the
 * count.
 *
 * @param family Which family the result belongs to.
 * @param options.noun What was tried, in the plural; "trials" by default.
 * @param options.market Whose openings are told, as `marketMark` names it; of all markets by default.
 * @param options.hasOpenings Whether openings of holdouts are told too; true by default.
 * @returns Sentences without a full stop at the end, joined by semicolons.
 *
 * @example
 * ```ts
 * import { trialsHeadline } from "lab/evidence";
 * import { equal } from "node:assert/strict";
 *
 * const tally = {
 *   families: { "pillar weights": { tried: 231, life: 231 }, prompts: { tried: 973, life: 973 } },
 *   life: 1204, repeats: 0, resets: [], openings: {}, lostTrials: 0, gaps: [],
 *   problems: [],
 * };
 * equal(
 *   trialsHeadline(tally, "pillar weights", { noun: "weightings" }),
 *   "231 weightings tried in this family; 1,204 in the life of this lab",
 * );
 * ```
 */
export function trialsHeadline(
  tally: TrialTally,
  family: string,
  options: { readonly noun?: string; readonly market?: string; readonly hasOpenings?: boolean } =
    {},
): string {
  const { noun = "trials", market, hasOpenings = true } = options;
  const count = (value: number) => number(value, { digits: 0 });
  const { tried, life } = Object.hasOwn(tally.families, family)
    ? tally.families[family]
    : { tried: 0, life: 0 };
  const parts = [
    `${count(tried)} ${noun} tried in this family`,
    `${count(tally.life)} in the life of this lab`,
  ];
  const reset = tally.resets.findLast((one) => one.family === undefined || one.family === family);
  if (reset) {
    parts.push(
      `the family's count began anew on ${reset.at.slice(0, DAY_LETTERS)} (${
        outsideLine(reset.because)
      }), in its life it is ` +
        count(life),
    );
  }
  for (const [name, times] of hasOpenings ? Object.entries(tally.openings) : []) {
    const now = times.filter((one) =>
      !one.isBeforeReset && (market === undefined || one.market === market)
    );
    if (now.length === 0) continue;
    const on = now[now.length - 1].at.slice(0, DAY_LETTERS);
    parts.push(
      now.length === 1
        ? `the holdout of ${outsideLine(name)} was opened once, on ${on}`
        : `the holdout of ${
          outsideLine(name)
        } was opened ${now.length} times, last on ${on}, so it holds nothing out any more`,
    );
  }
  if (tally.lostTrials > 0) {
    parts.push(`${count(tally.lostTrials)} of them are known by their number alone`);
  }
  const gap = tally.gaps[tally.gaps.length - 1];
  if (gap) {
    parts.push(
      `the log was interrupted ${times(tally.gaps.length)}, last before ${gap.at}: ${gap.because}`,
    );
  }
  if (tally.problems.length > 0) {
    const more = tally.problems.length - 1;
    parts.push(
      `the log is not as it was written: ${tally.problems[0].what}` +
        (more > 0 ? `, and ${more} more` : ""),
    );
  }
  return parts.join("; ");
}
