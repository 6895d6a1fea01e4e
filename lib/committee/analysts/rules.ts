import { quotedValue } from "../../outside_text.ts";
import { inPercent } from "../../words.ts";
import type { Confidence, Instant } from "../../units.ts";
import type { Analyst } from "../analyst.ts";
import type { Ballot, RationaleItem, Reference, SubScore } from "../ballot.ts";
import type { Brief } from "../brief.ts";
import { type Fact, FACTS } from "../fact.ts";
import { type Pillar, PILLAR_LABELS, PILLARS, type Rubric } from "../rubric.ts";
import type { BriefHeadline } from "../sentiment_facts.ts";
import { headlineTone, type Tone } from "./headline_tone.ts";
import { BALANCED, type Temperament } from "./temperaments.ts";

/**
 * Evidence at which a sub-score moves away from 3, and at which it reaches 1 or 5. Evidence is in
 * standard deviations of what chance would show: findings that know nothing of each other give about
 * 11, 20, 38, 20 and 11 % of each score; findings that go together give more ones and fives.
 */
const SCORE_CUTS = { lean: 0.5, strong: 1.25 };
/** Headlines repeat one another: about so many tell one story, so that fewer are independent. */
const HEADLINES_PER_STORY = 2;
/** Changes with every change of how the rules read or score, as a prompt's version with its wording. */
export const RULES_VERSION = "rules 1";

/** A single headline in four weeks is no tone. */
const LEAST_TOLD_HEADLINES = 2;
/** The most headlines that an answer refers to, newest first. */
const MOST_CITED_HEADLINES = 5;
/** The most reasons given for one pillar, the weightiest first. */
const MOST_REASONS = 3;

/** One thing that was read, and how much it says: z times its weight. */
interface Finding {
  readonly z: number;
  readonly weight: number;
  readonly sentence: string;
  readonly facts: readonly (Fact | BriefHeadline)[];
}

interface PillarReading {
  readonly pillar: Pillar;
  /** Weighted mean of the z, scaled so that independent findings of no content give variance 1. */
  readonly evidence: number | undefined;
  readonly subScore: SubScore;
  readonly findings: readonly Finding[];
}

function factFinding(fact: Fact, weight: number): Finding | undefined {
  const { standing } = fact;
  if (!standing) return undefined;
  const sentence = `${fact.label}: ${
    inPercent(fact.value, 1)
  }, rank ${standing.rank} of ${standing.of}`;
  return { z: standing.z, weight, sentence, facts: [fact] };
}

/**
 * Good minus bad headlines over the root of their number: as many standard deviations as the count
 * lies from even, were each story the toss of a coin.
 */
function toneFinding(brief: Brief, weight: number): Finding | undefined {
  let good = 0, bad = 0;
  const told: { headline: BriefHeadline; tone: Tone }[] = [];
  for (const headline of brief.headlines) {
    const tone = headlineTone(headline.text);
    if (tone === 0) continue;
    tone > 0 ? good++ : bad++;
    told.push({ headline, tone });
  }
  if (told.length < LEAST_TOLD_HEADLINES) return undefined;
  return {
    z: (good - bad) / Math.sqrt(HEADLINES_PER_STORY * (good + bad)),
    weight,
    sentence: `${good} good and ${bad} bad of ${brief.headlines.length} headlines in four weeks`,
    facts: told.slice(-MOST_CITED_HEADLINES).map(({ headline }) => headline),
  };
}

function subScoreOf(evidence: number): SubScore {
  const size = Math.abs(evidence);
  const steps = size >= SCORE_CUTS.strong ? 2 : size >= SCORE_CUTS.lean ? 1 : 0;
  return { kind: "score", score: 3 + Math.sign(evidence) * steps };
}

function reading(
  pillar: Pillar,
  brief: Brief,
  byName: ReadonlyMap<string, Fact>,
  temperament: Temperament,
): PillarReading {
  const findings: Finding[] = [];
  let sum = 0, squares = 0;
  for (const [name, weight] of Object.entries(temperament[pillar]) as [string, number][]) {
    const fact = byName.get(name);
    const finding = name === "headlineTone"
      ? toneFinding(brief, weight)
      : fact && factFinding(fact, weight);
    if (!finding) continue;
    findings.push(finding);
    sum += finding.z * weight;
    squares += weight * weight;
  }
  if (squares === 0) {
    const reasons = brief.missing.filter((gap) => gap.pillar === pillar);
    return {
      pillar,
      evidence: undefined,
      findings: [],
      subScore: {
        kind: "abstention",
        reason: `Nothing to read: ${
          reasons[0]?.reason ?? "too few sectors or headlines to compare"
        }${
          (brief.own ?? []).some((own) => own.pillar === pillar)
            ? "; the rules read no figure of the reader's own"
            : ""
        }.`,
      },
    };
  }
  const evidence = temperament.boldness * sum / Math.sqrt(squares);
  findings.sort((a, b) => Math.abs(b.z * b.weight) - Math.abs(a.z * a.weight));
  return { pillar, evidence, findings, subScore: subScoreOf(evidence) };
}

function twoDecimals(value: number): number {
  return Math.round(value * 100) / 100;
}

function rationaleOf({ pillar, findings }: PillarReading): RationaleItem[] {
  return findings.slice(0, MOST_REASONS).map(({ z, weight, sentence }) => ({
    pillar,
    reason: sentence,
    impact: Math.abs(z) < SCORE_CUTS.lean ? "neutral" : z * weight > 0 ? "positive" : "negative",
    confidence: twoDecimals(Math.min(1, Math.abs(z) / 2)),
  }));
}

function referencesOf(
  readings: readonly PillarReading[],
  brief: Brief,
  askedAt: Instant,
): Reference[] {
  const cited = readings.flatMap(({ findings }) => findings.flatMap(({ facts }) => facts));
  return cited.map((one) => ({
    url: one.address,
    title: "text" in one ? one.text.slice(0, 300) || "Headline" : `${brief.sector} ${one.label}`,
    description: "text" in one
      ? `Headline of ${one.availableAt}`
      : `${one.value} (${one.unit}), as of ${one.asOf}, known from ${one.availableAt}`,
    accessedAt: askedAt,
    accessible: true,
  }));
}

/**
 * How sure the rules say they are: 0.4 on a coin's toss, up to 0.8 on strong evidence, in
 * proportion to the weight of the pillars that could be read. It is stated, not a probability.
 */
function confidenceOf(readings: readonly PillarReading[], rubric: Rubric): Confidence {
  let strength = 0, read = 0;
  for (const { pillar, evidence } of readings) {
    if (evidence === undefined) continue;
    const weight = rubric.pillars.find((one) => one.pillar === pillar)?.weight ?? 0;
    strength += weight * Math.min(2, Math.abs(evidence)) / 2;
    read += weight;
  }
  return twoDecimals(0.4 * read + 0.4 * strength) as Confidence;
}

function summaryOf(readings: readonly PillarReading[], brief: Brief): string {
  const views = readings.map(({ pillar, subScore }) =>
    `${PILLAR_LABELS[pillar].toLowerCase()} ${
      subScore.kind === "score" ? subScore.score : "without a score"
    }`
  );
  const strongest = readings.flatMap(({ findings }) => findings).reduce<Finding | undefined>(
    (best, one) =>
      best && Math.abs(best.z * best.weight) >= Math.abs(one.z * one.weight) ? best : one,
    undefined,
  );
  return `${brief.label}: ${views.join(", ")}.` +
    (strongest ? ` Weightiest: ${strongest.sentence}.` : " Nothing could be read.");
}

/**
 * The ballot that fixed rules give on a brief: the same brief, the same ballot.
 *
 * For each pillar the standings of the temperament's figures are weighed and summed; the sum, in
 * standard deviations of what chance would show, becomes a sub-score. Nothing is read but the brief,
 * as by a model, and the order of questions in the rubric does not matter.
 *
 * @param brief One sector's brief.
 * @param rubric Its horizon is written on the ballot; its weights go into the stated confidence alone.
 * @param options.askedAt When it was asked, written on the references.
 * @param options.temperament What is paid attention to; `BALANCED` by default.
 * @param options.sample Written on the ballot; the rules answer the same each time.
 *
 * @example Score of a pillar with nothing to read
 * ```ts
 * import { briefs, DEFAULT_RUBRIC, rulesBallot } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = { ...simulatedMarket({ seed: 7, years: 2 }), fundamentals: [] };
 * const view = snapshot(market, market.prices.days[400]);
 * const ballot = rulesBallot(briefs(view)[0], DEFAULT_RUBRIC, { askedAt: view.decidedAt });
 * equal(ballot.subScores.fundamentals.kind, "abstention");
 * equal(ballot.subScores.technicals.kind, "score");
 * ```
 */
export function rulesBallot(
  brief: Brief,
  rubric: Rubric,
  options: {
    readonly askedAt: Instant;
    readonly temperament?: Temperament;
    readonly sample?: number;
  },
): Ballot {
  const { askedAt, temperament = BALANCED, sample = 0 } = options;
  const byName = new Map<string, Fact>(brief.facts.map((fact) => [fact.name, fact]));
  const readings = PILLARS.map((pillar) => reading(pillar, brief, byName, temperament));
  return {
    analyst: nameOf(temperament),
    day: brief.day,
    horizonWeeks: rubric.horizonWeeks,
    sample,
    sector: brief.sector,
    rationale: readings.flatMap(rationaleOf),
    subScores: {
      fundamentals: readings[0].subScore,
      sentiment: readings[1].subScore,
      technicals: readings[2].subScore,
    },
    references: referencesOf(readings, brief, askedAt),
    confidence: confidenceOf(readings, rubric),
    summary: summaryOf(readings, brief),
    ...notReadOf(brief),
  };
}

/** The reader's own figures of a brief, which the rules read none of: nobody told them which way one speaks. */
export function notReadOf({ own = [] }: Brief): Pick<Ballot, "notRead"> {
  return own.length === 0
    ? {}
    : { notRead: own.map(({ pillar, name, address }) => ({ pillar, name, address })) };
}

/**
 * Whether a name is that of a rule analyst, of whatever temperament.
 *
 * @example
 * ```ts
 * import { isRuleAnalyst } from "lab/committee";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(["rules", "rules, bold", "openai/fast"].map(isRuleAnalyst), [true, true, false]);
 * ```
 */
export function isRuleAnalyst(name: string): boolean {
  return name === "rules" || name.startsWith("rules, ");
}

function nameOf(temperament: Temperament): string {
  return temperament === BALANCED ? "rules" : `rules, ${temperament.name}`;
}

const KNOWN_NAMES: ReadonlySet<string> = new Set([
  "sentiment.headlineTone",
  ...Object.entries(FACTS).map(([name, { pillar }]) => `${pillar}.${name}`),
]);

/** A typing error in a name would otherwise be, in silence, a weight on nothing. */
function checkedTemperament(temperament: Temperament): Temperament {
  for (const pillar of PILLARS) {
    for (const [name, weight] of Object.entries(temperament[pillar])) {
      if (!KNOWN_NAMES.has(`${pillar}.${name}`)) {
        throw new RangeError(
          `Cannot make a rule analyst: ${pillar} has no figure ${quotedValue(name)}`,
        );
      }
      if (!Number.isFinite(weight)) {
        throw new RangeError(
          `Cannot make a rule analyst: need a finite weight for ${name}, got ${weight}`,
        );
      }
    }
  }
  if (!(temperament.boldness > 0)) {
    throw new RangeError(
      `Cannot make a rule analyst: need a boldness above 0, got ${temperament.boldness}`,
    );
  }
  return temperament;
}

/**
 * The rule analyst: deterministic, offline, free. The baseline that a model must beat.
 *
 * @param options.temperament What it pays attention to; `BALANCED` by default. Others make an
 *   ensemble that can disagree without a key.
 * @throws {RangeError} If the temperament names a figure that no brief holds, or a weight is not
 *   finite.
 *
 * @example A ballot without a key
 * ```ts
 * import { briefs, DEFAULT_RUBRIC, rulesAnalyst } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days[400]);
 * const answer = await rulesAnalyst().answer(briefs(view)[0], DEFAULT_RUBRIC, {
 *   askedAt: view.decidedAt,
 * });
 * equal(answer.kind, "ballot");
 * equal(answer.costUsd, 0);
 * ```
 */
export function rulesAnalyst(
  options: { readonly temperament?: Temperament } = {},
): Analyst {
  const temperament = checkedTemperament(options.temperament ?? BALANCED);
  return {
    name: nameOf(temperament),
    takesNoOrders: true,
    answer(brief, rubric, { askedAt, sample, signal }) {
      return new Promise((resolve) => {
        signal?.throwIfAborted();
        resolve({
          kind: "ballot",
          ballot: rulesBallot(brief, rubric, { askedAt, temperament, sample }),
          asked: { prompt: RULES_VERSION, masked: false },
          costUsd: 0,
        });
      });
    },
  };
}
