/**
 * A study: one run with all that speaks for and against it.
 *
 * `study` joins what the other folders hold: the run and its baselines (`lab/research`), what the scores
 * knew (`lab/signals`), what the returns were worth (`lab/performance`), and whether it is more than luck
 * (`lab/evidence`). Each part works when it is asked for. The last fifth of a market is put away until
 * somebody opens it, on record.
 *
 * @example A year and a half of the rule analyst
 * ```ts
 * import { study, studyRows } from "lab/study";
 * import { simulatedMarket } from "lab/market";
 * import { day } from "lab/units";
 * import { equal, match } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 3 });
 * const found = await study(market, { seed: 1, draws: 50, resamples: 200, to: day("2020-03-01") });
 * equal(found.baselines().length, 5);
 * match(found.verdict().sentence, /^Not proven: the committee has a Sharpe ratio of .* interval/);
 * match(studyRows(found)[0].text, /n = \d+ weeks/);
 * ```
 *
 * Read next: `study.ts`; `study_of.ts`, the same on a panel at hand; `study_rows.ts`, the honesty table; `study_days.ts`, what is put away.
 *
 * @module
 */
export { type MarketStudy, study } from "./study.ts";
export type { AskedCommittee, StudyOptions } from "./study_options.ts";
export { ruleCutoff } from "./study_terms.ts";
export { type DiceProgress, type DiceTeam, diceTeam } from "./dice_team.ts";
export { type Study, studyOf, type StudyVerdict } from "./study_of.ts";
export { HOLDOUT_KEY, type StudyDays, studyDays } from "./study_days.ts";
export { studyConfig } from "./study_config.ts";
export { studyRows } from "./study_rows.ts";
export { tearSheetInput } from "./tear_sheet_input.ts";
export { type SignalFinding, signalFindings } from "./signal_findings.ts";
export { signalRows } from "./signal_rows.ts";
