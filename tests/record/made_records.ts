/** Records made by hand and by a seed, in memory. */
import { type Ballot, PILLARS } from "lab/committee";
import { addCalendarDays, type Sector, SECTORS, tradingDaysFrom } from "lab/market";
import type { BallotMarket, RecordContents, RecordedBallot, RecordedOutcome } from "lab/record";
import { type RandomStream, randomStream } from "lab/stats";
import { type Day, day } from "lab/units";

/** Who asks what, and how, where a test says nothing else. */
export interface Said {
  readonly analyst?: string;
  readonly sector?: Sector;
  readonly day?: string;
  readonly sample?: number;
  readonly horizonWeeks?: number;
  /** All three pillars get it; `undefined` where all abstain. */
  readonly score?: number | undefined;
  readonly confidence?: number;
  readonly contaminated?: boolean;
  readonly model?: string;
  readonly place?: number;
  readonly askedAt?: string;
  readonly market?: BallotMarket;
  readonly masked?: boolean;
  readonly prompt?: string;
  readonly rubric?: string;
  readonly costUsd?: number;
  readonly latencyMs?: number;
}

export const REAL: BallotMarket = { kind: "real", data: "d".repeat(64) };

/** The evening of a day in New York. */
export const evening = (on: string) => `${on}T22:00:00.000Z`;

let questions = 0;

/** One ballot: `a` on XLK, 2026-01-02, a 4, said at 0.6. */
export function said(given: Said = {}): RecordedBallot {
  const { analyst = "a", sector = "XLK", sample = 0, horizonWeeks = 4, confidence = 0.6 } = given;
  const { model = "m-1", place = 0, market = REAL, masked = false, prompt = "1" } = given;
  const { costUsd, latencyMs, rubric = "e".repeat(64), contaminated = false } = given;
  const on = given.day ?? "2026-01-02", score = "score" in given ? given.score : 4;
  const ballot: Ballot = {
    analyst,
    sector,
    day: on,
    horizonWeeks,
    sample,
    rationale: [],
    subScores: Object.fromEntries(PILLARS.map((pillar) => [
      pillar,
      score === undefined ? { kind: "abstention", reason: "no data" } : { kind: "score", score },
    ])) as unknown as Ballot["subScores"],
    references: [],
    confidence,
    summary: "Made for a test.",
    ...(model === "none" ? {} : { answeredBy: { provider: "p", asked: model, model, place } }),
    ...(contaminated ? { contaminated: ["it may have read on"] } : {}),
  };
  return {
    kind: "ballot",
    question: `${++questions}`.padStart(64, "0"),
    askedAt: given.askedAt ?? evening(on),
    market,
    masked,
    prompt,
    rubric,
    ...(costUsd === undefined ? {} : { costUsd }),
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ballot,
  };
}

/** What came of a day, by sector. */
export function came(
  on: string,
  returns: Readonly<Record<string, number>>,
  given: Partial<Omit<RecordedOutcome, "kind" | "day" | "returns">> = {},
): RecordedOutcome {
  return {
    kind: "outcome",
    day: on,
    horizonWeeks: 4,
    end: addCalendarDays(day(on), 28),
    returns,
    market: REAL,
    resolvedAt: "2026-11-01T12:00:00.000Z",
    ...given,
  };
}

/** A record of what is given. */
export function recordOf(given: Partial<RecordContents>): RecordContents {
  return {
    where: "made up",
    ballots: [],
    failures: [],
    outcomes: [],
    problems: [],
    lines: 0,
    head: "",
    ...given,
  };
}

/** So many Fridays, or the trading day before. */
export function fridays(count: number, from = "2024-01-05"): readonly Day[] {
  return Array.from({ length: count }, (_, k) => {
    const friday = addCalendarDays(day(from), 7 * k);
    for (let on = friday;; on = addCalendarDays(on, -1)) {
      if (tradingDaysFrom(on, 1)[0] === on) return on;
    }
  });
}

function shuffled(values: number[], draw: RandomStream): number[] {
  for (let i = values.length - 1; i > 0; i--) {
    const j = draw.integer(i + 1);
    [values[i], values[j]] = [values[j], values[i]];
  }
  return values;
}

/**
 * A record whose truth is known: calls that are right with a probability, or a stated one, on sectors that
 * move together within a day. Nobody's outcomes overlap but those of neighbouring weeks, as real ones do.
 */
export function seededRecord(
  seed: number,
  options: {
    readonly weeks: number;
    /** Chance that a call is right; what is stated where it is absent. */
    readonly hitRate?: number;
    /** Share of calls whose luck is their day's. */
    readonly together?: number;
    readonly samples?: number;
    /** Standard deviation of a sample about its question's score, points before rounding. */
    readonly noise?: number;
    readonly analysts?: readonly string[];
  },
): RecordContents {
  const { weeks, hitRate, together = 0.4, samples = 1, noise = 0, analysts = ["a"] } = options;
  const draw = randomStream(seed), days = fridays(weeks);
  const outcomes = days.map((on) => {
    const up = shuffled(SECTORS.map((_, i) => i), draw);
    return came(
      on,
      Object.fromEntries(
        SECTORS.map((sector, i) => [sector, (up[i] - 5) / 100 + (up[i] === 5 ? 1e-4 : 0)]),
      ),
    );
  });
  const ballots = days.flatMap((on, d) =>
    analysts.flatMap((analyst) => {
      const common = draw.uniform();
      return SECTORS.flatMap((sector) => {
        const confidence = Math.round(100 * (0.4 + 0.5 * draw.uniform())) / 100;
        const luck = draw.uniform() < together ? common : draw.uniform();
        const right = luck < (hitRate ?? confidence);
        const mean = Object.values(outcomes[d].returns).reduce((sum, one) => sum + one, 0) / 11;
        const side = Math.sign(outcomes[d].returns[sector] - mean) * (right ? 1 : -1);
        return Array.from({ length: samples }, (_, sample) =>
          said({
            analyst,
            sector,
            day: on,
            sample,
            confidence,
            score: Math.min(5, Math.max(1, Math.round(3 + side + noise * draw.normal()))),
            costUsd: 0.01,
            latencyMs: 2000,
          }));
      });
    })
  );
  return recordOf({ ballots, outcomes, lines: ballots.length + weeks, head: "h".repeat(64) });
}
