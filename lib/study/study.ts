import { DataError } from "../errors.ts";
import { openHoldout } from "../evidence/mod.ts";
import type { Market } from "../market/mod.ts";
import { type Ledger, marketHoldout, sealedHoldout } from "../research/mod.ts";
import { HOLDOUT_KEY } from "./study_days.ts";
import { evidenceOf, type Study, studyOf } from "./study_of.ts";
import { answersOf, type StudyOptions } from "./study_options.ts";
import { studyRun } from "./study_run.ts";

/** A study whose market is at hand, so that its ledger can be written. */
export interface MarketStudy extends Study {
  /** The readable loop of the same run, with every decision and fill. */
  ledger(): Ledger;
}

/**
 * A run and all that speaks for and against it: baselines, dice, intervals, tests, cutoffs, the count
 * of trials.
 *
 * The last fifth of the scored decisions is put away (`marketHoldout` of `lab/research`) unless `open`
 * gives the key.
 *
 * @param market The whole world; decisions see snapshots only.
 * @returns The study; its methods work when they are asked.
 * @throws {DataError} As `researchPanel` does, or if scores lie on days on which nobody decides, or the
 *   days put away would come to no figure; then they stay shut.
 * @throws {RangeError} If an option is out of range.
 *
 * @example
 * ```ts
 * import { study } from "lab/study";
 * import { simulatedMarket } from "lab/market";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 3 });
 * const to = day("2020-03-01");
 * const found = await study(market, { seed: 1, draws: 50, resamples: 200, to });
 * equal(found.verdict().kind, "not proven");
 * ```
 */
export async function study(market: Market, options: StudyOptions): Promise<MarketStudy> {
  const answers = answersOf(market, options), { open, name = "the committee" } = options;
  if (open === undefined) {
    const { panel, terms, parts, ledger, holdout } = await studyRun(
      market,
      options,
      answers,
      false,
    );
    return { ...studyOf(panel, { ...terms, parts, ...(holdout ? { holdout } : {}) }), ledger };
  }
  const put = marketHoldout(market, answers.scored);
  if (put === undefined) {
    throw new DataError(
      "Cannot open the holdout: fewer than two decisions are scored, and nothing is put away",
    );
  }
  const { key, because, at, record } = open;
  const { found, openings } = await openHoldout(sealedHoldout(put, HOLDOUT_KEY), key, {
    because,
    at,
    record,
    // All that can fail, before the opening is put on record.
    look: async () => {
      const run = await studyRun(market, options, answers, true), { parts } = run;
      parts.measures();
      parts.signals();
      parts.chance("dice anew");
      evidenceOf(parts, { name, resamples: options.resamples });
      run.ledger();
      return run;
    },
  });
  const { panel, terms, parts, ledger, holdout } = found;
  return {
    ...studyOf(panel, { ...terms, parts, holdout: { ...holdout!, opened: { openings, because } } }),
    ledger,
  };
}
