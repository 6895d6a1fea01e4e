import { DEFAULT_WEIGHTS } from "../committee/mod.ts";
import type { Market } from "../market/mod.ts";
import {
  backtest,
  type Ledger,
  panelOf,
  type PanelOptions,
  panelScores,
  researchPanel,
  scorePolicy,
} from "../research/mod.ts";
import type { Day } from "../units.ts";
import type { DiceTeam } from "./dice_team.ts";
import { once } from "./once.ts";
import { scoresOnDays } from "./scores_on_days.ts";
import { studyDays, type StudyDaysOptions } from "./study_days.ts";
import { type Study, studyOf } from "./study_of.ts";
import type { AnsweredBy, StudyTerms } from "./study_terms.ts";

/** A study of a market: what is run, and how it is judged. */
export interface StudyOptions extends StudyTerms, Omit<PanelOptions, "days"> {
  /** Decision days of the reader's own; none of them may be put away unless `open` gives the key. */
  readonly days?: readonly Day[];
  readonly from?: Day;
  readonly to?: Day;
  /** Opens the days put away; see {@linkcode StudyDaysOptions}. */
  readonly open?: StudyDaysOptions["open"];
  /**
   * Who answered. By default the analysts that are asked, `rules` where none is named; sub-scores and
   * scores that are handed over come from `unknown`, and count as remembered.
   */
  readonly answeredBy?: AnsweredBy;
  /**
   * Throws the dice beforehand, on all cores; without it they are thrown in this thread when they are
   * first asked for. The figures are the same to the last bit.
   */
  readonly dice?: Pick<DiceTeam, "throwDice">;
}

/** A study whose market is at hand, so that its ledger can be written. */
export interface MarketStudy extends Study {
  /** The readable loop of the same run, with every decision and fill. */
  ledger(): Ledger;
}

/**
 * A run and all that speaks for and against it: baselines, dice, intervals, tests, cutoffs, the count
 * of trials.
 *
 * The last fifth of the market's days is put away (`studyDays`) unless `open` gives the key.
 *
 * @param market The whole world; decisions see snapshots only.
 * @returns The study; its methods work when they are asked.
 * @throws {DataError} As `researchPanel` does, or if scores lie on days on which nobody decides.
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
  const { from, to, open, pillars, analysts, scores, dice, ...rest } = options;
  const { schedule, fill } = options;
  const chosen = studyDays(market, { schedule, fill, days: options.days, from, to, open });
  const { holdout } = chosen;
  const own = scores && scoresOnDays(scores, market, { ...options, days: chosen.days });
  const { shorts, costs, betas, instruments, poll, onDay, equityUsd } = options;
  const days = own?.days ?? chosen.days;
  const trading = { schedule, fill, shorts, costs, betas, instruments, days };
  const panel = pillars
    ? panelOf(market, pillars, trading)
    : scores
    ? panelOf(market, { days: [], scores: new Float64Array(0) }, trading)
    : await researchPanel(market, { ...trading, poll, onDay, analysts });
  const answeredBy = options.answeredBy ??
    (scores || pillars ? "unknown" : analysts ? analysts.map(({ name }) => name) : "rules");
  const terms = { ...rest, scores: own, answeredBy, holdout };
  const thrown = dice &&
    await dice.throwDice(panel, own ?? panelScores(panel, rest.weights ?? DEFAULT_WEIGHTS), rest);
  const found = studyOf(panel, { ...terms, ...(thrown ? { thrown } : {}) });
  return {
    ...found,
    ledger: once(() =>
      backtest(market, {
        ...trading,
        equityUsd,
        policy: scorePolicy(found.rule),
        scores: found.table,
      })
    ),
  };
}
