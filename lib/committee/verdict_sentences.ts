import type { Sector } from "../market/mod.ts";
import { outsideLine } from "../outside_text.ts";
import { counted, listed } from "../words.ts";
import { type Ballot, subScoresOf } from "./ballot.ts";
import type { PillarVerdict } from "./pillar_verdict.ts";
import { type Pillar, PILLARS } from "./rubric.ts";

/** Disagreement of more than this many points on one pillar raises the alert (design section 7). */
export const ALERT_ABOVE_POINTS = 2;

/** Why there is no ballot, as the end of a sentence. */
export function noBallots({ failed, unanswered }: { failed: number; unanswered: number }): string {
  if (failed + unanswered === 0) return "nobody was asked";
  const parts = [
    ...(failed > 0 ? [failed === 1 ? "one answer failed" : `${failed} answers failed`] : []),
    ...(unanswered > 0 ? [`${counted(unanswered, "question")} got no answer`] : []),
  ];
  if (parts.length > 1) return parts.join(", ");
  return failed === 1
    ? "the only answer failed"
    : failed > 1
    ? `all ${failed} answers failed`
    : unanswered === 1
    ? "the only question got no answer"
    : `all ${unanswered} questions got no answer`;
}

/** Each order once, and what became of the scores that follow one. */
export function plantedSentences(
  sector: Sector,
  ballots: readonly Ballot[],
  pillars: Readonly<Record<Pillar, PillarVerdict>>,
): readonly string[] {
  const orders = new Map(
    ballots.flatMap(({ planted }) => planted?.orders ?? []).map((one) => [one.text, one]),
  );
  if (orders.size === 0) return [];
  const [{ text, signs }] = orders.values();
  const more = orders.size > 1 ? ` (and ${orders.size - 1} more)` : "";
  const flagged = PILLARS.flatMap((pillar) => {
    const names = pillars[pillar].given.flatMap((one) => one.flagged ? [one.analyst] : []);
    return names.length > 0 ? [`${pillar} (${listed([...new Set(names)])})`] : [];
  });
  const alone = PILLARS.filter((pillar) =>
    pillars[pillar].median === undefined &&
    ballots.some((ballot) => ballot.planted?.mayFollow && subScoresOf(ballot)[pillar] !== undefined)
  );
  return [
    `Something read about ${sector} gives orders${more}: ${JSON.stringify(outsideLine(text))} (${
      signs.join(", ")
    }).`,
    ...(flagged.length === 0
      ? []
      : [`Scores that follow it are left out of the medians: ${flagged.join("; ")}.`]),
    ...(alone.length === 0
      ? []
      : [`Only scores that follow it were given on ${listed(alone)}, which abstains.`]),
  ];
}

/** On which pillars analysts are split, and how far. */
export function alertSentence(
  sector: Sector,
  split: readonly Pillar[],
  pillars: Readonly<Record<Pillar, PillarVerdict>>,
): string {
  const parts = split.map((pillar) => {
    const scores = pillars[pillar].given.map(({ score }) => score);
    return `${pillar} (${Math.min(...scores)} to ${Math.max(...scores)})`;
  });
  return `Analysts disagree on ${sector} by more than ${ALERT_ABOVE_POINTS} points: ` +
    `${parts.join(", ")}.`;
}
