import { type Ballot, type Verdict, voiceOf } from "../../committee/mod.ts";
import { outsideLine } from "../../outside_text.ts";
import type { SweptDay } from "../../providers/mod.ts";
import type { Day } from "../../units.ts";

/** Reasons that are told apart; what comes after that many is counted as others. */
const MOST_REASONS = 20;
/** Characters of a reason: the switches that help stand at its end. */
const MOST_REASON = 900;

/** What a day of a history came to: small, so that all of them can be held. */
export interface HistoryDay {
  readonly day: Day;
  readonly ballots: number;
  readonly failed: number;
  readonly unanswered: number;
  readonly contaminated: number;
  readonly sectors: readonly Pick<
    Verdict["sectors"][number],
    | "sector"
    | "score"
    | "rating"
    | "noScore"
    | "pillarsUsed"
    | "confidence"
    | "disagreement"
    | "alert"
  >[];
}

/** How often each reason came, with who it was about. */
export interface Counted {
  readonly analyst: string;
  readonly reason: string;
  readonly times: number;
}

/** All that is held of a history while it goes on. */
export interface HistoryTally {
  add(day: SweptDay, verdict: Verdict): void;
  readonly days: readonly HistoryDay[];
  readonly ballots: number;
  /** Ballots by who really answered, as a sentence names them. */
  readonly voices: ReadonlyMap<string, number>;
  readonly contaminated: number;
  readonly unanswered: readonly Counted[];
  readonly failed: readonly Counted[];
}

function counter() {
  const counts = new Map<string, { analyst: string; reason: string; times: number }>();
  return {
    count(analyst: string, reason: string) {
      const known = counts.get(`${analyst}\n${reason}`);
      if (known) known.times++;
      else if (counts.size < MOST_REASONS) {
        counts.set(`${analyst}\n${reason}`, { analyst, reason, times: 1 });
      } else {
        const others = counts.get("") ?? { analyst: "others", reason: "other reasons", times: 0 };
        others.times++;
        counts.set("", others);
      }
    },
    all: () => [...counts.values()],
  };
}

/** Who gave a ballot, with the model where it was one. */
function whoIs(ballot: Ballot): string {
  const { answeredBy } = ballot, voice = outsideLine(voiceOf(ballot), 80);
  return answeredBy === undefined || answeredBy.place > 0
    ? voice
    : `${voice} (${outsideLine(answeredBy.model ?? answeredBy.asked, 80)})`;
}

/** Reasons without what differs from one question to the next, so that equal ones are counted as one. */
function reasonOf(text: string, { sector, day, sample }: {
  readonly sector: string;
  readonly day: string;
  readonly sample: number;
}): string {
  return outsideLine(
    text.replaceAll(day, "DAY").replace(new RegExp(`\\b${sector}\\b`, "g"), "SECTOR")
      .replace(`sample ${sample}`, "sample N").replace(/ ?\(fingerprint [0-9a-f]+\)/, ""),
    MOST_REASON,
  );
}

/** An empty tally. */
export function historyTally(): HistoryTally {
  const days: HistoryDay[] = [], voices = new Map<string, number>();
  const unanswered = counter(), failed = counter();
  let ballots = 0, contaminated = 0;
  return {
    add(swept, verdict) {
      const tainted = swept.ballots.filter((one) => one.contaminated !== undefined).length;
      for (const ballot of swept.ballots) {
        const who = whoIs(ballot);
        voices.set(who, (voices.get(who) ?? 0) + 1);
      }
      for (const one of swept.unanswered) {
        unanswered.count(outsideLine(one.analyst, 80), reasonOf(one.reason, one));
      }
      for (const one of swept.failed) {
        const [issue] = one.issues;
        failed.count(
          outsideLine(voiceOf(one), 80),
          reasonOf(issue?.message ?? "no reason given", one),
        );
      }
      ballots += swept.ballots.length;
      contaminated += tainted;
      days.push({
        day: swept.day,
        ballots: swept.ballots.length,
        failed: swept.failed.length,
        unanswered: swept.unanswered.length,
        contaminated: tainted,
        sectors: verdict.sectors.map((one) => ({
          sector: one.sector,
          ...(one.score === undefined ? {} : { score: one.score, rating: one.rating }),
          ...(one.noScore === undefined ? {} : { noScore: one.noScore }),
          pillarsUsed: one.pillarsUsed,
          ...(one.confidence === undefined ? {} : { confidence: one.confidence }),
          ...(one.disagreement === undefined ? {} : { disagreement: one.disagreement }),
          ...(one.alert === undefined ? {} : { alert: one.alert }),
        })),
      });
    },
    days,
    get ballots() {
      return ballots;
    },
    voices,
    get contaminated() {
      return contaminated;
    },
    get unanswered() {
      return unanswered.all();
    },
    get failed() {
      return failed.all();
    },
  };
}
