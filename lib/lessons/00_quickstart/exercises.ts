import type { SectorView } from "../../committee/mod.ts";
import { type Plan, rebalance } from "../../desk/mod.ts";
import { type Sector, SECTOR_LABELS, SECTORS, type Snapshot } from "../../market/mod.ts";
import { type Book, fitBook, limitShort, tilts } from "../../portfolio/mod.ts";
import { countWord, listed, percent } from "../../words.ts";
import type { Wanted } from "../kit/answer_fault.ts";
import type { QuizQuestion } from "../kit/quiz.ts";
import {
  areNumbers,
  type Exercise,
  firstMistake,
  judgedNumbers,
  near,
  numberExercise,
  wrongContext,
} from "../kit/exercise.ts";
import { notice } from "../kit/notice.ts";
import { chartFault, sentenceFault, type SpokenOf } from "../kit/own_words.ts";

/** Shares are read off a chart here, so half a point counts as right. */
const READ_OFF = 0.005;

/** What 00.2 reads from the run: the solved book. */
interface ReadBook {
  readonly weights: readonly number[];
  readonly hedge: number;
}

function readBook(context: unknown): ReadBook {
  const book = context as Partial<ReadBook> | null | undefined;
  if (!areNumbers(book?.weights) || !Number.isFinite(book?.hedge)) {
    wrongContext("the book itself", 'check("00.2", { long: …, short: … }, book)');
  }
  return book as ReadBook;
}

const tiltOfFive = numberExercise("00.1", () => {
  const score = 5, confidence = 0.8;
  const [right] = tilts([{ score, confidence }]);
  return {
    right,
    tolerance: 1e-9,
    praise: `A 5 lies 2 above the middle, and 2 × ${confidence} is ${right}.`,
    mistakes: [
      {
        value: score - 3,
        why: `${score - 3} is the tilt of a 5 held with full confidence; this one is ` +
          `${confidence}.`,
      },
      {
        value: score * confidence,
        why: `${score * confidence} multiplies the score itself. A 3 is no view, so count ` +
          "from 3 first.",
      },
      {
        value: -right,
        why: "The size is right. A 5 lies above the middle, and above is positive.",
      },
    ],
    hint: "The tilt is the distance of the score from 3, times the confidence.",
  };
});

const sidesAfterHedge: Exercise = {
  id: "00.2",
  wanted: { long: "number", short: "number" },
  judge(answer, context) {
    const { weights, hedge } = readBook(context);
    const given = answer as { long: number; short: number };
    const sum = (sign: 1 | -1, of: readonly number[]) =>
      of.reduce((total, weight) => total + Math.max(sign * weight, 0), 0);
    const all = [...weights, hedge];
    const right = { long: sum(1, all), short: sum(-1, all) };
    const bare = { long: sum(1, weights), short: sum(-1, weights) };
    const net = right.long - right.short, size = percent(Math.abs(net));
    const stated = `${percent(right.long)} long and ${percent(right.short)} short`;
    if (near(given.long, right.long, READ_OFF) && near(given.short, -right.short, READ_OFF)) {
      return notice("right", `${stated}; as sizes of the two sides both are written without sign.`);
    }
    const said = judgedNumbers([given.long, given.short], [right.long, right.short], {
      tolerance: READ_OFF,
      quantity: "share",
      praise: `After the hedge the book is ${stated}.`,
      mistakes: [
        {
          value: [right.short, right.long],
          why: "The two sides are exchanged: right of zero is long.",
        },
        {
          value: [bare.long, bare.short],
          why: "These are the sectors alone. The hedge is a position too and counts on its side.",
        },
      ],
      hint:
        "Add up all bars right of zero, then all bars left of zero; the green bar counts on its " +
        "side.",
    });
    const isNet = [given.long, given.short].some((one) =>
      near(Math.abs(one), Math.abs(net), READ_OFF)
    );
    return said.kind === "hint" && isNet
      ? notice(
        "mistake",
        `${size} is the net, long minus short. Each side is asked for by itself.`,
      )
      : said;
  },
};

/** What a book can be, and what some expect in its place. */
const STATUSES: readonly string[] = ["full", "reduced", "cash", "over budget", "infeasible"];
const NO_STATUS: readonly string[] = ["error", "throws", "exception"];

const noViewAtAll: Exercise = {
  id: "00.3",
  wanted: { status: "text", gross: "number" },
  judge(answer) {
    const given = answer as { status: string; gross: number };
    // Worked out by the solver itself, not remembered: what it does without any view.
    const book = fitBook({
      sectors: SECTORS,
      tilts: SECTORS.map(() => 0),
      betas: SECTORS.map(() => 1),
    });
    const gross = book.weights.reduce(
      (sum, weight) => sum + Math.abs(weight),
      Math.abs(book.hedge),
    );
    const status = given.status.trim().toLowerCase();
    if (!STATUSES.includes(status) && !NO_STATUS.includes(status)) {
      return notice("mistake", `A book has no such status; write one of ${STATUSES.join(", ")}.`);
    }
    if (status === book.status && near(given.gross, gross, READ_OFF)) {
      return notice("right", "No view is a result, not an accident: the account stays in cash.");
    }
    return firstMistake([
      [
        [...NO_STATUS, "infeasible"].includes(status),
        "Nothing breaks: eleven threes are a valid set of scores. Which book has no position?",
      ],
      [
        [1, 100].some((gross) => near(given.gross, gross, READ_OFF)) || status === "full",
        "Equal weights would be eleven views. A 3 gives a tilt of zero, and zero tilt no position.",
      ],
      [
        status === book.status,
        "The status is right. What is the sum of weights that are all zero?",
      ],
    ], "Work out the tilt of a 3, then ask what a book of such tilts can hold.");
  },
};

/** What 00.4 reads from the run: the week's plan, and the day on which scores are tried. */
interface OwnScores {
  readonly snapshot: Snapshot;
  readonly plan: Plan;
}

function ownScores(context: unknown): OwnScores {
  const { snapshot, plan } = (context ?? {}) as Partial<OwnScores>;
  if (!Array.isArray(snapshot?.sectors) || !Array.isArray(plan?.views) || !plan?.account) {
    wrongContext("the day and its plan", 'check("00.4", { … }, { snapshot, plan })');
  }
  return { snapshot, plan };
}

/** A limit by the words that a sentence may use for it. */
function spokenLimit({ id, name }: Book["readings"][number]): SpokenOf {
  const label = SECTOR_LABELS[id.of as Sector];
  const what = `the ${limitShort(id, () => label)}`;
  if (id.kind === "sector") return { what, words: [id.of!, label] };
  if (id.kind === "fund") return { what, words: ["fund", "funds", ...(label ? [label] : [])] };
  return { what: `the limit called ${name}`, words: [name, id.side ?? id.kind] };
}

const twoLimitsBind: Exercise = {
  id: "00.4",
  wanted: (context): Wanted => ({
    scores: Object.fromEntries(
      ownScores(context).plan.views.map(({ sector }) => [sector, "number" as const]),
    ),
    because: "text",
  }),
  judge(answer, context) {
    const { scores, because, chart } = answer as {
      scores: Record<string, number>;
      because: string;
      chart?: unknown;
    };
    const { snapshot, plan } = ownScores(context);
    for (const { sector } of plan.views) {
      if (!(scores[sector] >= 1 && scores[sector] <= 5)) {
        return notice("mistake", `A score lies between 1 and 5; ${sector} has ${scores[sector]}.`);
      }
    }
    const mine: readonly SectorView[] = plan.views.map((view) => ({
      ...view,
      score: scores[view.sector],
    }));
    const { equityUsd } = plan.account;
    const { readings } = rebalance(snapshot, mine, { equityUsd }).book;
    const limits = readings.filter(({ id, binds }) => binds && id.kind !== "gross").map(
      spokenLimit,
    );
    const isUnchanged = plan.views.every(({ sector, score }) => score === scores[sector]);
    if (limits.length !== 2) {
      const found = limits.length === 0
        ? "no limit binds besides gross"
        : `besides gross ${
          limits.length === 1 ? "one limit binds" : `${countWord(limits.length).toLowerCase()} bind`
        }: ${listed(limits.map(({ what }) => what))}`;
      const own = isUnchanged
        ? "These are the scores of the week, and with them "
        : "With these scores ";
      return notice("hint", `${own}${found}. Two are asked for; which score pushes at another?`);
    }
    // Where the week's own scores do it, nothing has been found yet.
    if (isUnchanged) {
      return notice(
        "hint",
        `These are the scores of the week, and here they do it already: ${
          listed(limits.map(({ what }) => what))
        }. Change myScores, and find others.`,
      );
    }
    return sentenceFault(because, {
      what: "reason",
      asks: "Which two limits bind, and what pushes against them?",
      about: limits,
    }) ?? chartFault(chart, "charts.limitGauges(…)") ?? notice(
      "complete",
      `Besides gross exactly two bind: ${listed(limits.map(({ what }) => what))}. Whether the ` +
        "reason holds is yours to judge; compare it with a neighbour's.",
    );
  },
};

/** The exercises of lesson 00, in order. */
export const quickstartExercises: readonly Exercise[] = [
  tiltOfFive,
  sidesAfterHedge,
  noViewAtAll,
  twoLimitsBind,
];

/** The two places of lesson 00 where the reader guesses before looking. */
export const quickstartPredictions = { "00.4": "sector", "00.7": "share" } as const;

/** The three questions that close lesson 00. */
export const quickstartQuiz: readonly QuizQuestion[] = [
  {
    right: "b",
    because: "A 3 is no view, so neither confidence nor anything else can make a position of it.",
    again: "Which number does the tilt count from?",
  },
  {
    right: "c",
    because: "Equal dollars leave the difference of the betas, and that moves with the market.",
    again: "Do all sectors fall by the same when the market falls?",
  },
  {
    right: "a",
    because: "The sectors share one gross and one beta, so a new view moves the others too.",
    again: "What do all the weights have to share?",
  },
];
