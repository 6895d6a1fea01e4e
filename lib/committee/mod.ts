/**
 * From what was known on a day to a verdict on every sector.
 *
 * A `Brief` says what an analyst may know of one sector; the `Rubric` says what is asked. An
 * `Analyst` answers with a `Ballot`: a sub-score from 1 to 5 on each of three pillars, or an
 * abstention with its reason, with rationale and references. Code computes weighted score and rating;
 * an answer that cannot be read is a failed ballot, never a 3. The `Verdict` joins the ballots by
 * their medians and keeps spread, abstentions and failures, for disagreement is a finding.
 *
 * @example The whole way in one call
 * ```ts
 * import { convene, views } from "lab/committee";
 * import { simulatedMarket, snapshot, weeklyDays } from "lab/market";
 * import { equal, ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const friday = weeklyDays(market.prices.days)[80];
 * const verdict = await convene(snapshot(market, friday));
 * equal(verdict.sectors.length, 11);
 * ok(views(verdict).every(({ score }) => score >= 1 && score <= 5));
 * ```
 *
 * Read next: `brief.ts`, what an analyst sees; `ballot.ts`, what it answers; `analysts/rules.ts`, how
 * fixed rules answer; `verdict.ts`, how answers are joined.
 *
 * Analysts live in `analysts/`, one file each: `rules` with its temperaments, `replay`, and some that
 * change how another one answers (inattentive, leaning, gullible, guarded). Language models are
 * analysts too; they need a network and money, so they stand apart in `lab/providers`. `poll` and all
 * that follows are the same for every analyst.
 *
 * @module
 */
export {
  checkedWeights,
  DEFAULT_RUBRIC,
  DEFAULT_WEIGHTS,
  type Pillar,
  PILLAR_LABELS,
  type PillarRubric,
  PILLARS,
  type PillarWeights,
  type Rubric,
  rubric,
  weightsOf,
} from "./rubric.ts";
export {
  type Fact,
  type FactName,
  type FactOrigin,
  FACTS,
  type FactUnit,
  type MissingFact,
  type Standing,
} from "./fact.ts";
export type { OwnFact } from "./own_facts.ts";
export { addressesOf, type Brief, briefs, factOf } from "./brief.ts";
export { type BriefHeadline, HEADLINE_DAYS } from "./sentiment_facts.ts";
export { type Prompt, prompt, PROMPT_VERSION } from "./prompt.ts";
export {
  type Answer,
  type Answerer,
  answerJsonSchema,
  answerSchema,
  type Ballot,
  ballotSchema,
  ballotScore,
  type EvidenceFile,
  type PlantedOrder,
  type RationaleItem,
  type Reference,
  type SubScore,
  subScoresOf,
  voiceOf,
} from "./ballot.ts";
export { rubricSchema, verdictSchema } from "./schemas.ts";
export { type StrictJson, strictJson } from "./strict_json.ts";
export {
  type AnswerJson,
  answerJson,
  type Mend,
  mendedSentence,
  ONLY_THINKING,
} from "./answer_json.ts";
export { parseBallot, type ParseBallotOptions } from "./parse_ballot.ts";
export {
  rating,
  RATING_CUTS,
  type SubScores,
  type WeightedScore,
  weightedScore,
} from "./weighted_score.ts";
export type {
  Analyst,
  AnalystAnswer,
  Asked,
  AskOptions,
  CastBallot,
  FailedBallot,
  NoAnswer,
  Report,
} from "./analyst.ts";
export type { QuestionNames } from "./question_names.ts";
export { ballotNotes } from "./ballot_notes.ts";
export { heldToBrief } from "./held_to_brief.ts";
export { pillarsUsedText } from "./pillars_used_text.ts";
export { unshownNumbers } from "./unshown_numbers.ts";
export { isRuleAnalyst, RULES_VERSION, rulesAnalyst, rulesBallot } from "./analysts/rules.ts";
export {
  BALANCED,
  CAUTIOUS,
  CONTRARIAN,
  MOMENTUM,
  type Temperament,
  TEMPERAMENTS,
  VALUE,
} from "./analysts/temperaments.ts";
export { inattentiveAnalyst, MISSED_SHARE } from "./analysts/inattentive.ts";
export { copyOf } from "./analysts/copy_of.ts";
export { type Lean, leaningAnalyst } from "./analysts/leaning.ts";
export { gullibleAnalyst } from "./analysts/gullible.ts";
export { guardedAnalyst } from "./analysts/guarded.ts";
export { headlineTone, type Tone } from "./analysts/headline_tone.ts";
export {
  type RecordedAnswer,
  recordedAnswer,
  type Recording,
  recordingOf,
  recordingOfAnswers,
  recordingSchema,
} from "./analysts/recording.ts";
export { record, replayAnalyst, replayAnalysts, ReplayMissError } from "./analysts/replay.ts";
export { type AnalystRequest, canonicalJson, requestFingerprint } from "./fingerprint.ts";
export { heldAnswer, poll, type PollOptions, type PollProgress, type PollResult } from "./poll.ts";
export { median } from "./median.ts";
export type { Abstention, GivenScore, PillarVerdict } from "./pillar_verdict.ts";
export { ALERT_ABOVE_POINTS } from "./verdict_sentences.ts";
export { type SectorVerdict, type Verdict, verdict } from "./verdict.ts";
export { type ConfidenceRule, LEAST_STATED_CONFIDENCE, type SectorView, views } from "./views.ts";
export { convene } from "./convene.ts";
export { pollDays, type PolledDays } from "./poll_days.ts";
export { type ScoredBallot, scoredBallots } from "./scored_ballot.ts";
export {
  type BallotOutcome,
  ballotOutcomes,
  byDate,
  type HitRate,
  hitRate,
  relativeReturns,
  type SectorReturns,
  statedForecasts,
} from "./outcomes.ts";
export { horizonEnd, horizonReturns } from "./horizon_returns.ts";
export {
  comparedBias,
  type HouseBias,
  houseBias,
  type SharedBias,
  sharedBias,
  type Unbiased,
  withoutHouseBias,
} from "./house_bias.ts";
export { type Centres, centres, type MovedCentres, movedCentres } from "./centres.ts";
export {
  type AnalystError,
  analystErrors,
  type ErrorCorrelation,
  errorCorrelation,
  LEAST_COMMON_ERRORS,
  mostAlike,
  RETURN_PER_POINT,
  withoutMeanError,
} from "./error_correlation.ts";
export {
  type CommitteeError,
  expectedCommitteeError,
  measuredCommitteeErrors,
  simulatedCommitteeErrors,
} from "./committee_error.ts";
export {
  type InjectionRow,
  injectionRows,
  type InstructionAttempt,
  instructionAttempts,
  instructionSigns,
  PLANTED_INSTRUCTIONS,
  plantedBrief,
  type PlantedInstruction,
  wishedScore,
} from "./injection.ts";
export {
  BALLOT_FAULTS,
  type BallotFault,
  type DriftRow,
  driftRows,
  type FaultCount,
  type ReadAnswers,
  readAnswers,
  readAsThrees,
  SPOILT_SHARE,
  type SpoiltAnswer,
  spoiltAnswers,
} from "./spoilt_answers.ts";
export {
  type Funnel,
  funnel,
  FUNNEL_COSTS,
  type FunnelCosts,
  type FunnelScore,
  type FunnelStage,
  KEEP_FROM_POINTS,
  TRIGGER_FROM_POINTS,
} from "./funnel.ts";
export { briefTimeline, type TimelineTick } from "./brief_timeline.ts";
export { afterQuarterEnds, withAvailableAt, withFundamentalsAtPeriodEnd } from "./look_ahead.ts";
